"""Hard words and what they mean. The meanings are interface wording, ours and marked so, never guidance."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files

from fingerpost.domain import EasyBlock, PlainWord

_MOST = 8


def explain(blocks: Iterable[EasyBlock]) -> tuple[PlainWord, ...]:
    """Return the hard words that stand in these blocks with their meanings, in the order they first stand there.

    A language without a glossary has none. At most eight, so that the list stays one that can be read.
    """
    found: dict[tuple[str, str], PlainWord] = {}
    for block in blocks:
        language = block.locale.partition("-")[0].lower()
        pattern = _pattern(language)
        if pattern is None:
            continue
        for line in block.lines:
            for match in pattern.finditer("\n".join((*line.labels, *line.pieces))):
                word = _listed(match.group().lower(), language)
                found.setdefault((language, word), PlainWord(word, _glossary(language)[word], block.locale))
    return tuple(found.values())[:_MOST]


@lru_cache(maxsize=8)
def _glossary(language: str) -> Mapping[str, str]:
    """Return meanings by word; empty for a language that has none."""
    text = (files("fingerpost.answers.easy_read") / "plain_words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text).get(language, {})


@lru_cache(maxsize=8)
def _pattern(language: str) -> re.Pattern[str] | None:
    words = sorted(_glossary(language), key=len, reverse=True)
    if not words:
        return None
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?:s|es)?(?![\w-])", re.IGNORECASE)


def _listed(found: str, language: str) -> str:
    """Return the glossary's word for what was found, which may be its plural."""
    glossary = _glossary(language)
    return next(word for word in (found, found.removesuffix("s"), found.removesuffix("es")) if word in glossary)
