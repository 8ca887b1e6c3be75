"""How hard an answer is to read: the length of its sentences and the age at which they can be read.

The age is the Flesch-Kincaid grade (Kincaid, Fishburne, Rogers and Chissom, "Derivation of new readability formulas
for Navy enlisted personnel", 1975) and 5 years: a first grade is for children of 6. The formula was made for English
and says nothing of Welsh, whose sentences are measured by their length alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from fingerpost.answers.syllables import syllables
from fingerpost.content.sentences import find_sentences
from fingerpost.domain import AnswerPart, Reading, SentenceKind

FORMULA = "Flesch-Kincaid grade + 5"
_YOUNGEST = 5.0
_READ_IN_SENTENCES = {SentenceKind.SENTENCE, SentenceKind.ITEM, SentenceKind.STEP, SentenceKind.CALLOUT}
# A phone number, a sum, a date in figures, an address on the web or by e-mail: each is one word, taken in at a glance.
_WORD = re.compile(
    r"https?://\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:www\.)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?"
    r"|\+?\d[\d ]{8,}\d|[£€$]?\d[\d,.:/]*(?:\w+|%)?|[^\W\d_]+(?:['’-][^\W\d_]+)*"
)
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_READ_AT_A_GLANCE = re.compile(r"[\d@./]")


def measure_reading(parts: Sequence[AnswerPart]) -> Reading | None:
    """Return how hard the sentences of an answer are, or ``None`` when it has none.

    Every sentence counts once. So does each item of a list, and its lead-in: that is how they are read. Tables and
    contact details aren't sentences. An answer in more than one language is measured in the one it has most words in.
    """
    by_language: dict[str, list[str]] = {}
    for part in parts:
        by_language.setdefault(_language(part.locale), []).extend(_sentences(part))
    if not by_language:
        return None
    locale, sentences = max(by_language.items(), key=lambda each: sum(len(words(text)) for text in each[1]))
    return measure_sentences(sentences, locale=locale)


def measure_sentences(sentences: Iterable[str], *, locale: str = "en") -> Reading | None:
    """Return how hard these sentences are to read, or ``None`` when there is no word in them."""
    counted = [found for found in map(words, sentences) if found]
    if not counted:
        return None
    lengths = [len(found) for found in counted]
    mean = sum(lengths) / len(lengths)
    if _language(locale) != "en":
        return Reading(len(lengths), round(mean, 1), max(lengths))
    spoken = sum(_spoken(word) for found in counted for word in found)
    grade = 0.39 * mean + 11.8 * spoken / sum(lengths) - 15.59
    return Reading(len(lengths), round(mean, 1), max(lengths), round(max(_YOUNGEST, grade + 5), 1), FORMULA)


def words(sentence: str) -> list[str]:
    """Return the words of a sentence in order. A figure, a phone number and a web address are each one word."""
    return _WORD.findall(sentence)


def _sentences(part: AnswerPart) -> Iterator[str]:
    for statement in part.statements:
        if statement.kind in _READ_IN_SENTENCES:
            for line in statement.text.split("\n"):
                for start, end in find_sentences(line, locale=part.locale):
                    yield line[start:end]


def _spoken(word: str) -> int:
    """Return a word's syllables; 1 for what is read at a glance."""
    if _READ_AT_A_GLANCE.search(word):
        return 1
    return sum(syllables(each) for each in _LETTERS.findall(word)) or 1


def _language(locale: str) -> str:
    return locale.partition("-")[0].lower()
