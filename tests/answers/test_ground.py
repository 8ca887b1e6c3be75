from dataclasses import replace

import pytest

from fingerpost.answers.ground import ground
from fingerpost.domain import Draft, DraftStatement, Link, Passage, Quote, Scores, Section, SentenceKind
from fingerpost.search.embed import MiniLM
from fingerpost.testing.composers import HostileComposer

PAGE = """
<h2>Who can apply</h2>
<p>You can apply if you are 18 or over. You cannot apply for someone else.</p>
<p>You must have:</p>
<ul><li>a UK passport</li><li>proof of address from the last 3 months</li></ul>
<h2>How to apply</h2>
<ol><li>Fill in form CT1.</li><li>Send it to us.</li></ol>
<h2>Fees</h2>
<table><thead><tr><th>Band</th><th>Fee</th></tr></thead><tbody><tr><td>A</td><td>£40</td></tr></tbody></table>
"""


def claim(section: Section, text: str) -> DraftStatement:
    return DraftStatement(text, (Quote(section.id, text),))


def whole(section: Section) -> tuple[DraftStatement, ...]:
    return tuple(claim(section, section.text[s.start : s.end]) for s in section.sentences)


@pytest.fixture
def page(sections) -> tuple[Section, ...]:
    return sections(PAGE)


@pytest.fixture
def stored(page, lookup):
    return lookup(page)


def texts(grounded) -> list[str]:
    return [statement.text for part in grounded.parts for statement in part.statements]


def section_with(page, words: str) -> Section:
    return next(section for section in page if words in section.text)


def test_every_sentence_of_a_page_can_be_quoted(page, stored) -> None:
    draft = Draft(tuple(statement for section in page for statement in whole(section)))
    grounded = ground(draft, stored)
    assert grounded.dropped == 0
    assert len(texts(grounded)) == sum(len(section.sentences) for section in page)


def test_a_part_and_its_citations_say_which_language_they_are_in(page, lookup) -> None:
    welsh = tuple(replace(section, page=replace(section.page, locale="cy")) for section in page)
    grounded = ground(Draft(whole(welsh[0])), lookup(welsh))
    assert {part.locale for part in grounded.parts} == {citation.locale for citation in grounded.citations} == {"cy"}


def test_every_citation_is_a_verbatim_slice_of_its_section(page, stored) -> None:
    draft = Draft(tuple(statement for section in page for statement in whole(section)))
    by_id = {section.id: section for section in page}
    for citation in ground(draft, stored).citations:
        assert by_id[citation.section_id].text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    "said",
    [
        "You can apply if you are 16 or over.",
        "you can apply if you are 18 or over.",
        "You can apply if you are 18 or over",
        "You can apply if you are 18 or over. ",
        "You cannot apply",
        "apply for someone else.",
        "You can apply if you are 18 or over. You can apply for someone else.",
        "",
    ],
)
def test_words_that_are_not_whole_stored_sentences_are_dropped(page, stored, said: str) -> None:
    section = section_with(page, "18 or over")
    grounded = ground(Draft((claim(section, said),)), stored)
    assert grounded.parts == ()
    assert grounded.dropped == 1


def test_two_neighbouring_sentences_quoted_as_one_are_proved(page, stored) -> None:
    section = section_with(page, "18 or over")
    said = "You can apply if you are 18 or over. You cannot apply for someone else."
    assert texts(ground(Draft((claim(section, said),)), stored)) == [
        "You can apply if you are 18 or over.",
        "You cannot apply for someone else.",
    ]


def test_a_quotation_from_another_section_proves_nothing(page, stored) -> None:
    wrong = section_with(page, "Fill in form")
    assert ground(Draft((claim(wrong, "You cannot apply for someone else."),)), stored).parts == ()


def test_a_true_quotation_does_not_carry_other_words(page, stored) -> None:
    section = section_with(page, "18 or over")
    true = "You cannot apply for someone else."
    assert ground(Draft((DraftStatement("You can.", (Quote(section.id, true),)),)), stored).parts == ()


def test_a_list_item_without_its_lead_in_is_dropped(page, stored) -> None:
    section = section_with(page, "a UK passport")
    assert ground(Draft((claim(section, "a UK passport"),)), stored).parts == ()
    both = Draft((claim(section, "You must have:"), claim(section, "a UK passport")))
    assert texts(ground(both, stored)) == ["You must have:", "a UK passport"]


def test_a_row_without_its_header_is_dropped(page, stored) -> None:
    section = section_with(page, "A | £40")
    assert ground(Draft((claim(section, "A | £40"),)), stored).parts == ()


def test_kind_number_and_heading_come_from_the_section_not_the_draft(page, stored) -> None:
    section = section_with(page, "Fill in form")
    said = replace(claim(section, "Send it to us."), kind=SentenceKind.SENTENCE, number=7)
    first = claim(section, "Fill in form CT1.")
    (part,) = ground(Draft((first, said)), stored).parts
    assert (part.statements[1].kind, part.statements[1].number) == (SentenceKind.STEP, 2)
    assert part.heading_path[-1] == "How to apply"


def test_sentences_that_follow_one_another_share_one_citation(page, stored) -> None:
    section = section_with(page, "18 or over")
    grounded = ground(Draft(whole(section)[:2]), stored)
    (citation,) = grounded.citations
    assert citation.quote == "You can apply if you are 18 or over. You cannot apply for someone else."


