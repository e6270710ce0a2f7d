"""Stories out of doors: the weather and what to wear, the seasons, games."""

from .passages import introduce, retell
from .telling import a, at, listing
from .words import ANIMALS, COLOURS, FRUITS, KIN, NUMBERS, PAIRS, PEOPLE, PLACES, SEASONS, SPOTS

WEARING = {
    "sunny": (["a hat", "a dress", "a shirt"], "hot", "play in the sun"),
    "rainy": (["boots", "a coat", "a hat"], "wet", "jump in the water"),
    "snowy": (["gloves", "a scarf", "a sweater", "boots"], "cold", "play in the snow"),
    "windy": (["a scarf", "a coat", "a sweater"], "cold", "fly a kite"),
    "foggy": (["a coat", "a lamp", "a sweater"], "dark", "play hide and seek"),
    "cloudy": (["shoes", "a coat", "a sweater"], "cold", "walk in the forest"),
}
IN_SEASON = {
    "spring": (["the birds sing", "the trees are green", "it rains a lot"], "fly a kite"),
    "summer": (["the sun is hot", "the days are long", "the bees buzz"], "play in the water"),
    "autumn": (["the trees are yellow", "the apples fall", "the wind is cold"], "pick apples"),
    "winter": (["the snow falls", "the nights are long", "the river is cold"], "play in the snow"),
}


def weather_day(t):
    """What the sky is like, what to put on, and what comes of not doing so."""
    person, kin = t.choose(PEOPLE), t.choose(KIN)
    weather = t.choose(list(WEARING))
    clothes, feel, game = WEARING[weather]
    worn = t.sample(clothes, 2)
    wrong = t.choose([pair for pair in PAIRS if pair not in clothes])
    introduce(t, person)
    t.say(
        f"It was a {weather} [times].",
        f"{person.name} looked out of the window. It was {weather}.",
        f"“What a {weather} day!” said {person.name}.",
    )
    t.quote(person.name, "Can I go out?", f"I want to {game}!", "What do I need today?")
    t.quote(
        f"{person.his} {kin.name}",
        f"It is {feel}, so put on {listing(worn)}.",
        f"Yes, but take {listing(worn)}.",
        f"You need {listing(worn)} today.",
    )
    t.say(
        f"{person.name} put on {listing(worn)}.",
        f"{person.he} took {listing(worn)}, but forgot {person.his} {wrong}.",
        f"First {person.he} found {worn[0]}, then {worn[1]}.",
    )
    t.say(
        f"Then {person.he} [went|ran] out to {game}.",
        f"There {person.he} [met|saw] {person.his} friends, and they began to {game}.",
    )
    t.say(
        f"It was {feel} (but not too {feel}).",
        f"“How {feel} it is!” {person.he} [said|called].",
        f"{person.his} [body] was {feel}.",
    )
    t.say(
        f"After [two|three] hours {person.he} came [home|back], [tired|hungry] and happy.",
        f"They played until {person.his} {kin.name} called {person.him}.",
    )
    t.quote(
        f"{person.his} {kin.name}",
        "Did you have fun?",
        "Come in and drink some tea.",
        f"Were you {feel}?" if feel in ("hot", "wet", "cold") else "How was it?",
    )
    t.say(
        f"“I like a {weather} day,” said {person.name}.",
        f"And what was the weather the next day? It was {weather} again.",
        f"{person.he} [slept|ate] well that [evening|night].",
    )


