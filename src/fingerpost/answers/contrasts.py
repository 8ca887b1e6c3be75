"""Where the guidance found says different things to different people.

Two pieces contrast when they stand in the same slot (the titles of two pages, sibling headings, the rows of a table,
sentences side by side) and are limited to people who can't be the same. That is read from the guidance found for the
question, never from a list of topics. Only what leads the answer counts: a condition further down is not what the
answer turns on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import pairwise

from fingerpost.answers.ages import Span
from fingerpost.answers.conditions import limits_of
from fingerpost.answers.facets import AGE, Option, straight, told
from fingerpost.answers.units import units_of
from fingerpost.domain import Draft, Passage, Section, Sentence, SentenceKind
from fingerpost.search.telling import telling_words

MOST_OPTIONS = 5
_PAGES_READ = 3
_NEAR = 0.5
_NEAR_ON_ANOTHER_PAGE = 0.85
_AS_NEAR_AS_ANY = 0.9
_MOST_OF_A_TABLE = 0.6
_CELL = " | "
_EVERYONE_ELSE = re.compile(
    r"\b(all other|everyone else|everybody else|anyone else|any other (person|people|applicant)"
    r"|other (people|applicants)|pawb arall)\b",
    re.IGNORECASE,
)
_ASKS_FOR_MONEY = re.compile(
    r"\b(how much|how many pounds|what money|most i|get paid|costs?|prices?|fares?"
    r"|fees?|charges?|pay|rates?|rent|worth|amount|expensive|cheap\w*"
    r"|faint|pris|tâl|talu|ffi)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"[£€$]\d|\b(free|nothing|no charge|full fare|half price)\b|\bam ddim\b|%", re.IGNORECASE)
_FIGURE = re.compile(r"[£€$]\d|\d+%|\b\d+\b|\b(free|nothing|no charge)\b", re.IGNORECASE)
_SHARE = re.compile(r"\b(half|one|two|three|four|double|quarter) (and|a|an|week|month|year|day|of)", re.IGNORECASE)


class Slot(IntEnum):
    """Where a condition stands. The lower, the more of the guidance turns on it."""

    TITLE = 1
    HEADING = 2
    COLUMN = 3
    ROW = 4
    SENTENCE = 5
    ITEM = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of guidance and what it is limited to.

    ``text`` is the title, heading, cell or sentence the limit stands in; ``sentence`` its index in the section, for
    those that are part of one. ``shown`` says that the draft shows it, or something under it.
    """

    option: Option
    slot: Slot
    frame: tuple[object, ...]
    section: Section
    text: str
    sentence: int | None = None
    shown: bool = False
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Contrast:
    """Pieces of guidance in one slot that are limited to different people, in reading order. At least two."""

    dimension: str
    slot: Slot
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a draft shows: sentences by section, and the unit that leads."""

    lead: Section
    lead_unit: frozenset[int]
    sentences: Mapping[str, frozenset[int]]
    sections: Mapping[str, Section] = field(repr=False)

    def is_led_from(self, section: Section, path: tuple[str, ...]) -> bool:
        """Return whether the answer leads from under a heading of this section's page."""
        return self.lead.page.id == section.page.id and self.lead.heading_path[: len(path)] == path

    def reaches(self, section: Section, path: tuple[str, ...]) -> bool:
        """Return whether the draft shows anything under a heading of this section's page."""
        return any(
            each.page.id == section.page.id and each.heading_path[: len(path)] == path
            for each in (self.sections[name] for name in self.sentences)
        )

    def holds(self, section: Section, index: int) -> bool:
        """Return whether the draft shows this sentence."""
        return index in self.sentences.get(section.id, frozenset())


