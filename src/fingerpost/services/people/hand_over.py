"""What is sent when somebody agrees to be handed over to a person: what they gave for it and what they allowed."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

VERSION = 1
"""The version of the form below; it changes when a receiver would have to."""

LONGEST = {"name": 100, "phone": 40, "email": 254, "preferred_time": 200}
"""The most characters of each thing a person gives. 254 is the longest e-mail address (RFC 5321, erratum 1690)."""

_DIGITS = range(7, 16)
"""How many digits a phone number has; 15 at most (ITU-T E.164)."""
_PHONE = re.compile(r"\+?[\d\s().-]+(?:(?:ext\.?|x)\s*\d{1,6})?", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>.]+(?:\.[^@\s,;<>.]+)+")


@dataclass(frozen=True, slots=True)
class Person:
    """Who wants to be reached, and how. Kept nowhere: it goes from their form to the receiver, and that is all."""

    name: str = ""
    phone: str = ""
    email: str = ""
    preferred_time: str = ""

    def __repr__(self) -> str:
        """Return no detail of anybody, so that no log or traceback can."""
        return "Person(…)"


@dataclass(frozen=True, slots=True)
class SaidTurn:
    """One question and its answer as they are kept, in words: personal data has been taken out of the question."""

    question: str
    answer: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class HandOver:
    """A request to be reached by a person.

    ``id`` is the same at every try, so that the receiver can tell a second one. ``transcript`` is ``None`` where the
    person did not agree to it.
    """

    id: str
    kind: str
    route: str
    service: str
    organisation: str
    locale: str
    person: Person
    sent_at: datetime
    transcript: tuple[SaidTurn, ...] | None = None

    @property
    def body(self) -> bytes:
        """The JSON that is sent, in UTF-8: the form that docs/reference/hand-over.md describes."""
        fields: dict[str, Any] = {
            "version": VERSION,
            "id": self.id,
            "kind": self.kind,
            "route": self.route,
            "service": {"name": self.service, "organisation": self.organisation},
            "locale": self.locale,
            "sent_at": self.sent_at.isoformat(),
            "person": asdict(self.person),
            "transcript": None
            if self.transcript is None
            else [{**asdict(turn), "asked_at": turn.asked_at.isoformat()} for turn in self.transcript],
        }
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def tidy(text: str) -> str:
    """Return what somebody typed on one line, without control characters and half characters."""
    plain = "".join(c if c.isprintable() else " " for c in text.encode("utf-8", "ignore").decode())
    return " ".join(plain.split())


def mistakes(person: Person, kind: str) -> dict[str, str]:
    """Return what is wrong with what somebody gave: ``missing``, ``long`` or ``unlike`` (what it should be), by field.

    A call back needs a phone number or an e-mail address; a chat needs neither, since the person is there.
    """
    found: dict[str, str] = {}
    if not person.name:
        found["name"] = "missing"
    if kind == "call_back" and not (person.phone or person.email):
        found["phone"] = "missing"
    if person.phone and not is_phone(person.phone):
        found["phone"] = "unlike"
    if person.email and not _EMAIL.fullmatch(person.email):
        found["email"] = "unlike"
    for field, most in LONGEST.items():
        if len(getattr(person, field)) > most:
            found[field] = "long"
    return found


def is_phone(text: str) -> bool:
    """Return whether this looks like one phone number, in any country's spelling."""
    number = re.split(r"(?:ext\.?|x)", text, maxsplit=1, flags=re.IGNORECASE)[0]
    return _PHONE.fullmatch(text) is not None and sum(character.isdigit() for character in number) in _DIGITS


def same_transcript(turns: Sequence[SaidTurn]) -> str:
    """Return a mark of exactly these words, to tell whether what is to be sent is what was shown."""
    import hashlib

    said = json.dumps([[turn.question, turn.answer] for turn in turns], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()
