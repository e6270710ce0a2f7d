"""TRAINING.md: what the model was trained on, and what was measured of it, figure by figure."""

import math
from pathlib import Path

import torch

from tales import measures

TRIED = Path(__file__).parent / "tried.md"

CONTINUATIONS = 20
PROMPT_TOKENS = 12
CONTINUATION_TOKENS = 60
TEMPERATURE = 0.8


def write(models, tokenizer, story_count, about):
    """The card as Markdown. models: the one that is kept, then those of other seeds; about: its first paragraphs."""
    stories = measures.held_out_stories(tokenizer, story_count)
    found = [measured(model, tokenizer, stories) for model in models]
    parts = [
        "# How tales was trained",
        about,
        "## What was measured",
        f"On {story_count} stories that no seed was trained on, and on random words. The first column is the model that is kept; "
        "the other, the same training from another seed.",
        figures_table(found),
        "## By depth",
        "After the embedding (0) and after each layer: how often the final norm and the output matrix, put there, give the next "
        "token first (lens), and how often the nearest row of the input embedding, by cosine, is the token that was read there "
        "(input).",
        depth_table(found),
        "## What was tried",
        TRIED.read_text().strip(),
        "## Twenty continuations",
        f"The first {PROMPT_TOKENS - 1} tokens of {CONTINUATIONS} held-out stories in bold, continued by at most "
        f"{CONTINUATION_TOKENS} tokens drawn at temperature {TEMPERATURE}. None was left out or drawn twice.",
        "\n".join(f"{index}. **{prompt}** {text}" for index, (prompt, text) in enumerate(continuations(models[0], tokenizer), 1)),
    ]
    return "\n\n".join(parts) + "\n"


def measured(model, tokenizer, stories):
    """Every figure of the card by name; heads as (attention, layer, head)."""
    loss, entropy = measures.loss_and_entropy(model, stories)
    looks = measures.looking_back(model, tokenizer)
    quotes = measures.matching(model, stories, tokenizer.id_of("“"), tokenizer.id_of("”"))
    parentheses = measures.matching(model, stories, tokenizer.id_of("("), tokenizer.id_of(")"))
    return {
        "loss": loss,
        "entropy": entropy,
        "previous": best_head(looks["previous"]),
        "induction": best_head(looks["induction"]),
        "copied": looks["copied"],
        "quotes": best_head(quotes),
        "parentheses": best_head(parentheses),
        "input purity": measures.purity(model.model["embed_tokens"].weight, tokenizer),
        "output purity": measures.purity(model.lm_head.weight, tokenizer),
        "depth": measures.by_depth(model, stories),
    }


def best_head(attention):
    """(largest attention, its layer, its head) of [layer, head]."""
    layer, head = divmod(attention.argmax().item(), attention.shape[1])
    return attention[layer, head].item(), layer, head


def figures_table(found):
    """One row a figure, one column a seed."""
    head = lambda name: [f"{value:.2f} (layer {layer}, head {head})" for value, layer, head in (each[name] for each in found)]
    number = lambda name: [f"{each[name]:.3f}" for each in found]
    rows = [
        ("held-out loss, nats a token", "", number("loss")),
        ("the grammar's own entropy, nats a token (at most)", "", number("entropy")),
        ("a head that looks at the word before", "≥ 0.5", head("previous")),
        ("a head that looks at what followed last time (induction)", "≥ 0.5", head("induction")),
        ("random words foretold in the second round", "", number("copied")),
        ("a head that looks at the open “ before its ”", "≥ 0.6", head("quotes")),
        ("a head that looks at the open ( before its )", "≥ 0.6", head("parentheses")),
        ("purity@5 of word classes, input embedding", "≥ 0.5", number("input purity")),
        ("purity@5 of word classes, output embedding", "≥ 0.85", number("output purity")),
        ("nearest input word is the own one, share of layers: in the stream after them", "≥ 0.5", nearest(found, slice(1, None))),
        ("the same: in the stream that they read", "", nearest(found, slice(None, -1))),
    ]
    return table(["", "wanted", *seed_names(found)], [[name, wanted, *cells] for name, wanted, cells in rows])


def nearest(found, depths):
    """The mean over tokens of the share of depths at which a token's own input embedding is the nearest."""
    shares = [each["depth"]["input"][depths] for each in found]
    return [f"{math.fsum(share) / len(share):.3f}" for share in shares]


def depth_table(found):
    """One row a depth, two columns a seed: what `measures.by_depth` gives."""
    depths = range(len(found[0]["depth"]["lens"]))
    columns = [f"{name}, {kind}" for name in seed_names(found) for kind in ("lens", "input")]
    rows = [
        [str(depth), *(f"{each['depth'][kind][depth]:.2f}" for each in found for kind in ("lens", "input"))] for depth in depths
    ]
    return table(["layers", *columns], rows)


def seed_names(found):
    """What the columns are called: the first is the model that is kept."""
    return ["kept", *(f"other seed {index}" if len(found) > 2 else "other seed" for index in range(1, len(found)))]


def table(head, rows):
    """Markdown of a head and rows of texts."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def continuations(model, tokenizer):
    """The first tokens of held-out stories, gone on with by the model: [(prompt, continuation)]. None is picked."""
    drawn = torch.Generator().manual_seed(0)
    found = []
    for ids, _ in measures.held_out_stories(tokenizer, CONTINUATIONS, seed="continuations"):
        sequence = ids[:PROMPT_TOKENS]
        while len(sequence) < PROMPT_TOKENS + CONTINUATION_TOKENS and sequence[-1] != tokenizer.end:
            with torch.no_grad():
                probabilities = (model(torch.tensor([sequence]))[0, -1] / TEMPERATURE).softmax(dim=-1)
            sequence = [*sequence, torch.multinomial(probabilities, 1, generator=drawn).item()]
        made = [token for token in sequence[PROMPT_TOKENS:] if token != tokenizer.end]
        unfinished = "" if sequence[-1] == tokenizer.end else " …"
        found.append((tokenizer.decode(ids[1:PROMPT_TOKENS]), tokenizer.decode(made) + unfinished))
    return found
