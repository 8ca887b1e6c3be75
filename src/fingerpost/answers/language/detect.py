"""Which language a question is asked in.

Short questions hold few letters to count and many small words: words tell their language better than letter sequences
do, and what decided can be read. Scripts tell the others. Another language has to be clear: a name, a postcode or a
foreign word in an English question changes nothing. docs/adr has what else was measured.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from fingerpost.answers.language.glossary import glossary
from fingerpost.answers.language.known import languages
from fingerpost.answers.language.scripts import language_of_script

WELSH = "cy"
OTHER = "und"
"""A language that is neither English nor one that can be named: the code of ISO 639-2 for "undetermined"."""

_FOLDER = Path(__file__).parent
# Letters beside a digit are a reference or a postcode ("V5C", "SF1 2AB"), no words.
_WORD = re.compile(r"(?<![^\W_])[^\W\d_]+(?:['’][^\W\d_]+)*(?![^\W_])")
# "mae'r", "l'école", "j'ai": what is joined by an apostrophe is two words, but not in English ("don't").
_ABBREVIATION = re.compile(r"\b[A-Z]{2,4}\b")
_PARTS = re.compile(r"['’]")
_WITHOUT_ACCENTS = 0.75
_LETTER = 0.8
# A letter on its own is a word in many languages, and a council tax band or an initial in English.
_ONE_LETTER = 0.3
# One word among others may be a slip of the pen that another language happens to have.
_ONE_WORD = 0.5
_SERVICE_WORD = 0.4
# "do", "me", "to": words of many languages, but English is what most people ask in.
_SHARED_SMALL_WORD = 0.5
# Two words of services, or one small word: with less, a message may be in any language.
_ENOUGH_ENGLISH = 0.8
_GLOSSARY_WORD = 0.5
# How much must speak for another language, and how much more than for English.
_ENOUGH = 1.0
_CLEARLY_MORE = 1.2
_CLEARLY_NAMED = 1.1
# Less will do for a message of three words or more, none of which English people use when they ask.
_LITTLE = 0.6
_SOME_WORDS = 3
# With nothing else to go by, a message has to be long, and of words that are no English: people who spell badly, or
# write three abbreviations and nothing more, must not be told that they don't write English.
_MANY_WORDS = 5
_MOSTLY = 0.6
_HALF = 0.5


def detect(text: str) -> str:
    """Return the language of a question: ``en``, ``cy``, another language's code, ``und``, or "".

    Args:
        text: a question or a message; of any length, in any script.

    Returns:
        A BCP 47 tag; ``und`` when it is not English but can't be told from its neighbours; "" when the words are of no
        language in particular, as in "PIP" or "SF1 2AB".
    """
    text = unicodedata.normalize("NFC", text)
    # "PIP", "ESA": not the Spanish "esa". A whole sentence in capitals is not abbreviations.
    written = (text if text.isupper() and len(text.split()) >= _MANY_WORDS else _ABBREVIATION.sub(" ", text)).lower()
    script = language_of_script(written)
    if script:
        return script
    words, names = _words(written), _names(text)
    english = _english(words)
    found = _scores(words, written, names)
    if found[WELSH] >= max(found.values()) and english < _ENOUGH and english + found[WELSH] < len(words):
        found[WELSH] += _in_glossary([word for word in words if word not in names], len(words))
    chosen = _choose(found, max(_ENOUGH, _CLEARLY_MORE * english))
    if chosen:
        return chosen
    if english >= _ENOUGH_ENGLISH:
        return "en"
    if english or len(words) < _SOME_WORDS:
        return ""
    return _choose(found, _LITTLE) or (OTHER if _hardly_english(words, names) else "")


def _choose(found: Mapping[str, float], enough: float) -> str:
    """Return the language that enough speaks for, ``und`` when that much speaks for two, and "" when for none."""
    ranked = sorted(found.items(), key=lambda each: (-each[1], each[0]))
    if ranked[0][1] < enough:
        return ""
    best, score = ranked[0]
    if len(ranked) > 1 and score < _CLEARLY_NAMED * ranked[1][1]:
        return OTHER
    return best


def _hardly_english(words: Sequence[str], names: frozenset[str]) -> bool:
    """Return whether most words of a message are none of English, as in "Mein Vermieter will mich rauswerfen"."""
    foreign = [word for word in words if word not in names and word not in _english_spellings()]
    return len(words) >= _MANY_WORDS and len(foreign) >= _MOSTLY * len(words)


def _names(text: str) -> frozenset[str]:
    """Return the words of a message that may be names, in small letters: "Ann Beth Davies", "Heol Fawr parking".

    Those are the ones with a capital, but for the first word when no name follows it. In a message written in capitals
    throughout there are none to be seen.
    """
    written = _WORD.findall(text)
    if all(word[0].isupper() for word in written):
        return frozenset()
    names = {word.lower() for word in written[1:] if word[0].isupper()}
    if len(written) > 1 and written[1][0].isupper() and not _ABBREVIATION.match(written[1]):
        names.add(written[0].lower())
    return frozenset(names)


def _words(written: str) -> list[str]:
    found: dict[str, None] = {}
    for word in _WORD.findall(written):
        parts = _PARTS.split(word)
        whole = word.replace("’", "'")
        if len(parts) > 1 and whole in _vocabulary()[0]:
            found[whole] = None
        else:
            found.update(dict.fromkeys(part for part in parts if part))
    return list(found)


def _english(words: list[str]) -> float:
    small, services, others = _vocabulary()
    total = 0.0
    for word in words:
        if word in small:
            total += max(1 / (1 + others[word]), _SHARED_SMALL_WORD)
        elif word in services:
            total += _SERVICE_WORD
    return total


def _scores(words: list[str], written: str, names: frozenset[str]) -> dict[str, float]:
    """Return how much speaks for each language but English: a word that few share counts more than one many do.

    A name says nothing of Welsh: there are Beths and Mais, and roads with Welsh names, in many an English question.
    """
    found: dict[str, float] = {WELSH: 0.0}
    exact, folded = _tables()
    small, services, _ = _vocabulary()
    times: Counter[str] = Counter()
    for word in words:
        held, worth = exact.get(word), 1.0
        if held is None:
            held, worth = folded.get(_fold(word)), _WITHOUT_ACCENTS
        if held is not None:
            worth = min(worth, _ONE_LETTER) if len(word) == 1 else worth
            times.update(held)
            for language in held:
                if language == WELSH and word in names:
                    continue
                found[language] = found.get(language, 0.0) + worth / (len(held) + (word in small or word in services))
    for language, count in times.items():
        if count == 1 < len(words) and language in found:
            found[language] *= _ONE_WORD
    for letter in sorted(set(written).intersection(_letters())):
        sharing = _letters()[letter]
        for language in sharing:
            found[language] = found.get(language, 0.0) + _LETTER / len(sharing)
    return found


def _in_glossary(words: list[str], count: int) -> float:
    """Return how much the glossary makes a message Welsh that has no small word of it: "prydau ysgol am ddim".

    Half of the message has to be in it: with mutations undone, a few words of any language are.
    """
    small, services, _ = _vocabulary()
    known = [word for word in words if word not in small and word not in services and glossary().known(word)]
    if len(known) < _HALF * count:
        return 0.0
    return _GLOSSARY_WORD * (len(known) + (len(known) == count))


@cache
def _tables() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return which languages have a word, by the word as written and by the word without its accents."""
    exact: dict[str, tuple[str, ...]] = {}
    folded: dict[str, tuple[str, ...]] = {}
    for language in languages().values():
        for word in language.words:
            exact[word] = (*exact.get(word, ()), language.code)
        for word in {_fold(word) for word in language.words}:
            folded[word] = (*folded.get(word, ()), language.code)
    return exact, folded


