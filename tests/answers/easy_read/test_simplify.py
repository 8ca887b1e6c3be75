"""Where a model writes the easy read: what is proved is shown, and otherwise the guidance's own words are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from fingerpost.answers.easy_read import EasyReader, easy_read
from fingerpost.answers.ground import Grounded, ground
from fingerpost.domain import Answer, Draft, DraftStatement, Quote, Section
from tests.answers.easy_read.made import answer_from
from tests.answers.easy_read.test_easy_read import MakeSections


@dataclass
class Written:
    """A model that says what it was told to."""

    said: Sequence[tuple[str, str]]
    name: str = "written-1"
    asked: list[Answer] = field(default_factory=list[Answer])

    def simplify(self, answer: Answer) -> Draft:
        self.asked.append(answer)
        return Draft(tuple(DraftStatement(text, (Quote(section, text),)) for section, text in self.said), complete=True)


@pytest.fixture
def section(sections: MakeSections) -> Section:
    return sections("<p>You pay each month. You can pay online.</p><p>Call us first if you can't pay.</p>")[0]


def reader(section: Section, *said: str) -> EasyReader:
    def prove(draft: Draft) -> Grounded:
        return ground(draft, lambda _: {section.id: section})

    return EasyReader(Written([(section.id, text) for text in said]), prove)


def test_what_a_model_writes_is_shown_when_all_of_it_is_proved(section: Section) -> None:
    answer = answer_from(section)
    easy = reader(section, "Call us first if you can't pay.", "You pay each month.").read(answer)

    assert easy.by == "written-1"
    assert next(line.pieces[0] for block in easy.blocks for line in block.lines).endswith("can't pay.")
    assert {number for block in easy.blocks for line in block.lines for number in line.citations} == {1}


@pytest.mark.parametrize(
    "said",
    [
        (),
        ("You pay each month.", "You need not pay."),
        ("You can always pay later.",),
    ],
)
def test_when_anything_a_model_writes_is_not_proved_the_guidance_speaks_for_itself(
    section: Section, said: tuple[str, ...]
) -> None:
    answer = answer_from(section)
    assert reader(section, *said).read(answer) == easy_read(answer)


def test_a_model_may_not_leave_out_one_of_the_quotations(sections: MakeSections) -> None:
    first, second = (
        sections(f"<p>You pay £{sum_} a year.</p>", url=f"https://www.sampleford.example/{sum_}")[0]
        for sum_ in (10, 20)
    )
    stored = {section.id: section for section in (first, second)}
    both = Draft(tuple(DraftStatement(s.text, (Quote(s.id, s.text),)) for s in (first, second)), complete=True)
    grounded = ground(both, lambda _: stored)
    one = answer_from(first)
    answer = Answer(one.outcome, "q", one.record, parts=grounded.parts, citations=grounded.citations)

    easy = EasyReader(Written([(first.id, first.text)]), lambda draft: ground(draft, lambda _: stored)).read(answer)

    assert easy == easy_read(answer)


def test_a_model_may_not_bring_in_words_that_the_answer_did_not_quote(section: Section) -> None:
    whole = answer_from(section)
    statements = whole.parts[0].statements[:1]
    only = ground(
        Draft(tuple(DraftStatement(s.text, (Quote(section.id, s.text),)) for s in statements)),
        lambda _: {section.id: section},
    )
    answer = Answer(whole.outcome, "q", whole.record, parts=only.parts, citations=only.citations)

    easy = reader(section, "You pay each month.", "Call us first if you can't pay.").read(answer)

    assert easy == easy_read(answer)
