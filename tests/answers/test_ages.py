"""Ages as guidance limits them and as people give them."""

from __future__ import annotations

import pytest

from fingerpost.answers.ages import OLDEST, STATE_PENSION_AGE, Span, asked_ages, told_ages


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Under 8", 0, 8),
        ("people under the age of 18", 0, 18),
        ("if you are 18 or over", 18, OLDEST),
        ("at least 18 years old", 18, OLDEST),
        ("over 16", 16, OLDEST),
        ("16 or under", 0, 17),
        ("Aged 8 to 10, on a low income", 8, 11),
        ("you were 22 or older, but under 41", 22, 41),
        ("If you are 16 or 17", 16, 18),
        ("between 22 and 40 years old", 22, 41),
        ("plant o dan 5", 0, 5),
        ("If you have reached State Pension age", STATE_PENSION_AGE, OLDEST),
        ("If you are working age", 16, STATE_PENSION_AGE),
        ("under State Pension age", 16, STATE_PENSION_AGE),
    ],
)
def test_guidance_says_an_age_in_many_ways(text: str, low: int, high: int) -> None:
    assert [(span.low, span.high) for span in told_ages(text)] == [(low, high)]


@pytest.mark.parametrize(
    "text",
    [
        "under 10 metres",
        "less than 16 hours a week",
        "employed between 2 and 12 years",
        "£16,000 or over",
        "over 70%",
        "within 28 days",
        "at least 5 working days",
        "25% or over",
    ],
)
def test_other_numbers_are_no_ages(text: str) -> None:
    assert told_ages(text) == ()


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("I'm 67 and live alone", 67),
        ("my 10 year old son", 10),
        ("my four-year-old", 4),
        ("Mum is 84", 84),
        ("She turned 16 in May", 16),
    ],
)
def test_people_say_an_age_in_many_ways(text: str, age: int) -> None:
    assert Span(age, age + 1) in asked_ages(text)


@pytest.mark.parametrize("text", ["It is 30 days late", "at 9:30", "my 3 bedroom house", "is 5 miles away"])
def test_other_numbers_say_nobodys_age(text: str) -> None:
    assert asked_ages(text) == ()


def test_a_pensioner_and_a_baby_have_said_something_of_their_age() -> None:
    (pensioner,) = asked_ages("I am a pensioner")
    (baby,) = asked_ages("my baby")
    assert not pensioner.meets(Span(16, STATE_PENSION_AGE))
    assert not baby.meets(Span(18, OLDEST))


def test_a_button_uses_the_words_of_the_guidance() -> None:
    (span,) = told_ages("over 16")
    assert (span.label("en"), span.words("en")) == ("Over 16", "aged over 16")
    rest = Span(0, 18).rest()
    assert rest is not None
    assert rest.label("cy") == "18 neu'n hŷn"
    assert Span(8, 11).rest() is None
