"""An answer laid out for a terminal: what the guidance says, the next step, and the quotations it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import TYPE_CHECKING

from fingerpost.domain import (
    Answer,
    AnswerPart,
    Citation,
    Clarification,
    Contact,
    HelpRoute,
    Offer,
    Outcome,
    Reading,
    SentenceKind,
    Statement,
)
from fingerpost.interfaces.cli.output import console, plain
from fingerpost.interfaces.wording import UrgentWords, day, known, language, notices, removed, say, urgent_words

if TYPE_CHECKING:
    from rich.text import Text

    from fingerpost.settings import ServiceSettings

_COLOURS = {Outcome.ANSWERED: "bold green", Outcome.REFUSED: "bold red", Outcome.URGENT: "bold red"}
"""How an outcome's words stand out, where it is not yellow. The words are the interface's, in the language spoken."""


def show(answer: Answer, service: ServiceSettings | None = None) -> None:
    """Print an answer for a person to read, with the words around it in the language spoken.

    Args:
        answer: the answer to lay out.
        service: the service, whose contact is shown when the answer did not answer and carries none of its own.
    """
    screen = console()
    for piece in lay_out(answer, service, width=screen.width):
        screen.print(piece, soft_wrap=True)


def lay_out(answer: Answer, service: ServiceSettings | None = None, *, width: int = 80) -> Iterator[Text]:
    """Yield an answer's pieces in reading order, wrapped to ``width`` columns. An address is never broken."""
    from rich.text import Text

    yield from _opening(answer, width)
    for part in answer.parts:
        yield Text()
        yield from _part(part, width)
    if answer.next_step:
        yield Text()
        yield Text.assemble(
            (f"{say('answer.next')}: ", "bold"),
            plain(answer.next_step.text),
            "\n  ",
            (plain(answer.next_step.url), "cyan"),
        )
    yield from _worked_out(answer, width)
    for offer in answer.offers:
        yield Text()
        yield from lay_out_offer(offer, width)
    if answer.nearest:
        yield Text()
        yield Text(say("answer.nearest.more" if answer.parts else "answer.nearest"), style="bold")
        for link in answer.nearest:
            yield _hung("  •", width, (link.text, ""), (link.url, "cyan"))
    if reached := _contact(answer, service):
        yield from _reach(reached)
    if answer.citations:
        yield Text()
        yield Text(say("print.sources"), style="bold")
        for citation in answer.citations:
            yield _source(citation, width)
    for attribution in dict.fromkeys(plain(c.attribution) for c in answer.citations if c.attribution):
        yield _hung("", width, (attribution, "dim"))
    if answer.reading:
        yield _hung("", width, (_how_hard(answer.reading), "dim"))


def _opening(answer: Answer, width: int) -> Iterator[Text]:
    from rich.text import Text

    style = _COLOURS.get(answer.outcome, "bold yellow")
    key = f"answer.{answer.outcome.value}"
    urgent = urgent_words(answer)
    if urgent is not None:
        yield from lay_out_help(urgent, answer.help, width)
    elif known(f"{key}.title"):
        yield Text(say(f"{key}.title"), style=style)
        yield _hung("", width, (say(f"{key}.text"), ""))
    else:
        yield Text(say("answers.title" if answer.parts else "answer.reply"), style=style)
    if answer.asked_as:
        yield _hung("", width, (f"{say('answer.asked_as')} {answer.asked_as}", "dim"))
    if answer.removed:
        yield _hung("", width, (say("answer.removed", what=removed(answer.removed)), "dim"))
    for notice in notices(answer):
        yield _hung("", width, (notice.text, ""))
    if answer.clarification:
        yield from _asked_back(answer.clarification, width)


def lay_out_help(words: UrgentWords, routes: Iterable[HelpRoute], width: int = 80) -> Iterator[Text]:
    """Yield where to get help at once, most pressing first."""
    from rich.text import Text

    yield Text(words.title, style="bold red")
    yield _hung("", width, (words.text, ""))
    for route in routes:
        named = ": ".join(filter(None, (route.name, route.phone)))
        more = ((text, "") for text in (route.when, route.hours, route.text) if text)
        yield _hung("  •", width, (named, "bold"), *more, *(((route.url, "cyan"),) if route.url else ()))


def _worked_out(answer: Answer, width: int) -> Iterator[Text]:
    """Yield what calculators worked out, marked as that. They are loaded only where there is something."""
    if not answer.worked:
        return
    from rich.text import Text

    from fingerpost.interfaces.worked_words import worked_text

    for result in answer.worked:
        yield Text()
        yield _hung("", width, (worked_text(result), ""))


def lay_out_offer(offer: Offer, width: int) -> Iterator[Text]:
    """Yield a calculator or journey that does what was asked for, and how to start it. Nothing is worked out here."""
    from rich.text import Text

    from fingerpost.interfaces.offer_words import said_values

    yield Text.assemble((f"{say(f'offer.{offer.kind}')}: ", "bold"), plain(offer.title))
    values = said_values(offer)
    if values:
        yield _hung("", width, (say("offer.told"), ""))
    for value in values:
        yield _hung("  •", width, (plain(value.question), "dim"), (plain(value.words), ""))
    if offer.kind == "calculator":
        given = "".join(f" --input {value.key}={value.value}" for value in offer.known if value.value)
        yield Text.assemble("  ", (f"fingerpost calculate {offer.name}{given}", "cyan"))
    else:
        yield Text.assemble("  ", (f"fingerpost journey run {offer.name}", "cyan"))


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
        pieces = [(f"{statement.text} {cited}", "")]
        if statement.paraphrase:
            pieces.append((f"({say('statement.reworded')})", "dim"))
        yield _hung(_mark(statement), width, *pieces)


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
    dated = "" if citation.updated_at is None else f". {say('quote.updated', date=day(citation.updated_at))}"
    quoted = (f"“{citation.quote}”", "")
    return _hung(f"[{citation.number}]", width, quoted, (place + dated, "dim"), (citation.url, "cyan"))


def _contact(answer: Answer, service: ServiceSettings | None) -> Contact | None:
    """Return whom to reach: the answer's contact, or the service's, which has words of its own in each language."""
    if service is None or (answer.help and answer.contact is None):
        return answer.contact
    own = Contact(**service.contact.model_dump())
    if (answer.outcome is Outcome.ANSWERED and answer.contact is None) or own == Contact():
        return answer.contact
    said = Contact(**service.in_language(language()).contact.model_dump())
    return said if answer.contact in (None, own) else answer.contact


def _reach(contact: Contact) -> Iterator[Text]:
    from rich.text import Text

    yield Text()
    yield Text(plain(": ".join(filter(None, (say("answer.contact"), contact.name)))), style="bold")
    for name in ("phone", "text_relay", "email", "url", "hours"):
        if value := getattr(contact, name):
            yield Text(f"  {say(f'contact.{name}')}: {plain(value)}")