def shown_of(draft: Draft, passages: Sequence[Passage]) -> Shown | None:
    """Return what of the passages a draft shows, or ``None`` when it shows nothing of them."""
    sections = {passage.section.id: passage.section for passage in passages}
    places: dict[str, set[int]] = {}
    for statement in draft.statements:
        for quote in statement.quotes:
            section = sections.get(quote.section_id)
            if section is not None:
                places.setdefault(section.id, set()).update(_quoted(section, quote.text, quote.start))
    first = next((name for name, indices in places.items() if indices), None)
    if first is None:
        return None
    lead = sections[first]
    opening = _quoted(lead, draft.statements[0].quotes[0].text, draft.statements[0].quotes[0].start)
    unit = next((unit.members for unit in units_of(lead) if opening & set(unit.members)), ())
    return Shown(lead, frozenset(unit), {name: frozenset(found) for name, found in places.items()}, sections)


def find_contrasts(question: str, shown: Shown, passages: Sequence[Passage]) -> tuple[Contrast, ...]:
    """Return the contrasts that the answer turns on: those that most of it turns on first."""
    marks = [*_titles(shown, passages), *_headings(shown, passages), *_inside(shown)]
    frames: dict[tuple[object, ...], list[Mark]] = {}
    for mark in marks:
        frames.setdefault((mark.slot, mark.option.dimension, *mark.frame), []).append(mark)
    found = [_contrast(together) for together in frames.values()]
    return tuple(sorted((c for c in found if c is not None and _turns_on(c, shown, question)), key=lambda c: c.slot))


def _contrast(marks: Sequence[Mark]) -> Contrast | None:
    """Keep the marks no two of which one person can be in. Those shown are taken before those that are not."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: not mark.leads):
        if not any(mark.option.meets(other.option) for other in kept):
            kept.append(mark)
    if not 2 <= len(kept) <= MOST_OPTIONS or len({mark.text for mark in kept}) < len(kept):
        return None
    if _leave_a_gap([mark.option.ages for mark in kept if mark.option.ages is not None]):
        return None
    ordered = tuple(mark for mark in marks if mark in kept)
    return Contrast(ordered[0].option.dimension, ordered[0].slot, ordered)


def _leave_a_gap(ages: Sequence[Span]) -> bool:
    """Return whether somebody of an age between those named would find no button."""
    ordered = sorted(ages)
    return any(older.low > younger.high + 1 for younger, older in pairwise(ordered))


def _turns_on(contrast: Contrast, shown: Shown, question: str) -> bool:
    """Return whether the answer turns on a contrast: it leads with it, or shows both sides of what was asked."""
    leading = sum(mark.leads for mark in contrast.marks)
    both_shown = sum(mark.shown for mark in contrast.marks) >= 2
    if contrast.slot in (Slot.ROW, Slot.ITEM):
        return _settles_a_list(contrast, shown, question)
    if contrast.slot is Slot.COLUMN:
        return bool(leading)
    if contrast.slot is Slot.SENTENCE:
        if both_shown and _is_the_price_asked_for(contrast, question):
            return True
        told_by_sides, told_besides = _told(contrast, shown, question)
        enough = told_by_sides >= told_besides if leading else told_by_sides > told_besides
        unsaid = told_besides < len(telling_words(question))
        return (bool(leading) or both_shown) and (enough or (unsaid and _is_most_of_the_lead(contrast, shown)))
    return bool(leading) or both_shown


def _settles_a_list(contrast: Contrast, shown: Shown, question: str) -> bool:
    """Return whether choosing a row or an item would settle what was asked.

    When the options are most of a whole table, the one row that happened to be chosen is one person's answer; when
    they are not, two of them must lead or be the prices asked for, and be most of what is shown.
    """
    leading = sum(mark.leads for mark in contrast.marks)
    on = sum(mark.shown for mark in contrast.marks)
    priced = on > 0 and _is_the_price_asked_for(contrast, question)
    if contrast.slot is Slot.ITEM:
        return leading >= 2 or priced
    if (leading or priced) and len(contrast.marks) >= _MOST_OF_A_TABLE * _rows(contrast, None):
        return True
    return (leading >= 2 or (on >= 2 and priced)) and on >= _MOST_OF_A_TABLE * _rows(contrast, shown)


def _is_the_price_asked_for(contrast: Contrast, question: str) -> bool:
    """Return whether the question asks what something costs and the rows say so."""
    prices = (_MONEY.search(_sentence(mark)) for mark in contrast.marks)
    return bool(_ASKS_FOR_MONEY.search(question)) and all(prices)


def _is_most_of_the_lead(contrast: Contrast, shown: Shown) -> bool:
    """Return whether the section that leads says little besides the sides: one sentence opens it, and they follow."""
    here = all(mark.shown and mark.section.id == shown.lead.id for mark in contrast.marks)
    return here and 2 * len(contrast.marks) >= len(shown.lead.sentences)


def _told(contrast: Contrast, shown: Shown, question: str) -> tuple[int, int]:
    """Return how many of the question's telling words the contrast holds, and the rest of what leads the answer."""
    wanted = telling_words(question)
    sides = {(mark.section.id, mark.sentence) for mark in contrast.marks}
    sections = {mark.section.id: mark.section for mark in contrast.marks} | {shown.lead.id: shown.lead}
    # "If you are not married:" says what it says in the items it leads into.
    for section in sections.values():
        sides |= {
            (section.id, index) for index, each in enumerate(section.sentences) if (section.id, each.lead) in sides
        }
    told_by_sides = (_text(sections[name], index) for name, index in sides if index is not None)
    told_besides = (_text(shown.lead, index) for index in shown.lead_unit if (shown.lead.id, index) not in sides)
    return (
        len(wanted & telling_words(" ".join(told_by_sides))),
        len(wanted & telling_words(" ".join(told_besides))),
    )


