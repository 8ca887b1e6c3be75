"""A general claim tagged on to a true quotation is dropped, whatever is quoted; one that is quoted is kept."""

from __future__ import annotations

import pytest

from fingerpost.answers.grounding.reading import Fact
from fingerpost.answers.grounding.support import judge
from fingerpost.search.embed import MiniLM
from fingerpost.testing.composers import written

EMBEDDER = MiniLM()
PLAIN = "Put your boat in the rack by 6pm."
ROW = Fact("Day Sunday; Noisy work Not at all", own="Sunday | Not at all")
ITEM = Fact("You can ask for help if: none of you can lift it", own="none of you can lift it")
CLAIMS = (
    "It is free and there is no deadline.",
    "Everyone is accepted automatically.",
    "There is nothing to pay.",
    "You can do it online.",
)


def dropped(sentence: str, fact: Fact, context: str = "") -> bool:
    return not judge(sentence, [fact], context, EMBEDDER).carried


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize("fact", [Fact(PLAIN, own=PLAIN), ROW, ITEM])
def test_a_claim_tagged_on_to_a_quotation_that_does_not_make_it_is_dropped(claim: str, fact: Fact) -> None:
    assert dropped(f"{fact.own.removesuffix('.')}. {claim}", fact)
    assert dropped(f"{fact.own} {claim}", fact)


def test_a_heading_does_not_make_a_claim() -> None:
    assert dropped("There is nothing to pay.", Fact(PLAIN, own=PLAIN), "When you pay nothing")


@pytest.mark.parametrize(
    ("quoted", "said"),
    [
        ("Racks are free.", "You use a rack. It is free of charge."),
        ("There is no time limit for this.", "You can do this at any time."),
        ("Anyone can join the club.", "Everyone can join the club."),
        ("Book on our website.", "You can book online."),
    ],
)
def test_a_claim_that_is_quoted_in_other_words_is_no_reason_to_drop_it(quoted: str, said: str) -> None:
    assert not any(reason.startswith("claims") for reason in judge(said, [Fact(quoted, own=quoted)]).reasons)


def test_what_the_hostile_composer_tags_on_to_a_row_is_dropped() -> None:
    for lie in written(ROW.own):
        assert dropped(lie, ROW)
