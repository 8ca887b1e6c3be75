"""A Welsh question carried into English words, by a glossary.

The shipped embedder reads no Welsh, so a Welsh question finds no English page by meaning, and by words only where the
languages share them. The words of ``welsh.tsv`` carry it across: terms of several words first, then single words, each
with its mutations and regular endings undone. What comes out is English to search with, never to show.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Protocol

from fingerpost.answers.language.mutation import unmutated

FILE = Path(__file__).with_name("welsh.tsv")

# The article and the like, joined to the word before: "mae'r", "i'm", "gyda'ch". They say nothing on their own.
_JOINED = re.compile(r"['’‘`](?:n|r|m|w|i|u|th|ch)\b")
_TOKEN = re.compile(r"[^\W_]+")
# What may stand inside a term: "talu fy nhreth gyngor" is "talu treth gyngor", "troi ni allan" is "troi allan".
_FILLERS = frozenset("fy dy ei ein eich eu y yr yn i fi mi ti fe fo ef e o hi ni chi nhw hwy".split())  # noqa: SIM905
_MOST_FILLERS = 2
_SHORTEST_STEM = 3
_MOST_REMEMBERED = 20_000
# The endings of regular verbs (present, past, imperfect, imperative, impersonal), longest first.
_VERB_ENDINGS = """
    iasoch iasant iasom iodd iais iaist ioch iwyd iaf iwch iant iwn iech iai ien ier ir ia
    asoch asant asom odd ais aist och wyd af wch ant wn ech ai en er ir id on a o i
    """.split()  # noqa: SIM905 - forty quoted endings would take a screen
_VERB_NOUN_ENDINGS = ("io", "an", "ed", "eg", "a", "i", "o", "u")
_PLURAL_ENDINGS = ("iaid", "iau", "oedd", "ion", "ydd", "edd", "od", "au", "on", "ed", "i")
# Letters at the start or within a word that English hardly has: an unknown word with them is Welsh and is left out.
_WELSH_LOOK = re.compile(
    r"[âêîôûŵŷ]|^(?:ll|dd|ff|rh|ng|mh|nh|gw|wy|ym|yn)|(?:wy|ydd|aeth|iad|iau|ion|dd|io|au|wch)$|[^aeiou]w[^aeiou]"
)


class Translator(Protocol):
    """Turns a question into English to search with. A model may do it where one is set; the glossary does without."""

    def __call__(self, question: str) -> str:
        """Return English words for the question, "" when there are none."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the glossary. ``english`` is "" for a word that says nothing of what is asked about."""

    welsh: str
    kind: str
    english: str
    forms: tuple[str, ...] = ()


@dataclass(slots=True)
class _Node:
    """A place in the tree of terms: what may come next, and the term that ends here."""

    following: dict[str, _Node] = field(default_factory=dict[str, "_Node"])
    entry: Entry | None = None


