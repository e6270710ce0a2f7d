"""Checks that the key frames of nano-sort that ship are frames of its training, by what is told of them."""

import json
import unittest

import torch

import keyframes
import safetensors
import train_nano_sort
from gpt2 import Gpt2
from train_nano_sort import CONFIG, FOLDER, KEY_FRAMES, SEED, STEPS, about_frame, split_inputs


class KeyFramesTest(unittest.TestCase):
    def setUp(self):
        self.listed = json.loads((FOLDER / "training.json").read_text())["frames"]

    def test_there_are_thirty_and_the_last_is_the_model(self):
        self.assertEqual([frame["step"] for frame in self.listed], keyframes.steps(KEY_FRAMES, STEPS))
        weights, _ = safetensors.load(FOLDER / "model.safetensors")
        for name, weight in keyframes.unpack(FOLDER, STEPS).items():
            self.assertTrue(torch.equal(weight, weights[name]), name)

    def test_decoded_frames_do_what_is_told_of_them(self):
        torch.manual_seed(SEED)
        training, held_out = split_inputs()
        model = Gpt2(CONFIG)
        # Not the first ones: before they have learned anything all letters are about as likely.
        for frame in (self.listed[index] for index in (4, 6, 9, 15)):
            model.load_state_dict(keyframes.unpack(FOLDER, frame["step"]))
            about = about_frame(model, frame["step"], training, held_out)
            self.assertEqual(about["tokens"], frame["tokens"])
            for name in ("loss", "heldOutLoss", "learningRate"):
                self.assertAlmostEqual(about[name], frame[name], delta=0.003, msg=f"step {frame['step']}: {name}")
            self.assertEqual(set(about["measures"]), set(frame["measures"]))
            for name, value in about["measures"].items():
                self.assertAlmostEqual(value, frame["measures"][name], delta=0.03, msg=f"step {frame['step']}: {name}")

    def test_an_attention_that_is_even_gives_each_letter_its_share(self):
        torch.manual_seed(SEED)
        model = Gpt2(CONFIG)
        train_nano_sort.initialise(model)
        model.transformer["h"][0].attn.c_attn.weight.data.zero_()
        # Three letters A among six; at the answer's first letter 6 tokens are seen, at its last 11.
        measures = train_nano_sort.measure(model, torch.tensor([[0, 1, 0, 2, 0, 1]]))
        counts = [3, 3, 3, 2, 2, 1]
        expected = sum(count / (6 + place) for place, count in enumerate(counts)) / 6
        self.assertAlmostEqual(measures["answerLetter.0.1"], expected, places=5)


if __name__ == "__main__":
    unittest.main()
