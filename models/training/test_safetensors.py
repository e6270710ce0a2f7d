"""Checks that what is written is read back, bit by bit, and that the file is laid out as the format says."""

import json
import struct
import tempfile
import unittest
from pathlib import Path

import torch

import safetensors


class SafetensorsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "weights.safetensors"

    def test_round_trip(self):
        values = torch.tensor([[1.0, -0.5, float("inf")], [3.25, -65504.0, 0.0]])
        tensors = {
            "f32": values,
            "f16": values.half(),
            "bf16": values.bfloat16(),
            "transposed": values.T,
            "scalar": torch.tensor(7, dtype=torch.int32),
            "empty": torch.empty(0, 3),
        }
        safetensors.save(self.path, tensors, {"about": "a test"})
        loaded, metadata = safetensors.load(self.path)
        self.assertEqual(metadata, {"about": "a test"})
        self.assertEqual(list(loaded), list(tensors))
        for name, tensor in tensors.items():
            self.assertEqual(loaded[name].dtype, tensor.dtype, name)
            self.assertTrue(torch.equal(loaded[name], tensor), name)

    def test_layout(self):
        safetensors.save(self.path, {"a": torch.tensor([1.0], dtype=torch.bfloat16), "b": torch.tensor([2.0])})
        content = self.path.read_bytes()
        (length,) = struct.unpack("<Q", content[:8])
        header = json.loads(content[8 : 8 + length])
        self.assertEqual(header["b"], {"dtype": "F32", "shape": [1], "data_offsets": [2, 6]})
        self.assertEqual(content[8 + length :], b"\x80\x3f" + struct.pack("<f", 2.0))

    def test_refuses_other_dtypes(self):
        with self.assertRaisesRegex(ValueError, "weights: cannot store torch.float64"):
            safetensors.save(self.path, {"weights": torch.zeros(1, dtype=torch.float64)})


if __name__ == "__main__":
    unittest.main()
