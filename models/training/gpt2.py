"""The GPT-2 family: LayerNorm before each part, learned positions, GELU feed-forward.

Parameters carry the checkpoint names of Hugging Face's GPT-2 (`transformer.h.0.attn.c_attn.weight`), with linear weights
stored [in, out] as its Conv1D does. Axes in the shapes below: `batch`, `token`, `channel` (d), `head`,
`headChannel` (d / heads), `hidden`, `vocab`.
"""

import math

import torch
from torch import nn
from torch.nn import functional

from trace import no_record

ACTIVATIONS = {
    # GELU by its tanh approximation, as in the original GPT-2 code.
    "gelu_new": lambda x: 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))),
    # GELU by the normal distribution function itself.
    "gelu": functional.gelu,
}


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
    """Each row minus its mean, over its standard deviation, times a learned scale (and, with `bias`, a learned shift)."""

    def __init__(self, channels, epsilon, bias):
        super().__init__()
        self.epsilon = epsilon
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels)) if bias else None

    def forward(self, x):
        return functional.layer_norm(x, x.shape[-1:], self.weight, self.bias, self.epsilon)


class Attention(nn.Module):
    """Causal self-attention with query, key and value made by one fused product."""

    def __init__(self, config):
        super().__init__()
        self.heads = config["n_head"]
        width, bias = config["n_embd"], config.get("bias", True)
        self.c_attn = Conv1D(width, 3 * width, bias)
        self.c_proj = Conv1D(width, width, bias)

    def forward(self, x, record):
        """[batch, token, channel] → [batch, token, channel]."""
        batch, tokens, width = x.shape
        query, key, value = (
            part.view(batch, tokens, self.heads, width // self.heads).transpose(1, 2)  # [batch, head, token, headChannel]
            for part in self.c_attn(x).split(width, dim=-1)
        )
        record("query", query)
        record("key", key)
        record("value", value)
        mixed = causal_attention(query, key, value, record)
        return record("output", self.c_proj(record("mixed", mixed)))


class FeedForward(nn.Module):
    """Up to `hidden` channels, through GELU, and down again."""

    def __init__(self, config):
        super().__init__()
        width, bias = config["n_embd"], config.get("bias", True)
        hidden = config.get("n_inner") or 4 * width
        self.activation = ACTIVATIONS[config["activation_function"]]
        self.c_fc = Conv1D(width, hidden, bias)
        self.c_proj = Conv1D(hidden, width, bias)

    def forward(self, x, record):
        """[batch, token, channel] → [batch, token, channel]."""
        up = record("up", self.c_fc(x))
        return record("down", self.c_proj(record("activated", self.activation(up))))


class Layer(nn.Module):
    def __init__(self, config):
        super().__init__()
        norm = lambda: LayerNorm(config["n_embd"], config["layer_norm_epsilon"], config.get("bias", True))
        self.ln_1 = norm()
        self.attn = Attention(config)
        self.ln_2 = norm()
        self.mlp = FeedForward(config)

    def forward(self, x, record):
        """[batch, token, channel] → [batch, token, channel]."""
        normed = record("attention_norm", self.ln_1(x))
        x = record("attention_residual", x + self.attn(normed, record.under("attention")))
        normed = record("ffn_norm", self.ln_2(x))
        return record("ffn_residual", x + self.mlp(normed, record.under("ffn")))
