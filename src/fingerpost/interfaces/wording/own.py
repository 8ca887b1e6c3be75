"""A service's own wording: phrases it says otherwise, or a whole language of its own.

They stand in the service's folder as ``wording/LANGUAGE.po``, read when the pages are opened, so that a service team
needs no tool to compile them. Nothing is read, and Babel is not loaded, where there is no such file.
"""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from fingerpost.errors import SettingsError
from fingerpost.interfaces.wording.catalogue import (
    ORIGINAL,
    Catalogue,
    mo_file,
    read_shipped,
    shipped,
    shipped_for,
)

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

FOLDER = "wording"
NAME = "language.name"
_LINE = re.compile(r'\s*|#.*|(?:(?:msgid|msgid_plural|msgstr|msgstr\[\d\])\s+)?"(?:[^"\\]|\\.)*"\s*')
"""A line of a catalogue. Babel would take text without its quotes, and lose the first and last letter."""


def open_catalogues(folder: Path, locales: Sequence[str]) -> dict[str, Catalogue]:
    """Return a catalogue for each of a service's languages that the interface can speak, in their order.

    Args:
        folder: the service's folder, where its own wording may stand.
        locales: the languages the service is offered in.

    Returns:
        The catalogues by language. Only the original's, under its own name, when it can speak none of them.

    Raises:
        SettingsError: a file of the service's own wording can't be used; each says which phrase and how to mend it.
    """
    found: dict[str, Catalogue] = {}
    original = _own(folder, ORIGINAL)
    for locale in locales:
        ours = shipped_for(locale)
        own = original if locale == ORIGINAL else _own(folder, locale)
        if ours is None and own is None:
            continue
        layers = [own, read_shipped(ours) if ours else None, original, read_shipped(ORIGINAL)]
        found[locale] = Catalogue(locale, [layer for layer in dict.fromkeys(layers) if layer])
        if ours is None and own and own.gettext(NAME) == NAME:
            raise SettingsError(
                "the language does not say its own name",
                where=_where(locale),
                fix=f'add msgid "{NAME}" with the name as its speakers write it, such as msgstr "Gàidhlig"',
            )
    return found or {ORIGINAL: shipped(ORIGINAL)}


def _own(folder: Path, locale: str) -> GNUTranslations | None:
    file = folder / FOLDER / f"{locale}.po"
    if not file.is_file():
        return None
    from babel.messages.mofile import read_mo, write_mo

    catalogue = _read(file, locale)
    with mo_file(ORIGINAL).open("rb") as opened:
        originals = {_key(message): message for message in read_mo(opened) if message.id}
    for message in catalogue:
        if message.id:
            _check(message, originals.get(_key(message)), f"{_where(locale)}: {_key(message)}")
    made = BytesIO()
    write_mo(made, catalogue)
    made.seek(0)
    return GNUTranslations(made)


def _read(file: Path, locale: str) -> Catalog:
    from babel.messages.pofile import PoFileError, read_po

    try:
        text = file.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise SettingsError("this is not UTF-8 text", where=_where(locale), fix="save the file as UTF-8") from None
    for number, line in enumerate(text.splitlines(), start=1):
        if not _LINE.fullmatch(line):
            raise _misshapen(locale, f"line {number}")
    if 'msgid ""\n' not in text:
        text = _header(locale) + text
    try:
        # Babel takes the locale's plural forms from the header, but writes them out only for a locale it was told.
        return read_po(BytesIO(text.encode()), locale=locale.replace("-", "_"), abort_invalid=True)
    except (PoFileError, ValueError) as problem:
        raise _misshapen(locale, str(problem)) from None


def _misshapen(locale: str, how: str) -> SettingsError:
    return SettingsError(
        f"this is not a gettext catalogue: {how}",
        where=_where(locale),
        fix="write each phrase as msgid and msgstr, each followed by text in straight double quotes",
    )


def _header(locale: str) -> str:
    """Return the header for a file that has none: the plural forms are those of the language as we ship it."""
    with mo_file(shipped_for(locale) or ORIGINAL).open("rb") as opened:
        forms = GNUTranslations(opened).info()["plural-forms"]
    return f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {forms}\\n"\n\n'


def _check(message: Message, original: Message | None, where: str) -> None:
    """Refuse a phrase that nothing would say, or that could not be said."""
    if original is None:
        raise SettingsError(
            "there is no phrase of this name",
            where=where,
            fix="take it out, or correct its msgid; docs/how-to/translate.md says where the names stand",
        )
    if message.pluralizable != original.pluralizable:
        forms = "msgid_plural and a msgstr for each plural form" if original.pluralizable else "one msgstr"
        raise SettingsError("the phrase has the wrong number of forms", where=where, fix=f"give it {forms}")
    offered = set[str]().union(*(_blanks(text, where) for text in _forms(original)))
    for text in _forms(message):
        for name in _blanks(text, where) - offered:
            names = ", ".join(f"{{{each}}}" for each in sorted(offered)) or "none"
            raise SettingsError(f"nothing fills in {{{name}}}", where=where, fix=f"use only what is filled in: {names}")


def _blanks(text: str, where: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        raise SettingsError(
            "a brace stands alone", where=where, fix="close it; a brace that is to be shown is written twice: {{"
        ) from None


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _where(locale: str) -> str:
    return f"{FOLDER}/{locale}.po"
