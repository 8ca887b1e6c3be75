"""Text of a PDF that nobody sees: white on white, too small to read, or off the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from fingerpost.content.characters import one_line

if TYPE_CHECKING:
    from pdfplumber.page import Page as PdfPage

SMALLEST_SEEN = 2.0
"""Points. Footnotes and maps go down to 4."""

_MOST_RECTANGLES = 500


def unseen_on_page(page: PdfPage) -> str:
    """Return, on one line, the text of a page that nobody sees; empty for almost every page.

    White letters count as seen where any filled shape or picture lies behind them.
    """
    chars = page.chars
    behind = [*page.rects, *page.images, *page.curves][:_MOST_RECTANGLES]
    box = cast("tuple[float, float, float, float]", page.bbox)
    hidden = [char for char in chars if _is_unseen(char, behind, box)]
    if not hidden:
        return ""
    return one_line("".join(str(char["text"]) for char in hidden))


def _is_unseen(char: Mapping[str, Any], behind: list[dict[str, Any]], box: tuple[float, float, float, float]) -> bool:
    if float(char["size"]) < SMALLEST_SEEN:
        return True
    if char["x1"] < box[0] or char["x0"] > box[2] or char["bottom"] < box[1] or char["top"] > box[3]:
        return True
    return _is_white(char.get("non_stroking_color")) and not any(_covers(shape, char) for shape in behind)


def _is_white(colour: object) -> bool:
    """Say whether a colour is white: grey 1, red, green and blue all 1, or no ink at all."""
    parts = [float(part) for part in cast("tuple[float, ...]", colour)] if isinstance(colour, (tuple, list)) else []
    if len(parts) in {1, 3}:
        return all(part >= 0.97 for part in parts)
    return len(parts) == 4 and all(part <= 0.03 for part in parts)


def _covers(shape: Mapping[str, Any], char: Mapping[str, Any]) -> bool:
    inside = (
        shape["x0"] <= char["x0"] + 1
        and shape["x1"] >= char["x1"] - 1
        and shape["top"] <= char["top"] + 2
        and shape["bottom"] >= char["bottom"] - 2
    )
    return inside and not _is_white(shape.get("non_stroking_color"))
