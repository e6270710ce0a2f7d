"""Stories in the first person, about what people like and what they do together."""

from .passages import introduce, retell
from .telling import a, at, listing
from .words import (
    COLOURS, COMPARATIVES, DAYS, DISHES, FRUITS, KIN, LOOKS, LOVED, NUMBERS, OPPOSITES, PEOPLE, PLACES, SIZES,
    SUPERLATIVE, TIMES, TOYS,
)  # fmt: skip

# What is done with a thing, and where: thing → (places, activities).
PASTIMES = {
    "ball": (
        ["basketball court", "basketball court", "tennis court", "park", "beach", "playground"],
        ["play ball", "play ball", "play games"],
    ),
    "kite": (["hill", "beach", "park", "field"], ["fly kites", "run"]),
    "boat": (["lake", "river", "beach"], ["play with boats", "play in the water"]),
    "book": (["library", "garden", "park", "school"], ["read books", "read stories"]),
    "bike": (["park", "forest", "village", "lake"], ["ride bikes", "ride"]),
    "drum": (["garden", "school", "park", "field"], ["make music", "sing and dance"]),
    "cake": (["kitchen", "market"], ["eat cake", "make cake"]),
    "horse": (["farm", "field", "forest"], ["ride horses", "ride"]),
    "doll": (["playground", "garden", "school"], ["play with dolls", "play"]),
}


def together(t):
    """I like one ball and someone else likes another; we play together all the same."""
    thing = t.choose([*PASTIMES, "ball", "ball", "ball"])
    places, activities = PASTIMES[thing]
    place, activity = t.choose(places), t.choose(activities)
    friend = t.choose(KIN + LOVED * 3)
    mine = t.choose(COLOURS + SIZES + LOOKS)
    yours = t.choose([word for word in COMPARATIVES * 2 + COLOURS if word != mine])
    t.maybe(0.3, "[Let me tell you about us|This is about my family|I have something to tell you].")
    t.say(
        f"I like the {mine} {thing}, but my {friend.name} likes the {yours} {thing}.",
        f"I like the {mine} {thing}, but my {friend.name} likes the {yours} {thing}.",
        f"My {friend.name} likes the {yours} {thing}, but I like the {mine} {thing}.",
        f"I like the {mine} {thing} best, and my {friend.name} likes the {yours} one.",
    )
    t.say(
        f"We like to go to the {place} to {activity} together.",
        f"We like to go to the {place} to {activity} together.",
        f"We [often|always] go to the {place} to {activity} together.",
        f"On [days] we like to go to the {place} together.",
    )
    t.say(
        "It is a lot of fun.",
        "It is a lot of fun.",
        "It is [always|so much] fun.",
        "We [always|often] have a lot of fun.",
    )
    if t.chance(0.6):
        t.say(
            f"Last [days] it was [weather], [but|and] we went [there|to the {place}].",
            f"One [weather] [day|morning|afternoon] we were there (with the {mine} {thing}, of course).",
        )
        t.quote(
            f"my {friend.name}",
            f"May I have the {mine} {thing} today?",
            f"Can we take the {mine} {thing} [today|now]?",
        )
        t.quote(
            "I",
            "Of course.",
            "Yes, you can have it.",
            f"Yes, and I will take the {yours} one.",
            "Yes, but only for today.",
        )
    else:
        t.say(f"My {friend.name} is [very|so] [good|kind|funny], and {friend.he} [is never tired|likes to sing].")
        t.maybe(0.6, f"Once {friend.he} forgot the {yours} {thing}, so we took the {mine} one.")
        t.say(f"I like to {activity} with {friend.him}.", f"{friend.he} likes to {activity} with me.")
    t.maybe(0.5, "Then we [sit in the sun|sit on a bench|eat something] and sing.")
    t.say(
        f"In the evening we go home, [tired|hungry] but happy.",
        f"I am [glad|happy] that I have my {friend.name}.",
        f"The {mine} {thing} and the {yours} {thing} stay in the same [box|bag].",
        "Tomorrow we will go there again.",
    )


def family(t):
    """Everyone at home likes something else."""
    members = t.sample(KIN, t.choose([3, 4]))
    loves = t.sample(DISHES + list(FRUITS.values()), len(members))
    t.say(
        f"There are {NUMBERS[len(members)]} of us at home.",
        f"I live in a [small|little|big|white] house with my {listing([member.name for member in members])}.",
        f"In my family we all like other things.",
    )
    for member, love in zip(members, loves):
        t.say(
            f"My {member.name} likes {love}.",
            f"My {member.name} likes {love} (but not every day).",
            f"My {member.name} always wants {love}, [morning and evening|every day].",
            f"What my {member.name} likes best is {love}.",
        )
    t.say("And I like [them all|all of it].", "And me? I like everything.", "I like cake best.")
    member, love = members[0], loves[0]
    t.quote(f"my {member.name}", f"Who ate [my|all the] {love}?", f"Do you have any {love} for me?")
    t.say(
        "“Not me,” I said[| and laughed].",
        f"“It was not me,” said my {members[1].name}.",
        f"I looked at my {members[1].name}, and {members[1].he} [laughed|smiled].",
    )
    t.say(
        f"So my {member.name} and I went to the market for [some|more] {love}.",
        f"So we all shared what was left.",
        f"The next day we had {love} for everyone.",
    )
    t.say(
        "That is my family.",
        "We are [never|not] lonely.",
        "It is good to [be|eat] together.",
        "I love them all.",
    )


