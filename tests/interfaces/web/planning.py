"""A service of written answers that offers plans, and what its visitors do with theirs."""

from __future__ import annotations

import re
from pathlib import Path

from httpx import Response
from starlette.testclient import TestClient

from fingerpost.conversations.plan_seals import add_key
from fingerpost.conversations.store import ConversationStore
from fingerpost.settings import load_settings
from tests.interfaces.web.visitor import ask, post
from tests.interfaces.web.written import BILINGUAL, WrittenAssistant, WrittenService

STEP = {"text": "Ring the landlord", "note": "Ask about the damp.", "documents": "the tenancy\nphotos of the wall"}


def planning_service(
    folder: Path, settings: str = BILINGUAL, environment: dict[str, str] | None = None
) -> WrittenService:
    """Return a service of written answers that offers plans, its key in ``folder``."""
    add_key(folder / ".fingerpost" / "plans.key")
    (folder / "fingerpost.toml").write_text(settings, encoding="utf-8")
    loaded = load_settings(folder, environment or {})
    return WrittenService(loaded, WrittenAssistant(), ConversationStore.open(loaded.database_url))


def write_step(client: TestClient, **fields: str) -> Response:
    """Save a step of one's own."""
    return post(client, "/plan/add", **{**STEP, **fields})


def save_answer(client: TestClient, question: str, *wanted: str) -> Response:
    """Ask, and save the steps whose words hold one of those wanted."""
    found = re.search(r'href="(/plan/add/answer/[\w-]+)"', ask(client, question))
    assert found
    marks = choices(client.get(found[1]).text)
    chosen = [mark for mark, words in marks.items() if any(each in words for each in wanted)]
    return post(client, found[1], step=chosen)  # type: ignore[arg-type]


def choices(page: str) -> dict[str, str]:
    """Return what a page offers to save: its mark and its words."""
    return dict(re.findall(r'name="step" type="checkbox" value="(\w+)">\s*<label[^>]*>([^<]*)</label>', page))


def step_ids(client: TestClient) -> list[str]:
    """Return the ids of the steps of the plan that is open, in order."""
    return re.findall(r'id="step-(\w+)"', client.get("/plan").text)


def titles(client: TestClient) -> list[str]:
    """Return the words of the steps of the plan that is open, in order."""
    return re.findall(r'app-plan-step__title"><span[^>]*>([^<]*)</span>', client.get("/plan").text)


def words(page: Response) -> str:
    """Return the words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))
