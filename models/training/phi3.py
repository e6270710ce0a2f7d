"""The Phi-3 family: a Llama that stores queries, keys and values as one matrix, and gate and up as another.

Parameters carry the checkpoint names of Hugging Face's Phi-3.
"""

from torch import nn

import llama


class Attention(llama.Attention):
    """Llama's, with the rows of queries, keys and values one under another in `qkv_proj`."""

    def __init__(self, config):
        super().__init__(config)
        self.sizes = [self.q_proj.out_features, self.k_proj.out_features, self.v_proj.out_features]
        del self.q_proj, self.k_proj, self.v_proj
        self.qkv_proj = nn.Linear(config["hidden_size"], sum(self.sizes), bias=False)

    def project(self, x, record):
        parts = self.qkv_proj(x).split(self.sizes, dim=-1)
        return [record(name, self.split_heads(part)) for name, part in zip(("query", "key", "value"), parts)]


class FeedForward(llama.FeedForward):
    """Llama's, with the rows of gate and up one under the other in `gate_up_proj`."""

    def __init__(self, config):
        super().__init__(config)
        del self.gate_proj, self.up_proj
        self.gate_up_proj = nn.Linear(config["hidden_size"], 2 * config["intermediate_size"], bias=False)

    def gate_and_up(self, x):
        return self.gate_up_proj(x).chunk(2, dim=-1)


class Phi3(llama.Llama):
    """A Phi-3 language model from a Hugging Face config (a dict), its weights yet to be initialised or loaded."""

    attention = Attention
    feed_forward = FeedForward
