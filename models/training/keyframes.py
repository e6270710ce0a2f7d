"""Key frames: a model's weights at some steps of its training, packed small enough to ship beside the model.

`training.json` lists them, `frames/*.safetensors` hold them. A frame is the difference from its base: from the weights
in `model.safetensors` ("final"), or from another frame as that one is decoded, so that errors don't add up along a chain.
In the containers:

    <step>/<name>        U8 [row, byte]: signed integers of 8 bits, or of 4, two to a byte, the low half first
    <step>/<name>.scale  F16 [row]
    <step>/<name>        F16 as it is, where a weight has one axis (norms and biases)

A weight of two axes is decoded in single precision: f32(base) + f32(scale · integer). The product is exact (11 bits times
8), so there is one rounding, and every reader gets the same bits. The last frame is the model itself and has no file.
"""

import json
import math
import shutil
from pathlib import Path

import torch

import safetensors
from recording import activations

FINAL = "final"
LIST = "training.json"
CONTAINERS = "frames"
REFERENCE = "reference.safetensors"

# Readers refuse a frame that is further from the final weights than so many differences.
LONGEST_CHAIN = 16

# A row's largest difference, times one of these, is what its largest integer stands for. Cutting off a few outliers
# costs less than a coarser step for all.
CLIP_RATIOS = [0.4 + 0.05 * index for index in range(13)]

ABOUT = {"tokens", "loss", "heldOutLoss", "learningRate", "measures"}


def steps(count, last):
    """Which steps to keep, `count` of them: 0, 1, 2, 4, 8, … while that is denser than even spacing, then even to `last`."""
    if not 3 <= count <= last + 1:
        raise ValueError(f"expected between 3 and {last + 1} frames for {last} steps, not {count}")
    doubling = [0, 1]
    while 2 * doubling[-1] < last and len(doubling) < count - 1 and doubling[-1] < _gap(doubling, count, last):
        doubling.append(2 * doubling[-1])
    rest = count - len(doubling)
    return doubling + [round(doubling[-1] + (last - doubling[-1]) * index / rest) for index in range(1, rest + 1)]


def _gap(doubling, count, last):
    return (last - doubling[-1]) / (count - len(doubling))


def pack(frames, final, folder, about, group=7, later_bits=4):
    """Writes `training.json` and `frames/` into `folder`, in the place of those that are there.

    frames: {step: {name: weight of one or two axes}}, F16 or F32; final: the weights as they ship; about: {step: {tokens
    (seen so far), loss, heldOutLoss, learningRate, measures: {name: number}}}. So many frames as `group` says share a file:
    its first has 8 bits and the base "final", the others `later_bits` and the frame before them as base. Returns the list
    of frames as written, each with `error`: the decoded weights' distance from the given ones, relative, as a root mean
    square over all.
    """
    if not 1 <= group <= LONGEST_CHAIN:
        raise ValueError(f"expected from 1 to {LONGEST_CHAIN} frames to a file, not {group}")
    folder = Path(folder)
    ordered = sorted(frames)
    final = _decoded(final)
    _check(frames, final, about)
    containers = folder / CONTAINERS
    shutil.rmtree(containers, ignore_errors=True)
    containers.mkdir(parents=True)

    listed = []
    packed = ordered[:-1]
    for start in range(0, len(packed), group):
        tensors = {}
        file = f"{CONTAINERS}/{start // group:02}.safetensors"
        base, base_name = final, FINAL
        for step in packed[start : start + group]:
            bits = 8 if base_name == FINAL else later_bits
            base = _encode(frames[step], base, bits, f"{step}/", tensors)
            storage = {"file": file, "base": base_name, "bits": bits}
            listed.append(_rounded({"step": step, **storage, **about[step], "error": _error(base, frames[step])}))
            base_name = step
        safetensors.save(folder / file, tensors)
    last = ordered[-1]
    listed.append(_rounded({"step": last, **about[last], "error": _error(final, frames[last])}))

    model = {"name": folder.name, "parameters": sum(weight.numel() for weight in final.values())}
    content = json.dumps({"model": model, "frames": listed}, indent=1, allow_nan=False)
    (folder / LIST).write_text(content + "\n")
    return listed


def unpack(folder, step):
    """The weights at a listed step, as every reader decodes them: {name: F32}."""
    folder = Path(folder)
    listed = {frame["step"]: frame for frame in json.loads((folder / LIST).read_text())["frames"]}
    if step not in listed:
        raise ValueError(f"{folder / LIST} lists no step {step}")
    frame = listed[step]
    if "file" not in frame:
        weights, _ = safetensors.load(folder / "model.safetensors")
        return _decoded(weights)
    last = max(listed)
    base = unpack(folder, last if frame["base"] == FINAL else frame["base"])
    tensors, _ = safetensors.load(folder / frame["file"])
    return {name: _decode(f"{step}/{name}", tensors, weight, frame["bits"]) for name, weight in base.items()}


