"""One short question back: when the guidance differs for people, and only then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fingerpost.answers.clarify import MOST_IN_A_ROW, clarify, with_choice, without_unsure
from fingerpost.answers.ground import ground
from fingerpost.domain import (
    Draft,
)
from tests.answers.asked_back import QUESTION, answered, asks, draft, labels, passages, whole


def test_headings_that_differ_by_who_rents_are_asked_about(damp) -> None:
    asked = asks(QUESTION, whole(damp[0], damp[1]), damp)

    assert asked.clarification.dimension == "home"
    assert asked.clarification.question == "Which of these is your home?"
    assert labels(asked) == ["I rent from the council", "I rent from a private landlord"]


def test_an_option_carries_the_whole_question_and_the_words_of_the_guidance_that_make_it(damp) -> None:
    private = asks(QUESTION, whole(damp[0], damp[1]), damp).clarification.options[1]

    assert private.question == f"{QUESTION} — {private.words}"
    assert private.quote == "If you have a private landlord"
    assert private.heading_path == ("If you have a private landlord",)
    assert private.section_id == damp[2].id
    assert private.title == "Damp in your home"


def test_what_holds_for_everybody_is_shown_meanwhile(damp) -> None:
    asked = asks(QUESTION, whole(damp[0], damp[1]), damp)

    assert [statement.text for statement in asked.draft.statements] == ["Report damp as soon as you see it."]
    assert not asked.draft.complete


def test_an_answer_from_under_one_option_is_shown_under_its_own_heading(damp, lookup) -> None:
    asked = asks(QUESTION, whole(damp[1], damp[3]), damp)

    grounded = ground(asked.draft, lookup(damp))
    assert grounded.dropped == 0
    assert grounded.parts[0].heading_path == ("If you rent from us",)


def test_choosing_an_option_settles_it(damp) -> None:
    for option in asks(QUESTION, whole(damp[0], damp[1]), damp).clarification.options:
        assert clarify(option.question, whole(damp[0], damp[1]), passages(*damp)) is None


def test_somebody_who_is_not_sure_is_not_asked_again_and_their_words_are_not_searched_for(damp) -> None:
    unsure = asks(QUESTION, whole(damp[0], damp[1]), damp).clarification.unsure

    assert unsure.label == "I'm not sure"
    assert clarify(unsure.question, whole(damp[0], damp[1]), passages(*damp)) is None
    assert without_unsure(unsure.question) == QUESTION
    assert without_unsure("Is this right? I'm not sure") == "Is this right? I'm not sure"


@pytest.mark.parametrize(
    "said",
    [
        "The council is my landlord. How do I get help with damp?",
        "My private landlord won't fix the damp",
        "I rent from you and there is damp",
        "Is the help with damp different for council tenants?",
        "I own my house and there is damp in it",
    ],
)
def test_what_the_question_says_is_not_asked(damp, said: str) -> None:
    assert clarify(said, whole(damp[0], damp[1]), passages(*damp)) is None


def test_somebody_who_says_only_that_they_rent_is_asked_from_whom(damp) -> None:
    assert labels(asks("My landlord won't fix the damp", whole(damp[0], damp[1]), damp)) == [
        "I rent from the council",
        "I rent from a private landlord",
    ]


def test_what_was_said_earlier_in_the_conversation_is_not_asked(damp) -> None:
    history = (answered("I rent from the council. When is my bin collected?"),)

    assert clarify(QUESTION, whole(damp[0], damp[1]), passages(*damp), history=history) is None


def test_the_same_thing_is_not_asked_twice(damp) -> None:
    asked = asks(QUESTION, whole(damp[0], damp[1]), damp)
    history = (answered(QUESTION, asked), answered("When is my bin collected?"))

    assert clarify("What about mould?", whole(damp[0], damp[1]), passages(*damp), history=history) is None


def test_nothing_is_asked_a_third_time_in_a_row(damp) -> None:
    asked = asks(QUESTION, whole(damp[0], damp[1]), damp)
    other = replace(asked, clarification=replace(asked.clarification, dimension="nation"))
    twice = (answered("How much is it?", other),) * MOST_IN_A_ROW

    assert clarify(QUESTION, whole(damp[0], damp[1]), passages(*damp), history=twice[:1]) is not None
    assert clarify(QUESTION, whole(damp[0], damp[1]), passages(*damp), history=twice) is None
    after_an_answer = (*twice, answered("Thanks"))
    assert clarify(QUESTION, whole(damp[0], damp[1]), passages(*damp), history=after_an_answer) is not None


def test_a_question_that_carries_two_choices_is_answered(damp) -> None:
    chosen = with_choice(with_choice(QUESTION, "in Wales"), "for an adult")

    assert clarify(chosen, whole(damp[0], damp[1]), passages(*damp)) is None


def test_an_answer_under_a_heading_that_is_nobodys_in_particular_is_not_asked_about(damp) -> None:
    assert clarify("How do I keep damp down?", whole(damp[3]), passages(damp[3], *damp[:3])) is None


def test_an_option_that_was_not_found_is_not_offered(damp) -> None:
    assert clarify(QUESTION, whole(damp[0], damp[1]), passages(damp[0], damp[1])) is None


def test_a_draft_that_shows_nothing_found_asks_nothing(damp) -> None:
    assert clarify(QUESTION, Draft(), passages(*damp)) is None
    assert clarify(QUESTION, whole(damp[0]), ()) is None


def test_the_question_is_asked_in_welsh_of_somebody_who_asks_in_welsh(sections) -> None:
    page = sections(
        "<p>Gallwch gael help i insiwleiddio.</p>"
        "<h2>Os ydych yn berchen ar eich cartref</h2><p>Gwnewch gais i ni am grant.</p>"
        "<h2>Os ydych yn rhentu</h2><p>Mae'n rhaid i'ch landlord wneud cais.</p>",
        title="Insiwleiddio",
    )

    asked = asks("Sut alla i gael help i insiwleiddio?", whole(page[0]), page, locale="cy")

    assert asked.clarification.question == "Pa un o'r rhain yw eich cartref?"
    assert labels(asked) == ["Fi sy'n berchen ar fy nghartref", "Rwy'n rhentu fy nghartref"]
    assert asked.clarification.unsure.label == "Dw i ddim yn siŵr"


@pytest.mark.parametrize(
    ("html", "question", "dimension", "offered"),
    [
        pytest.param(
            "<table><thead><tr><th>Where you live</th><th>What it costs</th></tr></thead><tbody>"
            "<tr><td>England</td><td>£26</td></tr><tr><td>Scotland</td><td>Free</td></tr></tbody></table>",
            "What does an eye test cost?",
            "nation",
            ["England", "Scotland"],
            id="rows",
        ),
        pytest.param(
            "<table><thead><tr><th>Reduction</th><th>Single person</th><th>Couple</th></tr></thead><tbody>"
            "<tr><td>100%</td><td>Up to £110</td><td>Up to £160</td></tr></tbody></table>",
            "How much can I earn and get a reduction?",
            "household",
            ["I live on my own", "I live with a partner"],
            id="columns",
        ),
        pytest.param(
            "<p>If you rent, you pay until your tenancy ends. If you own the home, you pay until you sell it.</p>",
            "When do I stop paying?",
            "home",
            ["I rent my home", "I own my home"],
            id="sentences",
        ),
        pytest.param(
            "<p>A licence costs £36 in England and Wales. In Scotland, you do not need a licence.</p>",
            "What does a licence cost?",
            "nation",
            ["England or Wales", "Scotland"],
            id="nations",
        ),
        pytest.param(
            "<p>Each year you pay:</p><ul><li>£380 for people under 18</li><li>£640 for everyone else</li></ul>",
            "What does it cost?",
            "age",
            ["Under 18", "18 or over"],
            id="everyone else",
        ),
        pytest.param(
            "<p>If you are employed, your employer pays. If you are self-employed, you apply to us.</p>",
            "How do I get sick pay?",
            "work",
            ["I work for an employer", "I am self-employed"],
            id="work",
        ),
        pytest.param(
            "<p>If you're applying from outside the UK, it costs £214. If you're applying from inside the UK, "
            "it costs £490.</p>",
            "How much is the visa?",
            "applying",
            ["Outside the UK", "Inside the UK"],
            id="applying",
        ),
    ],
)
def test_a_difference_inside_what_leads_is_asked_about(
    sections, html: str, question: str, dimension: str, offered: list[str]
) -> None:
    page = sections(html)

    asked = asks(question, whole(page[0]), page)

    assert asked.clarification.dimension == dimension
    assert labels(asked) == offered
    for option in asked.clarification.options:
        assert option.quote in page[0].text


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<p>You can apply if you are 18 or over and rent your home.</p>", id="one condition"),
        pytest.param(
            "<p>You can get help if:</p><ul><li>you are under 18</li><li>you are 65 or over</li></ul>", id="list"
        ),
        pytest.param("<p>If you are under 18, you pay £5. If you are 65 or over, you pay £7.</p>", id="a gap in ages"),
        pytest.param(
            "<p>If you are employed or self-employed, tell us. If you are self-employed, sign.</p>", id="both"
        ),
        pytest.param("<p>If we agree, you pay nothing. If we do not agree, you pay £50.</p>", id="not the reader"),
        pytest.param("<p>Pay online with a card. If you pay by post, send a cheque.</p>", id="ways"),
        pytest.param("<p>Ask Student Finance England. Registers of Scotland can help.</p>", id="names"),
        pytest.param("<p>A licence costs £36 in all of the UK.</p>", id="everywhere"),
    ],
)
def test_what_makes_no_difference_between_people_is_not_asked_about(sections, html: str) -> None:
    page = sections(html)

    assert clarify("What do I do?", whole(page[0]), passages(*page)) is None


def test_a_table_of_which_the_options_are_only_a_few_rows_is_not_asked_about(sections) -> None:
    rows = ("Under 8", "8 or over", "With no safe route", "Who cannot walk", "In care", "On a low income")
    page = sections(
        "<table><thead><tr><th>Your child</th><th>Distance</th></tr></thead><tbody>"
        + "".join(f"<tr><td>{row}</td><td>2 miles</td></tr>" for row in rows)
        + "</tbody></table>"
    )

    assert clarify("How far must we live from school?", whole(page[0]), passages(*page)) is None


def test_every_option_of_a_table_is_shown_meanwhile_in_its_own_order(sections, lookup) -> None:
    page = sections(
        "<table><thead><tr><th>Who</th><th>Most</th></tr></thead><tbody><tr><td>Single person</td><td>£900</td></tr>"
        "<tr><td>Couple</td><td>£1,100</td></tr><tr><td>Lone parent</td><td>£1,300</td></tr></tbody></table>"
    )

    asked = asks("How much is the payment?", draft((page[0], (0, 2, 3))), page)

    assert [s.text for s in asked.draft.statements] == [
        "Who | Most",
        "Single person | £900",
        "Couple | £1,100",
        "Lone parent | £1,300",
    ]
    assert ground(asked.draft, lookup(page)).dropped == 0
