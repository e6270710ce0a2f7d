"""The choosing behind a story: all that is left open is chosen here, so that a story's information can be counted."""

import math
import re

from .words import CLASSES, INSIDE

ALTERNATIVES = re.compile(r"\[([^\[\]]*)\]")
SENTENCE_START = re.compile("[.?!] [a-z]")


class Teller:
    """One story as it is being told.

    `sentences` grows by `say`, `nats` by −ln p for every choice made, which is the story's information when no two
    ways of choosing give the same text, and an upper bound of it when some do.

    Templates are text in which `[one|two|three]` stands for one of its alternatives and `[colours]` for a word of that
    class, drawn only when the template is told. Facts are filled in before, so that a story keeps to them.
    """

    def __init__(self, random):
        self.random = random
        self.sentences = []
        self.nats = 0.0

    def choose(self, options):
        """One of a sequence, all alike in chance."""
        self.nats += math.log(len(options))
        return options[int(self.random.random() * len(options))]

    def weigh(self, weights):
        """One key of a dict, by its weight: positive numbers of any sum."""
        options = list(weights)
        (chosen,) = self.random.choices(options, weights.values())
        self.nats -= math.log(weights[chosen] / sum(weights.values()))
        return chosen

    def sample(self, options, count):
        """`count` different ones of a sequence, in random order."""
        self.nats += sum(math.log(len(options) - drawn) for drawn in range(count))
        return self.random.sample(options, count)

    def chance(self, probability):
        """Whether something happens; 0 < `probability` < 1."""
        happens = self.random.random() < probability
        self.nats -= math.log(probability if happens else 1 - probability)
        return happens

    def phrase(self, *templates):
        """The text of one of some templates."""
        template = templates[0] if len(templates) == 1 else self.choose(templates)
        return ALTERNATIVES.sub(lambda found: self.choose(CLASSES.get(found[1]) or found[1].split("|")), template)

    def say(self, *templates):
        """Adds a sentence, or a few, from one of some templates."""
        self.sentences.append(SENTENCE_START.sub(lambda found: found[0].upper(), capital(self.phrase(*templates))))

    def maybe(self, probability, *templates):
        """Says one of the templates or nothing."""
        if self.chance(probability):
            self.say(*templates)

    def quote(self, speaker, *templates):
        """Says one of the templates in quotes, with who says it before or after.

        Templates end in a full stop, a question mark or an exclamation mark. Speakers stand as within a sentence, “the
        driver”; pronouns stay before their verb.
        """
        words = capital(self.phrase(*templates))
        verb = {"?": "asked", "!": "[said|called]", ".": "said"}[words[-1]]
        before = f"{speaker} {verb}, “{words}”"
        spoken = words[:-1] + "," if words[-1] == "." else words
        after = f"“{spoken}” {speaker} {verb}."
        inverted = f"“{spoken}” {verb} {speaker}."
        self.say(before, after if speaker in PRONOUNS else inverted)


PRONOUNS = ("I", "he", "she", "they", "we")


def capital(text):
    """Text with its first letter large, also when a quotation mark comes first."""
    start = 1 if text[0] in "“(" else 0
    return text[:start] + text[start].upper() + text[start + 1 :]


def a(words):
    """Words with the article they need: “an apple”, “a red apple”."""
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"


def at(place):
    """Where someone is: “in the garden”, “at the beach”."""
    return f"{'in' if place in INSIDE else 'at'} the {place}"


def listing(words):
    """“a red hat, a blue hat and a green hat”."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
