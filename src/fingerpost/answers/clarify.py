"""Asks one short question back when the answer turns on something the person has not said.

What is asked comes from the guidance that was found: from pieces of it that say different things to people who can't
be the same (see ``contrasts``). Asking when nothing depends on it is a nuisance, so everything here is a reason not to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from fingerpost.answers.contrasts import Contrast, Mark, Shown, Slot, find_contrasts, shown_of
from fingerpost.answers.facets import asked, question_for, straight, told
from fingerpost.answers.same_slot import WHICH, find_wordings
from fingerpost.domain import (
    Answer,
    Clarification,
    ClarificationOption,
    Draft,
    DraftStatement,
    Outcome,
    Passage,
    Quote,
    Section,
    Turn,
)

MOST_IN_A_ROW = 2
"""How many questions back a conversation may have one after the other."""

_JOINER = " — "
_UNSURE = {"en": "I'm not sure", "cy": "Dw i ddim yn siŵr"}
_SAID_UNSURE = re.compile(rf"\s*—\s*(?:{'|'.join(_UNSURE.values())})\W*$", re.IGNORECASE)
# A question about the difference itself, or about everybody, is answered by all of it.
_ABOUT_THE_DIFFERENCE = re.compile(
    r"\b(differen(ce|ces|t for)|compare[ds]?|versus|vs\.?|who (can|is|are|qualifies|gets)|which (people|groups)"
    r"|everyone|everybody|gwahaniaeth|pwy (all|sy'n))\b",
    re.IGNORECASE,
)


class Propose(Protocol):
    """Proposes a question back. The guidance's own contrasts do by default; a model may, behind the same checks."""

    def __call__(
        self, question: str, draft: Draft, passages: Sequence[Passage], *, locale: str, history: Sequence[Answer]
    ) -> Clarified | None:
        """Return what to ask and what to show meanwhile, or ``None`` to answer as it is."""
        ...


@dataclass(frozen=True, slots=True)
class Clarified:
    """A question back, and what of the draft is shown in the meantime."""

    clarification: Clarification
    draft: Draft


@dataclass(frozen=True, slots=True)
class _Choices:
    """A contrast and those of its marks that what was said leaves open."""

    contrast: Contrast
    marks: tuple[Mark, ...]


def clarify(
    question: str, draft: Draft, passages: Sequence[Passage], *, locale: str = "en", history: Sequence[Answer] = ()
) -> Clarified | None:
    """Return a question back when the answer turns on what was not said, or ``None``.

    Args:
        question: what was asked, as it stands without the conversation.
        draft: what a composer proposes as the answer. A contrast counts only where the draft leads with it.
        passages: what was found, best first.
        locale: the language to ask in; Welsh, or else English.
        history: the conversation's earlier answers, oldest first. What was said there is not asked, nothing is asked
            twice, and nothing is asked after ``MOST_IN_A_ROW`` questions back.
    """
    if not may_ask(question, history):
        return None
    shown = shown_of(draft, passages)
    if shown is None:
        return None
    said = " ".join((*(answer.question for answer in history), question))
    before = {answer.clarification.dimension for answer in history if answer.clarification}
    named = find_contrasts(question, shown, passages)
    for choices in _open_choices((*named, *_unnamed(question, shown, passages)), said):
        contrast = choices.contrast
        if contrast.dimension not in before:
            return Clarified(_ask(question, choices, locale), _meanwhile(draft, contrast, shown))
    return None


def asked_back(turn: Turn) -> Turn:
    """Return a finished turn with the outcome ``clarify`` when something is asked back and something is shown with it.

    Where nothing of the draft was proved there is nothing the question could be about, so it is not asked.
    """
    if turn.clarification is None:
        return turn
    if not turn.parts:
        return replace(turn, clarification=None)
    return replace(turn, outcome=Outcome.CLARIFY, reason="the answer depends on something that was not said")


def without_unsure(question: str) -> str:
    """Return a question without the words the last button adds: they say nothing to search for."""
    return _SAID_UNSURE.sub("", question) or question


def with_choice(question: str, words: str) -> str:
    """Return an earlier question with what was chosen put after it."""
    return f"{question}{_JOINER}{words}"


def may_ask(question: str, history: Sequence[Answer]) -> bool:
    """Return whether anything may be asked back at all, whoever proposes it: not too often, and not of the unsure."""
    if _SAID_UNSURE.search(question) or question.count(_JOINER) >= MOST_IN_A_ROW:
        return False
    last = history[-MOST_IN_A_ROW:]
    if len(last) == MOST_IN_A_ROW and all(answer.outcome is Outcome.CLARIFY for answer in last):
        return False
    return not _ABOUT_THE_DIFFERENCE.search(straight(question))


