"""Documents to sections: small enough to embed whole, whole enough to be quoted from.

A section stands under one heading. Its text is what the page says there, line by line; its sentences are the pieces of
that text that can be quoted, at exact offsets. ``docs/reference/sections.md`` has the format and the reasons.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from fingerpost.content.cuts import cut_to_fit
from fingerpost.content.pieces import Piece, Region, find_regions
from fingerpost.domain import Document, Section, Sentence

CONTEXT_CHARACTERS = 190
"""The longest context line, so that no chain of headings leaves a section without room for its text."""

CountTokens = Callable[[Sequence[str]], list[int]]

_SOFT = 1.25
_TAIL = 0.3
_ROUNDS = 12


def context(section: Section) -> str:
    """Return ``Title > heading > heading``: what is put before a section's text when it is embedded and searched.

    Never longer than ``CONTEXT_CHARACTERS``: longer titles and headings are cut at a word, each to an equal share.
    """
    return _context(section.page.title, section.heading_path)


def _context(title: str, heading_path: Sequence[str]) -> str:
    parts = [part for part in (" ".join(text.split()) for text in (title, *heading_path)) if part]
    if sum(map(len, parts)) + 3 * max(len(parts) - 1, 0) <= CONTEXT_CHARACTERS:
        return " > ".join(parts)
    parts = [parts[0], *parts[1:][-4:]]
    share = (CONTEXT_CHARACTERS - 3 * (len(parts) - 1)) // len(parts)
    return " > ".join(part if len(part) <= share else _shortened(part, share) for part in parts)


def _shortened(text: str, length: int) -> str:
    kept = text[: length - 1]
    return (kept[: kept.rfind(" ")] if " " in kept else kept) + "…"


def split(
    document: Document,
    *,
    count_tokens: CountTokens,
    max_tokens: int = 256,
    target_words: int = 80,
) -> tuple[Section, ...]:
    """Return a document's sections in reading order.

    Args:
        document: what a source extracted.
        count_tokens: how many tokens the embedder makes of each text, its own markers included. Called with many
            texts at a time.
        max_tokens: the most tokens the embedder reads at once. ``context(section)``, a line feed and the section's text
            together never take more. At least 32 more than the context takes.
        target_words: about how long a section should be.

    Returns:
        Sections whose sentences tile the document: every block's words stand in some section's text or heading path
        (a heading equal to the page's title excepted). A list's lead-in, a table's header and an item's parent are
        repeated in each section their list or table is split over.
    """
    regions = find_regions(document)
    contexts = [_context(document.page.title, region.heading_path) + "\n" for region in regions]
    pieces = [piece for region in regions for piece in region.pieces]
    markers, *counts = count_tokens(["", *contexts, *(piece.prefix + piece.text for piece in pieces)])
    for piece, tokens in zip(pieces, counts[len(contexts) :], strict=True):
        piece.tokens = max(tokens - markers, 1)
    drafts: list[tuple[Region, list[_Draft]]] = []
    for region, line, taken in zip(regions, contexts, counts, strict=False):
        count = _counter(count_tokens, line, taken)
        drafts.append((region, _fit(region, max(max_tokens - taken, 8), target_words, count)))
    return _number(document, drafts)


def _counter(count_tokens: CountTokens, line: str, taken: int) -> CountTokens:
    """Return a function that counts what texts take after the context ``line``, which itself takes ``taken``."""

    def count(texts: Sequence[str]) -> list[int]:
        return [max(tokens - taken, 1) for tokens in count_tokens([line + text for text in texts])] if texts else []

    return count


@dataclass(slots=True)
class _Draft:
    """A section being filled: its pieces in order, their words and tokens so far, what still waits to be counted."""

    pieces: list[Piece] = field(default_factory=list[Piece])
    words: int = 0
    tokens: int = 0

    def add(self, piece: Piece) -> None:
        self.pieces.append(piece)
        self.words += piece.words
        self.tokens += piece.tokens

    def add_led(self, piece: Piece, budget: int) -> None:
        """Add ``piece``, and before it as much of what leads it as is missing here and there is room for."""
        missing = [lead for lead in piece.chain() if lead not in self.pieces]
        for lead in _affordable(missing, budget - self.tokens - piece.tokens, budget // 2):
            self.add(lead)
        self.add(piece)

    def text(self) -> tuple[str, tuple[Sentence, ...]]:
        """Return the section's text and its sentences."""
        places: dict[Piece, int] = {}
        sentences: list[Sentence] = []
        text = ""
        before: Piece | None = None
        for piece in self.pieces:
            if before is not None and piece.follows is before:
                text += piece.gap
            else:
                text += ("\n" if text else "") + piece.prefix
            start = len(text)
            text += piece.text
            lead = places.get(piece.lead) if piece.lead is not None else None
            places[piece] = len(sentences)
            sentences.append(Sentence(start, len(text), piece.kind, lead, piece.number, piece.level))
            before = piece
        return text, tuple(sentences)


def _fit(region: Region, budget: int, target_words: int, count: CountTokens) -> list[_Draft]:
    """Return the region's pieces in sections of at most ``budget`` tokens, by count and not by sum."""
    pieces, room = region.pieces, budget
    drafts: list[_Draft] = []
    for _ in range(_ROUNDS):
        pieces = cut_to_fit(pieces, room, count)
        drafts = _pack(pieces, room, target_words)
        # A sum of parts can't be trusted near the edge; far from it, the count would say the same.
        near = [draft.text()[0] for draft in drafts if draft.tokens * 2 > budget or len(draft.pieces) == 1]
        over = max(count(near), default=0) - budget
        if over <= 0:
            break
        room = max(room - max(over, room // 8), 1)
    return drafts


def _pack(pieces: Sequence[Piece], budget: int, target_words: int) -> list[_Draft]:
    soft = int(target_words * _SOFT)
    tail = int(target_words * _TAIL)
    left = sum(piece.words for piece in pieces)
    drafts = [_Draft()]
    for unit in _units(pieces):
        draft = drafts[-1]
        words, tokens = sum(piece.words for piece in unit), sum(piece.tokens for piece in unit)
        # Better a section somewhat long than a scrap before it or after it.
        most = soft + tail if (left - words == 0 and words <= tail) or draft.words <= tail else soft
        left -= words
        if draft.pieces and draft.words + words <= most and draft.tokens + tokens <= budget:
            for piece in unit:
                draft.add_led(piece, budget)
            continue
        if draft.pieces and (draft.words > tail or words <= soft):
            drafts.append(_Draft())
        _place(unit, drafts, budget, soft, tail)
    return [draft for draft in drafts if draft.pieces]


def _units(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the runs of pieces that belong together: a paragraph, and the list or table it leads."""
    units: list[list[Piece]] = []
    for piece in pieces:
        if piece.starts_unit or not units:
            units.append([])
        units[-1].append(piece)
    return units


def _place(unit: Sequence[Piece], drafts: list[_Draft], budget: int, soft: int, tail: int) -> None:
    """Add a unit to the last draft, going on in new drafts where it doesn't fit, each with the leads it needs."""
    left = sum(piece.words for piece in unit)
    for number, piece in enumerate(unit):
        draft = drafts[-1]
        most = soft + tail if left <= tail else soft
        # A lead-in goes with the first thing it leads.
        led = unit[number + 1] if number + 1 < len(unit) and unit[number + 1].lead is piece else None
        words = piece.words + (led.words if led else 0)
        tokens = piece.tokens + (led.tokens if led else 0)
        full = draft.tokens + piece.tokens > budget
        long = draft.words + words > most or draft.tokens + tokens > budget
        chain = piece.chain()
        if draft.pieces and (full or (long and not all(other in chain for other in draft.pieces))):
            draft = _Draft()
            drafts.append(draft)
        draft.add_led(piece, budget)
        left -= piece.words


def _affordable(leads: Sequence[Piece], room: int, most: int) -> list[Piece]:
    """Return as many of ``leads`` as there is room for, the nearest first to be kept."""
    kept: list[Piece] = []
    room = min(room, most)
    for lead in reversed(leads):
        if lead.tokens > room:
            break
        room -= lead.tokens
        kept.append(lead)
    return kept[::-1]


def _number(document: Document, drafts: Sequence[tuple[Region, Sequence[_Draft]]]) -> tuple[Section, ...]:
    page = document.page
    sections: list[Section] = []
    seen: Counter[str] = Counter()
    for region, filled in drafts:
        for draft in filled:
            text, sentences = draft.text()
            place = "\n".join((page.id, page.title, region.url, *region.heading_path, "", text))
            # The same words twice under the same heading are told apart by which time it is, not by where they stand.
            seen[place] += 1
            name = place if seen[place] == 1 else f"{place}\n\n{seen[place]}"
            sections.append(
                Section(
                    id=hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:24],
                    page=page,
                    position=len(sections),
                    url=region.url,
                    heading_path=region.heading_path,
                    text=text,
                    sentences=sentences,
                    hash=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
                )
            )
    return tuple(sections)
