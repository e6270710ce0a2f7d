"""A seeded grammar that tells short English stories, made for a small language model to learn."""

from dataclasses import dataclass

from . import animals, chants, home, likes, lists, outdoors
from .telling import Teller
from .words import word_classes

__all__ = ["KINDS", "Story", "tell", "word_classes"]

# Kinds of story by name, each with its weight. A third of the whole is chants and lists: stories that say something
# again, word for word, which cannot be foretold the first time.
TELLERS = {
    likes: {"together": 3, "family": 1, "compare": 1, "week": 1, "hello": 1},
    animals: {"farm": 1, "lost_pet": 1, "riddle": 1, "animal_race": 1, "helper": 1},
    home: {"lost_thing": 1, "gift": 1, "cooking": 1, "counting": 1, "bedtime": 1, "whose": 1},
    outdoors: {"weather_day": 1, "seasons": 1, "hide_and_seek": 1, "match": 1, "picnic": 1},
    chants: {"song": 1.5, "door": 1.5, "dance": 1, "code": 1.5},
    lists: {"roll_call": 1, "shopping": 1, "parrot": 1, "journey": 1, "packing": 1},
}
WEIGHTS = {name: weight for weights in TELLERS.values() for name, weight in weights.items()}
KINDS = {name: getattr(module, name) for module, weights in TELLERS.items() for name in weights}


@dataclass(frozen=True)
class Story:
    """A story, its information in nats and the name of its kind.

    `nats` is −ln p of the choices that led to the text. Where other choices lead to the same text, −ln p of the text is
    less: the mean of `nats` is an upper bound of the grammar's entropy, and a close one.
    """

    text: str
    nats: float
    kind: str


def tell(random):
    """The next story of a `random.Random`: the same seed tells the same stories."""
    teller = Teller(random)
    kind = teller.weigh(WEIGHTS)
    KINDS[kind](teller)
    return Story(" ".join(teller.sentences), teller.nats, kind)
