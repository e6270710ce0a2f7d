"""DeepSeek-V3 and R1: latent attention, a few dense layers, then mixtures of routed and shared experts.

After the technical report (DeepSeek-AI 2024) and DeepSeek's `inference/model.py`. Parameters carry the checkpoint names of
Hugging Face's DeepSeek (`model.layers.0.self_attn.kv_a_proj_with_mqa.weight`). Tensors in here have a leading batch axis,
which the recorded ones lose.
"""

import math

import torch
from torch import nn

from llama import FeedForward, Layer, Llama, RmsNorm
from mixtral import through_experts


class LatentAttention(nn.Module):
    """Causal attention whose queries, keys and values are made of two narrow latents, and of one key shared by all heads."""

    def __init__(self, config):
        super().__init__()
        self.heads = heads = config["num_attention_heads"]
        self.still, self.turning = config["qk_nope_head_dim"], config["qk_rope_head_dim"]
        self.value_channels, self.latent = config["v_head_dim"], config["kv_lora_rank"]
        width, query_latent, epsilon = config["hidden_size"], config["q_lora_rank"], config["rms_norm_eps"]
        query_channels = heads * (self.still + self.turning)
        if query_latent is None:
            self.q_proj = nn.Linear(width, query_channels, bias=False)
        else:
            self.q_a_proj = nn.Linear(width, query_latent, bias=False)
            self.q_a_layernorm = RmsNorm(query_latent, epsilon)
            self.q_b_proj = nn.Linear(query_latent, query_channels, bias=False)
        self.kv_a_proj_with_mqa = nn.Linear(width, self.latent + self.turning, bias=False)
        self.kv_a_layernorm = RmsNorm(self.latent, epsilon)
        self.kv_b_proj = nn.Linear(self.latent, heads * (self.still + self.value_channels), bias=False)
        self.o_proj = nn.Linear(heads * self.value_channels, width, bias=False)
        self.scale = (self.still + self.turning) ** -0.5 * sharpness(config.get("rope_scaling"))
        self.register_buffer("frequencies", rotary_frequencies(config), persistent=False)

    def forward(self, x, record):
        """[batch, token, channel] → [batch, token, channel]."""
        query = record("query", self.queries(x, record))
        still, turning = query.split([self.still, self.turning], dim=-1)
        query = record("query_rotated", torch.cat([still, rotate(turning, self.frequencies)], dim=-1))

        latent, shared = self.kv_a_proj_with_mqa(x).split([self.latent, self.turning], dim=-1)
        latent = record("key_value_latent_norm", self.kv_a_layernorm(record("key_value_latent", latent)))
        shared = record("key_shared_rotated", rotate(record("key_shared", shared), self.frequencies))
        both = self.split_heads(self.kv_b_proj(latent))
        key, value = both.split([self.still, self.value_channels], dim=-1)
        record("key", key)
        record("value", value)
        shared = shared.unsqueeze(1).expand(-1, self.heads, -1, -1)
        key = record("key_rotated", torch.cat([key, shared], dim=-1))

        scores = query @ key.transpose(-2, -1) * self.scale
        future = torch.ones(x.shape[1], x.shape[1], dtype=torch.bool).triu(diagonal=1)
        scores = record("scores", scores.masked_fill(future, -math.inf))
        weights = record("weights", scores.softmax(dim=-1))
        mixed = record("mixed", (weights @ value).transpose(1, 2).flatten(2))
        return record("output", self.o_proj(mixed))

    def queries(self, x, record):
        """[batch, token, channel] → [batch, head, token, headChannel]."""
        if hasattr(self, "q_proj"):
            return self.split_heads(self.q_proj(x))
        latent = record("query_latent_norm", self.q_a_layernorm(record("query_latent", self.q_a_proj(x))))
        return self.split_heads(self.q_b_proj(latent))

    def split_heads(self, x):
        """[batch, token, head · headChannel] → [batch, head, token, headChannel]."""
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)


