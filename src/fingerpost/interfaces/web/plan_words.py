"""What a plan's pages write out: dates, facts and safe addresses."""

from __future__ import annotations

from datetime import date

from fingerpost.interfaces.web.answer_view import safe_url
from fingerpost.interfaces.wording import language, say
from fingerpost.services.journeys.words import day_words
from fingerpost.services.plans.facts import FACTS
from fingerpost.services.plans.written import is_web_address


def date_words(day: date) -> str:
    """Return a date in words, in the language spoken."""
    return day_words(day, language())


def fact_words(value: str, name: str) -> str:
    """Return a fact's value as people read it."""
    if name == "nation":
        return say(f"plan.nation.{value}")
    if FACTS[name].kind == "date":
        return date_words(date.fromisoformat(value))
    return value.upper()


def plan_url(url: str) -> str:
    """Return the address of a step's link, else nothing: it is an ordinary web address, or a page of this site."""
    if url.startswith("/"):
        return url if is_web_address(url) else ""
    return safe_url(url)
