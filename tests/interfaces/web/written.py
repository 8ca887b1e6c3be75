"""A service whose answers are written down beforehand, as real records in a real store.

The pages must show every shape an answer can have, and hostile text in every place text can stand. No guidance holds
all of those, so here the answer itself is given; the tests that ask the demo service use its real assistant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from fingerpost.answers.easy_read import easy_read
from fingerpost.conversations.store import ConversationStore
from fingerpost.domain import (
    Answer,
    AnswerFinished,
    AnswerPart,
    Citation,
    Clarification,
    ClarificationOption,
    Contact,
    EasyRead,
    Event,
    Link,
    Outcome,
    Record,
    SentenceKind,
    Statement,
    StatementShown,
    StepStarted,
)
from fingerpost.errors import QuestionError
from fingerpost.safeguards.personal_data import KnownWords, protect
from fingerpost.settings import Settings, load_settings

HOSTILE = "\"><script>alert('x')</script><img src=x onerror=alert(1)>{{ 7*7 }}"
CONTACT = Contact(
    name="Sampleford customer service",
    phone="01632 960 123",
    email="help@sampleford.example",
    url="https://www.sampleford.example/contact",
    hours="Monday to Friday, 9am to 5pm",
    text_relay="18001 01632 960 123",
)
_OGL = "Contains public sector information licensed under the Open Government Licence v3.0."
_RECORD = Record("1", "1", "written", "written")

SETTINGS = """
[service]
name = "Ask Sampleford"
organisation = "Sampleford Council"
demonstration = true
examples = ["When is my bin collected?", "How much is a parking permit?"]
[service.contact]
phone = "01632 960 123"
email = "help@sampleford.example"
hours = "Monday to Friday, 9am to 5pm"
[brand]
colour = "#552255"
text_colour = "#ffffee"
[answers]
max_question_characters = 500
"""
BILINGUAL = (
    SETTINGS.replace("[service.contact]", 'locales = ["en", "cy"]\n[service.contact]', 1)
    + """