class Router(nn.Module):
    """Which experts a token goes through: those with the highest scores, in the groups whose two best are highest together."""

    def __init__(self, config):
        super().__init__()
        experts = config["n_routed_experts"]
        self.groups, self.kept_groups = config["n_group"], config["topk_group"]
        self.chosen, self.scale = config["num_experts_per_tok"], config["routed_scaling_factor"]
        self.is_normalised = config["norm_topk_prob"]
        self.weight = nn.Parameter(torch.empty(experts, config["hidden_size"]))
        self.e_score_correction_bias = nn.Parameter(torch.empty(experts))

    def forward(self, x, record):
        """[batch, token, channel] → what each expert counts for each token: [batch, token, expert]."""
        scores = record("router_scores", record("router", x @ self.weight.T).sigmoid())
        claims = (scores + self.e_score_correction_bias).unflatten(-1, (self.groups, -1))
        groups = claims.topk(2, dim=-1).values.sum(dim=-1).topk(self.kept_groups, dim=-1).indices
        is_out = torch.ones(claims.shape[:-1], dtype=torch.bool).scatter(-1, groups, False)
        claims = claims.masked_fill(is_out.unsqueeze(-1), -math.inf).flatten(-2)
        experts = claims.topk(self.chosen, dim=-1).indices
        shares = scores.gather(-1, experts)
        if self.is_normalised:
            shares = shares / shares.sum(dim=-1, keepdim=True)
        return record("routes", torch.zeros_like(scores).scatter(-1, experts, shares * self.scale))


class Mixture(nn.Module):
    """Routed experts, and one that every token goes through."""

    def __init__(self, config):
        super().__init__()
        hidden = config["moe_intermediate_size"]
        self.gate = Router(config)
        self.experts = nn.ModuleList(expert(config, hidden) for _ in range(config["n_routed_experts"]))
        self.shared_experts = expert(config, hidden * config["n_shared_experts"])

    def forward(self, x, record):
        """[batch, token, channel] → [batch, token, channel]."""
        routes = self.gate(x, record)
        mixed = through_experts(x, routes, self.experts, record)
        return record("mixed", mixed + self.shared_experts(x, record.under("shared")))


def expert(config, hidden):
    """A SwiGLU feed-forward of another size."""
    return FeedForward({**config, "intermediate_size": hidden})


class DeepSeek(Llama):
    """A DeepSeek language model from a Hugging Face config (a dict), its weights yet to be initialised or loaded."""

    attention = LatentAttention

    def make_layer(self, config, index):
        is_dense = index < config["first_k_dense_replace"]
        return Layer(config, self.norm, self.attention, FeedForward if is_dense else Mixture)


def rotary_frequencies(config):
    """How far each pair of turning channels turns from one token to the next, in radians: double precision.

    YaRN (Peng et al. 2023) slows pairs that turn around less than `beta_slow` times within the old context by `factor`,
    leaves those that do so more than `beta_fast` times, and mixes those between.
    """
    channels, theta, scaling = config["qk_rope_head_dim"], config["rope_theta"], config.get("rope_scaling")
    frequencies = theta ** -(torch.arange(0, channels, 2, dtype=torch.float64) / channels)
    if scaling is None:
        return frequencies

    def pair_turning(times):
        context = scaling["original_max_position_embeddings"]
        return channels * math.log(context / (times * 2 * math.pi)) / (2 * math.log(theta))

    first = max(math.floor(pair_turning(scaling["beta_fast"])), 0)
    last = min(math.ceil(pair_turning(scaling["beta_slow"])), channels - 1)
    ramp = ((torch.arange(channels // 2, dtype=torch.float64) - first) / max(last - first, 0.001)).clamp(0, 1)
    return frequencies / scaling["factor"] * ramp + frequencies * (1 - ramp)


def sharpness(scaling):
    """What YaRN multiplies scores by: the square of 0.1 · mscale_all_dim · ln(factor) + 1."""
    if scaling is None:
        return 1.0
    return (0.1 * scaling["mscale_all_dim"] * math.log(scaling["factor"]) + 1) ** 2


def rotate(x, frequencies):
    """Turns each token's channel pairs by position · frequency; neighbouring channels are pairs, as complex numbers.

    x: […, token, channel] → the same shape.
    """
    angles = torch.outer(torch.arange(x.shape[-2], dtype=torch.float64), frequencies).to(x.dtype)
    turns = torch.polar(torch.ones_like(angles), angles)
    pairs = torch.view_as_complex(x.unflatten(-1, (-1, 2)).contiguous())
    return torch.view_as_real(pairs * turns).flatten(-2)
