"""Stories about animals: what they say, how they are found, what they are."""

from .passages import introduce, retell
from .telling import a, at, listing
from .words import ANIMALS, COLOURS, KIN, ORDER, PEOPLE, PETS, PLACES, SOUNDS, SPOTS

FOUR_LEGS = ["dog", "cat", "cow", "pig", "sheep", "horse", "mouse", "frog"]
TWO_LEGS = ["duck", "hen", "owl"]
SMALL = ["mouse", "frog", "hen", "duck", "owl", "cat"]
FOOD = {"dog": "bread", "cat": "milk", "rabbit": "carrots", "mouse": "cheese"}


def farm(t):
    """A round over the farm, where every animal says what it says, and says it again at night."""
    person = t.choose(PEOPLE)
    animals = t.sample(list(SOUNDS), t.choose([3, 4]))
    sounds = [SOUNDS[animal] for animal in animals]
    t.say(
        f"{person.name} lived on a [small|big|little|large] farm.",
        f"One morning {person.name} went out to see the animals.",
        f"Every [morning|evening] {person.name} went to see {person.his} animals.",
    )
    for animal, sound in zip(animals, sounds):
        t.say(
            f"The {animal} said, “{sound}, {sound}!”",
            f"In the field the {animal} said, “{sound}, {sound}!”",
            f"{person.he} [saw|met] the {animal}, and it said, “{sound}!”",
        )
    t.quote(person.name, "Good morning to you all!", "Are you all hungry?")
    t.say(
        f"{person.he} gave them [some|all the] bread and [water|rice|carrots].",
        f"{person.he} had food for every one of them (the {animals[0]} got [the most|a little more]).",
        f"The {animals[-1]} was the first to [eat|come], and the {animals[0]} was the last.",
    )
    calls = ", ".join(sounds)
    t.say(
        f"In the evening you could hear it again: {calls}!",
        f"All [day|night] long it went like this: {calls}!",
        f"Soon {person.he} [said|sang] it too: “{calls}.”",
    )
    t.say(
        f"So {person.name} is never [lonely|sad].",
        f"Then {person.name} [closed|shut] the door, and the farm was quiet.",
        f"{person.name} said, “{calls},” and [laughed|smiled].",
    )
    retell(t, person, f"I saw the {animals[0]} and the {animals[1]}", f"The {animals[0]} was very hungry")


def lost_pet(t):
    """An animal is gone, is called, looked for and found."""
    person, animal, colour = t.choose(PEOPLE), t.choose(PETS), t.choose(COLOURS[4:7] + ["grey"])
    name = t.choose(["Spot", "Star", "Coco", "Pip"])
    spots = t.sample(SPOTS, 3)
    introduce(t, person)
    t.say(
        f"{person.name} had a [little|small|big] {colour} {animal} called {name}.",
        f"{name} was a {colour} {animal}, and {person.name} loved {name} very much.",
    )
    t.say(
        f"One [times] {name} was gone.",
        f"[But one|One] day {person.name} could not find {name}.",
        f"On [days] {name} ran away.",
    )
    t.quote(person.name, f"{name}! Where are you?", f"{name}, come [here|home]!", f"Where is my {animal}?")
    t.say(
        f"{person.he} looked under the {spots[0]}, but there was [no {animal}|nothing] there.",
        f"{person.he} looked behind the {spots[0]}. No {animal} there.",
    )
    t.say(
        f"{person.he} looked near the {spots[1]}, but {name} was not there.",
        f"Was {name} near the {spots[1]}? No.",
    )
    t.maybe(0.5, f"{person.he} [asked|called] {person.his} [kinship] to help.")
    t.say(
        f"Then {person.he} [saw|found] {a(colour)} [ear|foot] behind the {spots[2]}. It was {name}!",
        f"At last {person.he} looked behind the {spots[2]}, and there was the {colour} {animal}.",
        f"Then something jumped behind the {spots[2]} (something {colour}). It was {name}!",
    )
    t.say(
        f"{name} was [hungry|cold|tired], so {person.name} gave {name} [some|a lot of] {FOOD[animal]}.",
        f"{person.he} took the {animal} in {person.his} arms and [went|ran] home.",
        f"The {animal} [jumped|ran] into {person.his} arms.",
    )
    t.quote(person.name, "Do not run away again!", f"[My dear|Good] {animal}!", f"So you were behind the {spots[2]}!")
    t.say(f"That night {name} [slept|stayed] in {person.his} bed.", f"And {name}? {name} was [asleep|happy] at once.")
    retell(
        t,
        person,
        f"{name} was gone, but I found {name} behind the {spots[2]}",
        f"I lost my {animal}, and then I found {name} again",
    )


