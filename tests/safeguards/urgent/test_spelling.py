"""A message typed in a hurry is read as it was meant."""

from __future__ import annotations

from fingerpost.safeguards.urgent.spelling import nearest, plain_letters

WORDS = frozenset({"violent", "homeless", "breathing", "husband", "strangled"})


def test_text_speak_and_apostrophes_are_written_plainly():
    assert plain_letters("I’m gonna end it 2nite") == "im going to end it tonight"
    assert plain_letters("got 2 kids n need 2 go") == "got 2 kids and need to go"
    assert plain_letters("heeeelp!! now") == "heelp . now"


def test_slips_of_telling_words_are_put_right_and_real_words_stay():
    known = {"barely", "breaching"}

    def is_word(words: list[str] | tuple[str, ...]) -> list[bool]:
        return [word in known for word in words]

    assert plain_letters("hes vioelnt", is_word, WORDS) == "hes violent"
    assert plain_letters("barely breaching", is_word, WORDS) == "barely breaching"


def test_a_short_word_may_have_one_slip_and_a_long_one_two():
    assert nearest("husbnad", WORDS) == "husband"
    assert nearest("stranglld", WORDS) == "strangled"
    assert nearest("xxolent", WORDS) == ""
