"""Names of people go; the capital words of guidance and of everyday life stay."""

from __future__ import annotations

import pytest

from fingerpost.safeguards.personal_data import KnownWords, Protector, protect, read_known


@pytest.mark.parametrize(
    ("text", "protected"),
    [
        ("My name is John Smith and I need help", "My name is [name 1] and I need help"),
        ("my naem is john smith and i need help", "my naem is [name 1] and i need help"),
        ("Hi I'm Sarah, can I get a badge?", "Hi I'm [name 1], can I get a badge?"),
        ("my landlord Mr Ahmed Khan wont fix it", "my landlord [name 1] wont fix it"),
        ("mrs jones next door", "[name 1] next door"),
        ("My husband David died last week", "My husband [name 1] died last week"),
        ("my son jack has autism", "my son [name 1] has autism"),
        ("MY NAME IS JOHN SMITH AND I AM 82", "MY NAME IS [name 1] AND I AM 82"),
        ("ym nmae is bob", "ym nmae is [name 1]"),
        ("call me Priya", "call me [name 1]"),
        ("How do I apply? Thanks, Leonard Peters", "How do I apply? Thanks, [name 1]"),
        ("Dave here. I rent a flat.", "[name 1] here. I rent a flat."),
        ("fy enw i yw Gwen Jones", "fy enw i yw [name 1]"),
        ("Beth Jones yw fy mam. Beth mae hi'n ei gael?", "[name 1] yw fy mam. Beth mae hi'n ei gael?"),
        ("Beth is ill", "[name 1] is ill"),
        ("Can Oluwaseun Adeyemi stay in my flat?", "Can [name 1] stay in my flat?"),
    ],
)
def test_a_name_goes_and_what_it_was_to_the_person_stays(text: str, protected: str):
    assert protect(text).text == protected


@pytest.mark.parametrize(
    "text",
    [
        "my name is on the deeds",
        "my name is wrong on the bill",
        "Whom do I tell about COVID-19?",
        "Will I get Universal Credit in May?",
        "My mum may get Attendance Allowance",
        "Can St John Ambulance help at Victoria Park?",
        "my son will be 18 in April",
        "Does the Windrush Scheme pay out?",
        "can we claim a Child Student visa",
        "can my friend sue his landlord",
        "I live in Bangor and work in Kent",
        "Beth yw'r isafswm cyflog?",
        "Beth ddylwn i ei wneud?",
    ],
)
def test_capital_words_that_are_nobody_stay(text: str):
    assert protect(text).text == text


def test_what_the_guidance_talks_of_is_nobody():
    known = read_known(["Charlotte Lodge day centre", "Apply to the Hendrick Fund"])
    text = "How do I get a place at Charlotte Lodge from the Hendrick Fund?"

    assert Protector(lambda: known)(text).text == text
    assert Protector(KnownWords)("My aunt Charlotte Hendrick").text == "My aunt [name 1]"


def test_a_name_in_the_guidance_does_not_let_a_persons_name_through():
    known = read_known(["Sarah's story"], ["Sarah applied. Sarah was paid."] * 5)

    assert Protector(lambda: known)("my name is Sarah Baker").text == "my name is [name 1]"