def riddle(t):
    """Someone is asked to guess an animal, and guesses wrong first."""
    person, other = t.sample(PEOPLE, 2)
    legs = t.weigh({"four": 8, "two": 3})
    answer, wrong = t.sample({"four": FOUR_LEGS, "two": TWO_LEGS}[legs], 2)
    size = "small" if answer in SMALL else "large"
    t.say(
        f"{person.name} and {other.name} sat [under a tree|on the sofa].",
        f"It was a [weather] day, so {person.name} and {other.name} played a new game.",
        f"{person.name} likes to ask, and {other.name} likes to guess.",
    )
    t.quote(
        person.name,
        "What am I?",
        "Can you guess what I am?",
        "Guess what I am!",
        "I am an animal. Guess!",
    )
    t.say(
        f"“I am {size}, and I have {legs} legs,” {person.he} said.",
        f"“I have {legs} legs[, two eyes and one mouth| and two eyes],” {person.he} said.",
    )
    t.quote(other.name, f"Are you {a(wrong)}?", f"Is it {a(wrong)}?", f"I know, {a(wrong)}!")
    t.quote(person.name, f"No, {a(wrong)} says {SOUNDS[wrong]}.", f"No, I am not {a(wrong)}.", "No. Guess again!")
    t.say(
        f"{other.name} [thought|waited] for a [while|long time].",
        f"{other.name} [put|held] {other.his} head in {other.his} hands.",
    )
    t.quote(
        person.name,
        f"I say {SOUNDS[answer]}.",
        f"You can hear me say {SOUNDS[answer]}.",
        f"Listen: {SOUNDS[answer]}, {SOUNDS[answer]}!",
    )
    t.quote(other.name, f"Then you are {a(answer)}!", f"You are {a(answer)}!", f"Now I know: it is {a(answer)}!")
    t.say(
        f"“Yes,” said {person.name}, and [now|then] it was {other.name}’s turn.",
        f"{person.name} [clapped|laughed]. It was {a(answer)}, of course.",
        f"{other.name} was [very|so] proud (and {person.name} was too).",
    )
    t.maybe(0.6, f"They played until [it was dark|the moon came up|it was time for bed].")
    retell(t, other, f"I know what says {SOUNDS[answer]}: {a(answer)}", f"{person.name} was {a(answer)} today")


def animal_race(t):
    """Animals race; who is first stays first."""
    racers = t.sample(ANIMALS, 4)
    together = t.sample(racers, 4)
    goal, start = t.choose(SPOTS[4:6]), t.choose(PLACES)
    person = t.choose(PEOPLE)
    t.say(
        f"{listing([f'the {animal}' for animal in together])} wanted to [run|have] a race.",
        f"“Who is the fastest?” asked the {racers[2]}.",
        f"One day there was a big race {at(start)}.",
    )
    t.say(
        f"They had to run from the {start} to the [old|big] {goal}.",
        f"“Run to the [old|big] {goal}[| and back]!” said {person.name}.",
    )
    t.quote(person.name, "One, two, three, go!", "Are you ready? Go!", "Three, two, one, go!")
    t.maybe(0.5, f"At first the {racers[3]} was in front.", f"The {racers[3]} fell into the water.")
    places = [f"The {animal} was {order}" for animal, order in zip(racers, ORDER)]
    t.say(f"{places[0]}.", f"The {racers[0]} came in first.", f"And who was first? The {racers[0]}!")
    t.say(f"{places[1]}, and the {racers[2]} was third.", f"{places[1]}. {places[2]}.")
    t.say(f"{places[3]}[| (but it was not sad)].", f"Last of all came the {racers[3]}.")
    t.quote(f"the {racers[0]}", "I won!", "I am the [fastest|best]!", "That was [easy|fun]!")
    t.quote(f"the {racers[3]}", "Well done!", "It was fun to run with you.", "Next time I will be first!")
    t.say(
        f"{person.name} gave the {racers[0]} a [cake|ring].",
        f"[Then|So] they all [ate|shared] [a cake|some honey], first and last together.",
        f"And tomorrow the {racers[1]} wants to be the first.",
    )
    retell(t, person, f"The {racers[0]} was first, and the {racers[3]} was last", f"I saw the {racers[0]} run")


def helper(t):
    """An animal hurts something and someone helps; later it helps back."""
    person, kin = t.choose(PEOPLE), t.choose(KIN)
    animal = t.choose(["dog", "fox", "bear", "goat", "horse", "rabbit"])
    part, place = t.choose(["leg", "foot", "ear", "nose"]), t.choose(["forest", "field", "garden", "park"])
    introduce(t, person)
    t.say(
        f"One [cold|warm|dark] day {person.name} [saw|met|found] {a(animal)} in the {place}.",
        f"{person.name} walked [in|near] the {place} and saw {a(animal)}.",
    )
    t.say(
        f"The {animal} was [sad|afraid], because its {part} hurt.",
        f"Its {part} was red, and it could not [run|sleep|walk].",
    )
    t.quote(
        person.name,
        "Do not be afraid.",
        f"What is wrong with your {part}?",
        "I will help you.",
        "Oh no!",
    )
    t.say(
        f"{person.he} washed the {part} with [cold|warm] water.",
        f"{person.he} took {person.his} [colours] scarf and put it round the {part}.",
        f"{person.he} [ran|went] home, and {person.his} {kin.name} gave {person.him} [warm|cold] milk for it.",
    )
    t.say(
        f"Soon the {part} was [good|well] again.",
        f"After [numbers] days the {part} did not hurt.",
        f"The {animal} was [happy|glad] and ran away.",
    )
    t.say(
        f"Then, one winter [evening|night|day], {person.name} was lost in the snow.",
        f"One [evening|night] {person.name} could not find the way home.",
        f"One autumn day {person.name} fell into the water.",
    )
    t.quote(person.name, "Help! Is no one there?", "Help me!")
    t.say(
        f"[Who came|And who heard {person.him}]? It was the {animal} with the bad {part}!",
        f"The {animal} heard {person.him} and came at once.",
    )
    t.say(
        f"The {animal} showed {person.him} the way home.",
        f"It took {person.him} [home on its back|back to {person.his} {kin.name}].",
    )
    t.say(
        "Now they are friends.",
        f"A friend is a friend, on two legs or on four.",
        "And they play together every day.",
    )
