"""An answer as plain text with numbered marks: for chat clients, for models, and to take away.

One piece of text for each thing said, in reading order, so that it can be sent as it arrives. The words are the
statements' own and the catalogues'; nothing is worded here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from fingerpost.domain import (
    Answer,
    Citation,
    Contact,
    HelpRoute,
    Offer,
    Outcome,
    SentenceKind,
    Statement,
    StatementShown,
)
from fingerpost.interfaces.wording import UrgentWords, day, first_words, known, notices, removed, say, urgent_words


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a citation's number stands: ``text[start:end]`` is ``[1]``."""

    citation: Citation
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """An answer in words. ``marks`` are in the order they stand in ``text``."""

    text: str
    marks: tuple[Mark, ...]


class Writer:
    """Writes one answer, piece by piece. Each call returns the text and the marks to add to what was written before."""

    def __init__(self) -> None:
        self._length = 0
        self._place: tuple[str, str, tuple[str, ...]] | None = None
        self._flowing = False
        self._citations: dict[int, Citation] = {}
        self._helped = False

    def help(self, routes: Iterable[HelpRoute], words: UrgentWords | None = None) -> AnswerWords:
        """Return where to get help at once, under ``words``. It comes before all else, and is said once."""
        routes = tuple(routes)
        if self._helped or not (routes or words):
            return AnswerWords("", ())
        self._helped = True
        words = words or first_words()
        return self._paragraph("\n".join([words.title, words.text, *(f"- {_route(route)}" for route in routes)]))

    def opening(self, answer: Answer) -> AnswerWords:
        """Return what is said of the whole answer: what is not sure of it, what was taken out, what is asked back."""
        said: list[str] = []
        key = f"answer.{answer.outcome.value}"
        # What is said of an urgent answer stands above its help.
        if (
            not answer.handed_over
            and answer.clarification is None
            and known(f"{key}.title")
            and answer.outcome is not Outcome.URGENT
        ):
            said.append(f"{say(f'{key}.title')}\n{say(f'{key}.text')}")
        if answer.removed:
            said.append(say("answer.removed", what=removed(answer.removed)))
        if answer.asked_as:
            said.append(f"{say('answer.asked_as')} {answer.asked_as}")
        said += [notice.text for notice in notices(answer)]
        if answer.clarification is not None:
            options = (*answer.clarification.options, answer.clarification.unsure)
            said.append("\n".join([answer.clarification.question, *(f"- {option.label}" for option in options)]))
        return self._paragraph("\n\n".join(said))

    def statement(self, shown: StatementShown) -> AnswerWords:
        """Return a statement under its page's title and headings, with the numbers of what it rests on."""
        self._citations.update((citation.number, citation) for citation in shown.citations)
        place = (shown.title, shown.url.partition("#")[0], shown.heading_path)
        before = ""
        if place != self._place:
            self._place = place
            before = "\n\n" if self._length else ""
            before += " › ".join((shown.title, *shown.heading_path)) + "\n\n"
        elif shown.statement.kind is SentenceKind.SENTENCE:
            before = " " if self._flowing else "\n\n"
        elif self._length:
            before = "\n"
        self._flowing = shown.statement.kind is SentenceKind.SENTENCE
        text = before + _marked(shown.statement)
        marks: list[Mark] = []
        for number in shown.statement.citations:
            if number in self._citations:
                text += " " if not marks else ""
                start = self._length + len(text)
                text += f"[{number}]"
                marks.append(Mark(self._citations[number], start, self._length + len(text)))
        self._length += len(text)
        return AnswerWords(text, tuple(marks))

    def closing(self, answer: Answer) -> AnswerWords:
        """Return what follows: the next step, other pages, how to reach a person, and where the quotations stand."""
        said: list[str] = []
        if answer.next_step:
            said.append(f"{say('answer.next')}: {answer.next_step.text}\n{answer.next_step.url}")
        said += _worked(answer)
        said += [_offer(offer) for offer in answer.offers]
        if answer.nearest:
            title = say("answer.nearest.more" if answer.parts else "answer.nearest")
            said.append("\n".join([title, *(f"- {link.text}: {link.url}" for link in answer.nearest)]))
        if answer.contact is not None and answer.contact != Contact():
            said.append("\n".join([say("answer.contact"), *_contact(answer.contact)]))
        if answer.citations:
            said.append("\n".join([say("print.sources"), *(_source(each) for each in answer.citations)]))
        said += dict.fromkeys(each.attribution for each in answer.citations if each.attribution)
        return self._paragraph("\n\n".join(said))

    def _paragraph(self, text: str) -> AnswerWords:
        if not text:
            return AnswerWords("", ())
        text = ("\n\n" if self._length else "") + text
        self._length += len(text)
        return AnswerWords(text, ())


def pieces(answer: Answer) -> Iterator[AnswerWords]:
    """Yield a whole answer piece by piece, in the language spoken; together they are what ``answer_words`` returns."""
    writer = Writer()
    yield writer.help(answer.help, urgent_words(answer))
    yield writer.opening(answer)
    for shown in statements(answer):
        yield writer.statement(shown)
    yield writer.closing(answer)


def answer_words(answer: Answer) -> AnswerWords:
    """Return a whole answer as plain text, in the language spoken, and where its citations' numbers stand."""
    written = tuple(pieces(answer))
    return AnswerWords("".join(each.text for each in written), tuple(mark for each in written for mark in each.marks))


def statements(answer: Answer) -> Iterator[StatementShown]:
    """Yield an answer's statements, each with the citations that first appear with it, as they are streamed."""
    left = {citation.number: citation for citation in answer.citations}
    for part in answer.parts:
        for each in part.statements:
            new = tuple(left.pop(number) for number in each.citations if number in left)
            yield StatementShown(each, new, part.title, part.url, part.heading_path, part.locale)


def _marked(statement: Statement) -> str:
    indent = "  " * statement.level
    match statement.kind:
        case SentenceKind.ITEM | SentenceKind.ROW | SentenceKind.TABLE_HEADER:
            return f"{indent}- {statement.text}"
        case SentenceKind.STEP:
            return f"{indent}{'-' if statement.number is None else f'{statement.number}.'} {statement.text}"
        case _:
            return statement.text


def _route(route: HelpRoute) -> str:
    lead = f"{route.when}: {route.name}" if route.when else route.name
    return "; ".join(filter(None, (lead, route.phone, route.text, route.url, route.hours)))


def _worked(answer: Answer) -> list[str]:
    if not answer.worked:
        return []
    # Imported here: the calculators are loaded only where one has worked something out.
    from fingerpost.interfaces.worked_words import worked_text

    return [worked_text(result) for result in answer.worked]


def _offer(offer: Offer) -> str:
    # Imported here: the calculators are loaded only where one is offered.
    from fingerpost.interfaces.offer_words import said_values

    values = said_values(offer)
    told = (say("offer.told"), *(f"- {value.question} {value.words}" for value in values)) if values else ()
    return "\n".join([f"{say(f'offer.{offer.kind}')}: {offer.title}", offer.url, *told])


def _contact(contact: Contact) -> Iterator[str]:
    if contact.name:
        yield contact.name
    for field in fields(contact):
        value = getattr(contact, field.name)
        if value and field.name != "name":
            yield f"{say(f'contact.{field.name}')}: {value}"


def _source(citation: Citation) -> str:
    place = " › ".join((citation.title, *citation.heading_path))
    dated = f". {say('quote.updated', date=day(citation.updated_at))}" if citation.updated_at else ""
    return f"[{citation.number}] “{citation.quote}”\n    {place}{dated}\n    {citation.url}"
