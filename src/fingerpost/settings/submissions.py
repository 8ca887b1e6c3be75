"""The table ``[submissions]``: where what people send in goes, how long it is tried, and how long it is kept."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from fingerpost.settings.near import private_or_encrypted
from fingerpost.settings.parts import HttpUrl

_ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>.]+(?:\.[^@\s,;<>.]+)*")
_DESTINATION = r"^[a-z][a-z0-9_]{0,39}$"
SUBMISSION_PATTERNS = {_DESTINATION: "small letters, digits and underscores, such as 'waste_team'"}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)


class FolderDestination(_Part):
    """A folder: a file for each submission, which only this user may read. The default, with nothing set up."""

    kind: Literal["folder"] = "folder"
    path: Path = Path(".fingerpost/submissions")


class WebhookDestination(_Part):
    """A program that takes submissions over HTTPS: a ``[submissions.destinations.NAME]`` of kind ``webhook``."""

    kind: Literal["webhook"]
    url: HttpUrl
    key: SecretStr | None = Field(default=None, min_length=16)
    seconds: float = Field(default=10, gt=0, le=60)

    @field_validator("url")
    @classmethod
    def _nobody_reads_it_on_the_way(cls, url: str) -> str:
        return private_or_encrypted(url)

    @model_validator(mode="after")
    def _is_signed(self) -> WebhookDestination:
        if self.key is None:
            raise ValueError("a webhook needs a key to sign with: set FINGERPOST_SUBMISSIONS__DESTINATIONS__NAME__KEY")
        return self


class EmailDestination(_Part):
    """A mailbox: a ``[submissions.destinations.NAME]`` of kind ``email``."""

    kind: Literal["email"]
    to: tuple[str, ...] = Field(min_length=1, max_length=20)
    sender: str
    host: str = Field(min_length=1)
    port: int = Field(default=587, ge=1, le=65535)
    tls: Literal["starttls", "implicit", "none"] = "starttls"
    user: str = ""
    password: SecretStr | None = None
    seconds: float = Field(default=30, gt=0, le=120)

    @field_validator("to")
    @classmethod
    def _are_addresses(cls, to: tuple[str, ...]) -> tuple[str, ...]:
        for each in to:
            _one_address(each)
        return to

    @field_validator("sender")
    @classmethod
    def _is_an_address(cls, sender: str) -> str:
        return _one_address(sender)

    @model_validator(mode="after")
    def _nobody_reads_it_on_the_way(self) -> EmailDestination:
        if self.tls == "none":
            try:
                private_or_encrypted(f"http://{self.host}")
            except ValueError:
                raise ValueError("tls = 'none' is only for this machine and private networks") from None
        if self.user and self.password is None:
            raise ValueError("a user needs a password: set FINGERPOST_SUBMISSIONS__DESTINATIONS__NAME__PASSWORD")
        return self


Destination = Annotated[FolderDestination | WebhookDestination | EmailDestination, Field(discriminator="kind")]
DestinationName = Annotated[str, Field(pattern=_DESTINATION)]


class SubmissionSettings(_Part):
    """Where submissions go. ``destinations`` is the whole list of addresses that anything is ever sent to."""

    destinations: dict[DestinationName, Destination] = {}
    keep_days: int = Field(default=7, ge=0, le=365)
    tries: int = Field(default=48, ge=1, le=1000)
    first_wait_seconds: float = Field(default=30, gt=0, le=3600)
    longest_wait_hours: float = Field(default=4, gt=0, le=48)
    in_process: bool = True
    per_hour: int = Field(default=20, ge=1, le=10_000)

    def destination(self, name: str) -> FolderDestination | WebhookDestination | EmailDestination:
        """Return where a journey that names this destination sends: one of those set, and no other.

        Args:
            name: as the journey has it. Without one, ``default`` where that is set, or else a folder of the service's.

        Raises:
            KeyError: the journey names a destination that is not set.
        """
        if name:
            return self.destinations[name]
        return self.destinations.get("default", FolderDestination())


def _one_address(written: str) -> str:
    if not _ADDRESS.fullmatch(written) or len(written) > 254:
        raise ValueError("give one e-mail address, such as 'waste@example.org'")
    return written
