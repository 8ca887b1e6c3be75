"""Dates that stand in full in a sentence: a day, a month and a year. Anything less is not guessed at."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january ionawr",
            "february chwefror",
            "march mawrth",
            "april ebrill",
            "may mai",
            "june mehefin",
            "july gorffennaf",
            "august awst",
            "september medi",
            "october hydref",
            "november tachwedd",
            "december rhagfyr",
        ),
        start=1,
    )
    for name in names.split()
}
_DATE = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)}) (\d{{4}})\b", re.IGNORECASE)
# What makes a date one to do something by. "From 6 April 2025" and "until 2026" are not: nothing is due then.
_BY = re.compile(
    r"(?:\bby(?: midnight)?(?: on)?|\bbefore|\bno later than|\berbyn|\bcyn)\s+(?:\w+day,?\s+)?$", re.IGNORECASE
)


def due_in(text: str, today: date) -> date | None:
    """Return the one day, today or later, that a text says something has to be done by.

    ``None`` where there is none or more than one: a person then writes the date themselves. "Before 5 May 2026" is the
    day before.
    """
    found: set[date] = set()
    for match in _DATE.finditer(text):
        before = _BY.search(text[: match.start()])
        if before is None:
            continue
        try:
            day = date(int(match[3]), _MONTHS[match[2].lower()], int(match[1]))
        except ValueError:
            continue
        if before[0].lower().startswith(("before", "cyn")):
            day = date.fromordinal(day.toordinal() - 1)
        found.add(day)
    return found.pop() if len(found) == 1 and min(found) >= today else None
