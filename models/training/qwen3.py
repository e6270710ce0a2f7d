"""The Qwen3 family: a Llama that brings each head's queries and keys to one size before it turns them.

Parameters carry the checkpoint names of Hugging Face's Qwen3; `head_dim` is a field of the config's own.
"""

import llama


class Attention(llama.Attention):
    """Llama's, with an RMSNorm over the channels of a head between the projections and the rotation of queries and keys."""

    def __init__(self, config):
        super().__init__(config)
        self.q_norm = llama.RmsNorm(self.head_channels, config["rms_norm_eps"])
        self.k_norm = llama.RmsNorm(self.head_channels, config["rms_norm_eps"])

    def project(self, x, record):
        query, key, value = super().project(x, record)
        return record("query_norm", self.q_norm(query)), record("key_norm", self.k_norm(key)), value


class Qwen3(llama.Llama):
    """A Qwen3 language model from a Hugging Face config (a dict), its weights yet to be initialised or loaded."""

    attention = Attention
