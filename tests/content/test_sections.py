from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.content.html import read_fragment
from fingerpost.content.sections import CONTEXT_CHARACTERS, context, split
from fingerpost.domain import Block, BlockKind, Document, Page, Section, SentenceKind

URL = "https://council.example/bins"


def count_tokens(texts: Sequence[str]) -> list[int]:
    """Count as a word-piece tokenizer does: two markers, and a piece for each four letters of a word or for a mark."""
    return [2 + sum(-(-len(word) // 4) for word in re.findall(r"\w+|[^\w\s]", text)) for text in texts]


def document(*blocks: Block, title: str = "Bins", locale: str = "en") -> Document:
    return Document(Page(id="page", source="council", url=URL, title=title, locale=locale), blocks)


def paragraph(text: str) -> Block:
    return Block(BlockKind.PARAGRAPH, text)


def heading(text: str, level: int = 2, url: str | None = None) -> Block:
    return Block(BlockKind.HEADING, text, level=level, url=url)


def items(*texts: str, group: int = 1, level: int = 0) -> list[Block]:
    return [Block(BlockKind.ITEM, text, group=group, level=level) for text in texts]


def read(html: str, **kwargs: int) -> tuple[Section, ...]:
    return split(document(*read_fragment(html, base_url=URL)), count_tokens=count_tokens, **kwargs)


def quoted(section: Section) -> list[str]:
    return [section.text[sentence.start : sentence.end] for sentence in section.sentences]


def lead_of(section: Section, text: str) -> str | None:
    lead = section.sentences[quoted(section).index(text)].lead
    return None if lead is None else quoted(section)[lead]


# What holds of every document.


def words(text: str) -> Counter[str]:
    return Counter(text.split())


def assert_sound(whole: Document, sections: Sequence[Section], max_tokens: int) -> None:
    said: Counter[str] = Counter()
    lines = {line.strip() for block in whole.blocks for line in block.text.split("\n")}
    for position, section in enumerate(sections):
        assert section.position == position
        assert section.text.strip()
        assert count_tokens([context(section) + "\n" + section.text])[0] <= max_tokens
        end = 0
        for index, sentence in enumerate(section.sentences):
            text = section.text[sentence.start : sentence.end]
            assert text
            assert text == text.strip()
            assert sentence.start >= end
            assert sentence.lead is None or 0 <= sentence.lead < index
            between = section.text[end : sentence.start]
            assert re.fullmatch(r"\s*(?:- |\d+\. )?", between), f"words outside any sentence: {between!r}"
            end = sentence.end
        assert end == len(section.text)
        for line in section.text.split("\n"):
            bare = re.sub(r"^(?:- |\d+\. )", "", line)
            assert any(bare in known or line in known for known in lines), f"invented: {line!r}"
        said += words(" ".join(quoted(section)))
        for part in section.heading_path:
            said += words(part)
    said += words(whole.page.title)
    for block in whole.blocks:
        for word in block.text.split():
            # A word longer than the embedder reads is cut inside.
            assert word in said or len(word) > max_tokens, f"lost: {word!r} of {block.text[:80]!r}"
    assert len({section.id for section in sections}) == len(sections)


WORDS = re.findall(
    r"\S+",
    "You must apply by 5 April. Tell HMRC (e.g. by post) if: the following: Mr. £5.50 No. 5 U.K. 5.30pm 😀 é́ "
    "Mae’n rhaid i chi wneud cais, unless you’re 18; gov.uk/apply Wait… “Yes?” now",
)
texts = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60),
    st.lists(
        st.sampled_from(WORDS),
        max_size=70,
    ).map(" ".join),
)
blocks = st.builds(
    Block,
    kind=st.sampled_from(BlockKind),
    text=st.one_of(texts, st.lists(texts, max_size=4).map("\n".join)),
    level=st.integers(0, 4),
    number=st.one_of(st.none(), st.integers(1, 9)),
    group=st.integers(0, 3),
    url=st.one_of(st.none(), st.just(f"{URL}/part")),
).map(lambda block: replace(block, level=max(block.level, 1)) if block.kind is BlockKind.HEADING else block)


@settings(max_examples=300, deadline=None)
@given(st.lists(blocks, max_size=25), st.sampled_from([96, 128, 256]), st.sampled_from([10, 40, 80]))
def test_no_text_is_lost_none_invented_and_every_sentence_is_where_it_says(
    some: list[Block], max_tokens: int, target_words: int
) -> None:
    whole = document(*some)
    sections = split(
        whole, count_tokens=count_tokens, max_tokens=max_tokens + CONTEXT_CHARACTERS, target_words=target_words
    )
    assert_sound(whole, sections, max_tokens + CONTEXT_CHARACTERS)


@settings(max_examples=60, deadline=None)
@given(st.lists(blocks, max_size=8), st.integers(0, 5))
def test_an_unchanged_section_keeps_its_id_when_another_is_added_before_it(some: list[Block], words_added: int) -> None:
    kept = [Block(BlockKind.HEADING, "Kept as it is", 1), *items("one thing", "another thing", group=9)]
    before = split(document(*kept), count_tokens=count_tokens)
    others = [heading("New", 1), paragraph("New words. " * words_added), *some]
    after = split(document(*others, *kept), count_tokens=count_tokens)
    assert before[-1].id in {section.id for section in after}


def test_real_pages_keep_every_property_at_speed(shared_data: Path) -> None:
    wholes: list[Document] = []
    for line in (shared_data / "conditionalqa" / "pages.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        found = read_fragment(page["html"], base_url=page["url"])
        wholes.append(Document(Page(id=page["url"], source="x", url=page["url"], title=page["title"]), found))
    assert len(wholes) > 400
    counting = 0.0

    def count(texts: Sequence[str]) -> list[int]:
        nonlocal counting
        began = time.thread_time()
        counts = count_tokens(texts)
        counting += time.thread_time() - began
        return counts

    began = time.thread_time()
    cut = [split(whole, count_tokens=count) for whole in wholes]
    seconds = time.thread_time() - began - counting
    for whole, sections in zip(wholes, cut, strict=True):
        assert_sound(whole, sections, 256)
    made = sum(map(len, cut))
    average = sum(len(section.text.split()) for sections in cut for section in sections) / made
    assert 60 <= average <= 100
    # Of processor: about 4,000 a second here.
    assert made / seconds > 500


def test_real_govuk_bodies_keep_every_property(shared_data: Path) -> None:
    bodies: list[str] = []
    for path in sorted((shared_data / "govuk-content-items").rglob("*.json")):
        details = json.loads(path.read_text(encoding="utf-8")).get("details", {})
        found = [details.get("body"), *(part.get("body") for part in details.get("parts", []))]
        bodies.extend(body for body in found if isinstance(body, str))
    assert len(bodies) > 60
    for body in bodies:
        whole = document(*read_fragment(body, base_url=URL))
        assert_sound(whole, split(whole, count_tokens=count_tokens), 256)


# What makes a section readable.


def test_sections_stand_under_their_headings() -> None:
    sections = read("<p>Before.</p><h2>Rent</h2><p>A.</p><h3>Arrears</h3><p>B.</p><h2>Buy</h2><p>C.</p>")
    assert [(section.heading_path, section.text) for section in sections] == [
        ((), "Before."),
        (("Rent",), "A."),
        (("Rent", "Arrears"), "B."),
        (("Buy",), "C."),
    ]
    assert context(sections[2]) == "Bins > Rent > Arrears"


def test_the_title_repeated_as_a_heading_is_no_heading_of_the_path() -> None:
    sections = read("<p>Skip.</p><h1>Bins</h1><p>Put them out.</p><h2>When</h2><p>Monday.</p>")
    assert [section.heading_path for section in sections] == [(), (), ("When",)]


def test_a_heading_with_nothing_below_it_is_not_lost() -> None:
    sections = read("<h2>Opening soon</h2><h2>Closed for ever</h2><h2>Open</h2><p>Come in.</p>")
    assert [(section.heading_path, section.text) for section in sections] == [
        ((), "Opening soon\nClosed for ever"),
        (("Open",), "Come in."),
    ]


def test_a_part_of_a_guide_is_cited_by_its_own_url() -> None:
    part = heading("Eligibility", 1, url=f"{URL}/eligibility")
    sections = split(
        document(paragraph("Start."), part, paragraph("A."), heading("More"), paragraph("B.")),
        count_tokens=count_tokens,
    )
    assert [section.url for section in sections] == [URL, f"{URL}/eligibility", f"{URL}/eligibility"]


def test_a_list_keeps_its_lead_in() -> None:
    (section,) = read(
        "<p>Bins are free. You can put in:</p><ul><li>glass</li><li>paper<ul><li>no card</li></ul></li></ul>"
    )
    assert section.text == "Bins are free. You can put in:\n- glass\n- paper\n- no card"
    assert lead_of(section, "glass") == "You can put in:"
    assert lead_of(section, "no card") == "paper"
    assert section.sentences[-1].level == 1


def test_a_full_stop_may_lead_a_list_only_when_it_points_at_it() -> None:
    (section,) = read("<p>You need the following documents.</p><ul><li>a passport</li></ul>")
    assert lead_of(section, "a passport") == "You need the following documents."
    (section,) = read("<p>The office is closed.</p><ul><li>a passport</li></ul>")
    assert lead_of(section, "a passport") is None


def test_a_lead_in_is_repeated_in_each_section_its_list_is_split_over() -> None:
    texts = [f"item number {n} with a good many words to say for itself" for n in range(40)]
    sections = split(document(paragraph("You must bring:"), *items(*texts)), count_tokens=count_tokens)
    assert len(sections) > 3
    for section in sections:
        assert section.text.startswith("You must bring:\n- item number")
        assert all(s.lead == 0 for s in section.sentences[1:])


def test_a_nested_item_split_from_its_parent_brings_the_parent_along() -> None:
    nested = items(*[f"nested item {n} with quite a few more words than one" for n in range(30)], level=1)
    whole = document(paragraph("Bring:"), *items("one of these:"), *nested)
    last = split(whole, count_tokens=count_tokens)[-1]
    assert last.text.startswith("Bring:\n- one of these:\n- nested item")
    assert last.sentences[2].lead == 1
    assert last.sentences[1].lead == 0


def test_a_list_goes_on_after_an_address_inside_it() -> None:
    (section,) = read("<p>Send both:</p><ul><li>a form<div class='address'>1 High St</div></li><li>a photo</li></ul>")
    assert lead_of(section, "a photo") == "Send both:"


def test_a_table_keeps_its_header_on_each_section_it_is_split_over() -> None:
    rows = "".join(
        f"<tr><td>Band {n} of the scheme</td><td>£{n},000 a year before any discount</td></tr>" for n in range(60)
    )
    sections = read(f"<table><caption>Rates</caption><thead><tr><th>Band</th><th>Cost</th></tr></thead>{rows}</table>")
    assert len(sections) > 3
    for section in sections:
        assert section.text.startswith("Rates\nBand | Cost\nBand ")
        kinds = [sentence.kind for sentence in section.sentences]
        assert kinds[1] is SentenceKind.TABLE_HEADER
        assert all(s.lead == 1 for s in section.sentences if s.kind is SentenceKind.ROW)


def test_a_row_that_goes_on_with_the_one_above_it_brings_that_along() -> None:
    rows = "".join(
        f"<tr><td> </td><td>document number {number} of the trust and what it must say</td></tr>" for number in range(9)
    )
    sections = read(
        f"<table><tr><th>Structure</th><th>Evidence</th></tr><tr><td>A trust</td><td>list of trustees</td></tr>{rows}"
        "<tr><td>A charity</td><td>its number</td></tr></table>",
        max_tokens=90,
        target_words=20,
    )
    assert len(sections) > 2
    for section in sections[1:-1]:
        assert section.text.startswith("Structure | Evidence\nA trust | list of trustees\n| document number")
    assert lead_of(sections[1], quoted(sections[1])[2]) == "A trust | list of trustees"
    assert lead_of(sections[-1], "A charity | its number") == "Structure | Evidence"


def test_steps_keep_their_numbers() -> None:
    (section,) = read("<ol start='3'><li>Apply.</li><li>Pay.</li></ol>")
    assert section.text == "3. Apply.\n4. Pay."
    assert [(s.kind, s.number) for s in section.sentences] == [(SentenceKind.STEP, 3), (SentenceKind.STEP, 4)]


def test_a_call_out_and_a_contact_stay_whole() -> None:
    warning = "You can be fined. " * 12
    contact = "Bins team\nTelephone: 01234 567 890\nMonday to Friday, 9am to 5pm"
    whole = document(
        paragraph("Some words. " * 25), Block(BlockKind.CALLOUT, warning), Block(BlockKind.CONTACT, contact, group=2)
    )
    texts = [text for section in split(whole, count_tokens=count_tokens, target_words=40) for text in quoted(section)]
    assert warning.strip() in texts
    assert contact in texts


def test_a_call_out_longer_than_the_embedder_reads_is_split_at_lines_under_its_first() -> None:
    lines = ["Warning about fires", *[f"Line {n} of the warning says a thing worth knowing." for n in range(60)]]
    sections = split(document(Block(BlockKind.CALLOUT, "\n".join(lines))), count_tokens=count_tokens, max_tokens=128)
    assert len(sections) > 1
    for section in sections:
        assert section.text.startswith("Warning about fires\nLine ")
        assert section.text.endswith("worth knowing.")


def test_a_sentence_with_no_end_is_split_at_words() -> None:
    text = " ".join(f"word{n}" for n in range(3000))
    sections = split(document(paragraph(text)), count_tokens=count_tokens, max_tokens=128)
    assert " ".join(section.text for section in sections) == text


def test_a_word_longer_than_the_embedder_reads_is_still_all_there() -> None:
    text = "x" * 5000
    sections = split(document(paragraph(text)), count_tokens=count_tokens, max_tokens=128)
    assert "".join(section.text for section in sections) == text


@pytest.mark.parametrize("locale", ["en", "cy", "ar", "xx-nonsense"])
def test_a_document_in_any_language_is_cut(locale: str) -> None:
    whole = document(paragraph("Mae’n rhaid i chi. Yna ewch."), locale=locale)
    assert [quoted(section) for section in split(whole, count_tokens=count_tokens)] == [
        ["Mae’n rhaid i chi.", "Yna ewch."]
    ]


def test_long_titles_and_headings_leave_room_for_the_text() -> None:
    whole = document(heading("Heading " * 80, 2), heading("Deeper " * 80, 3), paragraph("Words."), title="Title " * 80)
    (section,) = split(whole, count_tokens=count_tokens)
    assert len(context(section)) <= CONTEXT_CHARACTERS
    assert context(section).startswith("Title Title")
    assert "Deeper" in context(section)


def test_the_same_words_twice_get_two_ids_whatever_stands_between() -> None:
    twice = [heading("A"), paragraph("You cannot appeal."), heading("A"), paragraph("You cannot appeal.")]
    first, second = split(document(*twice), count_tokens=count_tokens)
    assert first.id != second.id
    moved = split(document(heading("New"), paragraph("New."), *twice), count_tokens=count_tokens)
    assert [section.id for section in moved[1:]] == [first.id, second.id]


def test_an_empty_document_has_no_sections() -> None:
    assert split(document(), count_tokens=count_tokens) == ()
    assert split(document(paragraph(" \n ")), count_tokens=count_tokens) == ()
