"""The facets of a turn: from closed lists, from what was said, and never from what was not."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import pytest

from fingerpost.domain import Intent, Outcome
from fingerpost.errors import ModelFileError
from fingerpost.insights import facet_json
from fingerpost.insights.classify.life_events import life_event
from fingerpost.insights.classify.turns import TurnClassifier, language, nation, urgency
from fingerpost.insights.facets import Facets, Language, LifeEvent, Nation, Need, Success, UrgencyGroup
from fingerpost.insights.records import TurnGiven
from fingerpost.safeguards.urgent.kinds import KINDS
from fingerpost.search.embed import MiniLM

EMBEDDER = MiniLM()
ASKED = TurnGiven("1", "1", datetime(2026, 10, 3, tzinfo=UTC), "How do I apply for a parking permit?", Outcome.ANSWERED)


def asking(question: str, **more: Any) -> TurnGiven:
    return replace(ASKED, question=question, **more)


@pytest.mark.parametrize(
    ("said", "event"),
    [
        ("My husband died in March and I have his car", LifeEvent.SOMEONE_DIED),
        ("I'm seven months pregnant, when can I stop work?", LifeEvent.HAVING_A_CHILD),
        ("We've split up and he wants the house", LifeEvent.SEPARATING),
        ("I was made redundant last week", LifeEvent.LOSING_A_JOB),
        ("The bailiffs are coming and I can’t afford it", LifeEvent.MONEY_TROUBLE),
        ("I look after my mum who can't walk", LifeEvent.CARING_FOR_SOMEONE),
        ("We are moving house in May", LifeEvent.MOVING_HOME),
        ("When is my bin emptied?", LifeEvent.NOT_CLASSIFIED),
        ("I would die for a decent bus service", LifeEvent.NOT_CLASSIFIED),
    ],
)
def test_a_life_event_is_counted_where_it_is_said(said: str, event: LifeEvent) -> None:
    assert life_event(said, "not_classified") == event


def test_a_topic_about_nothing_else_says_its_life_event() -> None:
    assert life_event("How do I register it?", "death/after-a-death/registering-a-death") == LifeEvent.SOMEONE_DIED
    assert life_event("How do I pay?", "housing/owning/council-tax") == LifeEvent.NOT_CLASSIFIED


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("I live in Wales, what do I pay?", Nation.WALES),
        ("We are based in Northern Ireland", Nation.NORTHERN_IRELAND),
        ("What are the rules in Scotland?", Nation.NOT_STATED),
        ("I live in Cardiff", Nation.NOT_STATED),
        ("I live in England and my mother lives in Wales", Nation.ENGLAND),
    ],
)
def test_a_nation_is_the_one_that_somebody_says_they_live_in_and_never_a_guess(said: str, found: Nation) -> None:
    assert nation(asking(said)) == found
    assert nation(asking(said, nation="scotland")) == Nation.SCOTLAND


def test_every_kind_of_urgent_message_has_a_group_and_the_most_pressing_counts() -> None:
    assert all(urgency([kind]) is not UrgencyGroup.NONE for kind in KINDS)
    assert urgency(["homeless_tonight", "suicide"]) == UrgencyGroup.LIFE_AT_RISK
    assert urgency([]) == UrgencyGroup.NONE


def test_rare_languages_are_one_group() -> None:
    assert language(asking("How do I pay my council tax?")) == Language.ENGLISH
    assert language(asking("Sut mae talu treth y cyngor?")) == Language.WELSH
    assert {language(asking("x", language=code)) for code in ("fr", "ur", "und", "ckb")} == {Language.OTHER}


def test_a_turn_gets_every_facet_and_what_the_service_recorded_wins() -> None:
    classify = TurnClassifier(EMBEDDER)
    asked = asking("My wife died. Can I get Bereavement Support Payment if I live in Wales?", useful=True)
    told, recorded = classify([asked, replace(asked, intent=Intent.COMPLAINT, urgent=("danger",), useful=None)])
    assert told.topic == "death/after-a-death/bereavement-money"
    assert (told.need, told.life_event) == (Need.CHECK_ELIGIBILITY, LifeEvent.SOMEONE_DIED)
    assert (told.outcome, told.success) == (Outcome.ANSWERED, Success.YES)
    assert (recorded.need, recorded.urgency) == (Need.COMPLAIN, UrgencyGroup.DANGER_OR_ILLNESS)
    assert recorded.success == Success.NOT_CLASSIFIED


def test_no_facet_is_free_text_and_none_is_read_back_that_is_not_in_its_list() -> None:
    closed = {each.name for each in fields(Facets) if isinstance(each.default, StrEnum)}
    assert {each.name for each in fields(Facets)} - closed == {"topic", "occupation", "autonomy"}
    assert facet_json.read(facet_json.written(Facets(need=Need.DO))) == Facets(need=Need.DO)
    with pytest.raises(ValueError, match="zyzzyva"):
        facet_json.read(facet_json.written(Facets()).replace('"none"', '"zyzzyva"'))


def test_weights_are_not_used_with_another_embedder() -> None:
    class Other(MiniLM):
        def __init__(self) -> None:
            super().__init__()
            self.fingerprint = "another@1"

    with pytest.raises(ModelFileError, match="minilm"):
        TurnClassifier(Other())
