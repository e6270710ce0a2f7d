import random
import unittest

from tales.tokenizer import Tokenizer, build
from tales.windows import FIRST_LENGTH, LONG, SHORT, TOKENS_PER_STEP, random_phrases, windows


class WindowsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tokenizer = Tokenizer(build())

    def test_seed_and_step_say_all(self):
        ids, counted = windows(self.tokenizer, 1, 7, 0.1)
        again, counted_again = windows(self.tokenizer, 1, 7, 0.1)
        self.assertTrue(ids.equal(again) and counted.equal(counted_again))
        self.assertFalse(ids.equal(windows(self.tokenizer, 2, 7, 0.1)[0]))

    def test_every_step_has_equally_many_tokens(self):
        lengths = set()
        for step in range(20):
            ids, counted = windows(self.tokenizer, 1, step, step / 20)
            lengths.add(counted.shape[1])
            self.assertEqual(counted.numel(), TOKENS_PER_STEP)
            self.assertEqual(ids.shape[1], counted.shape[1] + 1)
            self.assertTrue((ids[:, 0] == self.tokenizer.start).all())
        self.assertEqual(lengths, {FIRST_LENGTH, SHORT, LONG})

    def test_the_end_of_training_has_stories_alone(self):
        for step in range(20):
            self.assertTrue((windows(self.tokenizer, 1, step, 0.9)[1] == 1).all())

    def test_what_counts_in_phrases_followed_the_same_word_before(self):
        ids, foretold = random_phrases(self.tokenizer, random.Random(3), 200)
        counted = [place for place in range(200) if foretold[place]]
        self.assertGreater(len(counted), 50)
        followers = {}
        for place in range(1, 200):
            followers.setdefault(ids[place - 1], set())
            if foretold[place]:
                self.assertIn(ids[place], followers[ids[place - 1]])
            followers[ids[place - 1]].add(ids[place])


if __name__ == "__main__":
    unittest.main()
