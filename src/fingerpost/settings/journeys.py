"""The table ``[journeys]``: which journeys are offered, and how long answers are kept."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class JourneySettings(BaseModel):
    """Which guided journeys a service offers."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)

    offered: tuple[str, ...] = ("*",)
    keep_hours: float = Field(default=24, gt=0, le=24 * 30)
