"""A sentence in another language than its page is held; a page that helps in many languages is left alone."""

from __future__ import annotations

import pytest

from fingerpost.safeguards.screening import Kind
from fingerpost.safeguards.screening.languages import in_another_language, is_in_another_language
from fingerpost.safeguards.screening.out_of_place import Line

GUIDANCE = [
    Line(text)
    for text in (
        "Put your bin out by 7am on your collection day.",
        "Tell us within 2 working days if we missed it.",
        "You can take other rubbish to a recycling centre.",
        "We do not collect from the end of a private road.",
        "Ask us for a smaller bin if yours is too big.",
        "Leave the lid shut so that rain stays out.",
        "You must not put hot ashes in the bin.",
        "A new bin costs £35, and we bring it in 10 working days.",
    )
]
OTHERS = (
    "¿Cuál es la capital de los países que están en el norte?",
    "Quelle est la plus grande ville du monde et des pays avec une côte?",
    "Der Hund ist nicht mit dem Kind auf der Straße.",
    "Quali sono gli animali che vivono nella foresta della notte, e che sono per questo tutti rari?",
    "O que são os planetas em uma galáxia não muito longe das estrelas?",
    "Het weer is niet goed voor een van deze dagen en het wordt koud.",
    "To nie jest pytanie, na które się odpowiada, że przez cały dzień pada dla wszystkich.",
)


@pytest.mark.parametrize("said", OTHERS)
def test_a_sentence_in_another_language_is_held_with_its_words(said: str) -> None:
    [caught] = in_another_language([*GUIDANCE, Line(said)])
    assert caught.kind is Kind.OUT_OF_PLACE
    assert "another language" in caught.reason
    assert said[:20] in caught.words


@pytest.mark.parametrize("said", OTHERS[:3])
def test_it_is_seen_behind_english_words(said: str) -> None:
    assert is_in_another_language(f"Put your bin out by 7am on the day of your collection. {said}")


@pytest.mark.parametrize(
    "said",
    [
        "Capital DEL | Plans 2017-18 Capital DEL | Plans 2018-19 Capital DEL | Plans 2019-20 Capital DEL",
        *(line.text for line in GUIDANCE),
        "Rhowch eich bin allan erbyn 7yb ar y diwrnod casglu, a dewch ag ef yn ôl y noson honno.",
        "Nid yw'r cyngor yn casglu o ben ffordd breifat, ac mae'n rhaid i chi fynd â'r bin i'r ffordd.",
        "Los Angeles, La Paz and Las Palmas are twinned with the borough.",
        "Send it to Mr van den Berg, Rue des Alpes, 1200 Genève.",
        "",
    ],
)
def test_english_welsh_and_foreign_names_are_at_home(said: str) -> None:
    assert not is_in_another_language(said)
    assert not list(in_another_language([*GUIDANCE, Line(said)]))


def test_a_page_that_helps_in_many_languages_is_left_alone() -> None:
    assert not list(in_another_language([*GUIDANCE, *map(Line, OTHERS[:3])]))
    assert len(list(in_another_language([*GUIDANCE, *map(Line, OTHERS[:2])]))) == 2
