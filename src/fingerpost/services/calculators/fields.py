"""Kinds of input that calculators share: money, tax years, nations, and numbers read as people write them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from fingerpost.services.calculators.rates import tax_year

Nation = Literal["england", "wales", "scotland", "northern-ireland"]
"""A nation of the United Kingdom."""

_MONEY = re.compile(r"£?\s*(-?[\d,]*\.?\d*)")


def _money(written: object) -> object:
    """Read "£1,234.50"; refuse a float, which can't hold pennies exactly."""
    if isinstance(written, bool | float):
        raise ValueError('give money as text such as "1234.50", or as a whole number of pounds')
    if isinstance(written, str):
        found = _MONEY.fullmatch(written.strip())
        if not found or not found.group(1).strip("-,."):
            raise ValueError("give an amount of pounds, such as 1234.50")
        return found.group(1).replace(",", "")
    return written


def _nation(written: object) -> object:
    return re.sub(r"[\s_]+", "-", written.strip().lower()) if isinstance(written, str) else written


def _choices(written: object) -> object:
    """Read "pregnant, 3-to-4" as several choices: a command line and one form field hold but text."""
    if isinstance(written, str):
        return tuple(
            part for part in (re.sub(r"[\s_]+", "-", each.strip().lower()) for each in written.split(",")) if part
        )
    return written


def _a_tax_year(written: str) -> str:
    starts, ends = tax_year(written)
    return f"{starts.year}-{ends.year % 100:02d}"


Pounds = Annotated[
    Decimal,
    BeforeValidator(_money),
    Field(ge=0, le=Decimal(100_000_000), decimal_places=2, json_schema_extra={"format": "pounds"}),
]
"""An amount of pounds, never below nothing. Takes "£1,234.50"."""
InNation = Annotated[
    Nation,
    BeforeValidator(_nation),
    Field(json_schema_extra={"labels": {"northern-ireland": "Northern Ireland"}}),
]
"""A nation, however it is cased: "Northern Ireland" is ``northern-ireland``."""
TaxYear = Annotated[str, AfterValidator(_a_tax_year), Field(json_schema_extra={"format": "tax-year"})]
"""A tax year, "2025-26"; "2025/26" and "2025-2026" are read as it."""
SeveralOf = BeforeValidator(_choices)
"""Put it on a tuple of literals: it also takes them as text with commas between."""
Day = date
"""A day; text is read as ISO, "2025-04-06"."""
Count = Annotated[int, Field(ge=0, le=1_000)]
"""A whole number of things."""
