"""What a journey's file names, held against what is there: keys, options, calculators, kinds that compare."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from fingerpost.errors import JourneyFileError, UnknownCalculatorError
from fingerpost.services.calculators import calculator
from fingerpost.services.journeys.conditions import (
    Compare,
    Condition,
    Holds,
    Literal,
    Name,
    OneOf,
    Term,
    Today,
    leaves,
    read_condition,
)
from fingerpost.services.journeys.model import COUNTED, MANY, Journey, Kind, Outcome, Question
from fingerpost.services.journeys.variables import named, outcome_words

_ORDER = frozenset({"<", "<=", ">", ">="})


def mistakes(journey: Journey) -> Iterator[str]:
    """Yield what is wrong with the names in a journey, each with its place; nothing where all is well."""
    yield from _keys(journey)
    for name, called in journey.calculations.items():
        yield from (f"calculations.{name}: {said}" for said in _calculation(journey, name))
        if called.outside is not None and journey.outcome(called.outside) is None:
            yield f"calculations.{name}.outside: there is no outcome {called.outside!r}"
    for where, written in conditions_of(journey):
        try:
            yield from (f"{where}: {said}" for said in _condition(journey, read_condition(written)))
        except JourneyFileError as problem:
            yield f"{where}: {problem.what}: {written}"
    for outcome in journey.outcomes:
        for words in outcome_words(outcome):
            for text in words.values():
                yield from (f"outcomes.{outcome.key}: {said}" for name in named(text) for said in _name(journey, name))
        yield from (f"outcomes.{outcome.key}.submission: {said}" for said in _confirmed(outcome))


def _confirmed(outcome: Outcome) -> Iterator[str]:
    """Yield the variables in what is said once it was sent: by then the answers are gone from here."""
    taken = outcome.submission
    for part, words in (("title", taken.title), ("sent", taken.sent)) if taken else ():
        if any(named(text) for text in words.values()):
            yield f"no answer can stand in its {part}: put it in the outcome's body, which is shown before it is sent"


def conditions_of(journey: Journey) -> Iterator[tuple[str, str]]:
    """Yield every condition of a journey, as it is written, with its place."""
    for question in journey.questions:
        for number, rule in enumerate(question.rules):
            if rule.when is not None:
                yield f"questions.{question.key}.next[{number}]", rule.when
    for outcome in journey.outcomes:
        for number, section in enumerate(outcome.sections):
            if section.when is not None:
                yield f"outcomes.{outcome.key}.sections[{number}]", section.when


def _keys(journey: Journey) -> Iterator[str]:
    keys = [*(each.key for each in journey.questions), *(each.key for each in journey.outcomes), *journey.calculations]
    yield from (
        f"{key}: used more than once; give each its own key" for key in dict.fromkeys(keys) if keys.count(key) > 1
    )
    for question in journey.questions:
        for number, rule in enumerate(question.rules):
            if journey.question(rule.to) is None and journey.outcome(rule.to) is None:
                yield f"questions.{question.key}.next[{number}]: there is no question or outcome {rule.to!r}"


def _calculation(journey: Journey, name: str) -> Iterator[str]:
    called = journey.calculations[name]
    try:
        fields = calculator(called.calculator).inputs.model_fields
    except UnknownCalculatorError as problem:
        yield f"{problem.what}; {problem.fix}"
        return
    for key in (*called.inputs, *called.fixed):
        if key not in fields:
            yield f"{called.calculator!r} has no input {key!r}; it takes {', '.join(fields)}"
    for key, answer in called.inputs.items():
        if journey.question(answer) is None:
            yield f"inputs.{key}: there is no question {answer!r}"
    for key, field in fields.items():
        if field.is_required() and key not in called.inputs and key not in called.fixed:
            yield f"{called.calculator!r} needs {key!r}"


def _name(journey: Journey, name: Name) -> Iterator[str]:
    if name.part and name.name not in journey.calculations:
        yield f"there is no calculation {name.name!r}"
    if not name.part and journey.question(name.name) is None:
        yield f"there is no question {name.name!r}"


def _condition(journey: Journey, condition: Condition) -> Iterator[str]:
    for leaf in leaves(condition):
        terms = (leaf.left, leaf.right) if isinstance(leaf, Compare) else (leaf.name,)
        unknown = [said for term in terms if isinstance(term, Name) for said in _name(journey, term)]
        if unknown:
            yield from unknown
            continue
        match leaf:
            case Compare(Name() as left, sign, right):
                yield from _comparable(journey, left, sign, right)
            case Compare(left, sign, Name() as right):
                yield from _comparable(journey, right, sign, left)
            case Compare():
                yield "a comparison needs an answer or a result on one side"
            case OneOf(name, choices):
                yield from (said for choice in choices for said in _comparable(journey, name, "==", choice))
            case Holds(choice, name):
                question = journey.question(name.name)
                if question is None or question.kind not in MANY or name.part:
                    yield f"only checkboxes and document checks can be looked into; {name.name!r} is another kind"
                elif choice not in {option.value for option in question.options}:
                    yield f"{name.name!r} has no option {choice!r}"


def _comparable(journey: Journey, name: Name, sign: str, term: Term) -> Iterator[str]:
    """Yield why a name can't be compared with a term. A result's kind is known only once it is worked out."""
    question = None if name.part else journey.question(name.name)
    if question is None:
        return
    if isinstance(term, Name):
        other = None if term.part else journey.question(term.name)
        if other is not None and _family(other) != _family(question):
            yield f"{name.name!r} and {term.name!r} are of different kinds"
        return
    if question.kind in MANY:
        yield f"ask whether a choice is in {name.name!r}: it has several"
        return
    if not isinstance(term, Today) and not _fits(question, term):
        yield f"{name.name!r} is of kind {question.kind}, so it is never {term!r}"
    if isinstance(term, Today) and question.kind is not Kind.DATE:
        yield f"{name.name!r} is no date"
    if sign in _ORDER and question.kind not in {*COUNTED, Kind.DATE}:
        yield f"{name.name!r} is of kind {question.kind}, which has no order"


def _family(question: Question) -> str:
    return "amount" if question.kind in COUNTED else question.kind.value


def _fits(question: Question, literal: Literal) -> bool:
    match question.kind:
        case Kind.YES_NO:
            return isinstance(literal, bool)
        case Kind.MONEY | Kind.NUMBER:
            return isinstance(literal, Decimal)
        case Kind.DATE:
            return isinstance(literal, date)
        case Kind.RADIO:
            return literal in {option.value for option in question.options}
        case _:
            return isinstance(literal, str)
