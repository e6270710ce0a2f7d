"""Checks that every story is whole words, and that any text becomes tokens and text again."""

import json
import random
import re
import unittest

from tales.grammar import tell
from tales.tokenizer import SIZE, Tokenizer, build

SENTENCE = (
    "I like the red ball, but my girlfriend likes the larger ball. "
    "We like to go to the basketball court to play ball together. It is a lot of fun."
)


class TokenizerTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.definition = build()
        cls.tokenizer = Tokenizer(cls.definition)

    def words(self, text):
        return [self.tokenizer.tokens[token_id] for token_id in self.tokenizer.encode(text)]

    def test_building_again_gives_the_same(self):
        self.assertEqual(json.dumps(build()), json.dumps(self.definition))
        self.assertEqual(sorted(self.tokenizer.ids.values()), list(range(SIZE)))

    def test_stories_are_whole_words(self):
        source = random.Random(77)
        for _ in range(5000):
            text = tell(source).text
            words = self.words(text)
            self.assertEqual(words, re.findall(r"’s|[A-Za-z]+|[^A-Za-z ]", text))
            self.assertEqual(self.tokenizer.decode(self.tokenizer.encode(text)), text)

    def test_word_ids_are_the_words_of_stories(self):
        source = random.Random(78)
        told = set()
        for _ in range(5000):
            told.update(re.findall("[A-Za-z]+", tell(source).text))
        self.assertLessEqual({self.tokenizer.tokens[token_id] for token_id in self.tokenizer.word_ids}, told)
        self.assertEqual([self.tokenizer.tokens[special] for special in (0, 1, 2)], ["<s>", "</s>", "<unk>"])

    def test_the_sentence_is_whole_words(self):
        self.assertEqual(self.words(SENTENCE), re.findall("[A-Za-z]+|[.,]", SENTENCE))

    def test_other_words_are_pieces(self):
        for word in ("Zebra", "unbelievably", "XYLOPHONE", "qQ"):
            pieces = self.words(word)
            self.assertGreater(len(pieces), 1)
            self.assertEqual("".join(piece.replace("##", "") for piece in pieces), word)

    def test_printable_ascii_comes_back_up_to_spacing_and_quotes(self):
        source = random.Random(3)
        printable = [chr(code) for code in range(32, 127)]
        for _ in range(300):
            text = "".join(source.choice(printable) for _ in range(40))
            decoded = self.tokenizer.decode(self.tokenizer.encode(text))
            plain = decoded.translate({ord("“"): '"', ord("”"): '"', ord("’"): "'"})
            self.assertEqual(re.sub(" ", "", plain), re.sub(" ", "", text))

    def test_quotes_become_typographic(self):
        ids = self.tokenizer.encode("\"Come,\" he said (\"now\"). It's Anna's.")
        self.assertEqual(self.tokenizer.decode(ids), "“Come,” he said (“now”). It’s Anna’s.")

    def test_any_other_character_is_one_unknown_token(self):
        self.assertEqual(self.words("a😀b é\u0000漢字"), ["a", "<unk>", "b", *["<unk>"] * 4])
        self.assertEqual(self.words("\t\u00a0 \n"), [])
        self.assertEqual(self.words(""), [])

    def test_special_tokens_can_be_written(self):
        self.assertEqual(self.words("and</s><s>So"), ["and", "</s>", "<s>", "So"])

    def test_a_long_word_is_cut_so_that_the_search_for_its_pieces_is_short(self):
        letters = "".join(random.Random(5).choices("qxzjkv", k=1000))
        pieces = self.words(letters)
        begun = [place for place, piece in enumerate(pieces) if not piece.startswith("##")]
        runs = ["".join(pieces[start:end]).replace("##", "") for start, end in zip(begun, [*begun[1:], None])]
        self.assertEqual([len(run) for run in runs], [24] * 41 + [16])
        self.assertEqual("".join(runs), letters)


if __name__ == "__main__":
    unittest.main()
