"""Take personal data out of a text before anything else sees it.

Presidio's pattern recognisers find e-mail addresses, phone numbers, payment cards, National Insurance numbers and NHS
numbers. No language model is loaded and names are not looked for. Importing Presidio imports spaCy and takes over a
second, so it waits until a text holds an "@" or six digits close together: nothing that is looked for has neither
(docs/adr/0006-personal-data-patterns.md).
"""

from __future__ import annotations

import re
import threading
import unicodedata
from dataclasses import dataclass

from fingerpost.domain import Finding

PLACEHOLDERS = {
    "email": "[email]",
    "phone number": "[phone number]",
    "card number": "[card number]",
    "National Insurance number": "[National Insurance number]",
    "NHS number": "[NHS number]",
}
"""What stands in a protected text, by ``Finding.label``."""

# Six digits is the least of any number looked for (a National Insurance number). Four is the most punctuation that
# phonenumbers allows between two digits, where an "x" may stand for an extension; no pattern crosses a comma or a word.
_WORTH_A_LOOK = re.compile(r"@|(?:\d(?:x|[^\w,]){0,4}){5}\d", re.IGNORECASE)
_HYPHENS = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d")


@dataclass(frozen=True, slots=True)
class Protected:
    """A text with a placeholder for each thing found.

    ``findings`` are in reading order, without overlaps; their offsets are into the text that was given, which is not
    kept.
    """

    text: str
    findings: tuple[Finding, ...]


def protect(text: str) -> Protected:
    """Return ``text`` with personal data replaced by placeholders, such as ``[email]``.

    Overlapping finds are replaced as one, so that no part of any is left; the longest gives the label, and of two as
    long the surer. The first call that has something to look at loads Presidio, unless ``warm_up`` has; Python's
    import lock sees to it that threads which come together wait for one load.
    """
    plain, offsets = _plain(text)
    if not _WORTH_A_LOOK.search(plain):
        return Protected(text, ())
    found = [Finding(each.label, offsets[each.start], offsets[each.end - 1] + 1, each.score) for each in _find(plain)]
    findings = _without_overlaps(found)
    return Protected(_replaced(text, findings), findings)


def warm_up() -> threading.Thread:
    """Start loading the recognisers in the background; returns the thread, which nobody has to wait for."""
    thread = threading.Thread(target=_find, args=("",), name="fingerpost-personal-data", daemon=True)
    thread.start()
    return thread


def _find(text: str) -> list[Finding]:
    from fingerpost.safeguards import recognisers  # a second's import, put off until it is needed

    return recognisers.find(text)


def _plain(text: str) -> tuple[str, list[int]]:
    """Return ``text`` as the patterns know it, and each of its characters' index in ``text``.

    Full-width digits, no-break spaces and typographic hyphens become plain ones; invisible characters go.
    """
    if text.isascii():
        return text, list(range(len(text)))
    characters: list[str] = []
    offsets: list[int] = []
    for index, character in enumerate(text):
        if character in _HYPHENS:
            plain = "-"
        elif unicodedata.category(character) in {"Cf", "Mn"}:
            continue
        elif character.isdecimal():
            plain = str(unicodedata.decimal(character))
        else:
            folded = unicodedata.normalize("NFKC", character)
            plain = folded if len(folded) == 1 else character
        characters.append(plain)
        offsets.append(index)
    return "".join(characters), offsets


def _without_overlaps(found: list[Finding]) -> tuple[Finding, ...]:
    """Join the finds that overlap, each join under the label of its longest, then surest, find."""
    joined: list[tuple[Finding, Finding]] = []  # the stretch that goes, the find that names it
    for finding in sorted(found, key=lambda each: (each.start, -each.end, -each.score)):
        if joined and finding.start < joined[-1][0].end:
            stretch, name = joined[-1]
            name = max(name, finding, key=lambda each: (each.end - each.start, each.score))
            joined[-1] = (Finding(name.label, stretch.start, max(stretch.end, finding.end), name.score), name)
        else:
            joined.append((finding, finding))
    return tuple(stretch for stretch, _ in joined)


def _replaced(text: str, findings: tuple[Finding, ...]) -> str:
    pieces: list[str] = []
    end = 0
    for finding in findings:
        pieces += [text[end : finding.start], PLACEHOLDERS[finding.label]]
        end = finding.end
    return "".join([*pieces, text[end:]])
