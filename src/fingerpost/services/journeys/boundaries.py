"""The answers worth trying to a question: every choice, and both sides of every place where a condition may turn.

A literal in a condition is such a place. Where a condition looks at a calculation, the place is found by halving:
between two answers that give different results lies one where it turns, and both its sides are tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, pairwise

from fingerpost.services.calculators import calculator
from fingerpost.services.journeys.answering import AnswerRefusedError, day_of, kept, read_answer
from fingerpost.services.journeys.conditions import (
    Compare,
    Condition,
    Name,
    Today,
    Value,
    compared_with,
    holds,
    leaves,
    names,
    read_condition,
)
from fingerpost.services.journeys.engine import Known, OutsideCalculationError
from fingerpost.services.journeys.model import COUNTED, MANY, Calculation, Journey, Kind, Question
from fingerpost.services.journeys.references import conditions_of

_MOST_TOGETHER = 7
"""The most checkboxes whose every combination is tried (2⁷ = 128); of more, each, none and all."""
_GRID = 4
_MIDDLE = 0.5
_FAR = Decimal(1_000_000)
_YEARS = (timedelta(days=365 * 5), timedelta(days=365 * 100))


class Boundaries:
    """Finds the answers to try in one journey."""

    def __init__(self, journey: Journey, today: date) -> None:
        self.journey = journey
        self.today = today
        self.conditions: tuple[Condition, ...] = tuple(read_condition(text) for _, text in conditions_of(journey))
        self._of_results = [
            leaf for each in self.conditions for leaf in leaves(each) if any(name.part for name in names(leaf))
        ]
        self._fixed = {question.key: self._without_results(question) for question in journey.questions}
        self._turns: dict[object, tuple[Value, ...]] = {}

    def values(self, question: Question, answers: Mapping[str, Value]) -> tuple[Value, ...]:
        """Return the answers to try, in order, once each. All can be taken.

        Args:
            question: the question.
            answers: those given before it on this path.
        """
        found = [*self._fixed[question.key], *self._beside_answers(question, answers)]
        if question.kind in COUNTED or question.kind is Kind.DATE:
            found += self._where_results_turn(question, answers)
        return tuple(value for value in dict.fromkeys(found) if self._taken(question, value))

    def _taken(self, question: Question, value: Value) -> bool:
        try:
            return read_answer(question, kept(value), today=self.today) == value
        except AnswerRefusedError:
            return False

    def _without_results(self, question: Question) -> tuple[Value, ...]:
        found = [
            self.today if isinstance(term, Today) else term
            for condition in self.conditions
            for term in compared_with(condition, Name(question.key))
            if not isinstance(term, Name)
        ]
        optional: tuple[Value, ...] = (None,) if question.optional and question.kind not in MANY else ()
        match question.kind:
            case Kind.YES_NO:
                return True, False
            case Kind.RADIO:
                return tuple(option.value for option in question.options)
            case Kind.CHECKBOX | Kind.DOCUMENT_CHECK:
                return self._together(question, [str(each) for each in found])
            case Kind.MONEY | Kind.NUMBER:
                return tuple(sorted(self._amounts(question, [x for x in found if isinstance(x, Decimal)])))
            case Kind.DATE:
                return tuple(sorted(self._days(question, [x for x in found if isinstance(x, date)])))
            case Kind.POSTCODE:
                return *optional, "SW1A 2AA", *found
            case Kind.COUNTRY:
                return "FR", "GB", *found
            case Kind.TEXT:
                return *optional, "a", "*_<b>{key}"[: question.longest], *found

    def _together(self, question: Question, compared: Sequence[str]) -> tuple[Value, ...]:
        alone = [(option.value,) for option in question.options]
        free = [option.value for option in question.options if not option.alone]
        turning = [value for value in free if value in compared]
        sets: list[tuple[str, ...]] = [(), tuple(free), *alone]
        if len(turning) <= _MOST_TOGETHER:
            sets += [some for size in range(2, len(turning) + 1) for some in combinations(turning, size)]
        else:
            sets += [tuple(value for value in free if value != left_out) for left_out in turning]
            sets += list(combinations(turning, 2))
        return tuple(dict.fromkeys(sets))

    def _amounts(self, question: Question, compared: Sequence[Decimal]) -> set[Decimal]:
        step = self.step(question)
        least = Decimal(0) if question.least is None and question.kind is Kind.MONEY else question.least
        ends = {least if least is not None else -_FAR, question.most if question.most is not None else _FAR}
        return ends | {value + side for value in compared for side in (-step, Decimal(0), step)}

    def _days(self, question: Question, compared: Sequence[date]) -> set[date]:
        earliest, latest = day_of(question.earliest, self.today), day_of(question.latest, self.today)
        found = {self.today, *(self.today - years for years in _YEARS), *(self.today + years for years in _YEARS)}
        found |= {earliest or self.today, latest or self.today}
        day = timedelta(days=1)
        return found | {each + side for each in compared for side in (-day, timedelta(), day)}

    @staticmethod
    def step(question: Question) -> Decimal:
        """Return the smallest difference between two answers to a question about an amount."""
        return Decimal("0.01") if question.kind is Kind.MONEY else Decimal(1).scaleb(-question.decimals)

    def _beside_answers(self, question: Question, answers: Mapping[str, Value]) -> Iterator[Value]:
        """Yield both sides of the other answers that this one is compared with."""
        for condition in self.conditions:
            for term in compared_with(condition, Name(question.key)):
                other = answers.get(term.name) if isinstance(term, Name) and not term.part else None
                if isinstance(other, Decimal):
                    yield from (other - self.step(question), other, other + self.step(question))
                elif isinstance(other, date):
                    yield from (other - timedelta(days=1), other, other + timedelta(days=1))
                elif other is not None:
                    yield other

    def _where_results_turn(self, question: Question, answers: Mapping[str, Value]) -> tuple[Value, ...]:
        called = {n: c for n, c in self.journey.calculations.items() if question.key in c.inputs.values()}
        found: list[Value] = []
        for name, calculation in called.items():
            others = tuple((key, answers.get(key)) for key in calculation.inputs.values() if key != question.key)
            cached = (question.key, name, others)
            if cached not in self._turns:
                self._turns[cached] = tuple(self._turning(question, name, dict(others), calculation))
            found += self._turns[cached]
        return tuple(found)

    def _turning(
        self, question: Question, name: str, others: dict[str, Value], calculation: Calculation
    ) -> Iterator[Value]:
        """Yield both sides of each place where what a calculation says turns, as this question's answer moves."""
        needed = calculator(calculation.calculator).inputs.model_fields
        asked_later = [
            answer
            for key, answer in calculation.inputs.items()
            if answer != question.key and others.get(answer) is None and needed[key].is_required()
        ]
        # What is needed and asked later is not known yet, so its least, its middle and its most stand in for it.
        for share in (0.0, _MIDDLE, 1.0) if asked_later else (0.0,):
            filled = dict(others)
            for key in asked_later:
                choices = self._fixed.get(key, ())
                if choices:
                    filled[key] = choices[round(share * (len(choices) - 1))]

            # Where an answer still to come decides, one place where it turns is enough to stand on either side of.
            turns = not asked_later or share == _MIDDLE

            def said(value: Value, filled: Mapping[str, Value] = filled, turns: bool = turns) -> object:
                return self._said(name, {**filled, question.key: value}, turns=turns)

            grid = self._grid(question)
            for low, high in pairwise(grid):
                yield from self._halved(question, low, high, said)

    def _halved(self, question: Question, low: Value, high: Value, said: Callable[[Value], object]) -> Iterator[Value]:
        last = said(high)
        # From each place where it turns on to the next, while what is said there is not yet what is said at the end.
        while (before := said(low)) != last:
            end = high
            while (middle := self._between(question, low, end)) is not None:
                if said(middle) == before:
                    low = middle
                else:
                    end = middle
            yield from (low, end)
            low = end

    def _between(self, question: Question, low: Value, high: Value) -> Value:
        """Return the answer half way between two, ``None`` when there is none."""
        if isinstance(low, Decimal) and isinstance(high, Decimal):
            step = self.step(question)
            middle = low + ((high - low) / 2 // step) * step
            return middle if low < middle < high else None
        if isinstance(low, date) and isinstance(high, date):
            days = (high - low).days // 2
            return low + timedelta(days=days) if days else None
        return None

    def _grid(self, question: Question) -> list[Value]:
        ends = [value for value in self._fixed[question.key] if self._taken(question, value)]
        if not ends:
            return []
        low, high = ends[0], ends[-1]
        between: list[Value] = list(ends)
        for number in range(1, _GRID):
            if isinstance(low, Decimal) and isinstance(high, Decimal):
                step = self.step(question)
                between.append(low + ((high - low) * number / _GRID // step) * step)
            elif isinstance(low, date) and isinstance(high, date):
                between.append(low + timedelta(days=(high - low).days * number // _GRID))
        return sorted(set(between), key=lambda each: (str(type(each)), each))  # pyright: ignore[reportArgumentType]

    def _said(self, name: str, answers: Mapping[str, Value], *, turns: bool) -> object:
        """Return what a calculation says that a journey can turn on: if it can be made, by which rates, and how."""
        known = Known(self.journey, answers)
        try:
            worked = known.worked(name)
        except OutsideCalculationError:
            return "outside"
        if worked is None:
            return None
        of_it = [leaf for leaf in self._of_results if _only(leaf, name)] if turns else []
        turned = tuple(holds(leaf, known, self.today) for leaf in of_it)
        return turned, tuple((rates.name, rates.starts) for rates in worked.rates)


def _only(leaf: Condition, calculation: str) -> bool:
    """Return whether a comparison looks at results of this calculation alone, and at answers."""
    return isinstance(leaf, Compare) and all(not name.part or name.name == calculation for name in names(leaf))
