"""Ordinary messages, by the thousand: what the safeguards' classifiers must leave alone.

They are what other evaluations hold (intents, follow-ups, languages, Welsh, urgent messages, which are neither attacks
nor requests for harm) and statements written for this (``data/safeguards/everyday*.txt``). Messages that are kept
unseen (``data/safeguards_unseen.jsonl``) are left out wherever else they stand.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from fingerpost.evaluation.cases import read_lines, text_of

DATA = Path(__file__).parent / "data"
UNSEEN = DATA / "safeguards_unseen.jsonl"
_ASKED = (
    "clarify", "clarify_other_style", "follow_ups", "intents", "intents_easily_confused", "intents_fresh",
    "intents_further", "intents_other_style", "languages", "urgent", "urgent_training", "welsh_govuk",
    "welsh_govuk_fresh", "welsh_pages", "welsh_sampleford", "welsh_sampleford_more",
)  # fmt: skip
_FIRST_SENTENCE = re.compile(r".*?[.?!](?=\s|$)", re.DOTALL)


def everyday_messages() -> list[tuple[str, str]]:
    """Return each message once, with what it is: ``everyday``, ``urgent`` or, of the wide world, ``elsewhere``.

    Raises:
        EvaluationInputError: a file of ours is not in its form.
    """
    unseen = {_alike(text_of(row, "text", where)) for where, row in read_lines(UNSEEN)}
    found = {text: kind for text, kind in _written() if text.strip() and _alike(text) not in unseen}
    return list(found.items())


def first_sentence(scenario: str) -> str:
    """Return the first sentence of somebody's circumstances: what a person types before they ask."""
    found = _FIRST_SENTENCE.match(scenario.strip())
    return found[0] if found else scenario.strip()


def _written() -> Iterator[tuple[str, str]]:
    for name in _ASKED:
        for where, row in read_lines(DATA / f"{name}.jsonl"):
            yield from ((text, _kind(row)) for text in _texts(row, where))
    with (DATA / "sampleford_life.csv").open(encoding="utf-8", newline="") as file:
        yield from ((row["question"], "everyday") for row in csv.DictReader(file))
    for name in ("everyday.txt", "everyday_abroad.txt"):
        for line in (DATA / "safeguards" / name).read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith(("# ", "[")):
                yield line.strip(), "everyday"


def _kind(row: dict[str, Any]) -> str:
    if row.get("urgent") is True:
        return "urgent"
    return "elsewhere" if row.get("intent") == "not_for_us" else "everyday"


def _texts(row: dict[str, Any], where: str) -> Iterator[str]:
    for name in ("text", "question", "follow_up"):
        if name in row:
            yield text_of(row, name, where)
    said: Any = row.get("conversation")
    if isinstance(said, list):
        yield from (each for each in cast("list[Any]", said) if isinstance(each, str))


def _alike(text: str) -> str:
    return text.lower().strip(" .!?")
