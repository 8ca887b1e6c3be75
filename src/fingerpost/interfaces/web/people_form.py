"""What somebody gives to be reached by a person: read from the form, put back into it, never kept."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from pydantic import BaseModel, Field

from fingerpost.interfaces.wording import say
from fingerpost.services.people.hand_over import LONGEST, Person, mistakes, tidy

_ID = re.compile(r"[A-Za-z0-9_-]{32}")


class GivenForm(BaseModel):
    """The form as it was sent: unchecked. Its details are in no ``repr``, so that no log can hold them."""

    name: str = Field(default="", max_length=2_000, repr=False)
    phone: str = Field(default="", max_length=2_000, repr=False)
    email: str = Field(default="", max_length=2_000, repr=False)
    preferred_time: str = Field(default="", max_length=2_000, repr=False)
    transcript: str = ""
    shown: str = ""
    request_id: str = ""
    change: str = ""
    form_token: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who wants to be reached, whether their questions and answers may go with it, and what they saw of those."""

    person: Person
    transcript: bool = False
    shown: str = ""
    request_id: str = ""

    def again(self) -> Mapping[str, str]:
        """Return the fields of the form as it is filled in again."""
        return {**asdict(self.person), "transcript": "yes" if self.transcript else ""}


def read_form(given: GivenForm) -> Wanted:
    """Return what a form holds, tidied, with an id of its own where it has none yet."""
    person = Person(**{field.name: tidy(getattr(given, field.name)) for field in fields(Person)})
    known = _ID.fullmatch(given.request_id) is not None
    return Wanted(
        person=person,
        transcript=given.transcript == "yes",
        shown=given.shown,
        request_id=given.request_id if known else secrets.token_urlsafe(24),
    )


def problems(wanted: Wanted, kind: str) -> tuple[dict[str, str], ...]:
    """Return what is wrong with a form, in words, each with the field it is about, in the form's order."""
    return tuple(
        {"text": _words(field, what), "href": f"#{field}"}
        for field, what in sorted(mistakes(wanted.person, kind).items(), key=lambda each: list(LONGEST).index(each[0]))
    )


def _words(field: str, what: str) -> str:
    if what == "long":
        return say("reach.error.long", most=LONGEST[field])
    if field == "name":
        return say("reach.error.name")
    if field == "phone":
        return say("reach.error.reach" if what == "missing" else "reach.error.phone")
    return say("reach.error.email")
