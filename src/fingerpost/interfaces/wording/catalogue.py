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


def shipped_for(locale: str) -> str | None:
    """Return the language whose shipped catalogue speaks ``locale``: ``cy`` for ``cy-GB``; ``None`` when none does."""
    return next((each for each in (locale, locale.partition("-")[0]) if each in shipped_locales()), None)


@cache
def shipped(locale: str) -> Catalogue:
    """Return the catalogue that comes with Fingerpost for a language, or the original's when there is none."""
    ours = shipped_for(locale)
    layers = [read_shipped(each) for each in dict.fromkeys((ours or ORIGINAL, ORIGINAL))]
    return Catalogue(locale if ours else ORIGINAL, layers)


@cache
def read_shipped(locale: str) -> GNUTranslations:
    """Return one of ``shipped_locales`` as it stands in its file."""
    with mo_file(locale).open("rb") as file:
        return GNUTranslations(file)


def mo_file(locale: str) -> Path:
    """Return where the catalogue of one of ``shipped_locales`` stands."""
    return LOCALES / locale / "LC_MESSAGES" / "fingerpost.mo"
