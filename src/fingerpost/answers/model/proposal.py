"""What a model said in one turn, as JSON: kept with the turn, so that its answer can be made again without it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from fingerpost.answers.model.asking import Ended
from fingerpost.answers.model.quotes import statements_of
from fingerpost.answers.model.reading import Completeness, Spoken
from fingerpost.domain import Draft, DraftStatement, Section, ToolResult

_shown = TypeAdapter(tuple[ToolResult, ...])
CUT_SHORT = "model.cut_short"
"""The notice that a model stopped before its answer was whole."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A model's sentences as it gave them, the passages it was sent by the ids they had, and how it ended.

    ``results`` is what its tools came to, in the order in which they were called.
    """

    prompt: str
    model: str
    sections: Mapping[str, str]
    sentences: tuple[Spoken, ...]
    completeness: Completeness
    ended: Ended
    results: tuple[ToolResult, ...] = ()

    @property
    def answers(self) -> bool:
        """Whether the model gave an answer of its own, be it that the passages hold none."""
        return bool(self.sentences) or self.ended is Ended.FINISHED

    def draft(self, sections: Mapping[str, Section]) -> Draft:
        """Return the draft that it is, given the stored sections of its passages by the ids they had there."""
        statements: list[DraftStatement] = []
        for spoken in self.sentences:
            statements += statements_of(spoken, sections, statements)
        whole = self.ended is Ended.FINISHED
        return Draft(
            statements=tuple(statements),
            complete=whole and self.completeness == "whole",
            next_step=_next_step(statements, sections),
            notices=() if whole else (CUT_SHORT,),
        )

    def with_results(self, draft: Draft) -> Draft:
        """Return a draft with what is shown of the tools' results: of one calculator, the last alone."""
        worked = {each.worked.name: each.worked for each in self.results if each.worked}
        offers = {(each.offer.kind, each.offer.name): each.offer for each in self.results if each.offer}
        unconfirmed = tuple(offer for offer in offers.values() if offer.name not in worked)
        return replace(draft, worked=tuple(worked.values()), offers=unconfirmed)

    def to_json(self) -> str:
        """Return it as JSON: what the model wrote and quoted, and what tools worked out from the protected question."""
        return json.dumps(
            {
                "prompt": self.prompt,
                "model": self.model,
                "sections": dict(self.sections),
                "sentences": [
                    {"text": s.text, "rests_on": [{"passage": p, "quote": q} for p, q in s.rests_on]}
                    for s in self.sentences
                ],
                "completeness": self.completeness,
                "ended": self.ended.value,
                **({"results": _shown.dump_python(self.results, mode="json")} if self.results else {}),
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, text: str) -> Proposal:
        """Return the proposal written by ``to_json``. Raises ``ValueError`` when it is not one."""
        try:
            found = cast("dict[str, Any]", json.loads(text))
            return cls(
                prompt=found["prompt"],
                model=found["model"],
                sections=dict(found["sections"]),
                sentences=tuple(
                    Spoken(s["text"], tuple((q["passage"], q["quote"]) for q in s["rests_on"]))
                    for s in found["sentences"]
                ),
                completeness=found["completeness"],
                ended=Ended(found["ended"]),
                results=_shown.validate_python(found.get("results", ())),
            )
        except (KeyError, TypeError, ValidationError) as problem:
            raise ValueError("this is not what a model proposed") from problem


def _next_step(statements: Sequence[DraftStatement], sections: Mapping[str, Section]) -> Any:
    """Return the start link of the page that leads. ``ground`` shows it only if that page is quoted."""
    by_id = {section.id: section for section in sections.values()}
    leading = (by_id.get(quote.section_id) for statement in statements for quote in statement.quotes)
    return next((section.page.start_link for section in leading if section is not None), None)
