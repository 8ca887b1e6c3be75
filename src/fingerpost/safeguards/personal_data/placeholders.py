"""Put placeholders where personal data stood: typed, numbered, and the same for the same thing in one conversation.

Which number a thing has is known by a keyed hash of it. The key is made of two parts: a salt that is kept with the
conversation's answers and goes when they go, and a secret of the service that is never kept with them. So a stored
conversation, or an old copy of it, can't be searched for somebody's phone number, and once the conversation is deleted
nobody can tell any more what its placeholders stood for.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from fingerpost.domain import Finding, Seal
from fingerpost.safeguards.personal_data.kinds import BIRTH, NAME, PHONE, PLACEHOLDERS

_KINDS = "|".join(sorted(map(re.escape, PLACEHOLDERS.values()), key=len, reverse=True))
PLACEHOLDER = re.compile(rf"\[(?P<kind>{_KINDS}) (?P<number>\d{{1,4}})\]")
"""A placeholder in a protected text, such as ``[phone 1]``."""

_TITLE = re.compile(r"\A(?:mr|mrs|ms|miss|mx|dr|prof|professor|rev|revd|sir|dame)\.?\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Protected:
    """A text with a placeholder for each thing found.

    ``findings`` are in reading order, without overlaps; their offsets are into the text that was given. ``seal`` is
    what the next text of the conversation needs for its placeholders to be the same. What the placeholders stand for is
    in memory only for as long as this object is, is never shown or written, and is had one at a time by ``reveal``.
    """

    text: str
    findings: tuple[Finding, ...]
    seal: Seal | None = None
    _hidden: Mapping[str, str] = field(default_factory=dict[str, str], repr=False, compare=False)

    def reveal(self, placeholder: str) -> str | None:
        """Return what a placeholder of this text, such as ``[postcode 1]``, stands for; ``None`` if it is not of it.

        For use during the turn, such as to look up a council by its postcode. Never store, log or send what it returns.
        """
        return self._hidden.get(placeholder)

    def __reduce__(self) -> tuple[object, ...]:
        """Leave out what was hidden when this is copied to another process or a file."""
        return (Protected, (self.text, self.findings, self.seal))


# What leads in to a thing that was taken out, and says nothing without it: "my name is", "you can call me on".
_LEAD_IN = (
    r"(?:(?:and|or|so)\s+)?(?:(?:my|our|his|her|their)\s+(?:(?:full|first|last|mobile|home|work|phone|telephone|email"
    r"|e-mail|national insurance|ni|nhs|bank|card|account|reference|driving licence|passport|council tax)\s+)*"
    r"(?:name|surname|phone|mobile|number|no|tel|telephone|email|e-mail|address|postcode|post code|dob|date of birth"
    r"|ni|nino|account|sort code|card|reference|ref|licence|passport|registration|reg)\s*(?:is|['’]s|are|:|=)?"
    r"|i\s+am|i['’]?m|this\s+is|(?:you\s+can\s+|please\s+)?(?:call|phone|ring|text|email|e-mail|contact|reach)\s+me"
    r"(?:\s+(?:on|at|by|back on))?|fy\s+enw(?:\s+i)?\s+yw|fy\s+(?:rhif|nghyfeiriad|e-bost)(?:\s+\w+)?\s+yw)"
)
_WITH_LEAD_IN = re.compile(rf"(?:\b{_LEAD_IN}[\s:=,-]*)?{PLACEHOLDER.pattern}", re.IGNORECASE)
_EMPTY = re.compile(r"(?:^|(?<=[,.;:!?]))[\s,.;:]*[,.;:]\s*|\s+(?=[,.;:!?])")


def without_placeholders(text: str) -> str:
    """Return ``text`` without its placeholders and what only leads in to them: neither says what is asked."""
    left = _WITH_LEAD_IN.sub(" ", text)
    return text if left == text else " ".join(_EMPTY.sub(" ", f" {left}".strip()).split())


def replace_found(
    text: str, findings: Sequence[Finding], *, key: bytes, seal: Seal | None = None, said_before: Iterable[str] = ()
) -> Protected:
    """Return ``text`` with a placeholder for each finding.

    Args:
        text: what was written.
        findings: what was found in it, in reading order and without overlaps.
        key: the service's part of the key.
        seal: of the conversation's last text, if it has one.
        said_before: the conversation's earlier protected texts; no placeholder of theirs is given to something new.
    """
    if not findings:
        return Protected(text, (), seal)
    salt = seal.salt if seal else secrets.token_urlsafe(16)
    numbers = dict(mark.rsplit("=", 1)[::-1] for mark in seal.marks) if seal else {}
    highest = _highest([*said_before, text, *(f"[{placeholder}]" for placeholder in numbers.values())])
    hidden: dict[str, str] = {}
    pieces: list[str] = []
    end = 0
    for finding in findings:
        written = text[finding.start : finding.end]
        kind = PLACEHOLDERS[finding.label]
        mark = _mark(key, salt, finding.label, written)
        if mark not in numbers:
            highest[kind] = highest.get(kind, 0) + 1
            numbers[mark] = f"{kind} {highest[kind]}"
        placeholder = f"[{numbers[mark]}]"
        hidden.setdefault(placeholder, written)
        pieces += [text[end : finding.start], placeholder]
        end = finding.end
    kept = Seal(salt, tuple(f"{placeholder}={mark}" for mark, placeholder in numbers.items()))
    return Protected("".join([*pieces, text[end:]]), tuple(findings), kept, hidden)


def _highest(texts: Iterable[str]) -> dict[str, int]:
    highest: dict[str, int] = {}
    for text in texts:
        for match in PLACEHOLDER.finditer(text):
            highest[match["kind"]] = max(highest.get(match["kind"], 0), int(match["number"]))
    return highest


def _mark(key: bytes, salt: str, label: str, written: str) -> str:
    message = f"{label}\0{_normal(label, written)}".encode()
    return hmac.new(hmac.digest(key, salt.encode(), hashlib.sha256), message, hashlib.sha256).hexdigest()[:20]


def _normal(label: str, written: str) -> str:
    """Return what is the same however it is written: spaces, capitals and titles do not matter."""
    if label == NAME:
        return " ".join(_TITLE.sub("", written).casefold().split())
    if label == BIRTH:
        return "/".join(re.findall(r"\w+", written.casefold()))
    kept = "".join(character for character in written.casefold() if character.isalnum())
    if label == PHONE:
        # After "+44" comes a zero that is not dialled, but is written: "+44 (0)20 …".
        return "0" + re.sub(r"\A(?:00)?44(?=0?\d{9,10}\Z)|\A0", "", kept).lstrip("0")
    return kept
