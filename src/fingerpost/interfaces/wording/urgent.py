"""What somebody who may need help at once is told above the helplines, in the language of the question."""

from __future__ import annotations

from dataclasses import dataclass

from fingerpost.domain import Answer, Outcome
from fingerpost.interfaces.wording.catalogue import shipped, shipped_locales
from fingerpost.interfaces.wording.spoken import known, language, say

_ANY = "answer.urgent"


@dataclass(frozen=True, slots=True)
class UrgentWords:
    """A heading and a sentence or two, and the language they are in."""

    title: str
    text: str
    locale: str


def first_words() -> UrgentWords:
    """Return what is said above the help while the rest of an answer is still arriving."""
    return UrgentWords(say(f"{_ANY}.title"), say(f"{_ANY}.text"), language())


def urgent_words(answer: Answer) -> UrgentWords | None:
    """Return what is said above the help of an urgent answer; nothing for any other.

    A Welsh question is told in Welsh also where the interface speaks English, as its helplines are.
    """
    if answer.outcome is not Outcome.URGENT:
        return None
    kind = next((each.kind for each in answer.judgements if each.outcome is Outcome.URGENT), "")
    key = f"urgent.{kind}"
    if answer.language != language() and answer.language in shipped_locales():
        words = shipped(answer.language)
        key = key if words.known(f"{key}.title") else _ANY
        return UrgentWords(words.say(f"{key}.title"), words.say(f"{key}.text"), answer.language)
    key = key if known(f"{key}.title") else _ANY
    return UrgentWords(say(f"{key}.title"), say(f"{key}.text"), language())
