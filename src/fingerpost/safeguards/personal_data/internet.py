"""E-mail addresses as people say them, and the addresses of machines."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from fingerpost.domain import Finding
from fingerpost.safeguards.personal_data import kinds

_EMAILS = (
    # Any name at any host, "name@localhost" too.
    re.compile(r"(?<![\w@])([\w.+'-]+@[\w-]+(?:\.[\w-]+)*)"),
    # "jo at example dot com", "jo (at) example (dot) com", "jo @ example.com".
    re.compile(
        r"\b([\w.+-]+ ?(?:\(at\)|\[at\]| at | @ ) ?[\w-]+(?: ?(?:\(dot\)|\[dot\]| dot ) ?[a-z]{2,})+)\b", re.IGNORECASE
    ),
    re.compile(r"\b([\w.+-]+ ?@ ?[\w-]+(?:\.[\w-]+)+)\b"),
)
_V4 = re.compile(r"(?<![\w.])(\d{1,3}(?:\.\d{1,3}){3})(?![\w]|\.\d)")
_V6 = re.compile(r"(?<![\w:.])([0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:%\w+)?)(?![\w:])", re.IGNORECASE)
_A_VERSION = re.compile(r"\b(?:version|release|v|section|paragraph|para|regulation|clause)\.?\s*\Z", re.IGNORECASE)


def find(text: str) -> Iterator[Finding]:
    """Yield the e-mail and IP addresses in ``text``, with overlaps."""
    for pattern in _EMAILS if "@" in text or " dot " in text.lower() or "(dot)" in text.lower() else ():
        for match in pattern.finditer(text):
            yield Finding(kinds.EMAIL, *match.span(1), 0.6)
    for pattern in (_V4, _V6):
        for match in pattern.finditer(text):
            if _is_address(match[1]) and not _A_VERSION.search(text[: match.start()]):
                yield Finding(kinds.IP, *match.span(1), 0.6)


def _is_address(written: str) -> bool:
    if len(written) < 3:
        return False
    try:
        ipaddress.ip_address(written)
    except ValueError:
        return False
    return True
