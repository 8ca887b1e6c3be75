"""Every type of GOV.UK content item, read as what its page says: the real files, at least one a type."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fingerpost.content.content_item import status_of
from fingerpost.content.item_types import READERS
from fingerpost.domain import BlockKind, Document, Link, Status
from tests.content.content_items import GOVUK, headings, read, texts

Real = Callable[[str], Document]


@pytest.fixture
def real(shared_data: Path) -> Real:
    """Reads one real item by its path in the folder, such as ``guide/guide``."""
    folder = shared_data / "govuk-content-items"
    return lambda name: read(json.loads((folder / f"{name}.json").read_text(encoding="utf-8")))


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


def test_a_transaction_says_when_it_is_down(real: Real) -> None:
    downtime = "This service will be unavailable from 1pm to 8pm on Thursday 16 March."
    assert texts(real("transaction/apply-marine-licence"), BlockKind.CALLOUT) == [downtime]


def test_a_variant_that_says_nothing_is_left_out(real: Real) -> None:
    document = real("transaction/transaction-with-variants")
    assert texts(document)[0].startswith("Find out the Council Tax band for a home in England or Wales")
    assert not any("staging" in f"{block.text} {block.url}" for block in document.blocks)


def test_travel_advice_stands_at_the_countrys_address_and_its_parts_below(real: Real) -> None:
    document = real("travel_advice/full-country")
    parts = {block.text: block.url for block in document.blocks if block.url}
    assert parts["Summary"] == f"{GOVUK}/foreign-travel-advice/albania"
    assert parts["Safety and security"] == f"{GOVUK}/foreign-travel-advice/albania/safety-and-security"
    assert document.page.change_note
    assert document.page.change_note.startswith("Latest update: Summary")
