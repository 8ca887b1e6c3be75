"""The words of one language: a phrase for each key, looked up in gettext catalogues, best first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

LOCALES = Path(__file__).parent / "locales"
"""Where the catalogues stand that come with Fingerpost."""

ORIGINAL = "en"
"""The language that has every phrase. What another lacks is said in it."""


class Catalogue:
    """The interface's words in one language.

    Args:
        locale: the language, such as ``cy``.
        layers: catalogues of which the first that has a phrase says it: a service's own wording, then ours, then
            the original's.
    """

    def __init__(self, locale: str, layers: Sequence[GNUTranslations]) -> None:
        self.locale = locale
        self.layers = tuple(layers)

    def say(self, key: str, /, **values: object) -> str:
        """Return the words for ``key``, with ``values`` filled in.

        A ``count`` chooses among a phrase's plural forms, as the language has them: two in English, six in Welsh
        (Unicode CLDR, "Language Plural Rules").

        Raises:
            KeyError: no catalogue has such a key, or its text wants a value that was not given.
        """
        text = self._find(key, values.get("count"))
        if text is None:
            raise KeyError(key)
        return text.format(**values) if values else text

    def known(self, key: str, /) -> bool:
        """Return whether there are words for ``key``."""
        return self._find(key, None) is not None

    def _find(self, key: str, count: object) -> str | None:
        for layer in self.layers:
            # gettext gives back what it was asked for when it has no phrase, and no phrase is its own key.
            if isinstance(count, int) and (text := layer.ngettext(key, key, count)) != key:
                return text
            if (text := layer.gettext(key)) != key:
                return text
        return None


@cache
def shipped_locales() -> tuple[str, ...]:
    """Return the languages that a catalogue comes with, the original first."""
    found = sorted(file.parents[1].name for file in LOCALES.glob("*/LC_MESSAGES/fingerpost.mo"))
    return (ORIGINAL, *(locale for locale in found if locale != ORIGINAL))


@cache
def shipped(locale: str) -> Catalogue:
    """Return the catalogue that comes with Fingerpost for a language, or the original's when there is none."""
    if locale not in shipped_locales():
        locale = ORIGINAL
    return Catalogue(locale, [_read(each) for each in dict.fromkeys((locale, ORIGINAL))])


@cache
def _read(locale: str) -> GNUTranslations:
    with (LOCALES / locale / "LC_MESSAGES" / "fingerpost.mo").open("rb") as file:
        return GNUTranslations(file)
