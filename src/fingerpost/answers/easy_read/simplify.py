"""Where a model, when there is one, writes the easy read. What it writes is believed no more than an answer is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from fingerpost.answers.easy_read.arrange import arrange, easy_read
from fingerpost.answers.ground import Grounded
from fingerpost.domain import Answer, Draft, EasyRead


class Simplify(Protocol):
    """Puts an answer into short, plain sentences, each saying what it rests on."""

    @property
    def name(self) -> str:
        """What the record calls it, with its version."""
        ...

    def simplify(self, answer: Answer) -> Draft:
        """Return the answer in easy read as a draft, in reading order; an empty one when it can't be done."""
        ...


@dataclass(frozen=True, slots=True)
class EasyReader:
    """Makes the easy read of an answer: a model's where there is one and it is proved, otherwise by splitting.

    ``ground`` proves a draft, as it does for an answer. A draft of which anything has to be dropped, or that leaves out
    one of the answer's quotations, is not shown: what is missing from it might be the condition.
    """

    simplify: Simplify | None = None
    ground: Callable[[Draft], Grounded] | None = None

    def read(self, answer: Answer) -> EasyRead:
        """Return the easy read of an answer."""
        written = self._written(answer)
        return written or easy_read(answer)

    def _written(self, answer: Answer) -> EasyRead | None:
        if self.simplify is None or self.ground is None or not answer.parts:
            return None
        draft = self.simplify.simplify(answer)
        grounded = self.ground(draft) if draft.statements else None
        if grounded is None or grounded.dropped:
            return None
        numbers = _answers_own_numbers(grounded, answer)
        if numbers is None or set(numbers.values()) != {citation.number for citation in answer.citations}:
            return None
        parts = tuple(
            replace(
                part,
                statements=tuple(
                    replace(each, citations=tuple(sorted({numbers[number] for number in each.citations})))
                    for each in part.statements
                ),
            )
            for part in grounded.parts
        )
        return arrange(replace(answer, parts=parts), made_by=self.simplify.name)


def _answers_own_numbers(grounded: Grounded, answer: Answer) -> dict[int, int] | None:
    """Return the answer's number for each citation of the draft, or ``None`` when one quotes what the answer does not.

    Words that stand elsewhere in the section were not chosen as an answer, so they are not shown either.
    """
    numbers: dict[int, int] = {}
    for citation in grounded.citations:
        holds = [
            each.number
            for each in answer.citations
            if each.section_id == citation.section_id and each.start <= citation.start and citation.end <= each.end
        ]
        if not holds:
            return None
        numbers[citation.number] = holds[0]
    return numbers
