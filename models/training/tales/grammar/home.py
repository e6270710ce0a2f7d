"""Stories at home: things lost and given, cooking, counting, going to bed."""

from .passages import introduce, retell
from .telling import a, at, listing
from .words import COLOURS, DISHES, ELDERS, FRUITS, KIN, LOOKS, NEARBY, NUMBERS, PEOPLE, PLACES, SPOTS, TOYS


def lost_thing(t):
    """What is lost is looked for and found."""
    person, kin = t.choose(PEOPLE), t.choose(KIN)
    colour, toy = t.choose(COLOURS), t.choose(TOYS)
    spots, near = t.sample(SPOTS, 3), t.choose(NEARBY)
    introduce(t, person)
    t.say(
        f"{person.name} had {a(colour)} {toy}, and {person.he} [loved it|took it to school].",
        f"One [times] {person.name} could not find {person.his} {colour} {toy}.",
        f"“Where is my {colour} {toy}?” asked {person.name}.",
    )
    t.say(
        f"{person.he} was [very|so] [sad|worried|angry].",
        f"It was {person.his} best {toy}.",
        f"On [days] it was gone.",
    )
    t.quote(
        f"{person.his} {kin.name}",
        "When did you see it last?",
        f"Did you look {near} the {spots[0]}?",
        "Do not cry, we will find it.",
    )
    t.say(
        f"{person.name} looked {near} the {spots[0]}, but [it was not there|there was nothing].",
        f"There was nothing {near} the {spots[0]}.",
    )
    t.say(
        f"{person.he} looked in the [kitchen|garden] and under the {spots[1]}.",
        f"{person.he} looked behind the {spots[1]} (and under it), but no {toy}.",
    )
    t.maybe(
        0.4,
        f"{person.his} {kin.name} helped {person.him} to look.",
        f"“No {toy} here,” said {person.his} {kin.name}.",
    )
    t.say(
        f"Then {person.he} saw something {colour} near the {spots[2]}.",
        f"At last {person.he} looked near the {spots[2]}, and there was the {toy}!",
        f"And there, near the {spots[2]}, was something {colour}.",
    )
    t.quote(person.name, f"Here is my {toy}!", "I found it!", f"Look, my {colour} {toy}!")
    t.say(
        f"{person.he} [held|took] the {toy} in both hands and [laughed|smiled].",
        f"Now the {colour} {toy} stays in {person.his} bed.",
        f"{person.name} was happy, and {person.his} {kin.name} was happy too.",
    )
    retell(
        t,
        person,
        f"My {toy} was near the {spots[2]}",
        f"I lost my {colour} {toy}, but I found it near the {spots[2]}",
    )


def gift(t):
    """A present, guessed at before it is opened."""
    person, giver = t.choose(PEOPLE), t.choose(KIN)
    age = t.choose(NUMBERS[3:10])
    toy, wrong = t.sample(TOYS, 2)
    colour, wrap = t.sample(COLOURS, 2)
    t.say(
        f"{person.name} was {age} years old today.",
        f"It was {person.name}’s birthday.",
        f"On [days] {person.name} had a birthday (now {person.he} is {age}).",
    )
    t.say(
        f"{person.his} {giver.name} came with {a(wrap)} box.",
        f"There was {a(wrap)} box on the table, from {person.his} {giver.name}.",
    )
    t.say(f"{person.name} was [so|very] [excited|happy].", f"{person.name} held the {wrap} box in both hands.")
    t.quote(person.name, "What is in the box?", "Is that for me?", "May I open it now?")
    t.quote(f"{person.his} {giver.name}", "Guess!", "You must guess first.", "Yes, but guess what it is.")
    t.quote(person.name, f"Is it {a(wrong)}?", f"I think it is {a(wrong)}.", f"It must be {a(wrong)}!")
    t.quote(
        f"{person.his} {giver.name}",
        f"No, it is not {a(wrong)}.",
        "No, but now you can open it.",
        f"A {wrong} would be bigger.",
    )
    t.say(
        f"{person.name} opened the {wrap} box. It was {a(colour)} {toy}!",
        f"So {person.he} opened it, and in the {wrap} box there was {a(colour)} {toy}.",
        f"In the box {person.he} found {a(colour)} {toy}.",
    )
    t.quote(
        person.name,
        f"Thank you, I love it!",
        f"{a(colour)} {toy}! Thank you!",
        f"That is the best {toy} of all.",
    )
    t.say(
        f"They ate cake and [sang|danced] until [it was dark|the evening].",
        f"{person.he} [showed|took] the {toy} to everyone.",
        f"{person.name} [played|slept] with the {toy} that night.",
    )
    t.say(
        f"The {toy} was {colour}, and {person.name} was happy.",
        f"What did {person.his} {giver.name} get? [Some cake|A big cake|A new hat].",
    )


