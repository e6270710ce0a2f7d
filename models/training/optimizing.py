"""How the models here are optimized: AdamW, and a learning rate that warms up and falls."""

import math

import torch


def adamw(model, decayed, learning_rate, weight_decay, betas):
    """AdamW (Loshchilov & Hutter 2019) over all of a model's parameters that decays `decayed` alone."""
    chosen = {id(parameter) for parameter in decayed}
    others = [parameter for parameter in model.parameters() if id(parameter) not in chosen]
    groups = [{"params": decayed, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=learning_rate, betas=betas)


def warm_up_then_cosine(step, warm_up, steps):
    """The share, 0 to 1, of the largest learning rate: linear for `warm_up` steps, then a cosine down to 0 at the last."""
    if step < warm_up:
        return (step + 1) / warm_up
    return 0.5 * (1 + math.cos(math.pi * (step - warm_up) / (steps - warm_up)))
