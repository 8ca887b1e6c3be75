"""The words that go with an answer, in the language of the question."""

from __future__ import annotations

from fingerpost.answers.language.known import languages
from fingerpost.domain import Answer, Outcome, Record
from fingerpost.interfaces.wording import notices, shipped, speaking


def answer(*keys: str, language: str = "en") -> Answer:
    return Answer(Outcome.HANDOFF, "?", Record("1", "1", "e", "c"), notices=keys, language=language)


def test_a_welsh_question_is_told_in_welsh_where_the_interface_speaks_english() -> None:
    said = notices(answer("language.english_pages", language="cy"))
    assert [(notice.locale, notice.direction) for notice in said] == [("cy", "ltr")]
    assert said[0].text == shipped("cy").say("notice.language.english_pages")


def test_another_question_is_told_in_the_language_spoken() -> None:
    with speaking(shipped("cy")):
        said = notices(answer("language.other", language="und"))
    assert [notice.locale for notice in said] == ["cy"]
    assert said[0].text == shipped("cy").say("notice.language.other")


def test_who_is_not_answered_is_told_so_in_their_language_first() -> None:
    said = notices(answer("language.other", language="ur"))
    assert [(notice.locale, notice.direction) for notice in said] == [("ur", "rtl"), ("en", "ltr")]
    assert said[0].text == languages()["ur"].reply


def test_a_language_without_a_checked_reply_is_told_in_the_one_spoken_alone() -> None:
    assert languages()["so"].reply == ""
    assert [notice.locale for notice in notices(answer("language.other", language="so"))] == ["en"]


def test_a_key_without_words_says_nothing() -> None:
    assert notices(answer("no.such.key")) == ()
    assert notices(answer("no.such.key", language="cy")) == ()
