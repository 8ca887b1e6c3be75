"""From stored sections and quotations to the facts that a sentence may rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from fingerpost.answers.grounding.conditions import choice_of
from fingerpost.answers.grounding.reading import Fact
from fingerpost.domain import Quote, Section, SentenceKind

_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|this|these|that|those|he|she|his|her|him|one|both|either|so|do|same|there|then)\b",
    re.IGNORECASE,
)

_TELLING = 4
"""Letters from which a word tells what is said; shorter ones stand everywhere."""


@dataclass(frozen=True, slots=True)
class Span:
    """Whole sentences of one section, from the first to the last, counted from 0."""

    section: Section
    first: int
    last: int

    @property
    def start(self) -> int:
        """Where it starts in the section's text."""
        return self.section.sentences[self.first].start

    @property
    def end(self) -> int:
        """Where it ends in the section's text."""
        return self.section.sentences[self.last].end

    @property
    def text(self) -> str:
        """The words, as they stand in the section."""
        return self.section.text[self.start : self.end]


def find_span(section: Section, text: str, start: int | None = None) -> Span | None:
    """Return the whole sentences of a section that ``text`` is, character for character, or ``None``."""
    for first, sentence in enumerate(section.sentences):
        if start is not None and sentence.start != start:
            continue
        end = sentence.start + len(text)
        if not text or section.text[sentence.start : end] != text:
            continue
        for last in range(first, len(section.sentences)):
            if section.sentences[last].end == end:
                return Span(section, first, last)
    return None


def find_quotes(quotes: Sequence[Quote], sections: Mapping[str, Section]) -> list[Span] | None:
    """Return where each quotation stands, or ``None`` when one of them stands nowhere in the section that it names."""
    spans: list[Span] = []
    for quote in quotes:
        section = sections.get(quote.section_id)
        span = find_span(section, quote.text, quote.start) if section is not None else None
        if span is None:
            return None
        spans.append(span)
    return spans


def with_leads(spans: Sequence[Span]) -> list[Span]:
    """Return the spans with every lead-in that they can't be read without, in reading order, none twice."""
    wanted: dict[str, tuple[Section, set[int]]] = {}
    for span in spans:
        indices = wanted.setdefault(span.section.id, (span.section, set()))[1]
        for index in range(span.first, span.last + 1):
            lead: int | None = index
            while lead is not None:
                indices.add(lead)
                lead = span.section.sentences[lead].lead
    return [run for section, indices in wanted.values() for run in _runs(section, sorted(indices))]


def _runs(section: Section, indices: Sequence[int]) -> Iterator[Span]:
    first = last = indices[0]
    for index in indices[1:]:
        if index != last + 1:
            yield Span(section, first, last)
            first = index
        last = index
    yield Span(section, first, last)


def facts_of(spans: Sequence[Span]) -> list[Fact]:
    """Return what the spans say, one fact a sentence: a list item behind its lead-in, a row behind its header."""
    facts: list[Fact] = []
    groups: dict[tuple[str, int], int] = {}
    leads = {
        (span.section.id, span.section.sentences[index].lead)
        for span in spans
        for index in range(span.first, span.last + 1)
    }
    for span in spans:
        section = span.section
        for index in range(span.first, span.last + 1):
            if (section.id, index) in leads:
                continue  # said with each of its items
            lead = section.sentences[index].lead
            if lead is None:
                text = _text(section, index)
                facts.append(Fact(text, own=text))
                continue
            group = groups.setdefault((section.id, lead), len(groups))
            facts.append(_listed(section, index, lead, group))
    return facts


def _listed(section: Section, index: int, lead: int, group: int) -> Fact:
    own = _text(section, index)
    if section.sentences[index].kind is SentenceKind.ROW:
        return Fact(_row(_text(section, lead), own), group=-1, own=own)
    chain = [lead]
    while (above := section.sentences[chain[0]].lead) is not None:
        chain.insert(0, above)
    before = " ".join(_text(section, place).rstrip() for place in chain)
    items = [_text(section, place) for place, sentence in enumerate(section.sentences) if sentence.lead == lead]
    return Fact(f"{before} {own}", group=group, choice=choice_of(before, items), lead=before, own=own)


def _row(header: str, row: str) -> str:
    """Return a table's row with the name of each column in front of its cell."""
    names, cells = header.split(" | "), row.split(" | ")
    if len(names) != len(cells):
        return row
    return "; ".join(f"{name} {cell}" for name, cell in zip(names, cells, strict=True))


def _text(section: Section, index: int) -> str:
    sentence = section.sentences[index]
    return section.text[sentence.start : sentence.end]


def context_of(spans: Sequence[Span]) -> str:
    """Return the words round the spans that say what they are about: title, headings, and the sentence before each."""
    said: dict[str, None] = {}
    for span in spans:
        said[span.section.page.title] = None
        # A council's own name goes without saying on its own pages.
        said[" ".join(re.split(r"\W+", urlsplit(span.section.page.url).netloc))] = None
        for heading in span.section.heading_path:
            said[heading] = None
        before = _pointed_at(span)
        if before:
            said[before] = None
    return "\n".join(said)


def with_what_they_point_at(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the spans, with the sentence before one wherever ``text`` takes words from there that no span holds.

    What "it" is may be said with the words of the sentence before. Then that sentence carries it and has to be quoted.
    """
    held = {word for span in spans for said in (span.text, *_above(span)) for word in _words(said)}
    taken = _words(text) - held
    longer = [
        Span(span.section, span.first - 1, span.last) if taken & _words(_pointed_at(span)) else span for span in spans
    ]
    return with_leads(longer) if longer != list(spans) else longer


def _pointed_at(span: Span) -> str:
    """Return the sentence before, which says what "it" is; nothing where nothing points back."""
    points_back = _POINTS_BACK.search(_text(span.section, span.first)) is not None
    if span.first and span.section.sentences[span.first].lead is None and points_back:
        return _text(span.section, span.first - 1)
    return ""


def _above(span: Span) -> tuple[str, ...]:
    return (span.section.page.title, *span.section.heading_path)


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W_]+", text.lower()) if len(word) >= _TELLING}
