"""Saying a phrase: in the language spoken, in the right number, and in English when a language lacks it."""

from __future__ import annotations

import threading
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from fingerpost.interfaces.wording import Catalogue, known, language, say, shipped, speaking


def layer(locale: str, phrases: dict[str, str]):
    from gettext import GNUTranslations

    made = Catalog(locale)
    for key, text in phrases.items():
        made.add(key, text)
    file = BytesIO()
    write_mo(file, made)
    file.seek(0)
    return GNUTranslations(file)


def test_english_is_spoken_when_nothing_else_was_asked_for():
    assert language() == "en"
    assert say("nav.ask") == "Ask a question"


def test_a_language_is_spoken_within_its_block_and_not_after():
    with speaking(shipped("cy")):
        assert language() == "cy"
        assert say("nav.ask") == "Gofyn cwestiwn"
    assert say("nav.ask") == "Ask a question"


def test_another_thread_speaks_its_own_language():
    heard: list[str] = []
    with speaking(shipped("cy")):
        thread = threading.Thread(target=lambda: heard.append(say("nav.ask")))
        thread.start()
        thread.join()
    assert heard == ["Ask a question"]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "heb ddyfyniadau"),
        (1, "gydag 1 dyfyniad."),
        (2, "gyda 2 ddyfyniad."),
        (3, "gyda 3 dyfyniad."),
        (6, "gyda 6 dyfyniad."),
        (12, "gyda 12 dyfyniad."),
    ],
)
def test_welsh_counts_in_the_form_that_the_number_takes(count: int, words: str):
    assert words in shipped("cy").say("stream.done.answered", count=count)


def test_english_counts_one_and_many():
    assert "1 quotation." in say("stream.done.answered", count=1)
    assert "5 quotations." in say("stream.done.answered", count=5)


def test_a_phrase_that_a_language_lacks_is_said_in_english_and_the_rest_is_not():
    half = Catalogue("cy", [layer("cy", {"nav.ask": "Gofyn"}), *shipped("en").layers])
    assert half.say("nav.ask") == "Gofyn"
    assert half.say("nav.about") == "About"
    assert half.say("stream.done.answered", count=1) == "Answer ready, with 1 quotation."
    assert half.known("nav.about")


def test_a_language_without_a_catalogue_is_english():
    assert shipped("gd").locale == "en"


def test_a_key_that_no_catalogue_has_is_a_mistake():
    assert not known("no.such.key")
    with pytest.raises(KeyError, match=r"no\.such\.key"):
        say("no.such.key")


def test_a_value_that_was_not_given_is_a_mistake():
    with pytest.raises(KeyError, match="organisation"):
        say("ask.lead.of", name="x")
