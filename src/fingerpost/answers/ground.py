"""The proof: nothing is shown that the stored sections do not say.

Quoted text is shown when it stands in a stored section, character for character. A paraphrase is shown when every
quotation that it rests on stands there so, and everything that it says is carried by them (see ``grounding``).

``ground`` knows nothing of the composer whose draft it checks, and believes none of it. What a statement is (a
sentence, a step, a row), its number and the heading it stands under are read from the stored section, never from the
draft.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from fingerpost.answers.cite import cite
from fingerpost.answers.grounding.evidence import Span, find_span
from fingerpost.answers.grounding.paraphrase import Paraphrase, check_paraphrase, is_quotation, quotations_in
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
from fingerpost.search.embed import Embedder

Lookup = Callable[[Sequence[str]], Mapping[str, Section]]
"""Returns the stored sections with these ids, leaving out those that are not stored."""

_NOT_THERE = "quotation: not whole sentences of the section named"
_NO_LEAD = "quotation: shown without the words that it can't be read without"


@dataclass(frozen=True, slots=True)
class Grounded:
    """What is left of a draft once every statement has been checked.

    ``dropped`` counts the statements that had nothing behind them; ``reasons`` says, for each of them, which check it
    failed and on what words.
    """

    parts: tuple[AnswerPart, ...]
    citations: tuple[Citation, ...]
    next_step: Link | None
    dropped: int
    reasons: tuple[str, ...] = ()


_Proved = Span | Paraphrase
Proof = Sequence[_Proved] | str
"""What of a statement is proved, or the reason why nothing of it is."""


def ground(
    draft: Draft,
    lookup: Lookup,
    attributions: Mapping[str, str] | None = None,
    *,
    embedder: Embedder | None = None,
    proofs: Mapping[DraftStatement, Proof] | None = None,
) -> Grounded:
    """Check every statement of a draft against the stored sections and keep those that are proved.

    A quoted statement is proved when its text is, character for character, one or more whole sentences of a stored
    section that it names, and every sentence it can't be read without (a list's lead-in, a table's header) is proved
    too. Part of a sentence proves nothing: "you can apply" also stands inside "unless you can apply".

    Any other statement is a paraphrase. It is proved when each quotation it names is such whole sentences, and they
    carry its figures, names, denials, conditions and every other thing that ``grounding`` checks.

    Args:
        draft: what a composer proposes.
        lookup: the index's stored sections.
        attributions: the attribution statement of each source that has one of its own, by source name.
        embedder: tells how close other words are in meaning. Without one a paraphrase may use only words that are
            known to mean the same.
        proofs: what ``prove`` said of statements that have been checked already, while the rest was being written.

    Returns:
        The proved statements as parts in the draft's order, their citations numbered as they first appear, and the
        next step if it is the start link of a page that is quoted.
    """
    known = dict(proofs or {})
    unchecked = [statement for statement in draft.statements if statement not in known]
    sections = lookup(sorted({quote.section_id for statement in unchecked for quote in statement.quotes}))
    reasons: list[str] = []
    kept: list[_Proved] = []
    for statement in draft.statements:
        proof = known.get(statement)
        if proof is None:
            proof = known[statement] = _prove(statement, sections, embedder)
        if isinstance(proof, str):
            reasons.append(proof)
        else:
            kept.extend(proof)
    complete = _with_their_leads(kept)
    reasons.extend([_NO_LEAD] * (len(kept) - len(complete)))
    runs = _contiguous(complete)
    citations, numbers = _cite(runs, attributions or {})
    return Grounded(
        parts=_parts(runs, numbers),
        citations=citations,
        next_step=_proved_link(draft.next_step, complete),
        dropped=len(reasons),
        reasons=tuple(reasons),
    )


def prove(statement: DraftStatement, lookup: Lookup, embedder: Embedder | None = None) -> Proof:
    """Return what of one statement is proved, or the reason why nothing of it is, to be handed to ``ground`` later."""
    return _prove(statement, lookup(sorted({quote.section_id for quote in statement.quotes})), embedder)


def _prove(statement: DraftStatement, sections: Mapping[str, Section], embedder: Embedder | None) -> Proof:
    """Return what of a statement is proved, or the reason why nothing of it is."""
    if is_quotation(statement):
        for quote in statement.quotes:
            section = sections.get(quote.section_id)
            span = find_span(section, quote.text, quote.start) if section and quote.text == statement.text else None
            if span is not None:
                return [span]
        return _NOT_THERE
    joined = quotations_in(statement, sections)
    return joined or check_paraphrase(statement, sections, embedder)


def _with_their_leads(proved: list[_Proved]) -> list[_Proved]:
    # By words and not by section: a list that goes on in the next section repeats its lead-in there.
    shown = {
        (p.section.page.id, _sentence_text(p.section, index))
        for p in proved
        if isinstance(p, Span)
        for index in range(p.first, p.last + 1)
    }
    complete: list[_Proved] = []
    for proof in proved:
        if isinstance(proof, Paraphrase):
            complete.append(proof)  # its lead-ins were added to its quotations
            continue
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


_Run = Sequence[Span] | Paraphrase


def _contiguous(proved: Sequence[_Proved]) -> list[_Run]:
    """Group quoted neighbours that follow one another in one section: one quotation, one citation."""
    runs: list[list[Span] | Paraphrase] = []
    for proof in proved:
        previous = runs[-1] if runs else None
        if isinstance(proof, Paraphrase):
            runs.append(proof)
        elif isinstance(previous, list) and _follows(previous[-1], proof):
            previous.append(proof)
        else:
            runs.append([proof])
    return list(runs)


def _follows(before: Span, after: Span) -> bool:
    return before.section.id == after.section.id and before.last + 1 == after.first


def _cite(
    runs: Sequence[_Run], attributions: Mapping[str, str]
) -> tuple[tuple[Citation, ...], dict[tuple[str, int, int], int]]:
    """Return the citations and the number of each stretch of text cited. The same words are cited once."""
    citations: list[Citation] = []
    numbers: dict[tuple[str, int, int], int] = {}
    for run in runs:
        for section, start, end in _stretches(run):
            key = (section.id, start, end)
            if key in numbers:
                continue
            numbers[key] = len(citations) + 1
            attribution = attributions.get(section.page.source, "")
            citations.append(cite(section, start, end, number=numbers[key], attribution=attribution))
    return tuple(citations), numbers


def _stretches(run: _Run) -> list[tuple[Section, int, int]]:
    if isinstance(run, Paraphrase):
        return [(span.section, span.start, span.end) for span in run.spans]
    return [(run[0].section, run[0].start, run[-1].end)]


def _parts(runs: Sequence[_Run], numbers: Mapping[tuple[str, int, int], int]) -> tuple[AnswerPart, ...]:
    parts: list[AnswerPart] = []
    for run in runs:
        cited = tuple(sorted({numbers[(section.id, start, end)] for section, start, end in _stretches(run)}))
        if isinstance(run, Paraphrase):
            section = run.section
            statements: tuple[Statement, ...] = (Statement(run.text, cited, paraphrase=True),)
        else:
            section = run[0].section
            statements = tuple(
                _statement(section, section.sentences[index], cited)
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


def _statement(section: Section, sentence: Sentence, citations: tuple[int, ...]) -> Statement:
    return Statement(
        text=section.text[sentence.start : sentence.end],
        citations=citations,
        kind=SentenceKind(sentence.kind),
        number=sentence.number,
        level=sentence.level,
    )


def _proved_link(link: Link | None, kept: Sequence[_Proved]) -> Link | None:
    return link if link is not None and any(proof.section.page.start_link == link for proof in kept) else None
