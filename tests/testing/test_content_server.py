"""The content server that ships with the library."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from fingerpost.testing import faults
from fingerpost.testing.content_server import ContentServer

ITEM = {"base_path": "/bins", "title": "Bins", "document_type": "answer", "details": {"body": "<p>Bins.</p>"}}


def test_a_folder_of_items_is_served_as_both_apis(tmp_path: Path) -> None:
    (tmp_path / "answer").mkdir()
    (tmp_path / "answer" / "bins.json").write_text(json.dumps(ITEM))
    (tmp_path / "notes.json").write_text("[]")
    with ContentServer.from_items(tmp_path) as server:
        assert httpx.get(f"{server.url}/api/content/bins").json() == ITEM
        assert httpx.get(f"{server.url}/api/content/dogs").status_code == 404
        found = httpx.get(f"{server.url}/api/search.json", params={"count": 5, "fields": "link"}).json()
    assert (found["total"], found["results"][0]["link"]) == (1, "/bins")


def test_a_folder_with_no_items_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no Content API items"):
        ContentServer.from_items(tmp_path)


def test_of_several_items_with_one_address_the_live_one_is_served() -> None:
    withdrawn = ITEM | {"withdrawn_notice": {"explanation": "Old."}, "details": {"body": "<p>Much longer.</p>" * 9}}
    with ContentServer.from_objects(withdrawn, ITEM) as server:
        assert "withdrawn_notice" not in httpx.get(f"{server.url}/api/content/bins").json()


def test_requests_are_counted_by_path_and_status() -> None:
    with ContentServer.from_pages({"/": "Home at {url}"}) as server:
        first = httpx.get(server.url)
        httpx.get(server.url, headers={"If-None-Match": first.headers["etag"]})
        httpx.get(f"{server.url}/none")
        assert first.text == f"Home at {server.url}"
        assert (server.count(), server.count("/"), server.count("/", 304), server.count(status=404)) == (3, 2, 1, 1)


def test_a_fault_ends_after_its_times_or_when_it_is_mended() -> None:
    with ContentServer.from_pages({"/": "Home"}) as server:
        server.fault("/", faults.answers(503, times=1, retry_after="2"))
        broken = httpx.get(server.url)
        assert (broken.status_code, broken.headers["retry-after"]) == (503, "2")
        assert httpx.get(server.url).text == "Home"
        server.fault("*", faults.answers(500))
        assert httpx.get(server.url).status_code == 500
        server.fault("*", None)
        assert httpx.get(server.url).status_code == 200
