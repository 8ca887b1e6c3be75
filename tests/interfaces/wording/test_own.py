"""A service's own wording: phrases it says otherwise, and languages of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from fingerpost.errors import SettingsError
from fingerpost.interfaces.wording import open_catalogues


def write(folder: Path, locale: str, text: str) -> Path:
    (folder / "wording").mkdir(exist_ok=True)
    (folder / "wording" / f"{locale}.po").write_text(text, encoding="utf-8")
    return folder


def refused(folder: Path, *locales: str) -> str:
    with pytest.raises(SettingsError) as caught:
        open_catalogues(folder, locales or ("en",))
    return str(caught.value)


def test_a_service_without_wording_of_its_own_says_what_we_ship_in_the_languages_it_offers(tmp_path: Path):
    assert list(open_catalogues(tmp_path, ("cy", "en"))) == ["cy", "en"]
    assert list(open_catalogues(tmp_path, ("en",))) == ["en"]
    assert open_catalogues(tmp_path, ("cy",))["cy"].say("nav.ask") == "Gofyn cwestiwn"


def test_a_language_that_nobody_has_words_for_is_not_offered(tmp_path: Path):
    assert list(open_catalogues(tmp_path, ("en", "gd"))) == ["en"]
    assert list(open_catalogues(tmp_path, ("gd",))) == ["en"]


def test_a_region_is_spoken_as_its_language(tmp_path: Path):
    spoken = open_catalogues(tmp_path, ("cy-GB",))
    assert spoken["cy-GB"].locale == "cy-GB"
    assert spoken["cy-GB"].say("nav.ask") == "Gofyn cwestiwn"


def test_a_service_says_one_phrase_otherwise_and_the_rest_as_shipped(tmp_path: Path):
    write(tmp_path, "en", 'msgid "ask.button"\nmsgstr "Find out"\n')
    spoken = open_catalogues(tmp_path, ("en", "cy"))
    assert spoken["en"].say("ask.button") == "Find out"
    assert spoken["en"].say("nav.ask") == "Ask a question"
    assert spoken["cy"].say("ask.button") == "Gofyn"


def test_a_plural_phrase_is_overridden_with_the_forms_of_its_language_and_no_header(tmp_path: Path):
    forms = "".join(f'msgstr[{number}] "{{count}} {form}"\n' for number, form in enumerate("zotfmn"))
    write(tmp_path, "cy", f'msgid "privacy.long.days"\nmsgid_plural "privacy.long.days"\n{forms}')
    welsh = open_catalogues(tmp_path, ("cy",))["cy"]
    said = [welsh.say("privacy.long.days", count=count) for count in (0, 1, 2, 3, 6, 30)]
    assert said == ["0 z", "1 o", "2 t", "3 f", "6 m", "30 n"]


def test_a_service_brings_a_language_of_its_own_which_falls_back_to_its_own_english(tmp_path: Path):
    write(tmp_path, "en", 'msgid "nav.about"\nmsgstr "About us"\n')
    write(tmp_path, "gd", 'msgid "language.name"\nmsgstr "Gàidhlig"\n\nmsgid "ask.button"\nmsgstr "Faighnich"\n')
    gaelic = open_catalogues(tmp_path, ("en", "gd"))["gd"]
    assert gaelic.say("ask.button") == "Faighnich"
    assert gaelic.say("nav.about") == "About us"
    assert gaelic.say("nav.ask") == "Ask a question"


def test_an_empty_translation_is_one_that_is_not_there_yet(tmp_path: Path):
    write(tmp_path, "cy", 'msgid "ask.button"\nmsgstr ""\n')
    assert open_catalogues(tmp_path, ("cy",))["cy"].say("ask.button") == "Gofyn"


def test_a_file_saved_on_windows_is_read(tmp_path: Path):
    write(tmp_path, "en", 'msgid "ask.button"\r\nmsgstr "Find out"\r\n')
    assert open_catalogues(tmp_path, ("en",))["en"].say("ask.button") == "Find out"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('msgid "ask.buton"\nmsgstr "x"\n', "wording/en.po: ask.buton: there is no phrase of this name"),
        ('msgid "ask.lead.of"\nmsgstr "Ask {organization}"\n', "nothing fills in {organization}"),
        ('msgid "ask.button"\nmsgstr "Ask {now}"\n', "use only what is filled in: none"),
        ('msgid "ask.lead.of"\nmsgstr "Ask {organisation"\n', "a brace stands alone"),
        ('msgid "ask.lead.of"\nmsgstr "Ask {organisation.name}"\n', "nothing fills in {organisation.name}"),
        ('msgid "ask.button"\nmsgid_plural "ask.button"\nmsgstr[0] "x"\nmsgstr[1] "y"\n', "wrong number of forms"),
        ('msgid "privacy.long.days"\nmsgstr "some time"\n', "wrong number of forms"),
        ('msgid "ask.button"\nmsgstr Find out\n', "this is not a gettext catalogue"),
        ("Find out\n", "this is not a gettext catalogue"),
    ],
)
def test_wording_that_could_not_be_said_is_refused_with_its_place(tmp_path: Path, text: str, told: str):
    assert told in refused(write(tmp_path, "en", text))


def test_wording_that_is_not_text_is_refused(tmp_path: Path):
    write(tmp_path, "en", "")
    (tmp_path / "wording" / "en.po").write_bytes(b'msgid "ask.button"\nmsgstr "\xff"\n')
    assert "UTF-8" in refused(tmp_path)


def test_a_language_of_the_services_own_must_say_its_name(tmp_path: Path):
    write(tmp_path, "gd", 'msgid "ask.button"\nmsgstr "Faighnich"\n')
    assert "wording/gd.po: the language does not say its own name" in refused(tmp_path, "en", "gd")


def test_babel_is_not_loaded_where_there_is_no_such_file():
    import subprocess
    import sys

    code = (
        "import sys, pathlib; from fingerpost.interfaces.wording import open_catalogues;"
        "open_catalogues(pathlib.Path('.'), ('en', 'cy'))['cy'].say('nav.ask'); print('babel' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
