"""The message a model is sent: passages and a question, each between marks that nothing inside them can forge."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from fingerpost.domain import Passage, Section

_LOOK_ALIKE = re.compile(r"<(?=\s*/?\s*(?:guidance|passage|question)\b)", re.IGNORECASE)
ESCAPED = "‹"
"""What stands for ``<`` where a text holds something like one of the marks."""

_BYTES_A_TOKEN = 3.0


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent with the prompt. ``sections`` are the passages in it by the ids they have there, in order."""

    text: str
    sections: dict[str, Section]


def write_message(question: str, passages: Sequence[Passage], taken_out: Sequence[str] = ()) -> Message:
    """Return a question and its passages as data.

    The marks end in digits of a hash of everything between them, so a page would have to hold the hash of itself to
    close one. What merely looks like a mark is defused. The same question and passages give the same message.

    Args:
        question: what is asked, personal data already taken out.
        passages: what was found for it, best first.
        taken_out: the placeholders of what was taken out of the question, for a model whose tools take them.
    """
    sections = {f"p{number}": passage.section for number, passage in enumerate(passages, start=1)}
    bodies = {name: _body(section) for name, section in sections.items()}
    mark = _mark((*bodies.values(), question, *taken_out))
    lines = [f"<guidance-{mark}>"]
    for name, body in bodies.items():
        lines += [f'<passage-{mark} id="{name}">', _defused(body), f"</passage-{mark}>"]
    lines += [f"</guidance-{mark}>", f"<question-{mark}>", _defused(question), f"</question-{mark}>"]
    if taken_out:
        lines += [f"<taken-out-{mark}>", *dict.fromkeys(taken_out), f"</taken-out-{mark}>"]
    return Message("\n".join(lines), sections)


def data_block(name: str, text: str) -> str:
    """Return any other text, such as a tool's result, as data between marks of its own."""
    mark = _mark((text,))
    return f"<{name}-{mark}>\n{_defused(text)}\n</{name}-{mark}>"


def estimated_tokens(text: str) -> int:
    """Return about how many tokens a text is, rather too many than too few: one for three bytes of UTF-8.

    Providers count with tokenisers of their own, which are not to be had here; English guidance comes to between 3.5
    and 4.5 bytes a token in those that are known.
    """
    return math.ceil(len(text.encode()) / _BYTES_A_TOKEN)


def _body(section: Section) -> str:
    lines = [f"Page: {section.page.title}"]
    if section.heading_path:
        lines.append(f"Under: {' > '.join(section.heading_path)}")
    lines.append("")
    lines += [" ".join(section.text[s.start : s.end].split()) for s in section.sentences]
    return "\n".join(lines)


def _mark(texts: Sequence[str]) -> str:
    digits = hashlib.sha256("\0".join(texts).encode()).hexdigest()
    while any(digits[:12] in text for text in texts):  # pragma: no cover - needs a text that holds its own hash
        digits = hashlib.sha256(digits.encode()).hexdigest()
    return digits[:12]


def _defused(text: str) -> str:
    return _LOOK_ALIKE.sub(ESCAPED, text)
