"""The Llama family: RMSNorm before each part, rotary positions, grouped-query attention, a SwiGLU feed-forward.

Mistral is the same; Qwen2 adds biases to query, key and value. Parameters carry the checkpoint names of Hugging Face's
Llama (`model.layers.0.self_attn.q_proj.weight`), linear weights [out, in]. Tensors in here have a leading batch axis,
which the recorded ones lose.
"""

import math

import torch
from torch import nn
from torch.nn import functional

from attention import causal_attention
from recording import Recorder


class RmsNorm(nn.Module):
    """Each row over its root mean square, times a learned scale (Zhang & Sennrich 2019)."""

    def __init__(self, size, epsilon):
        super().__init__()
        self.epsilon = epsilon
        self.weight = nn.Parameter(torch.ones(size))

    def forward(self, x):
        return x / torch.sqrt(x.square().mean(dim=-1, keepdim=True) + self.epsilon) * self.weight


class Attention(nn.Module):
    """Causal self-attention with rotated queries and keys, and as many keys and values as `num_key_value_heads` says."""

    def __init__(self, config):
        super().__init__()
        width = config["hidden_size"]
        self.head_channels = head_channels(config)
        query_channels = config["num_attention_heads"] * self.head_channels
        key_channels = config["num_key_value_heads"] * self.head_channels
        output_bias = config.get("attention_bias", False)
        biases = output_bias or config["model_type"] == "qwen2"
        self.q_proj = nn.Linear(width, query_channels, bias=biases)
        self.k_proj = nn.Linear(width, key_channels, bias=biases)
        self.v_proj = nn.Linear(width, key_channels, bias=biases)
        self.o_proj = nn.Linear(query_channels, width, bias=output_bias)
        self.register_buffer("frequencies", rotary_frequencies(config), persistent=False)

    def forward(self, x, record):
        """[batch, token, channel] → [batch, token, channel]."""
        query, key, value = self.project(x, record)
        query = record("query_rotated", rotate(query, self.frequencies))
        key = record("key_rotated", rotate(key, self.frequencies))
        return record("output", self.o_proj(causal_attention(query, key, value, record)))

    def project(self, x, record):
        """[batch, token, channel] → queries, keys and values, each [batch, head, token, headChannel]."""
        query = record("query", self.split_heads(self.q_proj(x)))
        key = record("key", self.split_heads(self.k_proj(x)))
        return query, key, record("value", self.split_heads(self.v_proj(x)))

    def split_heads(self, x):
        """[batch, token, head · headChannel] → [batch, head, token, headChannel]."""
        return x.unflatten(-1, (-1, self.head_channels)).transpose(1, 2)


class FeedForward(nn.Module):
    """silu(x·gate) times x·up, and down again (SwiGLU, Shazeer 2020)."""

    def __init__(self, config):
        super().__init__()
        width, hidden = config["hidden_size"], config["intermediate_size"]
        biases = config.get("mlp_bias", False)
        self.gate_proj = nn.Linear(width, hidden, bias=biases)
        self.up_proj = nn.Linear(width, hidden, bias=biases)
        self.down_proj = nn.Linear(hidden, width, bias=biases)

    def forward(self, x, record):
        """[batch, token, channel] → [batch, token, channel]."""
        gate, up = self.gate_and_up(x)
        opened = record("gate_activated", self.open(record("gate", gate)))
        activated = record("activated", opened * record("up", up))
        return record("down", self.down_proj(activated))

    def gate_and_up(self, x):
        """[batch, token, channel] → two of [batch, token, hidden]."""
        return self.gate_proj(x), self.up_proj(x)

    def open(self, gate):
        return functional.silu(gate)


class Layer(nn.Module):
    """Attention, then feed-forward; each reads the residual stream through a norm and adds its output to it."""

    def __init__(self, config, norm, attention, feed_forward):
        super().__init__()
        size, epsilon = config["hidden_size"], config["rms_norm_eps"]
        self.input_layernorm = norm(size, epsilon)
        self.self_attn = attention(config)
        self.post_attention_layernorm = norm(size, epsilon)
        self.mlp = feed_forward(config)

    def forward(self, x, record):
        """[batch, token, channel] → [batch, token, channel]."""
        normed = record("attention_norm", self.input_layernorm(x))
        x = record("attention_residual", x + self.self_attn(normed, record.under("attention")))
        normed = record("ffn_norm", self.post_attention_layernorm(x))
        return record("ffn_residual", x + self.feed_forward(normed, record.under("ffn")))

    def feed_forward(self, x, record):
        """[batch, token, channel] → [batch, token, channel]."""
        return self.mlp(x, record)


