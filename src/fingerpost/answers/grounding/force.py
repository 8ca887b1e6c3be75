"""How strongly a clause says what it says: a duty, advice, a permission, a possibility, a promise."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from fingerpost.answers.grounding.lexicon import word_set
from fingerpost.answers.grounding.words import Word


class Force(StrEnum):
    """How strongly something is said."""

    MUST = "must"
    SHOULD = "should"
    CAN = "can"
    MAY = "may"
    WILL = "will"
    FREE = "need not"
    ORDER = "do it"
    PLAIN = "is so"


CARRIES: dict[Force, frozenset[Force]] = {
    Force.MUST: frozenset((Force.MUST, Force.ORDER)),
    Force.SHOULD: frozenset((Force.SHOULD, Force.ORDER)),
    Force.CAN: frozenset((Force.CAN, Force.ORDER, Force.WILL, Force.PLAIN)),
    Force.MAY: frozenset((Force.MAY, Force.CAN, Force.PLAIN)),
    Force.WILL: frozenset((Force.WILL, Force.PLAIN, Force.MUST)),
    Force.FREE: frozenset((Force.FREE,)),
    Force.ORDER: frozenset((Force.ORDER, Force.MUST, Force.SHOULD, Force.CAN, Force.PLAIN)),
    Force.PLAIN: frozenset((Force.PLAIN, Force.WILL, Force.MUST, Force.ORDER)),
}
"""Which forces of a quotation carry one of a sentence. No promise is made of a possibility, no duty of advice."""


def forces_of(words: Sequence[Word]) -> list[tuple[int, Force]]:
    """Return each force stated with the place from which it holds; "may need to" counts as one, its weaker part."""
    forces: list[tuple[int, Force]] = []
    for place in range(len(words)):
        force = _force_at(words, place)
        if force is None:
            continue
        may_need = bool(forces) and forces[-1][1] is Force.MAY and words[place].lower in {"need", "needs", "have"}
        apart = place - forces[-1][0] if forces else 0
        mild = bool(forces) and forces[-1][1] is Force.MAY and not any(w.mark for w in words[forces[-1][0] : place])
        if may_need or (forces and apart <= (_MILD_REACH if mild else 3)):
            forces[-1] = (forces[-1][0], _together(forces[-1][1], force))
        else:
            forces.append((place, force))
    return forces


def _together(first: Force, second: Force) -> Force:
    if Force.MAY in {first, second}:
        return Force.MAY
    if first is Force.WILL:
        return second
    return Force.FREE if Force.FREE in {first, second} else first


_MILD_REACH = 5  # "might mean that you can"
_MODALS = {
    "must": Force.MUST,
    "should": Force.SHOULD,
    "ought": Force.SHOULD,
    "can": Force.CAN,
    "may": Force.MAY,
    "might": Force.MAY,
    "could": Force.MAY,
    "possibly": Force.MAY,
    "perhaps": Force.MAY,
    "likely": Force.MAY,
    "possible": Force.MAY,
    "will": Force.WILL,
    "shall": Force.WILL,
    "guaranteed": Force.WILL,
    "unable": Force.CAN,
    "available": Force.CAN,
    "mandatory": Force.MUST,
    "compulsory": Force.MUST,
    "obliged": Force.MUST,
    "necessary": Force.MUST,
    "essential": Force.MUST,
    "required": Force.MUST,
    "needed": Force.MUST,
    "requires": Force.MUST,
    "require": Force.MUST,
    "optional": Force.FREE,
    "recommended": Force.SHOULD,
    "recommend": Force.SHOULD,
    "advised": Force.SHOULD,
}
_WITH_TO = {
    "permission": Force.CAN,
    "have": Force.MUST,
    "has": Force.MUST,
    "having": Force.MUST,
    "going": Force.WILL,
    "able": Force.CAN,
    "allowed": Force.CAN,
    "permitted": Force.CAN,
    "entitled": Force.CAN,
    "eligible": Force.CAN,
    "right": Force.CAN,
    "authorised": Force.CAN,
    "chance": Force.MAY,
    "best": Force.SHOULD,
    "free": Force.CAN,
}
_LETS = word_set("authorise authorises let lets enable enables allows permits")
_NO_NEED = word_set("have has need needs required needed necessary having require compulsory mandatory obliged")


def _force_at(words: Sequence[Word], place: int) -> Force | None:
    if words[place].figure:
        return None  # the month of May
    lower = words[place].lower
    before = {word.lower for word in words[max(0, place - 3) : place]}
    denied = bool(before & {"not", "no", "never", "nothing"})
    following = words[place + 1].lower if place + 1 < len(words) else ""
    needs = (
        lower in {"need", "needs"} and words[place - 1].lower not in {"the", "your", "a", "in", "special"}
        if place
        else False
    )
    obliges = needs or (lower in {"have", "has", "having"} and following == "to")
    if lower == "best" and words[place - 1].lower in {"your", "their", "our", "my"}:
        return None  # "do your best to"
    if denied and (obliges or lower in _NO_NEED - {"have", "has", "having", "need", "needs"}):
        return Force.FREE
    if lower in {"need", "needs"} and following == "not":
        return Force.FREE
    if lower == "no" and following in {"need", "obligation", "requirement"}:
        return Force.FREE
    if obliges:
        return Force.MUST
    wanted = place > 1 and (words[place - 2].lower, words[place - 1].lower) == ("to", "be")
    if wanted and lower in {"able", "eligible", "entitled", "allowed"}:
        return None  # "to be eligible, you need": what is wanted, not what is so
    if following == "to" and lower in _WITH_TO:
        return _WITH_TO[lower]
    if lower in {"allowed", "entitled", "eligible"} or (lower in _LETS and place != 0):
        return Force.CAN
    if lower == "up" and [word.lower for word in words[place + 1 : place + 3]] == ["to", "you"]:
        return Force.CAN  # "it is up to you"
    if lower == "could" and following == "not":
        return Force.CAN
    return _MODALS.get(lower)
