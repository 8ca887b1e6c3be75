"""The kinds of urgent message, most pressing first."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What an urgent message is about. The order is how pressing it is, and so whose help comes first.

    A message is urgent when the person who writes, or somebody they write about, may come to serious harm now or in the
    next days. Harm that is over, work and study, figures of speech and everyday business are not;
    docs/explanation/urgent.md has the whole definition.
    """

    FIRE = "fire"
    GAS = "gas_or_carbon_monoxide"
    MEDICAL = "medical_emergency"
    DANGER = "danger"
    SUICIDE = "suicide"
    SELF_HARM = "self_harm"
    SEXUAL_VIOLENCE = "sexual_violence"
    CHILD = "child_at_risk"
    DOMESTIC_ABUSE = "domestic_abuse"
    ADULT = "adult_at_risk"
    HOMELESS = "homeless_tonight"
    NO_FOOD_OR_HEATING = "no_food_or_heating"


KINDS = tuple(Kind)
"""Every kind, in order."""
