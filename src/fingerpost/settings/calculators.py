"""The table ``[calculators]``: what a service lets people work out, and how the benefits estimate is run."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class ReductionBand(BaseModel):
    """One row of a council's own scheme: who it is for, up to which income, and how much of the bill it takes off."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    household: Literal["single", "couple", "family"]
    weekly_income: Annotated[Decimal, Field(ge=0, le=10_000)]
    reduction: Annotated[Decimal, Field(ge=0, le=1)]


class ReductionScheme(BaseModel):
    """A council's Council Tax Reduction for people of working age, in bands of take-home income a week."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)

    bands: tuple[ReductionBand, ...] = ()
    most_savings: Annotated[Decimal, Field(ge=0)] = Decimal(16_000)
    url: str = ""


class EstimateSettings(BaseModel):
    """How the benefits estimate is run: in a process of its own, for its engine is large and under another licence."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)

    python: str = ""
    seconds: float = Field(default=120, gt=0, le=600)
    start_seconds: float = Field(default=180, gt=0, le=1_800)
    memory_mb: int = Field(default=2_048, ge=256, le=65_536)
    waiting: int = Field(default=8, ge=1, le=100)
    keep_minutes: float = Field(default=15, gt=0, le=120)
    rental_areas: tuple[str, ...] = ()
    council_tax_reduction: ReductionScheme = ReductionScheme()


class CalculatorSettings(BaseModel):
    """Which calculators are offered: by name, and "*" for all that come with Fingerpost. None with an empty list."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)

    offered: tuple[str, ...] = ("*",)
    estimate: EstimateSettings = EstimateSettings()
