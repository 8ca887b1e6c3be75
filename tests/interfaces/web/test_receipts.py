"""Receipts in the browser: an answer is kept as one, and anybody can check it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from fingerpost import Service
from fingerpost.interfaces.app import create_app
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from tests.small_service import make_service_folder

QUESTION = "How do I tell you that you missed our bin?"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_service_folder(tmp_path)
    sync(load_settings(made, {}))
    return made


@pytest.fixture
def service(folder: Path) -> Iterator[Service]:
    with Service.open(folder) as opened:
        yield opened


@pytest.fixture
def browser(service: Service) -> Iterator[TestClient]:
    with TestClient(create_app(service), base_url="http://127.0.0.1") as client:
        yield client


def token(page: str) -> str:
    return page.split('name="form_token" value="')[1].split('"', maxsplit=1)[0]


def kept(browser: TestClient) -> tuple[str, dict[str, object]]:
    """Ask, follow 'Keep a receipt', and return that page and the file."""
    start = browser.get("/").text
    answered = browser.post("/ask", data={"question": QUESTION, "form_token": token(start)}).text
    address = re.search(r'href="(/conversation/[^"]+/receipt)"', answered)
    assert address
    page = browser.get(address[1])
    assert page.status_code == 200
    file = browser.get(f"{address[1]}.json")
    assert file.headers["content-disposition"].startswith("attachment")
    return page.text, file.json()


def checked(browser: TestClient, given: object, *, pasted: bool = False) -> tuple[int, str]:
    written = given if isinstance(given, str) else json.dumps(given)
    data = {"form_token": token(browser.get("/receipts").text)}
    if pasted:
        page = browser.post("/receipts", data={**data, "text": written})
    else:
        page = browser.post("/receipts", data=data, files={"file": ("receipt.json", written)})
    return page.status_code, page.text


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize("pasted", [False, True])
def test_an_answer_is_kept_as_a_receipt_that_anybody_can_check(browser: TestClient, service: Service, pasted: bool):
    page, receipt = kept(browser)
    assert str(receipt["reference"]) in page
    assert "/receipts" in page

    with TestClient(create_app(service), base_url="http://127.0.0.1") as somebody:  # no cookie of the person's
        status, said = checked(somebody, receipt, pasted=pasted)
    assert status == 200
    assert "This receipt is genuine" in said
    assert "Our guidance still says this" in said
    assert QUESTION in said
    assert f"Reference {receipt['reference']}" in words(said)


def test_what_was_changed_is_said_and_none_of_it_is_shown(browser: TestClient):
    _, receipt = kept(browser)
    status, said = checked(browser, {**receipt, "answer": "You need not pay Council Tax."})

    assert status == 200
    assert "This receipt has been changed" in said
    assert "Do not rely on it" in said
    assert "You need not pay" not in said


def test_a_receipt_that_another_key_signed_is_not_known(browser: TestClient, folder: Path):
    _, receipt = kept(browser)
    (folder / ".fingerpost" / "receipt-keys.json").unlink()

    assert "We do not know this receipt" in checked(browser, receipt)[1]


def test_what_changed_in_the_guidance_since_is_shown_in_words(browser: TestClient, service: Service, folder: Path):
    _, receipt = kept(browser)
    for page in (folder / "content").rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace("3 working days", "5 working days"), encoding="utf-8")
    sync(load_settings(folder, {}))
    service.index.refresh()

    said = words(checked(browser, receipt)[1])
    assert "This receipt is genuine" in said
    assert "Our guidance has changed since" in said
    assert "Taken out: 3 (end of what was taken out)" in said
    assert "Put in: 5 (end of what was put in)" in said


@pytest.mark.parametrize("given", ["", "{", "[]", "<script>alert(1)</script>", '{"form": "fingerpost-receipt-1"}'])
def test_what_is_no_receipt_is_refused_with_the_way_to_mend_it(browser: TestClient, given: str):
    status, said = checked(browser, given, pasted=True)

    assert status == 400
    assert "There is a problem" in said
    assert "<script>alert" not in said


def test_markup_in_a_question_stays_words(browser: TestClient):
    start = browser.get("/").text
    asked = "How do I tell you that you missed our <em>green</em> bin?"
    answered = browser.post("/ask", data={"question": asked, "form_token": token(start)}).text
    address = re.search(r'href="(/conversation/[^"]+/receipt)"', answered)
    assert address
    assert "<em>green" not in browser.get(address[1]).text
    assert "<em>green" not in checked(browser, browser.get(f"{address[1]}.json").json())[1]


def test_nobody_else_can_fetch_a_receipt(browser: TestClient, service: Service):
    start = browser.get("/").text
    answered = browser.post("/ask", data={"question": QUESTION, "form_token": token(start)}).text
    address = re.search(r'href="(/conversation/[^"]+/receipt)"', answered)
    assert address
    with TestClient(create_app(service), base_url="http://127.0.0.1", follow_redirects=False) as somebody:
        assert somebody.get(address[1]).status_code == 303
        assert somebody.get(f"{address[1]}.json").status_code == 303


def test_a_form_from_elsewhere_is_refused(browser: TestClient):
    assert browser.post("/receipts", data={"text": "{}"}).status_code == 403


def test_only_public_keys_are_published(browser: TestClient, folder: Path):
    _, receipt = kept(browser)
    published = browser.get("/receipts/keys.json")
    private = json.loads((folder / ".fingerpost" / "receipt-keys.json").read_text(encoding="utf-8"))["private"]

    assert [key["name"] for key in published.json()["keys"]] == [receipt["key"]]
    assert private not in published.text


def test_a_service_may_offer_none(folder: Path):
    file = folder / "fingerpost.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n[receipts]\noffered = false\n", encoding="utf-8")
    with Service.open(folder) as service, TestClient(create_app(service), base_url="http://127.0.0.1") as browser:
        assert browser.get("/receipts").status_code == 404
        start = browser.get("/").text
        answered = browser.post("/ask", data={"question": QUESTION, "form_token": token(start)}).text
        assert "/receipt" not in answered
