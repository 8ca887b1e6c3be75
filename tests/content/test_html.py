from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.content.html import read_fragment
from fingerpost.domain import Block, BlockKind

URL = "https://council.example/bins"


def read(html: str) -> tuple[Block, ...]:
    return read_fragment(html, base_url=URL)


def shapes(html: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in read(html)]


def test_headings_keep_their_levels() -> None:
    found = read("<h1>A</h1><h2><span class='number'>1.</span> B</h2><h6>C</h6>")
    assert [(block.text, block.level) for block in found] == [("A", 1), ("1. B", 2), ("C", 6)]


def test_nested_lists_keep_their_depth_and_share_a_group() -> None:
    found = read("<ul><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li><li>d</li></ul><ul><li>e</li></ul>")
    assert [(block.text, block.level) for block in found] == [("a", 0), ("b", 1), ("c", 2), ("d", 0), ("e", 0)]
    assert [block.group for block in found] == [1, 1, 1, 1, 2]
    assert found[2].kind is BlockKind.STEP


def test_steps_keep_the_numbers_they_were_published_with() -> None:
    found = read("<ol class='steps' start='4'><li><p>Apply.</p><p>It is free.</p></li><li value='9'>Pay.</li></ol>")
    assert [(block.kind, block.text, block.number) for block in found] == [
        (BlockKind.STEP, "Apply.", 4),
        (BlockKind.PARAGRAPH, "It is free.", None),
        (BlockKind.STEP, "Pay.", 9),
    ]
    assert (found[1].level, found[1].group) == (1, found[0].group)


def test_a_table_has_its_header_and_its_rows() -> None:
    assert shapes(
        "<table><caption>Rates</caption><thead><tr><th>Band</th><th>Cost</th></tr></thead>"
        "<tr><th>A</th><td>£1</td></tr><tr><td>B</td><td></td><td>note</td></tr></table>"
    ) == [("paragraph", "Rates"), ("table_header", "Band | Cost"), ("row", "A | £1"), ("row", "B | | note")]


def test_a_first_row_of_header_cells_or_all_in_bold_is_the_header() -> None:
    for cell in ("<th>{}</th>", "<td><strong>{}</strong></td>", "<td><p><b>{}</b></p></td>"):
        head = "".join(cell.format(name) for name in ("Band", "Cost"))
        found = shapes(f"<table><tr>{head}</tr><tr><td>A</td><td>£1</td></tr></table>")
        assert found == [("table_header", "Band | Cost"), ("row", "A | £1")]


def test_a_cell_that_spans_rows_is_said_in_each_and_headers_over_headers_are_joined() -> None:
    assert shapes(
        "<table><thead><tr><th rowspan=2>Band</th><th colspan=2>Year</th></tr>"
        "<tr><th>2025</th><th>2026</th></tr></thead>"
        "<tr><td rowspan=2>A</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"
    ) == [("table_header", "Band | Year 2025 | Year 2026"), ("row", "A | 1 | 2"), ("row", "A | 3 | 4")]


def test_lines_in_a_cell_are_kept_apart() -> None:
    assert shapes("<table><tr><td>A</td><td><ul><li>one</li><li>two.</li><li>three</li></ul></td></tr></table>") == [
        ("row", "A | one; two. three")
    ]


def test_a_table_in_a_table_is_laid_flat_and_loses_nothing() -> None:
    assert shapes(
        "<table><tr><td>out<table><tr><td>in</td><td>side</td></tr></table>after</td><td>end</td></tr></table>"
    ) == [
        ("row", "out"),
        ("row", "in | side"),
        ("row", "after | end"),
    ]


def test_tables_nested_two_hundred_deep_are_read_in_no_time() -> None:
    began = time.thread_time()
    found = shapes("<table><tr><td>cell" * 200 + "</td></tr></table>" * 200)
    assert found == [("row", "cell")] * 200
    assert time.thread_time() - began < 2


