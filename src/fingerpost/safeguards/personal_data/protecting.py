"""Take personal data out of a text before anything else sees it.

Importing Presidio and spaCy takes seconds, so each waits until a text could hold what it looks for. A text is never let
through meanwhile: the first that needs them waits, and ``warm_up`` sees to it that a server's first does not.
"""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from fingerpost.domain import Answer, Finding
from fingerpost.safeguards.personal_data import addresses, birth, internet, kinds, loading, names, references
from fingerpost.safeguards.personal_data.characters import as_plain
from fingerpost.safeguards.personal_data.known_words import KnownWords
from fingerpost.safeguards.personal_data.placeholders import PLACEHOLDER, Protected, replace_found
from fingerpost.safeguards.personal_data.public_numbers import is_public

# What Presidio's recognisers find holds an "@", six digits close together (four is the most punctuation between two
# that phonenumbers allows, where an "x" may stand for an extension), or letters around digits as postcodes and number
# plates have them.
_WORTH_A_LOOK = re.compile(
    r"@|(?:\d(?:x|[^\w,]){0,4}){5}\d|\b[a-z]{1,2}\d[a-z\d]?[ \s-]?\d[a-z]{2}\b|\b[a-z]{1,2}\d{1,3}[ -]?[a-z]{3}\b|"
    r"\b[a-z]{3}[ -]?\d{1,3}[ -]?[a-z]\b|\bgir ?0aa\b",
    re.IGNORECASE,
)


class Protector:
    """Takes personal data out of texts.

    Args:
        known: the words of the service's guidance, which are nobody's name. Asked for when a text may hold a name, so
            it may come to know more later.
        key: the service's secret, part of the key by which placeholders stay the same in a conversation. Without one a
            random key is made, which lasts as long as the process: after that, what was said before gets new numbers.
    """

    def __init__(self, known: Callable[[], KnownWords] = KnownWords, key: bytes = b"") -> None:
        self._known = known
        self._key = key or secrets.token_bytes(32)

    def __call__(self, text: str, history: Sequence[Answer] = ()) -> Protected:
        """Return ``text`` with personal data replaced by placeholders, such as ``[email 1]``.

        Overlapping finds are replaced as one, so that no part of any is left; the longest gives the label, and of two
        as long the surer.

        Args:
            text: what somebody wrote.
            history: the conversation's earlier answers: the same thing gets the placeholder it has there.
        """
        findings = self.find(text)
        seals = [answer.seal for answer in history if answer.seal is not None]
        return replace_found(
            text,
            findings,
            key=self._key,
            seal=seals[-1] if seals else None,
            said_before=(said for answer in history for said in (answer.question, answer.asked_as)),
        )

    def find(self, text: str) -> tuple[Finding, ...]:
        """Return the personal data in ``text``, in reading order and without overlaps."""
        plain, offsets = as_plain(text)
        taken = [match.span() for match in PLACEHOLDER.finditer(plain)]
        found = [
            Finding(each.label, offsets[each.start], offsets[each.end - 1] + 1, each.score)
            for each in self._everything(plain)
            if each.end > each.start and not any(each.start < end and start < each.end for start, end in taken)
        ]
        return _without_overlaps(found)

    def _everything(self, plain: str) -> Iterator[Finding]:
        for each in self._numbers(plain):
            if each.label != kinds.PHONE or not is_public(plain[each.start : each.end]):
                yield each
        yield from birth.find(plain)
        yield from addresses.find(plain)
        yield from internet.find(plain)
        yield from names.find(plain, self._known)

    @staticmethod
    def _numbers(plain: str) -> Iterator[Finding]:
        yield from references.find(plain)
        if _WORTH_A_LOOK.search(plain):
            yield from loading.find_patterns(plain)


protect = Protector()
"""A protector that knows the words of no service. Takes a text, and returns it ``Protected``."""


def warm_up(prepare: Callable[[], object] | None = None) -> threading.Thread:
    """Start loading Presidio and spaCy in the background; returns the thread, which nobody has to wait for.

    Args:
        prepare: what else to have ready, such as the words of the service's guidance.
    """

    def prepare_all() -> None:
        loading.load()
        if prepare is not None:
            # What goes wrong is met, and told, by the first question that needs it.
            with suppress(Exception):
                prepare()

    thread = threading.Thread(target=prepare_all, name="fingerpost-personal-data", daemon=True)
    thread.start()
    return thread


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