class Llama(nn.Module):
    """A Llama language model from a Hugging Face config (a dict), its weights yet to be initialised or loaded.

    Families that differ from it in a part give a class of their own for that part.
    """

    norm = RmsNorm
    attention = Attention
    feed_forward = FeedForward

    def __init__(self, config):
        super().__init__()
        self.model = nn.ModuleDict(
            {
                "embed_tokens": nn.Embedding(config["vocab_size"], config["hidden_size"]),
                "layers": nn.ModuleList(self.make_layer(config, index) for index in range(config["num_hidden_layers"])),
                "norm": self.norm(config["hidden_size"], config["rms_norm_eps"]),
            }
        )
        self.tied = config["tie_word_embeddings"]
        if not self.tied:
            self.lm_head = nn.Linear(config["hidden_size"], config["vocab_size"], bias=False)

    def make_layer(self, config, index):
        """The layer that stands at an index."""
        return Layer(config, self.norm, self.attention, self.feed_forward)

    def forward(self, tokens, record=Recorder()):
        """Token ids [batch, token] → logits [batch, token, vocab]."""
        parts = self.model
        x = record("embedding", self.enter(record("embedding.token", parts["embed_tokens"](tokens))))
        for index, layer in enumerate(parts["layers"]):
            x = layer(x, record.under(f"layers.{index}"))
        x = record("final_norm", parts["norm"](x))
        head = parts["embed_tokens"].weight if self.tied else self.lm_head.weight
        logits = record("logits", x @ head.T)
        record("probabilities", logits.softmax(dim=-1))
        return logits

    def enter(self, x):
        """What the first layer reads of the tokens' rows: the rows themselves."""
        return x


def head_channels(config):
    """Channels of one head: the config's `head_dim` where it has one, else the width shared out among the heads."""
    return config.get("head_dim") or config["hidden_size"] // config["num_attention_heads"]


def rotary_frequencies(config):
    """How far each pair of channels turns from one token to the next, in radians: [headChannel / 2], double precision.

    θ^(-2i / headChannel) for pair i (Su et al. 2021), slowed down by the config's `rope_scaling` where it has one.
    """
    channels = head_channels(config)
    frequencies = config["rope_theta"] ** -(torch.arange(0, channels, 2, dtype=torch.float64) / channels)
    scaling = config.get("rope_scaling")
    if scaling is None:
        return frequencies
    # Configs older than transformers 4.43 call it `type`.
    kind = scaling.get("rope_type") or scaling["type"]
    if kind == "linear":
        return frequencies / scaling["factor"]
    if kind == "llama3":
        return llama3_frequencies(frequencies, scaling)
    raise ValueError(f"rope_scaling of type {kind} is not known here; expected linear or llama3")


def llama3_frequencies(frequencies, scaling):
    """Llama 3.1's scaling: quick pairs stay as they are, slow ones turn `factor` times slower, with a blend between.

    Where a pair lies is told by how often it turns around within `original_max_position_embeddings` tokens: more than
    `high_freq_factor` times is quick, less than `low_freq_factor` times is slow.
    """
    turns = frequencies * scaling["original_max_position_embeddings"] / (2 * math.pi)
    low, high = scaling["low_freq_factor"], scaling["high_freq_factor"]
    quickness = ((turns - low) / (high - low)).clamp(0, 1)
    return quickness * frequencies + (1 - quickness) * frequencies / scaling["factor"]


def rotate(x, frequencies):
    """Turns each token's channel pairs by position · frequency; channel i pairs with i + headChannel / 2.

    x: [batch, head, token, headChannel] → the same shape.
    """
    angles = torch.outer(torch.arange(x.shape[2]), frequencies)  # [token, headChannel / 2]
    cosine, sine = angles.cos().to(x.dtype), angles.sin().to(x.dtype)
    first, second = x.chunk(2, dim=-1)
    return torch.cat([first * cosine - second * sine, second * cosine + first * sine], dim=-1)
