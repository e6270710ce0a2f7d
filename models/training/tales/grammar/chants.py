"""Stories in which something said is said again, word for word: chants, lists, calls and a parrot."""

from .passages import introduce, retell
from .telling import a, listing
from .words import BOYS, CLOTHES, COLOURS, DISHES, FRUITS, GIRLS, KIN, MOVES, NUMBERS, PEOPLE, PLACES, SYLLABLES, TOYS, VEHICLES


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
        f"{person.name} sang in the [places].",
        f"“I [made|know] a song,” said {person.name}.",
    )
    t.say(f"It [went|goes] like this: “{chant}.”", f"{person.he} sang, “{chant}.”", f"{person.he} sang it [for {other.name}|slowly]: “{chant}.”")
    t.quote(other.name, "What is that?", "Sing it again!", "I like your song.", "That is a [funny|good] song!")
    t.say(f"So {person.name} sang [it again|once more]: “{chant}.”", f"{person.name} sang it for {other.him} [again|once more]: “{chant}.”")
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
    t.say(f"First {person.name} said, “{wrong},” and nothing happened.", f"{person.name} said, “{wrong}.” The door stayed shut.")
    t.quote(person.name, "Oh no, that was wrong.", "What were the words?", "I must think again.")
    t.say(f"Then {person.he} said, “{right},” and the door opened.", f"Now {person.he} said, “{right}!” It opened.")
    t.say(
        "In it there was a [room|garden] full of [books|music|light].",
        f"Behind it sat {a(t.choose(['bear', 'fox', 'owl', 'mouse']))} with a cup of tea.",
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


def roll_call(t):
    """Names are called and answered, then called again on the way home."""
    teacher = t.choose(["teacher", "driver"])
    names = t.sample(BOYS + GIRLS, t.choose([4, 5, 6]))
    place = t.choose(PLACES)
    calls = ", ".join(names)
    t.say(
        f"On [days] the children went to the {place}.",
        f"On [days] {NUMBERS[len(names) - 1]} children [went|came] to the {place}.",
        f"The {teacher} took {NUMBERS[len(names) - 1]} children to the {place}.",
    )
    t.quote(f"the {teacher}", "Is everyone here?", "I will read your names.", "Are you all here?")
    t.say(f"The {teacher} [read|called] the names: “{calls}.”", f"“{calls},” [read|called] the {teacher}.")
    t.say(f"“Here!” they all said.", f"{names[0]} said “here,” and {names[1]} said “here,” and so did the others.")
    t.say(
        f"They [saw|looked at] many things at the {place} (and {names[2]} fell).",
        f"{names[-1]} and {names[0]} [ran|walked] in front, the others came [after|behind] them.",
        f"It was [weather], and they [sang|played] and ate [dishes].",
    )
    t.say("Then it was time to go home.", "In the evening the bus came.", "When it got dark, they had to go.")
    t.say(f"Again the {teacher} [read|called]: “{calls}.”", f"“{calls},” the {teacher} called once more.")
    missing = t.choose(names)
    if t.chance(0.5):
        t.say(f"But where was {missing}?", f"{missing} did not say a word.")
        t.say(f"{missing} was asleep [under|behind] a [tree|bench|bush]!", f"“Here I am!” called {missing} from behind a tree.")
    else:
        t.say("They were all there.", f"“Here,” said {missing} [last|first]. No one was lost.")
    t.quote(f"the {teacher}", "Very good. Now we can go.", "Then let us go home!")


def shopping(t):
    """A list is read out, forgotten in part and read again."""
    person, kin = t.choose(PEOPLE), t.choose(KIN)
    things = t.sample(DISHES + list(FRUITS.values()), t.choose([4, 5, 6]))
    items = ", ".join(things)
    introduce(t, person)
    t.say(
        f"{person.name} had to go to the [market|shop].",
        f"There was [nothing|no food] [left|in the house], so {person.name} went to the market.",
        f"{person.name}’s {kin.name} gave {person.him} a list.",
    )
    t.say(
        f"On the list [was|it said]: {items}.",
        f"{person.he} read the list: {items}.",
        f"“We need {items},” said {person.his} {kin.name}.",
    )
    t.say(f"On the way {person.he} said it again [and again|slowly]: {items}.",
          f"On the way {person.he} said to every [tree|dog|house], “{items}.”")
    t.say(f"At the [market|shop] {person.he} [looked|went] round.", f"“What do you want?” asked the [man|woman] at the [market|shop].")
    if t.chance(0.5):
        lost = t.choose(things)
        t.say(f"{person.he} had everything but the {lost}.", f"“Oh, I forgot the {lost}!” said {person.name}.")
        t.say(f"So {person.he} went back for the {lost}.", f"“Here you are,” said the [man|woman], and gave {person.him} the {lost}.")
    else:
        t.say(f"{person.he} put it all into a [colours] bag.", "It was a lot to carry.")
    t.say(
        f"At home they looked at the list again: {items}.",
        f"{kin.he} looked into the bag: {items}.",
    )
    t.quote(f"{person.his} {kin.name}", "Thank you, my dear.", "Well done!", f"What a good {person.boy} you are!", f"Now we can cook.")


def parrot(t):
    """A parrot says whatever it hears."""
    person, colour = t.choose(PEOPLE), t.choose(COLOURS[:4])
    name = t.choose(["Coco", "Pip", "Polly"])
    line = t.phrase(
        "I want [some|more] [dishes]!",
        "Where is my [colours] [toys]?",
        "The [animals] is under the [spots]!",
        "It is [weather] [today|again]!",
        "Give me the [comparatives] [toys]!",
        "My [body] is [bigger|larger] than your [body]!",
        "I saw [a big|a little|the] [animals] near the [places]!",
    )
    second = t.phrase("Be quiet, please!", "Who said that?", "You are a funny bird!", "That is [not|so] funny!", "Go to [sleep|bed] now!")
    introduce(t, person)
    t.say(
        f"{person.name} has a {colour} parrot called {name}.",
        f"{name} is a {colour} parrot, and {name} says all that {person.name} says.",
        f"{person.name}’s {colour} parrot is called {name}.",
    )
    t.say(f"One [times] {person.name} said, “{line}”", f"“{line}” said {person.name} one day.")
    t.say(f"“{line}” said {name}.", f"{name} [looked up|thought a little] and said, “{line}”")
    t.say(f"{person.name} [laughed|was surprised].", f"{person.name} looked at {name}.", f"“{line}” {name} said again.")
    t.say(f"“{second}” said {person.name}.", f"{person.name} called, “{second}”")
    t.say(f"“{second}” said the parrot.", f"“{second}” {name} called back.")
    kin = t.choose(KIN)
    t.say(f"Then {person.his} {kin.name} came in.", f"{person.his} {kin.name} heard it too.")
    t.say(f"“{line} {second}” said {name}.", f"And what did {name} say? “{line}”")
    t.say("Everyone laughed.", f"So {person.his} {kin.name} gave {name} [an apple|a banana|a plum].", f"What will {name} say tomorrow?")


def dance(t):
    """Steps of a dance, called and done."""
    person, other = t.sample(PEOPLE, 2)
    steps = [t.choose(MOVES) for _ in range(t.choose([3, 4, 5, 6]))]
    calls = ", ".join(steps)
    introduce(t, person)
    t.say(
        f"{person.name} [wanted|tried] to show {other.name} a dance.",
        f"“Do you know [this|the new] dance?” {person.name} asked {other.name}.",
        f"There was music at the [places], and {person.name} began to dance.",
    )
    t.quote(person.name, "It is [very|so] easy.", "Look at me!", "Dance with me!")
    t.say(f"“It goes like this,” {person.he} said, “{calls}.”", f"It goes like this: {calls}.", f"The steps were: {calls}.")
    t.say(f"{other.name} said it slowly: “{calls}.”", f"{other.name} tried it: {calls}.")
    t.maybe(0.6, f"Oh no, {other.he} fell on {other.his} [nose|knee|arm]!", f"“Oh, my [foot|leg|knee]!” said {other.name}.")
    t.quote(person.name, "Once more!", "Now [again|faster]!", "Do not stop!")
    t.say(f"They called it together: “{calls}!”", f"And again: {calls}.")
    t.say("[Two|Three|Four] [boys|children] came and danced with them.", "Soon [everyone|the village] danced.", f"{person.his} [kinship] [clapped|sang].")
    t.say(f"Now they all know it: {calls}.", f"At night {other.name} still heard it: {calls}.", f"Once more they did it, {calls}, and then they sat down.")
    retell(t, other, f"I can dance now: {calls}", f"{person.name} and I danced: {calls}")


def journey(t):
    """Stops of a journey, there and back in the same order."""
    person, vehicle = t.choose(PEOPLE), t.choose(VEHICLES)
    stops = t.sample(PLACES, t.choose([4, 5]))
    calls = ", ".join(stops)
    kin = t.choose(KIN)
    introduce(t, person)
    t.say(
        f"{person.name} [went|goes] by {vehicle} with {person.his} {kin.name}.",
        f"Every [days] {person.name} takes the [colours] {vehicle}.",
        f"{person.name} knows the way of the {vehicle} very well.",
    )
    t.say(f"The stops are: {calls}.", f"{person.he} says, “{calls}.”", f"The way goes like this: {calls}.")
    t.quote(f"{person.his} {kin.name}", f"Where do we get out?", "Are we there?", "Tell me the way, please.")
    t.say(f"“I know it very well,” says {person.name}, “{calls}.”", f"{person.he} says it again: “{calls}.”")
    t.say(
        f"At the {stops[1]} a [boy|girl|dog|woman] got in.",
        f"At the {stops[1]} they saw a little [animals].",
        f"“That is the {stops[1]},” said {person.his} {kin.name}.",
    )
    t.say(f"They got out at the {stops[-1]}[|, the last stop of all| (that is the last stop)].", f"The {stops[-1]} was the last stop.")
    t.say("It was [weather] there, but they had [a lot of|much] fun.", "They [ate|shared] some [dishes] and looked at everything.")
    t.say(f"The next day they went the same way: {calls}.", f"And tomorrow? Once more {calls}!")
    t.maybe(0.5, f"{person.name} fell asleep before the {stops[2]}.", "It is good to know the way.")
    retell(t, person, f"We went to the {stops[-1]}", f"The stops are {calls}")


def packing(t):
    """A bag is packed thing by thing, and each time all that is in it is said again."""
    person, other = t.sample(PEOPLE, 2)
    things = [a(f"{t.choose(COLOURS)} {thing}") for thing in t.sample(CLOTHES + TOYS[:6], 4)]
    t.say(
        f"{person.name} and {other.name} played a game.",
        f"“Let us play a game,” said {person.name} to {other.name}.",
        f"{person.name} and {other.name} wanted to go away.",
    )
    said = []
    for turn, thing in enumerate(things):
        said.append(thing)
        speaker = (person, other)[turn % 2]
        t.say(
            f"“In our bag there is {listing(said)},” said {speaker.name}.",
            f"{speaker.name} said, “In our bag there is {listing(said)}.”",
        )
    t.quote(person.name, "Is that all?", "Can you still say it all?", "I will forget it!")
    t.say(f"“Yes,” said {other.name}, “{listing(things)}.”", f"{other.name} said it once more: “{listing(things)}.”")
    t.say("Then the bag was full.", f"It was a very heavy bag.", f"“You win,” said {person.name}.", "And off they went.")


def code(t):
    """Numbers to remember, given once and asked for again."""
    person, other = t.sample(PEOPLE, 2)
    numbers = " ".join(t.choose(NUMBERS) for _ in range(t.choose([3, 4, 5, 6])))
    thing = t.choose(["box", "bag"])
    t.say(
        f"{person.name} has a [little|big|small] [colours] {thing}[| with a lock].",
        f"In {person.name}’s room there is a [colours] {thing} with a lock.",
    )
    t.say(f"The numbers for the lock are {numbers}.", f"{person.name} says, “{numbers},” and the lock opens.", f"It opens with {numbers} (but tell no one).")
    t.quote(other.name, "What is in there?", "How do you open it?", "May I see it?")
    t.quote(person.name, f"With the numbers {numbers}.", f"You must know the numbers: {numbers}.")
    t.say(f"{other.name} said slowly, “{numbers}.”", f"And {other.name} said it after {person.him}: “{numbers}.”")
    t.say(
        f"The {thing} opened, and there was {a(t.choose(TOYS))} in it.",
        f"And in the {thing} [was|they found] a [colours] [toys].",
    )
    t.quote(other.name, "How pretty!", "Is that all?", "I want one too!")
    t.say(f"Then {person.name} shut the {thing} again.", f"They [looked at|talked about] it for a while.")
    t.say(f"The next day {other.name} still knew it: {numbers}.", f"Will {other.name} forget it? No: {numbers}.")
    t.maybe(0.5, "Some things you must not forget.", f"{other.name} told no one.")
