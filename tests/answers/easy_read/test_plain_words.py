"""The glossary: plain itself, and no two ways about a word."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from fingerpost.answers.readability import measure_sentences, words

GLOSSARY = tomllib.loads((files("fingerpost.answers.easy_read") / "plain_words.toml").read_text(encoding="utf-8"))


def test_every_meaning_is_short_and_for_a_reading_age_of_eleven_taken_together() -> None:
    assert {word: meaning for word, meaning in GLOSSARY["en"].items() if len(words(meaning)) > 14} == {}
    reading = measure_sentences(GLOSSARY["en"].values())
    assert reading is not None
    assert reading.reading_age is not None
    assert reading.reading_age <= 11


def test_no_meaning_rests_on_the_word_it_explains() -> None:
    for language in GLOSSARY.values():
        assert [word for word, meaning in language.items() if f" {word} " in f" {meaning} "] == []


def test_words_are_in_order_and_in_lower_case() -> None:
    assert list(GLOSSARY["en"]) == sorted(GLOSSARY["en"], key=lambda word: word.replace("-", " "))
    assert all(word == word.lower() for language in GLOSSARY.values() for word in language)


def test_there_is_a_glossary_for_each_language_of_the_interface() -> None:
    assert set(GLOSSARY) == {"en", "cy"}
