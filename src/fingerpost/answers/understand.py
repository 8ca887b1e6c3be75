"""What was asked, made fit to search with."""

from __future__ import annotations

import re
import unicodedata

from fingerpost.errors import QuestionError

_KEPT_CONTROLS = "\n\t"
_SPACES = re.compile(r"\s+")
_INVISIBLE = ("Cc", "Cs", "Co", "Cn")
# Characters that only change the direction text is drawn in. They carry no meaning in a question, and can make what an
# adviser reads differ from what was asked (CVE-2021-42574).
_DIRECTION = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])


def read_question(text: str, *, limit: int) -> str:
    """Return a question as plain, composed text on one line.

    Control, direction and unassigned characters are taken out, and white space is folded. Letters of every script and
    emoji are kept.

    Args:
        text: what was typed or sent.
        limit: the most characters a question may have.

    Raises:
        QuestionError: nothing is left to ask, the text is longer than ``limit``, or it is not text at all. The message
            never repeats the question.
    """
    if len(text) > limit:
        raise QuestionError(
            f"the question has {len(text):,} characters; the most is {limit:,}",
            where="question",
            fix="ask a shorter question: say what happened in a sentence or two",
        )
    cleaned = "".join(
        " " if character in _KEPT_CONTROLS else character
        for character in unicodedata.normalize("NFC", text).translate(_DIRECTION)
        if character in _KEPT_CONTROLS or unicodedata.category(character) not in _INVISIBLE
    )
    if text and len(cleaned) < len(text) / 2:
        raise QuestionError(
            "the question is not readable text", where="question", fix="send the question as plain UTF-8 text"
        )
    question = _SPACES.sub(" ", cleaned).strip()
    if not any(unicodedata.category(character)[0] in "LNS" for character in question):
        raise QuestionError("there is no question", where="question", fix="type a question in your own words")
    return question
