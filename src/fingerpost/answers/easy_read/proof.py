"""The proof that easy read changed nothing: every word is there, cited, and beside the condition it depends on.

Knows nothing of how the lines were made: it compares them with the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fingerpost.answers.easy_read.ties import depends
from fingerpost.answers.units import leans_back
from fingerpost.content.sentences import find_sentences
from fingerpost.domain import Answer, EasyBlock, EasyLine, EasyRead, SentenceKind, Statement

_WORD = re.compile(r"[^\W_]+")
# All that may be left between two lines of what was one sentence.
_BETWEEN_LINES = {"and"}
_PROSE = {SentenceKind.SENTENCE, SentenceKind.CALLOUT}


def faults(easy: EasyRead, answer: Answer) -> tuple[str, ...]:
    """Return what easy read lost or changed, in words for a developer; nothing when all is as it should be.

    Each piece and each label must stand, character for character, in a quotation that its line cites. Every word of
    every statement must be shown, every citation kept. A sentence that holds a condition must be in one line, a list
    under its lead-in, and a sentence that limits another one in the same block.
    """
    return (
        *_not_quoted(easy, answer),
        *(fault for part in answer.parts for each in part.statements for fault in _changed(each, easy, part.locale)),
        *_not_cited(easy, answer),
        *_torn(easy, answer),
    )


def _lines(easy: EasyRead) -> Iterator[EasyLine]:
    for block in easy.blocks:
        yield from block.lines


def _not_quoted(easy: EasyRead, answer: Answer) -> Iterator[str]:
    backed = _backed(answer)
    for line in _lines(easy):
        cited = [text for number in line.citations for text in backed.get(number, ())]
        for piece in (*line.pieces, *line.labels):
            if not any(piece in quote for quote in cited):
                yield f"not in any quotation its line cites: {piece!r}"


def _backed(answer: Answer) -> dict[int, list[str]]:
    """Return what may be shown with each citation's number: its quotation, and a proved sentence that is in none.

    A model's own sentence stands in no quotation. It was proved when the answer was grounded, so here it is the source.
    """
    backed = {citation.number: [citation.quote] for citation in answer.citations}
    for part in answer.parts:
        for statement in part.statements:
            if not any(statement.text in quote for number in statement.citations for quote in backed.get(number, ())):
                for number in statement.citations:
                    backed.setdefault(number, []).append(statement.text)
    return backed


def _not_cited(easy: EasyRead, answer: Answer) -> Iterator[str]:
    wanted = {number for part in answer.parts for statement in part.statements for number in statement.citations}
    kept = {number for line in _lines(easy) for number in line.citations}
    for number in sorted(wanted - kept):
        yield f"citation {number} is lost"
    for number in sorted(kept - wanted):
        yield f"citation {number} is not one of the answer's"


def _changed(statement: Statement, easy: EasyRead, locale: str) -> Iterator[str]:
    if statement.kind is SentenceKind.TABLE_HEADER:
        shown = " ".join(text for line in _lines(easy) for text in (*line.labels, *line.pieces))
        if any(cell and cell not in shown for cell in statement.text.split(" | ")):
            yield f"a header is lost: {statement.text!r}"
        return
    lines = [line for line in _lines(easy) if _is_of(line, statement)]
    missing = _left_over(statement.text, [piece for line in lines for piece in line.pieces])
    allowed = _BETWEEN_LINES if len(lines) > 1 else set[str]()
    if not lines or set(missing) - allowed:
        yield f"words are lost from {statement.text!r}: {missing}"
    for sentence in _sentences(statement, locale):
        whole = any(not _left_over(sentence, line.pieces) for line in lines)
        if depends(sentence, locale=locale) and not whole:
            yield f"a condition is torn from what it governs: {sentence!r}"


def _is_of(line: EasyLine, statement: Statement) -> bool:
    return (
        line.kind is statement.kind
        and set(statement.citations) <= set(line.citations)
        and all(piece in statement.text for piece in line.pieces)
    )


def _sentences(statement: Statement, locale: str) -> Iterator[str]:
    if statement.kind in _PROSE:
        for line in statement.text.split("\n"):
            for start, end in find_sentences(line, locale=locale):
                yield line[start:end]


def _left_over(text: str, pieces: Sequence[str]) -> list[str]:
    """Return the words of ``text`` that none of the pieces covers, lower-case."""
    covered = bytearray(len(text))
    for piece in pieces:
        start = text.find(piece)
        while start >= 0:
            covered[start : start + len(piece)] = b"\x01" * len(piece)
            start = text.find(piece, start + 1)
    return [word.group().lower() for word in _WORD.finditer(text) if not all(covered[word.start() : word.end()])]


def _torn(easy: EasyRead, answer: Answer) -> Iterator[str]:
    for part in answer.parts:
        for before, statement in zip(part.statements, part.statements[1:], strict=False):
            listed = statement.kind in (SentenceKind.ITEM, SentenceKind.STEP)
            led = listed and before.kind is SentenceKind.SENTENCE
            prose = statement.kind is SentenceKind.SENTENCE and before.kind is SentenceKind.SENTENCE
            limits = prose and leans_back(statement.text)
            if (led or limits) and not any(_follows(block, before, statement) for block in easy.blocks):
                yield f"torn from what stands before it: {statement.text!r}"


def _follows(block: EasyBlock, before: Statement, statement: Statement) -> bool:
    """Return whether a line of ``statement`` stands in the block directly after one of ``before``."""
    return any(
        _is_of(first, before) and _is_of(second, statement)
        for first, second in zip(block.lines, block.lines[1:], strict=False)
    )
