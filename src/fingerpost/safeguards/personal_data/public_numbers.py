"""Phone numbers that belong to organisations, which people write to ask about them, and which are kept.

Ofcom, National Telephone Numbering Plan: 03 numbers, freephone (080) and 084 and 087 are not given to homes or mobiles.
In each of them Ofcom has set a range aside for made-up numbers; nobody's service has those, so they go like any other.
"""

from __future__ import annotations

import re

_ORGANISATIONS = re.compile(r"0(?:3\d\d|80\d|84\d|87\d)\d{6,7}\Z")
# Ofcom, "Telephone numbers for use in TV and radio drama programmes".
_MADE_UP = re.compile(r"0(?:306999|808157|909879)")


def is_public(number: str) -> bool:
    """Return whether a phone number, in any of the ways it is written, can only be an organisation's."""
    digits = re.sub(r"\(0\)", "", number)
    digits = "".join(character for character in digits if character.isdigit())
    digits = re.sub(r"^(?:00)?44(?=\d{9,10}$)", "0", digits)
    return bool(_ORGANISATIONS.match(digits)) and not _MADE_UP.match(digits)
