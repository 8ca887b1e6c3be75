"""What can be saved to a plan, what can be done to it, what is filled in from it, and the files it is taken away in."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pdfplumber
import pytest
from icalendar import Calendar
from markdown_it import MarkdownIt

from fingerpost.domain import Offer, SentenceKind
from fingerpost.services.calculators import calculator
from fingerpost.services.journeys import follow, journeys_in
from fingerpost.services.plans import Origin, Plan, PlanLink, Step
from fingerpost.services.plans.calendar import plan_calendar
from fingerpost.services.plans.changes import (
    PlanFullError,
    added,
    edited,
    in_order_of_dates,
    moved,
    removed,
    settled,
    ticked,
    undone,
)
from fingerpost.services.plans.dates import due_in
from fingerpost.services.plans.facts import facts_in_journey, inputs_from_plan, question_from_plan, taken_as
from fingerpost.services.plans.from_answer import steps_from_answer
from fingerpost.services.plans.from_journey import steps_from_journey
from fingerpost.services.plans.markdown import plan_markdown
from fingerpost.services.plans.pdf import plan_pdf
from fingerpost.services.plans.takeaway import Around
from tests.interfaces.web.written import ANSWERS, _answer, _Writer

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
AROUND = Around("cy", "Eich cynllun", "O Gofyn i Sampleford, 24 Tachwedd 2026", "https://ask.example")
WELSH = "Ewch â'r dŵr i'r tŷ: ŵ ŷ Ŵ Ŷ"
JOURNEYS = journeys_in(Path("src/fingerpost/demo/sampleford"), ("*",))


def plan_of(*texts: str) -> Plan:
    return added(Plan(), [Step(id="", text=text) for text in texts])


def texts(plan: Plan) -> list[str]:
    return [step.text for step in plan.steps]


def test_every_change_can_be_undone_once():
    plan = plan_of("one", "two", "three")
    first = plan.steps[0].id
    other = Step(id=first, text="uno")
    for changed in (
        ticked(plan, first, done=True),
        moved(plan, first, 1),
        removed(plan, first),
        edited(plan, first, other),
    ):
        assert changed.steps != plan.steps
        assert undone(changed).steps == plan.steps
        assert undone(undone(changed)).steps == plan.steps


def test_what_was_removed_is_held_only_until_the_next_change_or_until_it_is_let_go():
    plan = plan_of("one", "two")
    gone = removed(plan, plan.steps[0].id)
    assert [step.text for step in gone.removed] == ["one"]
    assert settled(gone).removed == ()
    assert ticked(gone, gone.steps[0].id, done=True).removed == ()


def test_a_step_moves_within_the_plan_and_no_further():
    plan = plan_of("one", "two", "three")
    assert texts(moved(plan, plan.steps[2].id, -1)) == ["one", "three", "two"]
    assert moved(plan, plan.steps[0].id, -1) == plan
    assert moved(plan, "nobody", 1) == plan


def test_steps_are_put_in_order_of_their_dates_and_those_without_stay_behind():
    steps = [Step("", "later", due=date(2027, 2, 1)), Step("", "never"), Step("", "soon", due=date(2027, 1, 1))]
    assert texts(in_order_of_dates(added(Plan(), steps))) == ["soon", "later", "never"]


def test_the_same_step_is_saved_once_and_a_full_plan_takes_no_more():
    assert texts(added(plan_of("one"), [Step("", "One"), Step("", "two")])) == ["one", "two"]
    full = plan_of(*(f"step {number}" for number in range(100)))
    with pytest.raises(PlanFullError):
        added(full, [Step("", "one too many")])


def test_a_step_in_other_words_is_no_longer_in_the_pages_language():
    plan = added(Plan(), [Step("", "Ring us", locale="en", links=(PlanLink("Page", "https://a.example"),))])
    step = plan.steps[0]
    assert edited(plan, step.id, Step(step.id, "Ring us", note="soon", links=step.links)).steps[0].locale == "en"
    assert edited(plan, step.id, Step(step.id, "Ring them", links=step.links)).steps[0].locale == ""


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("You must pay by 31 January 2027.", date(2027, 1, 31)),
        ("Apply before Friday 5 March 2027", date(2027, 3, 4)),
        ("Gwnewch gais erbyn 1 Mawrth 2027", date(2027, 3, 1)),
        ("The rate holds from 6 April 2027", None),
        ("You must pay by 31 January 2026.", None),
        ("Pay by 1 May 2027 or by 1 June 2027", None),
        ("Pay by 31 February 2027", None),
        ("Pay within 21 days", None),
    ],
)
def test_only_a_whole_date_that_something_must_be_done_by_is_taken(text: str, due: date | None):
    assert due_in(text, TODAY) == due


def test_an_answer_gives_its_next_step_its_list_with_its_lead_in_and_its_page_each_with_a_source():
    steps = steps_from_answer(ANSWERS["bin"], TODAY)
    assert [step.text for step in steps] == [
        "Find your bin day",
        "You must: check that your street was due a collection",
        "You must: leave the bin out where the crew can reach it",
        "Read: Bin collections",
    ]
    assert all(step.links and step.origin is Origin.ANSWER for step in steps)
    assert steps[1].links[0].as_of == date(2026, 4, 3)


def test_a_list_of_papers_is_one_step_with_the_papers_it_needs():
    kind = SentenceKind
    page = _Writer("Permits", "https://www.sampleford.example/permits").part(
        1, (kind.SENTENCE, "You can park here. To apply you’ll need:"), (kind.ITEM, "your V5C"), (kind.ITEM, "a bill")
    )
    step = steps_from_answer(_answer(page), TODAY)[0]
    assert step.text == "To apply you’ll need"
    assert step.documents == ("your V5C", "a bill")


def test_what_is_offered_can_be_saved_and_an_unsafe_address_never_is():
    offer = Offer(
        "calculator", "state-pension-age", "Work out your State Pension age", "/calculators/state-pension-age"
    )
    step = steps_from_answer(_answer(offers=(offer,)), TODAY)[0]
    assert step.links[0].url == "/calculators/state-pension-age"
    hostile = steps_from_answer(ANSWERS["hostile"], TODAY)
    assert [link.url for each in hostile for link in each.links] == []


def test_a_journeys_outcome_gives_its_steps_its_papers_and_the_day_that_was_answered():
    journey = JOURNEYS["register-a-death"]
    answers = {"nation": "england_or_wales", "stillborn": "no", "coroner": "coroner_no", "who": "relative"}
    progress = follow(journey, {**answers, "documents": ["nhs_card"]}, today=TODAY)
    steps = steps_from_journey(progress, "en", "Register a death", TODAY)
    assert steps[1].text.startswith("Book an appointment with a register office.")
    assert all(link.url.startswith("https://") for step in steps for link in step.links)
    assert any("NHS medical card" in step.documents for step in steps)
    moving = JOURNEYS["moving-home"]
    answers = {"nation": "wales", "moving_on": "yes", "day": "2027-01-05", "yours": ["pet"]}
    days = [step.due for step in steps_from_journey(follow(moving, answers, today=TODAY), "en", "", TODAY)]
    assert days[0] == date(2027, 1, 5)


def test_a_journey_that_is_not_at_its_end_gives_nothing():
    assert steps_from_journey(follow(JOURNEYS["blue-badge"], {}, today=TODAY), "en", "", TODAY) == ()


def test_a_fact_fills_the_question_about_the_person_and_no_question_about_somebody_else():
    facts = {"nation": "northern-ireland", "date_of_birth": "1980-12-01"}
    lives = JOURNEYS["blue-badge"].question("nation")
    died = JOURNEYS["when-someone-dies"].question("nation")
    age = JOURNEYS["find-work"].question("age")
    assert lives
    assert died
    assert age
    assert question_from_plan(lives, facts, TODAY) == "northern_ireland"
    assert question_from_plan(died, facts, TODAY) is None
    assert question_from_plan(age, facts, TODAY) == "45"


def test_a_calculators_form_is_filled_only_with_what_it_asks_of_the_person_and_takes():
    facts = {"nation": "wales", "date_of_birth": "1980-12-01"}
    assert inputs_from_plan(calculator("income-tax").inputs, facts, TODAY) == {"nation": "wales"}
    assert inputs_from_plan(calculator("intestacy").inputs, facts, TODAY) == {}
    assert inputs_from_plan(calculator("state-pension-age").inputs, facts, TODAY) == {"date_of_birth": "1980-12-01"}


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("nation", "northern_ireland", "northern-ireland"),
        ("nation", "elsewhere", ""),
        ("adults", "02", "2"),
        ("adults", "-1", ""),
        ("adults", "999", ""),
        ("date_of_birth", "2027-01-01", ""),
        ("date_of_birth", "1880-01-01", ""),
        ("council_tax_band", "D", "d"),
    ],
)
def test_a_fact_is_kept_only_where_it_can_be_one(name: str, value: str, kept: str):
    assert taken_as(name, value, TODAY) == kept


def test_the_facts_in_a_journeys_answers_are_found():
    assert facts_in_journey(JOURNEYS["blue-badge"], {"nation": "wales"}, TODAY) == {"nation": "wales"}
    assert facts_in_journey(JOURNEYS["when-someone-dies"], {"nation": "wales"}, TODAY) == {}


def full_plan() -> Plan:
    link = PlanLink("GOV.UK: *Rates*", "https://www.gov.uk/a_b?c=(d)", "en", date(2026, 4, 3))
    own = PlanLink("Work it out", "/calculators/x")
    first = Step(
        "a1", WELSH, "<b>note</b>\n# not a heading", date(2027, 1, 5), ("tystysgrif",), (link, own), locale="cy"
    )
    done = Step("b2", "*[x](https://evil.example)*", done=True, due=date(2027, 2, 1))
    return Plan((first, done))


def test_markdown_is_a_task_list_in_which_nothing_that_was_written_is_read_as_markdown():
    written = plan_markdown(full_plan(), AROUND)
    assert "- [ ] Ewch â" in written
    html = MarkdownIt("commonmark").render(written)
    assert 'href="https://www.gov.uk/a_b?c=(d)"' in html
    assert 'href="https://ask.example/calculators/x"' in html
    assert "*[x](https://evil.example)*" in html
    assert "<b>" not in html
    assert html.count("<h1>") == 1
    assert "5 Ionawr 2027" in written


def test_the_calendar_holds_the_dates_still_to_come_as_whole_days_with_names_that_stay():
    calendar = Calendar.from_ical(plan_calendar(full_plan(), AROUND, NOW))
    events = calendar.walk("VEVENT")
    assert [str(event["summary"]) for event in events] == [WELSH]
    assert events[0]["dtstart"].dt == date(2027, 1, 5)
    assert events[0]["dtend"].dt == date(2027, 1, 6)
    again = Calendar.from_ical(plan_calendar(full_plan(), AROUND, datetime(2027, 1, 1, tzinfo=UTC)))
    assert again.walk("VEVENT")[0]["uid"] == events[0]["uid"]


def test_the_pdf_has_welsh_letters_is_tagged_and_is_the_same_for_the_same_plan():
    written = plan_pdf(full_plan(), AROUND)
    assert written == plan_pdf(full_plan(), AROUND)
    with pdfplumber.open(io.BytesIO(written)) as pdf:
        assert WELSH in "".join(page.extract_text() for page in pdf.pages)
        catalog = pdf.doc.catalog
        assert catalog["Lang"] == b"cy"
        assert (
            catalog["MarkInfo"].resolve()["Marked"] if hasattr(catalog["MarkInfo"], "resolve") else catalog["MarkInfo"]
        )
        kinds = {element["type"] for element in _elements(pdf.structure_tree)}
    assert {"H1", "H2", "L", "LI", "LBody", "P", "Link"} <= kinds


def test_a_letter_the_pdf_cannot_draw_is_said_and_a_long_plan_goes_over_pages():
    steps = tuple(Step(str(number), f"میرا منصوبہ {number}", "long " * 300) for number in range(20))
    with pdfplumber.open(io.BytesIO(plan_pdf(Plan(steps), AROUND))) as pdf:
        assert len(pdf.pages) > 5
        assert AROUND.unshown[:30] in "".join(page.extract_text() for page in pdf.pages)


def _elements(tree: list[dict]) -> list[dict]:
    return [each for element in tree for each in (element, *_elements(element.get("children", [])))]
