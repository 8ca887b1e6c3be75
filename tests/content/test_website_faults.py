"""What a website does wrong, over real HTTP: errors, half bodies, redirects to where we may not go."""

from __future__ import annotations

import pytest

from fingerpost.content.source import Skipped
from fingerpost.errors import SourceError
from fingerpost.testing import faults
from fingerpost.testing.content_server import ContentServer
from tests.content.small_site import SITE, page, paths, read, source_on


@pytest.mark.parametrize(
    "fault",
    [
        faults.answers(500),
        faults.answers(429, retry_after="1"),
        faults.half_a_body(),
        faults.sends(5_000_000),
        faults.gzip_bomb(50_000_000),
        faults.redirects("/tax"),
        faults.is_of_type("image/png"),
        faults.is_of_type("application/zip", b"PK"),
    ],
)
def test_a_page_that_cannot_be_read_is_skipped_with_its_reason(fault: faults.Fault) -> None:
    with ContentServer.from_pages(SITE, sitemap=True) as server:
        server.fault("/tax", fault)
        entries = read(source_on(server, max_bytes=1_000_000))
    (skipped,) = [entry for entry in entries if isinstance(entry, Skipped)]
    assert skipped.key == f"{server.url}/tax"
    assert skipped.reason
    assert len(paths(server, entries)) == 5


def test_a_server_that_fails_at_page_after_page_ends_the_source() -> None:
    pages = {f"/page-{number}": page("Page") for number in range(40)}
    with ContentServer.from_pages(pages, sitemap=True) as server:
        for path in pages:
            server.fault(path, faults.answers(500))
        with pytest.raises(SourceError, match="in a row"):
            read(source_on(server, retries=0))


def test_a_site_that_is_not_there_fails_its_check_and_its_reading() -> None:
    server = ContentServer.from_pages(SITE)
    source = source_on(server, retries=0)
    server.close()
    with pytest.raises(SourceError, match="could not be reached"):
        source.check()
    with pytest.raises(SourceError):
        read(source)


@pytest.mark.parametrize("to", ["http://169.254.169.254/latest/", "http://127.0.0.1:1/", "http://[::1]/"])
def test_a_redirect_to_a_private_address_is_never_followed(to: str) -> None:
    with ContentServer.from_pages(SITE) as server:
        server.fault("/tax", faults.redirects(to))
        entries = read(source_on(server))
    assert "/tax" not in paths(server, entries)
    assert "/bins" in paths(server, entries)
