"""The table ``[plans]``: how long a person's plan is kept, what it is encrypted with, and codes by e-mail."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from fingerpost.settings.near import private_or_encrypted
from fingerpost.settings.parts import HttpUrl, Locale

Template = Annotated[str, Field(pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")]
"""The id of a template of GOV.UK Notify."""
_NOTIFY_KEY_LENGTH = 73
"""Two UUIDs of 36 characters with a hyphen between: the service's and the key's own, at the end of every API key."""


class PlanSettings(BaseModel):
    """Whether people may keep a plan. Without a key there are no plans: nothing is ever kept unencrypted."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)

    offered: bool = True
    keys: SecretStr | None = None
    key_file: str = ".fingerpost/plans.key"
    keep_days: int = Field(default=90, ge=1, le=3650)
    notify_key: SecretStr | None = None
    notify_templates: dict[Locale, Template] = {}
    notify_url: HttpUrl = "https://api.notifications.service.gov.uk"
    notify_seconds: float = Field(default=10, gt=0, le=60)

    @property
    def codes_by_email(self) -> bool:
        """Whether a plan may be opened again with a code sent by e-mail."""
        return bool(self.notify_templates)

    @field_validator("notify_url")
    @classmethod
    def _nobody_reads_it_on_the_way(cls, url: str) -> str:
        return private_or_encrypted(url)

    @model_validator(mode="after")
    def _can_send(self) -> PlanSettings:
        if self.notify_templates and self.notify_key is None:
            raise ValueError("notify_templates needs a key to send with: set FINGERPOST_PLANS__NOTIFY_KEY")
        if self.notify_key is not None and len(self.notify_key.get_secret_value()) < _NOTIFY_KEY_LENGTH:
            raise ValueError("notify_key is no API key of GOV.UK Notify: copy the whole of it from its settings page")
        return self
