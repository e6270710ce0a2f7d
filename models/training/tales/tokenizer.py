"""The tokens of `models/tales`: whole words first, then pieces and single letters, as WordPiece has them.

`build` makes the `tokenizer.json`, `Tokenizer` reads it. The rules are the file's own regular expressions, written in
what Python, JavaScript and Oniguruma have in common, so whatever reads the file comes to the same ids.
"""

import json
import random
import re
import string
from collections import Counter

from .grammar import tell, word_classes

SIZE = 1000
BEGIN, END, UNKNOWN = "<s>", "</s>", "<unk>"
SPECIAL = [BEGIN, END, UNKNOWN]
CONTINUED = "##"
# Special tokens are found within words too, and leave the spaces beside them.
WHEREVER = {"single_word": False, "lstrip": False, "rstrip": False}

# Any white space is one space. Quotation marks turn typographic: “ at the start, after a space or an opening bracket.
NORMALIZATIONS = [
    ("[\\u0009-\\u000d\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+", " "),
    ("(?<![^ (\\[{])\"", "“"),
    ('"', "”"),
    ("'", "’"),
]
# What follows an apostrophe stays with it (Anna’s, don’t). No run of letters is longer than 24, which bounds the search
# for pieces. Every other character is alone.
WORD = "’(?:s|t|ll|re|ve|m|d)(?![A-Za-z])|[A-Za-z]{1,24}|[^ ]"
# Spaces that tokens joined by spaces have too many.
SUPERFLUOUS = [
    "(?<=[“(\\[{]) ",
    " (?=[.,:;!?…”’)\\]}%])",
    "(?<=[0-9]) (?=[0-9])",
    "(?<=[A-Za-z]) (?=- [A-Za-z])",
    "(?<=[A-Za-z]-) ",
]

PUNCTUATION = ["“", "”", "’", "…", "–", "—"]
CONTRACTIONS = ["’s", "’t", "’ll", "’re", "’ve", "’m", "’d"]
SUFFIXES = (
    "es ed er ers est ly ing ies ful less ness able ible al ial ic ical ion tion sion ment ous ive ity ty ize ist ism ance "
    "ence ant ent age ary ory ish ward man ght ck ll ss tt ee oo ea ou th sh ch st nd ng nt le re en an in on at it or ar "
    "ro ri ra la li lo il el ol ul me ne se te de ve ce ge ke om am um im as is us os et ot ut ad id un op ap ep ip"
).split()
PREFIXES = (
    "st th ch sh wh tr br gr pr fr cr cl bl fl pl sl sp sc sm sn sw dr gl re un de con com pro ex dis ma ca pa ha sa ra co "
    "ho lo ro po se te le mi li di vi"
).split()

WHOLE = re.compile("[a-z]{2,}")

# Enough stories to meet every word the grammar has: the rarest comes once in some hundreds.
STORIES = 10_000


def build():
    """The definition that `tokenizer.json` holds: special tokens, characters, letters within a word, words, pieces."""
    source = random.Random(0)
    words = Counter(word for words in word_classes().values() for word in words)
    for _ in range(STORIES):
        words.update(re.findall(WORD, tell(source).text))
    letters = string.ascii_letters
    characters = [character for character in map(chr, range(33, 127)) if character not in "\"'"]
    tokens = [*SPECIAL, *characters, *PUNCTUATION, *CONTRACTIONS, *(CONTINUED + letter for letter in letters)]
    tokens += sorted(words, key=lambda word: (word.lower(), word))
    tokens += [CONTINUED + suffix for suffix in SUFFIXES] + PREFIXES
    tokens = list(dict.fromkeys(tokens))[:SIZE]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {"id": token_id, "content": token, "special": True, "normalized": False, **WHEREVER}
            for token_id, token in enumerate(SPECIAL)
        ],
        "normalizer": {"type": "Sequence", "normalizers": [replacement(*rule) for rule in NORMALIZATIONS]},
        "pre_tokenizer": {"type": "Split", "pattern": {"Regex": WORD}, "behavior": "Removed", "invert": True},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": BEGIN, "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
            "pair": [
                {"SpecialToken": {"id": BEGIN, "type_id": 0}},
                {"Sequence": {"id": "A", "type_id": 0}},
                {"Sequence": {"id": "B", "type_id": 1}},
            ],
            "special_tokens": {BEGIN: {"id": BEGIN, "ids": [0], "tokens": [BEGIN]}},
        },
        "decoder": {
            "type": "Sequence",
            "decoders": [
                {"type": "WordPiece", "prefix": CONTINUED, "cleanup": False},
                {"type": "Fuse"},
                *(replacement(pattern, "") for pattern in SUPERFLUOUS),
            ],
        },
        "model": {
            "type": "WordPiece",
            "unk_token": UNKNOWN,
            "continuing_subword_prefix": CONTINUED,
            "max_input_chars_per_word": 100,
            "vocab": {token: token_id for token_id, token in enumerate(tokens)},
        },
    }


