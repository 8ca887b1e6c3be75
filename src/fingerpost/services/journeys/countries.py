"""The countries a person can choose, by ISO 3166 code, named as Unicode's CLDR names them in each language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import cast

# CLDR lists groupings, unknown and pseudo regions beside countries.
_NO_COUNTRY = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})


@cache
def countries(locale: str) -> Mapping[str, str]:
    """Return the countries' names by code, in the order of their names; in English for an unknown language."""
    from babel import Locale
    from babel.core import UnknownLocaleError

    try:
        found = cast("Mapping[str, str]", Locale.parse(locale, sep="-").territories)
    except (UnknownLocaleError, ValueError):
        found = cast("Mapping[str, str]", Locale.parse("en").territories)
    named = {
        code: name for code, name in found.items() if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY
    }
    return MappingProxyType(dict(sorted(named.items(), key=lambda each: each[1].casefold())))
