"""Writes `test/fixtures/tales-tokens.json`: texts and the ids that `models/tales/tokenizer.json` makes of them in Python.

The page reads the same file with another library; its test compares. Run it whenever the tokenizer changes:

    python3 models/training/make_token_fixture.py
"""

import json
import random
from pathlib import Path

from tales.grammar import tell
from tales.tokenizer import Tokenizer

ROOT = Path(__file__).resolve().parent.parent.parent
STORIES = 150
ODD = [
    "I like the red ball, but my girlfriend likes the larger ball. We like to go to the basketball court to play ball "
    "together. It is a lot of fun.",
    "",
    "   ",
    "\t\n a \u00a0b\u2028c",
    "\"Hi,\" he said (\"so\"). It's Anna's; we'll see, don't we? 'x'",
    '""" ("a")"b',
    "“a”’s boys’ balls’ …",
    "😀 emoji 👩\u200d👩\u200d👧 漢字 café naïve ĀéİıſK",
    "a\u0000b\u0001\u007f\u200b\ufeff",
    "".join(map(chr, range(32, 127))),
    "x" * 10_000,
    "Zebra, unbelievably gigantic XYLOPHONE",
    "well-known a - b 10 3.5 12:30 [x] {y} s> ##ing #",
    "end</s><s>So <unk> <S>",
]


def main():
    """Every text with its ids, `<s>` first as the file's post-processor puts it, and with the text they make without special tokens."""
    tokenizer = Tokenizer.load(ROOT / "models/tales/tokenizer.json")
    special = {tokenizer.start, tokenizer.end, tokenizer.unknown}
    source = random.Random("token fixture")
    texts = ODD + [tell(source).text for _ in range(STORIES)]
    rows = []
    for text in texts:
        ids = [tokenizer.start, *tokenizer.encode(text)]
        plain = [token for token in ids if token not in special]
        rows.append({"text": text, "ids": ids, "decoded": tokenizer.decode(plain)})
    lines = ",\n".join(json.dumps(row, ensure_ascii=True, separators=(",", ":")) for row in rows)
    (ROOT / "test/fixtures/tales-tokens.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