def seasons(t):
    """A year, season after season."""
    person = t.choose(PEOPLE)
    start = t.choose(range(4))
    order = [SEASONS[(start + step) % 4] for step in range(4)]
    introduce(t, person)
    t.say(
        f"{person.name} likes every season.",
        f"“Which season is the best?” asked {person.name}’s [kinship].",
        f"There are four seasons, and {person.name} knows them all.",
    )
    for season in order[:3]:
        signs, activity = IN_SEASON[season]
        first, second = t.sample(signs, 2)
        t.say(
            f"In {season} {first}, and {person.he} likes to {activity}.",
            f"In {season} {first} and {second}.",
            f"It is good to {activity} in {season}, when {first}.",
            f"When {first}, it is {season} (and {person.he} wants to {activity}).",
        )
        t.maybe(0.5, f"{person.he} goes to the [places] [with {person.his} friends|every day].", "It is a good time.")
    t.say(f"Then comes {order[3]}.", f"After {order[2]} comes {order[3]}.")
    t.quote(
        person.name,
        f"I like {order[0]} best.",
        f"What comes after {order[3]}?",
        f"Is it {order[3]} now?",
    )
    t.say(
        f"And after {order[3]}? Then {order[0]} comes again.",
        f"{person.his} [kinship] likes {order[1]} more.",
        "So the year goes round and round.",
    )


def hide_and_seek(t):
    """One counts, the others hide, and are found where they hid."""
    seeker, *hidden = t.sample(PEOPLE, 3)
    spots, count = t.sample(SPOTS, 3), t.choose([3, 4, 5, 6])
    place = t.choose(["garden", "park", "forest", "school", "farm"])
    names = listing([one.name for one in (seeker, *hidden)])
    t.say(
        f"{names} played hide and seek {at(place)}.",
        f"“Let us play hide and seek!” said {hidden[0].name}.",
        f"The children played {at(place)} on [days].",
    )
    t.say(
        f"{seeker.name} closed {seeker.his} eyes and counted: {', '.join(NUMBERS[:count])}.",
        f"{seeker.name} counted up to {NUMBERS[count - 1]}: {', '.join(NUMBERS[:count])}.",
    )
    t.say(f"{hidden[0].name} hid behind the {spots[0]}.", f"{hidden[0].name} ran to the {spots[0]} and hid there.")
    t.say(
        f"{hidden[1].name} hid near the {spots[1]} (and did not move).",
        f"And {hidden[1].name}? {hidden[1].he} hid near the {spots[1]}.",
    )
    t.quote(seeker.name, "I am coming!", "Where are you?", "Here I come!")
    t.say(
        f"{seeker.he} looked near the {spots[2]}, but no one was there.",
        f"First {seeker.he} looked near the {spots[2]}.",
    )
    t.say(
        f"Then {seeker.he} saw a [foot|hand|leg] behind the {spots[0]}. It was {hidden[0].name}!",
        f"Behind the {spots[0]} {seeker.he} found {hidden[0].name}.",
    )
    t.quote(hidden[0].name, "You found me!", "Oh no!", f"But where is {hidden[1].name}?")
    t.say(
        f"They looked for {hidden[1].name} and found {hidden[1].him} near the {spots[1]}.",
        f"{hidden[1].name} laughed, and so {seeker.name} found {hidden[1].him} near the {spots[1]}.",
    )
    t.say(
        f"Next it was {hidden[0].name}’s turn to count.",
        "They played again until it was dark.",
        f"“Again!” said {hidden[1].name}.",
    )
    retell(
        t,
        seeker,
        f"{hidden[0].name} was behind the {spots[0]}, and {hidden[1].name} was near the {spots[1]}",
        f"I found {hidden[0].name} and {hidden[1].name}",
    )


