"""Stories in which a list, a call or a sentence is said again, word for word."""

from .passages import introduce, retell
from .telling import a, at, listing
from .words import BOYS, CLOTHES, COLOURS, DISHES, FRUITS, GIRLS, KIN, NUMBERS, PEOPLE, PLACES, TOYS, VEHICLES


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
        f"They [saw|looked at] many things {at(place)} (and {names[2]} fell).",
        f"{names[-1]} and {names[0]} [ran|walked] in front, the others came [after|behind] them.",
        f"It was [weather], and they [sang|played] and ate [dishes].",
    )
    t.say("Then it was time to go home.", "In the evening the bus came.", "When it got dark, they had to go.")
    t.say(f"Again the {teacher} [read|called]: “{calls}.”", f"“{calls},” the {teacher} called once more.")
    missing = t.choose(names)
    if t.chance(0.5):
        t.say(f"But where was {missing}?", f"{missing} did not say a word.")
        t.say(
            f"{missing} was asleep [under|behind] a [tree|bench|bush]!",
            f"“Here I am!” called {missing} from behind a tree.",
        )
    else:
        t.say("They were all there.", f"“Here,” said {missing} [last|first]. No one was lost.")
    t.quote(f"the {teacher}", "Very good. Now we can go.", "Then let us go home!")


def shopping(t):
    """A list is read out, forgotten in part and read again."""
    person, kin = t.choose(PEOPLE), t.choose(KIN)
    things = t.sample(DISHES + list(FRUITS.values()), t.choose([4, 5, 6]))
    items = ", ".join(things)
    shop, seller = t.choose(["market", "shop"]), t.choose(["man", "woman"])
    introduce(t, person)
    t.say(
        f"{person.name} had to go to the {shop}.",
        f"There was [nothing|no food] [left|in the house], so {person.name} went to the {shop}.",
        f"{person.name}’s {kin.name} gave {person.him} a list.",
    )
    t.say(
        f"On the list [was|it said]: {items}.",
        f"{person.he} read the list: {items}.",
        f"“We need {items},” said {person.his} {kin.name}.",
    )
    t.say(
        f"On the way {person.he} said it again [and again|slowly]: {items}.",
        f"On the way {person.he} said to every [tree|dog|house], “{items}.”",
    )
    t.say(f"At the {shop} {person.he} [looked|went] round.", f"“What do you want?” asked the {seller} at the {shop}.")
    if t.chance(0.5):
        lost = t.choose(things)
        t.say(f"{person.he} had everything but the {lost}.", f"“Oh, I forgot the {lost}!” said {person.name}.")
        t.say(
            f"So {person.he} went back for the {lost}.",
            f"“Here you are,” said the {seller}, and gave {person.him} the {lost}.",
        )
    else:
        t.say(f"{person.he} put it all into a [colours] bag.", "It was a lot to carry.")
    t.say(f"At home they looked at the list again: {items}.", f"{kin.he} looked into the bag: {items}.")
    t.quote(
        f"{person.his} {kin.name}",
        "Thank you, my dear.",
        "Well done!",
        f"What a good {person.boy} you are!",
        f"Now we can cook.",
    )


def parrot(t):
    """A parrot says whatever it hears."""
    person, colour = t.choose(PEOPLE), t.choose(COLOURS[:4])
    name = t.choose(["Coco", "Pip", "Polly"])
    line = t.phrase(
        "I want [some|more] [dishes]!",
        "I am [feelings] today!",
        "Where are my [colours] [socks|gloves|boots|shoes]?",
        "Where is my [colours] [toys]?",
        "The [animals] is under the [spots]!",
        "It is [weather] [today|again]!",
        "Give me the [comparatives] [toys]!",
        "My [body] is [bigger|larger] than your [body]!",
        "I saw [a big|a little|the] [animals] near the [places]!",
    )
    second = t.phrase(
        "Be quiet, please!",
        "Who said that?",
        "You are a funny bird!",
        "That is [not|so] funny!",
        "Go to [sleep|bed] now!",
    )
    introduce(t, person)
    t.say(
        f"{person.name} has a {colour} parrot called {name}.",
        f"{name} is a {colour} parrot, and {name} says all that {person.name} says.",
        f"{person.name}’s {colour} parrot is called {name}.",
    )
    t.say(f"One [times] {person.name} said, “{line}”", f"“{line}” said {person.name} one day.")
    t.say(f"“{line}” said {name}.", f"{name} [looked up|thought a little] and said, “{line}”")
    t.say(
        f"{person.name} [laughed|was surprised].",
        f"{person.name} looked at {name}.",
        f"“{line}” {name} said again.",
    )
    t.say(f"“{second}” said {person.name}.", f"{person.name} called, “{second}”")
    t.say(f"“{second}” said the parrot.", f"“{second}” {name} called back.")
    kin = t.choose(KIN)
    t.say(f"Then {person.his} {kin.name} came in.", f"{person.his} {kin.name} heard it too.")
    t.say(f"“{line} {second}” said {name}.", f"And what did {name} say? “{line}”")
    t.say(
        "Everyone laughed.",
        f"So {person.his} {kin.name} gave {name} [an apple|a banana|a plum].",
        f"What will {name} say tomorrow?",
    )


def journey(t):
    """Stops of a journey, there and back in the same order."""
    person, vehicle = t.choose(PEOPLE), t.choose(VEHICLES[:3])
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
        f"{at(stops[1])} a [boy|girl|dog|woman] got in.",
        f"{at(stops[1])} they saw a little [animals].",
        f"“That is the {stops[1]},” said {person.his} {kin.name}.",
    )
    t.say(
        f"They got out at the {stops[-1]}[|, the last stop of all| (that is the last stop)].",
        f"The {stops[-1]} was the last stop.",
    )
    t.say(
        "It was [weather] there, but they had [a lot of|much] fun.",
        "They [ate|shared] some [dishes] and looked at everything.",
    )
    t.say(f"The next day they went the same way: {calls}.", f"And tomorrow? Once more {calls}!")
    t.maybe(0.5, f"{person.name} fell asleep before the {stops[2]}.", "It is good to know the way.")
    retell(t, person, f"We went to the {stops[-1]}", f"We went by {vehicle}: {calls}")


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
    t.say(
        "Then the bag was full.",
        f"It was a very heavy bag.",
        f"“You win,” said {person.name}.",
        "Then they went away.",
    )
