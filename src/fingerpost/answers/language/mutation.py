"""The initial mutations of Welsh, undone: which words a word at hand may be a mutated form of.

A Welsh word changes its first sound after certain words: ``cyngor`` (a council) is ``i gyngor``, ``fy nghyngor`` and
``ei chyngor``. The tables are those of the standard grammars (Peter Wynn Thomas, *Gramadeg y Gymraeg*, 1996).
"""

from __future__ import annotations

_SOFT: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("b", ("p",)),
    ("dd", ("d",)),
    ("d", ("t",)),
    ("f", ("b", "m")),
    ("g", ("c",)),
    ("l", ("ll",)),
    ("r", ("rh",)),
)
_NASAL: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("mh", ("p",)),
    ("nh", ("t",)),
    ("ngh", ("c",)),
    ("ng", ("g",)),
    ("m", ("b",)),
    ("n", ("d",)),
)
_ASPIRATE: tuple[tuple[str, tuple[str, ...]], ...] = (("ph", ("p",)), ("th", ("t",)), ("ch", ("c",)))
# Two letters that are one sound: "dd" is no "d" that could come from "t".
_ONE_SOUND = ("ch", "dd", "ff", "ll", "mh", "ngh", "ng", "nh", "ph", "rh", "th")
_VOWELS = "aeiouwyâêîôûŵŷàáèéìíòóùúäëïöü"
# What may be left when a soft mutation takes a "g" away: a vowel, or the second sound of "gl", "gn" and "gr".
_AFTER_LOST_G = f"{_VOWELS}lnr"


def unmutated(word: str) -> tuple[str, ...]:
    """Return the words that ``word`` may be a mutated form of, most usual mutation first; itself is not among them.

    Not every one is a word: who asks looks them up. ``word`` is in small letters and composed (NFC).
    """
    first = next((sound for sound in _ONE_SOUND if word.startswith(sound)), word[:1])
    found: list[str] = []
    for table in (_SOFT, _NASAL, _ASPIRATE):
        for mutated, radicals in table:
            if mutated == first:
                found += [radical + word[len(mutated) :] for radical in radicals]
    if first and first in _AFTER_LOST_G:
        found.append(f"g{word}")
    if first == "h" and len(word) > 2 and word[1] in _VOWELS:
        found.append(word[1:])  # "ei henw", "ein harian": an "h" put before a vowel
    return tuple(found)
