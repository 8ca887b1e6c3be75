"""The conditions of a journey: read by a grammar into a tree that can be tried and walked. Nothing is ever evaluated.

``age >= 16 and nation in ["england", "wales"] and not wage.enough`` compares answers (``age``), results of the
journey's calculations (``wage.enough``) and literals. The grammar is ``conditions.lark`` beside this file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from operator import eq, ge, gt, le, lt, ne
from pathlib import Path
from typing import Any, cast

from fingerpost.errors import JourneyFileError

Literal = Decimal | date | str | bool
Value = Literal | tuple[str, ...] | None
"""What an answer or a result can be; ``None`` where there is none."""

_SIGNS: Mapping[str, Callable[[Any, Any], bool]] = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


@dataclass(frozen=True, slots=True)
class Name:
    """An answer (``part`` empty) or one result of a calculation."""

    name: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Today:
    """The day the journey is followed."""


Term = Name | Today | Literal


@dataclass(frozen=True, slots=True)
class Compare:
    """Two terms and the sign between them."""

    left: Term
    sign: str
    right: Term


@dataclass(frozen=True, slots=True)
class OneOf:
    """Whether an answer is one of some literals."""

    name: Name
    choices: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Holds:
    """Whether a checkbox's answer holds a choice."""

    choice: Literal
    name: Name


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    part: Condition


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds."""

    parts: tuple[Condition, ...]


Condition = Compare | OneOf | Holds | Not | All | Either
Look = Callable[[Name], Value]
"""Returns the value of an answer or a result; ``None`` when there is none."""


@cache
def read_condition(written: str) -> Condition:
    """Return the tree of a condition.

    Raises:
        JourneyFileError: it is not in the language of conditions; the error says at which character.
    """
    from lark.exceptions import UnexpectedInput

    try:
        return cast("Condition", _built(_grammar().parse(written)))
    except UnexpectedInput as problem:
        at = problem.pos_in_stream if problem.pos_in_stream is not None else len(written)
        raise JourneyFileError(
            f"the condition can't be read from its character {at + 1} on",
            where=written,
            fix="compare answers with ==, !=, <, <=, >, >= or in [...], and join with and, or, not",
        ) from None
    except ValueError:
        raise JourneyFileError(
            "the condition holds a date that is not one", where=written, fix="write dates as 2025-04-06"
        ) from None


def holds(condition: Condition, look: Look, today: date) -> bool:
    """Return whether a condition holds.

    A comparison with an answer that was not given does not hold, whatever its sign: ``age < 16`` and ``age >= 16`` are
    both false for somebody who was not asked.
    """
    match condition:
        case Compare(left, sign, right):
            values = _value(left, look, today), _value(right, look, today)
            if None in values:
                return False
            return bool(_SIGNS[sign](*values))
        case OneOf(name, choices):
            return look(name) in choices
        case Holds(choice, name):
            found = look(name)
            return isinstance(found, tuple) and choice in found
        case Not(part):
            return not holds(part, look, today)
        case All(parts):
            return all(holds(part, look, today) for part in parts)
        case Either(parts):
            return any(holds(part, look, today) for part in parts)


def leaves(condition: Condition) -> Iterator[Compare | OneOf | Holds]:
    """Yield every comparison in a condition, from left to right."""
    match condition:
        case Not(part):
            yield from leaves(part)
        case All(parts) | Either(parts):
            for part in parts:
                yield from leaves(part)
        case _:
            yield condition


def names(condition: Condition) -> tuple[Name, ...]:
    """Return every answer and result a condition looks at, once each, in order."""
    found: dict[Name, None] = {}
    for leaf in leaves(condition):
        terms = (leaf.left, leaf.right) if isinstance(leaf, Compare) else (leaf.name,)
        found.update({term: None for term in terms if isinstance(term, Name)})
    return tuple(found)


def compared_with(condition: Condition, name: Name) -> tuple[Term, ...]:
    """Return what a condition compares a name with: the places where it may turn."""
    found: list[Term] = []
    for leaf in leaves(condition):
        match leaf:
            case Compare(left, _, right):
                found += [right] if left == name else [left] if right == name else []
            case OneOf(of, choices):
                found += choices if of == name else ()
            case Holds(choice, of):
                found += [choice] if of == name else []
    return tuple(found)


def _value(term: Term, look: Look, today: date) -> Value:
    if isinstance(term, Name):
        return look(term)
    return today if isinstance(term, Today) else term


@cache
def _grammar() -> Any:
    from lark import Lark

    written = Path(__file__).with_name("conditions.lark").read_text(encoding="utf-8")
    # LALR and its lexer read in one pass, so that no text can make it slow.
    return Lark(written, parser="lalr", maybe_placeholders=True)


def _built(node: Any) -> Any:
    parts: list[Any] = [_built(child) if hasattr(child, "children") else str(child) for child in _present(node)]
    build = _BUILD[str(node.data)]
    return build(*parts)


def _present(node: Any) -> list[Any]:
    return [child for child in node.children if child is not None]


def _is_yes(name: Name) -> Condition:
    return Compare(name, "==", True)


def _none_of(name: Name, choices: tuple[Literal, ...]) -> Condition:
    return Not(OneOf(name, choices))


def _lacks(choice: Literal, name: Name) -> Condition:
    return Not(Holds(choice, name))


def _listed(*choices: Literal) -> tuple[Literal, ...]:
    return choices


def _either(*parts: Condition) -> Condition:
    return Either(parts)


def _both(*parts: Condition) -> Condition:
    return All(parts)


def _unquoted(quoted: str) -> str:
    return quoted[1:-1]


_BUILD: Mapping[str, Callable[..., Any]] = {
    "either": _either,
    "both": _both,
    "negation": Not,
    "is_yes": _is_yes,
    "compare": Compare,
    "one_of": OneOf,
    "none_of": _none_of,
    "holds": Holds,
    "lacks": _lacks,
    "list": _listed,
    "name": Name,
    "day": date.fromisoformat,
    "number": Decimal,
    "text": _unquoted,
    "yes": lambda: True,
    "no": lambda: False,
    "today": Today,
}
