"""Follow a journey: answers so far in, the next question or the outcome out. Pure, so every way in shares it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from fingerpost.errors import CalculatorInputError, JourneyStuckError, OutsideRatesError
from fingerpost.services.calculators import Calculation as Worked
from fingerpost.services.calculators import calculate, calculator
from fingerpost.services.journeys.answering import AnswerRefusedError, Given, read_answer
from fingerpost.services.journeys.conditions import Look, Name, Value, holds, names, read_condition
from fingerpost.services.journeys.model import Journey, Outcome, Question, Rule, Section
from fingerpost.services.journeys.variables import variables


class OutsideCalculationError(Exception):
    """A calculation can't be made with these answers. Caught by the engine, which goes to its ``outside`` outcome."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


@dataclass(slots=True)
class Known:
    """What can be looked up at one point of a journey: the answers on the path so far, and what they work out to.

    Looking a result up works its calculation out once.

    Raises:
        OutsideCalculationError: when looking up a result that these answers have no figure for.
    """

    journey: Journey
    answers: Mapping[str, Value]
    _worked: dict[str, Worked | None] = field(default_factory=dict[str, "Worked | None"])

    def __call__(self, name: Name) -> Value:
        """Return an answer or a result; ``None`` for a question not answered or a calculation that lacks one."""
        if not name.part:
            return self.answers.get(name.name)
        worked = self.worked(name.name)
        try:
            return _as_value(worked[name.part]) if worked else None
        except KeyError:
            # Some figures come only with inputs that are optional, such as pay for the minimum wage.
            return None

    def worked(self, name: str) -> Worked | None:
        """Return a calculation of the journey; ``None`` while an answer it needs has not been given."""
        if name not in self._worked:
            self._worked[name] = self._work_out(name)
        return self._worked[name]

    def _work_out(self, name: str) -> Worked | None:
        called = self.journey.calculations[name]
        given: dict[str, Any] = dict(called.fixed)
        for key, answer in called.inputs.items():
            value = self.answers.get(answer)
            if value is not None:
                given[key] = value
        fields = calculator(called.calculator).inputs.model_fields
        if any(wanted.is_required() and key not in given for key, wanted in fields.items()):
            return None
        try:
            return calculate(called.calculator, given)
        except (OutsideRatesError, CalculatorInputError):
            raise OutsideCalculationError(name) from None


@dataclass(frozen=True, slots=True)
class Progress:
    """Where somebody is in a journey.

    Attributes:
        path: the questions answered that lead here, in order. Answers to others are kept elsewhere and not looked at.
        answers: the answers of the path.
        question: the next question; ``None`` at the end.
        outcome: where the journey ends; ``None`` before.
        sections: the sections of the outcome that apply.
        known: looks up the answers and what they work out to.
    """

    path: tuple[Question, ...]
    answers: Mapping[str, Value]
    question: Question | None
    outcome: Outcome | None
    sections: tuple[Section, ...]
    known: Known


def follow(journey: Journey, given: Mapping[str, Given], *, today: date) -> Progress:
    """Return where these answers lead.

    Args:
        journey: the journey, from its first question on.
        given: answers by question, as they were given or stored. One that can't be taken counts as not given.
        today: the day it is.

    Raises:
        JourneyStuckError: no rule of a question holds, a question is met twice, or a calculation that can't be made
            has no outcome for that. ``check`` finds each of these before anybody can.
    """
    answers: dict[str, Value] = {}
    path: list[Question] = []
    at: Question | Outcome = journey.questions[0]
    while isinstance(at, Question):
        known = Known(journey, dict(answers))
        if at.key in answers:
            raise _stuck(at, "its questions go round in a circle")
        if at.key not in given:
            # Not even an optional question counts as answered before it was asked.
            return Progress(tuple(path), answers, at, None, (), known)
        try:
            answers[at.key] = read_answer(at, given[at.key], today=today)
        except AnswerRefusedError:
            return Progress(tuple(path), answers, at, None, (), known)
        path.append(at)
        at = _after(journey, at, Known(journey, answers), today)
    known = Known(journey, answers)
    return Progress(tuple(path), answers, None, at, shown_sections(at, known, today), known)


def _after(journey: Journey, question: Question, known: Known, today: date) -> Question | Outcome:
    """Return where a question leads, once it is answered."""
    try:
        rule = next(iter(matching(question, known, today)), None)
        if rule is None:
            raise _stuck(question, "none of its rules holds")
        to = journey.question(rule.to) or journey.outcome(rule.to)
        if isinstance(to, Outcome):
            for name in results_in(to):
                known(name)
    except OutsideCalculationError as outside:
        key = journey.calculations[outside.name].outside
        to = journey.outcome(key) if key else None
        if to is None:
            raise _stuck(question, f"'{outside.name}' can't be worked out and names no outcome for that") from None
    if to is None:
        raise _stuck(question, "its rule leads nowhere")
    return to


def matching(question: Question, known: Look, today: date) -> list[Rule]:
    """Return the rules of a question that hold: exactly one, in a journey that passes its check.

    The rule without a condition holds when none of the others does.

    Raises:
        OutsideCalculationError: a rule looks at a calculation that can't be made.
    """
    with_condition = [rule for rule in question.rules if rule.when is not None]
    held = [rule for rule in with_condition if holds(read_condition(rule.when or ""), known, today)]
    return held or [rule for rule in question.rules if rule.when is None]


def shown_sections(outcome: Outcome, known: Known, today: date) -> tuple[Section, ...]:
    """Return the sections of an outcome whose condition holds."""
    return tuple(
        section
        for section in outcome.sections
        if section.when is None or holds(read_condition(section.when), known, today)
    )


def results_in(outcome: Outcome) -> tuple[Name, ...]:
    """Return the results that an outcome shows or turns on."""
    looked_at = {
        name: None for section in outcome.sections if section.when for name in names(read_condition(section.when))
    }
    shown = dict.fromkeys(variables(outcome))
    return tuple(name for name in {**looked_at, **shown} if name.part)


def _as_value(value: Any) -> Value:
    """Return a figure as conditions compare it. Whole numbers become decimals, as literals are."""
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _stuck(question: Question, why: str) -> JourneyStuckError:
    return JourneyStuckError(
        f"the journey can't go on from this question: {why}",
        where=question.key,
        fix="run 'fingerpost journey check' on its file",
    )
