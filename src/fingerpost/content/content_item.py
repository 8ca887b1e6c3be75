"""A GOV.UK Content API item as a document."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import urlsplit

from fingerpost.content.address import normalise
from fingerpost.content.block_list import BlockList, plain
from fingerpost.content.item_types import read_blocks
from fingerpost.content.json_fields import Json, mapping, mappings, text
from fingerpost.content.provenance import content_hash, page_id, parse_time
from fingerpost.domain import Document, Link, Page, Status
from fingerpost.errors import ExtractError

_GONE = frozenset({"gone", "redirect", "unpublishing", "vanish", "placeholder"})
_START = {"en": "Start now", "cy": "Dechrau nawr"}


def parse_item(body: bytes, *, where: str) -> Json:
    """Return a content item from its JSON.

    Raises:
        ExtractError: it is not a JSON object.
    """
    try:
        item: Any = json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise ExtractError(f"this is not JSON: {problem}", where=where, fix="check the page in a browser") from None
    if not isinstance(item, dict):
        raise ExtractError("this is not a content item", where=where, fix="check the page in a browser")
    return cast("Json", item)


def status_of(item: Json, *, now: datetime | None = None) -> Status:
    """Return whether an item may be quoted.

    ``withdrawn_notice`` stays on an item, empty, when it is not withdrawn; ``publishing_scheduled_at`` stays on it once
    its moment has come and it is live.
    """
    now = now or datetime.now(UTC)
    if text(item, "document_type") in _GONE or text(item, "schema_name") in _GONE:
        return Status.GONE
    if mapping(item, "withdrawn_notice") or item.get("withdrawn") is True:
        return Status.WITHDRAWN
    due = parse_time(item.get("publishing_scheduled_at"))
    if text(item, "document_type") == "coming_soon" or (due is not None and due > now):
        return Status.SCHEDULED
    return Status.LIVE


def redirect_of(item: Json) -> str | None:
    """Return where a redirect item leads, as a path or an address; ``None`` when it isn't one."""
    if "redirect" not in {text(item, "document_type"), text(item, "schema_name")}:
        return None
    targets = [text(redirect, "destination") for redirect in mappings(item, "redirects")]
    return next((target for target in targets if target), None)


def translations_of(item: Json) -> dict[str, str]:
    """Return the paths of an item's translations, its own too, by locale."""
    listed = mappings(mapping(item, "links"), "available_translations")
    return {text(entry, "locale"): text(entry, "base_path") for entry in listed if text(entry, "base_path")}


def read_item(item: Json, *, source: str, public_url: str, licence: str = "", now: datetime | None = None) -> Document:
    """Return a content item as a document.

    Args:
        item: the item, as the Content API gives it.
        source: the name of the source it is from.
        public_url: the address of the site it is shown on, such as ``https://www.gov.uk``.
        licence: the licence of what it says.
        now: the moment to judge by whether it is still to be published.

    Returns:
        The document, with the ``fetched_at``, ``etag`` and ``raw_sha256`` of its page still to be filled in.

    Raises:
        ExtractError: it has no ``base_path`` or no title.
    """
    base_path, title = text(item, "base_path"), plain(item.get("title"))
    status = status_of(item, now=now)
    if not base_path.startswith("/") or not (title or status is Status.GONE):
        raise ExtractError(
            "this content item has no base_path or no title", where=public_url, fix="skip it, or report it to its owner"
        )
    url = public_url.rstrip("/") + base_path
    out = BlockList(url)
    read_blocks(item, out)
    start_link = _start_link(item, url)
    if not out.blocks and start_link is not None:
        # A page that is nothing but a button says what the button is for in its title.
        out.paragraph(title)
    details = mapping(item, "details")
    page = Page(
        id=page_id(source, url),
        source=source,
        url=url,
        title=title,
        locale=text(item, "locale") or "en",
        kind=_kind(item),
        description=plain(item.get("description")),
        licence=licence,
        content_hash=content_hash(out.blocks),
        published_at=parse_time(item.get("first_published_at")) or parse_time(details.get("first_public_at")),
        updated_at=(
            parse_time(item.get("public_updated_at"))
            or parse_time(details.get("public_timestamp"))
            or parse_time(item.get("updated_at"))
        ),
        change_note=_change_note(details),
        start_link=start_link,
    )
    return Document(page=page, blocks=tuple(out.blocks), status=status)


def _kind(item: Json) -> str:
    """Return what sort of page it is. A publication's HTML is the sort its publication is: a report, a policy paper."""
    kind = text(item, "document_type") or text(item, "schema_name") or "page"
    if kind != "html_publication":
        return kind
    parents = mappings(mapping(item, "links"), "parent")
    return next((parent_kind for parent in parents if (parent_kind := text(parent, "document_type"))), kind)


def _change_note(details: Json) -> str | None:
    """Return the newest note of what changed, if the item keeps any."""
    dated = [
        (moment, plain(change.get("note")))
        for change in mappings(details, "change_history")
        if (moment := parse_time(change.get("public_timestamp"))) is not None
    ]
    newest = max(dated, default=(None, ""), key=lambda entry: entry[0] or datetime.min.replace(tzinfo=UTC))[1]
    return newest or plain(details.get("change_note")) or plain(details.get("change_description")) or None


def _start_link(item: Json, url: str) -> Link | None:
    """Return the page's start button, or what stands in its place: the way to begin what the page is about."""
    details = mapping(item, "details")
    locale = text(item, "locale") or "en"
    start = plain(details.get("start_button_text")) or _START.get(locale, _START["en"])
    kind = text(item, "schema_name") or text(item, "document_type")
    if kind == "transaction":
        variants = [text(variant, "transaction_start_link") for variant in mappings(details, "variants")]
        target = text(details, "transaction_start_link") or next(filter(None, variants), "")
        # A smart answer is published as a transaction whose button stays on GOV.UK.
        begins_here = text(item, "publishing_app") == "smartanswers"
        return _link(start, target or (f"{url}/y" if begins_here else ""), url)
    if kind == "simple_smart_answer":
        return _link(start, f"{url}/y", url)
    if kind == "licence":
        return _link(start, text(details, "continuation_link"), url)
    if kind in {"local_transaction", "place"}:
        # Both begin with a postcode, asked for on the page itself.
        return _link(plain(details.get("cta_text")) or plain(item.get("title")), url, url)
    forms = mappings(details, "contact_form_links") if kind == "contact" else []
    if len(forms) == 1:
        return _link(plain(forms[0].get("title")), text(forms[0], "link"), url)
    return None


def _link(words: str, target: str, base: str) -> Link | None:
    if not target or not words:
        return None
    absolute = normalise(target, base)
    if absolute is None:
        return None
    fragment = urlsplit(target).fragment
    return Link(words, f"{absolute}#{fragment}" if fragment else absolute)
