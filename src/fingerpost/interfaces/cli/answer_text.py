"""An answer laid out for a terminal: what the guidance says, the next step, and the quotations it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fingerpost.domain import Answer, AnswerPart, Citation, Contact, Outcome, SentenceKind, Statement
from fingerpost.interfaces.cli.output import console, plain

if TYPE_CHECKING:
    from rich.console import RenderableType

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
    for piece in lay_out(answer, contact):
        screen.print(piece)


def lay_out(answer: Answer, contact: ContactSettings | None = None) -> Iterator[RenderableType]:
    """Yield an answer's pieces in reading order, each something Rich can print."""
    from rich.text import Text

    said, style = _SAID[answer.outcome]
    yield Text(said, style=style)
    if answer.removed:
        yield Text(f"Taken out of your question before it was read: {', '.join(answer.removed)}", style="dim")
    for part in answer.parts:
        yield Text()
        yield from _part(part)
    if answer.next_step:
        yield Text()
        yield Text.assemble(
            ("Next: ", "bold"), plain(answer.next_step.text), "\n  ", (plain(answer.next_step.url), "cyan")
        )
    if answer.nearest:
        yield Text()
        yield Text("The nearest pages", style="bold")
        for link in answer.nearest:
            yield _hung("  •", Text.assemble(plain(link.text), "\n", (plain(link.url), "cyan")))
    reached = answer.contact or (_contact(contact) if answer.outcome is not Outcome.ANSWERED else None)
    if reached:
        yield from _reach(reached)
    if answer.citations:
        yield Text()
        yield Text("Where this comes from", style="bold")
        for citation in answer.citations:
            yield _hung(f"[{citation.number}]", _source(citation))
    for attribution in dict.fromkeys(plain(c.attribution) for c in answer.citations if c.attribution):
        yield Text(attribution, style="dim")


def _part(part: AnswerPart) -> Iterator[RenderableType]:
    from rich.text import Text

    yield Text(plain(part.title), style="bold")
    for statement in part.statements:
        cited = "".join(f"[{number}]" for number in statement.citations)
        yield _hung(_mark(statement), Text.assemble(plain(statement.text), " ", (cited, "cyan")))


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


def _hung(mark: str, body: RenderableType) -> RenderableType:
    """Set ``body`` beside its mark, so that wrapped lines stay clear of it."""
    from rich.table import Table

    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    if mark:
        table.add_row(mark, body)
        return table
    return body


def _source(citation: Citation) -> RenderableType:
    from rich.text import Text

    place = " › ".join((citation.title, *citation.heading_path))
    dated = "" if citation.updated_at is None else f", updated {_day(citation)}"
    return Text.assemble(
        f"“{plain(citation.quote)}”", "\n", (plain(place) + dated, "dim"), "\n", (plain(citation.url), "cyan")
    )


def _day(citation: Citation) -> str:
    updated = citation.updated_at
    return "" if updated is None else f"{updated.day} {updated:%B %Y}"


def _contact(contact: ContactSettings | None) -> Contact | None:
    if contact is None:
        return None
    reached = Contact(**contact.model_dump())
    return reached if reached != Contact() else None


def _reach(contact: Contact) -> Iterator[RenderableType]:
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
