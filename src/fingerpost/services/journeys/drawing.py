"""Draw a journey: its questions in rows from the first to the outcomes, as SVG, or as Mermaid's text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from fingerpost.services.journeys.model import Journey, Outcome, Question, said

_WIDTH, _LINE, _PAD = 220, 18, 12
_ACROSS, _DOWN = 40, 90
_LETTERS, _ROW_LABEL = 28, 26


@dataclass(frozen=True, slots=True)
class _Box:
    key: str
    lines: tuple[str, ...]
    is_question: bool
    x: int
    y: int

    @property
    def height(self) -> int:
        return _LINE * len(self.lines) + 2 * _PAD


def mermaid(journey: Journey, locale: str = "") -> str:
    """Return a journey as a Mermaid flowchart, which GitHub and many editors show."""
    locale = locale or journey.languages[0]
    lines = ["flowchart TD"]
    lines += [f'  {each.key}["{_quoted(said(each.title, locale))}"]' for each in journey.questions]
    lines += [f'  {each.key}(["{_quoted(said(each.title, locale))}"])' for each in journey.outcomes]
    for start, to, label in _ways(journey):
        lines.append(f'  {start} -->|"{_quoted(label)}"| {to}' if label else f"  {start} --> {to}")
    return "\n".join(lines) + "\n"


def svg(journey: Journey, locale: str = "") -> str:
    """Return a journey as an SVG picture with a title and a description of it in words."""
    locale = locale or journey.languages[0]
    boxes = {box.key: box for box in _placed(journey, locale)}
    width = max(box.x for box in boxes.values()) + _WIDTH + _ACROSS
    height = max(box.y + box.height for box in boxes.values()) + _ACROSS
    name = said(journey.title, locale)
    told = f"{len(journey.questions)} questions lead to {len(journey.outcomes)} outcomes."
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-labelledby="title desc" font-family="Helvetica, Arial, sans-serif" font-size="14">',
        f'<title id="title">{escape(name)}</title><desc id="desc">{escape(told)}</desc>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        '<defs><marker id="end" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L10 5L0 10z" fill="#0b0c0c"/></marker></defs>',
        *(_arrow(boxes[start], boxes[to], label) for start, to, label in _ways(journey)),
        *(_box(box) for box in boxes.values()),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _ways(journey: Journey) -> Iterator[tuple[str, str, str]]:
    """Yield every way from a question: where from, where to, and when."""
    for question in journey.questions:
        for rule in question.rules:
            otherwise = "" if len(question.rules) == 1 else "otherwise"
            yield question.key, rule.to, rule.when or otherwise
    for calculation in journey.calculations.values():
        last = [question.key for question in journey.questions if question.key in calculation.inputs.values()]
        if calculation.outside and last:
            yield last[-1], calculation.outside, "no rates for this"


def _rows(journey: Journey) -> dict[str, int]:
    """Return each part's row: one below the lowest question that leads to it. A loop goes round no more than once."""
    rows = {journey.questions[0].key: 0}
    ways = list(_ways(journey))
    for _ in journey.questions:
        for start, to, _label in ways:
            if start in rows and rows.get(to, -1) < rows[start] + 1 <= len(journey.questions):
                rows[to] = rows[start] + 1
    last = max(rows.values(), default=0) + 1
    return {part.key: rows.get(part.key, last) for part in (*journey.questions, *journey.outcomes)}


def _placed(journey: Journey, locale: str) -> list[_Box]:
    rows = _rows(journey)
    parts: dict[int, list[Question | Outcome]] = {}
    for part in (*journey.questions, *journey.outcomes):
        parts.setdefault(rows[part.key], []).append(part)
    boxes: list[_Box] = []
    y = _ACROSS
    for row in sorted(parts):
        tallest = 0
        for place, part in enumerate(parts[row]):
            lines = tuple(textwrap.wrap(said(part.title, locale), _LETTERS)) or (part.key,)
            box = _Box(part.key, lines, isinstance(part, Question), _ACROSS + place * (_WIDTH + _ACROSS), y)
            boxes.append(box)
            tallest = max(tallest, box.height)
        y += tallest + _DOWN
    return boxes


def _box(box: _Box) -> str:
    fill, edge = ("#ffffff", "#0b0c0c") if box.is_question else ("#e6f0e9", "#005a30")
    lines = "".join(
        f'<text x="{box.x + _PAD}" y="{box.y + _PAD + _LINE * (number + 1) - 4}" fill="#0b0c0c">{escape(line)}</text>'
        for number, line in enumerate(box.lines)
    )
    return (
        f'<rect x="{box.x}" y="{box.y}" width="{_WIDTH}" height="{box.height}" rx="{0 if box.is_question else 14}" '
        f'fill="{fill}" stroke="{edge}" stroke-width="2"/>{lines}'
    )


def _arrow(start: _Box, to: _Box, label: str) -> str:
    x1, y1, x2, y2 = start.x + _WIDTH // 2, start.y + start.height, to.x + _WIDTH // 2, to.y
    middle = (y1 + y2) // 2
    curve, x, y, anchor = f"M{x1} {y1}C{x1} {middle} {x2} {middle} {x2} {y2}", (x1 + 2 * x2) // 3, y2 - 22, "middle"
    if start.x == to.x and y2 - y1 > _DOWN:
        # Past what stands between them, and not through it.
        left, from_y, to_y = start.x, start.y + start.height // 2, to.y + to.height // 2
        curve = f"M{left} {from_y}C{left - 48} {from_y} {left - 48} {to_y} {left} {to_y}"
        x, y, anchor = left, y2 - 6, "start"
    line = f'<path d="{curve}" fill="none" stroke="#505a5f" marker-end="url(#end)"/>'
    if not label:
        return line
    shown = textwrap.shorten(label, _ROW_LABEL, placeholder="…")
    text = (
        f'<text x="{x}" y="{y}" font-size="11" text-anchor="{anchor}" fill="#0b0c0c" stroke="#ffffff" '
        f'stroke-width="3" paint-order="stroke"><title>{escape(label)}</title>{escape(shown)}</text>'
    )
    return f"<g data-when={quoteattr(label)}>{line}{text}</g>"


def _quoted(text: str) -> str:
    return text.replace('"', "#quot;").replace("\n", " ")
