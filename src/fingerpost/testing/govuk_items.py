"""GOV.UK's Content and Search APIs, answered from a set of Content API items."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

from fingerpost.testing.replies import Reply

Item = Mapping[str, Any]


class GovukItems:
    """Content API items by their ``base_path``. Of several with one path, the live one with the most in it wins."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items: dict[str, Item] = {}
        for item in items:
            path = str(item["base_path"])
            held = self._items.get(path)
            if held is None or _weight(item) > _weight(held):
                self._items[path] = item

    @classmethod
    def read(cls, folder: Path) -> GovukItems:
        """Read every ``*.json`` file in a folder and its sub-folders that is a Content API item.

        Raises:
            ValueError: there is none.
        """
        found = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.rglob("*.json"))]
        items = [cast("Item", item) for item in found if isinstance(item, dict) and "base_path" in item]
        if not items:
            raise ValueError(f"{folder} holds no Content API items")
        return cls(items)

    def respond(self, path: str, query: Mapping[str, list[str]]) -> Reply:
        """Return what GOV.UK would: an item, a page of search results, or 404; 410 for an item that is gone."""
        if path == "/api/search.json":
            return _json(self._search(query))
        if path.startswith("/api/content/"):
            item = self._items.get(path.removeprefix("/api/content"))
            if item is not None:
                return _json(item, 410 if item.get("document_type") == "gone" else 200)
        return _json({"message": "not found"}, 404)

    def _search(self, query: Mapping[str, list[str]]) -> dict[str, Any]:
        types = _asked(query, "filter_content_store_document_type") | _asked(query, "filter_format")
        organisations = _asked(query, "filter_organisations")
        start = int(query.get("start", ["0"])[0])
        count = int(query.get("count", ["10"])[0])
        found = [
            path
            for path, item in sorted(self._items.items())
            if item.get("document_type") not in {"gone", "redirect"}
            and (not types or item.get("document_type") in types)
            and (not organisations or organisations & _organisations(item))
        ]
        return {
            "results": [{"link": path, "title": self._items[path].get("title")} for path in found[start:][:count]],
            "total": len(found),
            "start": start,
        }


def _weight(item: Item) -> tuple[bool, int]:
    return not item.get("withdrawn_notice"), len(json.dumps(item.get("details", {})))


def _asked(query: Mapping[str, list[str]], name: str) -> set[str]:
    return {*query.get(name, []), *query.get(f"{name}[]", [])}


def _organisations(item: Item) -> set[str]:
    links = cast("Mapping[str, list[Mapping[str, Any]]]", item.get("links") or {})
    listed = links.get("organisations", [])
    return {str(organisation.get("base_path", "")).rpartition("/")[2] for organisation in listed}


def _json(value: object, status: int = 200) -> Reply:
    return Reply(json.dumps(value, ensure_ascii=False).encode(), "application/json; charset=utf-8", status)
