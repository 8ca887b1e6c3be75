"""The table ``[gate]``: what a new index must show before it is switched to."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class GateSettings(BaseModel):
    """What is held against a new index before anybody is answered from it."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)

    questions: Path = Path("questions.csv")
    pass_share: float = Field(default=0.8, ge=0, le=1)
    hold_changes: bool = False
    recorded_answers: int = Field(default=200, ge=0, le=10_000)
