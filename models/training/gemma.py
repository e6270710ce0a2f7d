"""The first Gemma family: a Llama with norms that scale by 1 + weight, a larger embedding, and a gate opened by GELU.

Parameters carry the checkpoint names of Hugging Face's Gemma. The head is the token table.
"""

import math

import torch
from torch import nn

import llama
from gpt2 import gelu_new


class RmsNorm(llama.RmsNorm):
    """Scales by 1 + weight: a norm that scales by nothing is stored as zeros."""

    def __init__(self, size, epsilon):
        super().__init__(size, epsilon)
        nn.init.zeros_(self.weight)

    def forward(self, x):
        return x / torch.sqrt(x.square().mean(dim=-1, keepdim=True) + self.epsilon) * (1 + self.weight)


class FeedForward(llama.FeedForward):
    """gelu(x·gate) times x·up, and down again (GeGLU, Shazeer 2020), GELU in its tanh form."""

    def open(self, gate):
        return gelu_new(gate)


class Gemma(llama.Llama):
    """A Gemma language model from a Hugging Face config (a dict), its weights yet to be initialised or loaded."""

    norm = RmsNorm
    feed_forward = FeedForward

    def enter(self, x):
        """The tokens' rows times the root of their width."""
        return x * math.sqrt(x.shape[-1])
