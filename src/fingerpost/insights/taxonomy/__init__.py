"""What people ask UK public services about: a taxonomy of our own, in three levels, as dated data.

A topic's id is its path, such as ``family/couples/divorce``, and never changes its meaning: a topic that is split gets
new ids. ``data/topics.yaml`` holds the words, ``data/govuk_pages.csv`` which topic a GOV.UK page belongs to.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import yaml

LEVELS = 3
_DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic. ``about``, ``asked`` and ``said`` are empty above the third level.

    ``asked`` are questions the classifier learns from; ``said`` are others, kept from it, that made-up months are
    written with.
    """

    id: str
    name: str
    about: str = ""
    asked: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def level(self) -> int:
        """1, 2 or 3."""
        return self.id.count("/") + 1


@dataclass(frozen=True)
class Taxonomy:
    """Every topic by its id, in order; which topic each GOV.UK page belongs to; and the files' digest."""

    edition: str
    topics: Mapping[str, Topic]
    pages: Mapping[str, str]
    digest: str

    def at(self, level: int) -> tuple[Topic, ...]:
        """Return the topics of a level, in order."""
        return tuple(topic for topic in self.topics.values() if topic.level == level)

    @cached_property
    def leaves(self) -> tuple[Topic, ...]:
        """The topics of the lowest level."""
        return self.at(LEVELS)

    def children(self, topic_id: str) -> tuple[Topic, ...]:
        """Return the topics right under one."""
        return tuple(topic for topic in self.topics.values() if parent(topic.id) == topic_id and topic.level > 1)

    def of_page(self, url: str) -> str | None:
        """Return the topic of a GOV.UK page, or of a part of its guide; ``None`` for a page that is not known."""
        address = urlsplit(url)
        if address.hostname not in {"www.gov.uk", "gov.uk", None}:
            return None
        return self.pages.get(address.path.strip("/").split("/")[0])

    def pages_of(self, topic_id: str) -> tuple[str, ...]:
        """Return the GOV.UK pages of a topic of the lowest level, as paths."""
        return tuple(page for page, topic in self.pages.items() if topic == topic_id)


def parent(topic_id: str) -> str:
    """Return the id of the topic above; empty for one of the first level."""
    return topic_id.rpartition("/")[0]


def above(topic_id: str, level: int) -> str:
    """Return the id of a topic's ancestor at a level, or its own when it is there."""
    return "/".join(topic_id.split("/")[:level])


@cache
def shipped() -> Taxonomy:
    """Return the taxonomy that ships."""
    raw = (_DATA / "topics.yaml").read_bytes()
    mapping = (_DATA / "govuk_pages.csv").read_bytes()
    written: dict[str, Any] = yaml.safe_load(raw)
    topics = {topic.id: topic for topic in _read(written["topics"])}
    rows = csv.DictReader(mapping.decode().splitlines())
    pages = {row["page"]: row["topic"] for row in rows}
    digest = hashlib.sha256(raw + mapping).hexdigest()
    return Taxonomy(str(written["edition"]), MappingProxyType(topics), MappingProxyType(pages), digest)


def _read(written: Iterable[Mapping[str, Any]]) -> Iterable[Topic]:
    for each in written:
        yield Topic(
            each["id"], each["name"], each.get("about", ""), tuple(each.get("asked", ())), tuple(each.get("said", ()))
        )
        yield from _read(each.get("topics", ()))
