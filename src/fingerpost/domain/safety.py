"""What safeguards say of a question, and the help that an urgent one is answered with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fingerpost.domain.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class HelpRoute:
    """Where somebody gets help at once. Empty fields are not shown.

    ``key`` names it in the data and the catalogues; ``when`` says, in the reader's words, who it is for. ``checked``
    is the day its number and hours were last compared with ``source``, a public address. ``locale`` is the language its
    words are in.
    """

    key: str
    name: str
    phone: str = ""
    text: str = ""
    url: str = ""
    hours: str = ""
    when: str = ""
    source: str = ""
    checked: date | None = None
    locale: str = "en"


@dataclass(frozen=True, slots=True)
class Judgement:
    """That a safeguard acted, and why. It never holds the words that made it act.

    Attributes:
        safeguard: which one: ``urgent``, ``attacks``, ``harm`` or ``policy``.
        kind: what it saw, from the safeguard's own closed list, such as ``homeless_tonight`` or ``jailbreak``.
        layer: which of its layers saw it: ``rules``, ``classifier`` or ``model``.
        outcome: what the turn comes to because of it.
        reason: a sentence for the record.
        score: how sure it was, 0 to 1.
        help: for ``urgent``: where to get help, most pressing first.
        notice: key of the fixed wording shown, if it has its own.
        guidance: for ``urgent``: whether guidance may follow the help.
    """

    safeguard: str
    kind: str
    layer: str
    outcome: Outcome
    reason: str
    score: float = 1.0
    help: tuple[HelpRoute, ...] = ()
    notice: str = ""
    guidance: bool = True


@dataclass(frozen=True, slots=True)
class Seal:
    """What keeps the placeholders of a conversation ("[phone 1]") the same from one question to the next.

    ``salt`` is the conversation's own and random. ``marks`` says which placeholder each thing has, as
    ``phone 1=`` and a keyed hash of the thing. The hash needs the service's secret too, which is not kept with it.
    """

    salt: str
    marks: tuple[str, ...] = ()
