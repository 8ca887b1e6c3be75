"""The benefits estimate as a calculator: a range for each benefit, what it takes for granted, and never a promise."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import ClassVar

from fingerpost.errors import OutsideRatesError
from fingerpost.services.calculators.model import Calculation, Figure, Inputs, Line, Source, Unit
from fingerpost.services.calculators.rates import tax_year
from fingerpost.services.calculators.written import written
from fingerpost.services.estimate.household import HouseholdInputs, refuse_what_cannot_be
from fingerpost.services.estimate.line import LineOfRequests, Ticket, Values
from fingerpost.services.estimate.process import Engine, EngineProcess, engine_command
from fingerpost.services.estimate.reading import BENEFITS, Range, Ranges, ranges_of
from fingerpost.services.estimate.situation import cases_of, engine_region, request_for
from fingerpost.settings.calculators import CalculatorSettings, EstimateSettings

YEARS = (2025, 2026)
"""The years in which the tax years start that the engine was held against published figures for."""
_PAGES = {
    "universal_credit": Source("GOV.UK: Universal Credit", "https://www.gov.uk/universal-credit"),
    "pension_credit": Source("GOV.UK: Pension Credit", "https://www.gov.uk/pension-credit"),
    "housing_benefit": Source("GOV.UK: Housing Benefit", "https://www.gov.uk/housing-benefit"),
    "child_benefit": Source("GOV.UK: Child Benefit", "https://www.gov.uk/child-benefit"),
    "carers_allowance": Source("GOV.UK: Carer's Allowance", "https://www.gov.uk/carers-allowance"),
    "carer_support_payment": Source(
        "mygov.scot: Carer Support Payment", "https://www.mygov.scot/carer-support-payment"
    ),
    "scottish_child_payment": Source(
        "mygov.scot: Scottish Child Payment", "https://www.mygov.scot/scottish-child-payment"
    ),
    "council_tax_reduction": Source("GOV.UK: Council Tax Reduction", "https://www.gov.uk/apply-council-tax-reduction"),
}
TITLES = {name: source.title.partition(": ")[2] for name, source in _PAGES.items()}
"""What each benefit is called."""
_TITLE = "Estimate how much you might get in benefits"


class BenefitsEstimate:
    """What a household might get a month, from the lowest to the highest, by another program's model of the rules.

    Args:
        settings: how the engine is run, and the council's own scheme.
    """

    name: ClassVar[str] = "benefits-estimate"
    title: ClassVar[str] = _TITLE
    description: ClassVar[str] = (
        "A range for Universal Credit, Child Benefit, Pension Credit and other benefits, from what you say. It is an "
        "estimate, not a promise: only those who pay a benefit can decide what you get."
    )
    inputs: ClassVar[type[Inputs]] = HouseholdInputs

    def __init__(self, settings: EstimateSettings | None = None) -> None:
        self.settings = settings or EstimateSettings()

    def for_service(self, settings: CalculatorSettings) -> BenefitsEstimate:
        """Return the estimate as a service has set it."""
        return BenefitsEstimate(settings.estimate)

    def __call__(self, given: HouseholdInputs) -> Calculation:
        """Wait for a turn and for the engine, and return ``total_low``, ``total_high`` and both for each benefit.

        Raises:
            OutsideRatesError: the engine was not checked for the tax year.
            CalculatorInputError: the answers can't be true together.
            EstimateBusyError: too many people wait already.
            EstimateUnavailableError: the engine is not installed, hangs, or can't work this out.
        """
        return self.read(given, *self.join(given).wait())

    def join(self, given: HouseholdInputs, told: Callable[[Ticket], None] | None = None) -> Ticket:
        """Return a place in the line for a household. Raises as a call does, but does not wait."""
        year = self._year(given)
        refuse_what_cannot_be(given)
        return line_for(self.settings).join(
            lambda engine: request_for(given, cases_of(given, self._areas(given, engine)), year), told
        )

    def read(self, given: HouseholdInputs, engine: Engine, values: Values) -> Calculation:
        """Return the calculation from what the engine said. Raises ``EstimateUnavailableError``."""
        areas = self._areas(given, engine)
        cases = cases_of(given, areas)
        ranges = ranges_of(given, cases, values, self.settings.council_tax_reduction)
        figures = [
            Figure("total_low", "In all, at least", _down(ranges.total.low), Unit.PER_MONTH),
            Figure("total_high", "In all, at most", _up(ranges.total.high), Unit.PER_MONTH),
        ]
        working: list[Line] = []
        for name in BENEFITS:
            amount = ranges.each[name]
            if amount.high:
                figures += [
                    Figure(f"{name}_low", f"{TITLES[name]}, at least", _down(amount.low), Unit.PER_MONTH),
                    Figure(f"{name}_high", f"{TITLES[name]}, at most", _up(amount.high), Unit.PER_MONTH),
                ]
                rule = self._rule(name, engine, ranges)
                working.append(Line(TITLES[name], in_words(amount), Unit.WORDS, rule, self._page(name)))
        if not working:
            rule = f"Worked out by {engine.name} from what you said"
            page = Source("GOV.UK: Benefits", "https://www.gov.uk/browse/benefits")
            working.append(Line("Benefits in this estimate", "none", Unit.WORDS, rule, page))
        return Calculation(tuple(figures), tuple(working), (), self._notes(given, areas, ranges))

    def _year(self, given: HouseholdInputs) -> int:
        year = tax_year(given.tax_year)[0].year
        if year not in YEARS:
            raise OutsideRatesError(
                f"tax_year: the estimate is held for {YEARS[0]}-{(YEARS[0] + 1) % 100} to "
                f"{YEARS[-1]}-{(YEARS[-1] + 1) % 100}, not for {given.tax_year}",
                where=self.name,
                fix="use a tax year within these",
            )
        return year

    def _areas(self, given: HouseholdInputs, engine: Engine) -> Sequence[str]:
        known = engine.areas.get(engine_region(given), ())
        return [each for each in self.settings.rental_areas if each in known] or known

    def _page(self, name: str) -> Source:
        own = self.settings.council_tax_reduction.url
        return Source("Your council's scheme", own) if name == "council_tax_reduction" and own else _PAGES[name]

    def _rule(self, name: str, engine: Engine, ranges: Ranges) -> str:
        if name == "council_tax_reduction" and self.settings.council_tax_reduction.bands:
            return f"The bands of your council's scheme, or the national one, with {engine.name}"
        if name == "child_benefit" and ranges.total.high:
            return f"Worked out by {engine.name} from what you said, before any charge on a high income"
        return f"Worked out by {engine.name} from what you said"

    def _notes(self, given: HouseholdInputs, areas: Sequence[str], ranges: Ranges) -> tuple[str, ...]:
        notes = [
            "This is an estimate, not a promise. What you get is decided by those who pay it, when you claim.",
            "It takes it that only you, your partner and your children live in your home, that you claim everything "
            "you can, that you have the right to benefits in the UK, and that nothing is taken off for a debt or a "
            "sanction.",
        ]
        if given.earnings or given.partner_earnings:
            notes.append("Pay differs from month to month: the range takes it to be up to 5% more or less.")
        if given.home == "rent-privately" and len(areas) > 1:
            notes.append(
                f"Help with a private rent depends on the Local Housing Allowance where you live: the range covers all "
                f"{len(areas)} areas of your region."
            )
        if given.home == "rent-from-council":
            notes.append("It does not take anything off for spare bedrooms.")
        if given.home == "mortgage":
            notes.append("It leaves out help with a mortgage, which is a loan.")
        notes += self._notes_on_people(given)
        if given.council_tax and not ranges.reduction_known:
            notes.append(
                "Council Tax Reduction is not in it: each council has its own rules for people of working age. Ask "
                "yours, even if you get nothing else."
            )
        if given.region == "northern-ireland":
            notes.append("In Northern Ireland there is help with rates instead of Council Tax, which is not in it.")
        notes.append(
            "If you get other benefits now, get advice before you claim Universal Credit: some stop when you do."
        )
        return tuple(notes)

    @staticmethod
    def _notes_on_people(given: HouseholdInputs) -> list[str]:
        notes: list[str] = []
        if given.health == "not-decided":
            notes.append("The most is what you get if it is decided that you need not prepare for work.")
        elif given.health == "decided":
            notes.append("The least is the rate for claims from April 2026, the most the rate for earlier ones.")
        if given.disabled_children:
            notes.append("The most is for a child who gets the highest care rate, the least for any other rate.")
        if any(age >= 16 for age in given.children_ages):
            notes.append("Children of 16 to 19 count while they are in approved education or training.")
        if max(given.earnings, given.partner_earnings) * 12 > 60_000:
            notes.append("A part of Child Benefit is taken back where one of you earns more than £60,000.")
        return notes


def in_words(amount: Range) -> str:
    """Return a range as people read it: "£1,180 to £1,310 a month", or "about £117 a month"."""
    if amount.high - amount.low < 1:
        return f"about {written(amount.high.quantize(Decimal(1), ROUND_HALF_UP), Unit.PER_MONTH)}"
    low, high = _down(amount.low), _up(amount.high)
    return f"{written(low, Unit.POUNDS)} to {written(high, Unit.PER_MONTH)}"


_lines: dict[str, LineOfRequests] = {}
_lines_lock = threading.Lock()


def line_for(settings: EstimateSettings) -> LineOfRequests:
    """Return the line of this process for these settings, and the engine behind it. It is ended with the process."""
    key = settings.model_dump_json()
    with _lines_lock:
        if key not in _lines:
            _lines[key] = _opened(settings)
        return _lines[key]


def warm(settings: CalculatorSettings) -> None:
    """Start the engine in the background where a service offers the estimate. Returns at once."""
    if BenefitsEstimate.name in settings.offered:
        line_for(settings.estimate).warm()


def _opened(settings: EstimateSettings) -> LineOfRequests:
    engine = EngineProcess(
        engine_command(settings.python, settings.memory_mb),
        start_seconds=settings.start_seconds,
        seconds=settings.seconds,
    )
    line = LineOfRequests(engine, waiting=settings.waiting)
    atexit.register(line.close)
    return line


def _down(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1), ROUND_FLOOR)


def _up(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1), ROUND_CEILING)
