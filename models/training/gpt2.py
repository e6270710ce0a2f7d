"""The GPT-2 family: LayerNorm before each part, learned positions, a GELU feed-forward.

Parameters carry the checkpoint names of Hugging Face's GPT-2 (`transformer.h.0.attn.c_attn.weight`), with linear weights
stored [in, out] as its Conv1D does. Tensors in here have a leading batch axis, which the recorded ones lose.
"""

import math

import torch
from torch import nn
from torch.nn import functional

from attention import causal_attention
from recording import Recorder


def gelu_new(x):
    """GELU by its tanh approximation, as in the original GPT-2 (Hendrycks & Gimpel 2016)."""
    return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


# "gelu" is the exact form, by the error function.
ACTIVATIONS = {"gelu_new": gelu_new, "gelu": functional.gelu}


class Conv1D(nn.Module):
    """y = x·W + b with W stored [in, out]."""

    def __init__(self, inputs, outputs, bias):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(inputs, outputs))
        self.bias = nn.Parameter(torch.zeros(outputs)) if bias else None

    def forward(self, x):
        y = x @ self.weight
        return y if self.bias is None else y + self.bias


class LayerNorm(nn.Module):
    """Each row minus its mean, over its standard deviation, times a learned scale and (with `bias`) plus a shift."""

    def __init__(self, config):
        super().__init__()
        self.epsilon = config["layer_norm_epsilon"]
        self.weight = nn.Parameter(torch.ones(config["n_embd"]))
        self.bias = nn.Parameter(torch.zeros(config["n_embd"])) if has_biases(config) else None

    def forward(self, x):
        return functional.layer_norm(x, x.shape[-1:], self.weight, self.bias, self.epsilon)


class Attention(nn.Module):
    """Causal self-attention with query, key and value made by one fused product."""

    def __init__(self, config):
        super().__init__()
        self.heads = config["n_head"]
        width = config["n_embd"]
        self.c_attn = Conv1D(width, 3 * width, has_biases(config))
        self.c_proj = Conv1D(width, width, has_biases(config))

    def forward(self, x, record):
        """[batch, token, channel] → [batch, token, channel]."""
        batch, tokens, width = x.shape
        query, key, value = (
            record(name, part.view(batch, tokens, self.heads, width // self.heads).transpose(1, 2))
            for name, part in zip(("query", "key", "value"), self.c_attn(x).split(width, dim=-1))
        )
        return record("output", self.c_proj(causal_attention(query, key, value, record)))


class FeedForward(nn.Module):
    """Up to `hidden` channels, through GELU, and down again."""

    def __init__(self, config):
        super().__init__()
        width = config["n_embd"]
        hidden = config.get("n_inner") or 4 * width
        self.activation = ACTIVATIONS[config["activation_function"]]
        self.c_fc = Conv1D(width, hidden, has_biases(config))
        self.c_proj = Conv1D(hidden, width, has_biases(config))

    def forward(self, x, record):
        """[batch, token, channel] → [batch, token, channel]."""
        up = record("up", self.c_fc(x))
        activated = record("activated", self.activation(up))
        return record("down", self.c_proj(activated))


class Layer(nn.Module):
    """Attention, then feed-forward; each reads the residual stream through a norm and adds its output to it."""

    def __init__(self, config):
        super().__init__()
        self.ln_1 = LayerNorm(config)
        self.attn = Attention(config)
        self.ln_2 = LayerNorm(config)
        self.mlp = FeedForward(config)

    def forward(self, x, record):
        """[batch, token, channel] → [batch, token, channel]."""
        normed = record("attention_norm", self.ln_1(x))
        x = record("attention_residual", x + self.attn(normed, record.under("attention")))
        normed = record("ffn_norm", self.ln_2(x))
        return record("ffn_residual", x + self.mlp(normed, record.under("ffn")))


class Gpt2(nn.Module):
    """A GPT-2 language model from a Hugging Face config (a dict), its weights yet to be initialised or loaded."""

    def __init__(self, config):
        super().__init__()
        self.transformer = nn.ModuleDict(
            {
                "wte": nn.Embedding(config["vocab_size"], config["n_embd"]),
                "wpe": nn.Embedding(config["n_positions"], config["n_embd"]),
                "h": nn.ModuleList(Layer(config) for _ in range(config["n_layer"])),
                "ln_f": LayerNorm(config),
            }
        )
        if not config["tie_word_embeddings"]:
            self.lm_head = nn.Linear(config["n_embd"], config["vocab_size"], bias=False)
        self.tied = config["tie_word_embeddings"]

    def forward(self, tokens, record=Recorder()):
        """Token ids [batch, token] → logits [batch, token, vocab]."""
        parts = self.transformer
        token_embedding = record("embedding.token", parts["wte"](tokens))
        positions = torch.arange(tokens.shape[1]).expand_as(tokens)
        position_embedding = record("embedding.position", parts["wpe"](positions))
        x = record("embedding", token_embedding + position_embedding)
        for index, layer in enumerate(parts["h"]):
            x = layer(x, record.under(f"layers.{index}"))
        x = record("final_norm", parts["ln_f"](x))
        head = parts["wte"].weight if self.tied else self.lm_head.weight
        logits = record("logits", x @ head.T)
        record("probabilities", logits.softmax(dim=-1))
        return logits


def has_biases(config):
    """Whether linears and norms have biases: always in GPT-2, by the config's `bias` in nanoGPT's models."""
    return config.get("bias", True)