[service.translations.cy]
name = "Gofyn i Sampleford"
organisation = "Cyngor Sampleford"
examples = ["Pryd mae fy min yn cael ei gasglu?"]
contact = { hours = "Dydd Llun i ddydd Gwener, 9am i 5pm" }
"""
)


@dataclass
class _Writer:
    """Gathers statements into parts and numbers a citation for each."""

    title: str
    url: str
    heading_path: tuple[str, ...] = ()

    def part(self, first: int, *said: tuple[SentenceKind, str] | Statement) -> tuple[AnswerPart, tuple[Citation, ...]]:
        statements: list[Statement] = []
        citations: list[Citation] = []
        for number, each in enumerate(said, start=first):
            statement = each if isinstance(each, Statement) else Statement(each[1], (), each[0])
            statements.append(replace(statement, citations=(number,)))
            citations.append(
                Citation(
                    number=number,
                    quote=statement.text,
                    section_id=f"{self.title}#1",
                    start=0,
                    end=len(statement.text),
                    title=self.title,
                    heading_path=self.heading_path,
                    url=f"{self.url}#:~:text={number}",
                    source="site",
                    content_hash="0" * 64,
                    licence="OGL-UK-3.0",
                    attribution=_OGL,
                    updated_at=datetime(2026, 4, 3, tzinfo=UTC),
                )
            )
        return AnswerPart(self.title, self.url, tuple(statements), self.heading_path), tuple(citations)


def _answer(*parts: tuple[AnswerPart, tuple[Citation, ...]], **more: object) -> Answer:
    answer = Answer(
        outcome=Outcome.ANSWERED,
        question="",
        record=_RECORD,
        parts=tuple(part for part, _ in parts),
        citations=tuple(citation for _, citations in parts for citation in citations),
    )
    return replace(answer, **more)


def _in_welsh(part: tuple[AnswerPart, tuple[Citation, ...]]) -> tuple[AnswerPart, tuple[Citation, ...]]:
    said, citations = part
    return replace(said, locale="cy"), tuple(replace(citation, locale="cy") for citation in citations)


S = SentenceKind
_SITE = "https://www.sampleford.example"
_BINS = _Writer("Bin collections", f"{_SITE}/bins")
_MISSED = _Writer("Bin collections", f"{_SITE}/bins", ("If we missed your bin",))
_TAX = _Writer("Council Tax discounts", f"{_SITE}/council-tax/discounts", ("Students", "How to apply"))
_PARKING = _Writer("Parking permits", f"{_SITE}/parking")

_DAMP = "What can I do about damp?"


def _option(label: str, words: str) -> ClarificationOption:
    return ClarificationOption(label, words, f"{_DAMP} — {words}", "damp#2", "Damp", (label,), f"{_SITE}/damp", label)


CLARIFICATION = Clarification(
    "home",
    "Which of these is your home?",
    (
        _option("I rent from the council", "I rent from the council, so send bin men"),
        _option("I rent from a private landlord", "I rent from a private landlord"),
    ),
    ClarificationOption("I'm not sure", "I'm not sure", f"{_DAMP} — I'm not sure"),
)
"""The first choice holds the word of the answer about bins, so that choosing it can be seen to ask it."""

ANSWERS: Mapping[str, Answer] = {
    "bin": _answer(
        _BINS.part(
            1,
            (S.SENTENCE, "We collect your rubbish bin every two weeks."),
            (S.SENTENCE, "Put it out by 7am on the day."),
        ),
        _MISSED.part(
            3,
            (S.SENTENCE, "Tell us within 2 working days. You must:"),
            (S.ITEM, "check that your street was due a collection"),
            (S.ITEM, "leave the bin out where the crew can reach it"),
        ),
        next_step=Link("Find your bin day", f"{_SITE}/bin-day"),
    ),
    "student": _answer(
        _TAX.part(
            1,
            (S.SENTENCE, "Full-time students do not count as adults. To apply:"),
            Statement("Find your account number on your bill.", (), S.STEP, number=3),
            Statement("Fill in form CT4, with:", (), S.STEP, number=4),
            Statement("your student certificate", (), S.ITEM, level=1),
            Statement("your account number", (), S.ITEM, level=1),
            Statement("Send us proof within 21 days.", (), S.STEP, number=5),
            (S.CALLOUT, "You must keep paying your bill while we decide."),
            (S.CONTACT, "Council Tax team\nTelephone: 01632 960 124\nMonday to Friday, 9am to 5pm"),
        ),
        outcome=Outcome.PARTIAL,
        reason="the guidance found may not be the whole answer",
        nearest=(Link("Council Tax bands", f"{_SITE}/council-tax/bands"),),
        contact=CONTACT,
    ),
    "permit": _answer(
        _PARKING.part(
            1,
            (S.SENTENCE, "You can buy a permit to park on your street."),
            (S.TABLE_HEADER, "Permit | Cost for a year | Where you can use it"),
            (S.ROW, "First car | £60 | Your own street and the streets beside it"),
            (S.ROW, "Second car | £110 | Your own street"),
            (S.TABLE_HEADER, "Permit | Cost for a year | Where you can use it"),
            (S.ROW, "Visitor | £15"),
        )
    ),
    "damp?": _answer(
        _Writer("Damp", f"{_SITE}/damp").part(1, (S.SENTENCE, "Report damp as soon as you see it.")),
        outcome=Outcome.CLARIFY,
        reason="the answer depends on something that was not said",
        clarification=CLARIFICATION,
        contact=CONTACT,
    ),
    "arrears": _answer(
        _TAX.part(
            1,
            (S.SENTENCE, "You pay £10 less if you get Council Tax Reduction."),
            (S.SENTENCE, "We can agree instalments for your arrears. Call 01632 960 124."),
        ),
        _in_welsh(_Writer("Treth Gyngor", f"{_SITE}/cy/treth-gyngor").part(3, (S.SENTENCE, "Ffoniwch ni yn gyntaf."))),
    ),
    "hostile": _answer(
        _Writer(HOSTILE, "javascript:alert(1)", (HOSTILE,)).part(
            1,
            (S.SENTENCE, HOSTILE),
            (S.ITEM, HOSTILE),
            (S.STEP, HOSTILE),
            (S.TABLE_HEADER, f"{HOSTILE} | b"),
            (S.ROW, f"{HOSTILE} | b"),
            (S.CALLOUT, HOSTILE),
            (S.CONTACT, HOSTILE),
        ),
        outcome=Outcome.PARTIAL,
        next_step=Link(HOSTILE, "javascript:alert(1)"),
        nearest=(Link(HOSTILE, "data:text/html,<script>alert(1)</script>"),),
        contact=Contact(name=HOSTILE, phone=HOSTILE, email=HOSTILE, url="javascript:alert(1)", hours=HOSTILE),
        clarification=Clarification(
            HOSTILE,
            HOSTILE,
            (ClarificationOption(HOSTILE, HOSTILE, HOSTILE), ClarificationOption(HOSTILE, HOSTILE, HOSTILE)),
            ClarificationOption(HOSTILE, HOSTILE, HOSTILE),
        ),
    ),
    "everything": _answer(
        *(
            _Writer(
                f"A page with a rather long title about subject number {page} that goes on", f"{_SITE}/{page}"
            ).part(
                page * 20 + 1,
                *((S.SENTENCE, f"Sentence {line} of page {page} says something of fair length.") for line in range(8)),
                *((S.ITEM, f"item {line}, with averyverylongwordthatcannotbebrokenanywhere") for line in range(4)),
                (S.TABLE_HEADER, "One | Two | Three | Four | Five | Six"),
                (S.ROW, "https://www.sampleford.example/a/very/long/address/that/does/not/break | 2 | 3 | 4 | 5 | 6"),
            )
            for page in range(4)
        )
    ),
}
UNANSWERABLE = Answer(
    outcome=Outcome.UNANSWERABLE,
    question="",
    record=_RECORD,
    reason="nothing was found",
    nearest=(Link("Bin collections", f"{_SITE}/bins"), Link("Parking permits", f"{_SITE}/parking")),
    contact=CONTACT,
)


class WrittenAssistant:
    """Gives the answer whose word the question holds, and otherwise says that there is none."""

    broke_off = False
    asked_in: str | None = None
    history: Sequence[Answer] = ()

    def ask(
        self,
        question: str,
        *,
        conversation_id: str | None = None,
        locale: str | None = None,
        history: Sequence[Answer] = (),
    ) -> Answer:
        *_, last = self.ask_stream(question, conversation_id=conversation_id, locale=locale, history=history)
        assert isinstance(last, AnswerFinished)
        return last.answer

    def ask_stream(
        self,
        question: str,
        *,
        conversation_id: str | None = None,
        locale: str | None = None,
        history: Sequence[Answer] = (),
    ) -> Iterator[Event]:
        self.asked_in = locale
        self.history = history
        if "\x00" in question:
            raise QuestionError("not text")
        if "explode" in question:
            raise RuntimeError("something broke")
        yield StepStarted("protect")
        yield StepStarted("find")
        if "breaks off" in question and not self.broke_off:
            self.broke_off = True
            raise ConnectionError("half way")
        protected = protect(question)
        found = next((answer for word, answer in ANSWERS.items() if word in question.lower()), UNANSWERABLE)
        answer = replace(
            found,
            question=protected.text,
            removed=tuple(dict.fromkeys(finding.label for finding in protected.findings)),
        )
        by_number = {citation.number: citation for citation in answer.citations}
        for part in answer.parts:
            for statement in part.statements:
                new = tuple(by_number[number] for number in statement.citations)
                yield StatementShown(statement, new, part.title, part.url, part.heading_path)
        yield AnswerFinished(answer)


@dataclass
class WrittenService:
    """What the pages need of a service."""

    settings: Settings
    assistant: WrittenAssistant
    store: ConversationStore

    def known_words(self) -> KnownWords:
        return KnownWords()

    def easy_read(self, answer: Answer) -> EasyRead:
        return easy_read(answer)


def written_service(folder: Path, settings: str = SETTINGS) -> WrittenService:
    """Return a service of written answers that keeps its conversations in ``folder``."""
    (folder / "fingerpost.toml").write_text(settings, encoding="utf-8")
    loaded = load_settings(folder, {})
    (folder / ".fingerpost").mkdir(exist_ok=True)
    return WrittenService(loaded, WrittenAssistant(), ConversationStore.open(loaded.database_url))