def test_a_next_step_must_be_the_start_link_of_a_quoted_page(page, stored) -> None:
    section = section_with(page, "18 or over")
    statements = whole(section)[:1]
    real = section.page.start_link
    assert ground(Draft(statements, next_step=real), stored).next_step == real
    assert ground(Draft(statements, next_step=Link("Start now", "https://evil.example")), stored).next_step is None
    assert ground(Draft((), next_step=real), stored).next_step is None


@pytest.mark.parametrize("with_model", [True, False])
def test_nothing_a_hostile_composer_says_is_shown(page, stored, with_model: bool) -> None:
    passages = [Passage(section, Scores(fused=1.0)) for section in page]
    draft = HostileComposer().compose("anything", passages)
    assert len(draft.statements) > 80
    grounded = ground(draft, stored, embedder=MiniLM() if with_model else None)
    assert texts(grounded) == []
    assert grounded.citations == ()
    assert grounded.next_step is None
    assert grounded.dropped == len(draft.statements) == len(grounded.reasons)


def test_an_index_that_no_longer_holds_the_section_shows_nothing_of_it(page) -> None:
    section = page[0]
    assert ground(Draft(whole(section)), lambda _: {}).parts == ()


def paraphrase(said: str, *quotes: tuple[Section, str]) -> DraftStatement:
    return DraftStatement(said, tuple(Quote(section.id, text) for section, text in quotes))


def test_a_paraphrase_is_shown_with_its_quotations_and_marked_as_one(page, stored) -> None:
    section = section_with(page, "18 or over")
    said = "If you are at least 18, you can apply."
    grounded = ground(Draft((paraphrase(said, (section, "You can apply if you are 18 or over.")),)), stored)
    (part,) = grounded.parts
    (statement,) = part.statements
    assert (statement.text, statement.paraphrase, statement.citations) == (said, True, (1,))
    assert grounded.citations[0].quote == "You can apply if you are 18 or over."
    assert part.heading_path[-1] == "Who can apply"
    assert not any(s.paraphrase for p in ground(Draft(whole(section)), stored).parts for s in p.statements)


@pytest.mark.parametrize(
    "quoted",
    [
        "You can apply if you are 18",
        "You can apply if you are 18 or over. You cannot apply",
        "You can apply for someone else.",
        "you can apply if you are 18 or over.",
    ],
)
def test_a_paraphrase_that_rests_on_words_not_stored_is_dropped(page, stored, quoted: str) -> None:
    section = section_with(page, "18 or over")
    draft = Draft((paraphrase("If you are at least 18, you can apply.", (section, quoted)),))
    assert ground(draft, stored).reasons == ("quotation: not whole sentences of the section named",)


def test_one_false_quotation_spoils_a_paraphrase_that_has_a_true_one_too(page, stored) -> None:
    section, other = section_with(page, "18 or over"), section_with(page, "Fill in form")
    true = "You can apply if you are 18 or over."
    draft = Draft((paraphrase("If you are at least 18, you can apply.", (section, true), (other, true)),))
    assert ground(draft, stored).parts == ()


def test_a_paraphrase_of_a_list_item_cites_the_lead_in_too(page, stored) -> None:
    section = section_with(page, "a UK passport")
    grounded = ground(Draft((paraphrase("You need to have a UK passport.", (section, "a UK passport")),)), stored)
    assert [citation.quote for citation in grounded.citations] == ["You must have:\n- a UK passport"]


def test_what_a_paraphrase_takes_from_the_sentence_before_is_quoted_as_well(sections, lookup) -> None:
    page = sections("<h2>Praise</h2><p>We like to hear what went well. We pass it on to the team.</p>")
    before, last = "We like to hear what went well.", "We pass it on to the team."
    quoted = (Quote(page[0].id, last),)
    alone = ground(Draft((DraftStatement("We pass it to the team.", quoted),)), lookup(page))
    assert [citation.quote for citation in alone.citations] == [last]
    both = ground(Draft((DraftStatement(f"{before} We pass it to the team.", quoted),)), lookup(page))
    assert [citation.quote for citation in both.citations] == [f"{before} {last}"]


def test_what_is_dropped_is_named_by_the_check_it_failed(page, stored) -> None:
    section = section_with(page, "18 or over")
    draft = Draft(
        (paraphrase("If you are at least 21, you can apply.", (section, "You can apply if you are 18 or over.")),)
    )
    grounded = ground(draft, stored)
    assert (grounded.parts, grounded.dropped) == ((), 1)
    assert grounded.reasons == ("figures: figure not in the quotation: 21",)


def test_quotations_joined_are_shown_as_the_quotations_they_are(page, stored) -> None:
    section = section_with(page, "18 or over")
    first, second = "You can apply if you are 18 or over.", "You cannot apply for someone else."
    grounded = ground(Draft((paraphrase(f"{first} {second}", (section, first), (section, second)),)), stored)
    assert texts(grounded) == [first, second]
    assert not any(statement.paraphrase for statement in grounded.parts[0].statements)


def test_a_paraphrase_with_markup_or_control_characters_is_dropped(page, stored) -> None:
    section = section_with(page, "18 or over")
    for said in ("If you are at least 18,\x1b[2J you can apply.", "x" * 2_000, " "):
        draft = Draft((paraphrase(said, (section, "You can apply if you are 18 or over.")),))
        assert ground(draft, stored).parts == ()
