"""Sending a journey in over the API: once for its key, and never without the person's yes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from fingerpost.service import Service
from fingerpost.services.submissions.reference import read_reference
from fingerpost.settings import Settings
from tests.interfaces.api.conftest import changed_settings, serving
from tests.services.submissions.sent import ANSWERS, SENT_IN

PATH = "/api/v1/journeys/lost-bin"
KEY = "a-key-made-by-chance-1"


@pytest.fixture(scope="module")
def sending(synced: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, Service]]:
    """A service whose journey is sent in, served; nothing delivers while the tests look."""
    folder = tmp_path_factory.mktemp("sending")
    (folder / "journeys").mkdir()
    (folder / "journeys" / "lost-bin.yaml").write_text(SENT_IN, encoding="utf-8")
    index = synced.index.model_copy(update={"uri": synced.index_uri})
    here = synced.model_copy(
        update={
            "folder": folder,
            "index": index,
            "submissions": synced.submissions.model_copy(update={"in_process": False, "per_hour": 40}),
        }
    )
    service = Service.of(changed_settings(here, folder, questions_per_minute=100_000))
    with serving(service) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client, service


def send(client: httpx.Client, key: str | None = KEY, **changed: Any) -> httpx.Response:
    body = {"answers": ANSWERS, "agreed": True, **changed}
    return client.post(f"{PATH}/submissions", json=body, headers={} if key is None else {"Idempotency-Key": key})


def test_a_submission_is_kept_and_its_reference_returned(sending: tuple[httpx.Client, Service]):
    client, service = sending
    reply = send(client, "a-key-made-by-chance-2", locale="cy")
    assert reply.status_code == 201
    told = reply.json()
    assert told["title"] == "Rydym yn gwybod bod eich bin ar goll"
    assert told["next"] == "Rydym yn dod ag un newydd **o fewn 5 diwrnod**."
    assert told["state"] == "queued"
    reference = read_reference(told["reference"])
    assert reference
    kept, fields = service.store.submissions.get(reference)
    assert (kept.channel, kept.locale) == ("api", "cy")
    assert fields["answers"][1]["value"] == ANSWERS["address"]


def test_sent_again_with_its_key_it_is_the_same_one(sending: tuple[httpx.Client, Service]):
    client, service = sending
    first = send(client).json()
    before = len(service.store.submissions.all())
    assert send(client).json() == first
    assert len(service.store.submissions.all()) == before
    assert send(client, "another-key-by-chance").json()["reference"] != first["reference"]


def test_a_key_is_not_taken_for_other_answers_and_its_error_repeats_none(sending: tuple[httpx.Client, Service]):
    client, _ = sending
    send(client)
    reply = send(client, answers={**ANSWERS, "address": "1 Secret Street"})
    assert reply.status_code == 422
    assert reply.json()["type"] == "urn:fingerpost:problem:submission"
    assert "Secret" not in reply.text


@pytest.mark.parametrize(
    ("key", "changed", "status"),
    [
        (None, {}, 422),
        ("short", {}, 422),
        ("with a space in its middle", {}, 422),
        (KEY, {"agreed": False}, 422),
        (KEY, {"answers": {}}, 422),
        (KEY, {"answers": {"lost": False}}, 422),
        (KEY, {"answers": {**ANSWERS, "address": ""}}, 422),
        (KEY, {"answers": {"colour": "red"}}, 422),
    ],
)
def test_nothing_is_kept_without_a_key_a_yes_and_every_answer(
    sending: tuple[httpx.Client, Service], key: str | None, changed: dict[str, Any], status: int
):
    client, service = sending
    before = len(service.store.submissions.all())
    reply = send(client, key, **changed)
    assert reply.status_code == status, reply.text
    assert "Mill Lane" not in reply.text
    assert len(service.store.submissions.all()) == before


def test_agreed_has_to_be_said(sending: tuple[httpx.Client, Service]):
    client, _ = sending
    reply = client.post(f"{PATH}/submissions", json={"answers": ANSWERS}, headers={"Idempotency-Key": KEY})
    assert reply.status_code == 422


def test_a_journey_that_is_not_there_is_not_found(sending: tuple[httpx.Client, Service]):
    client, _ = sending
    reply = client.post(
        "/api/v1/journeys/nothing/submissions",
        json={"answers": {}, "agreed": True},
        headers={"Idempotency-Key": KEY},
    )
    assert reply.status_code == 404


def test_the_last_step_says_what_the_person_has_to_agree_to(sending: tuple[httpx.Client, Service]):
    client, _ = sending
    outcome = client.post(f"{PATH}/step", json={"answers": ANSWERS}).json()["outcome"]
    assert outcome["submission"]["declaration"] == "You say that your bin at 12 Mill Lane Sampleford is gone."
    assert "Nothing has been sent yet" in outcome["submission"]["notice"]
    other = client.post(f"{PATH}/step", json={"answers": {"lost": False}}).json()["outcome"]
    assert other["submission"] is None


def test_one_address_may_send_in_so_many_an_hour(synced: Settings, tmp_path: Path):
    (tmp_path / "journeys").mkdir()
    (tmp_path / "journeys" / "lost-bin.yaml").write_text(SENT_IN, encoding="utf-8")
    index = synced.index.model_copy(update={"uri": synced.index_uri})
    few = synced.submissions.model_copy(update={"per_hour": 2, "in_process": False})
    here = synced.model_copy(update={"folder": tmp_path, "index": index, "submissions": few})
    service = Service.of(changed_settings(here, tmp_path))
    with serving(service) as address, httpx.Client(base_url=address, timeout=30) as client:
        replies = [send(client, f"a-key-made-by-chance-{number}") for number in range(3)]
    assert [each.status_code for each in replies] == [201, 201, 429]
    assert replies[-1].headers["retry-after"] == "3600"


def test_nothing_that_was_typed_is_in_a_log(sending: tuple[httpx.Client, Service], capsys: pytest.CaptureFixture[str]):
    client, service = sending
    send(client, "a-key-made-by-chance-9", answers={**ANSWERS, "address": "9 Unmistakable Way"})
    said = capsys.readouterr()
    assert "Unmistakable" not in said.out + said.err
    assert "Unmistakable" in json.dumps(
        [service.store.submissions.get(each.reference)[1] for each in service.store.submissions.all()]
    )


def test_the_server_delivers_by_itself_into_the_services_folder_with_nothing_set_up(synced: Settings, tmp_path: Path):
    (tmp_path / "journeys").mkdir()
    (tmp_path / "journeys" / "lost-bin.yaml").write_text(SENT_IN, encoding="utf-8")
    index = synced.index.model_copy(update={"uri": synced.index_uri})
    service = Service.of(changed_settings(synced.model_copy(update={"folder": tmp_path, "index": index}), tmp_path))
    with serving(service) as address, httpx.Client(base_url=address, timeout=30) as client:
        reference = send(client).json()["reference"]
        file = tmp_path / ".fingerpost" / "submissions" / f"{reference}.json"
        until = time.monotonic() + 120
        while not file.exists():
            assert time.monotonic() < until, "it was not delivered"
            time.sleep(0.1)
    assert json.loads(file.read_text(encoding="utf-8"))["reference"] == reference