def save_frame_references(folder, model, chosen, prompt, ids):
    """Writes what PyTorch computes from decoded frames, to `frames/reference.safetensors`, named `<step>/<tensor id>`.

    model: takes any frame's weights, and is left with the last one's; chosen: listed steps; prompt: token ids; ids: what
    is kept besides `tokens`, activations by tensor id or decoded weights by checkpoint name.
    """
    references = {}
    for step in chosen:
        weights = unpack(folder, step)
        model.load_state_dict(weights)
        computed = {**weights, **activations(model, prompt)}
        references.update({f"{step}/{name}": computed[name] for name in ["tokens", *ids]})
    about = (
        "References by PyTorch from key frames as decoded: activations, computed in double precision and rounded to F32, and "
        "decoded weights. Names are <step>/<tensor id or checkpoint name>."
    )
    safetensors.save(Path(folder) / CONTAINERS / REFERENCE, references, {"about": about})


def _check(frames, final, about):
    shapes = {name: weight.shape for name, weight in final.items()}
    for step, weights in frames.items():
        if {name: weight.shape for name, weight in weights.items()} != shapes:
            raise ValueError(f"step {step} has other weights than the final ones")
        if step not in about or set(about[step]) != ABOUT:
            raise ValueError(f"step {step}: expected {', '.join(sorted(ABOUT))} to be told of it")
    last = max(frames)
    # F16 rounds by 2⁻¹¹ at most.
    if _error(final, frames[last]) > 2**-11:
        raise ValueError(f"step {last}, the last one, has not the final weights")


def _encode(weights, base, bits, prefix, tensors):
    """Adds one frame to `tensors` and returns it as it will be decoded."""
    decoded = {}
    for name, weight in weights.items():
        path = prefix + name
        if weight.dim() == 1:
            tensors[path] = weight.half()
        else:
            integers, scales = _quantize(weight.float() - base[name], bits)
            tensors[path] = _packed(integers, bits)
            tensors[f"{path}.scale"] = scales
        decoded[name] = _decode(path, tensors, base[name], bits)
        if not decoded[name].isfinite().all():
            raise ValueError(f"{path}: too large for half precision, or not finite")
    return decoded


def _decode(path, tensors, base, bits):
    if base.dim() == 1:
        return tensors[path].float()
    integers = _unpacked(tensors[path], bits, base.shape[1])
    return base + tensors[f"{path}.scale"].float()[:, None] * integers


def _quantize(difference, bits):
    """[row, column] → integers of `bits` bits, and the scales [row] (F16) by which a row's squared error is least."""
    largest_integer = 2 ** (bits - 1) - 1
    largest = difference.abs().amax(dim=1)
    best_error = torch.full_like(largest, math.inf)
    best_scales = torch.zeros_like(largest, dtype=torch.float16)
    best_integers = torch.zeros_like(difference)
    for ratio in CLIP_RATIOS:
        scales = (largest * ratio / largest_integer).half()
        scaled = difference / scales.float()[:, None]
        # A row that does not differ, or by less than half precision can say, has a scale of 0.
        integers = scaled.nan_to_num(0).round().clamp(-largest_integer, largest_integer)
        error = (difference - scales.float()[:, None] * integers).square().sum(dim=1)
        better = error < best_error
        best_error = torch.where(better, error, best_error)
        best_scales = torch.where(better, scales, best_scales)
        best_integers = torch.where(better[:, None], integers, best_integers)
    return best_integers, best_scales


def _packed(integers, bits):
    """Integers as floats [row, column] → bytes [row, byte]; a row of odd length ends in half a byte of 0."""
    unsigned = integers.to(torch.int16) & (2**bits - 1)
    if bits == 4:
        unsigned = torch.nn.functional.pad(unsigned, (0, unsigned.shape[1] % 2))
        unsigned = unsigned[:, 0::2] | unsigned[:, 1::2] << 4
    return unsigned.to(torch.uint8)


def _unpacked(data, bits, columns):
    """Bytes [row, byte] → signed integers as F32 [row, column]."""
    unsigned = data.to(torch.int16)
    if bits == 4:
        unsigned = torch.stack([unsigned & 15, unsigned >> 4], dim=2).flatten(1)[:, :columns]
    half = 2 ** (bits - 1)
    return ((unsigned ^ half) - half).float()


def _rounded(value):
    """The same with every fraction in it to six digits, which is more than anybody reads."""
    if isinstance(value, dict):
        return {name: _rounded(part) for name, part in value.items()}
    return float(f"{value:.6g}") if isinstance(value, float) else value


def _decoded(weights):
    return {name: weight.detach().float() for name, weight in weights.items()}


def _error(decoded, weights):
    pairs = [(decoded[name].double(), weight.double()) for name, weight in weights.items()]
    distance = sum((found - expected).square().sum().item() for found, expected in pairs)
    size = sum(expected.square().sum().item() for _, expected in pairs)
    return math.sqrt(distance / size)
