"""Dates of birth: a whole date that is called one. Ages, years and the dates of anything else are kept.

"If one of you was born before 6 April 1935" is a rule's date and not a person's, so a date that only bounds is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fingerpost.domain import Finding
from fingerpost.safeguards.personal_data import kinds

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?|ionawr|chwefror|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd|"
    r"rhagfyr)\.?"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:19|20)\d\d|'?\d\d"
DATE = (
    rf"(?:(?<!\d){_DAY}\s?[./-]\s?(?:0?[1-9]|1[0-2])\s?[./-]\s?(?:(?:19|20)\d\d|\d\d)(?!\d)"
    rf"|(?<!\d){_DAY} (?:0?[1-9]|1[0-2]) (?:19|20)?\d\d(?!\d)"
    rf"|(?<!\d)(?:19|20)\d\d[./-](?:0?[1-9]|1[0-2])[./-]{_DAY}(?!\d)"
    rf"|(?<!\d){_DAY}(?:st|nd|rd|th|ain|fed|af|il|ydd|eg)?[ -](?:of )?{_MONTH},?[ -](?:{_YEAR})(?!\d)"
    rf"|\b{_MONTH} {_DAY}(?:st|nd|rd|th)?,? (?:{_YEAR})(?!\d))"
)
"""A whole date, day, month and year, in any of the ways people write one; case does not matter."""

_CALLED = (
    r"d\.?\s?o\.?\s?b\b\.?|date (?:of|off) b[ir]{1,2}th|birth ?date|birth ?day|b[-/ ]?day|born|dyddiad geni|penblwydd|"
    r"pen-blwydd|(?:fy |ei |)ng?h?eni|ganwyd|ganed|eni"
)
_BOUNDS = r"before|after|between|since|until|by|earlier|later|due|cyn|ar [oô]l"
_BEFORE = re.compile(
    rf"\b(?:{_CALLED})(?P<between>(?:(?!\b(?:{_BOUNDS})\b)[^\d.?!\n]){{0,30}}[.:]?\s{{0,2}})"
    rf"(?P<date>{DATE}|(?<!\d){_DAY}(?:0[1-9]|1[0-2])(?:19|20)\d\d(?!\d))",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?P<date>{DATE})[)\s,]{{0,3}}(?:(?:is|was|yw) )?(?:(?:my|his|her|their|our|\w+'s) )?"
    r"(?:\(?d\.?o\.?b\b|date of birth|birth ?date|birthday)",
    re.IGNORECASE,
)


def find(text: str) -> Iterator[Finding]:
    """Yield the dates of birth in ``text``, with overlaps."""
    for pattern in (_BEFORE, _AFTER):
        for match in pattern.finditer(text):
            yield Finding(kinds.BIRTH, *match.span("date"), 0.8)
