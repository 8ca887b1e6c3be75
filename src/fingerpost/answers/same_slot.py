"""Differences guidance makes that no facet names: headings, and titles, alike but for a word or two.

"Moving to Sampleford" and "Moving within Sampleford" say different things to different people, and so do the pages
"Apply for a primary school place" and "Apply for a secondary school place". They are offered in the guidance's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations

from fingerpost.answers.contrasts import MOST_OPTIONS, Contrast, Mark, Shown, Slot
from fingerpost.answers.facets import Option, straight
from fingerpost.domain import Passage, Section
from fingerpost.search.telling import telling_words

WHICH = "which"

_PAGES_READ = 3
_LONGEST_SLOT = 4
_LEAST_SHARED = 0.4
_LEAST_SHARED_WORDS = 2
_LONGEST_OWN = 2
_MOST_OF_A_HEADING = 0.6
_HALF_OF_A_HEADING = 0.5
_DENIALS = frozenset(
    ["not", "don't", "do", "isn't", "is", "aren't", "are", "haven't", "have", "no", "a", "ddim", "nad"]
)
_IRREGULAR = {
    "found": "find", "lost": "lose", "left": "leave", "bought": "buy", "sold": "sell", "paid": "pay", "made": "make",
    "told": "tell", "sent": "send", "gave": "give", "took": "take", "kept": "keep", "built": "build",
}  # fmt: skip
_COMMON = frozenset(
    [
        "a",
        "an",
        "the",
        "to",
        "of",
        "in",
        "on",
        "at",
        "is",
        "are",
        "do",
        "not",
        "you",
        "your",
        "have",
        "has",
        "been",
        "i",
        "my",
    ]
)
_WORD = re.compile(r"[\w'-]+")
# Headings about the reader or what they are doing. "If we say no" is about what happens to them: not theirs to choose.
_ABOUT_THE_READER = re.compile(r"^(if|when|for|people|os|pan|ar gyfer)\b(?!.*\b(we|ni)\b)|^\w+ing\b", re.IGNORECASE)
# How something is done is the reader's to choose, and both ways are worth showing.
_WAY = re.compile(
    r"\b(online|phone|telephone|post|email|person|paper|app|cash|card|cheque|direct debit|by|ar-lein|ffôn)\b",
    re.IGNORECASE,
)


def find_wordings(question: str, shown: Shown, passages: Sequence[Passage]) -> tuple[Contrast, ...]:
    """Return the contrasts the guidance makes in its own words, which the question does not choose between."""
    found = (_titles(question, shown, passages), _headings(question, shown, passages))
    return tuple(contrast for contrast in found if contrast is not None)


def _titles(question: str, shown: Shown, passages: Sequence[Passage]) -> Contrast | None:
    """Return pages that do one thing for different things: the same verb, the same noun, one word that differs."""
    pages: dict[str, Section] = {}
    for passage in passages:
        pages.setdefault(passage.section.page.id, passage.section)
    lead, *others = list(pages.values())[:_PAGES_READ]
    wanted = telling_words(question)
    own = _words_of(lead)
    alike = [lead]
    for other in others:
        theirs = _words_of(other)
        shared = own & theirs
        if (
            _first(lead.page.title) == _first(other.page.title)
            and len(shared & wanted) >= _LEAST_SHARED_WORDS
            and 0 < len(own - shared) <= _LONGEST_OWN
            and 0 < len(theirs - shared) <= _LONGEST_OWN
            and not (own ^ theirs) & wanted
            and not _WAY.search(" ".join((lead.page.title, other.page.title)))
        ):
            alike.append(other)
    if len(alike) < 2 or shown.lead.page.id not in {section.page.id for section in alike}:
        return None
    marks = tuple(
        Mark(Option(WHICH, wording=section.page.title), Slot.TITLE, (), section, section.page.title)
        for section in alike
    )
    return Contrast(WHICH, Slot.TITLE, marks)


def _headings(question: str, shown: Shown, passages: Sequence[Passage]) -> Contrast | None:
    """Return sibling headings of the page that leads which differ in one slot, the answer leading from under one."""
    path = shown.lead.heading_path
    if not path or not _is_about_the_reader(path[-1]):
        return None
    alike: dict[str, Section] = {}
    for section in sorted((p.section for p in passages), key=lambda section: section.position):
        if section.page.id == shown.lead.page.id and len(section.heading_path) == len(path):
            heading = section.heading_path[-1]
            same_place = section.heading_path[:-1] == path[:-1]
            if same_place and (heading == path[-1] or _same_but_for_a_slot(path[-1], heading)):
                alike.setdefault(heading, section)
    if not 2 <= len(alike) <= MOST_OPTIONS or _chooses(question, list(alike)):
        return None
    marks = tuple(
        Mark(Option(WHICH, wording=heading), Slot.HEADING, path[:-1], section, heading, leads=heading == path[-1])
        for heading, section in alike.items()
    )
    return Contrast(WHICH, Slot.HEADING, marks)


def _is_about_the_reader(heading: str) -> bool:
    return bool(_ABOUT_THE_READER.match(straight(heading))) and not _WAY.search(heading)


def _same_but_for_a_slot(one: str, other: str) -> bool:
    """Return whether two headings share their beginning and end, at least two words of them, and differ between.

    Those that differ from their first word on name two things to do, which a person who asks has chosen between.
    """
    if not _is_about_the_reader(other):
        return False
    ours, theirs = _tokens(one), _tokens(other)
    before = _shared(ours, theirs)
    after = _shared(ours[before:][::-1], theirs[before:][::-1])
    shared, longest = before + after, max(len(ours), len(theirs))
    return (
        before > 0
        and shared >= _LEAST_SHARED_WORDS
        and shared / longest >= _LEAST_SHARED
        and longest - shared <= _LONGEST_SLOT
    )


def _chooses(question: str, headings: Sequence[str]) -> bool:
    """Return whether the question holds a word that some of the headings have and others have not."""
    only_denied = all(set(_tokens(one)) ^ set(_tokens(other)) <= _DENIALS for one, other in combinations(headings, 2))
    least = _HALF_OF_A_HEADING if only_denied else _MOST_OF_A_HEADING
    if any(_is_said(question, heading, least) for heading in headings):
        return True
    words = set(_tokens(question)) | telling_words(question)
    words |= {_IRREGULAR[word] for word in words & _IRREGULAR.keys()}
    kinds = [set(_tokens(heading)) | telling_words(heading) for heading in headings]
    return any(words & (one ^ other) - _COMMON for one, other in combinations(kinds, 2))


def _is_said(question: str, heading: str, least: float) -> bool:
    """Return whether a question says that much of a heading: "registered in the EU", where a sibling has "not"."""
    telling = telling_words(heading)
    return len(telling) > 1 and len(telling & telling_words(question)) >= least * len(telling)


def _words_of(section: Section) -> set[str]:
    title = section.page.title
    return telling_words(title) - telling_words(_first(title))


def _first(title: str) -> str:
    words = _tokens(title)
    return words[0] if words else ""


def _tokens(text: str) -> list[str]:
    return _WORD.findall(straight(text).lower())


def _shared(ours: Sequence[str], theirs: Iterable[str]) -> int:
    count = 0
    for mine, yours in zip(ours, theirs, strict=False):
        if mine != yours:
            break
        count += 1
    return count
