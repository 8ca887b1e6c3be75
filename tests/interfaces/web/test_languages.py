"""Which language a page is in: the one chosen, the one the browser asks for, the service's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from fingerpost.errors import SettingsError
from fingerpost.interfaces.web.languages import COOKIE, safe_path
from fingerpost.interfaces.wording import shipped
from fingerpost.interfaces.wording.catalogue import mo_file
from tests.interfaces.web.conftest import web_app
from tests.interfaces.web.visitor import ask, post
from tests.interfaces.web.written import SETTINGS, WrittenService, written_service

PAGES = ("/", "/about", "/privacy", "/cookies", "/accessibility", "/no-such-page")


@pytest.fixture
def visitor(bilingual_app: FastAPI) -> TestClient:
    return TestClient(bilingual_app, raise_server_exceptions=False, base_url="http://localhost")


@pytest.fixture
def welsh(visitor: TestClient) -> TestClient:
    visitor.get("/language/cy")
    return visitor


def language_of(html: str) -> str:
    found = re.search(r'<html lang="([^"]+)"', html)
    assert found
    return found[1]


def title(html: str) -> str:
    found = re.search(r"<title>([^<]*)</title>", html)
    assert found
    return found[1]


@pytest.mark.parametrize("address", PAGES)
def test_a_chosen_language_is_spoken_on_every_page_from_then_on(visitor: TestClient, address: str):
    assert language_of(visitor.get(address).text) == "en"

    visitor.get("/language/cy")

    page = visitor.get(address)
    assert language_of(page.text) == "cy"
    assert page.headers["content-language"] == "cy"
    assert "Neidio i’r prif gynnwys" in page.text
    assert "Skip to main content" not in page.text


def test_every_page_offers_the_other_language_and_comes_back_to_itself(visitor: TestClient):
    for address in ("/about", "/privacy", "/cookies", "/accessibility", "/no-such-page"):
        page = visitor.get(address).text
        link = f'<a class="govuk-link" href="/language/cy?back={address}" lang="cy" hreflang="cy">Cymraeg</a>'
        assert link in page, address
        assert '<span aria-current="true">English</span>' in page
    gone = visitor.get("/language/cy?back=/about", follow_redirects=False)
    assert (gone.status_code, gone.headers["location"]) == (303, "/about")
    back = visitor.get("/about").text
    assert '<a class="govuk-link" href="/language/en?back=/about" lang="en" hreflang="en">English</a>' in back


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/%2Fevil.example",
        "/about\r\nSet-Cookie: a=b",
        "/about?next=//evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/about//evil.example",
        "/@evil.example",
        "",
    ],
)
def test_choosing_a_language_leads_nowhere_else(visitor: TestClient, elsewhere: str):
    gone = visitor.get("/language/cy", params={"back": elsewhere}, follow_redirects=False)
    assert gone.headers["location"] == "/"
    assert "a" not in gone.cookies


def test_a_plain_path_of_ours_is_kept():
    for path in ("/", "/about", "/conversation", "/a/b-c_d.e~f/", "/about/"):
        assert safe_path(path) == path


def test_the_choice_is_forgotten_with_the_browser_and_no_script_reads_it(visitor: TestClient):
    cookie = visitor.get("/language/cy", follow_redirects=False).headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=cy;")
    assert "httponly" in cookie.lower()
    assert "samesite=lax" in cookie.lower()
    assert "max-age" not in cookie.lower()
    assert "expires" not in cookie.lower()


def test_a_language_that_is_not_offered_is_not_found_and_changes_nothing(visitor: TestClient):
    for locale in ("fr", "CY", "en-GB", "<script>", "x" * 500):
        answer = visitor.get(f"/language/{locale}", follow_redirects=False)
        assert answer.status_code == 404
        assert COOKIE not in answer.cookies


def test_a_cookie_that_was_tampered_with_is_passed_over(visitor: TestClient):
    visitor.cookies.set(COOKIE, "fr<script>")
    assert language_of(visitor.get("/").text) == "en"


@pytest.mark.parametrize(
    ("header", "spoken"),
    [
        ("", "en"),
        ("cy", "cy"),
        ("cy-GB,cy;q=0.9,en-GB;q=0.8,en;q=0.7", "cy"),
        ("en-GB,en;q=0.9,cy;q=0.8", "en"),
        ("en;q=0.5, cy;q=0.9", "cy"),
        ("fr-FR,fr;q=0.9,cy;q=0.2", "cy"),
        ("fr", "en"),
        ("cy;q=0", "en"),
        ("CY", "cy"),
        ("cy;q=oops", "en"),
        ("*", "en"),
        (";;;,,,q=1", "en"),
        ("x," * 5000 + "cy", "en"),
    ],
)
def test_the_first_guess_is_what_the_browser_asks_for(visitor: TestClient, header: str, spoken: str):
    assert language_of(visitor.get("/", headers={"accept-language": header}).text) == spoken


def test_a_choice_counts_for_more_than_what_the_browser_asks_for(visitor: TestClient):
    visitor.get("/language/en")
    assert language_of(visitor.get("/", headers={"accept-language": "cy"}).text) == "en"


def test_pages_say_what_their_language_depends_on(visitor: TestClient):
    varies = {each.strip().lower() for each in visitor.get("/about").headers["vary"].split(",")}
    assert {"accept-language", "cookie"} <= varies


def test_a_service_of_one_language_offers_no_choice_and_asks_nothing_of_the_browser(client: TestClient):
    page = client.get("/", headers={"accept-language": "cy"})
    assert language_of(page.text) == "en"
    assert "/language/" not in page.text
    assert "accept-language" not in page.headers.get("vary", "").lower()
    assert client.get("/language/cy").status_code == 404
    assert COOKIE not in client.get("/cookies").text


def test_the_services_own_name_and_words_are_in_the_language_spoken(welsh: TestClient):
    front = welsh.get("/").text
    assert title(front) == "Gofyn i Sampleford"
    assert "Cyngor Sampleford" in front
    assert "Sampleford Council" not in front
    assert "Pryd mae fy min yn cael ei gasglu?" in front
    assert "How much is a parking permit?" not in front
    about = welsh.get("/about").text
    assert title(about) == "Ynglŷn â’r gwasanaeth hwn – Gofyn i Sampleford"
    assert "Dydd Llun i ddydd Gwener" in about
    assert "01632 960 123" in about, "what is not translated stays"


def test_what_the_service_has_not_translated_is_marked_as_its_own_language(tmp_path: Path):
    settings = SETTINGS.replace(
        "[service.contact]", 'locales = ["en", "cy"]\ndescription = "Ask us"\n[service.contact]'
    )
    service = written_service(tmp_path, settings + '[service.translations.cy]\nname = "Gofyn"\n')
    try:
        visitor = TestClient(web_app(service), base_url="http://localhost")
        visitor.get("/language/cy")
        page = visitor.get("/").text
        assert re.search(r'<p class="govuk-body-l" lang="en">\s*Ask us', page)
        assert '<button class="app-example" lang="en"' in page
        assert 'lang="en"' not in visitor.get("/language/en?back=/").text.partition("<main")[2]
    finally:
        service.store.close()


def test_visitors_at_the_same_time_are_each_answered_in_their_own_language(bilingual_app: FastAPI):
    def asks(locale: str) -> set[str]:
        visitor = TestClient(bilingual_app, base_url="http://localhost")
        visitor.get(f"/language/{locale}")
        pages = [post(visitor, "/ask/stream", question="When is my bin collected?").text for _ in range(2)]
        pages.append(visitor.get("/about").text)
        return {each for page in pages for each in re.findall(r'<html lang=\\?"(\w+)', page)}

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(asks, ["cy", "en"])) == [{"cy"}, {"en"}]


def test_what_is_wrong_with_a_question_is_said_in_the_language_spoken(welsh: TestClient):
    empty = post(welsh, "/ask", question=" ")
    assert empty.status_code == 400
    assert title(empty.text) == "Gwall: Gofyn i Sampleford"
    assert "Rhowch gwestiwn" in empty.text
    assert '<span class="govuk-visually-hidden">Gwall:</span>' in empty.text
    long = post(welsh, "/ask", question="x" * 501)
    assert "yn 500 nod neu lai. Mae’n 501 nod nawr" in long.text


def test_an_answer_is_introduced_in_the_language_spoken_and_its_words_are_marked_as_their_own(welsh: TestClient):
    page = ask(welsh, "I am a student. My number is 07700 900123 and my address is a@b.example")
    assert title(page) == "Eich ateb – Gofyn i Sampleford"
    assert "My number is [rhif ffôn 1] and my address is [e-bost 1]" in page
    assert "Rydym wedi tynnu eich rhif ffôn a’ch cyfeiriad e-bost o’ch cwestiwn." in page
    assert "Efallai nad dyma’r ateb cyfan" in page
    assert "Diweddarwyd 3 Ebrill 2026" in page
    assert '<h3 lang="en" class="govuk-heading-m app-page__title">' in page
    assert re.search(r'<blockquote class="app-quotation" lang="en">', page)
    assert re.search(r'lang="cy" aria-label="Dyfyniad 1"', page)


def test_a_contact_of_the_service_is_said_in_the_language_spoken(welsh: TestClient):
    page = ask(welsh, "What about owls?")
    assert "Nid oeddem yn gallu dod o hyd i ateb i hyn" in page
    assert "Oriau agor" in page


def test_a_question_is_asked_in_the_language_spoken(welsh: TestClient, bilingual: WrittenService):
    ask(welsh, "When is my bin collected?")
    assert bilingual.assistant.asked_in == "cy"
    welsh.get("/language/en")
    ask(welsh, "When is my bin collected?")
    assert bilingual.assistant.asked_in == "en"


def test_an_answer_that_arrives_piece_by_piece_is_in_the_language_spoken(welsh: TestClient):
    streamed = post(welsh, "/ask/stream", question="When is my bin collected?").text
    assert "Yn chwilio drwy’r canllawiau" in streamed
    assert "gyda 5 dyfyniad." in streamed
    assert "Dyfyniad 1" in streamed
    assert "Gwirio’r geiriau" in streamed
    assert '<html lang=\\"cy\\"' in streamed
    assert "/language/en?back=/conversation" in streamed
    assert "Quotation 1" not in streamed


def test_the_link_on_a_page_that_answers_a_form_leads_to_a_page_that_can_be_opened(welsh: TestClient):
    ask(welsh, "When is my bin collected?")
    wrong = post(welsh, "/ask", question="").text
    assert 'href="/language/en?back=/conversation"' in wrong
    assert language_of(welsh.get("/language/en?back=/conversation").text) == "en"


def test_feedback_is_asked_for_and_thanked_for_in_the_language_spoken(welsh: TestClient):
    page = ask(welsh, "When is my bin collected?")
    turn = re.search(r'name="turn" value="([^"]+)"', page)
    assert turn
    unsaid = post(welsh, "/feedback", turn=turn[1])
    assert "Dewiswch “Oedd” os oedd yr ateb yn ddefnyddiol" in unsaid.text
    post(welsh, "/feedback", turn=turn[1], useful="no", reason_no="incomplete")
    assert "Dywedoch nad oedd yr ateb hwn yn ddefnyddiol" in welsh.get("/conversation").text


def test_a_failure_is_told_in_the_language_spoken_with_the_headers_of_any_page(welsh: TestClient):
    failed = post(welsh, "/ask", question="explode")
    assert failed.status_code == 500
    assert language_of(failed.text) == "cy"
    assert "mae problem gyda’r gwasanaeth" in failed.text
    assert failed.headers["content-language"] == "cy"
    assert "x-frame-options" in failed.headers


def test_a_form_from_elsewhere_is_refused_in_the_language_spoken(welsh: TestClient):
    refused = post(welsh, "/ask", headers={"sec-fetch-site": "cross-site"}, question="bin")
    assert refused.status_code == 403
    assert "Ni ddaeth hynny o’r dudalen hon" in refused.text


def test_cookies_are_counted_and_named(welsh: TestClient):
    page = welsh.get("/cookies").text
    listed = page.count('<td class="govuk-table__cell app-wrap">')
    assert listed > 4
    assert f"defnyddio {listed} cwci" in page
    assert COOKIE in page


def _english_phrases() -> Iterator[str]:
    """Yield each phrase of the English catalogue that the Welsh says otherwise, as it would stand on a page."""
    from babel.messages.mofile import read_mo

    with mo_file("en").open("rb") as file:
        for message in read_mo(file):
            if isinstance(message.id, str) and message.id and shipped("cy").say(message.id) != message.string:
                yield str(message.string)


def test_no_page_in_welsh_says_anything_in_english(welsh: TestClient):
    seen = "".join(welsh.get(address).text for address in PAGES)
    seen += post(welsh, "/ask", question="").text
    for question in ("bin", "student 07700 900123", "permit", "owls"):
        seen += ask(welsh, question)
    words = set(re.findall(r">\s*([^<>]+?)\s*<|(?:aria-label|title|alt|placeholder)=\"([^\"]+)\"", seen))
    said = {text for pair in words for text in pair if text}
    assert len(said) > 100
    # The name of the language that the link leads to is meant to stand there.
    assert sorted(phrase for phrase in _english_phrases() if phrase in said) == ["English"]


def test_a_services_own_wording_is_on_its_pages(tmp_path: Path):
    (tmp_path / "wording").mkdir()
    (tmp_path / "wording" / "en.po").write_text('msgid "ask.button"\nmsgstr "Find out"\n', encoding="utf-8")
    service = written_service(tmp_path)
    try:
        assert "Find out" in TestClient(web_app(service)).get("/").text
    finally:
        service.store.close()


def test_wording_that_cannot_be_used_stops_the_pages_from_opening(tmp_path: Path):
    (tmp_path / "wording").mkdir()
    (tmp_path / "wording" / "en.po").write_text('msgid "nonsense"\nmsgstr "x"\n', encoding="utf-8")
    service = written_service(tmp_path)
    try:
        with pytest.raises(SettingsError, match="nonsense"):
            web_app(service)
    finally:
        service.store.close()


def test_a_service_whose_language_we_do_not_speak_is_served_in_english_and_asked_in_its_own(tmp_path: Path):
    service = written_service(
        tmp_path, SETTINGS.replace("[service.contact]", 'locale = "fr"\nlocales = ["fr"]\n[service.contact]')
    )
    try:
        visitor = TestClient(web_app(service), base_url="http://localhost")
        assert language_of(visitor.get("/").text) == "en"
        ask(visitor, "bin")
        assert service.assistant.asked_in == "fr"
    finally:
        service.store.close()


def test_a_welsh_service_speaks_welsh_unless_asked_otherwise(tmp_path: Path):
    settings = SETTINGS.replace("[service.contact]", 'locale = "cy"\nlocales = ["en", "cy"]\n[service.contact]')
    service = written_service(tmp_path, settings)
    try:
        visitor = TestClient(web_app(service), base_url="http://localhost")
        assert language_of(visitor.get("/").text) == "cy"
        assert language_of(visitor.get("/", headers={"accept-language": "en-GB"}).text) == "en"
    finally:
        service.store.close()
