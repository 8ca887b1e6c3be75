"""General claims: that a thing is free, has no deadline, is for everyone or can be done online.

A sentence may tag one of these on to any quotation, and none of its words needs to be far from what is quoted: "pay"
and "all" stand on most pages. Such a claim is carried only by a quotation that makes it; a heading is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fingerpost.answers.grounding.reading import Case

_FLAGS = re.IGNORECASE
_COSTS_NOTHING = re.compile(
    r"\b(?:it|this|that|they|these|all|everything|which)(?: of (?:it|this|them|these))?(?: is|['’]s| are|['’]re)"
    r"(?: all| completely| entirely)? free\b(?! of\b(?! charge))"
    r"|\bnothing to pay\b|\bpays? nothing\b|\bcosts?(?: you)? nothing\b|\bfree of charge\b|\bat no cost\b"
    r"|\bno (?:charge|fee|cost)\b|\b(?:not|n['’]t) (?:have to |need to )?pay anything\b",
    _FLAGS,
)
_SAYS_FREE = re.compile(
    r"\bfree\b|\bnothing\b|\bno (?:\w+ )?(?:charge|fee|cost)s?\b|\bexempt\b|£0\b|\bwithout (?:charge|paying)\b"
    r"|\b(?:not|never|n['’]t)(?: usually| normally)? (?:have to |need to |be )?(?:pay|charged?|cost)"
    r"(?: anything| a fee)?(?= (?:if|when|for|unless|to|until|once)\b|[.,;:]|$)|\bno \w+(?: \w+){0,3} to pay\b",
    _FLAGS,
)
_NO_LIMIT = re.compile(
    r"\bno (?:deadline|time limit|limit|closing date|end date|rush)\b|\bat any time\b|\bwhenever you (?:like|want)\b",
    _FLAGS,
)
_SAYS_NO_LIMIT = re.compile(
    r"\bno (?:\w+ )?(?:deadline|limit|end date)\b|\bany ?time\b|\bwhenever\b|\bunlimited\b|\bwithout (?:a )?limit\b"
    r"|\bas (?:many|much|often|long) as\b|\bnot\b.*\b(?:deadline|limit)",
    _FLAGS,
)
_FOR_ALL = re.compile(
    r"\b(?:everyone|everybody|nobody|no one)\b(?! (?:else|who|with|aged|in|on|from|under|over|whose)\b)", _FLAGS
)
_SAYS_FOR_ALL = re.compile(
    r"\b(?:everyone|everybody|anyone|anybody|nobody|no[- ]one|all (?:\w+|of)|every (?:\w+)|each|any (?:\w+)|none)\b",
    _FLAGS,
)
_ONLINE = re.compile(r"\bonline\b", _FLAGS)
_SAYS_ONLINE = re.compile(
    r"\b(?:online|website|internet|web|electronic(?:ally)?|digital(?:ly)?|app|GOV\.UK)\b|https?://|www\."
    r"|\.(?:uk|com|org|example)\b",
    _FLAGS,
)
_ADDRESS = re.compile(r"\S+@\S+")
_NOT_AT_ALL = re.compile(r"\b(?:not|none|nothing)(?: \w+)? at all\b", _FLAGS)

_CLAIMS = (
    ("costs nothing", _COSTS_NOTHING, _SAYS_FREE),
    ("no limit", _NO_LIMIT, _SAYS_NO_LIMIT),
    ("for everyone", _FOR_ALL, _SAYS_FOR_ALL),
    ("online", _ONLINE, _SAYS_ONLINE),
)


def claim_problems(case: Case) -> Iterator[str]:
    """Yield each general claim of the sentence that nothing quoted makes."""
    told = [_NOT_AT_ALL.sub("", _ADDRESS.sub("", fact.text)) for fact in case.facts]
    for name, claims, carries in _CLAIMS:
        found = claims.search(case.said.text)
        if found and not any(carries.search(text) for text in told):
            yield f"claimed of nothing quoted: {name}: {found.group().lower()}"
