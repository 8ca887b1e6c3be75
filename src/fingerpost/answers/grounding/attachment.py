"""Whether each figure stays with what it is of: the fee of one band is not the fee of another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from fingerpost.answers.grounding.clauses import is_content, is_light
from fingerpost.answers.grounding.lexicon import DAYS, word_set
from fingerpost.answers.grounding.quantities import Quantity
from fingerpost.answers.grounding.reading import ALIKE, Case, Reading, same_figure
from fingerpost.answers.grounding.words import Word

_BOUNDARIES = word_set(", ; and or but . : - –")
_CELL_WORDS = frozenset(("closed", "free"))
_ANCHOR = 8
_NAME_WORTH = 2.0
_KINDS = word_set("money duration number percent age date time measure frequency day phone")


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of a text with its figures and the words that say what they are of."""

    fact: int
    words: tuple[Word, ...]
    figures: tuple[Quantity, ...]


def attachment_problems(case: Case) -> Iterator[str]:
    """Yield each figure that the sentence gives to something of which the quotation gives another figure."""
    facts = [Unit(number, fact.words, _figures(fact)) for number, fact in enumerate(case.facts)]
    parts = [unit for number, fact in enumerate(case.facts) for unit in units_of(number, fact)]
    for said in units_of(-1, case.said):
        for figure in said.figures:
            if figure.kind not in _KINDS or figure.written.lower().startswith(("a ", "an ", "one ")):
                continue
            among = figure.kind not in {"date", "time", "day"} and _of_another(said, figure, parts, own_most=0)
            if among or _of_another(said, figure, facts, own_most=99):
                yield f"figure of something else: {figure.written.strip()}"
                return


def anchor_problems(case: Case) -> Iterator[str]:
    """Yield a time that is counted from something else than the quotation counts it from: "of the funeral"."""
    for figure in case.said.figures:
        mine = _anchor(case.said, figure)
        if figure.kind != "duration" or not mine:
            continue
        theirs = [
            (number, words)
            for number, fact in enumerate(case.facts)
            for other in fact.figures
            if same_figure(figure, other) and (words := _anchor(fact, other))
        ]
        met = any(
            case.like(word, number, other) >= ALIKE for number, words in theirs for word in mine for other in words
        )
        if theirs and not met:
            yield f"counted from something else: {figure.written.strip()} {mine[0].lower}"


def _anchor(reading: Reading, figure: Quantity) -> list[Word]:
    """Return the words that say from what a time is counted: "within 6 months of the funeral"."""
    after = [word for word in reading.words if word.start >= figure.end][:_ANCHOR]
    opens = next((at for at, word in enumerate(after[:2]) if word.lower in {"of", "from", "after", "before"}), None)
    if opens is None:
        return []
    stop = next((at for at in range(opens + 1, len(after)) if after[at].mark or after[at].figure), len(after))
    return [word for word in after[opens + 1 : stop] if is_content(word) and not is_light(word)]


def column_problems(case: Case) -> Iterator[str]:
    """Yield a cell of a table's row that the sentence gives to another column: the hours of another library."""
    for fact in case.facts:
        if " | " not in fact.own or "; " not in fact.text:
            continue
        cells = [Reading(part) for part in fact.text.split("; ")][1:]
        for unit in units_of(-1, case.said):
            named = [cell for cell in cells if _names_only(cell, cells, unit)]
            held = [*unit.figures, *(word.lower for word in unit.words if word.lower in _CELL_WORDS)]
            for figure in held:
                own = [cell for cell in cells if _holds(cell, figure)]
                if own and named and not any(cell in own for cell in named):
                    yield f"of another column: {figure if isinstance(figure, str) else figure.written.strip()}"


def _names_only(cell: Reading, cells: Sequence[Reading], unit: Unit) -> bool:
    """Say whether a stretch names this column and no other: by a word of its header that no other cell has."""
    others = {word.stem for other in cells if other is not cell for word in other.words}
    return any(
        word.stem not in others and any(word.stem == mine.stem for mine in unit.words)
        for word in cell.words
        if is_content(word) and not word.figure and word.lower not in _CELL_WORDS
    )


def _holds(cell: Reading, figure: Quantity | str) -> bool:
    if isinstance(figure, str):
        return figure in cell.lowers
    return any(same_figure(figure, other) for other in cell.figures)


def _of_another(said: Unit, figure: Quantity, units: Sequence[Unit], *, own_most: float) -> bool:
    """Say whether the words round a figure speak of a unit that has another figure of the kind, and not of its own."""
    own = [unit for unit in units if any(same_figure(figure, other) for other in unit.figures)]
    rivals = [unit for unit in units if unit not in own and _is_rival(figure, unit)]
    if not own or not rivals:
        return False
    words = [word for word in said.words if is_content(word) and not is_light(word) and word.lower not in DAYS]
    best_own = max(_share(words, unit, rivals) for unit in own)
    best_rival = max(_share(words, unit, own) for unit in rivals)
    return best_rival > best_own and best_own <= own_most


def _is_rival(figure: Quantity, unit: Unit) -> bool:
    return any(other.kind == figure.kind for other in unit.figures)


def _share(words: Sequence[Word], unit: Unit, others: Sequence[Unit]) -> float:
    """Return the worth of the words that a unit holds and no other unit does; a name is worth more."""
    total = 0.0
    for word in words:
        held = [other for other in unit.words if word.means(other)]
        if held and not any(word.means(other) for rest in others for other in rest.words):
            total += _NAME_WORTH if any(other.capital for other in held) and word.capital else 1.0
    return total


def units_of(number: int, reading: Reading) -> list[Unit]:
    """Cut a text between two figures of one kind, at the last comma or joining word that stands between them."""
    figures = _figures(reading)
    cuts: list[int] = []
    for first, second in pairwise(figures):
        between = [word for word in reading.words if first.end <= word.start and word.end <= second.start]
        marks = [word for word in between if word.lower in _BOUNDARIES]
        same = any(earlier.kind == second.kind for earlier in figures if earlier.start < second.start)
        if marks and same and first.kind != "day":
            cuts.append(marks[-1].start)
    edges = [0, *cuts, len(reading.text) + 1]
    return [
        Unit(
            number,
            tuple(word for word in reading.words if start <= word.start < end),
            tuple(figure for figure in figures if start <= figure.start < end),
        )
        for start, end in pairwise(edges)
    ]


def _figures(reading: Reading) -> tuple[Quantity, ...]:
    days = [
        Quantity("day", word.stem, "", word.lower, word.start, word.end)
        for word in reading.words
        if word.lower in DAYS and not word.figure
    ]
    nothing = [
        Quantity("money", Decimal(0), "£", word.lower, word.start, word.end)
        for word in reading.words
        if word.lower in {"free", "nothing"}
    ]
    return tuple(sorted((*reading.figures, *days, *nothing), key=lambda figure: figure.start))
