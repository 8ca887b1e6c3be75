"""The table ``[people]``: how somebody reaches a person, when they are there, and where a hand-over is sent."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from fingerpost.settings.near import private_or_encrypted
from fingerpost.settings.parts import HttpUrl, Locale

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
RouteKind = Literal["phone", "web_chat", "call_back", "email", "visit", "text_relay", "post"]
_SPAN = re.compile(r"([01]\d|2[0-3]):[0-5]\d-(?:([01]\d|2[0-3]):[0-5]\d|24:00)")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)


def _span(written: str) -> str:
    if not _SPAN.fullmatch(written) or written[:5] >= written[6:]:
        raise ValueError("write opening hours as HH:MM-HH:MM, the end after the start, such as '08:30-17:00'")
    return written


Span = Annotated[str, Field(max_length=11)]


class RouteWords(_Part):
    """What a route is called in another language. What is left out stays as it is."""

    name: str = ""
    note: str = ""


class RouteSettings(RouteWords):
    """One way to reach a person: a ``[[people.routes]]`` table."""

    name: str = Field(min_length=1, max_length=100)
    kind: RouteKind
    phone: str = ""
    email: str = ""
    url: HttpUrl | Literal[""] = ""
    address: str = ""
    note: str = Field(default="", max_length=300)
    hours: dict[Weekday, tuple[Span, ...]] = {}
    closed_on_bank_holidays: bool = True
    translations: dict[Locale, RouteWords] = {}

    @property
    def handed_over(self) -> bool:
        """Whether somebody who takes this route is handed over by the webhook."""
        return self.kind in ("web_chat", "call_back") and not self.url

    @field_validator("hours")
    @classmethod
    def _spans(cls, hours: dict[Weekday, tuple[str, ...]]) -> dict[Weekday, tuple[str, ...]]:
        for spans in hours.values():
            checked = [_span(span) for span in spans]
            if any(before[6:] > after[:5] for before, after in pairwise(checked)):
                raise ValueError("a day's opening hours have to be in order and may not overlap")
        return hours

    @model_validator(mode="after")
    def _reaches_somebody(self) -> RouteSettings:
        needed = {"phone": "phone", "text_relay": "phone", "email": "email", "visit": "address", "post": "address"}
        key = needed.get(self.kind)
        if key and not getattr(self, key):
            raise ValueError(f"a route of kind '{self.kind}' needs its {key}")
        return self


class PeopleSettings(_Part):
    """How a person is reached, and where a conversation goes that somebody agrees to hand over."""

    routes: tuple[RouteSettings, ...] = ()
    timezone: str = "Europe/London"
    webhook_url: HttpUrl | Literal[""] = ""
    webhook_key: SecretStr | None = Field(default=None, min_length=16)
    webhook_seconds: float = Field(default=5, gt=0, le=60)

    @field_validator("timezone")
    @classmethod
    def _known(cls, timezone: str) -> str:
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        try:
            ZoneInfo(timezone)
        except (ZoneInfoNotFoundError, ValueError) as problem:
            raise ValueError("give a time zone by its IANA name, such as 'Europe/London'") from problem
        return timezone

    @field_validator("webhook_url")
    @classmethod
    def _nobody_reads_it_on_the_way(cls, url: str) -> str:
        return private_or_encrypted(url)

    @model_validator(mode="after")
    def _handed_over_somewhere(self) -> PeopleSettings:
        wanting = [route.name for route in self.routes if route.handed_over]
        if wanting and not self.webhook_url:
            raise ValueError(f"{wanting[0]!r} has nowhere to go: give the route a url, or set people.webhook_url")
        if self.webhook_url and not wanting:
            raise ValueError("webhook_url is never used: add a route of kind 'call_back' or 'web_chat' without a url")
        if self.webhook_url and self.webhook_key is None:
            raise ValueError("webhook_url needs a key to sign with: set FINGERPOST_PEOPLE__WEBHOOK_KEY")
        return self
