"""Checks the model's first weights, what is measured by depth, and the folder and card, on Llamas of a few channels."""

import json
import math
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import torch

import keyframes
import safetensors
from llama import Llama
from tales import card, measures, publish
from tales.model import DEVIATION, config, initialise
from tales.tokenizer import Tokenizer, build

LAYERS = 2


def small(tokenizer):
    """The model's config, narrow and shallow."""
    sizes = {"hidden_size": 12, "intermediate_size": 8, "num_hidden_layers": LAYERS}
    return {**config(tokenizer), **sizes, "num_attention_heads": 2, "num_key_value_heads": 1}


def cells(row):
    """Of one row of a Markdown table."""
    return [cell.strip() for cell in row.strip("|").split("|")]


class SmallTalesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tokenizer = Tokenizer(build())
        cls.stories = measures.held_out_stories(cls.tokenizer, 20)

    def model(self, seed):
        torch.manual_seed(seed)
        model = Llama(small(self.tokenizer))
        initialise(model)
        return model

    def test_weights_start_as_wide_as_they_should(self):
        torch.manual_seed(0)
        model = Llama(config(self.tokenizer))
        initialise(model)
        layer = model.model["layers"][3]
        deviation = lambda part: part.weight.std().item()
        self.assertAlmostEqual(deviation(layer.self_attn.q_proj), 1 / math.sqrt(96), delta=0.003)
        self.assertAlmostEqual(deviation(layer.self_attn.k_proj), 1 / math.sqrt(96), delta=0.003)
        self.assertAlmostEqual(deviation(layer.self_attn.v_proj), DEVIATION, delta=0.001)
        for writer in (layer.self_attn.o_proj, layer.mlp.down_proj):
            self.assertAlmostEqual(deviation(writer), DEVIATION / math.sqrt(12), delta=0.0003)
        self.assertTrue((layer.input_layernorm.weight == 1).all() and (model.model["norm"].weight == 1).all())

    def test_depth_begins_with_the_input_and_ends_with_the_answer(self):
        model = self.model(1)
        # So large that the layers no longer drown in what the embedding says.
        for parameter in model.parameters():
            parameter.data *= 3
        # And of several sizes, so that it tells whether the final norm was put there.
        torch.nn.init.normal_(model.model["norm"].weight)
        depth = measures.by_depth(model, self.stories)
        self.assertEqual([len(depth["lens"]), len(depth["input"])], [LAYERS + 1] * 2)
        self.assertEqual(depth["input"][0], 1)
        self.assertLess(depth["input"][LAYERS], 1)
        right = count = 0
        for ids, _ in self.stories:
            foretold = model(torch.tensor([ids[:-1]]))[0].argmax(dim=-1)
            right += (foretold == torch.tensor(ids[1:])).sum().item()
            count += len(ids) - 1
        self.assertAlmostEqual(depth["lens"][LAYERS], right / count, places=6)

    def test_the_summary_is_the_largest_of_the_heads_and_every_depth(self):
        model = self.model(1)
        found = measures.summary(model, self.tokenizer, self.stories)
        looks = measures.looking_back(model, self.tokenizer)
        depth = measures.by_depth(model, self.stories)
        self.assertEqual(found["inductionHead"], looks["induction"].max().item())
        self.assertEqual([found[f"lens{index}"] for index in range(LAYERS + 1)], depth["lens"])
        self.assertEqual([found[f"inputNearest{index}"] for index in range(LAYERS + 1)], depth["input"])

    def test_marks_that_no_story_has_are_refused(self):
        with self.assertRaisesRegex(ValueError, "measure on more stories"):
            measures.matching(self.model(1), self.stories, self.tokenizer.id_of("["), self.tokenizer.id_of("]"))

    def test_the_card_has_a_column_for_each_seed(self):
        def found(loss, lens):
            head = (0.75, 1, 0)
            heads = dict.fromkeys(["previous", "induction", "quotes", "parentheses"], head)
            numbers = dict.fromkeys(["entropy", "copied", "input purity", "output purity"], 0.5)
            return {"loss": loss, **heads, **numbers, "depth": {"lens": lens, "input": [1, 0.5, 0.25]}}

        seeds = [found(1.25, [0, 0.5, 0.75]), found(2.5, [0, 0.25, 1]), found(3, [0, 0, 0])]
        head, _, loss, *rows = map(cells, card.figures_table(seeds).splitlines())
        self.assertEqual(head, ["", "wanted", "kept", "other seed 1", "other seed 2"])
        self.assertEqual(loss[2:], ["1.250", "2.500", "3.000"])
        self.assertEqual(rows[1][2:], ["0.75 (layer 1, head 0)"] * 3)
        self.assertEqual([row[2] for row in rows[-2:]], ["0.375", "0.750"])
        head, _, *rows = map(cells, card.depth_table(seeds[:2]).splitlines())
        self.assertEqual(head, ["layers", "kept, lens", "kept, input", "other seed, lens", "other seed, input"])
        self.assertEqual(rows[2], ["2", "0.75", "0.25", "1.00", "0.25"])

    def test_the_folder_holds_the_kept_model_its_frames_and_the_card(self):
        kept, other = self.model(1), self.model(2)
        frames = [
            {"step": step, "loss": 4.0 - step, "learningRate": 0.1, "weights": weights}
            for step, weights in enumerate([self.model(3).state_dict(), self.model(4).state_dict(), kept.state_dict()])
        ]
        sizes = {"config": small, "FRAME_STORIES": 20, "CARD_STORIES": 20, "FRAME_REFERENCES": ["logits"]}
        with tempfile.TemporaryDirectory() as temporary, mock.patch.multiple(publish, **sizes):
            folder = Path(temporary) / "tales"
            publish.publish(folder, self.tokenizer, [(kept, frames), (other, frames)], "How it was.")
            weights, _ = safetensors.load(folder / "model.safetensors")
            first = keyframes.unpack(folder, 0)
            listed = json.loads((folder / "training.json").read_text())["frames"]
            text = (folder / "TRAINING.md").read_text()
            self.assertEqual(json.loads((folder / "config.json").read_text()), small(self.tokenizer))
            self.assertTrue((folder / "reference.safetensors").exists())
        for name, weight in kept.state_dict().items():
            self.assertTrue(torch.equal(weights[name], weight.half()), name)
            self.assertLess((first[name] - frames[0]["weights"][name]).abs().max(), 0.01, name)
        self.assertEqual([frame["tokens"] for frame in listed], [0, 4096, 8192])
        self.assertIn("How it was.", text)
        self.assertIn("| kept | other seed |", text)
        self.assertEqual(sum(line.split(".")[0].isdigit() for line in text.splitlines()), card.CONTINUATIONS)


if __name__ == "__main__":
    unittest.main()