def cooking(t):
    """Something is cooked, step by step, and eaten."""
    person, kin = t.choose(PEOPLE), t.choose(ELDERS)
    dish = t.choose(["soup", "cake", "rice", "jam", "bread"])
    parts = t.sample([word for word in DISHES if word != dish] + list(FRUITS.values()), 3)
    introduce(t, person)
    t.say(
        f"{person.name} and {person.his} {kin.name} wanted to [make|cook] {dish}.",
        f"“Can we make {dish}?” asked {person.name}’s {kin.name}.",
        f"On [days] there is always {dish} at {person.name}’s house.",
    )
    t.quote(person.name, "What do we need?", "I am hungry!", "Can I help you?")
    t.quote(
        f"{person.his} {kin.name}",
        f"We need {listing(parts)}.",
        f"That is easy: {listing(parts)}.",
        f"Give me the {parts[0]}, the {parts[1]} and the {parts[2]}.",
    )
    t.say(f"First {person.name} [took|washed] the {parts[0]}.", f"First came the {parts[0]}.")
    t.say(f"Then {person.his} {kin.name} put in the {parts[1]}.", f"Next came the {parts[1]} ([not|never] too much).")
    t.say(f"Last of all came the {parts[2]}.", f"And then {person.he} put in the {parts[2]}.")
    t.maybe(0.5, f"Some of it fell on {person.his} [body].", f"{person.his} {kin.name} sang a song all the time.")
    t.say("Soon it was [hot|ready].", f"They waited for [two|three|four|five] hours.", "The kitchen was warm.")
    t.quote(f"{person.his} {kin.name}", "It is ready!", "Wait, it is too hot.", "Now we can eat!")
    t.say(
        f"The {dish} was [so|very] good that they ate it all.",
        f"Everyone wanted more {dish}.",
        f"{person.name} [gave|took] some {dish} to {person.his} friends.",
        f"It was the best {dish} in the village.",
    )
    retell(t, person, f"We made {dish} with {listing(parts)}", f"I can cook {dish} now")


def amount(fruit, count):
    """“one apple”, “two apples”."""
    return f"{NUMBERS[count - 1]} {fruit if count == 1 else FRUITS[fruit]}"


def counting(t):
    """Fruits that are found, given away and eaten; the numbers come out."""
    person, other = t.sample(PEOPLE, 2)
    single = t.choose(list(FRUITS))
    many = FRUITS[single]
    first = t.choose(range(2, 7))
    more = t.choose(range(1, 5))
    less = t.choose(range(1, first + more - 1))
    total, left = first + more, first + more - less
    them = "it" if left == 1 else "them"
    introduce(t, person)
    t.say(
        f"{person.name} had {amount(single, first)} in a basket.",
        f"There were {amount(single, first)} in {person.name}’s bag.",
        f"{person.name} found {amount(single, first)} at the market.",
    )
    t.say(
        f"Then {person.his} [kinship] gave {person.him} {NUMBERS[more - 1]} more.",
        f"On the way {person.he} found {NUMBERS[more - 1]} more (under a tree).",
    )
    t.quote(other.name, f"How many {many} do you have?", f"How many are there now?")
    t.quote(
        person.name,
        f"I think {NUMBERS[first - 1]} and {NUMBERS[more - 1]} is {NUMBERS[total - 1]}.",
        f"Now I have {amount(single, total)}.",
    )
    t.say(
        f"{other.name} was hungry, so {person.name} gave {other.him} {NUMBERS[less - 1]} of them.",
        f"{person.name} gave {NUMBERS[less - 1]} to {other.name}.",
        f"A [goat|rabbit|mouse|horse] came and ate {NUMBERS[less - 1]} of the {many}.",
    )
    t.quote(other.name, f"And how many are left?", f"How many do you have now?")
    t.say(
        f"{person.name} counted them: {', '.join(NUMBERS[:left])}.",
        f"So {NUMBERS[total - 1]} less {NUMBERS[less - 1]} is {NUMBERS[left - 1]}.",
    )
    t.say(
        f"At home {person.his} [kinship] made a cake with {them}.",
        f"{person.name} ate {them} [at once|on the way home|in the evening].",
        f"{person.name} put {them} on the table.",
    )
    t.maybe(
        0.5,
        "It is good to count well.",
        f"Tomorrow {person.he} will find some more.",
        f"“You count well,” said {other.name}.",
    )
    retell(
        t,
        person,
        f"I had {amount(single, total)} and gave {NUMBERS[less - 1]} away",
        f"I have {amount(single, left)}",
    )


