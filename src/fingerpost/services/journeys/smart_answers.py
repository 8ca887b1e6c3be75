"""Turn a GOV.UK *simple smart answer*, as its Content API has it, into a journey.

The format is ``simple_smart_answer`` of https://github.com/alphagov/publishing-api. Its text is Crown copyright, under
the Open Government Licence v3.0; each outcome names the page as its source.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import yaml

from fingerpost.errors import JourneyFileError
from fingerpost.services.journeys.html_markdown import html_markdown
from fingerpost.services.journeys.model import Journey
from fingerpost.services.journeys.reading import parse_journey

_SITE = "https://www.gov.uk"
_LONGEST_KEY = 40


@dataclass(frozen=True, slots=True)
class Imported:
    """A journey, and the titles of what the content item holds but no option leads to: nobody could ever meet it."""

    journey: Journey
    left_out: tuple[str, ...]


def read_smart_answer(body: bytes, *, where: str) -> Imported:
    """Return the journey that a content item describes.

    Args:
        body: the item, as JSON.
        where: its file or address, for errors.

    Raises:
        JourneyFileError: it is not a simple smart answer, or one of its options leads nowhere.
    """
    try:
        item: Any = json.loads(body)
        if item["document_type"] != "simple_smart_answer":
            raise JourneyFileError(
                "the content item is not a simple smart answer",
                where=where,
                fix="import an item whose document_type is simple_smart_answer",
            )
        met, left_out = _met(item["details"]["nodes"])
        written = _journey(cast("dict[str, Any]", item), met)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as problem:
        raise JourneyFileError(
            f"is not a content item in the published form ({type(problem).__name__})",
            where=where,
            fix="save it from https://www.gov.uk/api/content and the page's path",
        ) from None
    return Imported(parse_journey(as_yaml(written), where=where), left_out)


def as_yaml(journey: object) -> str:
    """Return a journey as its file is written. Lines are kept whole, and keys in order."""
    return yaml.safe_dump(journey, allow_unicode=True, sort_keys=False, width=1_000)


def written_out(journey: Journey) -> str:
    """Return a journey as YAML that reads back equal."""
    held = journey.model_dump(mode="json", exclude_defaults=True)
    return as_yaml(held)


def _met(nodes: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """Return the nodes that can be met from the first on, and the titles of the others."""
    by_slug = {node["slug"]: node for node in nodes}
    met, waiting = set[str](), [nodes[0]["slug"]]
    while waiting:
        slug = waiting.pop()
        if slug not in met and slug in by_slug:
            met.add(slug)
            waiting += [option["next_node"] for option in by_slug[slug].get("options", ())]
    return [node for node in nodes if node["slug"] in met], tuple(
        str(node["title"]) for node in nodes if node["slug"] not in met
    )


def _journey(item: dict[str, Any], nodes: list[dict[str, Any]]) -> dict[str, Any]:
    details, locale = item["details"], str(item.get("locale") or "en")
    url = _SITE + item["base_path"]
    updated = date.fromisoformat(str(item.get("public_updated_at") or item["updated_at"])[:10])
    source = {"title": f"GOV.UK: {item['title']}", "url": url, "as_of": updated.isoformat()}
    questions = [node for node in nodes if node["kind"] == "question"]
    outcomes = [node for node in nodes if node["kind"] == "outcome"]
    description = str(item.get("description") or item["title"])
    journey: dict[str, Any] = {
        "name": item["base_path"].strip("/").replace("/", "-")[:60],
        "languages": [locale],
        "title": {locale: item["title"]},
        "description": {locale: description},
    }
    body = html_markdown(details.get("body") or "", base_url=url)
    if body:
        journey["body"] = {locale: body}
    journey["questions"] = [_question(node, locale, url) for node in questions]
    journey["outcomes"] = [_outcome(node, locale, url, source) for node in outcomes]
    return journey


def _question(node: dict[str, Any], locale: str, url: str) -> dict[str, Any]:
    key = _key(node["slug"])
    labels = {option["slug"]: option["label"] for option in node["options"]}
    question: dict[str, Any] = {"key": key, "title": {locale: node["title"]}}
    body = html_markdown(node.get("body") or "", base_url=url)
    if body:
        question["body"] = {locale: body}
    if {slug: label.lower() for slug, label in labels.items()} == {"yes": "yes", "no": "no"}:
        ways = {option["slug"]: _key(option["next_node"]) for option in node["options"]}
        rules = [{"when": key, "to": ways["yes"]}, {"when": f"not {key}", "to": ways["no"]}]
        return {**question, "kind": "yes_no", "next": rules}
    options = [{"value": _key(option["slug"]), "label": {locale: option["label"]}} for option in node["options"]]
    rules = [
        {"when": f'{key} == "{_key(option["slug"])}"', "to": _key(option["next_node"])} for option in node["options"]
    ]
    return {**question, "kind": "radio", "options": options, "next": rules}


def _outcome(node: dict[str, Any], locale: str, url: str, source: dict[str, str]) -> dict[str, Any]:
    body = html_markdown(node.get("body") or "", base_url=url)
    said = {"body": {locale: body}} if body else {"body": {locale: f"[{node['title']}]({url})"}}
    return {"key": _key(node["slug"]), "title": {locale: node["title"]}, **said, "sources": [source]}


def _key(slug: str) -> str:
    """Return a slug as a key: ``question-1`` is ``question_1``, ``21-or-over`` is ``is_21_or_over``."""
    key = re.sub(r"[^a-z0-9]+", "_", slug.lower()).strip("_")
    if not key[:1].isalpha():
        key = f"is_{key}"
    return key[:_LONGEST_KEY].rstrip("_")
