"""Causal scaled dot-product attention, shared by the families."""

import math

import torch


def causal_attention(query, key, value, record):
    """Mixes values by softmax(query·key / √headChannel) over the keys up to each token (Vaswani et al. 2017).

    query: [batch, head, token, headChannel]; key, value: [batch, kvHead, token, headChannel], where each kvHead serves
    head / kvHead neighbouring heads. Returns the heads side by side: [batch, token, head · headChannel].
    """
    batch, heads, tokens, head_channels = query.shape
    heads_per_key = heads // key.shape[1]
    key = key.repeat_interleave(heads_per_key, dim=1)
    value = value.repeat_interleave(heads_per_key, dim=1)

    scores = query @ key.transpose(-2, -1) / math.sqrt(head_channels)
    future = torch.ones(tokens, tokens, dtype=torch.bool).triu(diagonal=1)
    scores = record("scores", scores.masked_fill(future, -math.inf))
    weights = record("weights", scores.softmax(dim=-1))
    mixed = (weights @ value).transpose(1, 2).reshape(batch, tokens, heads * head_channels)
    return record("mixed", mixed)
