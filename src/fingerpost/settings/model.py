"""The table ``[model]``: which model composes answers where one does, and what it may take."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from fingerpost.settings.near import private_or_encrypted

_MODEL = r"^(anthropic|bedrock|vertex|openai):[^\s:][^\s]*$"
MODEL_PATTERNS = {_MODEL: "a provider (anthropic, bedrock, vertex or openai), a colon and a model"}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)


class PriceSettings(_Part):
    """What a million tokens cost, for the estimate. Left out, the prices known for the model are taken."""

    input: Decimal | None = Field(default=None, ge=0)
    output: Decimal | None = Field(default=None, ge=0)
    cache_read: Decimal | None = Field(default=None, ge=0)
    cache_write: Decimal | None = Field(default=None, ge=0)
    currency: str = Field(default="USD", pattern=r"^[A-Z]{3}$")

    @model_validator(mode="after")
    def _both_or_neither(self) -> PriceSettings:
        if (self.input is None) != (self.output is None):
            raise ValueError("set input and output together, or neither")
        if self.input is None and (self.cache_read is not None or self.cache_write is not None):
            raise ValueError("set input and output too, where cache_read or cache_write is set")
        return self


class ModelSettings(_Part):
    """The model that composes answers when `answers.composer` is `model`. Its key never stands in the file."""

    name: str = Field(default="anthropic:claude-sonnet-5-5", pattern=_MODEL)
    base_url: str = Field(default="", max_length=2000)
    key: SecretStr | None = None
    key_file: Path | None = None
    region: str = ""
    project: str = ""
    cache: Literal["5m", "1h", "off"] = "5m"
    max_input_tokens: int = Field(default=30_000, ge=1_000, le=1_000_000)
    max_output_tokens: int = Field(default=1_200, ge=100, le=32_000)
    max_cost: Decimal | None = Field(default=None, gt=0)
    seconds: float = Field(default=20, gt=0, le=300)
    first_words_seconds: float = Field(default=8, gt=0, le=300)
    retries: int = Field(default=2, ge=0, le=10)
    failures_to_rest: int = Field(default=5, ge=1, le=100)
    rest_seconds: float = Field(default=30, gt=0, le=3600)
    judge_seconds: float = Field(default=0, ge=0, le=60)
    tools: bool = True
    prices: PriceSettings = PriceSettings()

    @property
    def provider(self) -> str:
        """Who is asked: ``anthropic``, ``bedrock``, ``vertex`` or ``openai``."""
        return self.name.split(":", 1)[0]

    @property
    def model(self) -> str:
        """The model's name, as its provider knows it."""
        return self.name.split(":", 1)[1]

    @field_validator("base_url")
    @classmethod
    def _address_is_private_or_encrypted(cls, url: str) -> str:
        return private_or_encrypted(url)
