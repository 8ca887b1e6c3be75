"""Sentences written for these tests, faithful and not, on guidance that was invented for them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.answers.grounding.reading import Fact
from fingerpost.answers.grounding.support import CHECKS, judge
from fingerpost.search.embed import MiniLM

EMBEDDER = MiniLM()

PERMIT = "You can apply for a river permit if you are 16 or over. You must renew it within 14 days."
FEE = "You may get up to £250 towards the fee, unless you already get help from your employer."
LANDLORD = "Your landlord must give you 2 months' notice before you have to leave."
NOT_PAID = "You do not have to pay if your boat is shorter than 4 metres."
USUALLY = "We usually reply within 10 working days."
NATION = "In Wales, you must wear a life jacket on the river."


def reasons(sentence: str, *quoted: str, context: str = "") -> tuple[str, ...]:
    return judge(sentence, [Fact(text, own=text) for text in quoted], context, EMBEDDER).reasons


@pytest.mark.parametrize(
    ("sentence", "quoted"),
    [
        ("If you are at least 16, you can apply for a river permit.", PERMIT),
        ("You need to renew it within two weeks.", PERMIT),
        ("You might get as much as £250 towards the fee, unless your employer already helps you.", FEE),
        ("Before you have to leave, you must be given 2 months' notice by your landlord.", LANDLORD),
        ("You don't need to pay if your boat is shorter than 4 metres.", NOT_PAID),
        ("Normally we reply in 10 working days or less.", USUALLY),
        ("On the river in Wales you have to wear a life jacket.", NATION),
    ],
)
def test_a_sentence_that_says_what_its_quotation_says_is_carried(sentence: str, quoted: str) -> None:
    assert reasons(sentence, quoted) == ()


@pytest.mark.parametrize(
    ("sentence", "quoted", "check"),
    [
        ("If you are at least 18, you can apply for a river permit.", PERMIT, "figures"),
        ("You need to renew it within 14 weeks.", PERMIT, "figures"),
        ("You can apply for a river permit.", PERMIT, "conditions"),
        ("You cannot apply for a river permit if you are 16 or over.", PERMIT, "denial"),
        ("You will get up to £250 towards the fee, unless you already get help from your employer.", FEE, "force"),
        ("You may get up to £250 towards the fee.", FEE, "conditions"),
        ("You may get up to £250 towards the fee, if you already get help from your employer.", FEE, "turned"),
        ("You must give your landlord 2 months' notice before you have to leave.", LANDLORD, "roles"),
        ("You have to pay if your boat is shorter than 4 metres.", NOT_PAID, "denial"),
        ("We reply within 10 working days.", USUALLY, "conditions"),
        ("In Scotland, you must wear a life jacket on the river.", NATION, "names"),
        ("You must wear a life jacket on the river.", NATION, "conditions"),
        ("In Wales, you should wear a life jacket on the river.", NATION, "force"),
        ("You can.", PERMIT, "content"),
    ],
)
def test_a_sentence_that_says_something_else_is_dropped_for_the_reason(sentence: str, quoted: str, check: str) -> None:
    assert [reason.partition(":")[0] for reason in reasons(sentence, quoted)] == [check]


def test_a_reassurance_is_never_added() -> None:
    assert reasons(f"{NOT_PAID} Do not worry, you will not lose your place.", NOT_PAID)
    assert reasons(f"{USUALLY} It is guaranteed.", USUALLY)


def test_what_it_points_at_may_be_named_from_the_heading() -> None:
    assert reasons("A river permit costs £12 a year.", "It costs £12 a year.", context="River permit") == ()


def test_a_heading_may_say_what_a_sentence_is_about_and_never_all_that_it_says() -> None:
    heading = "Apply for a river permit"
    [reason] = reasons("Check if you need a permit first.", "Read the conditions.", context=heading)
    assert reason.startswith("content: nothing of it is quoted")
    assert reasons("Read the conditions of the river permit.", "Read the conditions.", context=heading) == ()


def test_one_word_of_two_is_not_carried_by_a_quotation_that_has_the_other() -> None:
    [reason] = reasons("Low income", "Students pay £480 a year for a seat if there is room.")
    assert reason.startswith("wording")


def test_a_fact_put_on_to_a_copied_sentence_is_dropped_though_its_words_are_general() -> None:
    copied = "you get the higher rate of the mobility part of Boating Allowance"
    [reason] = reasons(f"{copied} planning and following journeys", copied)
    assert reason.startswith("copying: put on to a copy")
    [reason] = reasons(f"planning and following journeys {copied}", copied)
    assert reason.startswith("copying: put on to a copy")
    assert reasons(f"{copied} on the river", copied, context="On the river") == ()
    [reason] = reasons(f"{copied} Comment", copied, context="How to comment")
    assert reason.startswith("copying: put on to a copy")


def test_a_bare_word_is_not_carried_by_a_heading() -> None:
    for said in ("Comment", "Read the conditions. Comment"):
        [reason] = reasons(said, "Read the conditions.", context="How to comment")
        assert reason.startswith("content: nothing of it is quoted")
    assert reasons("Yes. Read the conditions.", "Read the conditions.") == ()


def test_a_figure_stays_with_what_it_is_of() -> None:
    rows = ("Boat Canoe; Fee £12", "Boat Barge; Fee £90")
    assert reasons("The fee for a canoe is £12.", *rows) == ()
    assert reasons("The fee for a canoe is £90.", *rows)


def test_what_comes_first_is_not_turned_round() -> None:
    quoted = "Take the safety test before you collect the permit."
    assert reasons("After you take the safety test you can collect the permit.", quoted) == ()
    assert reasons("Collect the permit before you take the safety test.", quoted)


def test_a_welsh_sentence_keeps_its_figures_and_its_denials() -> None:
    facts = [Fact(text, own=text) for text in ("Nid oes rhaid i chi dalu os ydych dros 65 oed.",)]
    assert judge("Os ydych dros 65 oed, nid oes rhaid i chi dalu.", facts, locale="cy").carried
    assert not judge("Os ydych dros 60 oed, nid oes rhaid i chi dalu.", facts, locale="cy").carried
    assert not judge("Os ydych dros 65 oed, rhaid i chi dalu.", facts, locale="cy").carried


@pytest.mark.parametrize(
    "sentence",
    [
        "Mae trwydded yn costio £60 y mis a rhaid i chi wneud cais o fewn 21 diwrnod.",
        "Mae trwydded yn costio £60 yr wythnos a rhaid i chi wneud cais o fewn 21 diwrnod.",
        "Mae trwydded yn costio £60 y flwyddyn a rhaid i chi wneud cais o fewn mis.",
        "Mae trwydded yn costio £60 y flwyddyn a rhaid i chi wneud cais o fewn deuddeg wythnos.",
        "Mae trwydded yn costio tri y cant y flwyddyn a rhaid i chi wneud cais o fewn 21 diwrnod.",
    ],
)
def test_a_welsh_figure_is_dropped_with_the_wrong_unit_however_it_is_written(sentence: str) -> None:
    quoted = "Mae trwydded yn costio £60 y flwyddyn a rhaid i chi wneud cais o fewn 21 diwrnod."
    facts = [Fact(quoted, own=quoted)]
    assert judge(
        "Rhaid i chi wneud cais o fewn 21 diwrnod. Mae trwydded yn costio £60 y flwyddyn.", facts, locale="cy"
    ).carried
    assert not judge(sentence, facts, locale="cy").carried


def test_without_a_model_only_words_known_to_mean_the_same_count() -> None:
    fact = [Fact("You can cancel your permit online.", own="You can cancel your permit online.")]
    assert judge("You can call off your permit online.", fact).carried
    assert not judge("You can juggle your permit backwards, sideways and slowly.", fact).carried


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_digit_changed_in_a_quoted_sentence_is_noticed(data: st.DataObject) -> None:
    quoted = data.draw(
        st.sampled_from([PERMIT, FEE, LANDLORD, NOT_PAID, USUALLY, "Call 01632 960 130 by 5pm on 3 May 2027."])
    )
    places = [place for place, character in enumerate(quoted) if character.isdigit()]
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([digit for digit in "123456789" if digit != quoted[place]]))
    changed = f"{quoted[:place]}{digit}{quoted[place + 1 :]}"
    fact = [Fact(quoted, own=quoted)]
    assert judge(quoted, fact).carried
    assert not judge(changed, fact).carried


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=120))
def test_any_text_can_be_judged_and_what_speaks_against_it_is_a_check_by_name(text: str) -> None:
    verdict = judge(text, [Fact(PERMIT, own=PERMIT)])
    assert all(reason.partition(":")[0] in CHECKS for reason in verdict.reasons)
    assert not judge(f"{text} £4,711.", [Fact(PERMIT, own=PERMIT)]).carried


def test_no_check_stands_under_two_names() -> None:
    assert len(set(CHECKS.values())) == len(CHECKS)
