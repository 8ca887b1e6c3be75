"""What is offered beside an answer: a calculator or a journey that does what was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class OfferedValue:
    """Something the person said that the form offered asks for: to be confirmed by them, and never assumed.

    ``question`` is the form's, ``value`` what stands in its field (a date is ISO, money is pounds). Where the words
    were taken out as personal data, ``value`` is empty and ``placeholder`` is what stands for them.
    """

    key: str
    question: str
    value: str = ""
    placeholder: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A calculator or journey offered. ``url`` is its page on the service's own site; nothing is worked out yet.

    ``locale`` is the language of ``title``.
    """

    kind: Literal["calculator", "journey"]
    name: str
    title: str
    url: str
    known: tuple[OfferedValue, ...] = ()
    locale: str = "en"