def _sentence(mark: Mark) -> str:
    return mark.text if mark.sentence is None else _text(mark.section, mark.sentence)


def _text(section: Section, index: int) -> str:
    sentence = section.sentences[index]
    return section.text[sentence.start : sentence.end]


def _rows(contrast: Contrast, shown: Shown | None) -> int:
    """Return how many rows the contrast's table has, or how many of them are shown."""
    mark = contrast.marks[0]
    header = None if mark.sentence is None else mark.section.sentences[mark.sentence].lead
    return sum(
        each.kind is SentenceKind.ROW and each.lead == header and (shown is None or shown.holds(mark.section, index))
        for index, each in enumerate(mark.section.sentences)
    )


def _titles(shown: Shown, passages: Sequence[Passage]) -> Iterable[Mark]:
    pages: dict[str, Section] = {}
    for passage in passages:
        pages.setdefault(passage.section.page.id, passage.section)
    for section in list(pages.values())[:_PAGES_READ]:
        page = section.page
        on = any(shown.sections[name].page.id == page.id for name in shown.sentences)
        for option in told(page.title):
            yield Mark(option, Slot.TITLE, (), section, page.title, shown=on, leads=page.id == shown.lead.page.id)


def _headings(shown: Shown, passages: Sequence[Passage]) -> Iterable[Mark]:
    """Yield the headings of the page the answer leads with, and of the page found first.

    A heading leads when the answer leads from under it. Where the answer leads from above its headings, or from
    another page than the one found first, a heading near the top of what was found counts as shown.
    """
    top = passages[0]
    near = {passage.section.id: passage.scores.fused / (top.scores.fused or 1.0) for passage in passages}
    for page in dict.fromkeys((shown.lead.page.id, top.section.page.id)):
        found = sorted((p.section for p in passages if p.section.page.id == page), key=lambda each: each.position)
        nearness: dict[tuple[str, ...], float] = {}
        first: dict[tuple[str, ...], Section] = {}
        for section in found:
            for depth in range(len(section.heading_path)):
                path = section.heading_path[: depth + 1]
                first.setdefault(path, section)
                nearness[path] = max(nearness.get(path, 0.0), near[section.id])
        options = {path: told(path[-1]) for path in first}
        for path, section in first.items():
            leads = shown.is_led_from(section, path)
            on = leads or shown.reaches(section, path)
            if page != shown.lead.page.id:
                on = nearness[path] >= _NEAR_ON_ANOTHER_PAGE
            elif shown.lead.heading_path == path[:-1] and nearness[path] >= _NEAR:
                # The words above all headings are about the whole page: the best of its headings are what comes next.
                siblings = [other for other in first if other[:-1] == path[:-1]]
                sides = [other for other in siblings if options[other]]
                best = max(nearness[other] for other in siblings)
                on = any(
                    shown.reaches(first[other], other) or nearness[other] >= _AS_NEAR_AS_ANY * best for other in sides
                )
            for option in options[path]:
                yield Mark(option, Slot.HEADING, (page, *path[:-1]), section, path[-1], shown=on, leads=leads)