@cache
def _letters() -> dict[str, tuple[str, ...]]:
    """Return which languages write each letter that English has not."""
    found: dict[str, tuple[str, ...]] = {}
    for language in languages().values():
        for letter in language.letters:
            found[letter] = (*found.get(letter, ()), language.code)
    return found


@cache
def _vocabulary() -> tuple[frozenset[str], frozenset[str], Counter[str]]:
    """Return English's small words, its words of services, and how many other languages share each small word."""
    text = (_FOLDER / "english.txt").read_text(encoding="utf-8")
    _, small, services = re.split(r"^\[(?:small|services)\]$", text, flags=re.MULTILINE)
    shared = Counter(word for language in languages().values() for word in language.words)
    return frozenset(small.split()), frozenset(services.split()), shared


@cache
def _english_spellings() -> frozenset[str]:
    """Return the words that the shipped embedder knows whole: 22,000 of English. Read only when little else helps."""
    from fingerpost.search.embed import MODELS

    read = json.loads((MODELS / "minilm-l6-v2-int8" / "tokenizer.json").read_text(encoding="utf-8"))
    small, services, _ = _vocabulary()
    return small | services | {word for word in read["model"]["vocab"] if word.isalpha()}


@lru_cache(maxsize=8192)
def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.replace("ł", "l").replace("ı", "i").replace("ß", "ss"))
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))
