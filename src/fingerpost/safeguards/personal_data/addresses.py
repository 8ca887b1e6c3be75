"""Postal addresses: a house on a street. The name of a town, a county or a street without a house is kept.

An address is known by the words for streets, by what leads up to it ("I live at") or by the postcode that ends it. The
postcode gets a placeholder of its own, since it alone may be wanted to find the right council.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fingerpost.domain import Finding
from fingerpost.safeguards.personal_data import kinds

# Generic words of street names: Royal Mail's and Ordnance Survey's commonest.
_STREET = (
    r"(?:street|road|rd|lane|ln|avenue|ave|crescent|cres|gardens|gdns|grove|terrace|terr|mews|boulevard|blvd|cottages|"
    r"villas|broadway|ffordd|heol|stryd|rhodfa|cilgant)"
)
# Ordinary words as well: "she is 82 moved house". With these the name needs its capitals.
_ALSO_A_WORD = (
    r"(?:St|Str|Close|Cl|Drive|Dr|Way|Court|Ct|Garden|Gr|Place|Pl|Ter|Square|Sq|Row|Walk|View|Rise|Hill|Park|Green|Yard|"
    r"Wharf|Quay|Parade|Cottage|Mount|Vale|Gate|Bank|Fields?|Meadows?|Brow|End|Link|Path|Passage|Circus|Fold|Croft|"
    r"Drove|Common|Heights|House|Lon|Lôn|Clos|Maes|Bryn|Teras|Hall|Lodge|Mill|Bridge|Brook|Corner|Villa)"
)
_NUMBER = r"\d{1,4}(?:\s?[a-h])?(?:\s?[-/]\s?\d{1,4}[a-h]?)?"
_UNIT = r"(?:flat|apartment|apt|unit|studio|fflat)\s?(?:no\.?\s?)?(?:\d{1,4}[a-z]?|[a-z])"
_WORD = r"[a-z][a-z'-]++"
# No further than a postcode, so that "flat 2, and at SW1A 1AA" is not all one address.
_POSTCODE = r"[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}\b"
_TO_POSTCODE = rf"(?=[\s,]{{1,3}}{_POSTCODE})"
_SMALL = (
    r"(?!(?:and|or|but|is|was|in|at|on|of|for|to|with|the|a|an|i|we|my|years?|months?|weeks?|days?|hours?|minutes?|min|"
    r"miles?|people|children|kids|bed(?:room)?s?|per|wheel|x|last|this|next|since|from|until|because|where|when|please)\b)"
)

_WITH_STREET = re.compile(
    rf"(?<![\w£$€.,/-])(?:{_UNIT}[\s,]{{1,3}})?{_NUMBER},?\s+(?:{_SMALL}{_WORD}\s+){{1,3}}?{_STREET}\b\.?",
    re.IGNORECASE,
)
_IN_CAPITALS = re.compile(
    rf"(?<![\w£$€.,/-])(?:(?i:{_UNIT})[\s,]{{1,3}})?{_NUMBER},?\s+(?:[A-Z][\w'-]*\s+){{1,3}}?{_ALSO_A_WORD}\b\.?"
)
_WELSH_STREET = re.compile(
    rf"(?<![\w£$€.,/-]){_NUMBER},?\s+(?:ffordd|heol|stryd|lôn|lon|clos|rhodfa|maes|bryn|cilgant|teras|pen|tan|y|yr)"
    rf"(?:\s+{_WORD}){{1,3}}",
    re.IGNORECASE,
)
_LEAD_IN = (
    r"(?:liv(?:e|es|ed|ing)(?:\s+\w+)?|stay(?:s|ing)?|resid(?:e|es|ing)|based|moved|moving|home is|house is|flat is)"
    r"\s+(?:at|to|in)|(?:writ\w+|send\w*|sent|post\w*|deliver\w*|come|visit\w*|reach)(?:\s+\w+){0,2}\s+(?:at|to)|"
    r"(?:my|our|his|her|their|new|old|home|current|full|postal|the)?\s*ad+r+es+(?:\s+(?:is|was|will be))?"
    r"\s*(?:at)?\s*:?|\w+ lives at|i'?m at|we'?re at|byw yn|byw ar|cyfeiriad(?:\s+yw)?"
)
_AFTER_LEAD_IN = re.compile(
    rf"\b(?:{_LEAD_IN})\s*[:-]?\s*(?P<address>(?:(?:{_UNIT}[\s,]{{1,3}})(?:{_NUMBER}[\s,]+)?|{_NUMBER},?\s+)"
    rf"{_SMALL}{_WORD}(?:[ ]{_SMALL}{_WORD}){{0,2}})",
    re.IGNORECASE,
)
# A line or two that end in a postcode. Lines, or capital letters, since "2 children in" is no house.
_ENDED = re.compile(
    rf"(?<![\w£$€.,/-])(?:(?i:{_UNIT})[\s,]{{1,3}}(?:{_NUMBER}[\s,]+)?|{_NUMBER},?\s+)(?:[A-Z][\w'-]*+[ ]?){{1,4}}"
    rf"(?:\s*[,\n]\s*(?:[A-Z][\w'-]*+[ ]?){{1,4}}){{0,3}}(?i:{_TO_POSTCODE})"
)
# What follows a street on the way to a postcode: ", Leeds, West Yorkshire".
_REST = re.compile(rf"(?:[ ]*[,\n]\s*(?:{_WORD}[ ]?){{1,4}}){{1,3}}{_TO_POSTCODE}", re.IGNORECASE)
# "Flat 3, Cedar House".
_UNIT_ALONE = re.compile(rf"\b(?i:{_UNIT})[ ]*[,\n\s][ ]*(?:\d{{1,4}}\s)?[A-Z][\w'-]+(?:[ ][A-Z][\w'-]+){{1,3}}")
_SAID_AFTER = re.compile(
    rf"(?P<address>(?:(?:{_UNIT}[\s,]{{1,3}})(?:{_NUMBER}[\s,]+)?|{_NUMBER},?\s+){_SMALL}{_WORD}"
    rf"(?:[ ]{_SMALL}{_WORD}){{0,2}})\s+(?:is|was) (?:my|our|his|her|their) (?:\w+ )?(?:address|house|home)\b",
    re.IGNORECASE,
)


def find(text: str) -> Iterator[Finding]:
    """Yield the addresses in ``text``, without their postcodes, with overlaps."""
    for pattern in (_WITH_STREET, _IN_CAPITALS, _WELSH_STREET, _AFTER_LEAD_IN, _ENDED, _UNIT_ALONE, _SAID_AFTER):
        for match in pattern.finditer(text):
            start = match.start("address") if "address" in pattern.groupindex else match.start()
            end = match.end()
            rest = _REST.match(text, end)
            end = rest.end() if rest else end
            yield Finding(kinds.ADDRESS, start, start + len(text[start:end].rstrip(" ,\n")), 0.7)
