"""Whether a figure is carried by the quotations: the same value, of the same thing, no less and no more than there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import cast

from fingerpost.answers.grounding.quantities import Quantity

_LOOK = 60


class Bound(StrEnum):
    """What a figure bounds: exactly so much, at least, more than, at most, less than, about."""

    EXACT = "exactly"
    LEAST = "at least"
    MORE = "more than"
    MOST = "at most"
    LESS = "less than"
    ABOUT = "about"


_BEFORE: tuple[tuple[Bound, str], ...] = (
    (
        Bound.MOST,
        r"(?:no|not|cannot|\w+n['’]t|never)(?: \w+){0,3} (?:more|later|longer|older|bigger|larger|higher"
        r"|heavier|over|above|after) (?:than )?",
    ),
    (
        Bound.LEAST,
        r"(?:no|not|cannot|\w+n['’]t|never)(?: \w+){0,3} (?:less|fewer|earlier|sooner|younger|shorter|smaller"
        r"|lower|under|below|before|until) (?:than |(?:they|it|you|he|she)(?: are| is|['’]re|['’]s) )?",
    ),
    (
        Bound.LEAST,
        r"(?:at least|from the age of|from age|a minimum of|minimum(?: of)?|min\.?|as early as"
        r"|at the very least|(?:minimum|earliest|lowest|least|shortest|youngest)(?: \w+){0,7} (?:is|are|be|of))"
        r" (?:(?:a|an|of|the|last|next|first) )*(?:age of )?",
    ),
    (
        Bound.LEAST,
        r"(?:once|when|as soon as|from when)(?: \w+){1,3} (?:turns?|reach(?:es)?|becomes?|is|are)(?: the age of)? ",
    ),
    (
        Bound.MOST,
        r"(?:up to|at most|a maximum of|maximum(?: of)?|max\.?|within|at the latest|as much as"
        r"|as many as|(?:maximum|latest|highest|most|longest|oldest)(?: \w+){0,7} (?:is|are|be|of)|as long as"
        r"|(?:the|your|their|\w+['’]s) first"
        r"|(?:in|over|during|for) the (?:next|following|coming)|in under|no further than"
        r"|limit(?:ed)? (?:of|to)|by|by the time (?:they|it|you|he|she) (?:is|are"
        r"|reach\w*)) (?:(?:the|a|of|another|last|next) )*",
    ),
    (
        Bound.MORE,
        r"(?:more than|over|above|exceed(?:s|ing)?|longer than|older than|taller than|greater than"
        r"|bigger than|later than|higher than|beyond|after (?:they|it|you|he|she) (?:is|are"
        r"|reach\w*)) (?:the age of |the |a |age )?",
    ),
    (
        Bound.LESS,
        r"(?:less than|under|below|fewer than|younger than|earlier than|shorter than|smaller than"
        r"|lower than|earlier than)[ -](?:the age of |the |a |age )?",
    ),
    (Bound.ABOUT, r"(?:about|around|approximately|roughly|nearly|approx\.?|almost|some|or so) "),
)
_AFTER: tuple[tuple[Bound, str], ...] = (
    (
        Bound.LEAST,
        r"(?:years?(?: old)?)?\s?(?:or|and) (?:over|more|older|above|longer|upwards)\b|\+"
        r"|(?: \w+)? (?:as a )?minimum\b|['’]?s?(?: \w+){0,2} or (?:more|over|older|longer|deeper"
        r"|higher)\b| (?:onwards|upwards)\b",
    ),
    (
        Bound.MOST,
        r"(?:years?(?: old)?)?\s?(?:or|and) (?:under|less|fewer|younger|below|shorter)\b"
        r"|(?: \w+)? (?:as a )?(?:maximum|at (?:the )?most|at the latest)\b"
        r"|['’]?s?(?: \w+){0,2} or (?:less|fewer|under|younger)\b",
    ),
)
_BEFORE_FOUND = tuple((bound, re.compile(rf"(?:^|[\s(]){pattern}$", re.IGNORECASE)) for bound, pattern in _BEFORE)
_AFTER_FOUND = tuple((bound, re.compile(rf"\s?{pattern}", re.IGNORECASE)) for bound, pattern in _AFTER)
_GIVEN = re.compile(
    r"(?:\b(?:have|has|got|get|gets|gives?|given|another|allow(?:s|ed)?|take|takes|for|in|when|then|last|lasts)|['’](?:ve|s))"
    r" (?:you |them |another |the )?$",
    re.IGNORECASE,
)
# "An average over 17 weeks" is not more than 17 weeks.
_SPREAD = re.compile(
    r"\b(?:average\w*|spread|paid|pay|instalments|payments|calculated|measured) over (?:the |a )?$", re.IGNORECASE
)
_MAY_COUNT = re.compile(r"\b(?:can|may|could|allowed|permitted)\b[^.;]*$", re.IGNORECASE)
# "Can take 8 weeks" says no more than "takes up to 8 weeks".
_CAN_TAKE = re.compile(r"\b(?:can|may|might|could)(?: \w+){0,3} $", re.IGNORECASE)
_ENDS_AT = re.compile(
    r"\b(?:(?P<end>closes?|shuts?|ends?|finish(?:es)?|stops?)|(?P<start>opens?|starts?|begins?))\b[^.;]*\bat $",
    re.IGNORECASE,
)
_LIMIT = re.compile(r"\b(?:how (?:many|much|long)|limit|allowance|maximum|longest|most)\b", re.IGNORECASE)
_OPPOSITE = {Bound.LEAST: Bound.LESS, Bound.LESS: Bound.LEAST, Bound.MOST: Bound.MORE, Bound.MORE: Bound.MOST}
_WHEN: tuple[tuple[str, str], ...] = (
    ("by", r"(?:by|no later than|not later than|before the end of|until|till|up to|up until|on or before) (?:the )?"),
    ("before", r"(?:before|prior to|earlier than|ahead of) (?:the )?"),
    ("from", r"(?:from|since|on or after|starting|beginning|as of|as from) (?:the )?"),
    ("after", r"(?:after|later than|following) (?:the )?"),
)
_WHEN_FOUND = tuple((name, re.compile(rf"(?:^|[\s(]){pattern}$", re.IGNORECASE)) for name, pattern in _WHEN)
# "6 to 9 months", "from 4 months up to 2 years", "between 12 and 17"
_SPAN_START = re.compile(r"\s?(?:up )?(?:to|-|–)\s?£?\d")
_SPAN_END = re.compile(r"(?:\d(?:\w| month| week| day| year)*\s?(?:up )?(?:to|-|–)|\bbetween .{1,24} and)\s?$")
_RANGE_START = re.compile(r"\bbetween (?:the )?$", re.IGNORECASE)
_RANGE_END = re.compile(r"(?:\bto|\bbetween .{1,16} and|[-–]) ?(?:the )?$", re.IGNORECASE)
_DEADLINE = re.compile(
    r"\b(?:deadline|closing date|last (?:day|date)|latest|time limit|end|ends|ending|expires?|finish(?:es)?)\b",
    re.IGNORECASE,
)


def bound_of(quantity: Quantity, text: str) -> Bound:
    """Return what the words round a figure make of it."""
    if inside := re.search(r" or (more|fewer|less)\b", text[quantity.start : quantity.end]):
        return Bound.LEAST if inside[1] == "more" else Bound.MOST
    after = text[quantity.end : quantity.end + _LOOK]
    for bound, pattern in _AFTER_FOUND:
        if pattern.match(after):
            return bound
    before = text[max(0, quantity.start - _LOOK) : quantity.start]
    if quantity.kind in {"duration", "number", "age", "money"}:
        if _SPAN_START.match(after) or re.search(r"\bbetween (?:the ages? of )?$", before):
            return Bound.LEAST
        if _SPAN_END.search(before):
            return Bound.MOST
    if _SPREAD.search(before):
        return Bound.EXACT
    for bound, pattern in _BEFORE_FOUND:
        if pattern.search(before):
            return bound
    return Bound.EXACT


def when_of(quantity: Quantity, text: str) -> str:
    """Return how a date or a time bounds: ``by``, ``before``, ``from``, ``after``, or nothing."""
    before = text[max(0, quantity.start - _LOOK) : quantity.start]
    if _RANGE_START.search(before) or re.match(
        r"(?: to |[-–])(?:\d|[A-Z]|midday|noon|midnight)", text[quantity.end : quantity.end + 8]
    ):
        return "from"
    if _RANGE_END.search(before):
        return "by"
    named = next((name for name, pattern in _WHEN_FOUND if pattern.search(before)), "")
    if not named and (verb := _ENDS_AT.search(text[: quantity.start])):
        return "by" if verb["end"] else "from"
    far = re.search(r"\b(?:is|was) $", before) and _DEADLINE.search(text[: quantity.start])
    return "last" if not named and (far or _DEADLINE.search(before)) else named


def figure_problem(said: Quantity, text: str, quoted: Sequence[tuple[Quantity, str]]) -> str:
    """Say what is wrong with a figure of a sentence, or return nothing when a quotation carries it.

    Args:
        said: the figure.
        text: the sentence it stands in.
        quoted: each figure of the quotations with the text it stands in.
    """
    same = [(quantity, place) for quantity, place in quoted if _same_value(said, quantity)]
    if not same:
        return f"figure not in the quotation: {said.written.strip()}"
    if not any(_same_rate(said, quantity) for quantity, _ in same):
        return f"figure not for the same time: {said.written.strip()}"
    if said.kind in {"date", "time"}:
        fits = any(_when_fits(when_of(said, text), when_of(quantity, place)) for quantity, place in same)
        return "" if fits else f"date bounded another way: {said.written.strip()}"
    wanted = bound_of(said, text)
    if any(_bound_fits(wanted, said, text, quantity, place) for quantity, place in same):
        return ""
    return f"figure bounded another way: {wanted} {said.written.strip()}"


def _same_value(said: Quantity, quoted: Quantity) -> bool:
    kinds = {said.kind, quoted.kind}
    if kinds == {"date"}:
        return _date_within(cast("tuple[int | None, ...]", said.value), cast("tuple[int | None, ...]", quoted.value))
    if kinds == {"date", "number"}:
        return _year_of(said) is not None and _year_of(said) == _year_of(quoted)
    if "age" in kinds and kinds & {"number", "duration"}:
        return _years(said) == _years(quoted)
    if kinds == {"duration", "frequency"}:
        return False
    if kinds <= {"number", "ordinal", "measure", "percent"} and len(kinds) == 2:
        return False
    return said.kind == quoted.kind and said.value == quoted.value and said.unit == quoted.unit


def _date_within(said: tuple[int | None, ...], quoted: tuple[int | None, ...]) -> bool:
    return all(mine is None or mine == theirs for mine, theirs in zip(said, quoted, strict=True))


def _year_of(quantity: Quantity) -> int | None:
    if quantity.kind == "date":
        day, month, year = cast("tuple[int | None, ...]", quantity.value)
        return year if quantity.written.strip().isdigit() or (day is None and month is None) or year else None
    value = quantity.value
    return int(value) if isinstance(value, Decimal) and 1900 <= value <= 2100 and value == int(value) else None


def _years(quantity: Quantity) -> Decimal | None:
    value = quantity.value
    if not isinstance(value, Decimal):
        return None
    if quantity.kind == "duration":
        return value / 12 if quantity.unit == "month" else None
    return value


def _same_rate(said: Quantity, quoted: Quantity) -> bool:
    return said.rate == quoted.rate


def _when_fits(said: str, quoted: str) -> bool:
    if said == quoted:
        return True
    # "from 1 May" and "on 1 May" are alike enough where the quotation says neither before nor after.
    return {said, quoted} <= {"", "from"} or ("last" in {said, quoted} and {said, quoted} <= {"", "by", "last"})


def _bound_fits(wanted: Bound, said: Quantity, text: str, quoted: Quantity, place: str) -> bool:
    found = bound_of(quoted, place)
    if wanted is found:
        return True
    if found is Bound.EXACT and wanted is Bound.MOST:
        given = said.kind == "duration" and _GIVEN.search(place[: quoted.start])
        counted = said.kind in {"number", "duration"} and _MAY_COUNT.search(place[: quoted.start])
        counted = counted and not re.search(r"\b(?:earliest|least|minimum|from|after)\b", place[: quoted.start])
        return bool(given or counted or _LIMIT.search(place))
    if found is Bound.EXACT and wanted is Bound.ABOUT:
        return True
    if found is Bound.MOST and wanted is Bound.EXACT and said.kind == "duration" and _GIVEN.search(text[: said.start]):
        return True  # "within 28 days" and "you have 28 days to"
    if found is Bound.MOST and wanted is Bound.EXACT and _CAN_TAKE.search(text[: said.start]):
        return True
    if found in {Bound.MOST, Bound.EXACT} and _is_reach(said, text) and _is_reach(quoted, place):
        return True
    if found is Bound.EXACT and wanted is Bound.LEAST and re.match(r"['’]?s? notice\b", place[quoted.end :]):
        return True  # notice may always be longer
    if _OPPOSITE.get(wanted) is found:
        # "not if you have more than £16,000" and "if you have £16,000 or less" say one thing.
        return _denials(text) % 2 != _denials(place) % 2
    return False


_REACH = re.compile(r"\b(?:from|until|till|up to|no later than|within|by|in the|starting) $", re.IGNORECASE)


def _is_reach(quantity: Quantity, text: str) -> bool:
    """Say whether a duration reaches from or to a point: "from 30 days before", "until 21 days after"."""
    after = re.match(r"['’]?s? (?:before|after|of|from|following)\b", text[quantity.end :])
    return quantity.kind == "duration" and bool(after and _REACH.search(text[: quantity.start]))


_DENIES = re.compile(r"\b(?:not|no|cannot|never|without|unless|except)\b|n['’]t\b", re.IGNORECASE)


def _denials(text: str) -> int:
    return len(_DENIES.findall(text))