def bedtime(t):
    """Someone cannot sleep, asks, hears and dreams."""
    person, kin = t.choose(PEOPLE), t.choose(KIN)
    toy, colour = t.choose(TOYS), t.choose(COLOURS)
    place, vehicle = t.choose(PLACES), t.choose(["boat", "bird", "horse", "train", "star"])
    introduce(t, person)
    t.say(
        f"It was night, but {person.name} could not sleep.",
        f"{person.name} was in bed and was not very [tired|sleepy].",
        f"The moon was [big|round|white], and {person.name} could not sleep.",
    )
    t.quote(
        person.name,
        "I am afraid of the dark.",
        "I am [thirsty|hungry|lonely].",
        "Can you tell me a story?",
        "What was that sound?",
    )
    t.say(
        f"{person.his} {kin.name} came [in|at once|with a light].",
        f"{person.his} {kin.name} sat down [by|on] the bed.",
    )
    t.quote(f"{person.his} {kin.name}", "Why are you not asleep?", f"Are you [feelings]?", "Go to sleep now.")
    t.say(
        f"“I want my {toy},” said {person.name}, and {kin.he} gave {person.him} the {colour} {toy}.",
        f"{kin.he} gave {person.him} some [milk|water|tea] and the {colour} {toy}.",
        f"Then {kin.he} found the {colour} {toy} under the bed and gave it to {person.him}.",
    )
    t.say(
        f"{kin.he} sang {person.him} a song.",
        f"{kin.he} told {person.him} a story [about|of] the [animals] and the [animals].",
        f"{kin.he} held {person.his} hand.",
    )
    t.say("Soon the house was quiet.", f"Then {person.name} fell asleep.", f"{person.his} eyes closed.")
    t.say(
        f"{person.he} dreamed of {a(colour)} {vehicle} that took {person.him} to the {place}.",
        f"In {person.his} dream {person.he} [was|danced] {at(place)} with {a(colour)} {vehicle}.",
    )
    t.quote(f"the {vehicle}", "Come with me!", "Are you afraid?", "We will be home in the morning.")
    t.say(
        f"In the morning {person.he} told it all to {person.his} {kin.name}.",
        f"When {person.he} woke up, the {toy} was still in {person.his} [hand|arms].",
        f"In the morning it was [weather], and {person.he} laughed.",
    )


def whose(t):
    """A thing is found, and whoever it belongs to is looked for."""
    finder, owner, wrong = t.sample(PEOPLE, 3)
    colour, toy, look, place = t.choose(COLOURS), t.choose(TOYS), t.choose(LOOKS), t.choose(PLACES)
    t.say(
        f"{finder.name} found {a(look)} {colour} {toy} {at(place)}.",
        f"{at(place)} there was {a(look)} {toy} under a tree. It was {colour}.",
    )
    t.say(f"{finder.name} took it home.", f"No one was there.", f"{finder.name} looked round, but saw no one.")
    t.quote(finder.name, f"Whose {toy} is this?", "Who lost this?", f"Is this your {toy}, {wrong.name}?")
    t.quote(
        wrong.name,
        f"Not mine. My {toy} is {'green' if colour != 'green' else 'white'}.",
        "It is not mine.",
        f"I do not have {a(toy)}.",
    )
    t.say(
        f"{finder.name} [went|ran] to {owner.name}.",
        f"Then {owner.name} came by.",
        f"{owner.name} sat on a bench (and {owner.he} was very sad).",
    )
    t.quote(finder.name, f"Why are you sad, {owner.name}?", f"What is wrong, {owner.name}?")
    t.quote(
        owner.name,
        f"I lost my {toy}.",
        f"I cannot find my {colour} {toy}.",
        f"My {toy} is gone. It was {look} and {colour}.",
    )
    t.quote(finder.name, f"Here it is!", f"Is this {colour} {toy} yours?", "Look what I have!")
    t.say(
        f"“Yes, that is my {toy}!” said {owner.name}, and {owner.he} [jumped|laughed|danced].",
        f"{owner.name} was [so|very] glad to have {owner.his} {toy} again.",
    )
    t.quote(owner.name, f"Thank you, {finder.name}!", "You are very kind.", "You can play with it too.")
    t.say(
        f"So {finder.name} had a new friend.",
        f"{finder.name} and {owner.name} played with their toys together.",
        f"{finder.name} went home happy.",
    )
    retell(
        t,
        finder,
        f"I found {owner.name}’s {toy}",
        f"The {colour} {toy} was not mine, so I gave it to {owner.name}",
    )
