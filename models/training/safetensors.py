"""Reading and writing the safetensors format, which holds a model's weights.

A file is a little-endian u64 (the length of the header), a JSON header, and the tensors' bytes one after another. The
dtypes here are those that this project stores.
"""

import json
import struct
from pathlib import Path

import numpy
import torch

# BF16 has no NumPy counterpart, so its bits travel as int16.
TORCH_DTYPES = {
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I32": torch.int32,
    "I64": torch.int64,
    "U8": torch.uint8,
}
DTYPE_NAMES = {dtype: name for name, dtype in TORCH_DTYPES.items()}

# The header is padded with spaces so that the data begins at a multiple of this, as the official writer does.
HEADER_ALIGNMENT = 8


def save(path, tensors, metadata=None):
    """Writes `tensors` ({name: tensor of any shape}) in the order given; `metadata` maps strings to strings."""
    header = {}
    if metadata:
        header["__metadata__"] = metadata
    chunks = []
    offset = 0
    for name, tensor in tensors.items():
        if tensor.dtype not in DTYPE_NAMES:
            raise ValueError(f"{name}: cannot store {tensor.dtype}; expected one of {', '.join(TORCH_DTYPES)}")
        chunk = _to_bytes(tensor)
        header[name] = {
            "dtype": DTYPE_NAMES[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [offset, offset + len(chunk)],
        }
        chunks.append(chunk)
        offset += len(chunk)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % HEADER_ALIGNMENT)
    Path(path).write_bytes(struct.pack("<Q", len(text)) + text + b"".join(chunks))


def load(path):
    """Reads a file written by `save` (or by any other writer of these dtypes): (tensors by name, metadata)."""
    content = Path(path).read_bytes()
    (header_length,) = struct.unpack_from("<Q", content)
    data_start = 8 + header_length
    header = json.loads(content[8:data_start])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        data = content[data_start + start : data_start + end]
        tensors[name] = _from_bytes(data, TORCH_DTYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors, metadata


def _to_bytes(tensor):
    tensor = tensor.detach().contiguous()
    if tensor.dtype == torch.bfloat16:
        # Viewing one element as another dtype needs at least one axis.
        tensor = tensor.reshape(-1).view(torch.int16)
    return tensor.numpy().tobytes()


def _from_bytes(data, dtype):
    if dtype == torch.bfloat16:
        return torch.from_numpy(numpy.frombuffer(data, dtype=numpy.int16).copy()).view(torch.bfloat16)
    element = torch.empty(0, dtype=dtype).numpy().dtype
    return torch.from_numpy(numpy.frombuffer(data, dtype=element).copy())
