"""Pieces that are longer than an embedder reads, cut where it hurts least."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from fingerpost.content.pieces import Piece
from fingerpost.content.sentences import find_sentences
from fingerpost.domain import SentenceKind

_CLAUSE_END = re.compile(r"[;:,|]\s+")


def cut_to_fit(pieces: Sequence[Piece], budget: int, count: Callable[[Sequence[str]], list[int]]) -> list[Piece]:
    """Return ``pieces`` with each one that takes more than ``budget`` tokens cut into several that don't.

    A call-out or a contact is cut at its lines, then at its sentences; anything else, and what is then still too long,
    at the end of a clause or a word, and a word of more than ``budget`` tokens at a character. Later parts of a piece
    are led by its first line where that is short enough to be repeated, and otherwise by what led the piece.
    """
    result = list(pieces)
    while any(piece.tokens > budget for piece in result):
        cut: list[Piece] = []
        leads: dict[Piece, Piece] = {}
        ends: dict[Piece, Piece] = {}
        fresh: list[Piece] = []
        for piece in result:
            if piece.lead is not None:
                piece.lead = leads.get(piece.lead, piece.lead)
            if piece.follows is not None:
                piece.follows = ends.get(piece.follows, piece.follows)
            if piece.tokens <= budget or len(piece.text) <= 1:
                cut.append(piece)
                continue
            parts = _cut(piece, budget)
            # What followed an open end follows the last part now; what followed a heading line, the first.
            leads[piece] = parts[-1] if piece.text.endswith(":") else parts[0]
            ends[piece] = parts[-1]
            fresh.extend(parts)
            cut.extend(parts)
        for piece, tokens in zip(fresh, count([piece.prefix + piece.text for piece in fresh]), strict=True):
            piece.tokens = tokens
        result = cut
        if not fresh:
            break
    return result


def _cut(piece: Piece, budget: int) -> list[Piece]:
    lines = piece.text.split("\n")
    if len(lines) > 1:
        return _cut_lines(piece, lines, budget)
    if piece.kind in {SentenceKind.CALLOUT, SentenceKind.CONTACT, SentenceKind.ITEM, SentenceKind.STEP}:
        spans = find_sentences(piece.text)
        if len(spans) > 1:
            return _parts(piece, spans)
    return _parts(piece, _spans(piece.text, math.ceil(piece.tokens / budget)))


def _cut_lines(piece: Piece, lines: Sequence[str], budget: int) -> list[Piece]:
    """Gather lines up to about the budget; a short first line, as a call-out's heading is, leads the rest."""
    per_character = piece.tokens / len(piece.text)
    held: list[list[str]] = [[]]
    size = 0.0
    for line in lines:
        tokens = len(line) * per_character
        if held[-1] and size + tokens > budget * 0.8:
            held.append([])
            size = 0.0
        held[-1].append(line)
        size += tokens
    if len(held) == 1:
        held = [[line] for line in lines]
    texts = ["\n".join(some) for some in held]
    if len(held[0]) > 1 and len(lines[0]) * per_character < budget / 4:
        texts[:1] = [lines[0], "\n".join(held[0][1:])]
    first = _like(piece, texts[0], is_first=True)
    leads = first if len(texts[0]) * per_character < budget / 4 else piece.lead
    parts = [first, *(_like(piece, text, is_first=False) for text in texts[1:])]
    for part in parts[1:]:
        part.lead = leads
    return parts


def _parts(piece: Piece, spans: Sequence[tuple[int, int]]) -> list[Piece]:
    made: list[Piece] = []
    end = 0
    for start, stop in spans:
        part = _like(piece, piece.text[start:stop], is_first=not made)
        if made:
            part.follows, part.gap = made[-1], piece.text[end:start]
        made.append(part)
        end = stop
    return made


def _like(piece: Piece, text: str, *, is_first: bool) -> Piece:
    return Piece(
        text,
        piece.kind,
        follows=piece.follows if is_first else None,
        gap=piece.gap,
        prefix=piece.prefix if is_first else "",
        lead=piece.lead,
        number=piece.number,
        level=piece.level,
        starts_unit=piece.starts_unit and is_first,
        tokens=piece.tokens,
    )


def _spans(text: str, parts: int) -> list[tuple[int, int]]:
    """Return (start, end) of about ``parts`` stretches of ``text`` of like length, at least two, none of them empty."""
    length = math.ceil(len(text) / max(parts, 2))
    spans: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = start + length
        if end < len(text):
            end = _good_end(text, start, end)
        stop = start + len(text[start:end].rstrip())
        if stop > start:
            spans.append((start, stop))
        start = end + len(text[end:]) - len(text[end:].lstrip())
    return spans


def _good_end(text: str, start: int, end: int) -> int:
    """Return where to end a stretch that may go no further than ``end``: at a clause, a word, or a character."""
    window = text[start:end]
    clauses = [match.end() for match in _CLAUSE_END.finditer(window)]
    if clauses and clauses[-1] > len(window) // 2:
        return start + clauses[-1]
    space = max(window.rfind(" "), window.rfind("\t"), window.rfind("\u3000"))
    return start + space if space > len(window) // 4 else end
