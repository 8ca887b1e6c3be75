"""When somebody reaches State Pension age.

Pensions Act 1995, schedule 4, as amended: by date of birth, and for those born before 6 December 1953 also by sex.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, cast

import yaml
from dateutil.relativedelta import relativedelta
from pydantic import Field

from fingerpost.errors import CalculatorInputError, OutsideRatesError
from fingerpost.services.calculators.model import Calculation, Figure, Inputs, Line, RateUsed, Source, Unit

RATES = Path(__file__).with_name("state_pension_age.yaml")
_SEX_STOPS_MATTERING = date(1953, 12, 6)


class StatePensionAgeInputs(Inputs):
    """What State Pension age depends on."""

    date_of_birth: Annotated[
        date,
        Field(
            title="What is your date of birth?",
            description="For example, 1964-03-27",
            json_schema_extra={"fact": "date_of_birth"},
        ),
    ]
    sex: Annotated[
        Literal["female", "male"] | None,
        Field(title="Are you male or female?", description="Only matters if you were born before 6 December 1953"),
    ] = None


@dataclass(frozen=True, slots=True)
class _Band:
    starts: date
    ends: date
    who: str
    on: date | None
    years: int
    months: int

    def reached(self, born: date) -> date:
        if self.on is not None:
            return self.on
        reached = born + relativedelta(years=self.years, months=self.months)
        # Somebody born on 29 February reaches an age on 1 March where the year has none.
        late = born.month == 2 and born.day == 29 and reached.day == 28 and not self.months
        return reached + relativedelta(days=1) if late else reached


class StatePensionAge:
    """The day somebody reaches State Pension age, and the age they are then."""

    name: ClassVar[str] = "state-pension-age"
    title: ClassVar[str] = "Work out your State Pension age"
    description: ClassVar[str] = (
        "The date you can get the State Pension from, as the law stands. Governments review it, so it may change."
    )
    inputs: ClassVar[type[Inputs]] = StatePensionAgeInputs

    def __call__(self, given: StatePensionAgeInputs) -> Calculation:
        """Return the ``date`` and the age in ``years`` and ``months``.

        Raises:
            CalculatorInputError: the sex is needed and not given.
            OutsideRatesError: born before or after the dates the law is held for.
        """
        born = given.date_of_birth
        if born < _SEX_STOPS_MATTERING and given.sex is None:
            raise CalculatorInputError(
                "sex: for people born before 6 December 1953 State Pension age depends on it",
                where=self.name,
                fix="give sex=female or sex=male",
            )
        source, bands = _bands()
        who = {"everyone", {"female": "women", "male": "men"}.get(given.sex or "", "everyone")}
        band = next((each for each in bands if each.starts <= born <= each.ends and each.who in who), None)
        if band is None:
            raise OutsideRatesError(
                f"no State Pension age is held for people born on {born.isoformat()}",
                where=self.name,
                fix=f"give a date of birth from {bands[0].starts} to {bands[-1].ends}",
            )
        day = band.reached(born)
        age = relativedelta(day, born)
        held = RateUsed("State Pension age by date of birth", band.starts, band.ends, {"reached_on": day}, source)
        rule = (
            f"Everybody in your group reaches it on {day.day} {day:%B %Y}"
            if band.on
            else f"{band.years} years{f' and {band.months} months' if band.months else ''} after your birth"
        )
        return Calculation(
            (
                Figure("date", "You reach State Pension age on", day, Unit.DATE),
                Figure("years", "Your age then, in years", age.years, Unit.YEARS),
                Figure("months", "and months", age.months, Unit.MONTHS),
                Figure("days", "and days", age.days, Unit.DAYS),
            ),
            (Line("State Pension age", day, Unit.DATE, rule, source),),
            (held,),
            ("State Pension age is kept under review and may change.",),
        )


@cache
def _bands() -> tuple[Source, tuple[_Band, ...]]:
    written = cast("dict[str, Any]", yaml.safe_load(RATES.read_text(encoding="utf-8")))
    source = Source(written["source"]["title"], written["source"]["url"])
    return source, tuple(
        _Band(
            each["starts"], each["ends"], each["who"], each.get("reached"), each.get("years", 0), each.get("months", 0)
        )
        for each in written["periods"]
    )
