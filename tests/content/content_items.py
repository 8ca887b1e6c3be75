"""Content items written for tests, and what is read of one."""

from __future__ import annotations

from typing import Any

from fingerpost.content.content_item import read_item
from fingerpost.domain import BlockKind, Document

GOVUK = "https://www.gov.uk"


def read(item: dict[str, Any]) -> Document:
    return read_item(item, source="govuk", public_url=GOVUK, licence="OGL-UK-3.0")


def item(schema: str, details: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "base_path": "/bins",
        "title": "Bins",
        "schema_name": schema,
        "document_type": schema,
        "locale": "en",
        "details": details,
    } | fields


def texts(document: Document, kind: BlockKind | None = None) -> list[str]:
    return [block.text for block in document.blocks if kind in {None, block.kind}]


def headings(document: Document) -> list[tuple[int, str]]:
    return [(block.level, block.text) for block in document.blocks if block.kind is BlockKind.HEADING]
