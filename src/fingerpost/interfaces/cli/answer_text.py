"""An answer laid out for a terminal: what the guidance says, the next step, and the quotations it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import TYPE_CHECKING

from fingerpost.domain import (
    Answer,
    AnswerPart,
    Citation,
    Clarification,
    Contact,
    Outcome,
    Reading,
    SentenceKind,
    Statement,
)
from fingerpost.interfaces.cli.output import console, plain
from fingerpost.interfaces.wording import notices

if TYPE_CHECKING:
    from rich.text import Text

    from fingerpost.settings import ContactSettings

_SAID = {
    Outcome.ANSWERED: ("Answered", "bold green"),
    Outcome.PARTIAL: ("This may be part of the answer", "bold yellow"),
    Outcome.CLARIFY: ("More is needed before this can be answered", "bold yellow"),
    Outcome.UNANSWERABLE: ("The guidance here does not answer this", "bold yellow"),
    Outcome.OUT_OF_SCOPE: ("This service does not cover this", "bold yellow"),
    Outcome.REFUSED: ("This service can't help with this", "bold red"),
    Outcome.URGENT: ("This may be urgent", "bold red"),
    Outcome.HANDOFF: ("A person needs to look at this", "bold yellow"),
}
"""Fixed wording for each outcome: the only words here that no page wrote."""


def show(answer: Answer, contact: ContactSettings | None = None) -> None:
    """Print an answer for a person to read.

    Args:
        answer: the answer to lay out.
        contact: the service's contact, shown when the answer carries none of its own and did not answer.
    """
    screen = console()
    for piece in lay_out(answer, contact, width=screen.width):
        screen.print(piece, soft_wrap=True)


def lay_out(answer: Answer, contact: ContactSettings | None = None, *, width: int = 80) -> Iterator[Text]:
    """Yield an answer's pieces in reading order, wrapped to ``width`` columns. An address is never broken."""
    from rich.text import Text

    yield from _opening(answer, width)
    for part in answer.parts:
        yield Text()
        yield from _part(part, width)
    if answer.next_step:
        yield Text()
        yield Text.assemble(
            ("Next: ", "bold"), plain(answer.next_step.text), "\n  ", (plain(answer.next_step.url), "cyan")
        )
    if answer.nearest:
        yield Text()
        yield Text("The nearest pages", style="bold")
        for link in answer.nearest:
            yield _hung("  •", width, (link.text, ""), (link.url, "cyan"))
    reached = answer.contact or (_contact(contact) if answer.outcome is not Outcome.ANSWERED else None)
    if reached:
        yield from _reach(reached)
    if answer.citations:
        yield Text()
        yield Text("Where this comes from", style="bold")
        for citation in answer.citations:
            yield _source(citation, width)
    for attribution in dict.fromkeys(plain(c.attribution) for c in answer.citations if c.attribution):
        yield _hung("", width, (attribution, "dim"))
    if answer.reading:
        yield _hung("", width, (_how_hard(answer.reading), "dim"))


def _opening(answer: Answer, width: int) -> Iterator[Text]:
    from rich.text import Text

    said, style = _SAID[answer.outcome]
    yield Text(said, style=style)
    if answer.removed:
        yield Text(f"Taken out of your question before it was read: {', '.join(answer.removed)}", style="dim")
    for notice in notices(answer):
        yield _hung("", width, (notice.text, ""))
    if answer.clarification:
        yield from _asked_back(answer.clarification, width)


def _asked_back(clarification: Clarification, width: int) -> Iterator[Text]:
    from rich.text import Text

    yield Text()
    yield _hung("", width, (clarification.question, "bold"))
    for number, option in enumerate((*clarification.options, clarification.unsure), start=1):
        yield _hung(f"  {number}.", width, (option.label, ""))


def _how_hard(reading: Reading) -> str:
    """Return how hard an answer is to read, for those who look after the guidance."""
    age = "" if reading.reading_age is None else f"Reading age about {reading.reading_age:.0f}. "
    return f"{age}{reading.words_per_sentence:g} words to a sentence, {reading.longest_sentence} in the longest."


def _part(part: AnswerPart, width: int) -> Iterator[Text]:
    yield _hung("", width, (" › ".join((part.title, *part.heading_path)), "bold"))
    for statement in part.statements:
        cited = "".join(f"[{number}]" for number in statement.citations)
        yield _hung(_mark(statement), width, (f"{statement.text} {cited}", ""))


def _mark(statement: Statement) -> str:
    indent = "  " * statement.level
    match statement.kind:
        case SentenceKind.ITEM:
            return f"{indent}  •"
        case SentenceKind.STEP:
            return f"{indent}{'' if statement.number is None else statement.number:>2}."
        case SentenceKind.CALLOUT:
            return f"{indent}  !"
        case _:
            return indent


def _hung(mark: str, width: int, *pieces: tuple[str, str]) -> Text:
    """Return pieces of text, each on lines of its own with its style, set clear of the mark they hang from."""
    from rich.text import Text

    indent = " " * (len(mark) + 1) if mark else ""
    hung = Text(f"{mark} " if mark else "")
    lines = [
        (line, style)
        for text, style in pieces
        for paragraph in plain(text).split("\n")
        for line in wrap(paragraph, max(width - len(indent), 20), break_long_words=False, break_on_hyphens=False)
    ]
    for number, (line, style) in enumerate(lines):
        hung.append(f"\n{indent}" if number else "").append(line, style=style or None)
    return hung


def _source(citation: Citation, width: int) -> Text:
    place = " › ".join((citation.title, *citation.heading_path))
    dated = "" if citation.updated_at is None else f", updated {_day(citation)}"
    quoted = (f"“{citation.quote}”", "")
    return _hung(f"[{citation.number}]", width, quoted, (place + dated, "dim"), (citation.url, "cyan"))


def _day(citation: Citation) -> str:
    updated = citation.updated_at
    return "" if updated is None else f"{updated.day} {updated:%B %Y}"


def _contact(contact: ContactSettings | None) -> Contact | None:
    if contact is None:
        return None
    reached = Contact(**contact.model_dump())
    return reached if reached != Contact() else None


def _reach(contact: Contact) -> Iterator[Text]:
    from rich.text import Text

    yield Text()
    yield Text(plain(f"Contact {contact.name}" if contact.name else "Contact"), style="bold")
    rows = (
        ("Phone", contact.phone),
        ("Text relay", contact.text_relay),
        ("Hours", contact.hours),
        ("Email", contact.email),
        ("Web", contact.url),
    )
    for name, value in rows:
        if value:
            yield Text(f"  {name}: {plain(value)}")
