"""The proof: nothing is shown that is not in a stored section, character for character.

``ground`` knows nothing of the composer whose draft it checks, and believes none of it. What a statement is (a
sentence, a step, a row), its number and the heading it stands under are read from the stored section, never from the
draft.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from fingerpost.answers.cite import cite
from fingerpost.domain import (
    AnswerPart,
    Citation,
    Draft,
    DraftStatement,
    Link,
    Section,
    Sentence,
    SentenceKind,
    Statement,
)

Lookup = Callable[[Sequence[str]], Mapping[str, Section]]
"""Returns the stored sections with these ids, leaving out those that are not stored."""


@dataclass(frozen=True, slots=True)
class Grounded:
    """What is left of a draft once every statement has been checked.

    ``dropped`` counts the statements that had no quotation behind them.
    """

    parts: tuple[AnswerPart, ...]
    citations: tuple[Citation, ...]
    next_step: Link | None
    dropped: int


@dataclass(frozen=True, slots=True)
class _Proved:
    section: Section
    first: int
    last: int

    @property
    def start(self) -> int:
        return self.section.sentences[self.first].start

    @property
    def end(self) -> int:
        return self.section.sentences[self.last].end


def ground(draft: Draft, lookup: Lookup, attributions: Mapping[str, str] | None = None) -> Grounded:
    """Check every statement of a draft against the stored sections and keep those that are proved.

    A statement is proved when its text is, character for character, one or more whole sentences of a stored section
    that it names, and every sentence it can't be read without (a list's lead-in, a table's header) is proved too.
    Part of a sentence proves nothing: "you can apply" also stands inside "unless you can apply".

    Args:
        draft: what a composer proposes.
        lookup: the index's stored sections.
        attributions: the attribution statement of each source that has one of its own, by source name.

    Returns:
        The proved statements as parts in the draft's order, their citations numbered as they first appear, and the
        next step if it is the start link of a page that is quoted.
    """
    wanted = {quote.section_id for statement in draft.statements for quote in statement.quotes}
    sections = lookup(sorted(wanted))
    proved = [_prove(statement, sections) for statement in draft.statements]
    kept = _with_their_leads([proof for proof in proved if proof is not None])
    runs = _contiguous(kept)
    citations = tuple(
        cite(
            run[0].section,
            run[0].start,
            run[-1].end,
            number=number,
            attribution=(attributions or {}).get(run[0].section.page.source, ""),
        )
        for number, run in enumerate(runs, start=1)
    )
    return Grounded(
        parts=_parts(runs),
        citations=citations,
        next_step=_proved_link(draft.next_step, kept),
        dropped=len(draft.statements) - len(kept),
    )


def _prove(statement: DraftStatement, sections: Mapping[str, Section]) -> _Proved | None:
    for quote in statement.quotes:
        section = sections.get(quote.section_id)
        if section is None or quote.text != statement.text:
            continue
        span = _whole_sentences(section, quote.text, quote.start)
        if span is not None:
            return _Proved(section, *span)
    return None


def _whole_sentences(section: Section, text: str, start: int | None) -> tuple[int, int] | None:
    """Return the indices of the first and last stored sentence that ``text`` is, or ``None``."""
    for first, sentence in enumerate(section.sentences):
        if start is not None and sentence.start != start:
            continue
        end = sentence.start + len(text)
        if section.text[sentence.start : end] != text:
            continue
        for last in range(first, len(section.sentences)):
            if section.sentences[last].end == end:
                return first, last
    return None


def _with_their_leads(proved: list[_Proved]) -> list[_Proved]:
    # By words and not by section: a list that goes on in the next section repeats its lead-in there.
    shown = {
        (p.section.page.id, _sentence_text(p.section, index)) for p in proved for index in range(p.first, p.last + 1)
    }
    complete: list[_Proved] = []
    for proof in proved:
        leads = (proof.section.sentences[index].lead for index in range(proof.first, proof.last + 1))
        if all(lead is None or _lead_is_shown(proof.section, lead, shown) for lead in leads):
            complete.append(proof)
    return complete


def _lead_is_shown(section: Section, lead: int, shown: set[tuple[str, str]]) -> bool:
    index: int | None = lead
    while index is not None:
        if (section.page.id, _sentence_text(section, index)) not in shown:
            return False
        index = section.sentences[index].lead
    return True


def _sentence_text(section: Section, index: int) -> str:
    sentence = section.sentences[index]
    return section.text[sentence.start : sentence.end]


def _contiguous(proved: list[_Proved]) -> list[list[_Proved]]:
    """Group neighbours that follow one another in one section: one quotation, one citation."""
    runs: list[list[_Proved]] = []
    for proof in proved:
        previous = runs[-1][-1] if runs else None
        if previous and previous.section.id == proof.section.id and previous.last + 1 == proof.first:
            runs[-1].append(proof)
        else:
            runs.append([proof])
    return runs


def _parts(runs: list[list[_Proved]]) -> tuple[AnswerPart, ...]:
    parts: list[AnswerPart] = []
    for number, run in enumerate(runs, start=1):
        section = run[0].section
        statements = tuple(
            _statement(section, section.sentences[index], number)
            for proof in run
            for index in range(proof.first, proof.last + 1)
        )
        part = AnswerPart(section.page.title, section.url, statements, section.heading_path, section.page.locale)
        last = parts[-1] if parts else None
        if last and (last.url, last.heading_path) == (part.url, part.heading_path):
            parts[-1] = replace(last, statements=last.statements + statements)
        else:
            parts.append(part)
    return tuple(parts)


def _statement(section: Section, sentence: Sentence, citation: int) -> Statement:
    return Statement(
        text=section.text[sentence.start : sentence.end],
        citations=(citation,),
        kind=SentenceKind(sentence.kind),
        number=sentence.number,
        level=sentence.level,
    )


def _proved_link(link: Link | None, kept: list[_Proved]) -> Link | None:
    return link if link is not None and any(proof.section.page.start_link == link for proof in kept) else None