def compare(t):
    """Three things of one kind, and which is the largest."""
    thing = t.choose(TOYS)
    colours = t.sample(COLOURS, 3)
    more = t.choose(list(OPPOSITES))
    less, most, least = OPPOSITES[more], SUPERLATIVE[more], SUPERLATIVE[OPPOSITES[more]]
    person, other = t.sample(PEOPLE, 2)
    shown = [a(f"{colour} {thing}") for colour in t.sample(colours, 3)]
    low, middle, high = (f"the {colour} {thing}" for colour in colours)
    t.say(f"{person.name} had {listing(shown)}.", f"On the table there was {listing(shown)}.")
    t.say(f"{middle} was {more} than {low}.", f"{low} was {less} than {middle}.")
    t.say(
        f"But {high} was {more} than {middle}.",
        f"{high} was {more} than that.",
        f"And {middle} was {less} than {high}.",
    )
    t.quote(other.name, f"Which one is the {most}?", f"Tell me, which is the {most} {thing}?")
    t.quote(person.name, f"{high} is.", f"The {colours[2]} one is the {most}.")
    t.quote(other.name, f"And [which|which one] is the {least}?")
    t.quote(person.name, f"{low} is the {least}.", f"That is {low}.")
    t.say(
        f"{other.name} [wanted|liked] the {most} one.",
        f"{other.name} took {middle}, because {other.he} liked {colours[1]} best.",
        f"{other.name} [looked at|held] them all for a long time.",
    )
    t.say(
        f"So {person.name} gave {other.him} one and had two.",
        f"{person.name} put {high} [in|into] {person.his} bag and gave {other.him} the other two.",
        "Then they played with all three until the evening.",
    )
    t.maybe(0.6, f"It was not the {most}, but it was the best.", "All three were good.")


def week(t):
    """Something else every day, the days in order."""
    person = t.choose(PEOPLE)
    start, count = t.choose(range(7)), t.choose([3, 4, 5])
    days = [DAYS[(start + step) % 7] for step in range(count)]
    places = t.sample(PLACES, count)
    introduce(t, person)
    t.say(
        f"{person.name} had a [good|long] week.",
        f"This was a good week for {person.name}.",
        f"{person.name} [wanted|liked] to see something new every day.",
    )
    for day, place in zip(days, places):
        t.say(
            f"On {day} {person.he} [went|walked|ran] to the {place}.",
            f"On {day} {person.he} was {at(place)} (it was [weather] that day).",
            f"{day} was a good day for the {place}.",
            f"On {day} {person.his} [kinship] took {person.him} to the {place}.",
        )
    t.quote(f"{person.his} {t.choose(KIN).name}", "Where did you go this week?", "What did you [see|do] this week?")
    order = [f"the {place}" for place in places]
    t.quote(person.name, f"{order[0]}, then {', then '.join(order[1:])}.", f"I went to {listing(order)}.")
    t.say(
        f"The best day was {days[-1]}, {person.he} [thought|said].",
        f"{person.he} was tired, but [very happy|not sad].",
        f"And on {DAYS[(start + count) % 7]}? On {DAYS[(start + count) % 7]} {person.name} stayed [at home|in bed].",
    )


def hello(t):
    """Two people meet, ask and answer."""
    person, other = t.sample(PEOPLE, 2)
    place, time = t.choose(PLACES), t.choose(TIMES)
    colour, toy, kin = t.choose(COLOURS), t.choose(TOYS), t.choose(KIN)
    t.say(
        f"One {time} {person.name} met {other.name} {at(place)}.",
        f"{person.name} and {other.name} met {at(place)} on [days] {time}.",
        f"It was a [weather] {time}, and {person.name} saw {other.name} {at(place)}.",
    )
    t.quote(person.name, f"Good {time}, {other.name}!", f"Hello, {other.name}!")
    t.quote(
        other.name,
        f"Good {time}, {person.name}!",
        f"Hello, {person.name}! I am [feelings] today.",
        "Hello! It is good to see you.",
    )
    t.quote(person.name, f"What do you have in your [bag|hand]?", "What is that?", f"Is that a new {toy}?")
    t.quote(other.name, f"It is {a(toy)}.", f"This is my new {toy}.", f"Look, it is {a(colour)} {toy}!")
    t.say(
        f"The {toy} was {colour} (and very [pretty|shiny]).",
        f"It was [a very|the most] [pretty|shiny] {toy}, all {colour}.",
        f"{person.name} looked at the {colour} {toy}.",
    )
    t.quote(person.name, "May I hold it?", "Can I see it?", "Where did you [get|find] it?")
    t.quote(other.name, f"My {kin.name} gave it to me.", "Yes, but only for today.", f"Of course, here is the {toy}.")
    t.say(
        f"{person.name} held the {toy} for a while and gave it back.",
        f"They [talked about|played with] the {toy} until it was time to go.",
        f"{person.name} smiled, and {person.he} gave the {toy} back to {other.him}.",
    )
    t.quote(
        other.name,
        f"See you [tomorrow|soon], {person.name}!",
        f"I will see you [tomorrow|soon].",
        "Come to see me on [days]!",
    )
    retell(t, person, f"I met {other.name} {at(place)}", f"{other.name} has {a(colour)} {toy}")
