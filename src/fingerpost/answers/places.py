"""The nations of the UK: how guidance and people name them.

Guidance names them in sets ("England and Wales", "Great Britain"), so a condition is read as a set and not as one
place. People name towns, so the largest towns and cities of each nation are known too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

NATIONS = ("england", "scotland", "wales", "northern_ireland")
"""In the order they are offered."""

NAMES: Mapping[str, Mapping[str, str]] = {
    "en": {"england": "England", "scotland": "Scotland", "wales": "Wales", "northern_ireland": "Northern Ireland"},
    "cy": {"england": "Lloegr", "scotland": "yr Alban", "wales": "Cymru", "northern_ireland": "Gogledd Iwerddon"},
}

_NAMED: Mapping[str, frozenset[str]] = {
    "england": frozenset({"england"}),
    "scotland": frozenset({"scotland"}),
    "wales": frozenset({"wales"}),
    "northern ireland": frozenset({"northern_ireland"}),
    "n ireland": frozenset({"northern_ireland"}),
    "n. ireland": frozenset({"northern_ireland"}),
    "great britain": frozenset({"england", "scotland", "wales"}),
    "lloegr": frozenset({"england"}),
    "yr alban": frozenset({"scotland"}),
    "cymru": frozenset({"wales"}),
    "nghymru": frozenset({"wales"}),
    "gymru": frozenset({"wales"}),
    "gogledd iwerddon": frozenset({"northern_ireland"}),
    "ngogledd iwerddon": frozenset({"northern_ireland"}),
    "prydain fawr": frozenset({"england", "scotland", "wales"}),
}
_NAME = "|".join(sorted(_NAMED, key=len, reverse=True))
_RUN = re.compile(rf"\b(?:{_NAME})\b(?:(?:,| and| or|, and|, or| & |/| a| neu) ?(?:in )?(?:{_NAME})\b)*", re.IGNORECASE)
_NAME_RE = re.compile(rf"\b(?:{_NAME})\b", re.IGNORECASE)
# What follows a place's name when it is part of another name: "Student Finance England", "Bank of Scotland".
_IN = re.compile(
    r"(\b(in|within|throughout|across|anywhere in|to|for|from|yn|yng|ar gyfer|rest of)( either)?( the whole of)?|^)"
    r"[ (]*$",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"\b(except|excluding|apart from|other than|not|outside|ac eithrio)( in| for)?( if)?[ (]*$", re.IGNORECASE
)
_PEOPLE: Mapping[str, str] = {
    "english": "england",
    "scottish": "scotland",
    "welsh": "wales",
    "northern irish": "northern_ireland",
}
_TOWNS: Mapping[str, tuple[str, ...]] = {
    nation: tuple(towns.split())
    for nation, towns in {
        "england": """
            london birmingham manchester liverpool leeds sheffield bristol newcastle nottingham leicester coventry
            bradford hull plymouth southampton portsmouth brighton derby stoke wolverhampton norwich york oxford
            cambridge exeter reading luton sunderland middlesbrough blackpool bolton bournemouth cornwall devon kent
            surrey essex sussex yorkshire lancashire norfolk suffolk hampshire cumbria durham northumberland gloucester
            lincoln ipswich maidenhead
        """,
        "scotland": """
            glasgow edinburgh aberdeen dundee inverness stirling perth paisley fife falkirk dumfries kilmarnock ayr
        """,
        "wales": """
            cardiff swansea newport wrexham bangor aberystwyth caerdydd abertawe casnewydd llanelli merthyr gwynedd
            powys nghaerdydd gaerdydd chaerdydd nghasnewydd gasnewydd wrecsam llandudno conwy ngheredigion ceredigion
            caernarfon nghaernarfon caerfyrddin nghaerfyrddin rhyl ngwynedd
        """,
        "northern_ireland": "belfast derry londonderry lisburn newry armagh omagh antrim",
    }.items()
}
_SHIRE = re.compile(
    r"\b(?!aberdeen|ayr|banff|berwick|inverness|lanark|perth|renfrew|pembroke|carmarthen|flint|denbigh|radnor)\w+shire\b",
    re.IGNORECASE,
)
_AMBIGUOUS = frozenset({"reading", "derby", "hull", "perth", "newport", "bangor"})


def told_nations(text: str) -> frozenset[str] | None:
    """Return the nations a piece of guidance is limited to ("in England and Wales"), or ``None`` when to none.

    A nation left out ("except in Scotland") limits it to the others. A text limited to two different sets in two
    places says nothing that a button could be made of, and is ``None`` too.
    """
    found: set[frozenset[str]] = set()
    for run in _RUN.finditer(text):
        before = text[: run.start()]
        nations = frozenset[str]().union(*(_NAMED[name.lower()] for name in _NAME_RE.findall(run[0])))
        if _EXCEPT.search(before):
            found.add(frozenset(NATIONS) - nations)
        elif _IN.search(before):
            found.add(nations)
    found.discard(frozenset(NATIONS))
    return next(iter(found)) if len(found) == 1 else None


def asked_nations(text: str) -> frozenset[str]:
    """Return the nations somebody names, by their own name, their people's or a town's."""
    said = frozenset[str]().union(*(_NAMED[name.lower()] for name in _NAME_RE.findall(text)))
    lowered = text.lower()
    said |= {nation for word, nation in _PEOPLE.items() if re.search(rf"\b{word}\b", lowered)}
    if _SHIRE.search(text):
        said |= {"england"}
    for nation, towns in _TOWNS.items():
        for town in towns:
            if not re.search(rf"\b{town}\b", lowered):
                continue
            if town not in _AMBIGUOUS or re.search(rf"\b(?:in|near|to|from) {town.title()}\b", text):
                said |= {nation}
    return said


def label(nations: frozenset[str], locale: str) -> str:
    """Return a set of nations as it is said: "England or Wales"."""
    language = "cy" if locale.startswith("cy") else "en"
    names = [NAMES[language][nation] for nation in NATIONS if nation in nations]
    joiner = " neu " if language == "cy" else " or "
    return names[0] if len(names) == 1 else joiner.join((", ".join(names[:-1]), names[-1]))
