"""Reference numbers that people write down and read out: short, without look-alikes, with a check character.

Eight characters of 23, the last of them worked out from the others. 23 is prime and every place has its own weight, so
one wrong character, or two that changed places, never make another right reference.
"""

from __future__ import annotations

import secrets

CHARACTERS = "23456789CDFGHJKMNPRTVWX"
"""No vowels, so no words; and of those that look alike (0 O Q, 1 I L, 2 Z, 5 S, 8 B, V U Y), no more than one."""

LENGTH = 8
_HALF = LENGTH // 2


def new_reference() -> str:
    """Return a reference nobody has guessed: one of 3.4 thousand million, as it is stored."""
    own = "".join(secrets.choice(CHARACTERS) for _ in range(LENGTH - 1))
    return own + _check(own)


def shown(reference: str) -> str:
    """Return a reference as people read it: in two halves, such as ``7K4M-PRT9``."""
    return f"{reference[:_HALF]}-{reference[_HALF:]}"


def read_reference(typed: str) -> str | None:
    """Return a reference as it is stored, however it was typed; ``None`` when it can't be one."""
    bare = "".join(each for each in typed.upper() if each.isalnum())
    if len(bare) != LENGTH or any(each not in CHARACTERS for each in bare) or bare[-1] != _check(bare[:-1]):
        return None
    return bare


def _check(own: str) -> str:
    weighed = sum(place * CHARACTERS.index(each) for place, each in enumerate(own, start=2))
    return CHARACTERS[weighed % len(CHARACTERS)]
