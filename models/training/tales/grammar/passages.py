"""What many stories share: how someone is introduced, and how the day is told again at its end."""

from .words import ELDERS, KIN


def introduce(t, person):
    """Says who someone is, half of the time."""
    if t.chance(0.5):
        first, second = (member.name for member in t.sample(KIN, 2))
        t.say(
            f"Once there was a {person.boy} called {person.name}.",
            f"{person.name} lived in a [colours] house near the [places] with {person.his} {first} and {second}.",
            f"This is a story about {person.name}, a [happy|kind|funny|little|big] {person.boy} from the village.",
            f"{person.name} was a {person.boy} of [six|seven|eight|nine|ten] who liked to [play|sing|dance|read|run].",
            f"One day {person.name} was [feelings], and no one knew why.",
            f"{person.name} (a {person.boy} with [big|small|brown|green|blue] eyes) was never [sad|worried|afraid].",
        )


def retell(t, person, *lines):
    """Often, someone older asks in the evening, and is told one of the lines."""
    if t.chance(0.6):
        elder = t.choose(ELDERS)
        asks = t.phrase(
            "[What|And what] did you do today",
            f"[How|And how] was your day, {person.name}",
            "What is new",
        )
        answer = t.phrase(*lines)
        t.say(
            f"In the evening {person.his} {elder.name} asked, “{asks}?” “{answer},” said {person.name}.",
            f"“{asks}?” asked {person.his} {elder.name} at home. “{answer},” {person.he} said.",
            f"At home {person.he} told {person.his} {elder.name}, “{answer}.”",
        )
        t.maybe(
            0.6,
            f"{elder.he} [smiled|laughed|was glad].",
            f"“[Good|Well done|How funny]!” said {person.his} {elder.name}.",
            f"Then {elder.he} gave {person.him} some [tea|soup|milk].",
        )
