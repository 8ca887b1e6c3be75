"""Where a question is looked for, once its language is known: in its own pages first, or else in English ones.

A Welsh question is answered from Welsh pages when one of them holds enough of what it is about. Otherwise it is carried
into English and looked for in the English pages, and the answer says so. Words decide which of the two, not closeness:
the shipped embedder reads no Welsh, so its likeness between a Welsh question and a Welsh page means little.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from fingerpost.answers.language.glossary import Translator, glossary, to_english
from fingerpost.domain import Passage

ENGLISH, WELSH = "en", "cy"
ANY_LANGUAGE = "*"
"""The key of a translator that takes questions in every language: a model's."""

ENGLISH_PAGES = "language.english_pages"
"""The notice that an answer comes from English pages, though it was not asked in English."""

ENOUGH_HELD = 0.52
"""The share of a Welsh question's telling words that a Welsh passage must hold to be answered from it. Chosen on half
of the written questions; docs/explanation/languages.md has the figures for the other half."""

_KIND_WEIGHTS = {"n": 1.0, "a": 0.7, "v": 0.5}
_LEAST_RARITY = 0.1
_HELD_AGAINST_RANK = 0.3

TRANSLATORS: Mapping[str, Translator] = {WELSH: to_english}
"""What carries a question into English without a model."""


class Search(Protocol):
    """Finds passages for words in a language."""

    def __call__(self, question: str, /, *, locale: str | None) -> Sequence[Passage]:
        """Return passages, best first."""
        ...


@dataclass(frozen=True, slots=True)
class Across:
    """What was found, and with which words. ``notice`` is the key of fixed wording about the pages' language."""

    query: str
    passages: tuple[Passage, ...]
    notice: str = ""


def search_across(
    question: str,
    language: str,
    search: Search,
    *,
    wanted: str,
    served: Sequence[str],
    translators: Mapping[str, Translator] = TRANSLATORS,
) -> Across | None:
    """Look for a question in the pages of its own language, or else in English ones.

    Args:
        question: what to search for, in its own words.
        language: what ``detect`` said of it; "" when that could not be told.
        search: finds passages in the language it is given.
        wanted: the locale asked for, which decides where the question's own language can't be told.
        served: the locales the service has pages in.
        translators: by language, or ``ANY_LANGUAGE``: what carries a question into English.

    Returns:
        What was found; ``None`` when no page is in the question's language and nothing carries it into English.
    """
    own = next((locale for locale in (wanted, *served) if _base(locale) == language), None)
    if not language or (own is not None and language != WELSH):
        return Across(question, tuple(search(question, locale=own or wanted)))
    english = next((locale for locale in served if _base(locale) == ENGLISH), None)
    if own is not None:
        held = in_welsh(question, [p for p in search(question, locale=own) if _base(p.section.page.locale) == WELSH])
        if held or english is None:
            return Across(question, tuple(held))
    translate = translators.get(language) or translators.get(ANY_LANGUAGE)
    words = translate(question) if translate is not None and english is not None else ""
    if words:
        return Across(words, tuple(search(words, locale=english)), ENGLISH_PAGES)
    return Across(question, tuple(search(question, locale=wanted))) if language in (ENGLISH, WELSH) else None


def in_welsh(question: str, passages: Sequence[Passage]) -> list[Passage]:
    """Return Welsh passages by how much of a Welsh question they hold; none when no one holds enough of it.

    Words count in their dictionary form, so that mutation and number don't matter, and the words of a term count only
    together: a page on homes and on care says nothing of care homes. Terms that are rare among the passages count more,
    and nouns more than verbs.
    """
    if not passages:
        return []
    words = glossary()
    texts = [words.content(" ".join((p.section.page.title, *p.section.heading_path, p.section.text))) for p in passages]
    terms = words.telling_terms(question)
    holds = {term: [_stands_in(term, text) for text in texts] for term in terms}
    weights = {
        term: _KIND_WEIGHTS.get(kind, 1.0) * max(_LEAST_RARITY, math.log((len(texts) + 1) / (sum(holds[term]) + 1)))
        for term, kind in terms.items()
    }
    total = sum(weights.values())
    held = [
        sum(weight * holds[term][place] for term, weight in weights.items()) / total if total else 0.0
        for place in range(len(texts))
    ]
    if max(held) < ENOUGH_HELD:
        return []
    best = max(passage.scores.fused for passage in passages) or 1.0
    ranked = [
        replace(passage, scores=replace(passage.scores, fused=passage.scores.fused + _HELD_AGAINST_RANK * best * share))
        for passage, share in zip(passages, held, strict=True)
    ]
    return sorted(ranked, key=lambda passage: (-passage.scores.fused, passage.section.id))


def _stands_in(term: tuple[str, ...], text: tuple[str, ...]) -> float:
    """Return how far a term stands in a text: 1 when its words stand side by side, half when they do apart, else 0."""
    if any(word not in text for word in term):
        return 0.0
    together = any(text[at : at + len(term)] == term for at, word in enumerate(text) if word == term[0])
    return 1.0 if together else 0.5


def _base(locale: str) -> str:
    return locale.partition("-")[0]
