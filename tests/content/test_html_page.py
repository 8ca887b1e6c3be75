from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from fingerpost.content.html import HtmlContent, read_fragment, read_page
from fingerpost.domain import BlockKind, Link

URL = "https://council.example/tax?ref=1"
HEAD = """<!doctype html><html lang="en-GB"><head><title>Council Tax - Sampleford Council</title>
<meta name="description" content="What you pay"><link rel="canonical" href="/tax">
<meta property="article:modified_time" content="2026-01-02T03:04:05+01:00">
<script type="application/ld+json">{"datePublished": "2020-01-01"}</script></head><body>
<header><a href="/">Home</a><nav>Menu of everything</nav></header>
<div class="cookie-banner">We use cookies to collect things about you on this website.</div>"""
CONTENT = """<h1>Council Tax</h1>
<p>You pay Council Tax if you are 18 or over and own or rent a home in the borough of Sampleford.</p>
<h2>Discounts</h2><p>You get 25% off your bill if you live on your own and nobody else in your home counts:</p>
<ul><li>students do not count</li><li>carers do not count</li></ul>
<div class="govuk-inset-text">Tell us at once when something changes.</div>
<table><tr><th>Band</th><th>Cost</th></tr><tr><td>A</td><td>£1,000</td></tr></table>
<p><a href="https://pay.example/start" role="button" class="govuk-button govuk-button--start">Start now</a></p>"""
FOOT = """<div class="related-links"><ul><li>Something else</li></ul></div>
<footer><p>All rights reserved by the council, and a good many other words to look like content.</p></footer>
</body></html>"""

EXPECTED = [
    (BlockKind.HEADING, "Council Tax"),
    (
        BlockKind.PARAGRAPH,
        "You pay Council Tax if you are 18 or over and own or rent a home in the borough of Sampleford.",
    ),
    (BlockKind.HEADING, "Discounts"),
    (
        BlockKind.PARAGRAPH,
        "You get 25% off your bill if you live on your own and nobody else in your home counts:",
    ),
    (BlockKind.ITEM, "students do not count"),
    (BlockKind.ITEM, "carers do not count"),
    (BlockKind.CALLOUT, "Tell us at once when something changes."),
    (BlockKind.TABLE_HEADER, "Band | Cost"),
    (BlockKind.ROW, "A | £1,000"),
    (BlockKind.PARAGRAPH, "Start now"),
]

MENU = "<ul><li><a href='/tax'>Council Tax</a></li><li><a href='/bins'>Bins and recycling</a></li></ul>"
SMALL = "<p>Copyright the council 2026. All rights reserved.</p>"


def shapes(content: HtmlContent) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.text) for block in content.blocks]


def test_a_pages_own_main_element_is_its_content() -> None:
    for opening, closing in (("<main>", "</main>"), ("<div role='main'>", "</div>")):
        crumbs = "<div class='govuk-breadcrumbs'><a>Home</a></div>"
        feedback = "<div id='page-feedback'>Was this useful?</div>"
        page = f"{HEAD}{opening}{crumbs}{CONTENT}{feedback}{closing}{FOOT}"
        assert shapes(read_page(page, url=URL)) == EXPECTED


def test_a_page_that_marks_nothing_keeps_the_structure_of_what_trafilatura_finds() -> None:
    crumbs = "<div class='crumbs'>You are here: Home</div>"
    page = f"{HEAD}<div id='wrap'>{crumbs}<div class='text'>{CONTENT}</div></div>{FOOT}"
    assert shapes(read_page(page, url=URL)) == EXPECTED


def test_real_bodies_in_a_page_that_marks_nothing_lose_no_block(shared_data: Path) -> None:
    bodies: list[str] = []
    for path in sorted((shared_data / "govuk-content-items").rglob("*.json")):
        details = json.loads(path.read_text(encoding="utf-8")).get("details", {})
        found = [details.get("body"), *(part.get("body") for part in details.get("parts", []))]
        bodies.extend(body for body in found if isinstance(body, str) and 800 < len(body) < 20_000)
    bodies = list(dict.fromkeys(bodies))[::2]
    assert len(bodies) > 25
    for body in bodies:
        middle = f"<div><div>{MENU}</div><div><h1>Page</h1>{body}</div></div>"
        page = f"<body><div>{MENU}</div>{middle}<div>{SMALL}</div></body>"
        expected = Counter((block.kind, block.text) for block in read_fragment(body, base_url=URL))
        missing = expected - Counter(shapes(read_page(page, url=URL)))
        assert not missing


def test_a_page_says_its_title_address_language_and_dates() -> None:
    content = read_page(f"{HEAD}<main>{CONTENT}</main>{FOOT}", url=URL)
    assert content.title == "Council Tax"
    assert content.description == "What you pay"
    assert content.locale == "en"
    assert content.canonical_url == "https://council.example/tax"
    assert content.published_at == datetime(2020, 1, 1, tzinfo=UTC)
    assert content.updated_at == datetime(2026, 1, 2, 2, 4, 5, tzinfo=UTC)
    assert content.start_link == Link("Start now", "https://pay.example/start")


def test_a_page_with_no_heading_is_called_by_its_title_without_the_sites_name() -> None:
    content = read_page("<title>Bins | Sampleford Council</title><main><p>Put them out.</p></main>", url=URL)
    assert content.title == "Bins"
    assert content.published_at is None


def test_a_canonical_address_or_button_that_is_not_http_is_not_believed() -> None:
    page = "<link rel=canonical href='javascript:x()'><main><a role=button class=button href='data:x'>Start</a></main>"
    content = read_page(page, url=URL)
    assert content.canonical_url is None
    assert content.start_link is None


def test_an_empty_main_element_is_not_taken_for_the_content() -> None:
    page = f"<html><body><main></main><div>{CONTENT}</div></body></html>"
    assert ("Discounts") in [block.text for block in read_page(page, url=URL).blocks]


def test_the_encoding_a_page_declares_is_used_and_a_wrong_one_does_no_harm() -> None:
    for charset, encoding in (
        ("iso-8859-1", "cp1252"),
        ("utf-8", "cp1252"),
        ("nonsense", "utf-8"),
        ("utf-16", "utf-8"),
    ):
        page = f"<meta charset={charset}><main><p>café £5</p></main>".encode(encoding)
        assert shapes(read_page(page, url=URL)) == [(BlockKind.PARAGRAPH, "café £5")]
    assert shapes(read_page("<main><p>café</p></main>".encode("utf-16"), url=URL)) == [(BlockKind.PARAGRAPH, "café")]


def test_a_page_of_nothing_is_empty() -> None:
    for page in (b"", b"\x00\x01\x02", "", "<html></html>", "<main> </main>"):
        assert read_page(page, url=URL).blocks == ()


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_fail(body: bytes) -> None:
    content = read_page(b"<main>" + body, url=URL)
    assert all(block.text.strip() for block in content.blocks)
