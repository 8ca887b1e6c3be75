"""A council's own Council Tax Reduction for people of working age, by the bands its settings give."""

from __future__ import annotations

from decimal import Decimal

from fingerpost.services.calculators.model import to_penny
from fingerpost.services.estimate.household import HouseholdInputs
from fingerpost.settings.calculators import ReductionScheme


def reduction(scheme: ReductionScheme, given: HouseholdInputs, weekly_income: Decimal) -> Decimal:
    """Return how much of the bill a scheme takes off, pounds a year.

    Args:
        scheme: the bands; each takes off its share of the bill up to its income.
        given: the household and its bill.
        weekly_income: what it takes home a week, as the scheme counts it.
    """
    if given.savings > scheme.most_savings:
        return Decimal(0)
    kind = "family" if given.children_ages else "single" if given.partner_age is None else "couple"
    mine = sorted((band for band in scheme.bands if band.household == kind), key=lambda band: band.weekly_income)
    share = next((band.reduction for band in mine if weekly_income <= band.weekly_income), Decimal(0))
    return to_penny(given.council_tax * share)
