"""The table ``[insights]``: where releases go, and how many people a figure must be about. Never fewer than here."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class InsightsSettings(BaseModel):
    """How what people need is counted. The limits of each key are the release gate's own: it checks them again."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)

    collect: bool = False
    folder: Path = Path(".fingerpost/insights")
    releases: Path = Path("insights")
    conversations: int = Field(default=15, ge=15)
    accounts: int = Field(default=10, ge=10)
    cluster_conversations: int = Field(default=100, ge=100)
    cluster_accounts: int = Field(default=50, ge=50)
    geography: int = Field(default=200, ge=200)
    largest_share: float = Field(default=0.10, gt=0, le=0.10)
    round_to: int = Field(default=5, ge=5)
