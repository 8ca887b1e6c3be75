"""The end of a journey that is sent in, as a visitor without JavaScript meets it: one submission, one reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from fingerpost.errors import StorageError
from fingerpost.interfaces.web.pages import JOURNEY_COOKIE
from fingerpost.services.submissions.reference import read_reference
from tests.interfaces.web.conftest import web_app
from tests.interfaces.web.visitor import post
from tests.interfaces.web.written import BILINGUAL, WrittenService, written_service
from tests.services.submissions.sent import SENT_IN

BIN = "/journeys/lost-bin"
CHECK, SENT = f"{BIN}/check-your-answers", f"{BIN}/sent"
_REFERENCE = re.compile(r'app-reference">([^<]+)<')


@pytest.fixture(scope="module")
def sending(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WrittenService]:
    folder = tmp_path_factory.mktemp("sending")
    (folder / "journeys").mkdir()
    (folder / "journeys" / "lost-bin.yaml").write_text(SENT_IN, encoding="utf-8")
    service = written_service(folder, BILINGUAL)
    yield service
    service.store.close()


@pytest.fixture
def visitor(sending: WrittenService) -> TestClient:
    """A new visitor; the limit of an hour is each test's own."""
    return TestClient(web_app(sending), raise_server_exceptions=False, base_url="http://localhost")


def answer_all(visitor: TestClient, note: str = "It was green.") -> str:
    """Answer every question and return the mark of what the page that checks them shows."""
    for step, answer in (("lost", "yes"), ("address", "12 Mill Lane"), ("note", note)):
        assert post(visitor, f"{BIN}/{step}", answer=answer).status_code == 303
    return mark(visitor)


def mark(visitor: TestClient) -> str:
    found = re.search(r'name="shown" value="([0-9a-f]+)"', visitor.get(CHECK).text)
    assert found
    return found[1]


def reference(visitor: TestClient) -> str:
    found = _REFERENCE.search(visitor.get(SENT).text)
    assert found
    return found[1]


def kept(service: WrittenService) -> list[str]:
    return [each.reference for each in service.store.submissions.all()]


def test_everything_that_will_be_sent_is_shown_first_and_nothing_is_sent_by_looking(
    visitor: TestClient, sending: WrittenService
):
    before = kept(sending)
    answer_all(visitor)
    page = visitor.get(CHECK).text
    for words in ("12 Mill Lane", "It was green.", "You say that your bin at 12 Mill Lane is gone.", "Accept and send"):
        assert words in page
    assert visitor.get(f"{BIN}/result", follow_redirects=False).headers["location"] == CHECK
    assert visitor.get(f"{BIN}/send", follow_redirects=False).status_code == 303
    assert kept(sending) == before


def test_it_is_sent_once_and_confirmed_with_a_reference_that_reads_back(visitor: TestClient, sending: WrittenService):
    shown = answer_all(visitor)
    sent = post(visitor, f"{BIN}/send", shown=shown)
    assert (sent.status_code, sent.headers["location"]) == (303, SENT)
    page = visitor.get(SENT).text
    assert "We know your bin is lost" in page
    assert "<strong>within 5 days</strong>" in page
    assert read_reference(reference(visitor)) in kept(sending)
    assert "12 Mill Lane" not in page


def test_pressed_twice_or_gone_back_to_it_is_the_same_one(visitor: TestClient, sending: WrittenService):
    shown = answer_all(visitor)
    before = len(kept(sending))
    first = [post(visitor, f"{BIN}/send", shown=shown).headers["location"] for _ in range(3)]
    assert first == [SENT] * 3
    assert len(kept(sending)) == before + 1
    number = reference(visitor)
    assert number in visitor.get(CHECK).text
    assert reference(visitor) == number


def test_another_one_can_be_sent_and_has_its_own_reference(visitor: TestClient):
    post(visitor, f"{BIN}/send", shown=answer_all(visitor))
    first = reference(visitor)
    post(visitor, f"{BIN}/send", shown=answer_all(visitor))
    assert reference(visitor) != first


