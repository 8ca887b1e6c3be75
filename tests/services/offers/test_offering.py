"""The thing that was asked for is offered, and nothing when nothing was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from fingerpost.domain import Intent, Judgement, Offer, Outcome, Turn
from fingerpost.evaluation.offers import OFFERS_FILE, Asked, evaluate_offers
from fingerpost.search.embed import open_embedder
from fingerpost.services.calculators import calculate, calculators
from fingerpost.services.journeys.reading import shipped_journeys
from fingerpost.services.offers.match import phrase_key, shipped_vectors
from fingerpost.services.offers.offerable import does_the_same, every_phrase, from_calculators
from fingerpost.services.offers.offering import Offering
from fingerpost.services.offers.reading import in_english
from fingerpost.services.offers.tools import model_tools


@pytest.fixture(scope="module")
def asked() -> Asked:
    return Asked()


def test_the_cases_that_ship_are_offered_the_right_thing_and_seldom_a_wrong_one() -> None:
    both = evaluate_offers().measures["all"]
    assert both.with_tool >= 70
    assert both.with_none >= 50
    assert both.right >= 0.9
    assert both.wrong <= 0.03
    assert both.values_right >= 0.95


@pytest.mark.parametrize("name", ["offers_fresh", "offers_further", "offers_unseen"])
def test_cases_in_other_peoples_styles_are_offered_the_right_thing_too(name: str) -> None:
    both = evaluate_offers(OFFERS_FILE.with_name(f"{name}.jsonl")).measures["all"]
    assert min(both.with_tool, both.with_none) >= 38
    assert both.right >= 0.9
    assert both.wrong <= 0.03
    assert both.values_right >= 0.9


def test_what_is_asked_at_the_end_of_a_story_is_offered_as_if_it_was_asked_alone(asked: Asked) -> None:
    story = "My mum has been in hospital for weeks and we hoped she would pull through. It has been a hard year for us."
    (offer,) = asked.offers(f"{story} She passed away this morning. What do I do first?")
    assert offer.name == "when-someone-dies"


def test_of_two_things_that_are_alike_the_one_that_is_named_is_offered(asked: Asked) -> None:
    (offer,) = asked.offers("my partner is having a baby in June what will i be paid while im off")
    assert offer.name == "statutory-paternity-pay"


def test_what_was_said_is_filled_in_and_nothing_is_worked_out(asked: Asked) -> None:
    (offer,) = asked.offers("How much redundancy pay will I get? I'm 45, worked there 10 years, on £600 a week")
    assert (offer.kind, offer.name, offer.url) == ("calculator", "redundancy-pay", "/calculators/redundancy-pay")
    assert {each.key: each.value for each in offer.known} == {"age": "45", "years": "10", "weekly_pay": "600"}


def test_no_figure_is_offered_that_the_person_did_not_say(asked: Asked) -> None:
    for question in ("What will I pay in tax on £32k in Glasgow?", "How much SSP will I get on 300 a week?"):
        for offer in asked.offers(question):
            for each in offer.known:
                figures = "".join(filter(str.isdigit, each.value)).removesuffix("000")
                assert figures in question


def test_the_same_question_gets_the_same_offer(asked: Asked) -> None:
    question = "How much child benefit do I get for three kids?"
    assert asked.offers(question) == asked.offers(question) == Asked().offers(question)


def offers_of(turn: Turn) -> tuple[Offer, ...]:
    return Offering(lambda: from_calculators(calculators()), open_embedder("minilm-l6-v2-int8"))(turn)


def test_nobody_in_danger_or_in_anger_is_sent_to_a_form() -> None:
    question = "how much sick pay will I get"
    turn = Turn(question=question, query=question, intent=Intent.CALCULATION)
    assert offers_of(turn)
    judged = Judgement(
        safeguard="urgent", kind="self_harm", outcome=Outcome.URGENT, reason="", layer="rules", score=1.0
    )
    assert offers_of(replace(turn, judgements=(judged,))) == ()
    assert offers_of(replace(turn, intent=Intent.COMPLAINT)) == ()
    assert offers_of(replace(turn, outcome=Outcome.REFUSED)) == ()
    assert offers_of(replace(turn, query="")) == ()


def test_a_service_that_offers_nothing_gets_no_offer() -> None:
    assert Offering(tuple, open_embedder("minilm-l6-v2-int8"))(Turn(question="sick pay", query="sick pay")) == ()


def test_a_journey_that_does_what_a_calculator_does_is_not_offered_beside_it(asked: Asked) -> None:
    names = {(each.kind, each.name) for each in asked.offerable}
    assert ("calculator", "intestacy") in names
    assert ("journey", "inherit-without-a-will") not in names
    assert not any(does_the_same(each, asked.offerable) for each in asked.offerable)


def test_the_vectors_that_ship_are_those_of_the_phrases(asked: Asked) -> None:
    embedder = open_embedder("minilm-l6-v2-int8")
    kept = shipped_vectors(embedder.fingerprint)
    phrases = every_phrase(asked.offerable)
    missing = [phrase for phrase in phrases if phrase_key(phrase) not in kept]
    assert not missing, "make them again: python scripts/fit_offers.py"
    for phrase in phrases[:: len(phrases) // 20]:
        made = embedder.embed_questions([in_english(phrase)])[0]
        assert float(np.dot(made, kept[phrase_key(phrase)])) > 0.99


def test_a_model_gets_a_tool_for_each_and_the_figures_are_the_calculators(asked: Asked) -> None:
    made = model_tools(asked.offerable, shipped_journeys(), lambda: date(2026, 11, 24))
    tools = {tool.name: tool for tool in made}
    turn = Turn(question="I work 3 days a week, how much holiday do I get?")
    worked = tools["work_out_holiday_entitlement"].call({"days_per_week": "3"}, turn)
    assert str(calculate("holiday-entitlement", {"days_per_week": "3"})["days"]) in worked.text
    assert "error" in tools["work_out_holiday_entitlement"].call({"days_per_week": "many"}, turn).text
    unsaid = tools["work_out_child_benefit"].call({"tax_year": "2025-26", "children": 2}, turn)
    assert not any(each.isdigit() for each in unsaid.text), "nobody said the income, so no figure is known yet"
    followed = tools["follow_journey"].call({"name": "register-a-death"}, turn)
    assert followed.offer is not None
    assert followed.offer.url == "/journeys/register-a-death"
