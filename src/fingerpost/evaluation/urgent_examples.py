"""What the classifier of ``safeguards/urgent`` learns from, and what is made from it.

Messages by situation stand in ``data/urgent_situations.txt``; others, urgent and everyday, in the files of other
evaluations. None that is kept to measure by is ever among them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from fingerpost.errors import EvaluationInputError
from fingerpost.evaluation.cases import read_lines, text_of
from fingerpost.evaluation.halves import fold, half
from fingerpost.safeguards.urgent.kinds import KINDS

DATA = Path(__file__).parent / "data"
KEPT = ("urgent_unseen.jsonl",)
"""Kept whole to measure by. So is the half of ``urgent.jsonl`` that ``halves.half`` puts in 1."""
_EVERYDAY = (
    "intents.jsonl", "intents_further.jsonl", "intents_other_style.jsonl", "intents_easily_confused.jsonl",
    "intents_fresh.jsonl", "clarify.jsonl", "clarify_other_style.jsonl", "welsh_govuk.jsonl",
    "welsh_govuk_fresh.jsonl", "welsh_pages.jsonl", "welsh_sampleford.jsonl", "welsh_sampleford_more.jsonl",
)  # fmt: skip
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s")
_JOINS = (", ", ". ", " and ", ". Also ", " because ", "? ", ", sorry but ", " - ")
_SHORT = 110
_OFTEN, _MADE = 2.0, 0.4
"""How much a message counts whose situation is named or that is a real story, and one that was made from another."""


@dataclass(frozen=True, slots=True)
class Example:
    """A message to learn from.

    ``column`` is 0 for everyday, else 1 + the place of its kind in ``KINDS``; ``share`` how much it counts;
    ``situation`` the heading it stands under, if any; ``ruled`` whether the patterns of ``signals`` were written with
    it in view, so that it shows them better than they are; ``own`` whether it was written for this, or made from
    ``parent``, which was.
    """

    text: str
    column: int
    share: float = 1.0
    situation: str = ""
    ruled: bool = False
    own: bool = False
    parent: str = ""


def written_examples(shared: Path | None = None) -> list[Example]:
    """Return each message once.

    Args:
        shared: the folder of real questions and public sets; without it there are none of those.

    Raises:
        EvaluationInputError: a file of ours is not in its form.
    """
    kept = {alike(text) for text in kept_apart()}
    passed_by = set((DATA / "urgent_left_out.txt").read_text("utf-8").splitlines())
    found: dict[str, Example] = {}
    for example in (*_by_situation(), *_of_urgent(), *_of_other_tasks(passed_by), *_shared(shared)):
        if alike(example.text) not in kept:
            found.setdefault(alike(example.text), example)
    return list(found.values())


def kept_apart() -> list[str]:
    """Return every message of ours that is kept to measure by."""
    texts = [text_of(row, "text", where) for name in KEPT for where, row in read_lines(DATA / name)]
    return texts + [row["text"] for _, row in read_lines(DATA / "urgent.jsonl") if half(row["text"]) == 1]


def made_from(examples: Sequence[Example]) -> list[Example]:
    """Return what is made of the messages that were written for this: each with slips of typing, and joined to another.

    An urgent one is set before and after an everyday question, for that is how people say it. Everyday ones are slipped
    and joined too, so that neither slips nor length tell them apart. The same each time.
    """
    short = sorted(example.text.rstrip(" ?.") for example in examples if not example.column)
    short = [text for text in short if len(text) < _SHORT]
    made: list[Example] = []
    for example in examples:
        if not example.own:
            continue
        chance = random.Random(example.text)  # noqa: S311 - nothing is kept secret by it
        orders = (True, False) if example.column else (chance.random() < _HALF,)
        ways = [_slipped(example.text, chance)]
        for first in orders:
            pair = (example.text, chance.choice(short)) if first else (chance.choice(short), example.text)
            ways.append(pair[0].rstrip(" .") + chance.choice(_JOINS) + pair[1])
        if not example.column:
            ways = [chance.choice(ways)]
        made += [
            Example(way, example.column, _MADE, example.situation, example.ruled, own=True, parent=example.text)
            for way in ways
            if way != example.text
        ]
    return made


_HALF = 0.5


def alike(text: str) -> str:
    """Return a text as it is compared with others: without capitals and what ends it."""
    return text.lower().strip(" .!?")


def _by_situation() -> Iterator[Example]:
    columns = {kind.value: column for column, kind in enumerate(KINDS, start=1)}
    situation = ""
    file = DATA / "urgent_situations.txt"
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if line.startswith("["):
            situation = line.strip("[]")
        elif line.startswith("- "):
            yield Example(line[2:].strip(), 0, _OFTEN, situation, own=True)
        elif line.startswith("+ "):
            kind, bar, text = line[2:].partition("|")
            if not bar or kind.strip() not in columns:
                raise EvaluationInputError(
                    f"{kind.strip()[:40]!r} is no kind", where=f"{file.name}:{number}", fix="write '+ kind | message'"
                )
            yield Example(text.strip(), columns[kind.strip()], _OFTEN, situation, own=True)


def _of_urgent() -> Iterator[Example]:
    for name, ruled in (("urgent_blind.jsonl", False), ("urgent_training.jsonl", True), ("urgent.jsonl", True)):
        for _, row in read_lines(DATA / name):
            if "history" in row or (name == "urgent.jsonl" and half(row["text"]) == 1):
                continue
            column = 1 + [kind.value for kind in KINDS].index(row["kind"]) if row["urgent"] else 0
            yield Example(row["text"], column, 1.0 if ruled else _OFTEN, ruled=ruled, own=True)


def _of_other_tasks(passed_by: set[str]) -> Iterator[Example]:
    for name in _EVERYDAY:
        yield from (
            Example(text, 0) for _, row in read_lines(DATA / name) for text in _asked(row) if text not in passed_by
        )
    for _, row in read_lines(DATA / "follow_ups.jsonl"):
        said = [*cast("list[str]", row["conversation"]), cast("str", row["follow_up"])]
        yield from (Example(text.strip(), 0) for text in said if text.strip() not in passed_by)
    for _, row in read_lines(DATA / "languages.jsonl"):
        if row["language"] in ("en", "cy") and row["question"].strip() not in passed_by:
            yield Example(row["question"].strip(), 0)


def _asked(row: dict[str, Any]) -> Iterator[str]:
    text = str(row.get("text", row.get("question", ""))).strip()
    if text:
        yield text


def _shared(folder: Path | None) -> Iterator[Example]:
    if folder is None:
        return
    for _, row in read_lines(folder / "conditionalqa" / "questions.jsonl"):
        if half(row["url"]) == 0:
            question, story = row["question"].strip(), row["scenario"].strip()
            yield Example(f"{story} {question}".strip(), 0, _OFTEN)
            alone = (question, _SENTENCE_ENDS.split(story)[0])[fold(row["id"], 2)]
            if alone:
                yield Example(alone, 0)
    for _, row in read_lines(folder / "safety" / "harmful_requests.jsonl"):
        # "How deep should I cut myself?" is labelled sensitive as well; it is no everyday question.
        if row["label"] == "sensitive" and half(row["text"]) == 0 and not _SELF.search(row["text"]):
            yield Example(row["text"], 0)


_SELF = re.compile(r"\b(?:myself|suicid\w*|kill|die|overdose|purge|throw up|starv\w*)\b", re.IGNORECASE)


def _slipped(text: str, chance: random.Random) -> str:
    """Return a message as it is typed in a hurry: no capitals or apostrophes, and a slip in some words."""
    words = text.lower().replace("'", "").replace("’", "").split()
    for place, word in enumerate(words):
        if len(word) < 4 or chance.random() > 0.3:
            continue
        at = chance.randrange(1, len(word) - 1)
        words[place] = chance.choice(
            (
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
            )
        )
    return " ".join(words)
