"""The catalogues as files: every language has every phrase, well made, and what is shipped is what is written."""

from __future__ import annotations

import string
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from fingerpost.interfaces.wording import shipped_locales
from fingerpost.interfaces.wording.catalogue import LOCALES, ORIGINAL
from scripts.compile_catalogues import compiled

WRITTEN = sorted(file.parents[1].name for file in LOCALES.glob("*/LC_MESSAGES/fingerpost.po"))
OTHERS = [locale for locale in WRITTEN if locale != ORIGINAL]


def po(locale: str) -> Path:
    return LOCALES / locale / "LC_MESSAGES" / "fingerpost.po"


@cache
def catalogue(locale: str) -> Catalog:
    with po(locale).open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


def phrases(locale: str) -> dict[str, Message]:
    """Return a language's phrases by key, without the header."""
    return {key(message): message for message in catalogue(locale) if message.id}


def key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> tuple[str, ...]:
    """Return the text of a phrase, or each of its plural forms."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def blanks(text: str) -> set[str]:
    """Return the names of the values that are filled in."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_english_and_welsh_are_spoken():
    assert set(shipped_locales()) >= {"en", "cy"}
    assert list(shipped_locales()) == [ORIGINAL, *OTHERS]


@pytest.mark.parametrize("locale", OTHERS)
def test_every_phrase_stands_in_every_language(locale: str):
    assert {each for each in phrases(ORIGINAL) if each not in phrases(locale)} == set(), "not translated"
    assert {each for each in phrases(locale) if each not in phrases(ORIGINAL)} == set(), "no longer said in English"


@pytest.mark.parametrize("locale", WRITTEN)
def test_no_phrase_and_no_plural_form_is_empty_or_in_doubt(locale: str):
    plurals = catalogue(locale).num_plurals
    for name, message in phrases(locale).items():
        assert all(text.strip() == text and text for text in forms(message)), name
        assert not message.fuzzy, name
        assert len(forms(message)) == (plurals if message.pluralizable else 1), name


@pytest.mark.parametrize("locale", OTHERS)
def test_every_language_fills_in_the_same_values(locale: str):
    for name, message in phrases(ORIGINAL).items():
        wanted = set[str]().union(*map(blanks, forms(message)))
        other = phrases(locale).get(name)
        if other is None:
            continue  # another test says that it is missing
        assert message.pluralizable == other.pluralizable, name
        # A form that stands for one number, such as "1 day", need not have the number filled in.
        said = set[str]().union(*map(blanks, forms(other)))
        assert said == wanted, name
        assert all(blanks(text) >= wanted - {"count"} for text in forms(other)), name


@pytest.mark.parametrize("locale", WRITTEN)
def test_no_phrase_holds_markup_or_a_value_without_a_name(locale: str):
    for name, message in phrases(locale).items():
        for text in forms(message):
            assert "<" not in text, name
            assert all(blank.isidentifier() for blank in blanks(text)), name


@pytest.mark.parametrize("locale", WRITTEN)
def test_a_phrase_with_plural_forms_is_one_that_counts(locale: str):
    for name, message in phrases(locale).items():
        if message.pluralizable:
            assert any("count" in blanks(text) for text in forms(message)), name


@pytest.mark.parametrize("locale", WRITTEN)
def test_no_key_is_written_twice(locale: str):
    lines = [line for line in po(locale).read_text(encoding="utf-8").splitlines() if line.startswith('msgid "')]
    assert sorted({line for line in lines if lines.count(line) > 1}) == []


@pytest.mark.parametrize("locale", WRITTEN)
def test_what_is_shipped_was_compiled_from_what_is_written(locale: str):
    shipped = po(locale).with_suffix(".mo")
    assert shipped.exists(), "run: make catalogues"
    assert shipped.read_bytes() == compiled(po(locale)), "run: make catalogues"


def test_welsh_has_the_six_plural_forms_of_cldr_in_its_order():
    from babel import Locale

    order = ("zero", "one", "two", "few", "many", "other")
    welsh = catalogue("cy")
    assert welsh.num_plurals == len(order)
    from gettext import c2py

    chosen = c2py(welsh.plural_expr)
    for count in range(200):
        assert order[chosen(count)] == Locale("cy").plural_form(count), count
