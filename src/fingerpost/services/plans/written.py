"""Words of a step: shortened where they must be, put together with what leads them in, and addresses that are safe."""

from __future__ import annotations

import re

from fingerpost.services.plans.model import LONGEST_TEXT, LONGEST_URL

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\sa-z])")
_DOCUMENTS = re.compile(
    r"\b(?:documents?|evidence|proof|certificates?|dogfennau|dogfen|tystiolaeth|prawf)\b"
    # "You'll need:" and "Bring with you:" say so at their end; "You need to be 18" says something else.
    r"|\b(?:you(?:['’]ll| will)?(?: also)? need|bring|take with you)(?: to (?:have|bring|give|provide))?(?: with you)?$"
    r"|\b(?:bydd(?:wch)? angen|dewch â)\b[^.]*$",
    re.IGNORECASE,
)
_WEB = re.compile(r"https?://[^\s<>\"\\]+", re.IGNORECASE)
_OWN = re.compile(r"/[\w./-]*", re.ASCII)


def clipped(text: str, most: int = LONGEST_TEXT) -> str:
    """Return a text on one line, cut at a word where it is longer than ``most`` characters."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:")
    return f"{cut or line[: most - 1]}…"


def last_sentence(text: str) -> str:
    """Return the last sentence of a text, on one line."""
    return _SENTENCE_END.split(" ".join(text.split()))[-1]


def joined(opening: str, rest: str) -> str:
    """Return what leads a list in with one of its items: "You must: check your bill"."""
    return f"{opening} {rest}".strip() if opening else rest


def needs_documents(opening: str) -> bool:
    """Return whether a sentence that leads a list in says that papers follow, to be had or brought."""
    return _DOCUMENTS.search(opening.strip().rstrip(":").rstrip()) is not None


def is_web_address(url: str) -> bool:
    """Return whether an address may be a link: a web page, or one of the service's own pages."""
    if len(url) > LONGEST_URL:
        return False
    return _WEB.fullmatch(url) is not None or (_OWN.fullmatch(url) is not None and not url.startswith("//"))