def replacement(pattern, content):
    """A step of a normalizer or decoder."""
    return {"type": "Replace", "pattern": {"Regex": pattern}, "content": content}


def compiled(step):
    """A replacement of a definition, ready to be applied."""
    return re.compile(step["pattern"]["Regex"]), step["content"]


class Tokenizer:
    """Text as token ids and back, by what `build` returns or a `tokenizer.json` holds.

    `start`, `end` and `unknown` are the ids of the special tokens, `word_ids` those of whole words in small letters.
    """

    def __init__(self, definition):
        self.ids = definition["model"]["vocab"]
        self.tokens = list(self.ids)
        self.start, self.end, self.unknown = (self.ids[token] for token in SPECIAL)
        self.word_ids = [self.ids[token] for token in self.tokens if WHOLE.fullmatch(token) and token not in PREFIXES]
        self.normalizations = [compiled(step) for step in definition["normalizer"]["normalizers"]]
        self.word = re.compile(definition["pre_tokenizer"]["pattern"]["Regex"])
        self.joins = [compiled(step) for step in definition["decoder"]["decoders"] if step["type"] == "Replace"]
        self.special = re.compile("(" + "|".join(token["content"] for token in definition["added_tokens"]) + ")")
        self.known = {}

    def __len__(self):
        return len(self.tokens)

    def id_of(self, token):
        """The id of a token as the vocabulary writes it, or of the unknown token."""
        return self.ids.get(token, self.unknown)

    @classmethod
    def load(cls, path):
        """The tokenizer of a `tokenizer.json`."""
        return cls(json.loads(path.read_text(encoding="utf-8")))

    def encode(self, text):
        """Ids of a text, without the `<s>` that the file's post-processor puts before it."""
        ids = []
        known = self.known
        for section in self.special.split(text):
            if section in SPECIAL:
                ids.append(self.ids[section])
                continue
            for pattern, content in self.normalizations:
                section = pattern.sub(content, section)
            for word in self.word.findall(section):
                pieces = known.get(word)
                if pieces is None:
                    pieces = known[word] = self.pieces(word)
                ids += pieces
        return ids

    def pieces(self, word):
        """Ids of a word: the longest piece that fits, again and again; the unknown token where none does."""
        ids, start = [], 0
        while start < len(word):
            prefix = CONTINUED if start else ""
            ends = range(len(word), start, -1)
            end = next((end for end in ends if prefix + word[start:end] in self.ids), None)
            if end is None:
                return [self.unknown]
            ids.append(self.ids[prefix + word[start:end]])
            start = end
        return ids

    def decode(self, ids):
        """Text of some ids, special tokens as they are written."""
        tokens = [self.tokens[token_id] for token_id in ids]
        text = "".join(
            token[len(CONTINUED) :] if at and token.startswith(CONTINUED) else " " * bool(at) + token
            for at, token in enumerate(tokens)
        )
        for pattern, content in self.joins:
            text = pattern.sub(content, text)
        return text
