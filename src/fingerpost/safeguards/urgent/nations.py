"""Which nation of the United Kingdom a message says it is written in. Helplines differ between the four."""

from __future__ import annotations

import re

_SAYS = {
    "scotland": r"scotland|scottish|glasgow|edinburgh|aberdeen|dundee|inverness|stirling|paisley|falkirk|fife|"
    r"highlands",
    "northern_ireland": r"northern ireland|belfast|londonderry|derry|newry|lisburn|antrim|armagh|fermanagh|tyrone",
    "wales": r"wales|welsh|cymru|cardiff|caerdydd|swansea|abertawe|newport gwent|wrexham|wrecsam|bangor gwynedd|"
    r"aberystwyth|gwynedd|ceredigion|powys|carmarthen\w*|pembroke\w*|anglesey|ynys m[oô]n|rhondda|merthyr",
    "england": r"england|london|birmingham|manchester|liverpool|leeds|sheffield|bristol|newcastle|nottingham|leicester",
}
_PATTERNS = {nation: re.compile(rf"\b(?:{names})\b", re.IGNORECASE) for nation, names in _SAYS.items()}
# "My husband is Scottish" says nothing of where somebody is: only one nation named counts.
_WELSH_WORDS = re.compile(
    r"\b(?:mae|dwi|dw i|rwy|rwyf|ydw|oes|sydd|does|gen i|fy|yn y|wedi|ddim|eisiau|heno|mewn|alla i|byddai|hoffwn|"
    r"cefais|dwin|rwyn|ydych|maer|maen)\b",
    re.IGNORECASE,
)
_ENOUGH_WELSH = 2
_APOSTROPHES = re.compile(r"['’]")


def nation_of(text: str, served: str = "") -> str:
    """Return the nation a text is written in; empty when that is not known.

    A nation named in it comes first, then the one the service serves, then Wales for a text in Welsh. More than one
    named tells nothing.
    """
    named = [nation for nation, pattern in _PATTERNS.items() if pattern.search(text)]
    if len(named) == 1:
        return named[0]
    return served or ("wales" if not named and in_welsh(text) else "")


def in_welsh(text: str) -> bool:
    """Return whether a text is in Welsh, by its small words."""
    return len(_WELSH_WORDS.findall(_APOSTROPHES.sub("", text))) >= _ENOUGH_WELSH
