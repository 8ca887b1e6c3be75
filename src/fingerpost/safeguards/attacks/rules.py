"""Turns of phrase that speak to an assistant as to a machine that can be turned. No resident needs one of them.

Each rule has a kind of its own, from a closed list, that goes into the record. They are in ``rules.toml``: what is
being tried (set the instructions aside, be somebody else, tell what is secret), in English and, for the commonest,
in the languages most spoken in the United Kingdom and those that attacks are most often translated into.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

RULES_FILE = Path(__file__).with_name("rules.toml")


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and the kind of attack it shows. ``in_pages`` says that it also tells in a page of guidance."""

    kind: str
    pattern: re.Pattern[str]
    in_pages: bool = True


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules that ship, in the order they are asked."""
    written: dict[str, Any] = tomllib.loads(RULES_FILE.read_text(encoding="utf-8"))
    found = [_rule(written["fragments"], **each) for each in written["rules"]]
    found += [_rule({}, "override", pattern) for pattern in written["abroad"]["patterns"]]
    found += [_rule({}, **each) for each in written["abroad"]["asks"]]
    return tuple(found)


def _rule(fragments: dict[str, str], kind: str, pattern: str, in_pages: bool = True) -> Rule:
    for name, fragment in fragments.items():
        pattern = pattern.replace(f"<<{name}>>", fragment)
    return Rule(kind, re.compile(pattern, re.IGNORECASE), in_pages)


# Written without a gap between the words, or with one between the letters.
_SQUEEZED = re.compile(
    r"(?:ignore|disregard|forget)(?:all|any|the|your)*(?:previous|prior|above|earlier|your)?(?:instruction|rule|prompt|direction)"
    r"|(?:reveal|show|print|tell)(?:me)?(?:your|the)(?:system|hidden|secret)?(?:prompt|instruction|password|key)|doanythingnow|jailbreak|developermode",
    re.IGNORECASE,
)


def broken_rules(text: str) -> tuple[str, ...]:
    """Return the kinds of attack that the rules see in ``text``, each once, in the order of the rules.

    ``text`` is one view of what was written (see ``views``).
    """
    found = [rule.kind for rule in rules() if rule.pattern.search(text)]
    if _SQUEEZED.search(re.sub(r"[\W_]+", "", text)):
        found.append("override")
    return tuple(dict.fromkeys(found))


def page_rule(sentence: str) -> str:
    """Return the kind of the first rule that tells a page's sentence from guidance; empty when none does."""
    return next((rule.kind for rule in rules() if rule.in_pages and rule.pattern.search(sentence)), "")
