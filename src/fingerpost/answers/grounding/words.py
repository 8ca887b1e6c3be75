"""A text's words, each with its place, its stem and the groups of words that mean the same.

The stem is a light one: it takes off plurals and the endings of verbs, so that "applies" and "applying" meet, and
leaves agent and adjective endings alone, since a tenant is not a tenancy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from fingerpost.answers.grounding.lexicon import word_set
from fingerpost.answers.grounding.quantities import find_quantities

_TOKEN = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+|(?:[\w-]+\.)+(?:uk|com|org|net|gov|wales|scot|example|test)\b[/\w.-]*"
    r"|\d+(?:[.,:]\d+)*(?:st|nd|rd|th)?(?![^\W\d_])|\w+(?:[’']\w+)*|[^\w\s]"
)
_HYPHENS = frozenset("-‐‑")
_PARTICLES = word_set("off up out down back in over on away")
_ENDS = frozenset(".!?;:")
_IRREGULAR: Mapping[str, str] = {
    written: stem
    for stem, forms in {
        "be": "is are was were am been being",
        "have": "has had having",
        "do": "does did done doing",
        "get": "got gets getting gotten",
        "pay": "paid",
        "say": "said",
        "tell": "told",
        "send": "sent",
        "leav": "left",
        "buy": "bought",
        "bring": "brought",
        "keep": "kept",
        "lose": "lost loses losing",
        "mak": "made make makes making",
        "tak": "took taken take takes taking",
        "giv": "gave given",
        "go": "went gone goes going",
        "see": "saw seen",
        "find": "found",
        "hold": "held",
        "meet": "met",
        "sel": "sold",
        "spend": "spent",
        "writ": "wrote written",
        "chos": "chose chosen choose chooses choosing",
        "grow": "grew grown",
        "know": "knew known",
        "show": "shown",
        "begin": "began begun",
        "break": "broke broken",
        "driv": "drove driven",
        "fal": "fell fallen",
        "ris": "rose risen",
        "speak": "spoke spoken",
        "steal": "stole stolen",
        "think": "thought",
        "com": "came come comes coming",
        "becom": "became become becomes becoming",
        "child": "children",
        "person": "people persons",
        "man": "men",
        "woman": "women",
        "lif": "lives",
        "rent": "rents rented renting",
        "need": "needs needed",
        "news": "news",
        "thing": "things",
        "evening": "evenings",
        "morning": "mornings",
        "hear": "heard",
        "build": "built",
        "mean": "means meant",
        "lend": "lent",
        "run": "ran running",
        "feel": "felt",
        "teach": "taught",
        "catch": "caught",
        "eat": "ate eaten",
        "wear": "wore worn",
        "di": "die died dies dying",
        "li": "lie lies lying",
        "us": "used use uses using",
        "wit": "witness",
        "leas": "lease leases leased",
        "less": "less",
        "ow": "owe owes owed owing",
    }.items()
    for written in forms.split()
}
_SHORT = {
    "n't": "not",
    "n’t": "not",
    "'ll": "will",
    "’ll": "will",
    "'re": "are",
    "’re": "are",
    "'ve": "have",
    "’ve": "have",
    "'d": "would",
    "’d": "would",
    "'m": "am",
    "’m": "am",
}
_IS_SHORT = word_set("it he she that there what who where here how let")
_WHOLE: Mapping[str, tuple[str, str]] = {
    "cannot": ("can", "not"),
    "can't": ("can", "not"),
    "can’t": ("can", "not"),
    "won't": ("will", "not"),
    "won’t": ("will", "not"),
    "shan't": ("shall", "not"),
    "shan’t": ("shall", "not"),
}


@dataclass(frozen=True, slots=True)
class Word:
    """One word.

    ``lower`` is as written, in small letters; ``text[start:end]`` is where it stands. ``groups`` are the numbers of the
    groups of words and phrases with its meaning, or that of a phrase it stands in. ``mark`` is true of punctuation,
    ``figure`` of what belongs to a figure ("two weeks").
    """

    lower: str
    stem: str
    start: int
    end: int
    groups: frozenset[int] = frozenset()
    mark: bool = False
    capital: bool = False
    figure: bool = False

    def means(self, other: Word) -> bool:
        """Say whether the two have one stem or one meaning."""
        return self.stem == other.stem or bool(self.groups & other.groups)


@lru_cache(maxsize=20_000)
def stem_of(word: str) -> str:
    """Return the stem of a word in small letters."""
    for ending in ("'s", "’s", "'", "’"):
        word = word.removesuffix(ending)
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    stem = _without_ending(word)
    if not stem.isalpha():
        return word
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "aeiou":
        stem = stem[:-1]
    if len(stem) > 2 and stem.endswith("e") and not stem.endswith("ee"):
        stem = stem[:-1]
    return f"{stem[:-1]}i" if len(stem) > 2 and stem.endswith("y") and stem[-2] not in "aeiou" else stem


def _without_ending(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 4 and word.endswith(("xes", "ses", "zes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    if len(word) > 5 and word.endswith("ied"):
        return f"{word[:-3]}y"
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and not word.endswith("eed") and re.search("[aeiouy]", rest):
            return rest
    return word


@lru_cache(maxsize=256)  # one sentence is read by several checks
def read_words(text: str) -> tuple[Word, ...]:
    """Return the words of a text in order, short forms written out ("don't" is "do not"), phrases known."""
    words: list[Word] = []
    for found in _TOKEN.finditer(text):
        if found.group() in _HYPHENS and text[found.start() - 1 : found.end() + 1].count(" ") == 0:
            continue
        words.extend(_split(found.group(), found.start(), found.end()))
    spans = [(figure.start, figure.end) for figure in find_quantities(text)]
    return tuple(
        replace(word, figure=True) if any(start < word.end and word.start < end for start, end in spans) else word
        for word in _with_phrases(words)
    )


def _split(written: str, start: int, end: int) -> list[Word]:
    trimmed = written.rstrip(".,;:)") if len(written) > 1 and not written[-1].isalnum() else written
    lower = trimmed.lower()
    if not any(character.isalnum() for character in lower):
        return [Word(written, written, start, end, mark=True)]
    pieces = _WHOLE.get(lower) or _short_form(lower)
    if pieces:
        return [_word(piece, start, end) for piece in pieces]
    return [_word(trimmed, start, start + len(trimmed))]


def _short_form(lower: str) -> tuple[str, ...]:
    for ending, whole in _SHORT.items():
        if lower.endswith(ending) and len(lower) > len(ending):
            return lower.removesuffix(ending), whole
    for ending in ("'s", "’s"):
        if lower.endswith(ending) and lower.removesuffix(ending) in _IS_SHORT:
            return lower.removesuffix(ending), "is"
    return ()


def _word(written: str, start: int, end: int) -> Word:
    lower = written.lower().replace("’", "'")
    stem = stem_of(lower)
    return Word(lower, stem, start, end, _groups().get((stem,), frozenset()), capital=written[:1].isupper())


def _with_phrases(words: Sequence[Word]) -> list[Word]:
    """Give each word of a phrase the phrase's meanings beside its own."""
    found = [set(word.groups) for word in words]
    for at in range(len(words)):
        for length in range(2, min(_longest_phrase(), len(words) - at) + 1):
            groups = _groups().get(tuple(word.stem for word in words[at : at + length]))
            if groups:
                for place in range(at, at + length):
                    found[place] |= groups
        if not words[at].mark:
            # "call it off", "pay the money back": the object stands inside the verb.
            for gap in (2, 3):
                if at + gap < len(words) and words[at + gap].lower in _PARTICLES:
                    groups = _groups().get((words[at].stem, words[at + gap].stem), frozenset())
                    found[at] |= groups
                    found[at + gap] |= groups
    return [replace(word, groups=frozenset(groups)) for word, groups in zip(words, found, strict=True)]


@lru_cache(maxsize=1)
def _groups() -> dict[tuple[str, ...], frozenset[int]]:
    """Return the groups of each word or phrase of ``same_meaning.txt``, by its stems."""
    written = (files("fingerpost.answers.grounding") / "same_meaning.txt").read_text(encoding="utf-8")
    groups: dict[tuple[str, ...], set[int]] = {}
    lines = (line for line in written.splitlines() if line.strip() and not line.startswith("#"))
    for number, line in enumerate(lines):
        for entry in line.split(","):
            groups.setdefault(tuple(stem_of(word) for word in entry.split()), set()).add(number)
    return {stems: frozenset(numbers) for stems, numbers in groups.items()}


@lru_cache(maxsize=1)
def _longest_phrase() -> int:
    return max(len(stems) for stems in _groups())


def ends_clause(word: Word) -> bool:
    """Say whether this is a mark that ends a sentence or a clause: a full stop, a colon, a semicolon."""
    return word.mark and word.lower in _ENDS