def test_a_table_that_only_lays_out_a_page_is_no_table() -> None:
    html = "<table><tr><td><h2>Bins</h2><p>Put them out.</p></td><td><ul><li>glass</li></ul></td></tr></table>"
    assert shapes(html) == [("heading", "Bins"), ("paragraph", "Put them out."), ("item", "glass")]
    assert shapes("<table role=presentation><tr><td>a</td><td>b</td></tr></table>") == [
        ("paragraph", "a"),
        ("paragraph", "b"),
    ]


def test_items_and_rows_with_no_list_or_table_around_them_survive() -> None:
    found = read("<p>You need:</p>\n<li>a</li>\n<li>b</li>\n<p>Then:</p><tr>x | y</tr>\n<tr>z | w</tr>\n<h2>End</h2>")
    assert [(block.kind.value, block.text, block.group) for block in found] == [
        ("paragraph", "You need:", 0),
        ("item", "a", 1),
        ("item", "b", 1),
        ("paragraph", "Then:", 0),
        ("row", "x | y", 2),
        ("row", "z | w", 2),
        ("heading", "End", 0),
    ]


@pytest.mark.parametrize(
    "name",
    ["call-to-action", "info-notice", "application-notice help-notice", "advisory", "example", "govuk-inset-text"],
)
def test_a_call_out_stays_whole(name: str) -> None:
    html = f"<div class='{name}'><h3>Note</h3><p>One.</p><ul><li>two</li></ul></div><p>After.</p>"
    assert shapes(html) == [("callout", "Note\nOne.\ntwo"), ("paragraph", "After.")]


def test_a_warning_and_a_quote_are_call_outs() -> None:
    warning = (
        "<div class='govuk-warning-text'><span aria-hidden='true'>!</span><strong>"
        "<span class='govuk-visually-hidden'>Warning</span> You can be fined.</strong></div>"
    )
    assert shapes(warning) == [("callout", "Warning You can be fined.")]
    assert shapes("<blockquote><p>Said.</p></blockquote>") == [("callout", "Said.")]


def test_a_page_wrapped_in_a_call_outs_class_is_read_as_usual() -> None:
    html = "<div class='notice'><h2>A</h2>" + "<p>Some words of a page.</p>" * 200 + "</div>"
    assert shapes(html)[:2] == [("heading", "A"), ("paragraph", "Some words of a page.")]


def test_a_contact_stays_whole_line_by_line() -> None:
    html = "<div class='contact'><p><strong>Bins team</strong></p><p>Telephone: 01234<br>Monday to Friday</p></div>"
    assert shapes(html) == [("contact", "Bins team\nTelephone: 01234\nMonday to Friday")]
    assert shapes("<address>1 High St<br>Town</address>") == [("contact", "1 High St\nTown")]
    assert shapes("<p>DVLA<br>Swansea<br>SA99 1BH</p>") == [("contact", "DVLA\nSwansea\nSA99 1BH")]


def test_line_breaks_in_prose_are_spaces_and_two_are_a_new_paragraph() -> None:
    assert shapes("<p>One is long.<br>Two.<br>Three.<br/><br/>Four.</p>") == [
        ("paragraph", "One is long. Two. Three."),
        ("paragraph", "Four."),
    ]


def test_definitions_are_rows_and_details_are_call_outs() -> None:
    assert shapes("<dl><dt>Cost</dt><dd>£5</dd><dt>Time</dt></dl>") == [("row", "Cost | £5"), ("row", "Time")]
    assert shapes("<details><summary>If you rent</summary><p>Ask.</p></details>") == [("callout", "If you rent\nAsk.")]


def test_captions_and_abbreviations_are_read() -> None:
    assert shapes("<figure><img alt='x'><figcaption>Fig 1</figcaption></figure>") == [("paragraph", "Fig 1")]
    assert shapes("<p><abbr title='HM Revenue'>HMRC</abbr> pays</p>") == [("paragraph", "HMRC pays")]


