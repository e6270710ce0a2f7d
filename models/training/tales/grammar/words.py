"""The words that stories choose from, by class."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Someone a story speaks of, with the pronouns that go with them."""

    name: str
    he: str
    him: str
    his: str
    boy: str

    def called(self, name):
        """The same person by another name, such as “her brother”."""
        return Person(name, self.he, self.him, self.his, self.boy)


def male(name):
    return Person(name, "he", "him", "his", "boy")


def female(name):
    return Person(name, "she", "her", "her", "girl")


BOYS = ["Adam", "Ben", "Jack", "Leo", "Max", "Noah", "Paul", "Sam", "Tim", "Tom"]
GIRLS = ["Anna", "Ella", "Emma", "Kate", "Lily", "Lucy", "Mia", "Nina", "Rose", "Sara"]
PEOPLE = [male(name) for name in BOYS] + [female(name) for name in GIRLS]

BROTHERS = ["brother", "father", "grandfather", "uncle"]
SISTERS = ["sister", "mother", "grandmother", "aunt"]
KIN = [male(word) for word in BROTHERS] + [female(word) for word in SISTERS]
ELDERS = [person for person in KIN if person.name not in ("brother", "sister")]
LOVED = [male("boyfriend"), female("girlfriend")]

COLOURS = ["red", "blue", "green", "yellow", "white", "black", "brown", "pink", "purple"]
SIZES = ["tiny", "small", "little", "big", "large", "huge"]
LOOKS = ["new", "old", "soft", "round", "pretty", "shiny"]
COMPARATIVES = ["smaller", "larger", "bigger", "older", "newer", "heavier", "lighter"]
SUPERLATIVES = ["smallest", "largest", "biggest", "oldest", "newest", "heaviest", "lightest"]
OPPOSITES = {
    "smaller": "larger", "bigger": "smaller", "larger": "smaller", "older": "newer", "newer": "older",
    "heavier": "lighter", "lighter": "heavier",
}  # fmt: skip
SUPERLATIVE = dict(zip(COMPARATIVES, SUPERLATIVES))

NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
ORDER = ["first", "second", "third", "last"]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
SEASONS = ["spring", "summer", "autumn", "winter"]
TIMES = ["morning", "afternoon", "evening"]
WEATHER = ["sunny", "rainy", "windy", "snowy", "cloudy", "foggy", "stormy"]

PLACES = [
    "park", "garden", "beach", "market", "school", "library", "farm", "lake", "forest", "river", "hill", "zoo",
    "museum", "station", "village", "playground",
]  # fmt: skip
INSIDE = ["park", "garden", "school", "library", "forest", "museum", "village"]
SPOTS = ["bed", "table", "chair", "bench", "tree", "door", "box", "basket", "sofa", "bush"]
NEARBY = ["under", "behind", "beside", "near"]
TOYS = ["ball", "kite", "doll", "boat", "drum", "bell", "book", "ring", "cup", "key", "spoon", "lamp", "bag"]
CLOTHES = ["hat", "coat", "scarf", "shirt", "sweater", "dress"]
PAIRS = ["boots", "gloves", "socks", "shoes"]

FRUITS = {
    "apple": "apples", "pear": "pears", "plum": "plums", "banana": "bananas", "egg": "eggs", "cookie": "cookies",
    "carrot": "carrots", "potato": "potatoes",
}  # fmt: skip
DISHES = ["bread", "soup", "cheese", "milk", "rice", "honey", "tea", "jam", "butter", "salt"]

SOUNDS = {
    "dog": "woof", "cat": "meow", "duck": "quack", "cow": "moo", "pig": "oink", "sheep": "baa", "horse": "neigh",
    "hen": "cluck", "mouse": "squeak", "frog": "croak", "bee": "buzz", "owl": "hoot",
}  # fmt: skip
ANIMALS = [*SOUNDS, "rabbit", "fox", "bear", "goat"]
PETS = ["dog", "cat", "rabbit", "mouse"]

FEELINGS = [
    "happy", "sad", "glad", "proud", "tired", "sleepy", "hungry", "thirsty", "angry", "afraid", "lonely", "worried",
    "excited", "surprised",
]  # fmt: skip
BODY = ["head", "nose", "ear", "mouth", "hand", "arm", "knee", "leg", "foot", "toe"]
MOVES = ["jump", "hop", "run", "clap", "turn", "bow", "dance", "stamp"]
VEHICLES = ["bus", "train", "car", "bike"]
SYLLABLES = [
    "ba", "bim", "dee", "dum", "fa", "ki", "la", "lu", "mo", "nu", "pom", "ri", "sha", "ta", "tik", "tok", "vo", "wee",
    "zim", "zo",
]  # fmt: skip

CLASSES = {
    "boys": BOYS,
    "girls": GIRLS,
    "kinship": BROTHERS + SISTERS,
    "pronouns": ["I", "you", "he", "she", "we", "they", "it"],
    "possessives": ["my", "your", "his", "her", "our", "their"],
    "colours": COLOURS,
    "sizes": SIZES,
    "comparatives": COMPARATIVES,
    "superlatives": SUPERLATIVES,
    "numbers": NUMBERS,
    "days": DAYS,
    "seasons": SEASONS,
    "times": TIMES,
    "weather": WEATHER,
    "places": PLACES,
    "spots": SPOTS,
    "toys": TOYS,
    "clothes": CLOTHES + PAIRS,
    "fruits": [*FRUITS.values()],
    "dishes": DISHES,
    "animals": ANIMALS,
    "sounds": [*SOUNDS.values()],
    "feelings": FEELINGS,
    "body": BODY,
    "moves": MOVES,
    "vehicles": VEHICLES,
    "syllables": SYLLABLES,
}


def word_classes():
    """Classes of words that stories use in the same places: name → words. No word is in two of them."""
    return {name: list(words) for name, words in CLASSES.items()}
