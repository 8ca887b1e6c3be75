"""By when a VAT return has to be sent and paid.

Value Added Tax Regulations 1995, regulations 25 and 25A: online, 7 days after the last day of the month that follows
the period. What takes 3 working days is paid 2 working days before it arrives, as in GOV.UK's own calculator.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Annotated, ClassVar, Literal

from dateutil.relativedelta import relativedelta
from pydantic import Field

from fingerpost.services.calculators.fields import InNation
from fingerpost.services.calculators.model import Calculation, Figure, Inputs, Line, Source, Unit
from fingerpost.services.calculators.uk.working_days import (
    SOURCE,
    working_day_after,
    working_day_on_or_before,
)

_DEADLINE = Source(
    "Value Added Tax Regulations 1995, regulation 25A", "https://www.legislation.gov.uk/uksi/1995/2518/regulation/25A"
)
_PAYING = Source("Pay your VAT bill", "https://www.gov.uk/pay-vat")
_AT_ONCE = frozenset({"online"})
_ON_ITS_WAY = 2
"""Working days before the one it arrives on: the day of paying is the first of 3."""
_THREE_DAYS = frozenset({"bacs", "card", "bank"})


class VatDeadlinesInputs(Inputs):
    """An accounting period and how its VAT is paid."""

    period_end: Annotated[
        date, Field(title="When does your VAT accounting period end?", description="For example, 2026-03-31")
    ]
    payment_method: Annotated[
        Literal["online", "chaps", "bacs", "card", "bank", "direct-debit"],
        Field(
            title="How will you pay?",
            description="Online or telephone banking reaches HMRC on the same or next day",
            json_schema_extra={
                "labels": {
                    "online": "Online or telephone banking (Faster Payments)",
                    "chaps": "CHAPS",
                    "bacs": "Bacs",
                    "card": "Debit or corporate credit card",
                    "bank": "At your bank or building society",
                    "direct-debit": "Direct Debit",
                }
            },
        ),
    ] = "online"
    nation: Annotated[InNation, Field(title="Where is your bank?", description="For bank holidays")] = "england"


class VatDeadlines:
    """The dates by which a VAT return is sent and paid."""

    name: ClassVar[str] = "vat-deadlines"
    title: ClassVar[str] = "Work out when your VAT return and payment are due"
    description: ClassVar[str] = (
        "The last day to send your return, and the last day to pay so that HMRC has it in time. It is for quarterly "
        "and monthly returns, not the annual or payments on account schemes."
    )
    inputs: ClassVar[type[Inputs]] = VatDeadlinesInputs

    def __call__(self, given: VatDeadlinesInputs) -> Calculation:
        """Return ``file_by``, ``pay_by`` and, for a Direct Debit, ``collected_on``. Raises ``OutsideRatesError``."""
        due = deadline(given.period_end)
        last_working = working_day_on_or_before(due, given.nation)
        figures = [Figure("file_by", "Send your return by", due, Unit.DATE)]
        if given.payment_method in _AT_ONCE:
            pay_by, rule = due, "Faster Payments arrive on the same day, also at a weekend"
        elif given.payment_method == "chaps":
            pay_by, rule = last_working, "It has to arrive by the last working day on or before the deadline"
        elif given.payment_method in _THREE_DAYS:
            pay_by = working_day_after(last_working, -_ON_ITS_WAY, given.nation)
            rule = "It takes 3 working days and has to arrive by the last working day on or before the deadline"
        else:
            pay_by = working_day_after(last_working, -_ON_ITS_WAY, given.nation)
            rule = (
                "Set it up by then, and before you send the return; HMRC collects it 3 working days after the deadline"
            )
        figures.append(Figure("pay_by", "Pay by", pay_by, Unit.DATE))
        if given.payment_method == "direct-debit":
            collected = working_day_after(due, 3, given.nation)
            figures.append(Figure("collected_on", "HMRC takes the money on", collected, Unit.DATE))
        working = (
            Line("Deadline", due, Unit.DATE, "7 days after the end of the month that follows the period", _DEADLINE),
            Line("Last working day for it", last_working, Unit.DATE, "Not a weekend or a bank holiday", SOURCE),
            Line("Pay by", pay_by, Unit.DATE, rule, _PAYING),
        )
        return Calculation(tuple(figures), working)


def deadline(period_end: date) -> date:
    """Return 7 days after the last day of the month that follows the one in which a period ends."""
    month_later = period_end + relativedelta(months=1)
    last = month_later.replace(day=monthrange(month_later.year, month_later.month)[1])
    return last + timedelta(days=7)
