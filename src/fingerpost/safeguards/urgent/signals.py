"""What in a message says that it is urgent, by the patterns of English and Welsh in the files beside this one."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fingerpost.safeguards.urgent.kinds import KINDS, Kind

_FOLDER = Path(__file__).parent
_NAME = re.compile(r"<([a-z0-9_]+)>")
_LEAST_LETTERS = 5


@dataclass(frozen=True, slots=True)
class Signals:
    """What was seen in a message in plain letters.

    Attributes:
        kinds: the kinds that something in it speaks of, most pressing first.
        muted: kinds spoken of only in a sentence about work, study or the past.
        cues: float-like 0 or 1 by ``CUES``, for the classifier.
    """

    kinds: tuple[Kind, ...]
    muted: tuple[Kind, ...]
    cues: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Patterns:
    says: dict[Kind, tuple[re.Pattern[str], ...]]
    taken_out: tuple[re.Pattern[str], ...]
    work_or_study: tuple[re.Pattern[str], ...]
    past: tuple[re.Pattern[str], ...]
    still: tuple[re.Pattern[str], ...]
    words: frozenset[str]


CUES = (
    *(f"says {kind}" for kind in KINDS),
    *(f"muted {kind}" for kind in KINDS),
    "figure of speech",
    "work or study",
    "past",
    "still",
)
"""The names of the cues, in the order ``Signals.cues`` has them."""


def signal_words() -> frozenset[str]:
    """Return the words in the English patterns, to which slips of spelling are put right."""
    return _patterns().words


def look(plain: str) -> Signals:
    """Return what a message says. ``plain`` is as ``spelling.plain_letters`` returns it."""
    patterns = _patterns()
    left = plain
    for figure in patterns.taken_out:
        left = figure.sub(" ~ ", left)
    sentences = [" ".join(sentence.split()) for sentence in left.split(" . ")]
    about_work = [_any(patterns.work_or_study, sentence) for sentence in sentences]
    about_past = [_any(patterns.past, sentence) for sentence in sentences]
    going_on = [_any(patterns.still, sentence) for sentence in sentences]
    said: list[Kind] = []
    muted: list[Kind] = []
    for kind in KINDS:
        inside = [_any(patterns.says[kind], sentence) for sentence in sentences]
        loud = any(
            here and not work and (now or not past)
            for here, work, past, now in zip(inside, about_work, about_past, going_on, strict=True)
        )
        if loud:
            said.append(kind)
        elif any(inside):
            muted.append(kind)
    cues = (
        *(int(kind in said) for kind in KINDS),
        *(int(kind in muted) for kind in KINDS),
        int("~" in left),
        int(any(about_work)),
        int(any(about_past)),
        int(any(going_on)),
    )
    return Signals(tuple(said), tuple(muted), cues)


def _any(patterns: tuple[re.Pattern[str], ...], sentence: str) -> bool:
    return any(pattern.search(sentence) for pattern in patterns)


@cache
def _patterns() -> _Patterns:
    english, welsh = _read("signals_en.toml"), _read("signals_cy.toml")
    figures = _read("figures_of_speech.toml")
    said: dict[Kind, tuple[re.Pattern[str], ...]] = {}
    for kind in KINDS:
        written = [
            _expanded(pattern, language["names"])
            for language in (english, welsh)
            for pattern in language.get(kind.value, {}).get("says", ())
        ]
        said[kind] = tuple(re.compile(pattern) for pattern in written)
    everything = " ".join(
        [*english["names"].values(), *(pattern for kind in KINDS for pattern in english[kind.value]["says"])]
    )
    return _Patterns(
        says=said,
        taken_out=_compiled(figures["taken_out"]),
        work_or_study=_compiled(figures["work_or_study"]),
        past=_compiled(figures["past"]),
        still=_compiled(figures["still"]),
        words=frozenset(word for word in re.findall(r"(?<!\\)[a-z]+", everything) if len(word) >= _LEAST_LETTERS),
    )


def _compiled(patterns: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)


def _expanded(pattern: str, names: dict[str, str]) -> str:
    while _NAME.search(pattern):
        pattern = _NAME.sub(lambda found: names[found.group(1)], pattern)
    return pattern


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))
