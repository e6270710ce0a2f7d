"""Checks what the grammar promises of its stories."""

import math
import random
import re
import unittest
from collections import Counter, defaultdict

from tales.grammar import KINDS, tell, word_classes
from tales.grammar.telling import Teller
from tales.grammar.words import BOYS, BROTHERS, GIRLS, SISTERS

MALE = {*map(str.lower, BOYS), *BROTHERS, "boyfriend", "boy", "man"}
FEMALE = {*map(str.lower, GIRLS), *SISTERS, "girlfriend", "girl", "woman"}

def stories(count, seed=5):
    source = random.Random(seed)
    return [tell(source) for _ in range(count)]


class TellerTest(unittest.TestCase):
    """Nats are −ln of how often something is chosen: counted here, over many draws."""

    def compare(self, draw):
        """Draws many times, and compares the nats of each outcome with its frequency."""
        source = random.Random(8)
        counts, nats = Counter(), {}
        for _ in range(20_000):
            teller = Teller(source)
            outcome = draw(teller)
            counts[outcome] += 1
            nats[outcome] = teller.nats
        for outcome, count in counts.items():
            self.assertAlmostEqual(nats[outcome], -math.log(count / 20_000), delta=0.15)
        self.assertAlmostEqual(sum(math.exp(-value) for value in nats.values()), 1)

    def test_choices(self):
        self.compare(lambda teller: teller.choose("abcd"))
        self.compare(lambda teller: teller.weigh({"a": 1, "b": 2.5, "c": 0.5}))
        self.compare(lambda teller: tuple(teller.sample("abcd", 2)))
        self.compare(lambda teller: teller.chance(0.2))

    def test_templates(self):
        self.compare(lambda teller: teller.phrase("one [a|b|c]", "two [d|e] [f|g]", "three"))
        self.compare(lambda teller: teller.phrase("in [seasons]"))

    def test_sentences_begin_with_capitals(self):
        teller = Teller(random.Random(1))
        teller.say("“here? there. gone!”")
        teller.maybe(0.999999, "(he was.)")
        self.assertEqual(teller.sentences, ["“Here? There. Gone!”", "(He was.)"])


class GrammarTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stories = stories(4000)

    def test_a_seed_tells_the_same_stories(self):
        self.assertEqual(stories(20, seed=1), stories(20, seed=1))
        self.assertNotEqual(stories(20, seed=1), stories(20, seed=2))

    def test_every_kind_is_told(self):
        self.assertGreaterEqual(len(KINDS), 20)
        self.assertEqual({story.kind for story in self.stories}, set(KINDS))

    def test_stories_are_nearly_all_different(self):
        self.assertGreater(len({story.text for story in self.stories[:1000]}), 990)

    def test_stories_are_short(self):
        lengths = [len(story.text.split()) for story in self.stories]
        self.assertGreaterEqual(min(lengths), 30)
        self.assertLessEqual(max(lengths), 170)

    def test_nats_of_stories_are_finite_and_plausible(self):
        for story in self.stories:
            self.assertTrue(0 < story.nats < math.inf)
        words = sum(len(story.text.split()) for story in self.stories)
        self.assertTrue(0.2 < sum(story.nats for story in self.stories) / words < 1)

    def test_quotes_and_parentheses_are_nested(self):
        closing = {"“": "”", "(": ")"}
        for story in self.stories:
            open_marks = []
            for mark in re.findall("[“”()]", story.text):
                if mark in closing:
                    self.assertNotIn(mark, open_marks, story.text)
                    open_marks.append(mark)
                else:
                    self.assertTrue(open_marks and closing[open_marks.pop()] == mark, story.text)
            self.assertEqual(open_marks, [], story.text)

    def test_text_is_clean(self):
        for story in self.stories:
            self.assertNotRegex(story.text, "[^A-Za-z .,:;!?“”’()]|  | [.,:;!?”)’]|[“(] |[.,:;?!][.,:;?!]")
            self.assertNotRegex(story.text, r"\b[Aa] [aeiou]|\b[Aa]n [^aeiou]")
            self.assertRegex(story.text, r"^[“A-Z]")
            self.assertRegex(story.text, r"[.!?]”?$")
            self.assertNotRegex(story.text, r"[.?!] [a-z]|\.” [a-z]")

    def test_pronouns_agree(self):
        """Where everyone spoken of is male, or everyone is female, no pronoun is of the other kind."""
        checked = Counter()
        for story in self.stories:
            words = set(re.findall("[a-z]+", story.text.lower()))
            males, females = words & MALE, words & FEMALE
            if males and not females:
                self.assertFalse(words & {"she", "her"}, story.text)
                checked["male"] += 1
            if females and not males:
                self.assertFalse(words & {"he", "him", "his"}, story.text)
                checked["female"] += 1
        self.assertGreater(min(checked["male"], checked["female"]), 200)

    def test_what_is_lost_is_found(self):
        """A story of a lost thing names no other thing, and no colour but of that thing and of what came before it."""
        classes = word_classes()
        for story in self.stories:
            if story.kind == "lost_thing":
                words = re.findall("[a-z]+", story.text)
                self.assertEqual(len(set(words) & set(classes["toys"])), 1, story.text)

    def test_numbers_come_out(self):
        numbers = word_classes()["numbers"]
        sums = 0
        for story in self.stories:
            for first, second, total in re.findall(r"(\w+) and (\w+) is (\w+)", story.text):
                if first in numbers:
                    self.assertEqual(numbers.index(first) + numbers.index(second) + 1, numbers.index(total), story.text)
                    sums += 1
            for total, less, left in re.findall(r"(\w+) less (\w+) is (\w+)", story.text):
                self.assertEqual(numbers.index(total) - numbers.index(less) - 1, numbers.index(left), story.text)
                sums += 1
        self.assertGreater(sums, 50)

    def test_days_follow_each_other(self):
        order = word_classes()["days"]
        for story in self.stories:
            if story.kind == "week":
                days = [order.index(day) for day in re.findall("[A-Z][a-z]+day", story.text.split("“")[0])]
                self.assertEqual(days, [(days[0] + step) % 7 for step in range(len(days))], story.text)
                self.assertGreaterEqual(len(days), 3)

    def test_a_third_repeats_what_cannot_be_foretold(self):
        """A sequence of four words that comes again; a song is sung in nearly no other story."""
        repeating = [story for story in self.stories if longest_repeat(story.text) >= 4]
        self.assertGreater(len(repeating), len(self.stories) / 3)
        songs = [story.text for story in self.stories if story.kind == "song"]
        said = [chant[1] for chant in (re.search(r"[:,] “((?:[a-z]+ ?){3,})[.,!]”", song) for song in songs) if chant]
        self.assertGreater(len(set(said)), 0.95 * len(said))
        self.assertGreater(len(said), 100)

    def test_the_sentence_can_be_told(self):
        """All slots of the sentence are drawn apart from each other, and each can hold what the sentence has there."""
        sentence = re.compile(
            r"I like the (\w+) (\w+), but my (\w+) likes the (\w+) \2\. "
            r"We like to go to the ([\w ]+?) to ([\w ]+?) together\. It is a lot of fun\."
        )
        held = defaultdict(set)
        source = random.Random(6)
        for _ in range(2000):
            teller = Teller(source)
            KINDS["together"](teller)
            for mine, thing, friend, yours, place, activity in sentence.findall(" ".join(teller.sentences)):
                held["mine"].add(mine)
                held["friend"].add(friend)
                held["yours"].add(yours)
                held["pastime"].add((thing, place, activity))
        self.assertIn("red", held["mine"])
        self.assertIn("girlfriend", held["friend"])
        self.assertIn("larger", held["yours"])
        self.assertIn(("ball", "basketball court", "play ball"), held["pastime"])

    def test_classes_share_no_word_and_all_are_told(self):
        classes = word_classes()
        words = [word for members in classes.values() for word in members]
        self.assertGreaterEqual(len(classes), 14)
        self.assertEqual(len(words), len(set(words)))
        told = {word for story in self.stories for word in re.findall("[A-Za-z]+", story.text)}
        self.assertEqual(set(words) - told, set())


def longest_repeat(text):
    """Words in the longest sequence that comes twice without overlap, marks left out."""
    words = re.findall("[A-Za-z]+", text)
    best = 0
    for length in range(2, 12):
        seen = {}
        for start in range(len(words) - length + 1):
            first = seen.setdefault(tuple(words[start : start + length]), start)
            if start - first >= length:
                best = length
    return best


if __name__ == "__main__":
    unittest.main()
