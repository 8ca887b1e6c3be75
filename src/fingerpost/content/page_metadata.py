"""What a page says of itself: its title, language, address and dates. Only what is written there, nothing guessed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import cast
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from fingerpost.content.characters import one_line
from fingerpost.content.provenance import parse_time
from fingerpost.domain import Link

# In the order they are believed. Names are compared in lower case.
_PUBLISHED = (
    "govuk:first-published-at",
    "article:published_time",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.issued",
    "datepublished",
)
_UPDATED = (
    "govuk:public-updated-at",
    "govuk:updated-at",
    "article:modified_time",
    "og:updated_time",
    "dcterms.modified",
    "dc.date.modified",
    "datemodified",
)
_SITE_NAME = re.compile(r"\s+(?:[-–—|:·»])\s+[^-–—|:·»]+$")


def find_title(root: HtmlElement, main: HtmlElement) -> str:
    """Return the page's title: its first heading of level 1, or else what its head says, less the site's name."""
    for heading in [*main.iter("h1"), *root.iter("h1")]:
        text = one_line(heading.text_content())
        if text:
            return text
    named = _meta(root).get("og:title", "")
    if named:
        return named
    title = root.find(".//title")
    text = one_line(title.text_content()) if title is not None else ""
    return _SITE_NAME.sub("", text)


def find_description(root: HtmlElement) -> str:
    """Return the page's description of itself, or ``""``."""
    said = _meta(root)
    return said.get("description") or said.get("og:description") or said.get("dcterms.description") or ""


def find_locale(root: HtmlElement, main: HtmlElement) -> str | None:
    """Return the content's language as a two or three letter code, or ``None``. Regions are left out: ``en``."""
    for element in (main, *main.iterancestors()):
        match = re.match(r"\s*([A-Za-z]{2,3})(?:[-_]|\s*$)", element.get("lang") or "")
        if match:
            return match[1].lower()
    match = re.match(r"([A-Za-z]{2})(?:[-_]|$)", _meta(root).get("og:locale", ""))
    return match[1].lower() if match else None


def find_canonical_url(root: HtmlElement, url: str) -> str | None:
    """Return the address the page says is its own, absolute, or ``None``. Only http and https are believed."""
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            return absolute(link.get("href"), url)
    return None


def find_dates(root: HtmlElement) -> tuple[datetime | None, datetime | None]:
    """Return when the page says it was first published and last updated, in UTC."""
    said = _meta(root)
    for name, value in _linked_data(root):
        said.setdefault(name.lower(), value)
    return _first_time(said, _PUBLISHED), _first_time(said, _UPDATED)


def find_start_link(main: HtmlElement, url: str) -> Link | None:
    """Return the page's start button, a link styled as a button, or ``None``."""
    for link in main.iter("a"):
        names = set((link.get("class") or "").split())
        is_button = link.get("role") == "button" and names & {"button", "govuk-button", "gem-c-button", "btn"}
        if not (is_button or names & {"govuk-button--start", "button-start"}):
            continue
        target, text = absolute(link.get("href"), url), one_line(link.text_content())
        if target is not None and text and target.partition("#")[0] != url.partition("#")[0]:
            return Link(text, target)
    return None


def absolute(href: str | None, url: str) -> str | None:
    """Return ``href`` as an absolute http or https address, seen from ``url``, or ``None``."""
    if not href:
        return None
    try:
        joined = urljoin(url, href.strip())
        parts = urlsplit(joined)
    except ValueError:
        return None
    return joined if parts.scheme in {"http", "https"} and parts.netloc else None


def _meta(root: HtmlElement) -> dict[str, str]:
    said: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("name") or element.get("property") or element.get("itemprop") or "").strip().lower()
        content = one_line(element.get("content") or "")
        if name and content:
            said.setdefault(name, content)
    for element in root.iter("time"):
        name = (element.get("itemprop") or "").lower()
        if name and element.get("datetime"):
            said.setdefault(name, element.get("datetime") or "")
    return said


def _linked_data(root: HtmlElement) -> Iterator[tuple[str, str]]:
    for script in root.iter("script"):
        if script.get("type") != "application/ld+json":
            continue
        try:
            found: object = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for record in cast("list[object]", found) if isinstance(found, list) else [found]:
            if not isinstance(record, dict):
                continue
            for name, value in cast("dict[str, object]", record).items():
                if isinstance(value, str):
                    yield name, value


def _first_time(said: dict[str, str], names: tuple[str, ...]) -> datetime | None:
    return next((moment for name in names if (moment := parse_time(said.get(name))) is not None), None)