def test_raised_numbers_do_not_run_into_the_number_before_them() -> None:
    half = "<span class='fraction'><sup>1</sup>/<sub>2</sub></span>"
    html = f"<p>£5,000<sup>1</sup>, 10 m<sup>2</sup>, 1{half}, 5<sup>th</sup></p>"
    assert shapes(html) == [("paragraph", "£5,000¹, 10 m², 1 1/2, 5th")]
    noted = "<p>£5,000<sup id='fnref:1' role='doc-noteref'><a class='footnote'>1</a></sup> a year</p>"
    assert shapes(noted) == [("paragraph", "£5,000 a year")]


def test_what_nobody_sees_is_dropped() -> None:
    html = (
        "<script>x()</script><style>p{}</style><template><p>t</p></template><nav>menu</nav><p hidden>h</p>"
        "<p style='display: none'>h</p><p aria-hidden='true'>h</p><!-- c --><input value='v'><p>Seen</p>"
    )
    assert shapes(html) == [("paragraph", "Seen")]


def test_spaces_and_invisible_characters_are_made_plain() -> None:
    assert shapes(
        "<p>no\u00a0break\u2003 zero\u200bwidth pass\u200dport soft\u00adhyphen \u202eover\u202c \x07bell</p>"
    ) == [("paragraph", "no break zerowidth passport softhyphen over bell")]
    assert shapes("<p>👨\u200d👩\u200d👧 e\u0301</p>") == [("paragraph", "👨\u200d👩\u200d👧 é")]


def test_hidden_tag_characters_are_dropped() -> None:
    smuggled = "".join(chr(0xE0000 + ord(letter)) for letter in "ignore")
    assert shapes(f"<p>Bins{smuggled}</p>") == [("paragraph", "Bins")]


@pytest.mark.parametrize("html", ["", "   ", "\x00\x01\x02\x7f", "<p>", "<!-- -->", "<?xml version='1.0'?>", "\ud800"])
def test_nothing_to_read_is_no_blocks(html: str) -> None:
    assert read(html) == ()


def test_groups_go_on_from_those_of_the_part_before() -> None:
    (block,) = read_fragment("<ul><li>a</li></ul>", base_url=URL, first_group=7)
    assert block.group == 8


def test_ten_megabytes_are_read_in_seconds() -> None:
    html = "<div><p>" + "word " * 80 + "<b>bold</b></p><ul><li>item</li></ul></div>"
    count = 10_000_000 // len(html) + 1
    began = time.thread_time()
    assert len(read(html * count)) == 2 * count
    # Of processor: under a second here.
    assert time.thread_time() - began < 30


def test_row_spans_that_would_fill_memory_do_not() -> None:
    row = "<tr>" + f"<td rowspan=200 colspan=50>{'x' * 1000}</td>" * 20 + "</tr>"
    found = read("<table>" + row + "<tr><td>a</td></tr>" * 200 + "</table>")
    assert sum(len(block.text) for block in found) < 500_000


TAGS = tuple("p li ul ol table tr td th div h2 details dl dt dd blockquote address sup a br caption".split())  # noqa: SIM905


@given(
    st.recursive(
        st.text(max_size=8),
        lambda inner: st.builds(
            lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
            st.sampled_from(TAGS),
            st.lists(inner, max_size=4),
        ),
        max_leaves=30,
    )
)
def test_any_markup_is_read_without_fail_and_every_block_says_something(html: str) -> None:
    for block in read(html):
        assert block.text == block.text.strip() != ""
        assert "\x00" not in block.text


def test_every_statement_of_real_pages_survives(shared_data: Path) -> None:
    for line in (shared_data / "conditionalqa" / "pages.jsonl").read_text(encoding="utf-8").splitlines():
        html = json.loads(line)["html"]
        assert len(read(html)) == html.count("</p>") + html.count("</li>") + html.count("</tr>") + html.count("</h")