def _unnamed(question: str, shown: Shown, passages: Sequence[Passage]) -> Iterable[Contrast]:
    """Yield the differences that only the guidance has words for: not those that a facet tells apart already."""
    for contrast in find_wordings(question, shown, passages):
        told_apart = [frozenset(option.dimension for option in told(mark.text)) for mark in contrast.marks]
        if not told_apart[0].intersection(*told_apart[1:]):
            yield contrast


def _open_choices(contrasts: Iterable[Contrast], said: str) -> Iterable[_Choices]:
    """Yield the contrasts of which what was said leaves more than one side open."""
    for contrast in contrasts:
        if contrast.dimension == WHICH:
            yield _Choices(contrast, contrast.marks)
            continue
        theirs = asked(said, contrast.dimension)
        if not theirs:
            yield _Choices(contrast, contrast.marks)
        elif len(theirs) == 1:
            left = tuple(
                mark for mark in contrast.marks if mark.option.is_kind_of(theirs[0]) and not mark.option.says_itself
            )
            if len(left) > 1:
                yield _Choices(contrast, left)


def _ask(question: str, choices: _Choices, locale: str) -> Clarification:
    language = "cy" if locale.startswith("cy") else "en"
    dimension = choices.contrast.dimension
    options = tuple(_option(question, mark, language) for mark in choices.marks)
    unsure = _UNSURE[language]
    return Clarification(
        dimension,
        question_for(dimension, language),
        options,
        ClarificationOption(unsure, unsure, with_choice(question, unsure), locale=language),
        language,
    )


def _option(question: str, mark: Mark, locale: str) -> ClarificationOption:
    section = mark.section
    words = mark.option.words(locale)
    return ClarificationOption(
        label=mark.option.label(locale),
        words=words,
        question=with_choice(question, words),
        section_id=section.id,
        title=section.page.title,
        heading_path=section.heading_path,
        url=section.url,
        quote=mark.text,
        locale=section.page.locale if mark.option.wording else locale,
    )


def _meanwhile(draft: Draft, contrast: Contrast, shown: Shown) -> Draft:
    """Return what of a draft is shown while the question is open.

    An answer that leads from above the options' headings holds for everybody, so what stands under one of them is left
    out. One that leads from under an option is the best there is, and is shown under its own heading. A sentence, a
    row or an item that says itself for whom it holds reads right to everybody.
    """
    if contrast.slot is Slot.TITLE:
        # The start link of the page that leads would take everybody to one option's form.
        return replace(draft, next_step=None, complete=False)
    if contrast.slot in (Slot.ROW, Slot.ITEM):
        return replace(draft, statements=_with_all_rows(draft, contrast, shown), complete=False)
    if contrast.slot is not Slot.HEADING:
        return replace(draft, complete=False)
    if any(mark.leads for mark in contrast.marks):
        return replace(draft, complete=False)
    kept = tuple(statement for statement in draft.statements if not _is_under(statement, contrast, shown))
    return replace(draft, statements=kept or draft.statements, complete=False)


def _is_under(statement: DraftStatement, contrast: Contrast, shown: Shown) -> bool:
    sections = [shown.sections[quote.section_id] for quote in statement.quotes if quote.section_id in shown.sections]
    return any(
        section.page.id == mark.section.page.id and mark.text in section.heading_path
        for section in sections
        for mark in contrast.marks
    )


def _with_all_rows(draft: Draft, contrast: Contrast, shown: Shown) -> tuple[DraftStatement, ...]:
    """Return a draft's statements with the row, or item, of every option among them, in their own order."""
    rows = {mark.sentence for mark in contrast.marks if mark.sentence is not None}
    section = contrast.marks[0].section
    present = shown.sentences.get(section.id, frozenset[int]())
    table = {
        index
        for index in present | rows
        if section.sentences[index].kind is section.sentences[min(rows)].kind
        and section.sentences[index].lead == section.sentences[min(rows)].lead
    }
    whole = [_row(section, index) for index in sorted(table)]
    starts = {row.quotes[0].start for row in whole}
    kept: list[DraftStatement] = []
    for statement in draft.statements:
        quote = statement.quotes[0]
        if quote.section_id != section.id or quote.start not in starts:
            kept.append(statement)
        elif whole:
            kept += whole
            whole = []
    return tuple(kept)


def _row(section: Section, index: int) -> DraftStatement:
    sentence = section.sentences[index]
    text = section.text[sentence.start : sentence.end]
    return DraftStatement(
        text, (Quote(section.id, text, sentence.start),), sentence.kind, sentence.number, sentence.level
    )
