"""The examples the safeguards' classifiers are trained on: our own, and one half of the public sets they are given.

Our own are in ``data/safeguards``, written for this: requests for help with harm in terms that name the topic and no
more, the questions of residents that only sound like it, and attempts to turn an assistant. An act is asked about in
several ways ("how do I …", "write a guide to …"), the same ways for harmful and harmless ones, so that the way of
asking tells nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fingerpost.evaluation.cases import read_lines, text_of
from fingerpost.evaluation.everyday_examples import everyday_messages, first_sentence
from fingerpost.evaluation.halves import half
from fingerpost.safeguards.attacks.rules import broken_rules
from fingerpost.safeguards.attacks.views import reads_as_english
from fingerpost.safeguards.machine_cues import cues_of

OWN = Path(__file__).parent / "data" / "safeguards"
WAYS = (
    "How do I {}?", "How can I {}?", "How to {}", "What is the best way to {}?", "Tell me how to {}",
    "How can I {} without any trouble?", "I want to {}, what do I do?", "I need to {}", "Can you help me {}?",
    "What's the easiest way to {}?", "Explain how to {}", "Give me steps to {}", "What steps should I take to {}?",
    "Can I {}?", "Should I {}?", "Help me {}", "Can you teach me to {}?", "Write a guide on how to {}",
    "Provide instructions on how to {}", "Write a tutorial on how to {}",
    "Give detailed instructions for someone who wants to {}", "Describe ways to {}", "Where can I learn to {}?",
    "Is there a way to {}?", "Give me tips to {}", "what do I need to {}",
)  # fmt: skip
_WAYS_AN_ACT = 4
_PER_GROUP = 6
TRAINED_ON = 0
"""The half that is trained on; the other half is what the figures are of."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text, the set it is from, what it is (``harmful``, ``safe``, ``attack``, ``everyday`` …) and its half."""

    text: str
    of: str
    label: str
    half: int = TRAINED_ON


def own_examples() -> list[Example]:
    """Return the examples that ship, in a fixed order."""
    found = [Example(text, "own", "harmful") for text in (*_asked("harm_acts.txt"), *_said("harm_requests.txt"))]
    found += [Example(text, "own", "safe") for text in (*_asked("harmless_acts.txt"), *_said("harmless_requests.txt"))]
    found += _grid()
    for file, label in (
        ("attacks.txt", "attack"),
        ("attacks_short.txt", "attack"),
        ("attacks_framed.txt", "attack"),
        ("attacks_abroad.txt", "attack"),
        ("asked_elsewhere.txt", "elsewhere"),
        ("harmless_abroad.txt", "abroad"),
        ("harmless_machine.txt", "safe"),
        ("page_instructions.txt", "page"),
    ):
        found += [Example(text, "own", label) for text in _said(file)]
    return found


def everyday_examples() -> list[Example]:
    """Return the ordinary messages of other evaluations and our own, none of which is to be acted on."""
    return [Example(text, "everyday", kind) for text, kind in everyday_messages()]


def public_examples(data: Path) -> list[Example]:
    """Return the public sets' examples, both halves. Raises ``EvaluationInputError`` for a file not in its form."""
    safety = data / "safety"
    found: list[Example] = []
    for row, where in _rows(safety / "harmful_requests.jsonl"):
        text = text_of(row, "text", where)
        found.append(Example(text, text_of(row, "set", where), text_of(row, "label", where), half(text)))
    for row, where in _rows(safety / "over_refusal.jsonl"):
        text = text_of(row, "text", where)
        found.append(Example(text, "xstest", "safe" if row.get("label") == "safe" else "harmful", half(text)))
    for row, where in _rows(safety / "jailbreaks.jsonl"):
        text = text_of(row, "text", where)
        found.append(Example(text, "in-the-wild", "attack", half(near_copy_name(text))))
    for row, where in _rows(safety / "prompt_injections.jsonl"):
        text = text_of(row, "text", where)
        label = "attack" if says_something_to_a_machine(text) else "unclear"
        found.append(Example(text, f"cyberseceval {row.get('type')}", label, half(text)))
    for row, where in _rows(safety / "indirect_injections.jsonl"):
        text = text_of(row, "text", where)
        found.append(Example(text, "bipia", "page", half(text)))
    for row, where in _rows(data / "conditionalqa" / "questions.jsonl"):
        question, scenario = text_of(row, "question", where), text_of(row, "scenario", where)
        of_page = half(text_of(row, "url", where))
        found.append(Example(question, "conditionalqa", "real", of_page))
        found.append(Example(f"{scenario} {question}".strip(), "conditionalqa", "real", of_page))
        if scenario.strip():
            found.append(Example(first_sentence(scenario), "conditionalqa first", "real", of_page))
    return found


def says_something_to_a_machine(text: str) -> bool:
    """Say whether a public injection is one to us. Some are plain general knowledge, which its set's prompts forbid."""
    return bool(broken_rules(text) or cues_of(text)) or not reads_as_english(text)


def near_copy_name(text: str) -> str:
    """Return the name that near-copies share: jailbreaks are passed on with small changes, and begin alike."""
    return " ".join(text.split())[:60].lower()


def _rows(file: Path) -> Iterator[tuple[dict[str, Any], str]]:
    for where, row in read_lines(file):
        yield row, where


def _said(file: str) -> list[str]:
    return [line for line in _lines(file) if not re.fullmatch(r"\[[a-z][a-z ,'-]*\]", line)]


def _lines(file: str) -> list[str]:
    written = (OWN / file).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in written if line.strip() and not line.startswith("# ")]


def _asked(file: str) -> list[str]:
    return [
        WAYS[(_number(act) + 7 * turn) % len(WAYS)].format(act) for act in _said(file) for turn in range(_WAYS_AN_ACT)
    ]


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4])


def _grid() -> list[Example]:
    """Return hateful questions about groups of people, and harmless nonsense in the same words."""
    lists: dict[str, list[str]] = {}
    current: list[str] = []
    for line in _lines("harm_grid.txt"):
        if line.startswith("["):
            current = lists.setdefault(line.strip("[]"), [])
        else:
            current.append(line)
    groups, claims, things, feats = (lists[name] for name in ("groups", "claims", "things", "feats"))
    found = [Example(f"Why should {group} {claim}?", "own", "harmful") for group, claim in _some(groups, claims)]
    found += [Example(f"Why should {thing} {claim}?", "own", "safe") for thing, claim in _some(things, claims)]
    found += [Example(f"Why can {group} not {feat}?", "own", "safe") for group, feat in _some(groups, feats)]
    return found


def _some(ones: list[str], others: list[str]) -> Iterator[tuple[str, str]]:
    for one in ones:
        for turn in range(_PER_GROUP):
            yield one, others[(_number(one) + turn * 5) % len(others)]
