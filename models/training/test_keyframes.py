"""Checks that key frames are small, near what was packed, and decoded by the arithmetic that is written down."""

import tempfile
import unittest
from pathlib import Path

import numpy
import torch

import keyframes
import safetensors
from llama import Llama
from make_fixtures import LLAMA, initialise

ABOUT = {"tokens": 0, "loss": 1.0, "heldOutLoss": 1.0, "learningRate": 1e-3, "measures": {"right": 1 / 3}}


def walk(count, seed=3):
    """The weights of a tiny model that wanders off in smaller and smaller steps: {step: weights}, from 0."""
    torch.manual_seed(seed)
    model = Llama({**LLAMA, "intermediate_size": 57})
    initialise(model)
    weights = {name: weight.clone() for name, weight in model.state_dict().items()}
    frames = {}
    for step in range(count):
        frames[step] = dict(weights)
        weights = {name: weight + 0.2 / (step + 1) * torch.randn_like(weight) for name, weight in weights.items()}
    return frames


def distance(found, expected):
    """The length of the difference of two sets of weights; a missing one is 0."""
    squares = [(weight - found.get(name, 0)).square().sum().item() for name, weight in expected.items()]
    return sum(squares) ** 0.5


class KeyFramesTest(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name) / "walk"

    def pack(self, frames, group=1, later_bits=4, final=None):
        final = frames[max(frames)] if final is None else final
        self.folder.mkdir(exist_ok=True)
        safetensors.save(self.folder / "model.safetensors", final)
        return keyframes.pack(frames, final, self.folder, {step: ABOUT for step in frames}, group, later_bits)

    def test_eight_bits_are_near(self):
        frames = walk(4)
        listed = self.pack(frames)
        for frame in listed[:-1]:
            step = frame["step"]
            self.assertEqual((frame["bits"], frame["base"]), (8, "final"))
            error = distance(keyframes.unpack(self.folder, step), frames[step])
            self.assertLess(error, 0.006 * distance(frames[3], frames[step]))
            self.assertAlmostEqual(frame["error"], error / distance({}, frames[step]), places=6)
            self.assertEqual(frame["measures"], {"right": 0.333333})

    def test_errors_do_not_add_up_along_a_chain(self):
        frames = walk(12)
        listed = self.pack(frames, group=11)
        self.assertEqual([frame.get("bits") for frame in listed], [8] + [4] * 10 + [None])
        self.assertEqual([frame.get("base") for frame in listed[:4]], ["final", 0, 1, 2])
        for step in range(1, 11):
            error = distance(keyframes.unpack(self.folder, step), frames[step])
            self.assertLess(error, 0.12 * distance(frames[step - 1], frames[step]), step)

    def test_a_chain_is_no_longer_than_readers_follow(self):
        with self.assertRaisesRegex(ValueError, "from 1 to 16 frames to a file, not 17"):
            self.pack(walk(3), group=17)

    def test_eight_bits_from_the_frame_before_are_nearer_still(self):
        frames = walk(12)
        listed = self.pack(frames, group=11, later_bits=8)
        for frame in listed[1:-1]:
            step = frame["step"]
            error = distance(keyframes.unpack(self.folder, step), frames[step])
            self.assertLess(error, 0.006 * distance(frames[step - 1], frames[step]), step)

    def test_the_last_frame_is_the_model_itself(self):
        frames = walk(3)
        final = {name: weight.half() for name, weight in frames[2].items()}
        listed = self.pack(frames, final=final)
        self.assertNotIn("file", listed[-1])
        self.assertLess(listed[-1]["error"], 2**-11)
        for name, weight in keyframes.unpack(self.folder, 2).items():
            self.assertEqual(weight.dtype, torch.float32)
            self.assertTrue(torch.equal(weight, final[name].float()))

    def test_decodes_by_the_arithmetic_that_is_written_down(self):
        self.pack(walk(4), group=3)
        tensors, _ = safetensors.load(self.folder / "frames" / "00.safetensors")
        name = "model.layers.1.mlp.down_proj.weight"
        base = keyframes.unpack(self.folder, 0)[name].numpy()
        found = keyframes.unpack(self.folder, 1)[name].numpy()
        rows, columns = base.shape
        self.assertEqual(columns % 2, 1)
        data = tensors[f"1/{name}"].numpy()
        self.assertEqual(data.shape, (rows, (columns + 1) // 2))
        scales = tensors[f"1/{name}.scale"].numpy()
        for row in range(rows):
            for column in range(columns):
                half = int(data[row, column // 2]) >> (4 if column % 2 else 0) & 15
                integer = half - 16 if half > 7 else half
                exact = float(base[row, column]) + float(scales[row]) * integer
                self.assertEqual(found[row, column], numpy.float32(exact))

    def test_sizes(self):
        frames = walk(6)
        self.pack(frames, group=5)
        size = (self.folder / "frames" / "00.safetensors").stat().st_size
        parameters = sum(weight.numel() for weight in frames[0].values())
        # One byte and four halves for a weight; scales and names weigh much in so small a model.
        self.assertLess(size, 3 * parameters + 40_000)

    def test_packing_anew_leaves_no_old_files(self):
        self.pack(walk(6))
        self.pack(walk(3))
        self.assertEqual(sorted(path.name for path in (self.folder / "frames").iterdir()), ["00.safetensors", "01.safetensors"])

    def test_a_weight_that_does_not_move_stays_exactly(self):
        frames = walk(2)
        name = "lm_head.weight"
        frames[0][name] = frames[1][name].clone()
        self.pack(frames)
        self.assertTrue(torch.equal(keyframes.unpack(self.folder, 0)[name], frames[1][name]))

    def test_clipping_pays_for_a_row_with_an_outlier(self):
        row = torch.cat([torch.linspace(-1, 1, 99), torch.tensor([2.5])])[None]
        integers, scales = keyframes._quantize(row, 4)
        found = (row - scales.float()[:, None] * integers).square().sum().item()
        scale = torch.tensor(2.5 / 7).half().float()
        unclipped = (row - scale * (row / scale).round()).square().sum().item()
        self.assertLess(found, 0.9 * unclipped)

    def test_refuses_what_does_not_belong_together(self):
        frames = walk(3)
        with self.assertRaisesRegex(ValueError, "step 2, the last one, has not the final weights"):
            self.pack(frames, final=frames[1])
        missing = {**frames, 1: {name: weight for name, weight in frames[1].items() if name != "lm_head.weight"}}
        with self.assertRaisesRegex(ValueError, "step 1 has other weights"):
            self.pack(missing)
        endless = {**frames, 0: {name: torch.full_like(weight, 1e6) for name, weight in frames[0].items()}}
        with self.assertRaisesRegex(ValueError, "0/.*: too large for half precision"):
            self.pack(endless)
        with self.assertRaisesRegex(ValueError, "step 0: expected"):
            keyframes.pack(frames, frames[2], self.folder, {})
        self.pack(frames)
        with self.assertRaisesRegex(ValueError, "lists no step 7"):
            keyframes.unpack(self.folder, 7)

    def test_references_are_computed_from_decoded_frames(self):
        frames = walk(3)
        self.pack(frames)
        model = Llama({**LLAMA, "intermediate_size": 57})
        keyframes.save_frame_references(self.folder, model, [0, 2], [3, 1, 4], ["logits"])
        references, _ = safetensors.load(self.folder / "frames" / "reference.safetensors")
        self.assertEqual(list(references), ["0/tokens", "0/logits", "2/tokens", "2/logits"])
        model.load_state_dict(frames[2])
        expected = model(torch.tensor([[3, 1, 4]]))[0]
        self.assertTrue(torch.allclose(references["2/logits"], expected, atol=1e-4))
        self.assertFalse(torch.allclose(references["0/logits"], expected, atol=1e-2))


class StepsTest(unittest.TestCase):
    def test_doubles_and_then_goes_evenly(self):
        self.assertEqual(keyframes.steps(6, 10), [0, 1, 2, 4, 7, 10])
        chosen = keyframes.steps(30, 2000)
        self.assertEqual(chosen[:9], [0, 1, 2, 4, 8, 16, 32, 64, 128])
        gaps = {later - earlier for earlier, later in zip(chosen[8:], chosen[9:])}
        self.assertLessEqual(max(gaps) - min(gaps), 1)

    def test_gives_as_many_as_asked_for_and_ends_at_the_last(self):
        for count, last in ((3, 2), (3, 2000), (30, 29), (50, 60), (50, 4000), (50, 10**6)):
            chosen = keyframes.steps(count, last)
            self.assertEqual((len(set(chosen)), chosen[0], chosen[-1]), (count, 0, last), (count, last))
            self.assertEqual(chosen, sorted(chosen))

    def test_refuses_more_frames_than_steps(self):
        with self.assertRaisesRegex(ValueError, "between 3 and 11 frames for 10 steps, not 12"):
            keyframes.steps(12, 10)


if __name__ == "__main__":
    unittest.main()
