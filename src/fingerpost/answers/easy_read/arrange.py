"""The default easy read: the answer's own words in short lines, one idea each, the most direct ones first.

Nothing is left out, so every citation is kept: what does not answer most directly stands further down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from fingerpost.answers.easy_read.plain_words import explain
from fingerpost.answers.easy_read.split import sense_lines, split_sentence
from fingerpost.answers.readability import measure_sentences
from fingerpost.answers.units import leans_back
from fingerpost.content.sentences import find_sentences
from fingerpost.domain import Answer, AnswerPart, EasyBlock, EasyLine, EasyRead, Reading, SentenceKind, Statement

MADE_BY = "extractive-easy-read-1"
CELL = " | "
"""What stands between the cells of a row's text (``domain.Block``)."""
_MOST_FIRST = 5
# What refuses, forbids or demands something, in English and in Welsh.
_TAKES_AWAY = re.compile(
    r"\b(not|cannot|\w+n['’]t|can['’]t|never|no longer|nobody|only|unless|except|must|otherwise"
    r"|ni|nid|na allwch|peidiwch|peidio|byth|rhaid|dim ond|oni bai|heblaw|fel arall)\b",
    re.IGNORECASE,
)
# "You can get it if:" and "You need:" open a list that the answer depends on.
_OPENS_CONDITIONS = re.compile(r"\b(if|when|need|needs|true|apply|applies|os|angen)\b[^.]*:$", re.IGNORECASE)
_LISTED = {SentenceKind.ITEM, SentenceKind.STEP}
_TABLE = {SentenceKind.TABLE_HEADER, SentenceKind.ROW}


def easy_read(answer: Answer) -> EasyRead:
    """Return an answer in short lines, each with the numbers of its citations. The same answer gives the same lines.

    ``proof.faults`` tells of anything lost, changed or torn from its condition on the way; there is nothing.
    """
    return arrange(answer, made_by=MADE_BY)


def arrange(answer: Answer, *, made_by: str) -> EasyRead:
    """Return the parts of an answer as easy read shows them. ``made_by`` is kept as what made it."""
    blocks = [(number, block) for number, part in enumerate(answer.parts) for block in _blocks(part)]
    contacts = tuple(block for _, block in blocks if block.lines[0].kind is SentenceKind.CONTACT)
    said = [(number, block) for number, block in blocks if block.lines[0].kind is not SentenceKind.CONTACT]
    first = _most_direct(said)
    return EasyRead(
        first=tuple(block for place, (_, block) in enumerate(said) if place in first),
        more=tuple(block for place, (_, block) in enumerate(said) if place not in first),
        contacts=contacts,
        words=explain(block for _, block in blocks),
        reading=measure_lines([block for _, block in said]),
        by=made_by,
    )


def measure_lines(blocks: Sequence[EasyBlock]) -> Reading | None:
    """Return how hard the lines are to read, measured as the answer's own sentences are."""
    if not blocks:
        return None
    locale = blocks[0].locale
    lines = [line for block in blocks if block.locale == locale for line in block.lines if line.kind not in _TABLE]
    together = [" ".join(line.pieces) for line in lines]
    return measure_sentences(
        (text[start:end] for text in together for start, end in find_sentences(text, locale=locale)), locale=locale
    )


def _blocks(part: AnswerPart) -> Iterator[EasyBlock]:
    lines: list[EasyLine] = []
    header: Statement | None = None
    last: Statement | None = None
    for statement, following in zip(part.statements, (*part.statements[1:], None), strict=True):
        if lines and last is not None and not _joins(statement, last):
            yield _block(part, lines)
            lines = []
        if statement.kind is SentenceKind.TABLE_HEADER:
            header = statement
        if statement.kind is SentenceKind.ROW:
            lines.append(_row(statement, header))
        elif statement.kind is not SentenceKind.TABLE_HEADER or _heads_nothing(statement, following):
            lines += _lines(statement, locale=part.locale)
        last = statement
    if lines:
        yield _block(part, lines)


