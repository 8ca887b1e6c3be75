"""Characters as a reader sees them: what is invisible goes, what is a space becomes one.

Invisible characters matter twice: a quotation that holds one is not found on the page by a browser, and text can be
smuggled past a reader in them (Unicode Technical Report 36, section 2).
"""

from __future__ import annotations

import re
import unicodedata

# Controls but tab and line feeds; soft hyphen; marks and overrides of writing direction; zero-width space and word
# joiners; the byte-order mark; annotation anchors; lone surrogates; tag characters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
# Joiners shape Persian words and join emoji; beside Latin letters they only hide.
_JOINER = re.compile("(?<![^\x00-\u024f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\u024f])")


def clean(text: str) -> str:
    """Return ``text`` in normal form C without the characters nobody sees. White space is left as it is."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", _JOINER.sub("", _INVISIBLE.sub("", text)))


def one_line(text: str) -> str:
    """Return ``text`` cleaned, with every run of white space, no-break spaces among them, as one space."""
    return " ".join(clean(text).split())


def decode(body: bytes, *, declared: str | None = None) -> str:
    """Return ``body`` as text: by its byte-order mark, the ``declared`` encoding, UTF-8, or else Windows-1252.

    Never fails: a byte that no encoding explains becomes U+FFFD. An encoding that can't be right for bytes read so far
    (an unknown name, or one the bytes contradict) is passed over.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(mark):
            return body.decode(name, errors="replace")
    for name in (declared, "utf-8", "cp1252"):
        if name is None:
            continue
        try:
            return body.decode(name)
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return body.decode("cp1252", errors="replace")


def is_binary(body: bytes) -> bool:
    """Say whether ``body`` can't be text: more than one byte in fifty of its first 8 kB is a control character."""
    start = body[:8192]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return sum(1 for byte in start if byte < 9 or 13 < byte < 27 or 27 < byte < 32) > len(start) / 50
