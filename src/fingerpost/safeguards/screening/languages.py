"""Sentences in another language than their page, in the same letters: nobody wrote them for its readers.

A page that offers help in other languages has many of them, so a few only are held; Welsh is at home on any page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fingerpost.safeguards.screening.caught import Caught, Kind, shown
from fingerpost.safeguards.screening.out_of_place import Line

# Short words that every sentence of a language has and no sentence of English; none that Welsh has too.
_OWN_WORDS = frozenset(
    word
    for line in (
        "el la los las una unos del que por para con como esta este estas tus su sus se te lo más y",
        "le les des du est dans pour avec vous votre nous une sur cette ces aux et qui",
        "der das und ist nicht mit ein eine von zu den dem auf für sie ihre ich wird sind",
        "il gli della delle che per sono questo questa tutti tutte",
        "os uma não são você seu sua ao dos das em",
        "het een van niet voor zijn wordt deze",
        "nie jest się przez dla oraz wszystkie że na",
        "și nu este sunt pentru toate să din",
        "och att är inte som på det ve bir bu için og ikke",
    )
    for word in line.split()
)
_ENGLISH = frozenset(
    ("the", "and", "you", "your", "of", "to", "for", "is", "are", "with", "this", "that", "if", "or", "it")
)
_WINDOW = 10
_FEWEST_OWN = 4
_FEWEST_DIFFERENT = 2
_MOST_IN_ANOTHER = 2


def in_another_language(lines: Sequence[Line]) -> Iterator[Caught]:
    """Yield the few sentences of an English page that are partly in another language written in the same letters."""
    found = [line for line in lines if is_in_another_language(line.text)]
    if len(found) <= min(_MOST_IN_ANOTHER, max(1, len(lines) // 4)):
        for line in found:
            yield Caught(
                Kind.OUT_OF_PLACE,
                "rules",
                "a sentence is in another language than the rest of the page",
                shown(line.text),
            )


def is_in_another_language(text: str) -> bool:
    """Say whether ten words of a text in a row are in another language than English or Welsh."""
    words = [word.lower() for word in re.findall(r"[^\W\d_]+", text)]
    for at in range(max(1, len(words) - _WINDOW + 1)):
        window = words[at : at + _WINDOW]
        own = [word for word in window if word in _OWN_WORDS]
        # A table's heading may have one such word over and over: "Capital DEL | Plans 2017-18 Capital DEL | …".
        if len(own) >= _FEWEST_OWN and len(set(own)) >= _FEWEST_DIFFERENT and not _ENGLISH.intersection(window):
            return True
    return False
