"""An offer in words: what the person is thought to have said, as it is read. Never a result: none has been made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from fingerpost.domain import Offer, OfferedValue
from fingerpost.errors import UnknownCalculatorError
from fingerpost.interfaces.wording import day, say
from fingerpost.services.calculators import calculator


@dataclass(frozen=True, slots=True)
class SaidValue:
    """One question of the form and what was said. ``own`` is true where the words are the form's, not the page's."""

    question: str
    words: str
    own: bool = False


def said_values(offer: Offer) -> tuple[SaidValue, ...]:
    """Return what an offer takes the person to have said, in the form's order and the language spoken."""
    if not offer.known:
        return ()
    try:
        asked: dict[str, Any] = calculator(offer.name).inputs.model_json_schema()["properties"]
    except UnknownCalculatorError:
        # Kept from a day when there was such a calculator: its page has gone, and so has what it would ask.
        return ()
    return tuple(_said(value, asked[value.key]) for value in offer.known if value.key in asked)


def form_values(offer: Offer) -> tuple[tuple[str, str], ...]:
    """Return the form's fields that hold what was said, as its page names them: a date is three of them."""
    fields: list[tuple[str, str]] = []
    for value in offer.known:
        try:
            at = date.fromisoformat(value.value)
        except ValueError:
            if value.value:
                fields.append((value.key, value.value))
            continue
        fields += [(f"{value.key}-{part}", str(getattr(at, part))) for part in ("day", "month", "year")]
    return tuple(fields)


def _said(value: OfferedValue, schema: dict[str, Any]) -> SaidValue:
    if value.placeholder:
        return SaidValue(value.question, say("offer.not_kept"))
    forms = [schema, *schema.get("anyOf", ())]
    if any(form.get("type") == "boolean" for form in forms):
        return SaidValue(value.question, say(f"field.{value.value}"))
    if any(form.get("format") == "date" for form in forms):
        return SaidValue(value.question, day(date.fromisoformat(value.value)))
    if any(form.get("format") == "pounds" for form in forms):
        return SaidValue(value.question, f"£{Decimal(value.value):,}")
    chosen = value.value.replace("-", " ")
    label = schema.get("labels", {}).get(value.value, chosen[:1].upper() + chosen[1:])
    return SaidValue(value.question, label, own=any("enum" in form for form in forms))
