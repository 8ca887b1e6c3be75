"""Where a piece of guidance says for whom it holds: the part of its words that is a condition."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fingerpost.answers.facets import NATION, Option, straight, told
from fingerpost.answers.places import told_nations

_OPENS = r"(?:if|when|where|for|in|as|unless|once|while|os|pan|lle|i|yn|ar gyfer|fel)"
_LEADING = re.compile(
    rf"^{_OPENS}\b[^,;:]{{2,120}}?"
    r"(?=,|;|:|$| (?:you|they|we|it|the|your) (?:can|must|need|pay|get|will|may|do|have to|should|cannot)\b)",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?<=\w)[ (,]+((?:only )?(?:if|when|unless|where|for|os|oni bai|ar gyfer)\b[^;:]{2,120})$", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"^(?!you\b|we\b|they\b|it\b|this\b|these\b|your\b|our\b|there\b|do\b)(.{4,70}?)"
    r" (?:must|can|cannot|may|pays?|gets?|needs?|has to|have to|should|do not|does not|are|is|costs?|will)\b",
    re.IGNORECASE,
)


def limits_of(sentence: str) -> tuple[Option, ...]:
    """Return what a sentence's condition limits it to.

    The condition is its opening clause ("If you rent, …"), its last one ("… if you are under 18"), or the people it is
    about ("Private tenants must …"). A nation limits it wherever it stands: "A licence costs £10 in Scotland".
    """
    found: dict[Option, None] = {}
    for clause in _clauses(straight(sentence)):
        found.update(dict.fromkeys(told(clause)))
    nations = told_nations(sentence)
    if nations:
        found[Option(NATION, nations=nations)] = None
    return tuple(found)


def _clauses(sentence: str) -> Iterator[str]:
    text = sentence.strip().rstrip(".!?")
    leading = _LEADING.match(text)
    if leading:
        yield leading[0]
        return
    subject = _SUBJECT.match(text)
    if subject:
        yield subject[1]
    trailing = _TRAILING.search(text)
    if trailing:
        yield trailing[1]
