"""Text set above the line: powers and the marks of notes, and fractions."""

from __future__ import annotations

import re

from fingerpost.content.characters import one_line

_SUPERSCRIPT = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
_FROM_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def raise_text(inline: list[str], start: int, *, whole: bool) -> None:
    """Keep ``5,000`` and its note ``1`` from reading as ``5,0001``; keep ``1`` and ``½`` apart.

    Args:
        inline: text as it is gathered, changed in place.
        start: where in ``inline`` the raised text begins; it goes to the end.
        whole: it is a fraction, not a power or a note.
    """
    text = "".join(inline[start:])
    del inline[start:]
    before = inline[-1][-1:] if inline else ""
    if whole:
        plain = one_line(text).translate(_FROM_SUPERSCRIPT).replace("⁄", "/")
        inline.append(f" {plain}" if before.isdigit() else plain)
    else:
        raised = text.strip()
        inline.append(raised.translate(_SUPERSCRIPT) if re.fullmatch(r"[\d+\-−()n]+", raised) else text)
