"""What a journey is: questions, calculations and outcomes, written as data in English and other languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

LOCALE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
KEY = r"^[a-z][a-z0-9_]{0,39}$"
NAME = r"^[a-z0-9][a-z0-9-]{0,59}$"
RESERVED = frozenset(
    {"check_your_answers", "result", "delete", "start", "send", "sent", "today", "and", "or", "not", "in", "yes", "no"}
)
"""Keys that mean something else in an address or in a condition."""

Locale = Annotated[str, Field(pattern=LOCALE)]
Key = Annotated[str, Field(pattern=KEY)]
Words = Annotated[dict[Locale, Annotated[str, Field(min_length=1, max_length=20_000)]], Field(min_length=1)]
"""What is said, by language."""
Address = Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$", max_length=2000)]
Written = Annotated[str, Field(min_length=1, max_length=500)]
"""A condition, in the language of ``conditions``."""


def _exact(value: object) -> object:
    if isinstance(value, float):
        raise ValueError("write the number in quotes, so that it is kept exactly")  # a float can't hold 0.1
    return value


Exact = Annotated[Decimal, BeforeValidator(_exact)]
Day = date | Literal["today"]
Fact = Literal["nation", "date_of_birth", "age", "adults", "children", "council_tax_band"]
"""Something about the person who answers that they may keep in their plan. Their age follows from the day of birth."""


class Kind(StrEnum):
    """How a question is asked and what its answer is."""

    YES_NO = "yes_no"
    RADIO = "radio"
    CHECKBOX = "checkbox"
    DATE = "date"
    MONEY = "money"
    NUMBER = "number"
    TEXT = "text"
    POSTCODE = "postcode"
    COUNTRY = "country"
    DOCUMENT_CHECK = "document_check"


WITH_OPTIONS = frozenset({Kind.RADIO, Kind.CHECKBOX, Kind.DOCUMENT_CHECK})
MANY = frozenset({Kind.CHECKBOX, Kind.DOCUMENT_CHECK})
"""The kinds whose answer is a tuple of choices."""
COUNTED = frozenset({Kind.MONEY, Kind.NUMBER})


class Part(BaseModel):
    """Base of everything in a journey's file: frozen, and nothing unknown is taken."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Part):
    """The page that an outcome rests on, and the day its words here are from: the page may have changed since."""

    title: str = Field(min_length=1, max_length=200)
    url: Address
    as_of: date = Field(description="The day the words resting on the page were written or last looked over.")


class Link(Part):
    """Where to start doing what an outcome says. A language without an address of its own has the first one's."""

    label: Words
    url: Address | dict[Locale, Address]

    def address(self, locale: str) -> str:
        """Return where the link leads in a language."""
        if isinstance(self.url, str):
            return self.url
        return self.url.get(locale) or next(iter(self.url.values()))


class Option(Part):
    """One choice of a question. ``alone`` makes it rule out the others, as "None of these" does."""

    value: Key
    label: Words
    hint: Words | None = None
    alone: bool = False


class Rule(Part):
    """Where a question leads when a condition holds; without ``when``, where it leads when no other rule holds."""

    when: Written | None = None
    to: Key


