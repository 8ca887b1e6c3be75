"""Ten journeys broken as a writer might break them: the check, or the reading of the file, finds each where it is."""

from __future__ import annotations

from datetime import date

import pytest

from fingerpost.errors import JourneyFileError
from fingerpost.services.journeys import Journey, parse_journey
from fingerpost.services.journeys.check import check

TODAY = date(2026, 11, 24)
HEAD = """
name: broken
languages: [en, cy]
title: {en: Broken, cy: Wedi torri}
description: {en: Broken, cy: Wedi torri}
"""


def outcome(key: str, body: str = "Words.", url: str = "https://www.gov.uk/t") -> str:
    source = f'{{title: T, url: "{url}", as_of: 2026-01-01}}'
    return f"""
  - key: {key}
    title: {{en: {key}, cy: {key}}}
    body: {{en: "{body}", cy: "{body}"}}
    sources: [{source}]
"""


def yes_no(key: str, yes: str, no: str, title: str = "{en: Is it?, cy: Ydy e?}") -> str:
    return f"""
  - key: {key}
    kind: yes_no
    title: {title}
    next:
      - {{when: {key}, to: {yes}}}
      - {{when: not {key}, to: {no}}}
"""


def number(key: str, *rules: str) -> str:
    written = "".join(f"\n      - {{{rule}}}" for rule in rules)
    return f"""
  - key: {key}
    kind: number
    title: {{en: How many?, cy: Sawl un?}}
    least: 0
    most: 100
    next:{written}
"""


def journey(*questions: str, outcomes: str, before: str = "") -> Journey:
    return parse_journey(f"{HEAD}{before}questions:{''.join(questions)}outcomes:{outcomes}", where="broken.yaml")


def found(journey: Journey) -> set[tuple[str, str]]:
    return {(each.kind, each.where) for each in check(journey, today=TODAY).findings}


def test_one_that_is_whole_has_nothing_wrong():
    whole = journey(yes_no("a", "b", "end"), yes_no("b", "end", "other"), outcomes=outcome("end") + outcome("other"))
    assert found(whole) == set()


def test_unreachable_because_two_conditions_can_never_both_hold():
    broken = journey(
        number("n", "when: n < 10, to: small", "when: n >= 10, to: again"),
        number("again", "when: n < 5, to: never", "when: n >= 5, to: end"),
        outcomes=outcome("small") + outcome("never") + outcome("end"),
    )
    assert found(broken) == {
        ("unreachable", "questions.again.next[0]"),
        ("unreachable", "outcomes.never"),
        ("unused", "questions.again"),
    }


def test_a_dead_end_at_one_number_alone():
    broken = journey(number("n", "when: n < 50, to: end", "when: n > 50, to: end"), outcomes=outcome("end"))
    assert found(broken) == {("dead_end", "questions.n")}


def test_a_loop_that_only_some_answers_enter():
    broken = journey(yes_no("a", "b", "end"), yes_no("b", "a", "end"), outcomes=outcome("end"))
    assert found(broken) == {("loop", "questions.a")}


def test_a_translation_that_is_missing_or_blank_or_lacks_the_link():
    blank = journey(yes_no("a", "end", "end", '{en: Is it?, cy: " "}'), outcomes=outcome("end"))
    assert found(blank) == {("untranslated", "questions.a.title")}
    none = journey(yes_no("a", "end", "end", "{en: Is it?}"), outcomes=outcome("end"))
    assert found(none) == {("untranslated", "questions.a.title")}
    linked = outcome("end").replace('en: "Words."', 'en: "[Here](https://www.gov.uk/x)"')
    assert found(journey(yes_no("a", "end", "end"), outcomes=linked)) == {("untranslated", "outcomes.end.body")}


def test_overlapping_at_one_number_alone():
    broken = journey(
        number("n", "when: n <= 50, to: end", "when: n >= 50, to: other"), outcomes=outcome("end") + outcome("other")
    )
    assert found(broken) == {("overlap", "questions.n")}


def test_incomplete_only_in_one_of_the_combinations_of_two_answers():
    second = yes_no("b", "end", "other").replace("when: not b", "when: not b and a")
    broken = journey(yes_no("a", "b", "b"), second, outcomes=outcome("end") + outcome("other"))
    assert found(broken) == {("dead_end", "questions.b")}


def test_a_calculator_that_some_days_lie_outside_of():
    called = """
calculations:
  wage:
    calculator: minimum-wage
    inputs: {date: day}
    fixed: {age: 30}
"""
    day = """
  - key: day
    kind: date
    title: {en: When?, cy: Pryd?}
    next:
      - {when: wage.rate > 0, to: end}
      - {to: end}
"""
    assert ("calculator_outside", "calculations.wage") in found(journey(day, outcomes=outcome("end"), before=called))


@pytest.mark.parametrize(
    ("questions", "body", "said"),
    [
        (yes_no("a", "end", "end").replace("when: a,", "when: b,"), "Words.", "no question 'b'"),
        (yes_no("a", "end", "end"), "You said {b}.", "no question 'b'"),
        (yes_no("a", "end", "end"), "You get {pay.amount}.", "no calculation 'pay'"),
    ],
)
def test_an_unknown_variable_is_refused_when_the_file_is_read(questions: str, body: str, said: str):
    with pytest.raises(JourneyFileError) as refused:
        journey(questions, outcomes=outcome("end", body))
    assert said in str(refused.value)


@pytest.mark.parametrize("url", ["www.gov.uk/t", "javascript:alert(1)", "https://", "https://gov.uk/a b", "ftp://x/y"])
def test_a_source_whose_link_is_none_is_refused(url: str):
    with pytest.raises(JourneyFileError):
        journey(yes_no("a", "end", "end"), outcomes=outcome("end", url=url))


@pytest.mark.parametrize("link", ["javascript:alert(1)", "www.gov.uk/t", "htps://www.gov.uk/t", "/etc/passwd", ""])
def test_a_link_in_the_words_that_leads_nowhere_is_found(link: str):
    assert ("bad_link", "outcomes.end.body") in found(
        journey(yes_no("a", "end", "end"), outcomes=outcome("end", f"[Here]({link})"))
    )


@pytest.mark.parametrize(
    "link", ["https://www.gov.uk/t", "https://www.gov.uk/t_(x)#y", "/journeys/moving-home", "/calculators/income-tax"]
)
def test_a_link_that_leads_somewhere_is_well(link: str):
    assert found(journey(yes_no("a", "end", "end"), outcomes=outcome("end", f"[Here]({link})"))) == set()


def test_an_answer_that_nothing_looks_at_is_found():
    idle = number("n", "to: end")
    assert found(journey(idle, outcomes=outcome("end"))) == {("unused", "questions.n")}
    assert found(journey(idle, outcomes=outcome("end", "You said {n}."))) == set()


def test_an_option_that_makes_no_difference_to_anything_is_no_unused_answer_while_another_does():
    radio = """
  - key: r
    kind: radio
    title: {en: Which?, cy: Pa un?}
    options:
      - {value: one, label: {en: One, cy: Un}}
      - {value: two, label: {en: Two, cy: Dau}}
    next:
      - {when: r == "one", to: end}
      - {to: other}
"""
    assert found(journey(radio, outcomes=outcome("end") + outcome("other"))) == set()
