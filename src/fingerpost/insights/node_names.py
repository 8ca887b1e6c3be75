"""What the nodes of a release are called, and their codes elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from fingerpost.insights.facets import NOT_CLASSIFIED
from fingerpost.insights.records import CellKey
from fingerpost.insights.tally import ALL
from fingerpost.insights.taxonomy import LEVELS, Taxonomy


def names_in(taxonomy: Taxonomy) -> Callable[[CellKey], str]:
    """Return what names a node in plain words."""

    def of(node: str) -> str:
        topic = taxonomy.topics.get(node)
        return topic.name if topic else {"en": "English", "cy": "Welsh", "api": "API"}.get(node) or _said(node)

    def name(key: CellKey) -> str:
        if key.category == ALL:
            return "All conversations"
        return ": ".join(of(part) for part in key.node.split("|"))

    return name


def external_ids_in(taxonomy: Taxonomy) -> Callable[[CellKey], str]:
    """Return what gives a topic of the lowest level its first GOV.UK page, and any other node nothing."""
    first: dict[str, str] = {}
    for page, topic in taxonomy.pages.items():
        first.setdefault(topic, f"https://www.gov.uk/{page}")

    def external_id(key: CellKey) -> str:
        return first.get(key.node, "") if key.level == LEVELS else ""

    return external_id


def _said(node: str) -> str:
    words = "not classified" if node == NOT_CLASSIFIED else node.replace("_", " ").replace(" uk", " UK")
    return words[:1].upper() + words[1:]