def test_answers_that_changed_since_they_were_shown_are_shown_again_and_not_sent(
    visitor: TestClient, sending: WrittenService
):
    shown = answer_all(visitor)
    post(visitor, f"{BIN}/note", answer="It was brown.")
    before = kept(sending)
    again = post(visitor, f"{BIN}/send", shown=shown)
    assert again.status_code == 409
    assert "have changed" in again.text
    assert "It was brown." in again.text
    assert kept(sending) == before
    assert post(visitor, f"{BIN}/send", shown=mark(visitor)).status_code == 303
    assert len(kept(sending)) == len(before) + 1


def test_nothing_is_sent_from_another_site_or_without_a_token_or_before_the_end(
    visitor: TestClient, sending: WrittenService
):
    before = kept(sending)
    shown = answer_all(visitor)
    assert post(visitor, f"{BIN}/send", {"sec-fetch-site": "cross-site"}, shown=shown).status_code == 403
    assert visitor.post(f"{BIN}/send", data={"shown": shown}).status_code == 403
    post(visitor, f"{BIN}/lost", answer="no")
    assert post(visitor, f"{BIN}/send", shown=shown).headers["location"] == CHECK
    assert kept(sending) == before


def test_nobody_else_sees_what_was_sent(visitor: TestClient, sending: WrittenService):
    post(visitor, f"{BIN}/send", shown=answer_all(visitor))
    other = TestClient(web_app(sending), base_url="http://localhost")
    assert other.get(SENT, follow_redirects=False).headers["location"] == BIN
    assert post(other, f"{BIN}/send", shown="0" * 64).headers["location"] == CHECK


def test_where_it_cannot_be_kept_the_person_is_told_and_their_answers_stand(
    visitor: TestClient, sending: WrittenService, monkeypatch: pytest.MonkeyPatch
):
    shown = answer_all(visitor)

    def full(*_: object) -> None:
        raise StorageError("the disk is full", where="somewhere", fix="make room")

    with monkeypatch.context() as broken:
        broken.setattr("fingerpost.conversations.outbox.Outbox.take_answers", full)
        told = post(visitor, f"{BIN}/send", shown=shown)
    assert told.status_code == 503
    assert "Nothing was sent" in told.text
    assert "12 Mill Lane" in told.text
    assert post(visitor, f"{BIN}/send", shown=mark(visitor)).headers["location"] == SENT


def test_one_address_may_send_in_so_many_an_hour(sending: WrittenService):
    settings = sending.settings
    few = settings.model_copy(update={"submissions": settings.submissions.model_copy(update={"per_hour": 1})})
    visitor = TestClient(web_app(replace(sending, settings=few)), base_url="http://localhost")
    assert post(visitor, f"{BIN}/send", shown=answer_all(visitor)).status_code == 303
    shown = answer_all(visitor, note="Another")
    assert post(visitor, f"{BIN}/send", shown=shown).status_code == 429
    assert sending.store.journeys.get(visitor.cookies[JOURNEY_COOKIE], "lost-bin")


def test_it_is_in_welsh_for_somebody_who_chose_it(visitor: TestClient):
    visitor.get("/language/cy")
    shown = answer_all(visitor)
    assert "Gwiriwch eich atebion cyn eu hanfon" in visitor.get(CHECK).text
    post(visitor, f"{BIN}/send", shown=shown)
    page = visitor.get(SENT).text
    assert "Rydym yn gwybod bod eich bin ar goll" in page
    assert "Eich cyfeirnod yw" in page


def test_the_privacy_page_speaks_of_it_only_where_something_can_be_sent(visitor: TestClient, client: TestClient):
    assert "If you send something in" in visitor.get("/privacy").text
    assert "If you send something in" not in client.get("/privacy").text


def test_a_service_does_not_start_with_a_journey_that_sends_nowhere(tmp_path: Path):
    from fingerpost.errors import SubmissionError

    (tmp_path / "journeys").mkdir()
    sends = SENT_IN.replace("      declaration:", "      to: nowhere\n      declaration:")
    (tmp_path / "journeys" / "lost-bin.yaml").write_text(sends, encoding="utf-8")
    service = written_service(tmp_path, BILINGUAL)
    with pytest.raises(SubmissionError, match="nowhere"):
        web_app(service)
    service.store.close()
