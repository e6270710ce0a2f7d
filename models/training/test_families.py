"""Checks the families against other ways to the same numbers, since everything else is checked against them."""

import math
import unittest

import torch
from torch.nn import functional

import deepseek
import make_fixtures
from deepseek import DeepSeek
from gemma import Gemma
from gpt2 import Gpt2, gelu_new
from llama import Llama, rotary_frequencies, rotate
from phi3 import Phi3
from qwen3 import Qwen3
from recording import activations


def random_model(family, config):
    torch.manual_seed(0)
    model = family(config)
    make_fixtures.initialise(model)
    return model


class FamiliesTest(unittest.TestCase):
    def test_a_later_token_changes_nothing_before_it(self):
        for name in ("gpt2-tied", "llama-grouped", "qwen3", "gemma", "phi3", "mixtral", "deepseek"):
            config = make_fixtures.FIXTURES[name]
            model = random_model(make_fixtures.FAMILIES[config["model_type"]], config)
            first = activations(model, [3, 1, 4, 1])["logits"]
            second = activations(model, [3, 1, 4, 9])["logits"]
            self.assertTrue(torch.equal(first[:3], second[:3]))
            self.assertFalse(torch.allclose(first[3], second[3]))

    def test_neighbouring_heads_share_a_key(self):
        grouped = random_model(Llama, make_fixtures.LLAMA)
        full = random_model(Llama, {**make_fixtures.LLAMA, "num_key_value_heads": 4})
        weights = grouped.state_dict()
        for name, weight in weights.items():
            if "k_proj" in name or "v_proj" in name:
                weights[name] = weight.view(2, 8, 32).repeat_interleave(2, dim=0).reshape(32, 32)
        full.load_state_dict(weights)
        prompt = [5, 2, 8, 13]
        difference = activations(grouped, prompt)["logits"] - activations(full, prompt)["logits"]
        self.assertLess(difference.abs().max().item(), 1e-5)

    def test_rotation_is_multiplication_by_a_complex_phase(self):
        x = torch.randn(1, 1, 5, 8, dtype=torch.float64)
        frequencies = rotary_frequencies(make_fixtures.LLAMA)
        pairs = torch.complex(x[..., :4], x[..., 4:])
        angles = torch.outer(torch.arange(5, dtype=torch.float64), frequencies)
        turned = pairs * torch.polar(torch.ones_like(angles), angles)
        expected = torch.cat([turned.real, turned.imag], dim=-1)
        self.assertTrue(torch.allclose(rotate(x, frequencies), expected))

    def test_llama3_scaling_has_all_three_bands(self):
        config = make_fixtures.FIXTURES["llama-scaled"]
        scaled = rotary_frequencies(config)
        plain = rotary_frequencies({**config, "rope_scaling": None})
        slowdown = plain / scaled
        self.assertEqual(slowdown[0].item(), 1)
        self.assertTrue(1 < slowdown[1].item() < 4)
        self.assertTrue(torch.allclose(slowdown[2:], torch.full((2,), 4.0, dtype=torch.float64)))

    def test_fused_rows_are_the_rows_of_separate_matrices(self):
        config = make_fixtures.FIXTURES["phi3"]
        fused = random_model(Phi3, config)
        weights = {}
        for name, weight in fused.state_dict().items():
            if "qkv_proj" in name:
                parts = zip(("q_proj", "k_proj", "v_proj"), weight.split([24, 12, 12]))
                weights.update({name.replace("qkv_proj", part): rows for part, rows in parts})
            elif "gate_up_proj" in name:
                parts = zip(("gate_proj", "up_proj"), weight.split([28, 28]))
                weights.update({name.replace("gate_up_proj", part): rows for part, rows in parts})
            else:
                weights[name] = weight
        separate = Llama(config)
        separate.load_state_dict(weights)
        expected, got = activations(separate, [5, 2, 8]), activations(fused, [5, 2, 8])
        self.assertEqual(expected.keys(), got.keys())
        for name in expected:
            self.assertTrue(torch.equal(expected[name], got[name]), name)

    def test_normed_queries_have_one_size_in_every_head(self):
        config = {**make_fixtures.FIXTURES["qwen3"], "rms_norm_eps": 1e-12}
        model = Qwen3(config)
        normed = activations(model, [5, 2, 8])["layers.0.attention.query_norm"]
        self.assertEqual(normed.shape, (4, 3, 6))
        self.assertTrue(torch.allclose(normed.square().mean(dim=-1), torch.ones(4, 3)))

    def test_zeros_scale_nothing_in_gemma(self):
        config = {**make_fixtures.FIXTURES["gemma"], "rms_norm_eps": 1e-12}
        traced = activations(Gemma(config), [5, 2, 8])
        self.assertTrue(torch.allclose(traced["final_norm"].square().mean(dim=-1), torch.ones(3)))
        self.assertTrue(torch.allclose(traced["embedding"], 4 * traced["embedding.token"]))

    def test_gelu_new_is_near_the_exact_gelu(self):
        x = torch.linspace(-6, 6, 1001, dtype=torch.float64)
        difference = (gelu_new(x) - functional.gelu(x)).abs().max().item()
        self.assertTrue(1e-5 < difference < 1e-3)

    def test_scores_are_masked_above_the_diagonal_only(self):
        scores = activations(random_model(Gpt2, make_fixtures.GPT2), [1, 2, 3])["layers.0.attention.scores"]
        self.assertTrue(torch.equal(scores == -math.inf, torch.ones(4, 3, 3).triu(diagonal=1).bool()))


