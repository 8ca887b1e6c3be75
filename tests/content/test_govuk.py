"""GOV.UK as a source, over real HTTP from a loopback server that serves its Content and Search APIs."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from fingerpost.content.fetch import Fetcher
from fingerpost.content.govuk import GovukSource
from fingerpost.content.source import Entry, Fetched, Gone, Known, Skipped, Unchanged
from fingerpost.domain import Status
from fingerpost.errors import ExtractError, SourceError
from fingerpost.settings import GovukSettings
from fingerpost.testing import faults
from fingerpost.testing.content_server import ContentServer
from tests.content.service_settings import settings_for

PUBLIC = "https://www.gov.uk"


def item(path: str, document_type: str = "answer", **fields: Any) -> dict[str, Any]:
    return {
        "base_path": path,
        "title": path.strip("/").replace("-", " ").capitalize(),
        "document_type": document_type,
        "schema_name": document_type,
        "locale": "en",
        "details": {"body": f"<p>What to know about {path}.</p>"},
        "public_updated_at": "2026-01-02T03:04:05Z",
        "links": {"organisations": [{"base_path": "/government/organisations/department-for-bins"}]},
    } | fields


def source_on(server: ContentServer, source: dict[str, Any] | None = None, **fetch: Any) -> GovukSource:
    wanted = {"kind": "govuk", "public_url": PUBLIC, "path_prefixes": ("/",)} if source is None else source
    settings = settings_for(server, {"kind": "govuk", "public_url": PUBLIC} | wanted, **fetch)
    (only,) = settings.sources
    assert isinstance(only, GovukSettings)
    return GovukSource(only, settings, fetcher=Fetcher(settings.fetch, sleep=lambda _: None))


def known_from(entries: list[Entry]) -> dict[str, Known]:
    return {
        entry.key: Known(entry.key, hashlib.sha256(entry.body).hexdigest(), entry.etag, entry.last_modified)
        for entry in entries
        if isinstance(entry, Fetched)
    }


def keys(entries: list[Entry]) -> list[str]:
    return [entry.key.removeprefix(PUBLIC) for entry in entries]


def test_pages_are_found_by_search_and_known_by_their_public_address() -> None:
    with ContentServer.from_objects(item("/bins"), item("/council-tax")) as server:
        source = source_on(server)
        source.check()
        entries = list(source.entries({}))
        assert source.count() == 2
    assert [entry.key for entry in entries] == [f"{PUBLIC}/bins", f"{PUBLIC}/council-tax"]
    assert all(isinstance(entry, Fetched) and entry.media_type == "application/json" for entry in entries)


def test_a_page_says_where_it_is_from() -> None:
    with ContentServer.from_objects(item("/bins")) as server:
        source = source_on(server)
        fetched = next(iter(source.entries({})))
        assert isinstance(fetched, Fetched)
        page = source.extract(fetched).page
    assert (page.source, page.url, page.title, page.kind) == ("guidance", f"{PUBLIC}/bins", "Bins", "answer")
    assert page.licence == "OGL-UK-3.0"
    assert page.raw_sha256 == hashlib.sha256(fetched.body).hexdigest()
    assert (page.etag, page.fetched_at) == (fetched.etag, fetched.fetched_at)
    assert page.updated_at
    assert page.updated_at.isoformat() == "2026-01-02T03:04:05+00:00"


def test_search_narrows_by_organisation_document_type_and_path_prefix() -> None:
    other = {"organisations": [{"base_path": "/government/organisations/ministry-of-dogs"}]}
    items = [item("/bins"), item("/bin-rules", "guide"), item("/dogs", links=other), item("/cats/bins")]
    with ContentServer.from_objects(*items) as server:
        by_organisation = source_on(server, {"organisations": ["department-for-bins"]})
        by_type = source_on(server, {"document_types": ["guide"]})
        by_prefix = source_on(server, {"path_prefixes": ["/bin"]})
        by_two = source_on(server, {"organisations": ["department-for-bins"], "path_prefixes": ["/cats/"]})
        by_path = source_on(server, {"paths": ["/dogs"]})
        assert keys(list(by_organisation.entries({}))) == ["/bin-rules", "/bins", "/cats/bins"]
        assert keys(list(by_type.entries({}))) == ["/bin-rules"]
        assert keys(list(by_prefix.entries({}))) == ["/bin-rules", "/bins"]
        assert keys(list(by_two.entries({}))) == ["/cats/bins"]
        assert keys(list(by_path.entries({}))) == ["/dogs"]


def test_a_long_listing_is_read_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fingerpost.content.govuk.PAGE_OF_RESULTS", 3)
    with ContentServer.from_objects(*(item(f"/page-{number}") for number in range(8))) as server:
        assert len(list(source_on(server).entries({}))) == 8
        assert server.count("/api/search.json") == 3
        assert len(list(source_on(server, {"path_prefixes": ("/",), "limit": 5}).entries({}))) == 5


def test_pages_stream_one_at_a_time() -> None:
    with ContentServer.from_objects(*(item(f"/page-{number}") for number in range(8))) as server:
        next(iter(source_on(server).entries({})))
        assert server.count() == 2


def test_an_unchanged_page_is_not_sent_again() -> None:
    with ContentServer.from_objects(item("/bins"), item("/dogs")) as server:
        source = source_on(server)
        known = known_from(list(source.entries({})))
        again = list(source.entries(known))
    assert again == [Unchanged(f"{PUBLIC}/bins"), Unchanged(f"{PUBLIC}/dogs")]


def test_a_withdrawn_page_is_read_and_said_to_be_withdrawn() -> None:
    notice = {"explanation": "<p>Out of date.</p>", "withdrawn_at": "2025-01-01T00:00:00Z"}
    with ContentServer.from_objects(item("/bins", withdrawn_notice=notice)) as server:
        source = source_on(server)
        (entry,) = source.entries({})
        assert isinstance(entry, Fetched)
        assert source.extract(entry).status is Status.WITHDRAWN


def test_a_scheduled_page_is_not_taken_until_its_moment_has_come() -> None:
    items = [
        item("/later", publishing_scheduled_at="2999-01-01T00:00:00Z"),
        item("/now", publishing_scheduled_at="2016-05-03T14:10:00Z"),
    ]
    with ContentServer.from_objects(*items) as server:
        later, now = source_on(server).entries({})
    assert isinstance(later, Gone)
    assert "scheduled" in later.reason
    assert isinstance(now, Fetched)


def test_pages_that_are_gone_are_said_to_be_gone() -> None:
    gone = item("/old", "gone")
    with ContentServer.from_objects(gone) as server:
        entries = list(source_on(server, {"paths": ["/old", "/never"]}).entries({}))
    assert entries == [
        Gone(f"{PUBLIC}/old", "the Content API answered 410"),
        Gone(f"{PUBLIC}/never", "the Content API answered 404"),
    ]


def test_a_redirect_item_is_followed_and_its_own_address_let_go() -> None:
    redirect = item("/old", "redirect", redirects=[{"path": "/old", "destination": "/new?from=old#part"}])
    away = item("/away", "redirect", redirects=[{"path": "/away", "destination": "https://example.org/x"}])
    loop = item("/loop", "redirect", redirects=[{"path": "/loop", "destination": "/loop"}])
    with ContentServer.from_objects(redirect, away, loop, item("/new")) as server:
        entries = list(source_on(server, {"paths": ["/old", "/away", "/loop"]}).entries({}))
    assert keys(entries) == ["/old", "/new", "/away", "/loop"]
    assert [type(entry) for entry in entries] == [Gone, Fetched, Gone, Gone]


def test_the_path_of_a_part_brings_the_whole_guide_once() -> None:
    with ContentServer.from_objects(item("/guide", "guide")) as server:
        server.fault("/api/content/guide/second", faults.redirects("/api/content/guide"))
        entries = list(source_on(server, {"paths": ["/guide/second", "/guide"]}).entries({}))
    assert keys(entries) == ["/guide"]


def test_translations_into_the_languages_served_are_read_too() -> None:
    translations = {
        "available_translations": [
            {"locale": "en", "base_path": "/bins"},
            {"locale": "cy", "base_path": "/biniau"},
            {"locale": "ar", "base_path": "/bins.ar"},
        ]
    }
    items = [item("/bins", links=translations), item("/biniau", locale="cy", links=translations), item("/bins.ar")]
    with ContentServer.from_objects(*items) as server:
        one = source_on(server, {"paths": ["/bins"]})
        two = source_on(server, {"paths": ["/bins"]}, locales=("en", "cy"))
        assert keys(list(one.entries({}))) == ["/bins"]
        first = list(two.entries({}))
        assert keys(first) == ["/bins", "/biniau"]
        assert keys(list(two.entries(known_from(first)))) == ["/bins", "/biniau"]
        assert isinstance(first[1], Fetched)
        assert two.extract(first[1]).page.locale == "cy"


@pytest.mark.parametrize("fault", [faults.answers(500), faults.answers(403), faults.half_a_body(), faults.drips(0.3)])
def test_a_page_that_cannot_be_read_is_skipped_with_its_reason_and_the_rest_go_on(fault: faults.Fault) -> None:
    with ContentServer.from_objects(item("/bad"), item("/good")) as server:
        server.fault("/api/content/bad", fault)
        bad, good = source_on(server, timeout_seconds=0.2).entries({})
    assert isinstance(bad, Skipped)
    assert bad.reason
    assert "\n" not in bad.reason
    assert isinstance(good, Fetched)


def test_a_page_that_is_not_json_is_skipped() -> None:
    with ContentServer.from_objects(item("/bad")) as server:
        server.fault("/api/content/bad", faults.is_of_type("text/html", b"<h1>Busy</h1>"))
        (entry,) = source_on(server).entries({})
    assert isinstance(entry, Skipped)


@pytest.mark.parametrize("fault", [faults.answers(503), faults.answers(404), faults.is_of_type("text/html")])
def test_a_search_that_fails_raises_so_that_nothing_is_removed(fault: faults.Fault) -> None:
    with ContentServer.from_objects(item("/bins")) as server:
        server.fault("/api/search.json", fault)
        source = source_on(server)
        with pytest.raises(SourceError):
            source.check()
        with pytest.raises(SourceError):
            list(source.entries({}))


def test_a_server_that_fails_at_page_after_page_ends_the_source() -> None:
    paths = [f"/page-{number}" for number in range(30)]
    with ContentServer.from_objects(item("/bins")) as server:
        server.fault("*", faults.answers(500))
        with pytest.raises(SourceError, match="10 addresses in a row"):
            list(source_on(server, {"paths": paths}, retries=0).entries({}))
    assert server.count() == 10


def test_a_private_server_is_refused_unless_the_settings_name_it() -> None:
    with ContentServer.from_objects(item("/bins")) as server:
        source = source_on(server, {"paths": ["/bins"]}, allow_private_hosts=[])
        with pytest.raises(SourceError, match="allow_private_hosts"):
            source.check()
        with pytest.raises(SourceError, match="allow_private_hosts"):
            list(source.entries({}))


def test_bytes_that_are_no_content_item_are_an_extract_error() -> None:
    with ContentServer.from_objects(item("/bins")) as server:
        source = source_on(server)
        (entry,) = source.entries({})
        assert isinstance(entry, Fetched)
        for body in (b"", b"[]", b"{}", b"\xff\xfe", b'{"base_path": "/x"}', b"[" * 100_000):
            with pytest.raises(ExtractError):
                source.extract(Fetched(entry.key, entry.url, body, entry.media_type, entry.fetched_at))


def test_every_real_item_is_served_read_and_extracted(shared_data: Path) -> None:
    with ContentServer.from_items(shared_data / "govuk-content-items") as server:
        source = source_on(server)
        entries = list(source.entries({}))
        documents = [source.extract(entry) for entry in entries if isinstance(entry, Fetched)]
    assert len(documents) == source_count(shared_data)
    # One item names an original in English that is not in the folder.
    assert [type(entry) for entry in entries if not isinstance(entry, Fetched)] == [Gone]
    assert {document.page.locale for document in documents} == {"en", "cy", "ar", "ur"}
    assert sum(document.status is Status.WITHDRAWN for document in documents) == 3


def source_count(shared_data: Path) -> int:
    folder = shared_data / "govuk-content-items"
    return len({json.loads(file.read_text())["base_path"] for file in folder.rglob("*.json")})
