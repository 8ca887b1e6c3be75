"""What guidance depends on, read from its wording and from people's."""

from __future__ import annotations

import pytest

from fingerpost.answers.facets import Option, asked, facets, question_for, told


def values(options: tuple[Option, ...]) -> set[str]:
    return {f"{option.dimension}.{option.value}" for option in options}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("If you rent from us", "home.council"),
        ("Private tenants", "home.private"),
        ("Council or housing association tenants", "home.social"),
        ("If you own your home", "home.own"),
        ("Single person", "household.single"),
        ("If you do not have a partner", "household.single"),
        ("If you have a partner", "household.couple"),
        ("If you are not married", "marriage.unmarried"),
        ("If you’re self-employed", "work.self_employed"),
        ("applying from outside the UK", "applying.outside"),
        ("Os ydych yn rhentu", "home.rent"),
        ("Pobl hunangyflogedig", "work.self_employed"),
    ],
)
def test_guidance_words_a_value_in_its_own_way(text: str, value: str) -> None:
    assert values(told(text)) == {value}


@pytest.mark.parametrize(
    "text", ["employed or self-employed", "single people and couples", "tenants and home owners", "How to apply"]
)
def test_words_that_name_both_sides_or_none_are_limited_to_nobody(text: str) -> None:
    assert told(text) == ()


@pytest.mark.parametrize(
    ("text", "dimension", "value"),
    [
        ("the council is my landlord", "home", "council"),
        ("my landlord", "home", "rent"),
        ("my partner and I", "household", "couple"),
        ("I live on my own", "household", "single"),
        ("we're not married", "marriage", "unmarried"),
        ("my husband", "marriage", "married"),
        ("my daughter’s passport", "person", "child"),
        ("I'm a freelancer", "work", "self_employed"),
        ("I am moving to the UK", "applying", "outside"),
    ],
)
def test_people_word_a_value_in_theirs(text: str, dimension: str, value: str) -> None:
    assert [option.value for option in asked(text, dimension)] == [value]


def test_a_narrower_form_meets_the_wider_one_and_no_other() -> None:
    council, rent, private = (Option("home", value=value) for value in ("council", "rent", "private"))
    assert council.meets(rent)
    assert rent.meets(council)
    assert council.is_kind_of(rent)
    assert not council.meets(private)


def test_every_facet_asks_and_offers_in_both_languages() -> None:
    for facet in facets().values():
        for locale in ("en", "cy"):
            assert question_for(facet.key, locale).endswith("?")
        for value in facet.values.values():
            assert set(value.labels) == set(value.words) == {"en", "cy"}


def test_what_a_button_adds_says_what_the_button_means() -> None:
    for facet in facets().values():
        for key in facet.values:
            option = Option(facet.key, value=key)
            said = asked(f"How do I do it? — {option.words('en')}", facet.key)
            assert any(each.meets(option) for each in said), (facet.key, key, option.words("en"))


def test_what_a_welsh_button_adds_says_what_the_button_means() -> None:
    for facet in facets().values():
        for key in facet.values:
            option = Option(facet.key, value=key)
            said = asked(f"Sut mae gwneud hyn? — {option.words('cy')}", facet.key)
            assert any(each.meets(option) for each in said), (facet.key, key, option.words("cy"))


def test_a_hint_stands_wherever_a_wording_is_recognised() -> None:
    for text, value in (("If you rent from us", "home"), ("Cyplau", "household"), ("Dramor", "applying")):
        assert any(hint in text.lower() for hint in facets()[value].hints), text