class Glossary:
    """Welsh terms by their words. Built once; reads are safe to share between threads."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._exact: dict[str, Entry] = {}
        self._folded: dict[str, Entry] = {}
        self._stems: dict[str, Entry] = {}
        self._remembered: dict[str, str] = {}
        terms: list[tuple[tuple[str, ...], Entry]] = []
        for entry in self.entries:
            for form in (entry.welsh, *entry.forms):
                words = _words(form)
                if len(words) == 1:
                    self._exact.setdefault(words[0], entry)
                    self._folded.setdefault(_fold(words[0]), entry)
                else:
                    terms.append((words, entry))
                    if "-" in form and " " not in form:  # "ad-dalu" is written "addalu" too
                        self._folded.setdefault(_fold("".join(words)), entry)
            if entry.kind == "v":
                self._stems.setdefault(_stem(_fold(entry.welsh.replace("-", ""))), entry)
        self._terms = _Node()
        # A term is kept under the radicals of its words, so that any mutation of them leads to it.
        keys = {word: self._kept_under(word) for word in dict.fromkeys(word for words, _ in terms for word in words)}
        self._term_words = frozenset(key for kept in keys.values() for key in kept)
        for words, entry in terms:
            self._add(self._terms, [keys[word] for word in words], entry)

    def english(self, question: str) -> str:
        """Return the question in English words, in its own order; "" when the glossary has none for it.

        Numbers, names and English words in it stand as they are; Welsh words that are not in the glossary are left out.
        """
        said: list[str] = []
        known = False
        for entry, written in self._read(question):
            if entry is not None:
                known = known or bool(entry.english)
                said.append(entry.english)
            else:
                said += [word for word in written if not _WELSH_LOOK.search(word.lower())]
        return " ".join(" ".join(said).split()) if known else ""

    def known(self, word: str) -> bool:
        """Return whether a single word, mutated or inflected, is in the glossary, on its own or in a term."""
        word = word.lower()
        return self._word(word) is not None or not self._term_words.isdisjoint(self._kept_under(word))

    def content(self, text: str) -> tuple[str, ...]:
        """Return the words of a Welsh text that say what it is about, in order, each in its dictionary form.

        Small words are left out. Words that the glossary does not hold stand as they are, without their accents.
        """
        return tuple(found for word in _words(text) if (found := self._content_word(word)))

    def telling_terms(self, question: str) -> dict[tuple[str, ...], str]:
        """Return what a question is about: each term, as ``content`` has its words, with its kind.

        The kind is "" for a word that the glossary does not hold.
        """
        terms: dict[tuple[str, ...], str] = {}
        for entry, written in self._read(question):
            words = self.content(" ".join(written))
            if words and (entry is None or entry.kind != "w"):
                terms[words] = entry.kind if entry else ""
        return terms

    def _content_word(self, word: str) -> str:
        found = self._remembered.get(word)
        if found is None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            entry = self._word(word)
            found = _fold(word) if entry is None else "" if entry.kind == "w" else _fold(entry.welsh)
            self._remembered[word] = found
        return found

    def _read(self, question: str) -> Iterator[tuple[Entry | None, Sequence[str]]]:
        """Yield the terms and single words of a question in order, each with its entry; longest terms first."""
        written = _TOKEN.findall(_plain(question))
        words = [word.lower() for word in written]
        keys = [self._keys(word) for word in words]
        at = 0
        while at < len(words):
            entry, end = self._term(keys, words, at)
            if entry is None:
                entry, end = self._word(words[at]), at + 1
            yield entry, written[at:end]
            at = end

    def _term(self, keys: Sequence[frozenset[str]], words: Sequence[str], at: int) -> tuple[Entry | None, int]:
        """Return the longest term that begins at a word, and where it ends."""
        best: tuple[int, int, Entry] | None = None
        paths: list[tuple[_Node, int, int, int]] = [(self._terms, at, 0, 0)]
        while paths:
            node, place, held, skipped = paths.pop()
            if node.entry is not None and (best is None or held > best[0]):
                best = (held, place, node.entry)
            if place >= len(words):
                continue
            paths += [(node.following[key], place + 1, held + 1, 0) for key in keys[place] if key in node.following]
            if held and skipped < _MOST_FILLERS and words[place] in _FILLERS:
                paths.append((node, place + 1, held, skipped + 1))
        return (best[2], best[1]) if best else (None, at)

    def _keys(self, word: str) -> frozenset[str]:
        """Return what a word in a question may be found under: itself, and every word it may be a form of."""
        return frozenset({_fold(form) for form in unmutated(word)}) | self._kept_under(word)

    def _kept_under(self, word: str) -> frozenset[str]:
        """Return what a word of a term is kept under: itself, and the words of the glossary it is a form of."""
        found = {_fold(word)}
        for form in (word, *unmutated(word)):
            entry = self._exact.get(form) or self._folded.get(_fold(form)) or self._inflected(form)
            if entry is not None:
                found |= {_fold(form), _fold(entry.welsh)}
        return frozenset(found)

    def _word(self, word: str) -> Entry | None:
        """Return the entry of a single word: as it stands before mutated, spelt right before without its accents."""
        forms = (word, *unmutated(word))
        for form in forms:
            if form in self._exact:
                return self._exact[form]
        for form in forms:
            if (folded := _fold(form)) in self._folded:
                return self._folded[folded]
        return next((entry for form in forms if (entry := self._inflected(form)) is not None), None)

    def _inflected(self, word: str) -> Entry | None:
        """Return the entry of a regular verb form or plural."""
        folded = _fold(word)
        for ending in _VERB_ENDINGS:
            stem = folded.removesuffix(ending)
            if stem != folded and len(stem) >= _SHORTEST_STEM and stem in self._stems:
                return self._stems[stem]
        for ending in _PLURAL_ENDINGS:
            stem = folded.removesuffix(ending)
            entry = self._folded.get(stem) if stem != folded and len(stem) >= _SHORTEST_STEM else None
            if entry is not None and entry.kind == "n":
                return entry
        return None

    def _add(self, node: _Node, keys: Sequence[frozenset[str]], entry: Entry) -> None:
        if not keys:
            node.entry = node.entry or entry
            return
        for key in keys[0]:
            self._add(node.following.setdefault(key, _Node()), keys[1:], entry)


@cache
def glossary() -> Glossary:
    """Return the glossary that ships. Read when the first Welsh question comes."""
    return Glossary(read_entries(FILE))


def to_english(question: str) -> str:
    """Return a Welsh question in English words to search with; "" when the glossary knows none of it."""
    return glossary().english(question)


def read_entries(file: Path) -> list[Entry]:
    """Read a glossary: lines of Welsh, kind, English and other forms, by tabs; ``#`` starts a note.

    Raises:
        ValueError: a line has no kind, or one that is not ``n``, ``v``, ``a`` or ``w``.
    """
    entries: list[Entry] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        welsh, kind, english, forms, *_ = (*line.split("\t"), "", "", "")
        if kind not in ("n", "v", "a", "w"):
            raise ValueError(f"{file.name}, line {number}: {kind!r} is no kind of word; use n, v, a or w")
        entries.append(Entry(welsh, kind, english, tuple(form for form in forms.split(", ") if form)))
    return entries


def _plain(text: str) -> str:
    return _JOINED.sub(" ", unicodedata.normalize("NFC", text))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(_plain(text).lower()))


@lru_cache(maxsize=8192)
def _fold(word: str) -> str:
    """Return a word without its accents, as many people type it."""
    return "".join(mark for mark in unicodedata.normalize("NFD", word) if not unicodedata.combining(mark))


def _stem(verb_noun: str) -> str:
    """Return what the endings of a verb are put on: "tal" of "talu", "gweith" of "gweithio"."""
    for ending in _VERB_NOUN_ENDINGS:
        if verb_noun.endswith(ending) and len(verb_noun) - len(ending) >= _SHORTEST_STEM:
            return verb_noun.removesuffix(ending)
    return verb_noun
