"""Mixtral: the Llama family with a mixture of experts in place of the feed-forward part (Jiang et al. 2024).

Parameters carry the checkpoint names of Hugging Face's Mixtral (`model.layers.0.block_sparse_moe.experts.0.w1.weight`).
Tensors in here have a leading batch axis, which the recorded ones lose.
"""

import torch
from torch import nn
from torch.nn import functional

from llama import Layer, Llama


class Expert(nn.Module):
    """A SwiGLU feed-forward: w1 is the gate, w3 goes up, w2 down again."""

    def __init__(self, config):
        super().__init__()
        width, hidden = config["hidden_size"], config["intermediate_size"]
        self.w1 = nn.Linear(width, hidden, bias=False)
        self.w2 = nn.Linear(hidden, width, bias=False)
        self.w3 = nn.Linear(width, hidden, bias=False)

    def forward(self, x, record):
        """[batch, token, channel] → [batch, token, channel]."""
        gate = record("gate_activated", functional.silu(record("gate", self.w1(x))))
        return record("down", self.w2(record("activated", gate * record("up", self.w3(x)))))


class SparseMixture(nn.Module):
    """Each token goes through the experts that its router scores highest; their outputs are added by their shares."""

    def __init__(self, config):
        super().__init__()
        self.chosen = config["num_experts_per_tok"]
        self.gate = nn.Linear(config["hidden_size"], config["num_local_experts"], bias=False)
        self.experts = nn.ModuleList(Expert(config) for _ in range(config["num_local_experts"]))

    def forward(self, x, record):
        """[batch, token, channel] → [batch, token, channel]."""
        scores = record("router_scores", record("router", self.gate(x)).softmax(dim=-1))
        shares, experts = scores.topk(self.chosen, dim=-1)
        shares = shares / shares.sum(dim=-1, keepdim=True)
        routes = record("routes", torch.zeros_like(scores).scatter(-1, experts, shares))
        return record("mixed", through_experts(x, routes, self.experts, record))


def through_experts(x, routes, experts, record):
    """Σ routes · expert(x) over the experts; one sees zeros in place of the tokens that it is not chosen for.

    x: [batch, token, channel], routes: [batch, token, expert] → [batch, token, channel].
    """
    mixed = torch.zeros_like(x)
    for index, expert in enumerate(experts):
        share = routes[..., index : index + 1]
        own = record.under(f"experts.{index}")
        mixed = mixed + share * expert(own("input", torch.where(share > 0, x, torch.zeros_like(x))), own)
    return mixed


class MixtralLayer(Layer):
    """A layer whose feed-forward part is called otherwise."""

    def __init__(self, config, norm, attention, feed_forward):
        super().__init__(config, norm, attention, feed_forward)
        self.block_sparse_moe = self.mlp
        del self.mlp

    def feed_forward(self, x, record):
        return self.block_sparse_moe(x, record)


class Mixtral(Llama):
    """A Mixtral language model from a Hugging Face config (a dict), its weights yet to be initialised or loaded."""

    feed_forward = SparseMixture

    def make_layer(self, config, index):
        return MixtralLayer(config, self.norm, self.attention, self.feed_forward)
