"""Every type of GOV.UK content item, read as what its page says. The real files first, then items written here."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from fingerpost.content.content_item import read_item, redirect_of, status_of, translations_of
from fingerpost.content.item_types import READERS
from fingerpost.domain import Block, BlockKind, Document, Link, Status
from fingerpost.errors import ExtractError

GOVUK = "https://www.gov.uk"
Real = Callable[[str], Document]


def read(item: dict[str, Any]) -> Document:
    return read_item(item, source="govuk", public_url=GOVUK, licence="OGL-UK-3.0")


@pytest.fixture
def real(shared_data: Path) -> Real:
    """Reads one real item by its path in the folder, such as ``guide/guide``."""
    folder = shared_data / "govuk-content-items"
    return lambda name: read(json.loads((folder / f"{name}.json").read_text(encoding="utf-8")))


def item(schema: str, details: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "base_path": "/bins",
        "title": "Bins",
        "schema_name": schema,
        "document_type": schema,
        "locale": "en",
        "details": details,
    } | fields


def texts(document: Document, kind: BlockKind | None = None) -> list[str]:
    return [block.text for block in document.blocks if kind in {None, block.kind}]


def headings(document: Document) -> list[tuple[int, str]]:
    return [(block.level, block.text) for block in document.blocks if block.kind is BlockKind.HEADING]


# The real files, at least one a type.


def test_every_real_type_has_a_reader_of_its_own(shared_data: Path) -> None:
    assert {folder.name for folder in (shared_data / "govuk-content-items").iterdir() if folder.is_dir()} <= set(
        READERS
    )


def test_every_real_item_keeps_its_text_out_of_markup(shared_data: Path) -> None:
    for file in sorted((shared_data / "govuk-content-items").rglob("*.json")):
        document = read(json.loads(file.read_text(encoding="utf-8")))
        assert document.page.title, file.name
        assert document.page.updated_at, file.name
        assert document.blocks or document.page.kind == "completed_transaction", file.name
        for block in document.blocks:
            assert block.text.strip() == block.text != "", file.name
            assert "<p>" not in block.text, file.name
            assert "</p>" not in block.text, file.name


def test_an_answer_in_welsh_keeps_its_language(real: Real) -> None:
    document = real("answer/answer")
    assert document.page.locale == "cy"
    assert document.page.url == f"{GOVUK}/gwasanaethau-ar-lein-cymraeg-cthem"
    assert document.page.published_at == datetime(2016, 2, 29, 9, 24, 10, tzinfo=UTC)
    assert headings(document)[0][0] == 2


def test_a_completed_transaction_has_nothing_to_quote(real: Real) -> None:
    assert real("completed_transaction/completed_transaction_with_organ_donor_promotion").blocks == ()


def test_a_contact_keeps_each_number_with_its_hours(real: Real) -> None:
    document = real("contact/contact_with_webchat")
    assert headings(document)[0] == (2, "Online")
    assert [text for level, text in headings(document) if level == 2] == ["Online", "Phone", "Post"]
    helpline, address = texts(document, BlockKind.CONTACT)[-2:]
    assert helpline.splitlines() == [
        "Taxes Helpline",
        "Telephone: 0300 200 3300",
        "Textphone: 0300 200 3319",
        "Outside UK: +44 135 535 9022",
        "Opening times:",
        "8am to 8pm, Monday to Friday",
        "8am to 4pm Saturday",
        "9am to 5pm Sunday",
        "Closed bank holidays.",
        "Phone lines are less busy before 10am, Monday to Friday and less busy on Sundays.",
    ]
    assert address == "Pay As You Earn and Self Assessment\nHM Revenue and Customs\nBX9 1AS\nUnited Kingdom"


def test_a_contact_keeps_its_email_addresses_and_its_form(real: Real) -> None:
    document = real("contact/contact")
    assert "Customs Hotline\ncustoms.hotline@hmrc.gsi.gov.uk" in texts(document, BlockKind.CONTACT)
    assert "Any other country\nTelephone: +44 208 929 0153" in texts(document, BlockKind.CONTACT)
    assert document.page.start_link
    assert document.page.start_link.text == "Customs Hotline online form"


def test_a_detailed_guide_keeps_its_newest_change_note(real: Real) -> None:
    document = real("detailed_guide/detailed_guide")
    assert document.page.change_note
    assert document.page.change_note.startswith("The second entry in the table Examples o")
    assert document.page.updated_at == datetime(2016, 2, 18, 15, 45, 44, tzinfo=UTC)
    assert BlockKind.ROW in {block.kind for block in document.blocks}


def test_a_guide_for_part_of_the_uk_says_where_it_applies(real: Real) -> None:
    document = real("detailed_guide/national_applicability_alternative_url_detailed_guide")
    assert "Applies to England, Scotland and Wales" in texts(document, BlockKind.CALLOUT)


def test_a_withdrawn_guide_is_withdrawn(real: Real) -> None:
    for name in (
        "detailed_guide/withdrawn_detailed_guide",
        "html_publication/withdrawn",
        "news_article/news_article_withdrawn",
        "publication/withdrawn_publication",
        "travel_advice/withdrawn-full-country",
    ):
        assert real(name).status is Status.WITHDRAWN, name


def test_each_part_of_a_guide_has_an_address_of_its_own(real: Real) -> None:
    parts = [(block.text, block.url) for block in real("guide/guide").blocks if block.url]
    assert parts == [
        ("Overview", f"{GOVUK}/national-curriculum/overview"),
        ("Key stage 1 and 2", f"{GOVUK}/national-curriculum/key-stage-1-and-2"),
        ("Key stage 3 and 4", f"{GOVUK}/national-curriculum/key-stage-3-and-4"),
        ("Other compulsory subjects", f"{GOVUK}/national-curriculum/other-compulsory-subjects"),
    ]


def test_a_guide_with_no_parts_falls_back_on_its_description(real: Real) -> None:
    (only,) = real("guide/no-part-guide").blocks
    assert only.text.startswith("If there are any errors on a marriage certificate")


def test_a_help_page_keeps_its_tables(real: Real) -> None:
    assert texts(real("help_page/cookie-details"), BlockKind.ROW)


def test_a_section_of_an_hmrc_manual_lists_what_is_under_it(real: Real) -> None:
    document = real("hmrc_manual_section/vatgpb2000")
    assert texts(document)[:2] == [
        "VATGPB2100 Introduction: scope of the manual",
        "VATGPB2200 Introduction: release of information",
    ]


def test_an_html_publication_in_arabic_keeps_its_language_and_date(real: Real) -> None:
    document = real("html_publication/arabic_translation")
    assert (document.page.locale, document.status) == ("ar", Status.LIVE)
    assert document.page.updated_at
    assert document.page.updated_at.year == 2015


def test_a_licence_keeps_its_contacts_and_where_to_go_on(real: Real) -> None:
    document = real("licence/licence_with_continuation_link")
    assert document.page.start_link == Link(
        "Start now", "http://www.dardni.gov.uk/index/farming/crops-and-horticulture/potatoes/seed-potatoes.htm"
    )
    assert any("0300 200 7852" in text for text in texts(document, BlockKind.CONTACT))
    assert real("licence/licence_without_continuation_link").page.start_link is None


def test_a_local_transaction_says_where_it_is_not_to_be_had(real: Real) -> None:
    document = real("local_transaction/local_transaction_with_devolved_administration_availability")
    callouts = texts(document, BlockKind.CALLOUT)
    assert "This service is not available in Wales." in callouts
    assert "Scotland has its own service for this: https://www.gov.scot/stray-dog" in callouts
    assert document.page.start_link == Link("Report a stray dog", f"{GOVUK}/report-stray-dog")
    assert headings(document)[0] == (2, "What you need to know")


def test_a_section_of_a_manual_keeps_its_headings(real: Real) -> None:
    document = real("manual_section/what-is-content-design")
    assert (2, "Content design always starts with user needs") in headings(document)


def test_a_news_article_opens_with_its_summary(real: Real) -> None:
    document = real("news_article/news_article_press_release")
    assert document.page.kind == "press_release"
    assert document.blocks[0].text == document.page.description


def test_an_organisation_keeps_each_contact_under_its_title(real: Real) -> None:
    document = real("organisation/attorney_general")
    assert (2, "Correspondence address") in headings(document)
    assert (2, "Freedom of Information requests") in headings(document)
    address = "Attorney General’s Office\n102 Petty France\nLondon\nSW1H 9EA\nUnited Kingdom"
    assert address in texts(document, BlockKind.CONTACT)


def test_a_place_says_where_its_offices_are(real: Real) -> None:
    document = real("place/find-regional-passport-office")
    assert texts(document, BlockKind.ITEM)[:2] == ["Belfast", "Durham"]
    assert document.page.start_link
    assert document.page.start_link.url == f"{GOVUK}/find-regional-passport-office"


def test_a_publication_that_was_scheduled_and_is_out_is_live(real: Real, shared_data: Path) -> None:
    name = "publication/scheduled_publication"
    assert real(name).status is Status.LIVE
    written = json.loads((shared_data / "govuk-content-items" / f"{name}.json").read_text())
    assert status_of(written, now=datetime(2016, 5, 1, tzinfo=UTC)) is Status.SCHEDULED


def test_a_service_manual_guide_keeps_its_description_and_change(real: Real) -> None:
    document = real("service_manual_guide/point_page")
    assert document.page.change_note == "This is our latest change"
    assert texts(document)[0].startswith("Understand user needs.")


def test_a_smart_answers_outcomes_stand_under_the_answers_that_lead_to_them(real: Real) -> None:
    document = real("simple_smart_answer/simple-smart-answer")
    under = headings(document).index((2, "How old are you? 20 or under"))
    assert under >= 0
    place = texts(document).index("How old are you? 20 or under")
    assert texts(document)[place + 1] == "You can’t become an approved driving instructor (ADI) until you're 21"
    assert "Yes" not in texts(document)
    assert document.page.start_link == Link("Start now", f"{GOVUK}/become-a-driving-instructor/y")


def test_a_step_by_step_keeps_its_numbers_and_the_titles_of_its_links(real: Real) -> None:
    document = real("step_by_step_nav/learn_to_drive_a_car")
    steps = [(block.number, block.text) for block in document.blocks if block.kind is BlockKind.STEP]
    assert steps == [
        (1, "Check you're allowed to drive"),
        (2, "Get a provisional driving licence"),
        (3, "Driving lessons and practice"),
        (3, "Prepare for your theory test"),
        (4, "Book and manage your theory test"),
        (5, "Book and manage your driving test"),
        (6, "When you pass"),
    ]
    assert "Book your driving test £62" in texts(document, BlockKind.ITEM)
    assert [block.number for block in document.blocks if block.kind is BlockKind.HEADING] == [1, 2, 3, 3, 4, 5, 6]


def test_a_transaction_keeps_its_start_button(real: Real) -> None:
    document = real("transaction/apply-blue-badge")
    assert document.page.start_link == Link("Start now", "https://bluebadge.direct.gov.uk/directgovapply.html")
    assert (2, "Before you start") in headings(document)
    assert "a digital or signed photo" in texts(document, BlockKind.ITEM)
    welsh = real("transaction/chwilio-am-swydd")
    assert welsh.page.start_link
    assert welsh.page.start_link.text == "Dechrau nawr"
    named = real("transaction/child-maintenance")
    assert named.page.start_link == Link(
        "Calculate your child maintenance", f"{GOVUK}/calculate-your-child-maintenance/y"
    )
    assert texts(named) == ["Child maintenance calculator"]


def test_a_transaction_says_when_it_is_down_and_what_its_variants_are(real: Real) -> None:
    downtime = "This service will be unavailable from 1pm to 8pm on Thursday 16 March."
    assert texts(real("transaction/apply-marine-licence"), BlockKind.CALLOUT) == [downtime]
    variants = [(block.text, block.url) for block in real("transaction/transaction-with-variants").blocks if block.url]
    assert variants == [
        ("Check your Council Tax band (staging)", f"{GOVUK}/council-tax-bands-2/council-tax-bands-2-staging")
    ]


def test_travel_advice_stands_at_the_countrys_address_and_its_parts_below(real: Real) -> None:
    document = real("travel_advice/full-country")
    parts = {block.text: block.url for block in document.blocks if block.url}
    assert parts["Summary"] == f"{GOVUK}/foreign-travel-advice/albania"
    assert parts["Safety and security"] == f"{GOVUK}/foreign-travel-advice/albania/safety-and-security"
    assert document.page.change_note
    assert document.page.change_note.startswith("Latest update: Summary")


# Items written here, for what the real files don't hold and for runs without them.


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
            read(item(schema, details, description=value, links=value, withdrawn_notice={}))


@pytest.mark.parametrize("broken", [{}, {"base_path": "/x"}, {"title": "X"}, {"base_path": "x", "title": "X"}])
def test_an_item_with_no_address_or_title_is_an_error(broken: dict[str, Any]) -> None:
    with pytest.raises(ExtractError, match="base_path"):
        read(broken)
