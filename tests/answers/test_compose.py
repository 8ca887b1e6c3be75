from __future__ import annotations

from collections.abc import Sequence

import pytest

from fingerpost.answers.compose import ExtractiveComposer
from fingerpost.answers.ground import ground
from fingerpost.domain import Draft, Passage, Scores, Section, SentenceKind
from fingerpost.search.embed import Embedder, open_embedder

DISCOUNTS = """
<p>You can pay less Council Tax in some cases.</p>
<h2>If you live alone</h2>
<p>You get 25% off your bill if you are the only adult in your home. However, you must tell us within 21 days.</p>
<h2>If you are a student</h2>
<p>You do not pay if everyone in your home is a full-time student. Your course must:</p>
<ul><li>last at least one year</li><li>take at least 21 hours a week</li></ul>
<h2>How to apply</h2>
<ol><li>Find your account number.</li><li>Fill in the form.</li><li>Send us proof.</li></ol>
<h2>What we collect</h2>
<p>The money pays for:</p><ul><li>schools</li><li>street lights</li><li>libraries</li></ul>
"""
BINS = "<p>We collect rubbish every two weeks. Put your bin out by 7am.</p>"


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return open_embedder("minilm-l6-v2-int8")


def found(*sections: Section) -> list[Passage]:
    return [Passage(section, Scores(fused=1.0 - place / 20)) for place, section in enumerate(sections)]


def composed(embedder: Embedder, question: str, passages: Sequence[Passage], most: int = 8) -> Draft:
    stored = [passage.section for passage in passages]
    composer = ExtractiveComposer(
        embedder, lambda page: [section for section in stored if section.page.id == page], most=most
    )
    return composer.compose(question, passages)


def texts(draft: Draft) -> list[str]:
    return [statement.text for statement in draft.statements]


def test_the_most_direct_sentence_leads(sections, embedder) -> None:
    draft = composed(embedder, "Do I get money off if I live on my own?", found(*sections(DISCOUNTS)))
    assert texts(draft)[0] == "You get 25% off your bill if you are the only adult in your home."


def test_a_limit_stays_with_what_it_limits(sections, embedder) -> None:
    words = texts(composed(embedder, "Do I get money off if I live on my own?", found(*sections(DISCOUNTS)), most=3))
    assert words[:2] == [
        "You get 25% off your bill if you are the only adult in your home.",
        "However, you must tell us within 21 days.",
    ]


def test_conditions_are_never_cut(sections, embedder) -> None:
    words = texts(composed(embedder, "how long must a student's course be", found(*sections(DISCOUNTS)), most=2))
    assert words == [
        "You do not pay if everyone in your home is a full-time student.",
        "Your course must:",
        "last at least one year",
        "take at least 21 hours a week",
    ]


def test_a_row_is_chosen_by_the_letter_asked_for(sections, embedder) -> None:
    rows = "".join(f"<tr><td>{letter}</td><td>£{800 + 90 * n}</td></tr>" for n, letter in enumerate("ABCDEFGH"))
    table = f"<table><thead><tr><th>Band</th><th>You pay</th></tr></thead><tbody>{rows}</tbody></table>"
    stored = sections(f"<p>What you pay depends on your band.</p><p>We send the bill in March.</p>{table}")
    for letter, price in (("C", "£980"), ("G", "£1340")):
        words = texts(composed(embedder, f"How much do I pay in band {letter}?", found(*stored), most=4))
        assert "Band | You pay" in words
        assert f"{letter} | {price}" in words


def test_a_table_too_long_for_the_answer_keeps_its_header_and_its_most_direct_rows(sections, embedder) -> None:
    rows = "".join(f"<tr><td>{day}</td><td>9am to 5pm</td></tr>" for day in ("Monday", "Tuesday", "Friday", "Sunday"))
    table = f"<table><thead><tr><th>Day</th><th>Library</th></tr></thead><tbody>{rows}</tbody></table>"
    words = texts(composed(embedder, "Is the library open on Sunday?", found(*sections(table)), most=2))
    assert words == ["Day | Library", "Sunday | 9am to 5pm"]


def test_steps_come_as_all_the_steps_in_order(sections, embedder) -> None:
    draft = composed(embedder, "What are the steps to apply?", found(*sections(DISCOUNTS)))
    steps = [statement.number for statement in draft.statements if statement.kind is SentenceKind.STEP]
    assert steps == [1, 2, 3]


def test_everything_proposed_is_proved(sections, lookup, embedder) -> None:
    stored = sections(DISCOUNTS) + sections(BINS, url="https://www.sampleford.example/bins")
    for question in ["students", "when do you collect bins", "how to apply", "what does the money pay for"]:
        draft = composed(embedder, question, found(*stored))
        grounded = ground(draft, lookup(stored))
        assert grounded.dropped == 0
        assert grounded.parts


def test_another_page_far_from_the_question_is_left_out(sections, embedder) -> None:
    stored = (*sections(DISCOUNTS), *sections(BINS, url="https://www.sampleford.example/bins"))
    words = texts(composed(embedder, "Do students pay Council Tax?", found(*stored)))
    assert not any("rubbish" in text for text in words)


def test_no_more_sentences_than_asked_for_unless_a_list_must_stay_whole(sections, embedder) -> None:
    words = texts(composed(embedder, "Do I get money off if I live on my own?", found(*sections(DISCOUNTS)), most=2))
    assert len(words) == 2


def test_a_list_that_goes_on_in_the_next_section_is_given_whole(sections, embedder) -> None:
    items = [f"document number {n}, which is a letter that shows your name and your address in full" for n in range(12)]
    stored = sections(f"<p>You must send us:</p><ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>")
    assert len(stored) > 1
    words = texts(composed(embedder, "What must I send you?", found(stored[0], *stored[1:])))
    assert set(items) <= set(words)


def test_the_same_words_on_two_pages_are_said_once(sections, embedder) -> None:
    stored = (
        *sections(BINS, url="https://www.sampleford.example/a"),
        *sections(BINS, url="https://www.sampleford.example/b"),
    )
    words = texts(composed(embedder, "When do you collect rubbish?", found(*stored)))
    assert len(words) == len(set(words))


def test_nothing_found_proposes_nothing(embedder) -> None:
    assert composed(embedder, "anything", []) == Draft()


def test_the_same_question_is_composed_the_same_way(sections, embedder) -> None:
    passages = found(*sections(DISCOUNTS))
    assert composed(embedder, "students", passages) == composed(embedder, "students", passages)
