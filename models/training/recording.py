"""Keeping every activation of a forward pass under its tensor id, and writing those out as references."""

import copy

import torch

import safetensors


class Recorder:
    """Files tensors under ids as a model computes them: `record("query", x)` keeps x and returns it.

    `under("attention")` is a recorder for the ids below that name. A recorder made without `tensors` keeps nothing, for
    training.
    """

    def __init__(self, tensors=None, prefix=""):
        self.tensors = tensors
        self.prefix = prefix

    def __call__(self, name, tensor):
        if self.tensors is not None:
            self.tensors[self.prefix + name] = tensor
        return tensor

    def under(self, name):
        return Recorder(self.tensors, f"{self.prefix}{name}.")


def activations(model, prompt):
    """Runs `model` over the token ids `prompt`: {tensor id: tensor without a batch axis}, `tokens` as int32.

    Computed in double precision and rounded to F32 at the end, so that the reference itself adds no rounding error.
    """
    recorded = {}
    with torch.no_grad():
        copy.deepcopy(model).double()(torch.tensor([prompt]), Recorder(recorded))
    tensors = {"tokens": torch.tensor(prompt, dtype=torch.int32)}
    for tensor_id, tensor in recorded.items():
        tensors[tensor_id] = tensor[0].float()
    return tensors


def save_references(path, model, prompts):
    """Writes the activations for each of `prompts` (lists of token ids), named `<prompt index>/<tensor id>`."""
    references = {
        f"{index}/{tensor_id}": tensor
        for index, prompt in enumerate(prompts)
        for tensor_id, tensor in activations(model, prompt).items()
    }
    about = (
        "Reference activations by PyTorch from the weights in model.safetensors as stored, computed in double precision "
        "and rounded to F32. Names are <prompt index>/<tensor id>; <prompt index>/tokens are the prompt's token ids."
    )
    safetensors.save(path, references, {"about": about, "prompts": str(len(prompts))})
