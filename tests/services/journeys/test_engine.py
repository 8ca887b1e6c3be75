"""Following a journey: every set of answers leads to one question or one outcome."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.errors import JourneyStuckError
from fingerpost.services.journeys import Journey, follow, journeys_in
from fingerpost.services.journeys.answering import Given, kept
from fingerpost.services.journeys.boundaries import Boundaries
from fingerpost.services.journeys.reading import SHIPPED
from fingerpost.services.journeys.words import filled
from tests.services.journeys.written import ANSWERS, altered, every_kind

TODAY = date(2026, 11, 24)
SHIPPED_JOURNEYS = journeys_in(SHIPPED.parent)


def test_answers_lead_from_question_to_question_to_the_outcome():
    journey = every_kind()
    answers: dict[str, Given] = {}
    for key, answer in ANSWERS.items():
        at = follow(journey, answers, today=TODAY)
        assert at.question is not None
        assert at.question.key == key
        assert at.outcome is None
        answers[key] = answer
    ended = follow(journey, answers, today=TODAY)
    assert ended.question is None
    assert ended.outcome is not None
    assert ended.outcome.key == "done"
    assert [question.key for question in ended.path] == list(ANSWERS)
    assert [section.title["en"] for section in ended.sections if section.title] == ["Food"]


def test_an_optional_question_is_asked_before_it_is_left_empty():
    journey = every_kind()
    asked = {key: value for key, value in ANSWERS.items() if key != "note"}
    at = follow(journey, asked, today=TODAY)
    assert at.question is not None
    assert at.question.key == "note"
    assert follow(journey, {**asked, "note": None}, today=TODAY).outcome is not None


def test_a_changed_answer_leads_elsewhere_and_changed_back_finds_the_rest_again():
    journey = every_kind()
    away = follow(journey, {**ANSWERS, "savings": "16000.01"}, today=TODAY)
    assert away.outcome is not None
    assert away.outcome.key == "stop"
    assert "rooms" not in away.answers
    back = follow(journey, {**ANSWERS, "savings": "16000"}, today=TODAY)
    assert back.outcome is not None
    assert back.outcome.key == "done"


def test_answers_off_the_path_are_not_looked_at():
    journey = altered("when: savings > 16000", "when: savings > 16000 or rooms > 5").model_copy()
    at = follow(journey, {**ANSWERS, "rooms": "9"}, today=TODAY)
    assert at.outcome is not None
    assert at.outcome.key == "done"


def test_an_answer_that_can_t_be_taken_is_asked_again():
    at = follow(every_kind(), {**ANSWERS, "born": "yesterday"}, today=TODAY)
    assert at.question is not None
    assert at.question.key == "born"


def test_what_somebody_typed_is_filled_in_as_text_and_never_read_as_markdown_or_as_a_variable():
    ended = follow(every_kind(), ANSWERS, today=TODAY)
    assert ended.outcome is not None
    assert ended.outcome.body is not None
    words = filled(ended.outcome.body["en"], ended.known, "en")
    assert words == (
        r"You said \<b\>\*hello\*\</b\> \[x\](y) \{savings\}. Saved £1,200.50. Born 29 February 1980. Passport, Bill"
        " Red 3 AA3 1AB France"
    )
    assert "29 Chwefror 1980" in filled(ended.outcome.body["cy"], ended.known, "cy")


def test_a_journey_that_goes_in_circles_stops_with_an_error_that_names_the_question():
    with pytest.raises(JourneyStuckError) as stuck:
        follow(altered("next: needs", "next: agree"), ANSWERS, today=TODAY)
    assert stuck.value.where == "agree"


def test_figures_come_from_the_calculator_and_a_date_without_rates_has_an_outcome_of_its_own():
    journey = SHIPPED_JOURNEYS["minimum-wage"]
    answers: dict[str, Given] = {
        "work": "worker",
        "worked_on": "2025-06-30",
        "age": "30",
        "pay": "457.87",
        "hours": "37.5",
        "housing": "no",
    }
    # £12.21 an hour from 1 April 2025 (https://www.gov.uk/national-minimum-wage-rates), 37.5 hours: £457.875.
    too_little, enough, too_early = (
        follow(journey, {**answers, **change}, today=TODAY).outcome
        for change in ({}, {"pay": "457.88"}, {"worked_on": "2010-01-01"})
    )
    assert [each.key for each in (too_little, enough, too_early) if each] == ["not_enough", "enough", "other_date"]


@pytest.mark.parametrize("name", SHIPPED_JOURNEYS)
def test_random_walks_over_boundary_answers_end_in_exactly_one_outcome(name: str):
    journey = SHIPPED_JOURNEYS[name]
    boundaries = Boundaries(journey, TODAY)
    chosen = random.Random(7)
    for _ in range(40):
        answers: dict[str, Given] = {}
        at = follow(journey, answers, today=TODAY)
        while at.question is not None:
            assert len(answers) < len(journey.questions)
            value = chosen.choice(boundaries.values(at.question, at.answers))
            answers[at.question.key] = kept(value)
            at = follow(journey, answers, today=TODAY)
        assert at.outcome is not None
        again = follow(journey, answers, today=TODAY)
        assert (again.outcome, again.answers) == (at.outcome, at.answers)


def _given(journey: Journey) -> st.SearchStrategy[dict[str, Given]]:
    keys = st.sampled_from([question.key for question in journey.questions])
    options = [option.value for question in journey.questions for option in question.options]
    values = st.one_of(
        st.sampled_from(["yes", "no", "1", "30", "2025-06-30", "AA3 1AB", *options]),
        st.lists(st.sampled_from(options), max_size=4) if options else st.just([]),
        st.text(max_size=12),
        st.decimals(0, 1000, places=2).map(lambda amount: str(Decimal(amount))),
    )
    return st.dictionaries(keys, values, max_size=len(journey.questions))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_answers_at_all_make_the_engine_fail(data: st.DataObject):
    journey = data.draw(st.sampled_from([*SHIPPED_JOURNEYS.values(), every_kind()]))
    at = follow(journey, data.draw(_given(journey)), today=TODAY)
    assert (at.question is None) != (at.outcome is None)