class DeepSeekTest(unittest.TestCase):
    def setUp(self):
        self.config = make_fixtures.FIXTURES["deepseek"]
        self.model = random_model(DeepSeek, self.config)
        self.prompt = [3, 1, 4, 1, 5, 9, 2]

    def test_scores_are_those_of_halves_turned_in_another_order(self):
        # As Hugging Face's modeling_deepseek.py turns: the first channels of all pairs, then the second ones.
        frequencies = deepseek.rotary_frequencies(self.config)
        query, key = torch.randn(2, 1, 1, 5, 8, dtype=torch.float64)
        halves = [x.unflatten(-1, (-1, 2)).transpose(-1, -2).flatten(-2) for x in (query, key)]
        expected = rotate(halves[0], frequencies) @ rotate(halves[1], frequencies).transpose(-1, -2)
        scores = deepseek.rotate(query, frequencies) @ deepseek.rotate(key, frequencies).transpose(-1, -2)
        self.assertTrue(torch.allclose(scores, expected))

    def test_yarn_has_quick_and_slow_pairs_and_those_between(self):
        plain = deepseek.rotary_frequencies({**self.config, "rope_scaling": None})
        slowdown = plain / deepseek.rotary_frequencies(self.config)
        self.assertEqual(slowdown[0].item(), 1)
        self.assertTrue(1 < slowdown[1].item() < slowdown[2].item() < 4)
        self.assertAlmostEqual(slowdown[3].item(), 4)

    def test_routes_are_few_and_sum_to_the_scale(self):
        routes = activations(self.model, self.prompt)["layers.1.ffn.routes"]
        self.assertTrue(torch.equal((routes > 0).sum(dim=-1), torch.full((7,), 3)))
        self.assertTrue(torch.allclose(routes.sum(dim=-1), torch.full((7,), 2.5)))

    def test_groups_and_corrections_change_the_choice(self):
        chosen = activations(self.model, self.prompt)["layers.1.ffn.routes"] > 0
        router = self.model.model["layers"][1].mlp.gate
        router.kept_groups = 4
        self.assertFalse(torch.equal(activations(self.model, self.prompt)["layers.1.ffn.routes"] > 0, chosen))
        router.kept_groups = 2
        torch.nn.init.zeros_(router.e_score_correction_bias)
        self.assertFalse(torch.equal(activations(self.model, self.prompt)["layers.1.ffn.routes"] > 0, chosen))


if __name__ == "__main__":
    unittest.main()
