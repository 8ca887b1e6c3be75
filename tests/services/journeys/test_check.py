"""The check finds what would leave somebody stranded, and passes what is well."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from fingerpost.errors import JourneyFileError
from fingerpost.services.journeys import Journey, follow, journeys_in, parse_journey
from fingerpost.services.journeys.answering import kept
from fingerpost.services.journeys.boundaries import Boundaries
from fingerpost.services.journeys.check import check
from fingerpost.services.journeys.reading import SHIPPED
from tests.services.journeys.written import EVERY_KIND, altered, every_kind

TODAY = date(2026, 11, 24)
OLD_ENOUGH = """
name: old-enough
title: {en: Are you old enough?}
description: {en: Find out.}
calculations:
  wage:
    calculator: minimum-wage
    inputs: {date: worked_on, age: age}
    outside: no_rates
questions:
  - key: age
    kind: number
    title: {en: How old are you?}
    least: 0
    most: 120
    next:
      - {when: age < 16, to: too_young}
      - {when: age >= 16, to: worked_on}
  - key: worked_on
    kind: date
    title: {en: When?}
    latest: today
    next:
      - {when: wage.rate >= 12, to: good}
      - {when: wage.rate < 12, to: less}
outcomes:
"""
OUTCOME = """
  - key: {key}
    title: {{en: {key}}}
    body: {{en: "{body}"}}
    sources: [{{title: T, url: "https://www.gov.uk/t", as_of: 2026-01-01}}]
"""


def old_enough(text: str = OLD_ENOUGH, *outcomes: str) -> Journey:
    said = "".join(
        OUTCOME.format(key=key, body="Words.") for key in outcomes or ("too_young", "good", "less", "no_rates")
    )
    return parse_journey(text + said, where="old-enough.yaml")


def kinds(journey: Journey) -> set[tuple[str, str]]:
    return {(finding.kind, finding.where) for finding in check(journey, today=TODAY).findings}


@pytest.mark.parametrize("name", journeys_in(SHIPPED.parent))
def test_every_journey_that_ships_passes(name: str):
    checked = check(journeys_in(SHIPPED.parent)[name], today=TODAY)
    assert checked.findings == ()
    assert checked.paths > 3


def test_a_journey_with_every_kind_of_question_passes():
    assert kinds(every_kind()) == set()


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("next: needs", "next: born", ("unreachable", "questions.needs")),
        ("next: done", "next: stop", ("unreachable", "outcomes.done")),
        ("when: savings <= 16000", "when: savings < 16000", ("dead_end", "questions.savings")),
        ("when: savings <= 16000", "when: savings <= 16000.01", ("overlap", "questions.savings")),
        ("next: needs", "next: agree", ("loop", "questions.agree")),
        ("cy: Pa liw?", "en-GB: Which?", ("untranslated", "questions.colour.title")),
        ("cy: Coch", "de: Rot", ("untranslated", "questions.colour.options.0.label")),
        ('cy: "Dywedoch {note}.', 'cy: "Dywedoch.', ("untranslated", "outcomes.done.body")),
        ("when: savings > 16000", "when: rooms > 16", ("not_asked", "questions.savings")),
        ("least: 1\n    most: 20", "least: 1.5\n    most: 1.6", ("dead_end", "questions.rooms")),
        ("You can't., cy: Ni allwch.", '"{rooms}", cy: "{rooms}"', ("not_asked", "outcomes.stop")),
    ],
)
def test_each_fault_is_found_where_it_is(old: str, new: str, found: tuple[str, str]):
    assert found in kinds(altered(old, new))


def test_a_finding_says_which_answers_lead_to_it():
    (finding,) = (
        each
        for each in check(altered("when: savings <= 16000", "when: savings < 16000"), today=TODAY).findings
        if each.kind == "dead_end"
    )
    assert finding.path[-1] == "savings: £16,000"


def test_a_calculator_outside_its_dates_is_found_unless_there_is_an_outcome_for_it():
    assert kinds(old_enough()) == set()
    without = old_enough(OLD_ENOUGH.replace("    outside: no_rates\n", ""), "too_young", "good", "less")
    assert kinds(without) == {("calculator_outside", "calculations.wage")}


def test_both_sides_of_where_a_calculation_turns_are_tried():
    journey = old_enough()
    days = Boundaries(journey, TODAY).values(journey.questions[1], {"age": Decimal(30)})
    # £12.21 from 1 April 2025, £11.44 before (https://www.gov.uk/national-minimum-wage-rates).
    assert {date(2025, 3, 31), date(2025, 4, 1)} <= set(days)


def test_the_walk_counts_as_many_paths_as_walking_each_of_them_does():
    journey = old_enough()
    boundaries = Boundaries(journey, TODAY)
    age, worked_on = journey.questions
    walked = 0
    for years in boundaries.values(age, {}):
        days = boundaries.values(worked_on, {"age": years}) if isinstance(years, Decimal) and years >= 16 else (None,)
        for _, day in product((years,), days):
            answers = {"age": kept(years)} | ({"worked_on": kept(day)} if day else {})
            assert follow(journey, answers, today=TODAY).outcome is not None
            walked += 1
    assert check(journey, today=TODAY).paths == walked


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("to: stop}", "to: nowhere}", "no question or outcome 'nowhere'"),
        ("when: agree", "when: disagree", "no question 'disagree'"),
        ("when: agree", "when: agree == 1", "never"),
        ("when: agree", "when: agree and colour < 'red'", "no order"),
        ("when: agree", "when: colour == 'green'", "never 'green'"),
        ("when: agree", "when: 'agree ==='", "can't be read"),
        ("'\"food\" in needs'", "'\"gold\" in needs'", "no option 'gold'"),
        ("{savings}. Born", "{saving}. Born", "no question 'saving'"),
        ("kind: yes_no", "kind: maybe", "questions[0].kind"),
        ("as_of: 2026-01-01", "as_of: soon", "as_of"),
        ("key: colour", "key: agree", "more than once"),
        ("name: every-kind", "name: [", "YAML"),
    ],
)
def test_a_file_that_names_what_is_not_there_is_refused_with_its_place(old: str, new: str, said: str):
    assert old in EVERY_KIND
    with pytest.raises(JourneyFileError) as refused:
        altered(old, new)
    assert said in str(refused.value)
    assert "every-kind.yaml" in str(refused.value)
