"""The calculators and journeys of a service as tools of a model.

What a tool returns is data for the model, and nothing rests on it: grounding drops a figure that no quotation holds.
What a person sees of a calculation is the calculator's own result, or its form to be confirmed (``called``). Following
a journey shows a model where answers lead; the person still answers each question, and nothing is ever sent by it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from fingerpost.domain import Offer, ToolResult, Turn
from fingerpost.services.journeys import Journey, Progress, Question, follow
from fingerpost.services.journeys.answering import Given, values_of
from fingerpost.services.journeys.model import said
from fingerpost.services.offers.called import call_calculator, with_mark
from fingerpost.services.offers.offerable import Offerable

FOLLOW = "follow_journey"


@dataclass(frozen=True, slots=True)
class OfferTool:
    """A calculator, or all journeys, as a ``ModelTool``."""

    name: str
    description: str
    parameters: Mapping[str, Any]
    run: Callable[[Mapping[str, Any], Turn], ToolResult]

    def call(self, arguments: Mapping[str, Any], turn: Turn) -> ToolResult:
        """Return what it comes to; of inputs that can't be used, what is wrong with them."""
        return self.run(arguments, turn)


def model_tools(
    offerable: Sequence[Offerable], journeys: Mapping[str, Journey], today: Callable[[], date]
) -> tuple[OfferTool, ...]:
    """Return a tool for each calculator among these, in order, and one that follows the journeys.

    Args:
        offerable: what the service offers.
        journeys: its journeys by name.
        today: returns the day it is, for journeys that ask about dates.
    """
    calculators = tuple(_calculator(each) for each in offerable if each.inputs is not None)
    things = {each.name: each for each in offerable if each.kind == "journey" and each.name in journeys}
    return (*calculators, _follow(things, journeys, today)) if things else calculators


def _calculator(thing: Offerable) -> OfferTool:
    assert thing.inputs is not None  # noqa: S101 - the caller has looked; this tells the type checker
    return OfferTool(
        f"work_out_{thing.name}".replace("-", "_"),
        f"{thing.titles['en']}.",
        with_mark(thing.inputs.model_json_schema(), thing.name),
        lambda given, turn: call_calculator(thing, given, turn),
    )


def _follow(things: Mapping[str, Offerable], journeys: Mapping[str, Journey], today: Callable[[], date]) -> OfferTool:
    def run(given: Mapping[str, Any], turn: Turn) -> ToolResult:
        thing = things.get(str(given.get("name")))
        if thing is None:
            return ToolResult(json.dumps({"error": f"There is no such journey. There are: {', '.join(things)}."}))
        journey = journeys[thing.name]
        answers: Any = given.get("answers") or {}
        language = next((each for each in (turn.language, turn.locale) if each and each in journey.title), "en")
        if not isinstance(answers, Mapping):
            return ToolResult(json.dumps({"error": "answers must be an object: each question's key, and its answer"}))
        read = values_of(cast("Mapping[str, Given]", answers))
        told = _told(journey, follow(journey, read, today=today()), read, language)
        title = said(dict(thing.titles), language)
        locale = language if language in thing.titles else next(iter(thing.titles))
        return ToolResult(
            json.dumps(told, ensure_ascii=False), offer=Offer("journey", thing.name, title, thing.url, locale=locale)
        )

    listed = "; ".join(f"{name} ({next(iter(each.titles.values()))})" for name, each in things.items())
    parameters = {
        "type": "object",
        "properties": {
            "name": {"type": "string", "enum": list(things)},
            "answers": {
                "type": "object",
                "description": "The answers that the person has given, by the question's key. Empty to start.",
            },
        },
        "required": ["name"],
        "additionalProperties": False,
    }
    description = (
        "Follow a guided journey: returns its next question, or where the answers lead. It sends and keeps nothing; "
        f"the person is offered to go through it. The journeys: {listed}."
    )
    return OfferTool(FOLLOW, description, parameters, run)


def _told(journey: Journey, at: Progress, given: Mapping[str, Given], language: str) -> Mapping[str, Any]:
    """Return where answers lead, as a model is told it: titles and choices, and never what is for the person alone."""
    answered = [question.key for question in at.path]
    if at.question is None:
        outcome = at.outcome
        return {"answered": answered, "outcome": said(outcome.title, language) if outcome else ""}
    refused = at.question.key in given
    return {
        "answered": answered,
        "next_question": _question(at.question, language),
        **({"error": "This answer can't be taken."} if refused else {}),
        "questions": len(journey.questions),
    }


def _question(question: Question, language: str) -> Mapping[str, Any]:
    asked: dict[str, Any] = {
        "key": question.key,
        "kind": question.kind.value,
        "title": said(question.title, language),
    }
    if question.options:
        asked["options"] = {option.value: said(option.label, language) for option in question.options}
    return asked
