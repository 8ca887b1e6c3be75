"""Offers: the calculator or journey that does what was asked for, with what the person said filled in to be confirmed.

A question is matched to each of them as to a page (``match``), what was said is read out of it (``extract``) and put in
the questions it belongs in (``bind``). Nothing is ever worked out here, and no figure comes from here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fingerpost.domain import Offer, Turn
from fingerpost.search.embed import Embedder

if TYPE_CHECKING:
    from fingerpost.services.offers.offerable import Offerable
    from fingerpost.services.offers.tools import OfferTool
    from fingerpost.settings import Settings


def offering_of(settings: Settings, embedder: Embedder) -> Callable[[Turn], tuple[Offer, ...]] | None:
    """Return what makes a service's offers, or ``None`` where it offers nothing. Loads nothing before it is used."""
    if not (settings.calculators.offered or settings.journeys.offered):
        return None
    from fingerpost.services.offers.offering import Offering

    return Offering(lambda: offerable_of(settings), embedder)


def offerable_of(settings: Settings) -> tuple[Offerable, ...]:
    """Return the calculators and journeys a service offers.

    Raises:
        SettingsError: ``calculators.offered`` names one that is not installed.
        JourneyFileError: the file of a journey can't be used.
        UnknownJourneyError: ``journeys.offered`` names one that is not there.
    """
    from fingerpost.services.calculators import offered
    from fingerpost.services.journeys import journeys_in
    from fingerpost.services.offers.offerable import from_calculators, from_journeys

    return (
        *from_calculators(offered(settings.calculators.offered)),
        *from_journeys(journeys_in(settings.folder, settings.journeys.offered)),
    )


def tools_of(settings: Settings) -> tuple[OfferTool, ...]:
    """Return the calculators and journeys a service offers as tools of a model. Raises as ``offerable_of`` does."""
    from fingerpost.services.calculators import calculator
    from fingerpost.services.calculators.model import SetUp
    from fingerpost.services.journeys import journeys_in
    from fingerpost.services.offers.tools import model_tools

    zone = ZoneInfo(settings.people.timezone)
    journeys = journeys_in(settings.folder, settings.journeys.offered)
    # What is set up for a service, as the benefits estimate is, may keep an answer waiting: offered, never called.
    things = tuple(
        each
        for each in offerable_of(settings)
        if each.kind != "calculator" or not isinstance(calculator(each.name), SetUp)
    )
    return model_tools(things, journeys, lambda: datetime.now(UTC).astimezone(zone).date())