class Question(Part):
    """One question, on a page of its own."""

    key: Key
    kind: Kind
    title: Words
    hint: Words | None = None
    body: Words | None = Field(default=None, description="Guidance above the question, in Markdown.")
    missing: Words | None = Field(default=None, description="What is said when it is left empty.")
    options: tuple[Option, ...] = Field(default=(), max_length=50)
    least: Exact | None = Field(default=None, description="Of money and number: the least that is taken.")
    most: Exact | None = Field(default=None, description="Of money and number: the most that is taken.")
    decimals: int = Field(default=0, ge=0, le=6, description="Of number: how many decimal places are taken.")
    suffix: Words | None = Field(default=None, description="Of number: what is counted, shown after the box.")
    earliest: Day | None = None
    latest: Day | None = None
    longest: int = Field(default=200, ge=1, le=5_000, description="Of text: the most characters taken.")
    optional: bool = Field(default=False, description="Of text, checkbox and postcode: may be left empty.")
    fact: Fact | None = Field(
        default=None,
        description="What it asks of the person who answers: filled in from their plan, for them to look over.",
    )
    next: Key | Annotated[tuple[Rule, ...], Field(min_length=1, max_length=50)]

    @property
    def slug(self) -> str:
        """The question in an address."""
        return self.key.replace("_", "-")

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Where it leads, in order."""
        return (Rule(to=self.next),) if isinstance(self.next, str) else self.next

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Question:
        if (self.kind in WITH_OPTIONS) != bool(self.options):
            raise ValueError(f"a question of kind {self.kind} {'needs' if not self.options else 'takes no'} options")
        if len({option.value for option in self.options}) < len(self.options):
            raise ValueError("two options have the same value")
        if self.kind not in COUNTED and (self.least is not None or self.most is not None):
            raise ValueError(f"a question of kind {self.kind} takes no least or most")
        if self.kind is not Kind.DATE and (self.earliest or self.latest):
            raise ValueError(f"a question of kind {self.kind} takes no earliest or latest")
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError("least is more than most")
        if self.optional and self.kind not in {Kind.TEXT, Kind.CHECKBOX, Kind.POSTCODE}:
            raise ValueError(f"a question of kind {self.kind} can't be optional: give it an option that says so")
        if self.key in RESERVED:
            raise ValueError(f"{self.key!r} can't be a question's key")
        if any(rule.when is None for rule in self.rules[:-1]):
            raise ValueError("only the last of a question's rules may be without a condition")
        return self


class Section(Part):
    """A piece of an outcome, shown where its condition holds, or always."""

    when: Written | None = None
    title: Words | None = None
    body: Words
    sources: tuple[Source, ...] = ()
    start: Link | None = None


class Submission(Part):
    """What is sent in at an outcome, once the person has checked it and agrees. It gets a reference."""

    title: Words = Field(description="The heading of the page that confirms it, such as 'Missed bin reported'.")
    sent: Words = Field(description="What happens next, in Markdown: shown with the reference.")
    declaration: Words | None = Field(default=None, description="What the person declares by sending it.")
    button: Words | None = Field(default=None, description="The button that sends it; 'Accept and send' if left out.")
    to: Key | None = Field(default=None, description="Where it goes: a name in `submissions.destinations`.")


class Outcome(Part):
    """Where a journey ends. ``body`` is Markdown; ``{key}`` and ``{calculation.figure}`` in it are filled in."""

    key: Key
    title: Words
    body: Words | None = None
    sections: tuple[Section, ...] = ()
    sources: tuple[Source, ...] = ()
    start: Link | None = None
    submission: Submission | None = Field(default=None, description="What is sent in here, if anything.")

    @model_validator(mode="after")
    def _rests_on_something(self) -> Outcome:
        if not self.sources and not any(section.sources for section in self.sections):
            raise ValueError("an outcome needs a source: the page it rests on")
        if self.body is None and not self.sections:
            raise ValueError("an outcome needs a body or sections")
        return self


class Calculation(Part):
    """A calculator called with answers. ``outside`` is the outcome when it has no rates for what was answered."""

    calculator: str = Field(pattern=NAME)
    inputs: dict[str, Key] = Field(default={}, description="The calculator's input: the question that answers it.")
    fixed: dict[str, str | int | bool | date] = Field(default={}, description="Inputs that are the same for everybody.")
    outside: Key | None = None


class Journey(Part):
    """A guided sequence of questions that ends in an outcome. The first question is where it starts."""

    name: str = Field(pattern=NAME)
    languages: tuple[Locale, ...] = Field(default=("en",), min_length=1)
    wants_review: tuple[Locale, ...] = Field(default=(), description="Languages a native speaker has yet to read.")
    title: Words
    description: Words
    body: Words | None = Field(default=None, description="What stands on the start page, in Markdown.")
    calculations: dict[Key, Calculation] = {}
    questions: tuple[Question, ...] = Field(min_length=1, max_length=200)
    outcomes: tuple[Outcome, ...] = Field(min_length=1, max_length=200)

    def question(self, key: str) -> Question | None:
        """Return the question of this key, if there is one."""
        return next((question for question in self.questions if question.key == key), None)

    def outcome(self, key: str) -> Outcome | None:
        """Return the outcome of this key, if there is one."""
        return next((outcome for outcome in self.outcomes if outcome.key == key), None)


def said(words: dict[str, str] | None, locale: str) -> str:
    """Return words in a language, or in the first there is: a missing translation must not hide the question."""
    if not words:
        return ""
    return words.get(locale) or words.get(locale.partition("-")[0]) or next(iter(words.values()))
