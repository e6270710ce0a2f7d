import tempfile
import unittest
from pathlib import Path
from unittest import mock

import torch

import train_tales
from tales.tokenizer import Tokenizer, build


class ResumingTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tokenizer = Tokenizer(build())
        cls.settings = train_tales.settings(1, cls.tokenizer)

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.path = Path(temporary.name) / "runs" / "1.pt"

    def save(self, settings):
        model = torch.nn.Linear(2, 1)
        train_tales.keep(self.path, settings, model, torch.optim.AdamW(model.parameters()), [], 300)

    def test_goes_on_with_the_settings_it_began_with(self):
        self.assertIsNone(train_tales.resumed(self.path, self.settings))
        self.save(self.settings)
        self.assertEqual(train_tales.resumed(self.path, train_tales.settings(1, self.tokenizer))["step"], 300)

    def test_does_not_go_on_with_others(self):
        self.save(self.settings)
        with mock.patch.object(train_tales, "LEARNING_RATE", 0.5):
            changed = train_tales.settings(1, self.tokenizer)
        with self.assertRaisesRegex(SystemExit, r"1\.pt .* other settings \(LEARNING_RATE\)\. Delete it to train anew"):
            train_tales.resumed(self.path, changed)

    def test_does_not_go_on_with_settings_that_are_not_told(self):
        self.path.parent.mkdir()
        torch.save({"step": 300}, self.path)
        with self.assertRaisesRegex(SystemExit, r"\(config, vocabulary, .*windows\)"):
            train_tales.resumed(self.path, self.settings)

    def test_settings_tell_when_other_stories_are_shown(self):
        original = train_tales.windows
        with mock.patch.object(train_tales, "windows", lambda tokenizer, seed, *rest: original(tokenizer, seed + 1, *rest)):
            other = train_tales.settings(1, self.tokenizer)
        self.assertEqual([name for name in other if other[name] != self.settings[name]], ["windows"])


if __name__ == "__main__":
    unittest.main()
