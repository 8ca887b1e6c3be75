"""What a calculator is, what it takes and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, ClassVar, Protocol, cast, runtime_checkable

from pydantic import BaseModel, ConfigDict

Value = Decimal | int | date | str | bool | None
PENNY = Decimal("0.01")


class Unit(StrEnum):
    """What a figure is counted in."""

    POUNDS = "GBP"
    PER_HOUR = "GBP an hour"
    PER_WEEK = "GBP a week"
    PER_MONTH = "GBP a month"
    SHARE = "share"
    PERCENT = "percent"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    COUNT = "count"
    DATE = "date"
    WORDS = "words"
    YES_NO = "yes or no"


MONEY = frozenset({Unit.POUNDS, Unit.PER_HOUR, Unit.PER_WEEK, Unit.PER_MONTH})
"""The units of money: figures in them are decimals of pounds to the penny."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule or a rate stands: an Act, regulations or a page of guidance, and its public address."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One result. ``key`` is its fixed name for programs, ``label`` what a person reads.

    ``value`` is a ``Decimal`` for money and for numbers that may have parts; never a float.
    """

    key: str
    label: str
    value: Value
    unit: Unit

    def as_json(self) -> str | int | float | bool | None:
        """Return money as a string of pounds ("26.05"), dates as ISO, other numbers as numbers."""
        return _as_json(self.value, money=self.unit in MONEY)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the working: a figure, the rule that gives it in plain words, and where the rule stands."""

    label: str
    value: Value
    unit: Unit
    rule: str
    source: Source

    def as_json(self) -> dict[str, Any]:
        """Return the line for programs."""
        return {
            "label": self.label,
            "value": _as_json(self.value, money=self.unit in MONEY),
            "unit": self.unit.value,
            "rule": self.rule,
            "source": {"title": self.source.title, "url": self.source.url},
        }


@dataclass(frozen=True, slots=True)
class RateUsed:
    """The rates a calculation rests on, and the days they hold: ``starts`` to ``ends``, both included.

    ``ends`` is ``None`` for a rule with no end announced. ``values`` are ``int``, ``Decimal``, dates, or lists of them.
    """

    name: str
    starts: date
    ends: date | None
    values: Mapping[str, Any]
    source: Source

    def as_json(self) -> dict[str, Any]:
        """Return the rates for programs; amounts as strings."""
        return {
            "name": self.name,
            "starts": self.starts.isoformat(),
            "ends": self.ends.isoformat() if self.ends else None,
            "values": {key: _rate_as_json(value) for key, value in self.values.items()},
            "source": {"title": self.source.title, "url": self.source.url},
        }


@dataclass(frozen=True, slots=True)
class Calculation:
    """What a calculator returns: results, how each came about, and the rates used.

    ``notes`` are what the result does not take into account, in plain words.
    """

    figures: tuple[Figure, ...]
    working: tuple[Line, ...]
    rates: tuple[RateUsed, ...] = ()
    notes: tuple[str, ...] = ()

    def __getitem__(self, key: str) -> Value:
        """Return the value of the result with this key. Raises ``KeyError``."""
        for figure in self.figures:
            if figure.key == key:
                return figure.value
        raise KeyError(key)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source that the working and the rates name, once each, in order."""
        named = (*(line.source for line in self.working), *(rate.source for rate in self.rates))
        return tuple(dict.fromkeys(named))

    def as_json(self) -> dict[str, Any]:
        """Return ``result``, ``working``, ``rates``, ``sources`` and ``notes``, as ``calculate --json`` prints them."""
        return {
            "result": {figure.key: figure.as_json() for figure in self.figures},
            "working": [line.as_json() for line in self.working],
            "rates": [rate.as_json() for rate in self.rates],
            "sources": [{"title": source.title, "url": source.url} for source in self.sources],
            "notes": list(self.notes),
        }


class Inputs(BaseModel):
    """Base of every calculator's inputs: frozen, nothing unknown taken, no float where money is meant."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, validate_default=True)


class Calculator(Protocol):
    """Works one thing out. Pure: the same inputs give the same calculation, whatever the day."""

    name: ClassVar[str]
    """Its fixed name: lower case, words joined by hyphens."""
    title: ClassVar[str]
    """What it does for you, as a link would say it: "Work out your Child Benefit"."""
    description: ClassVar[str]
    """One or two sentences: what it works out and what it leaves out."""
    inputs: ClassVar[type[Inputs]]
    """The model of what it takes. Each field has a ``title`` (the question) and a ``description`` (the hint)."""

    def __call__(self, given: Any, /) -> Calculation:
        """Work it out.

        Args:
            given: an instance of ``inputs``.

        Raises:
            OutsideRatesError: a date or year outside the rates held.
            CalculatorInputError: the inputs are each right but can't be true together.
        """
        ...


@runtime_checkable
class SetUp(Protocol):
    """A calculator with settings of its own, which a service's table ``[calculators]`` holds."""

    def for_service(self, settings: Any, /) -> Calculator:
        """Return the calculator as a service has set it. ``settings`` are its ``CalculatorSettings``."""
        ...


def to_penny(amount: Decimal) -> Decimal:
    """Return an amount of pounds to the nearest penny, halves up."""
    return amount.quantize(PENNY, ROUND_HALF_UP)


def down_to_penny(amount: Decimal) -> Decimal:
    """Return an amount of pounds with parts of a penny left out."""
    return amount.quantize(PENNY, ROUND_DOWN)


def down_to_pound(amount: Decimal) -> Decimal:
    """Return an amount of pounds with the pennies left out."""
    return amount.quantize(Decimal(1), ROUND_DOWN)


def _rate_as_json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, list):
        return [_rate_as_json(each) for each in cast("list[Any]", value)]
    return value.isoformat() if isinstance(value, date) else value


def _as_json(value: Value, *, money: bool) -> str | int | float | bool | None:
    if isinstance(value, Decimal):
        if money:
            return str(to_penny(value))
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return value
