"""Content items written here, for what the real files don't hold and for runs without them."""

from __future__ import annotations

from typing import Any

import pytest

from fingerpost.content.content_item import redirect_of, status_of, translations_of
from fingerpost.content.item_types import READERS
from fingerpost.domain import Block, BlockKind, Status
from fingerpost.errors import ExtractError
from tests.content.content_items import GOVUK, headings, item, read, texts


def test_a_variant_that_says_something_is_a_part_with_its_own_address() -> None:
    variants = [
        {"title": "Bins in flats", "slug": "flats", "introductory_paragraph": "<p>Flats share a bin store.</p>"},
        {"title": "Bins (staging)", "slug": "staging", "transaction_start_link": "https://staging.example/bins"},
    ]
    document = read(item("transaction", {"introductory_paragraph": "<p>Order a bin.</p>", "variants": variants}))
    assert texts(document) == ["Order a bin.", "Bins in flats", "Flats share a bin store."]
    assert [block.url for block in document.blocks if block.url] == [f"{GOVUK}/bins/flats"]


def test_a_body_may_come_in_several_forms() -> None:
    html = {"content_type": "text/html", "content": "<p>Put bins out by 7am.</p>"}
    govspeak = {"content_type": "text/govspeak", "content": "Put bins out by 7am."}
    expected = (Block(BlockKind.PARAGRAPH, "Put bins out by 7am."),)
    assert read(item("answer", {"body": "<p>Put bins out by 7am.</p>"})).blocks == expected
    assert read(item("answer", {"body": [govspeak, html]})).blocks == expected
    assert read(item("answer", {"body": [govspeak]})).blocks == expected


def test_govspeak_keeps_its_callouts_steps_contacts_and_tables() -> None:
    written = (
        "## Missed bins\n\n^Wait until 8pm.^\n\n%Do not leave bags.%\n\ns1. Check the list.\ns2. Report it.\n\n"
        "$C\nBin team  \n01632 960 001\n$C\n\nSize | Price\n-|-\nSmall | £20\n\n*[DIY]: do it yourself\n{:.big}\n"
    )
    document = read(item("answer", {"body": [{"content_type": "text/govspeak", "content": written}]}))
    assert headings(document) == [(2, "Missed bins")]
    assert texts(document, BlockKind.CALLOUT) == ["Wait until 8pm.", "Do not leave bags."]
    assert texts(document, BlockKind.STEP) == ["Check the list.", "Report it."]
    assert texts(document, BlockKind.CONTACT) == ["Bin team\n01632 960 001"]
    assert texts(document, BlockKind.ROW) == ["Small | £20"]
    assert not any("DIY" in text or "{:" in text for text in texts(document))


def test_an_unknown_type_is_read_by_whatever_body_it_has() -> None:
    details = {
        "introduction": "<p>First.</p>",
        "body": "<p>Then.</p>",
        "parts": [{"slug": "costs", "title": "Costs", "body": "<p>£20.</p>"}],
        "collection_groups": [{"title": "Forms", "body": "<p>Two forms.</p>"}, {"title": "Empty", "body": ""}],
    }
    document = read(item("something_new", details))
    assert texts(document) == ["First.", "Then.", "Costs", "£20.", "Forms", "Two forms."]
    assert document.blocks[2].url == f"{GOVUK}/bins/costs"


def test_travel_advice_says_its_alerts_first_in_the_words_gov_uk_shows() -> None:
    details = {"alert_status": ["avoid_all_travel_to_parts", "new_status"], "summary": "<p>Take care.</p>", "parts": []}
    document = read(item("travel_advice", details))
    assert [block.kind for block in document.blocks] == [BlockKind.CALLOUT, BlockKind.PARAGRAPH]
    assert document.blocks[0].text.endswith("advises against all travel to parts of the country.")


@pytest.mark.parametrize("kind", ["gone", "redirect", "vanish", "unpublishing"])
def test_what_is_no_longer_published_is_gone(kind: str) -> None:
    assert read(item(kind, {})).status is Status.GONE


def test_an_empty_withdrawn_notice_withdraws_nothing() -> None:
    assert status_of(item("answer", {}, withdrawn_notice={})) is Status.LIVE
    assert status_of(item("answer", {}, withdrawn_notice={"explanation": "Old."})) is Status.WITHDRAWN


def test_a_page_that_is_only_announced_is_scheduled() -> None:
    assert status_of(item("answer", {}, document_type="coming_soon")) is Status.SCHEDULED
    assert status_of(item("answer", {}, publishing_scheduled_at="2999-01-01T00:00:00+01:00")) is Status.SCHEDULED
    assert status_of(item("answer", {}, publishing_scheduled_at=None)) is Status.LIVE


def test_a_redirect_and_translations_are_known() -> None:
    redirect = item("redirect", {}, redirects=[{"path": "/bins", "destination": "/rubbish"}])
    assert redirect_of(redirect) == "/rubbish"
    assert redirect_of(item("answer", {})) is None
    translated = item("answer", {}, links={"available_translations": [{"locale": "cy", "base_path": "/biniau"}, {}]})
    assert translations_of(translated) == {"cy": "/biniau"}


def test_the_newest_change_is_the_one_that_is_told() -> None:
    history = [
        {"public_timestamp": "2024-01-01T00:00:00Z", "note": "First published."},
        {"public_timestamp": "2025-06-01T00:00:00+01:00", "note": "Prices <b>changed</b>."},
        {"public_timestamp": "2024-06-01T00:00:00Z", "note": "Hours changed."},
        {"note": "No date."},
    ]
    assert read(item("answer", {"change_history": history})).page.change_note == "Prices changed."


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("/bins/start", f"{GOVUK}/bins/start"),
        ("https://bins.example/go?step=1#form", "https://bins.example/go?step=1#form"),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_a_start_link_is_absolute_and_on_the_web(target: str, url: str | None) -> None:
    details = {"transaction_start_link": target, "start_button_text": "Report a missed bin"}
    start = read(item("transaction", details)).page.start_link
    assert (start.url if start else None) == url
    assert start is None or start.text == "Report a missed bin"


def test_fields_of_the_wrong_type_are_empty_ones() -> None:
    wrong: list[Any] = [None, 7, "text", [], {}, [None], [7], {"a": 1}]
    names = ("parts", "phone_numbers", "nodes", "change_history", "alert_status", "step_by_step_nav", "variants")
    for schema in [*READERS, "unknown"]:
        for value in wrong:
            details = dict.fromkeys(names, value) | {"body": value if not isinstance(value, str) else ""}
            document = read(item(schema, details, description=value, links=value, withdrawn_notice={}))
            assert all(block.text.strip() for block in document.blocks)


@pytest.mark.parametrize("broken", [{}, {"base_path": "/x"}, {"title": "X"}, {"base_path": "x", "title": "X"}])
def test_an_item_with_no_address_or_title_is_an_error(broken: dict[str, Any]) -> None:
    with pytest.raises(ExtractError, match="base_path"):
        read(broken)
