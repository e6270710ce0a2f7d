"""What the model is shown while it is trained: windows of story tokens, and some of random phrases that come again.

Every window is a function of the seed and the step alone, so that an interrupted training goes on with the same ones.
"""

import random

import torch

from tales.grammar import tell

# With a quarter of that the heads that look back did not form: what they gain at first is small beside the noise.
TOKENS_PER_STEP = 4096
# Most windows hold a story or a little more, which is quicker; the others teach positions up to the whole context.
SHORT, LONG = 128, 256
LONG_SHARE = 0.25

# Among the stories stand windows of random phrases, told again and again in any order. Nothing but looking back to what
# followed last time foretells how a phrase goes on, and so they teach the model that (an induction head, Olsson et al.
# 2022). Training begins with many of them, in windows of this length, goes on with few, and ends without.
FIRST_LENGTH = 64
FIRST_UNTIL, FIRST_PHRASES_SHARE = 0.35, 0.8
PHRASES_UNTIL, PHRASES_SHARE = 0.8, 0.1
FEWEST_PHRASES, MOST_PHRASES = 2, 8
SHORTEST_PHRASE, LONGEST_PHRASE = 2, 6


def windows(tokenizer, seed, step, progress):
    """The windows of one step: (ids [window, token + 1], counted [window, token]).

    `counted` is 1 where the next token counts for the loss, and 0 where it stands for a phrase that nobody could
    foretell. `progress` in training is from 0 to 1.
    """
    chance = random.Random(f"windows {seed} {step}")
    length, phrases_share = plan(chance, progress)
    rows, counted = [], []
    for _ in range(TOKENS_PER_STEP // length):
        if chance.random() < phrases_share:
            ids, foretold = random_phrases(tokenizer, chance, length + 1)
        else:
            ids = told(tokenizer, chance, length + 1)
            foretold = [1] * (length + 1)
        rows.append(ids)
        counted.append(foretold[1:])
    return torch.tensor(rows), torch.tensor(counted, dtype=torch.float32)


def plan(chance, progress):
    """How long the windows of a step are, in tokens, and what share of them holds phrases."""
    if progress < FIRST_UNTIL:
        return FIRST_LENGTH, FIRST_PHRASES_SHARE
    length = LONG if chance.random() < LONG_SHARE else SHORT
    return length, PHRASES_SHARE if progress < PHRASES_UNTIL else 0


def told(tokenizer, chance, length):
    """Stories one after another, cut off after `length` tokens; the first begins at its beginning."""
    ids = []
    while len(ids) < length:
        ids += story_ids(tokenizer, tell(chance).text)
    return ids[:length]


def story_ids(tokenizer, text):
    """<s>, the story, </s>."""
    return [tokenizer.start, *tokenizer.encode(text), tokenizer.end]


def random_phrases(tokenizer, chance, length):
    """A few phrases of random words in any order until `length` tokens: (ids, 1 where a token could be foretold)."""
    phrases = [
        chance.sample(tokenizer.word_ids, chance.randint(SHORTEST_PHRASE, LONGEST_PHRASE))
        for _ in range(chance.randint(FEWEST_PHRASES, MOST_PHRASES))
    ]
    ids, foretold, known = [tokenizer.start], [0], set()
    while len(ids) < length:
        chosen = chance.randrange(len(phrases))
        ids += phrases[chosen]
        # How a phrase begins is never foretold, how it goes on not the first time.
        foretold += [0] + [int(chosen in known)] * (len(phrases[chosen]) - 1)
        known.add(chosen)
    return ids[:length], foretold[:length]
