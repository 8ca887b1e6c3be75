"""The check of a Welsh paraphrase, strict and plain: the same figures, the same small words of logic, the same words.

The shipped model reads no Welsh, so that nearness of meaning can't be measured. A Welsh sentence may reorder, shorten
and mutate what its quotations say; a word that they do not hold in any mutated form is too much.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fingerpost.answers.grounding.lexicon import word_set
from fingerpost.answers.grounding.quantities import find_quantities

_WORD = re.compile(r"[\w]+(?:[-][\w]+)*")
_ELIDED = re.compile(r"[’'](?:r|n|i|m|th|u|w|ch)\b")
# Soft, nasal and aspirate mutation undone: https://www.gov.wales/bydtermcymru has the rules.
_UNMUTATED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ngh", ("c",)),
    ("mh", ("p",)),
    ("nh", ("t",)),
    ("ng", ("g",)),
    ("ch", ("c",)),
    ("ph", ("p",)),
    ("th", ("t",)),
    ("dd", ("d",)),
    ("b", ("p", "b")),
    ("d", ("t", "d")),
    ("g", ("c", "g")),
    ("f", ("b", "m", "f")),
    ("l", ("ll", "l")),
    ("r", ("rh", "r")),
    ("m", ("b", "m")),
    ("n", ("d", "n")),
)
_MARKERS: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        "denial": "ni nid na nad dim heb nac does byth neb peidiwch pheidiwch beidio peidio",
        "condition": "os pan oni onid unless",
        "exception": "oni heblaw eithrio",
        "limit": "ond unig",
        "duty": "rhaid angen",
        "advice": "dylech ddylech ddylai dylai dylid",
        "possibility": "efallai gallai allai hwyrach",
        "until": "nes hyd tan",
        "before": "cyn",
        "after": "ar-ôl wedi",
        "all": "pob bob holl cyfan bawb pawb",
        "usually": "fel-arfer arfer",
    }.items()
}
_PERMISSIONS = word_set("gallwch allwch cewch gewch gallu allu modd gael cael")
_GLUE = word_set(
    """y yr yn a ac ag i o ar at am gan gyda dros drwy trwy rhwng er fel mae maent yw ydy ydych oes sydd sy bydd
    bydda fydd eich ei eu ein chi ni nhw hi ef fe fi un hwn hon hyn honno hynny hwnnw yma yna bod fod wrth mewn
    neu hefyd felly bo ti ond os pan na nad nid dim does nac rhaid modd cael gael gallwch allwch cewch oherwydd
    achos ddim ie nage mwyn gyfer iddo iddi iddynt ynddo ynddi arno arni ohono ohoni amdano amdani ganddo ganddi
    a'r o'r i'r â hwy wneud gwneud gwnewch wnewch chael gellir ellir"""
)
_NUMBERS = {
    word: value
    for value, words in {
        1: "un",
        2: "dau dwy ddau ddwy",
        3: "tri tair dri dair thri thair",
        4: "pedwar pedair bedwar bedair",
        5: "pump pum bump bum phum",
        6: "chwech chwe",
        7: "saith",
        8: "wyth",
        9: "naw",
        10: "deg ddeg deng",
        12: "deuddeg ddeuddeg deuddeng",
        15: "pymtheg bymtheg",
        20: "ugain hugain",
    }.items()
    for word in words.split()
}
_UNITS: tuple[tuple[str, frozenset[str]], ...] = tuple(
    (name, frozenset(words.split()))
    for name, words in (
        ("day", "diwrnod ddiwrnod niwrnod dydd ddydd dyddiau ddyddiau"),
        ("week", "wythnos wythnosau"),
        ("month", "mis fis misoedd fisoedd"),
        ("year", "blynedd flynedd mlynedd blwyddyn flwyddyn mlwydd oed"),
        ("hour", "awr oriau"),
    )
)


def welsh_problems(sentence: str, quoted: Sequence[str], context: str) -> Iterator[str]:
    """Yield what a Welsh sentence says that its quotations do not, or leaves out of their logic."""
    theirs = "\n".join(quoted)
    mine_words, their_words = _words(sentence), _words(theirs)
    for figure in sorted(_figures(sentence) - _figures(theirs)):
        yield f"figures: figure not in the quotation: {figure[0]} {figure[1]}".rstrip()
    for name, markers in _MARKERS.items():
        said, told = bool(markers & mine_words), bool(markers & their_words)
        if said and not told:
            yield f"logic: {name} here and not in the quotation"
        if told and not said and name not in {"all", "duty", "after", "before"}:
            yield f"logic: {name} left out"
    known = {root for word in (*their_words, *_words(context)) for root in _roots(word)}
    for word in sorted(mine_words - _GLUE - _NUMBERS.keys()):
        if word[0].isdigit() or any(word in units for _, units in _UNITS) or any(word in m for m in _MARKERS.values()):
            continue
        if not any(_akin(root, other) for root in _roots(word) for other in known):
            yield f"wording: not in the quotation: {word}"


def _words(text: str) -> frozenset[str]:
    lower = _ELIDED.sub(" ", text.lower().replace("ar ôl", "ar-ôl").replace("fel arfer", "fel-arfer"))
    return frozenset(_WORD.findall(lower))


def _roots(word: str) -> set[str]:
    """Return a word and what it may be a mutation of."""
    found = {word, f"g{word}"} if word[:1] in "aeiouwyâêîôûŵŷlr" else {word}
    for mutated, plain in _UNMUTATED:
        if word.startswith(mutated):
            found |= {f"{start}{word[len(mutated) :]}" for start in plain}
            break
    return found


def _akin(one: str, other: str) -> bool:
    """Say whether two words have one root: the same, or alike but for an ending."""
    if one == other:
        return True
    length = max(4, min(len(one), len(other)) - 3)
    return min(len(one), len(other)) >= 4 and one[:length] == other[:length]


def _of_each(words: Sequence[str], place: int) -> str:
    """Return the unit of a time that no number stands before: a rate ("£60 y mis"), or a length ("o fewn mis")."""
    word, before = words[place], words[place - 1] if place else ""
    if before in _NUMBERS or before[:1].isdigit() or (word in {"dydd", "ddydd"} and before not in {"y", "bob", "pob"}):
        return ""  # "dydd Llun" is a day of the week
    return next((name for name, forms in _UNITS if name != "year" and word in forms), "")


def _figures(text: str) -> frozenset[tuple[str, str]]:
    """Return the figures of a Welsh text: each number with its unit, and every amount, time and number to ring."""
    found: set[tuple[str, str]] = set()
    words = _WORD.findall(_ELIDED.sub(" ", text.lower()))
    for place, word in enumerate(words):
        unit = next((name for near in words[place + 1 : place + 2] for name, forms in _UNITS if near in forms), "")
        if word in {"flwyddyn", "blwyddyn"}:
            found.add(("12", "month"))
        elif each := _of_each(words, place):
            found.add(("of each", each))
        value = _NUMBERS.get(word) if word != "un" or unit else None
        if value is None and word.isdigit():
            value = int(word)
        if value is None:
            continue
        found.add((str(value * 12), "month") if unit == "year" else (str(value), unit))
    exact = ("money", "time", "percent", "phone", "url", "email", "code")
    found |= {
        (str(figure.value), f"{figure.kind}{figure.unit}") for figure in find_quantities(text) if figure.kind in exact
    }
    return frozenset(found)
