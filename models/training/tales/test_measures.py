import unittest

import torch

from tales import measures
from tales.grammar import word_classes
from tales.tokenizer import Tokenizer, build


class Copycat:
    """A model of one layer with two heads: the first looks at the word before, the second at what followed last time."""

    def __init__(self, vocabulary):
        self.model = {"layers": [None]}
        self.vocabulary = vocabulary

    def __call__(self, tokens, record):
        ids = tokens[0].tolist()
        weights = torch.zeros(1, 2, len(ids), len(ids))
        logits = torch.zeros(1, len(ids), self.vocabulary)
        for place, token in enumerate(ids):
            weights[0, 0, place, max(place - 1, 0)] = 1
            if token in ids[:place]:
                follower = ids.index(token) + 1
                weights[0, 1, place, follower] = 1
                logits[0, place, ids[follower]] = 1
        record("layers.0.attention.weights", weights)
        record("logits", logits)
        return logits


class MeasuresTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tokenizer = Tokenizer(build())

    def test_heads_that_look_back_are_found(self):
        found = measures.looking_back(Copycat(len(self.tokenizer)), self.tokenizer)
        self.assertTrue(torch.allclose(found["previous"], torch.tensor([[1.0, 0.0]])))
        self.assertTrue(torch.allclose(found["induction"], torch.tensor([[0.0, 1.0]])))
        self.assertEqual(found["copied"], 1)

    def test_a_head_that_looks_at_the_mark_before_matches_marks_around_one_word(self):
        opener, closer = self.tokenizer.id_of("("), self.tokenizer.id_of(")")
        word, other = self.tokenizer.word_ids[:2]
        stories = [([0, opener, word, closer], 0.0), ([0, opener, word, other, closer], 0.0)]
        found = measures.matching(Copycat(len(self.tokenizer)), stories, opener, closer)
        self.assertEqual(found.tolist(), [[0.5, 0.0]])

    def test_pairs_of_marks(self):
        self.assertEqual(measures.pairs_of([5, 1, 5, 2, 5, 1, 2, 2], opener=1, closer=2), [(1, 3), (5, 6)])

    def test_purity_is_1_where_classes_stand_apart_and_small_at_random(self):
        embedding = torch.zeros(len(self.tokenizer), 64)
        for index, words in enumerate(word_classes().values()):
            embedding[[self.tokenizer.id_of(word) for word in words], index] = 1
        small = [words for words in word_classes().values() if len(words) <= measures.NEIGHBOURS]
        crowded = sum(len(words) for words in word_classes().values())
        short = sum(len(words) * (measures.NEIGHBOURS + 1 - len(words)) / measures.NEIGHBOURS for words in small)
        self.assertAlmostEqual(measures.purity(embedding, self.tokenizer), 1 - short / crowded, places=5)
        torch.manual_seed(0)
        self.assertLess(measures.purity(torch.randn(len(self.tokenizer), 64), self.tokenizer), 0.15)


if __name__ == "__main__":
    unittest.main()
