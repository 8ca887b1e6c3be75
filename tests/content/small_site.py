"""A small website on a loopback server, and what a source reads of it."""

from __future__ import annotations

import hashlib
from typing import Any

from fingerpost.content.fetch import Fetcher
from fingerpost.content.source import Entry, Fetched, Known
from fingerpost.content.website import WebsiteSource
from fingerpost.settings import WebsiteSettings
from fingerpost.testing.content_server import ContentServer
from tests.content.service_settings import settings_for


def page(title: str, *links: str, head: str = "", text: str = "") -> str:
    anchors = " ".join(f'<a href="{link}">{link}</a>' for link in links)
    said = text or f"What to know about {title.lower()} in Sampleford."
    return (
        f"<!doctype html><html lang='en-GB'><head><title>{title}</title>{head}</head>"
        f"<body><main><h1>{title}</h1><p>{said}</p></main><nav>{anchors}</nav></body></html>"
    )


def source_on(server: ContentServer, waits: list[float] | None = None, **changes: Any) -> WebsiteSource:
    fetch = {name: changes.pop(name) for name in ("retries", "locales", "max_bytes", "user_agent") if name in changes}
    settings = settings_for(server, {"kind": "website"} | changes, **fetch)
    sleep = (lambda _: None) if waits is None else waits.append
    (only,) = settings.sources
    assert isinstance(only, WebsiteSettings)
    return WebsiteSource(only, settings, fetcher=Fetcher(settings.fetch, sleep=sleep))


def read(source: WebsiteSource, known: dict[str, Known] | None = None) -> list[Entry]:
    return list(source.entries(known or {}))


def paths(server: ContentServer, entries: list[Entry], kind: type = Fetched) -> list[str]:
    return [entry.key.removeprefix(server.url) for entry in entries if isinstance(entry, kind)]


def known_from(entries: list[Entry]) -> dict[str, Known]:
    return {
        entry.key: Known(entry.key, hashlib.sha256(entry.body).hexdigest(), entry.etag, entry.last_modified)
        for entry in entries
        if isinstance(entry, Fetched)
    }


SITE = {
    "/": page(
        "Home", "/bins", "/tax#bands", "/bins?utm_source=home", "https://elsewhere.example/", "mailto:a@b.example"
    ),
    "/bins": page("Bins", "/", "missed", "/logo.png"),
    "/missed": page("Missed bins", "/deep"),
    "/tax": page("Council Tax"),
    "/deep": page("Deep"),
    "/unlinked": page("Unlinked"),
}
