"""The adviser's page and signing in to it, on a real service from the form to the store."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from httpx import Response
from pydantic import SecretStr
from starlette.testclient import TestClient

from fingerpost.conversations import tables
from fingerpost.interfaces.app import create_app
from fingerpost.interfaces.web import sign_in as signing_in
from fingerpost.interfaces.web.sign_in import COOKIE
from fingerpost.service import Service
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from tests.interfaces.web.visitor import post
from tests.small_service import CONTRASTING_PAGES, PAGES, make_service_folder

PASSWORD = "three random words"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    settings = load_settings(make_service_folder(folder, {**PAGES, **CONTRASTING_PAGES}), {})
    sync(settings)
    server = settings.server.model_copy(update={"questions_per_minute": 10_000})
    kept = settings.conversations.model_copy(update={"database_url": SecretStr(f"sqlite:///{folder}/kept.db")})
    service = Service.of(settings.model_copy(update={"server": server, "conversations": kept}))
    service.store.accounts.add("jo.evans", "adviser", PASSWORD)
    yield service
    service.close()


@pytest.fixture
def client(service: Service) -> TestClient:
    """A new browser, at a server of its own: wrong tries are counted by each server."""
    return TestClient(create_app(service), raise_server_exceptions=False, base_url="http://localhost")


def sign_in(client: TestClient, name: str = "jo.evans", password: str = PASSWORD, **fields: str) -> Response:
    return post(client, "/sign-in", name=name, password=password, **fields)


@pytest.fixture
def adviser(client: TestClient) -> TestClient:
    assert sign_in(client).headers["location"] == "/adviser"
    return client


def ask(client: TestClient, question: str) -> str:
    answered = post(client, "/adviser/ask", question=question)
    assert answered.headers["location"] == "/adviser#answer", answered.text
    return client.get("/adviser").text


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_nobody_sees_the_page_who_is_not_signed_in(client: TestClient):
    for answer in (
        client.get("/adviser", follow_redirects=False),
        post(client, "/adviser/ask", question="When is my bin collected?"),
        post(client, "/adviser/next-caller"),
    ):
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in")
    client.cookies.set(COOKIE, "made-up")
    assert client.get("/adviser", follow_redirects=False).headers["location"] == "/sign-in?back=/adviser"


def test_the_cookie_is_for_no_script_and_no_other_site_and_new_each_time(client: TestClient):
    first = sign_in(client)
    cookie = next(each for each in first.headers.get_list("set-cookie") if each.startswith(COOKIE))
    value = client.cookies[COOKIE]

    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    sign_in(client)
    assert client.cookies[COOKIE] != value
    old = TestClient(client.app, base_url="http://localhost", cookies={COOKIE: value})
    assert old.get("/adviser", follow_redirects=False).status_code == 303
    assert client.get("/adviser", follow_redirects=False).status_code == 200


def test_a_value_that_was_in_the_browser_before_is_never_taken_up(client: TestClient):
    client.cookies.set(COOKIE, "planted-by-somebody-else")
    answered = sign_in(client)

    assert f"{COOKIE}=planted" not in answered.headers["set-cookie"]
    assert COOKIE in answered.headers["set-cookie"]


def test_a_wrong_name_and_a_wrong_password_are_told_the_same(client: TestClient):
    wrong = [sign_in(client, password="wrong"), sign_in(client, name="nobody"), sign_in(client, name="", password="")]

    assert {each.status_code for each in wrong} == {403}
    assert all("The account name or the password is wrong" in each.text for each in wrong)
    assert all(PASSWORD not in each.text for each in wrong)
    assert COOKIE not in client.cookies


def test_an_account_that_is_guessed_at_is_left_alone_for_a_while(service: Service, client: TestClient):
    service.store.accounts.add("guessed", "adviser", PASSWORD)
    for _ in range(signing_in.WRONG_OF_ACCOUNT.amount):
        assert sign_in(client, "guessed", "wrong").status_code == 403
    stopped = sign_in(client, "Guessed ", PASSWORD)

    assert stopped.status_code == 429
    assert stopped.headers["retry-after"] == "900"
    assert "too many wrong tries" in stopped.text
    assert sign_in(client).status_code == 303


def test_an_address_that_guesses_at_many_accounts_is_stopped(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(signing_in, "WRONG_FROM_ADDRESS", signing_in.RateLimitItemPerMinute(3, 15))
    for number in range(3):
        assert sign_in(client, f"name{number}").status_code == 403

    assert sign_in(client).status_code == 429


def test_signing_in_rightly_is_no_wrong_try(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(signing_in, "WRONG_OF_ACCOUNT", signing_in.RateLimitItemPerMinute(2, 15))
    monkeypatch.setattr(signing_in, "WRONG_FROM_ADDRESS", signing_in.RateLimitItemPerMinute(4, 15))
    for _ in range(6):
        assert sign_in(client).status_code == 303


def test_a_form_from_elsewhere_does_nothing(adviser: TestClient):
    for address in ("/sign-in", "/sign-out", "/adviser/ask", "/adviser/next-caller"):
        far = post(adviser, address, headers={"Sec-Fetch-Site": "cross-site"}, name="jo.evans", password=PASSWORD)
        assert far.status_code == 403, address
        assert adviser.post(address, data={"form_token": "0", "question": "x"}).status_code == 403, address
    assert adviser.get("/adviser", follow_redirects=False).status_code == 200


def test_signing_out_ends_it_on_the_server_too(adviser: TestClient):
    value = adviser.cookies[COOKIE]
    assert post(adviser, "/sign-out").headers["location"] == "/sign-in"
    old = TestClient(adviser.app, base_url="http://localhost", cookies={COOKIE: value})

    assert old.get("/adviser", follow_redirects=False).status_code == 303


def test_an_account_of_another_role_is_kept_out(service: Service, client: TestClient):
    service.store.accounts.add("other", "adviser", PASSWORD)
    with service.store._engine.begin() as connection:  # pyright: ignore[reportPrivateUsage]
        connection.execute(
            tables.accounts.update().where(tables.accounts.c.name == "other").values(role="something else")
        )
    sign_in(client, "other")

    assert client.get("/adviser").status_code == 403
    assert post(client, "/adviser/ask", question="bins").status_code == 403


@pytest.mark.parametrize("back", ["https://elsewhere.example", "//elsewhere.example", "/adviserx", "/about", "\\x"])
def test_signing_in_leads_to_no_other_place(client: TestClient, back: str):
    assert sign_in(client, back=back).headers["location"] == "/adviser"


def test_the_answer_stands_beside_the_whole_passage_with_the_quotation_marked(adviser: TestClient):
    page = ask(adviser, "How do I tell you that you missed our bin?")
    passages = page.partition('id="passages-heading"')[2]

    assert "Bin collections › If we missed your bin" in words(passages)
    marked = " ".join(html.unescape(each) for each in re.findall(r"<mark>([^<]*)</mark>", passages))
    assert "Tell us within 2 working days." in marked
    # The passage is there whole: also what the answer does not quote.
    stated = words(page.partition('id="answer-heading"')[2].partition('id="passages-heading"')[0])
    assert "We come back within 3 working days." in words(passages)
    assert "Tell us within 2 working days." in stated


def test_how_sure_it_is_and_what_acted_is_said(service: Service, adviser: TestClient):
    page = words(ask(adviser, "I am on 07700 900123. How much is a parking permit?"))

    assert "Outcome Answered" in page or "Outcome Partly answered" in page
    assert re.search(r"Confidence (High|Medium): \d+%", page)
    assert "Personal details were taken out: your phone number" in page
    assert "07700" not in page
    urgent = words(ask(adviser, "I have nowhere to sleep tonight"))
    assert "Urgent: give the help below first" in urgent
    assert re.search(r"Safeguards that acted Urgent: ", urgent)


def test_an_answer_can_be_copied_with_its_sources_without_javascript(adviser: TestClient):
    page = ask(adviser, "How do I tell you that you missed our bin?")
    copied = html.unescape(re.search(r"<textarea[^>]* readonly[^>]*>([^<]*)</textarea>", page)[1])  # pyright: ignore[reportOptionalSubscript]

    assert "How do I tell you that you missed our bin?" in copied
    assert "Tell us within 2 working days." in copied
    assert "https://" in copied
    assert "[1]" in copied


def test_what_to_ask_next_is_the_question_back_and_its_choices_ask_it(adviser: TestClient):
    page = ask(adviser, "What can I do about damp in my home?")

    assert "Ask the caller" in words(page)
    choice = re.search(r'name="question" value="([^"]+)"[^>]*>([^<]+)</button>', page)
    assert choice
    answered = ask(adviser, html.unescape(choice[1]))
    assert "Earlier in this call" in words(answered)


def test_what_to_ask_next_is_what_the_answer_turns_on(adviser: TestClient):
    page = words(ask(adviser, "Do I get a discount on Council Tax if I am the only adult?"))

    assert "Check with the caller: the answer turns on this" in page
    assert "if you are the only adult living in your home" in page


def test_where_there_is_no_answer_the_nearest_pages_are_next(adviser: TestClient):
    assert "look at the nearest pages" in words(ask(adviser, "Who won the cup in 1966?"))


def test_a_call_is_kept_as_an_advisers_and_the_next_caller_starts_anew(service: Service, adviser: TestClient):
    ask(adviser, "How much is a parking permit for a first car?")
    follow_up = words(ask(adviser, "and for a second car?"))
    assert "£110" in follow_up

    found = service.store.accounts.signed_in(adviser.cookies[COOKIE])
    assert found is not None
    assert found.conversation_id is not None
    kept = service.store.get(found.conversation_id)
    assert (kept.channel, len(kept.turns)) == ("adviser", 2)

    assert post(adviser, "/adviser/next-caller").headers["location"] == "/adviser"
    assert "Earlier in this call" not in adviser.get("/adviser").text
    assert "second car" not in adviser.get("/adviser").text
    assert "parking" not in adviser.get("/conversation").text


def test_two_advisers_never_see_each_others_calls(service: Service, adviser: TestClient):
    ask(adviser, "How much is a parking permit?")
    other = TestClient(adviser.app, base_url="http://localhost")
    sign_in(other)

    assert "parking" not in other.get("/adviser").text.lower()


def test_a_question_that_can_not_be_asked_is_said_and_kept(adviser: TestClient):
    empty = post(adviser, "/adviser/ask", question=" ")
    assert empty.status_code == 400
    long = post(adviser, "/adviser/ask", question="bins " * 500)
    assert long.status_code == 400
    assert "bins bins" in long.text


def test_the_page_is_in_welsh_for_somebody_who_chose_it(adviser: TestClient):
    adviser.get("/language/cy")
    page = words(ask(adviser, "Pryd mae fy min yn cael ei gasglu?"))

    assert "Y darnau y daw ohonynt" in page
    assert "Beth mae’r galwr eisiau ei wybod?" in page
    assert "Hyder" in page
