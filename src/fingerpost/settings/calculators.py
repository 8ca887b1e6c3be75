"""The table ``[calculators]``: what a service lets people work out."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class CalculatorSettings(BaseModel):
    """Which calculators are offered: by name, and "*" for all that come with Fingerpost. None with an empty list."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)

    offered: tuple[str, ...] = ("*",)
