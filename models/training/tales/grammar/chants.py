"""Stories with a chant, a dance or a code that comes again, word for word."""

from .passages import introduce, retell
from .telling import a
from .words import COLOURS, KIN, MOVES, NUMBERS, PEOPLE, SYLLABLES


def syllables(t, least=3, most=8):
    """A chant that no one has heard before: syllables, some of them twice."""
    return " ".join(t.choose(SYLLABLES) for _ in range(t.choose(range(least, most + 1))))


def song(t):
    """A song without sense, sung twice or three times."""
    person, other = t.sample(PEOPLE, 2)
    chant = syllables(t)
    introduce(t, person)
    t.say(
        f"{person.name} [made|had] a new song.",
        f"{person.name} sang in the [village|park|garden|school].",
        f"“I [made|know] a song,” said {person.name}.",
    )
    t.say(
        f"It [went|goes] like this: “{chant}.”",
        f"{person.he} sang, “{chant}.”",
        f"{person.he} sang it [for {other.name}|slowly]: “{chant}.”",
    )
    t.quote(
        other.name,
        "What is that?",
        "Sing it again!",
        "I like your song.",
        "That is a [funny|good] song!",
    )
    t.say(
        f"So {person.name} sang [it again|once more]: “{chant}.”",
        f"{person.name} sang it for {other.him} [again|once more]: “{chant}.”",
    )
    t.say(
        f"Now {other.name} sang too, “{chant}.”",
        f"{other.name} [clapped|danced], and they sang [together|it together]: “{chant}.”",
        f"{other.name} sang, “{chant},” and [laughed|smiled|danced].",
    )
    if t.chance(0.5):
        kin = t.choose(KIN)
        t.quote(f"{person.his} {kin.name}", "What are you two singing?", "How does it go?")
        t.say(f"And together they sang, “{chant}!”", f"And they sang it for {kin.him}: “{chant}.”")
    t.say(
        "There are no words in it (but it is a good song).",
        "They sang it all the way home.",
        f"{person.he} sang it until {person.he} fell asleep.",
        f"All day {other.name} could hear it in {other.his} head.",
    )
    retell(t, person, f"I have a new song: {chant}", f"We sang, {chant}")


def door(t):
    """A secret word opens a door; a wrong one does not, the right one does so twice."""
    person = t.choose(PEOPLE)
    right, wrong = syllables(t, 3, 5), syllables(t, 3, 5)
    colour = t.choose(COLOURS)
    introduce(t, person)
    t.say(
        f"Behind the [places] there is a [little|small|tiny] {colour} door.",
        f"{person.name} knew [about a|of a] {colour} door in [the forest|a tree|the hill].",
        f"One day {person.name} [found|saw] a {colour} door (it was very [old|small]).",
    )
    t.say(
        f"To open it you must say, “{right}.”",
        f"An old [man|woman] told {person.him} the secret words: “{right}.”",
        f"On it you could read: “{right}.”",
    )
    t.say(
        f"First {person.name} said, “{wrong},” and nothing happened.",
        f"{person.name} said, “{wrong}.” The door stayed shut.",
    )
    t.quote(person.name, "Oh no, that was wrong.", "What were the words?", "I must think again.")
    t.say(f"Then {person.he} said, “{right},” and the door opened.", f"Now {person.he} said, “{right}!” It opened.")
    t.say(
        "In it there was a [room|garden] full of [books|music|light].",
        "Behind it sat a [bear|fox|goat|mouse] with a cup of tea.",
        "What a [big|pretty|huge] room that was!",
    )
    t.say(
        f"{person.name} ate [some|a little] [dishes] and looked at everything.",
        f"{person.name} stayed there for [two|three|four] hours.",
        f"{person.name} [sang|danced] and [laughed|played].",
    )
    t.say(
        f"To get out again {person.he} said, “{right}.”",
        f"Then the door shut, and {person.name} had to say it again: “{right}.”",
    )
    t.say(f"Do not forget: “{right}.”", f"{person.he} will [never|not] forget it: “{right}.”")
    retell(t, person, f"I know a secret: {right}", f"I found {a(colour)} door")


def dance(t):
    """Steps of a dance, called and done."""
    person, other = t.sample(PEOPLE, 2)
    steps = [t.choose(MOVES) for _ in range(t.choose([3, 4, 5, 6]))]
    calls = ", ".join(steps)
    introduce(t, person)
    t.say(
        f"{person.name} [wanted|tried] to show {other.name} a dance.",
        f"“Do you know [this|the new] dance?” {person.name} asked {other.name}.",
        f"There was music in the [village|park|garden|school], and {person.name} began to dance.",
    )
    t.quote(person.name, "It is [very|so] easy.", "Look at me!", "Dance with me!")
    t.say(
        f"“It goes like this,” {person.he} said, “{calls}.”",
        f"It goes like this: {calls}.",
        f"The steps were: {calls}.",
    )
    t.say(f"{other.name} said it slowly: “{calls}.”", f"{other.name} tried it: {calls}.")
    t.maybe(
        0.6,
        f"Oh no, {other.he} fell on {other.his} [nose|knee|arm]!",
        f"“Oh, my [foot|leg|knee]!” said {other.name}.",
    )
    t.quote(person.name, "Once more!", "Now [again|faster]!", "Do not stop!")
    t.say(f"They called it together: “{calls}!”", f"And again: {calls}.")
    t.say(
        "Some children came and danced with them.",
        "Soon [everyone|the village] danced.",
        f"{person.his} [kinship] [clapped|sang].",
    )
    t.say(
        f"Now they all know it: {calls}.",
        f"At night {other.name} still heard it: {calls}.",
        f"Once more they did it, {calls}, and then they sat down.",
    )
    retell(t, other, f"I can dance now: {calls}", f"{person.name} and I danced: {calls}")


def code(t):
    """Numbers to remember, given once and asked for again."""
    person, other = t.sample(PEOPLE, 2)
    numbers = " ".join(t.choose(NUMBERS) for _ in range(t.choose([3, 4, 5, 6])))
    thing = t.choose(["box", "bag"])
    t.say(
        f"{person.name} has a [little|big|small] [colours] {thing}[| with a lock].",
        f"In {person.name}’s room there is a [colours] {thing} with a lock.",
    )
    t.say(
        f"The numbers for the lock are {numbers}.",
        f"{person.name} says, “{numbers},” and the lock opens.",
        f"It opens with {numbers} (but tell no one).",
    )
    t.quote(other.name, "What is in there?", "How do you open it?", "May I see it?")
    t.quote(person.name, f"With the numbers {numbers}.", f"You must know the numbers: {numbers}.")
    t.say(f"{other.name} said slowly, “{numbers}.”", f"And {other.name} said it after {person.him}: “{numbers}.”")
    t.say(
        f"The {thing} opened, and there was a [toys] in it.",
        f"And in the {thing} [was|they found] a [colours] [toys].",
    )
    t.quote(other.name, "How pretty!", "Is that all?", "I want one too!")
    t.say(f"Then {person.name} shut the {thing} again.", f"They [looked at|talked about] it for a while.")
    t.say(f"The next day {other.name} still knew it: {numbers}.", f"Will {other.name} forget it? No: {numbers}.")
    t.maybe(0.5, "Some things you must not forget.", f"{other.name} told no one.")
