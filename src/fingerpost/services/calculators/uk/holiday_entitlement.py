"""How many days of paid holiday a worker must get in a year.

Working Time Regulations 1998, regulations 13 and 13A: 5.6 weeks, and never more than 28 days by law.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from fingerpost.services.calculators.model import Calculation, Figure, Inputs, Line, Source, Unit

WEEKS, MOST_DAYS = Decimal("5.6"), Decimal(28)
_RULE = Source(
    "Working Time Regulations 1998, regulations 13 and 13A",
    "https://www.legislation.gov.uk/uksi/1998/1833/regulation/13A",
)


class HolidayEntitlementInputs(Inputs):
    """What holiday depends on, for somebody who works the same days each week all year."""

    days_per_week: Annotated[
        Decimal,
        Field(
            gt=0, le=7, decimal_places=2, title="How many days do you work a week?", description="For example, 5 or 2.5"
        ),
    ]


class HolidayEntitlement:
    """Statutory holiday for a whole leave year, for regular days."""

    name: ClassVar[str] = "holiday-entitlement"
    title: ClassVar[str] = "Work out your holiday entitlement"
    description: ClassVar[str] = (
        "The least paid holiday you must get in a full year if you work the same days each week. Your contract may "
        "give you more. Bank holidays can be part of it."
    )
    inputs: ClassVar[type[Inputs]] = HolidayEntitlementInputs

    def __call__(self, given: HolidayEntitlementInputs) -> Calculation:
        """Return the ``days`` of holiday and the ``weeks`` they come from."""
        days = min(MOST_DAYS, given.days_per_week * WEEKS)
        rule = f"{WEEKS} weeks of the days you work, up to {MOST_DAYS} days"
        return Calculation(
            (
                Figure("days", "Days of paid holiday a year", days, Unit.DAYS),
                Figure("weeks", "Weeks of holiday by law", WEEKS, Unit.WEEKS),
            ),
            (Line("Holiday", days, Unit.DAYS, rule, _RULE),),
            notes=("Part days may not be rounded down.",),
        )
