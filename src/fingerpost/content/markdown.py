"""Markdown files with front matter.

What the front matter may hold, and how a call-out or a contact is written, is in ``docs/reference/sections.md``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import cast

import frontmatter
import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from fingerpost.content.blocks import read_element
from fingerpost.content.characters import decode, is_binary, one_line
from fingerpost.content.html import HtmlContent
from fingerpost.content.markup import parse
from fingerpost.content.page_metadata import absolute
from fingerpost.content.provenance import parse_time
from fingerpost.domain import BlockKind, Link, Status
from fingerpost.errors import ExtractError

_MARK = re.compile(r"^\[!([A-Za-z-]+)\]\s*")
_LOCALE = re.compile(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")


def read_markdown(body: bytes, *, url: str) -> HtmlContent:
    """Return the content of a Markdown file and what its front matter says.

    Tables are read as GitHub writes them, and HTML inside as HTML. A quote that begins ``[!WARNING]``, ``[!NOTE]`` or
    any other such mark is a call-out; one that begins ``[!CONTACT]`` is a contact, whose lines are kept.

    Raises:
        ExtractError: the file is not text, or its front matter can't be read.
    """
    if is_binary(body):
        raise ExtractError("the file is not text", where=url, fix="save it as UTF-8 text, or leave it out in exclude")
    facts, text = _front_matter(decode(body), url)
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = parser.parse(text)
    _mark_callouts(tokens)
    root = parse(parser.renderer.render(tokens, parser.options, {}))
    blocks = () if root is None else read_element(root)
    heading = next((block.text for block in blocks if block.kind is BlockKind.HEADING and block.level == 1), "")
    return HtmlContent(
        blocks=blocks,
        title=_text(facts, "title") or heading,
        description=_text(facts, "description"),
        locale=_locale(facts, url),
        canonical_url=_text(facts, "url") or None,
        published_at=_time(facts, "published", url),
        updated_at=_time(facts, "updated", url),
        start_link=_start_link(facts, url),
        slug=_text(facts, "slug").strip("/"),
        kind=_text(facts, "kind"),
        licence=_text(facts, "licence"),
        change_note=_text(facts, "change_note") or None,
        status=_status(facts, url),
    )


def _front_matter(text: str, url: str) -> tuple[Mapping[str, object], str]:
    try:
        facts, rest = frontmatter.parse(text)
    except (yaml.YAMLError, ValueError, RecursionError, TypeError) as problem:
        raise ExtractError(
            f"the front matter can't be read: {one_line(str(problem))[:300]}",
            where=url,
            fix="write it as YAML between two lines of three dashes, each value on a line such as 'title: Bins'",
        ) from None
    return cast("Mapping[str, object]", facts), rest


def _mark_callouts(tokens: Sequence[Token]) -> None:
    """Take the mark of each marked quote out of its text and put it on the quote as a class."""
    in_contact = 0
    for number, token in enumerate(tokens):
        if token.type == "blockquote_open":
            kind = _take_mark(tokens[number + 2]) if number + 2 < len(tokens) else None
            if kind is not None:
                token.attrSet("class", "contact" if kind == "contact" else "callout")
            in_contact += kind == "contact" or in_contact > 0
        elif token.type == "blockquote_close":
            in_contact = max(in_contact - 1, 0)
        elif token.type == "inline" and in_contact:
            for child in token.children or []:
                child.type = "hardbreak" if child.type == "softbreak" else child.type


def _take_mark(inline: Token) -> str | None:
    children = inline.children or []
    match = _MARK.match(children[0].content) if children and children[0].type == "text" else None
    if match is None:
        return None
    children[0].content = children[0].content[match.end() :]
    if len(children) > 1 and children[1].type in {"softbreak", "hardbreak"} and not children[0].content:
        del children[:2]
    return match[1].lower()


def _text(facts: Mapping[str, object], key: str) -> str:
    value = facts.get(key)
    return "" if value is None or isinstance(value, (dict, list)) else one_line(str(value))


def _wrong(key: str, value: object, url: str, fix: str) -> ExtractError:
    return ExtractError(f"front matter: {key} can't be {str(value)[:100]!r}", where=url, fix=fix)


def _locale(facts: Mapping[str, object], url: str) -> str | None:
    locale = _text(facts, "locale") or _text(facts, "lang")
    if locale and not _LOCALE.match(locale):
        raise _wrong("locale", locale, url, "use a language tag such as en or cy")
    return locale or None


def _time(facts: Mapping[str, object], key: str, url: str) -> datetime | None:
    value = facts.get(key)
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    moment = datetime(value.year, value.month, value.day, tzinfo=UTC) if isinstance(value, date) else parse_time(value)
    if moment is None:
        raise _wrong(key, value, url, "write a date such as 2026-04-06")
    return moment


def _status(facts: Mapping[str, object], url: str) -> Status:
    if facts.get("draft") is True:
        return Status.SCHEDULED
    said = _text(facts, "status").lower() or "live"
    try:
        return Status(said)
    except ValueError:
        raise _wrong("status", said, url, f"use one of: {', '.join(status.value for status in Status)}") from None


def _start_link(facts: Mapping[str, object], url: str) -> Link | None:
    value = facts.get("start_link")
    if value is None:
        return None
    said = cast("Mapping[str, object]", value if isinstance(value, dict) else {})
    target = absolute(_text(said, "url"), url)
    if target is None or not _text(said, "text"):
        raise _wrong("start_link", dict(said), url, "give it text and url, such as {text: Apply now, url: https://…}")
    return Link(_text(said, "text"), target)