def _inside(shown: Shown) -> Iterable[Mark]:
    """Yield the marks inside the sections shown of the page that leads."""
    for name in shown.sentences:
        section = shown.sections[name]
        if section.page.id == shown.lead.page.id:
            for index, sentence in enumerate(section.sentences):
                yield from _marks(section, index, sentence, shown)


def _marks(section: Section, index: int, sentence: Sentence, shown: Shown) -> Iterable[Mark]:
    """Yield the marks of one sentence, row or item."""
    text = _text(section, index)
    on = shown.holds(section, index)
    leads = on and section.id == shown.lead.id and index in shown.lead_unit
    if sentence.kind is SentenceKind.TABLE_HEADER:
        for cell in text.split(_CELL)[1:]:
            for option in told(cell):
                yield Mark(option, Slot.COLUMN, (section.id, index), section, cell, index, shown=on, leads=leads)
    elif sentence.kind is SentenceKind.ROW:
        cell = text.split(_CELL)[0]
        for option in told(cell):
            yield Mark(option, Slot.ROW, (section.id, sentence.lead), section, cell, index, shown=on, leads=leads)
    elif sentence.kind is SentenceKind.ITEM:
        if _says_what_follows(text):
            yield from _listed(section, index, text, on=on, leads=leads)
    elif sentence.kind is SentenceKind.SENTENCE:
        for option in limits_of(text):
            yield Mark(option, Slot.SENTENCE, (section.id,), section, text, index, shown=on, leads=leads)


def _listed(section: Section, index: int, text: str, *, on: bool, leads: bool) -> Iterable[Mark]:
    """Yield the marks of a list item that says what follows ("£470 for those under 18"), not only for whom."""
    lead = section.sentences[index].lead
    options: tuple[Option, ...] = told(straight(text))
    if _EVERYONE_ELSE.search(text):
        options = _complements(section, lead)
    for option in options:
        yield Mark(option, Slot.ITEM, (section.id, lead), section, text, index, shown=on, leads=leads)


def _says_what_follows(item: str) -> bool:
    """Return whether a list item holds a figure beside the ages it is limited to: not only for whom, but what."""
    for option in told(straight(item)):
        if option.ages is not None:
            item = straight(item).replace(option.ages.wording, "")
    return bool(_FIGURE.search(item) or _SHARE.search(item))


def _complements(section: Section, lead: int | None) -> tuple[Option, ...]:
    """Return who "all others" are, when the list names one span of ages besides."""
    spans: set[Span] = set()
    for sentence in section.sentences:
        text = section.text[sentence.start : sentence.end]
        if sentence.lead == lead and sentence.kind is SentenceKind.ITEM and not _EVERYONE_ELSE.search(text):
            spans.update(option.ages for option in told(straight(text)) if option.ages is not None)
    rest = spans.pop().rest() if len(spans) == 1 else None
    return (Option(AGE, ages=rest),) if rest is not None else ()


def _quoted(section: Section, text: str, start: int | None) -> set[int]:
    """Return the indices of the sentences a quotation covers."""
    begin = section.text.find(text) if start is None else start
    if begin < 0:
        return set()
    end = begin + len(text)
    return {
        index for index, sentence in enumerate(section.sentences) if begin <= sentence.start and sentence.end <= end
    }
