from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.answers.grounding.figures import Bound, bound_of, figure_problem
from fingerpost.answers.grounding.quantities import find_quantities, number_of


def carried(said: str, quoted: str) -> bool:
    """Say whether every figure of one text is carried by another."""
    told = [(figure, quoted) for figure in find_quantities(quoted)]
    return not any(figure_problem(figure, said, told) for figure in find_quantities(said))


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("It takes two weeks.", "It takes 14 days."),
        ("It takes a fortnight.", "It takes 2 weeks."),
        ("You have a year.", "You have 12 months."),
        ("It costs £1.5k.", "It costs £1,500."),
        ("It costs 50p.", "It costs £0.50."),
        ("It ends on 1 May 2026.", "It ends on 01/05/2026."),
        ("It ends on May 1st.", "It ends on 1 May 2026."),
        ("We close at 17:00.", "We close at 5pm."),
        ("We close at midday.", "We close at 12 noon."),
        ("You get half.", "You get 50%."),
        ("Pay £20 weekly.", "Pay £20 a week."),
        ("You must be at least 18.", "You must be 18 or over."),
        ("It is no more than 3 years old.", "It is up to 3 years old."),
        ("Call 01632960130.", "Call 01632 960 130."),
        ("Wait a year and a half.", "Wait 18 months."),
        ("You have 28 days to pay.", "Pay within 28 days."),
        ("It is open between 10am and 4pm.", "It is open from 10am to 4pm."),
    ],
)
def test_one_figure_in_two_forms_is_one_figure(said: str, quoted: str) -> None:
    assert find_quantities(said)
    assert carried(said, quoted)


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("It takes 2 months.", "It takes 8 weeks."),
        ("It takes 10 days.", "It takes 10 working days."),
        ("Pay £20 a month.", "Pay £20 a week."),
        ("Pay £20.", "Pay £20 a week."),
        ("It costs €20.", "It costs £20."),
        ("You must be over 18.", "You must be 18 or over."),
        ("You get £500.", "You get up to £500."),
        ("You get at least £500.", "You get up to £500."),
        ("Apply after 1 May.", "Apply before 1 May."),
        ("Apply from 1 May.", "Apply by 1 May."),
        ("Apply by 1 May 2027.", "Apply by 1 May 2026."),
        ("Use form SA101.", "Use form SA100."),
        ("Call 01632 960 131.", "Call 01632 960 130."),
        ("Go to www.x.gov.uk/b.", "Go to www.x.gov.uk/a."),
        ("It is 14%.", "It is 14."),
    ],
)
def test_another_figure_or_another_bound_is_not_carried(said: str, quoted: str) -> None:
    assert not carried(said, quoted)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("no more than 14 days", Bound.MOST),
        ("at least the last 7 days", Bound.LEAST),
        ("a month's notice or more", Bound.LEAST),
        ("an average over 17 weeks", Bound.EXACT),
        ("about 6 weeks", Bound.ABOUT),
        ("under 16", Bound.LESS),
    ],
)
def test_the_words_round_a_figure_bound_it(text: str, bound: Bound) -> None:
    assert bound_of(find_quantities(text)[-1], text) is bound


def test_the_month_of_may_is_no_possibility_and_a_possibility_no_month() -> None:
    assert [figure.kind for figure in find_quantities("You may call 3 times before 3 May.")] == ["number", "date"]


@given(st.integers(1, 9_999_999))
def test_a_number_reads_the_same_with_and_without_commas(number: int) -> None:
    assert number_of(f"{number:,}") == number_of(str(number)) == Decimal(number)


@given(st.text(max_size=200))
def test_any_text_can_be_read_and_its_figures_stand_where_they_say(text: str) -> None:
    figures = find_quantities(text)
    assert all(0 <= figure.start < figure.end <= len(text) for figure in figures)
    assert all(before.end <= after.start for before, after in pairwise(figures))


def test_a_minus_sign_is_part_of_the_figure_and_a_dash_between_two_is_not() -> None:
    assert [each.value for each in find_quantities("It fell to -£60.")] == [Decimal(-60)]
    assert [each.value for each in find_quantities("It costs £40-£60.")] == [Decimal(40), Decimal(60)]
    assert not carried("A permit costs -£60.", "A permit costs £60.")
    assert carried("It fell to -£60.", "It fell to -£60.")
