"""What can be read in the model: which heads look where, how its words cluster, what the residual stream says at each depth.

Each measure takes a model and data that were never trained on, and gives numbers from 0 to 1 unless it says otherwise.
"""

import math
import random

import torch
from torch.nn import functional

from recording import Recorder
from tales.grammar import tell, word_classes
from tales.windows import story_ids

REPEATED_SEQUENCES = 32
ROUND_LENGTH = 40
NEIGHBOURS = 5


def held_out_stories(tokenizer, count, seed="held out"):
    """Stories for measuring: [(ids with <s> and </s>, nats that the grammar's choices took)]."""
    chance = random.Random(seed)
    stories = [tell(chance) for _ in range(count)]
    return [(story_ids(tokenizer, story.text), story.nats) for story in stories]


def traced(model, ids):
    """Every activation for one sequence of ids, by tensor id, without a batch axis."""
    recorded = {}
    with torch.no_grad():
        model(torch.tensor([ids]), Recorder(recorded))
    return {name: tensor[0] for name, tensor in recorded.items()}


def loss_and_entropy(model, stories):
    """(Mean loss, the grammar's mean information), both in nats per token; <s> is given and not counted."""
    loss = nats = tokens = 0.0
    with torch.no_grad():
        for ids, story_nats in stories:
            sequence = torch.tensor([ids])
            logits = model(sequence[:, :-1])
            loss += functional.cross_entropy(logits[0], sequence[0, 1:], reduction="sum").item()
            nats += story_nats
            tokens += len(ids) - 1
    return loss / tokens, nats / tokens


def attention_weights(model, trace):
    """[layer, head, token, key]"""
    return torch.stack([trace[f"layers.{layer}.attention.weights"] for layer in range(len(model.model["layers"]))])


def looking_back(model, tokenizer):
    """On random words said twice: mean attention of each head [layer, head] from a word in the second round

    to the word before it ("previous"), and to the word that followed it in the first round ("induction"); and how often
    the next word is foretold there ("copied").
    """
    chance = random.Random("looking back")
    previous = induction = copied = 0
    for _ in range(REPEATED_SEQUENCES):
        words = chance.sample(tokenizer.word_ids, ROUND_LENGTH)
        trace = traced(model, [tokenizer.start, *words, *words])
        weights = attention_weights(model, trace)
        # The last word has no follower to foretell; the first of the second round is 1 + ROUND_LENGTH.
        queries = torch.arange(1 + ROUND_LENGTH, 2 * ROUND_LENGTH)
        previous = previous + weights[:, :, queries, queries - 1].mean(dim=-1)
        induction = induction + weights[:, :, queries, queries - ROUND_LENGTH + 1].mean(dim=-1)
        foretold = trace["logits"][queries].argmax(dim=-1)
        copied += (foretold == torch.tensor(words[1:])).float().mean().item()
    return {
        "previous": previous / REPEATED_SEQUENCES,
        "induction": induction / REPEATED_SEQUENCES,
        "copied": copied / REPEATED_SEQUENCES,
    }


def pairs_of(ids, opener, closer):
    """(place of the opener, place of its closer) of every pair that does not nest."""
    pairs, opened = [], None
    for place, token in enumerate(ids):
        if token == opener:
            opened = place
        elif token == closer and opened is not None:
            pairs.append((opened, place))
            opened = None
    return pairs


def matching(model, stories, opener, closer):
    """Mean attention of each head [layer, head] to an opening mark from the token just before its closing mark,

    where the model has to know that something is open. Pairs around a single token count too. There must be one at least.
    """
    total, count = 0, 0
    for ids, _ in stories:
        pairs = pairs_of(ids, opener, closer)
        if not pairs:
            continue
        weights = attention_weights(model, traced(model, ids))
        opened, closed = (torch.tensor(places) for places in zip(*pairs))
        total = total + weights[:, :, closed - 1, opened].sum(dim=-1)
        count += len(pairs)
    if count == 0:
        raise ValueError("no story has a pair of these marks; measure on more stories")
    return total / count


def purity(embedding, tokenizer):
    """Of the 5 class words nearest to a class word by cosine, the share in its own class; mean over all class words.

    embedding: [vocab, channel].
    """
    ids, classes = [], []
    for index, words in enumerate(word_classes().values()):
        for word in words:
            ids.append(tokenizer.id_of(word))
            classes.append(index)
    rows = functional.normalize(embedding[ids].detach(), dim=-1)
    likeness = rows @ rows.T
    likeness.fill_diagonal_(-math.inf)
    nearest = likeness.topk(NEIGHBOURS, dim=-1).indices
    classes = torch.tensor(classes)
    return (classes[nearest] == classes[:, None]).float().mean().item()


def by_depth(model, stories):
    """What the residual stream says after the embedding and after each layer, each [depth]:

    "lens": how often the final norm and the output matrix, put there, give the next token first (the logit lens);
    "input": how often the input embedding nearest to it by cosine is that of the token read there.
    """
    embedding = functional.normalize(model.model["embed_tokens"].weight.detach(), dim=-1)
    lens, own, count = 0, 0, 0
    for ids, _ in stories:
        trace = traced(model, ids[:-1])
        layers = len(model.model["layers"])
        stream = torch.stack([trace["embedding"], *(trace[f"layers.{layer}.ffn_residual"] for layer in range(layers))])
        with torch.no_grad():
            logits = model.lm_head(model.model["norm"](stream))
        lens = lens + (logits.argmax(dim=-1) == torch.tensor(ids[1:])).sum(dim=-1)
        nearest = (functional.normalize(stream, dim=-1) @ embedding.T).argmax(dim=-1)
        own = own + (nearest == torch.tensor(ids[:-1])).sum(dim=-1)
        count += len(ids) - 1
    return {"lens": (lens / count).tolist(), "input": (own / count).tolist()}


def summary(model, tokenizer, stories):
    """The measures that the key frames and the card give, as numbers by name."""
    looks = looking_back(model, tokenizer)
    depth = by_depth(model, stories)
    return {
        "previousTokenHead": looks["previous"].max().item(),
        "inductionHead": looks["induction"].max().item(),
        "copied": looks["copied"],
        "quoteHead": matching(model, stories, tokenizer.id_of("“"), tokenizer.id_of("”")).max().item(),
        "parenthesisHead": matching(model, stories, tokenizer.id_of("("), tokenizer.id_of(")")).max().item(),
        "inputPurity": purity(model.model["embed_tokens"].weight, tokenizer),
        "outputPurity": purity(model.lm_head.weight, tokenizer),
        **{f"lens{index}": share for index, share in enumerate(depth["lens"])},
        **{f"inputNearest{index}": share for index, share in enumerate(depth["input"])},
    }