def _heads_nothing(header: Statement, following: Statement | None) -> bool:
    """Return whether a header must be shown on its own, because no row under it will show it."""
    if following is None:
        return True
    said_again = following.kind is SentenceKind.TABLE_HEADER and following.text == header.text
    return following.kind is not SentenceKind.ROW and not said_again


def _joins(statement: Statement, last: Statement) -> bool:
    """Return whether a statement is read together with the one before it."""
    if statement.kind in _LISTED:
        return last.kind in _LISTED or last.kind is SentenceKind.SENTENCE
    if statement.kind in _TABLE:
        return last.kind in _TABLE
    return statement.kind is SentenceKind.SENTENCE and last.kind not in _TABLE and leans_back(statement.text)


def _block(part: AnswerPart, lines: Sequence[EasyLine]) -> EasyBlock:
    return EasyBlock(part.title, part.url, tuple(lines), part.heading_path, part.locale)


def _lines(statement: Statement, *, locale: str) -> Iterator[EasyLine]:
    if statement.kind is SentenceKind.CONTACT:
        yield _line(statement, tuple(line for line in statement.text.split("\n") if line.strip()))
    elif statement.kind is SentenceKind.TABLE_HEADER:
        yield _line(statement, tuple(cell for cell in statement.text.split(CELL) if cell.strip()))
    elif statement.kind in _LISTED:
        # What is listed is one line of its list: half of it would stand on its own without the lead-in.
        yield _line(
            statement,
            tuple(
                piece
                for sentence in _sentences(statement.text, locale)
                for piece in sense_lines(sentence, locale=locale)
            ),
        )
    else:
        for sentence in _sentences(statement.text, locale):
            for pieces in split_sentence(sentence, locale=locale):
                turned = len(pieces) > 1 and sentence.index(pieces[0]) > sentence.index(pieces[1])
                yield _line(statement, pieces, condition_first=turned)


def _sentences(text: str, locale: str) -> Iterator[str]:
    for line in text.split("\n"):
        for start, end in find_sentences(line, locale=locale):
            yield line[start:end]


def _line(statement: Statement, pieces: tuple[str, ...], *, condition_first: bool = False) -> EasyLine:
    return EasyLine(
        pieces,
        statement.citations,
        statement.kind,
        statement.number,
        statement.level,
        condition_first=condition_first,
    )


def _row(row: Statement, header: Statement | None) -> EasyLine:
    """Return a table's row as cells, each with the header above it. It rests on what its header rests on too."""
    headers = header.text.split(CELL) if header else []
    cells = row.text.split(CELL)
    # An empty cell says something under its header: "Cost" and nothing.
    filled = [pair for pair in zip_longest(cells, headers, fillvalue="") if any(pair)]
    return EasyLine(
        pieces=tuple(cell for cell, _ in filled),
        citations=tuple(sorted({*row.citations, *(header.citations if header else ())})),
        kind=SentenceKind.ROW,
        labels=tuple(label for _, label in filled),
    )


def _most_direct(said: Sequence[tuple[int, EasyBlock]]) -> set[int]:
    """Return the places of the blocks that answer most directly.

    The composer puts those first. With them go a warning, and what limits them under the same heading, however far
    down it stands: an answer without its "you cannot" is a wrong one.
    """
    chosen: set[int] = set()
    lines = 0
    full = False
    for place, (part, block) in enumerate(said):
        warns = any(line.kind is SentenceKind.CALLOUT for line in block.lines)
        if part == 0 and not full:
            full = bool(chosen) and lines + len(block.lines) > _MOST_FIRST
        if warns or (part == 0 and (not full or _limits(block))):
            chosen.add(place)
            lines += len(block.lines)
    return chosen


def _limits(block: EasyBlock) -> bool:
    return any(
        _TAKES_AWAY.search(piece) or _OPENS_CONDITIONS.search(piece) for line in block.lines for piece in line.pieces
    )