def match(t):
    """Two teams, and a score that comes out."""
    person, other = t.sample(PEOPLE, 2)
    ours, theirs = t.sample(COLOURS, 2)
    low = t.choose(range(1, 5))
    high = low + 1
    place = t.choose(["basketball court", "playground", "park", "field", "beach"])
    t.say(
        f"The {ours} team played [ball |]against the {theirs} team.",
        f"On [days] there was a big game {at(place)}.",
        f"{person.name} is in the {ours} team, {other.name} in the {theirs} one.",
    )
    t.say(
        f"{person.name} was in the {ours} team (number [numbers]).",
        f"{person.name} had {a(ours)} shirt, and {other.name} had {a(theirs)} one.",
    )
    t.say(
        f"{other.name} had the ball first.",
        f"At first the {theirs} team was faster.",
        f"{person.name} ran and ran.",
    )
    t.say(f"Soon it was {NUMBERS[low - 1]} to {NUMBERS[low - 1]}.", f"The two teams had {NUMBERS[low - 1]}.")
    t.quote(f"{person.name}’s {t.choose(KIN).name}", "Run!", f"Run, {person.name}!", "You can do it!")
    t.say(f"Then {person.name} got the ball and ran.", f"Then the ball hit {other.name} on the [nose|head|knee].")
    t.say(
        f"Now it was {NUMBERS[high - 1]} to {NUMBERS[low - 1]}!",
        f"That was {NUMBERS[high - 1]} for the {ours} team!",
    )
    t.say(
        f"The {ours} team [won|was the best].",
        f"So the {ours} team won, {NUMBERS[high - 1]} to {NUMBERS[low - 1]}.",
    )
    t.quote(other.name, "Well done!", f"You were good, {person.name}.", "Next time we will win.")
    t.say(
        f"Then the two teams shared some [tea|milk|water] and sat in the sun.",
        f"{person.name} gave {other.name} {person.his} hand, and they laughed.",
        f"{person.name} kept {person.his} {ours} shirt all night.",
    )
    retell(t, person, f"We won, {NUMBERS[high - 1]} to {NUMBERS[low - 1]}", f"The {ours} team won")


def picnic(t):
    """Everyone brings something, and someone uninvited comes."""
    friends = t.sample(PEOPLE, 3)
    foods, place = t.sample(list(FRUITS.values()) + ["cake", "bread", "cheese", "jam"], 3), t.choose(PLACES[:10])
    animal = t.choose(ANIMALS)
    names = listing([friend.name for friend in friends])
    t.say(
        f"{names} [went|walked] to the {place} to eat [together|outside].",
        f"It was sunny, so {names} went to the {place}.",
    )
    t.say(f"They sat [under a tree|in the sun].", f"There they sat down, and they were hungry.")
    t.say(
        f"{friends[0].name} had {foods[0]}, {friends[1].name} had {foods[1]} and {friends[2].name} had {foods[2]}.",
        f"“I have {foods[0]},” said {friends[0].name}. The others had {foods[1]} ({friends[1].name}) and {foods[2]}.",
    )
    t.quote(
        friends[0].name,
        f"Who wants some {foods[0]}?",
        "Let us eat!",
        f"May I have some of your {foods[2]}, {friends[2].name}?",
    )
    t.say(f"Then {a(animal)} came by.", f"But what was that? There was {a(animal)}, and it looked at the food!")
    t.quote(
        friends[1].name,
        "Go away!",
        f"Look, {a(animal)}!",
        "Do not be afraid.",
        "It is hungry too.",
    )
    t.say(
        f"The {animal} [ate|took] all the {foods[1]} and [ran|went] away.",
        f"They gave the {animal} some of the {foods[1]}.",
    )
    t.say(
        f"“My {foods[1]}!” said {friends[1].name}.",
        f"{friends[1].name} [laughed|was a little sad] ({friends[1].he} liked {foods[1]}).",
    )
    t.say(
        f"So {friends[2].name} shared {friends[2].his} {foods[2]} with {friends[1].him}.",
        f"“You can have my {foods[2]},” said {friends[2].name}.",
    )
    t.say(
        "It was a good day.",
        "They sang all the way home.",
        "After that they slept in the sun.",
        f"They gave the {animal} [an apple|a banana|a plum|a pear] too.",
    )
    retell(
        t,
        friends[1],
        f"The {animal} took my {foods[1]}",
        f"I went to the {place} with {friends[0].name} and {friends[2].name}",
    )
