"""Every way in gives the same answer record for the same turn.

A way is a function that asks the questions of one conversation in order, through one interface, and returns the last
answer as that interface gives it. A new way in is a new function in ``WAYS``; nothing else has to change.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import Client as McpClient
from openai import OpenAI
from playwright.sync_api import Browser, sync_playwright
from pydantic import SecretStr, TypeAdapter
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from fingerpost.client import Client, Reply
from fingerpost.domain import Answer, Outcome
from fingerpost.interfaces.app import create_app
from fingerpost.interfaces.mcp import mcp_server
from fingerpost.interfaces.web.form_token import FIELD
from fingerpost.interfaces.web.pages import CONVERSATION_COOKIE
from fingerpost.interfaces.web.sign_in import COOKIE as SIGN_IN_COOKIE
from fingerpost.service import Service
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from tests.interfaces.web.conftest import CHROMIUM_ARGUMENTS, serving
from tests.small_service import CONTRASTING_PAGES, PAGES, make_service_folder

_answers = TypeAdapter(Answer)


@dataclass(frozen=True)
class Ways:
    """What the ways in lead to: the opened service, where it is served, and a page of another site with a browser."""

    service: Service
    address: str
    host: str
    browser: Browser
    browsing: ThreadPoolExecutor
    """The thread the browser is in: one that other tests have open keeps an event loop running in theirs."""


Way = Callable[[Ways, Sequence[str], str], Answer]


def answer(record: Any) -> Answer:
    """Return the answer of a record as JSON; what a way in adds to it is passed over."""
    return _answers.validate_python(record)


def by_library(ways: Ways, questions: Sequence[str], locale: str) -> Answer:
    history: list[Answer] = []
    for question in questions:
        history.append(ways.service.assistant.ask(question, locale=locale, history=history))
    return history[-1]


def by_web(ways: Ways, questions: Sequence[str], locale: str, *, path: str = "/ask") -> Answer:
    with httpx.Client(base_url=ways.address, headers={"accept-language": locale}, timeout=60) as visitor:
        for question in questions:
            token = re.search(rf'name="{FIELD}" value="([0-9a-f]+)"', visitor.get("/").text)
            assert token
            sent = visitor.post(path, data={FIELD: token[1], "question": question})
            assert sent.status_code in (200, 303), sent.text
        return ways.service.store.turns(visitor.cookies[CONVERSATION_COOKIE])[-1].answer


def by_adviser(ways: Ways, questions: Sequence[str], locale: str) -> Answer:
    accounts = ways.service.store.accounts
    if not accounts.all():
        accounts.add("jo", "adviser", "three random words")
    with httpx.Client(base_url=ways.address, headers={"accept-language": locale}, timeout=60) as visitor:

        def send(path: str, **fields: str) -> None:
            token = re.search(rf'name="{FIELD}" value="([0-9a-f]+)"', visitor.get("/").text)
            assert token
            assert visitor.post(path, data={FIELD: token[1], **fields}).status_code == 303

        send("/sign-in", name="jo", password="three random words")
        for question in questions:
            send("/adviser/ask", question=question)
        signed_in = accounts.signed_in(visitor.cookies[SIGN_IN_COOKIE])
    assert signed_in is not None
    assert signed_in.conversation_id is not None
    return ways.service.store.turns(signed_in.conversation_id)[-1].answer


def by_api(ways: Ways, questions: Sequence[str], locale: str) -> Answer:
    reply: dict[str, Any] = {}
    for question in questions:
        sent = {"question": question, "locale": locale}
        sent |= {"conversation_id": reply["conversation_id"]} if reply else {}
        reply = httpx.post(f"{ways.address}/api/v1/ask", json=sent, timeout=60).json()
    return answer(reply)


def by_api_stream(ways: Ways, questions: Sequence[str], locale: str) -> Answer:
    reply: dict[str, Any] = {}
    for question in questions:
        sent = {"question": question, "locale": locale}
        sent |= {"conversation_id": reply["conversation_id"]} if reply else {}
        text = httpx.post(f"{ways.address}/api/v1/ask?stream=true", json=sent, timeout=60).text
        reply = json.loads(text.rpartition("event: answer\ndata: ")[2])
    return answer(reply)


def by_openai(ways: Ways, questions: Sequence[str], locale: str, *, stream: bool = False) -> Answer:
    messages: list[Any] = []
    extra = {"fingerpost": {"locale": locale}}
    last: Any = None
    with OpenAI(base_url=f"{ways.address}/v1", api_key="-", max_retries=0) as chat:
        for question in questions:
            messages.append({"role": "user", "content": question})
            if stream:
                chunks: list[Any] = list(
                    chat.chat.completions.create(model="fingerpost", messages=messages, extra_body=extra, stream=True)
                )
                last = chunks[-1]
                said = "".join(each.choices[0].delta.content or "" for each in chunks)
            else:
                last = chat.chat.completions.create(model="fingerpost", messages=messages, extra_body=extra)
                said = last.choices[0].message.content
            messages.append({"role": "assistant", "content": said})
    return answer(last.model_extra["fingerpost"])


def by_mcp(ways: Ways, questions: Sequence[str], locale: str) -> Answer:
    asked = {"question": questions[-1], "earlier_questions": list(questions[:-1]), "locale": locale}

    async def call() -> Any:
        async with McpClient(mcp_server(ways.service)) as client:
            return await client.call_tool("ask", asked)

    # In a thread of its own: see ``Ways.browsing``.
    with ThreadPoolExecutor(1) as threads:
        return answer(threads.submit(lambda: asyncio.run(call())).result().structured_content)


def by_client(ways: Ways, questions: Sequence[str], locale: str, *, stream: bool = False) -> Answer:
    conversation: str | None = None
    last: Reply | None = None
    with Client(ways.address) as client:
        for question in questions:
            if stream:
                *_, event = client.stream(question, conversation_id=conversation, locale=locale)
                assert isinstance(event, Reply)
                last = event
            else:
                last = client.ask(question, conversation_id=conversation, locale=locale)
            conversation = last.conversation_id
    assert last is not None
    return last.answer


def by_component(ways: Ways, questions: Sequence[str], locale: str) -> Answer:
    return ways.browsing.submit(_in_component, ways, questions, locale).result()


def _in_component(ways: Ways, questions: Sequence[str], locale: str) -> Answer:
    context = ways.browser.new_context()
    context.set_default_timeout(30_000)
    try:
        page = context.new_page()
        page.goto(f"{ways.host}/?lang={locale}")
        page.evaluate("window.told = []; addEventListener('fingerpost-answer', (event) => told.push(event.detail))")
        for number, question in enumerate(questions, start=1):
            page.get_by_role("textbox").fill(question)
            page.locator("fingerpost-ask button[type=submit]").click()
            page.wait_for_function("number => told.length === number", arg=number)
        return answer(page.evaluate("told.at(-1)"))
    finally:
        context.close()


WAYS: dict[str, Way] = {
    "web": by_web,
    "web, as it arrives": partial(by_web, path="/ask/stream"),
    "adviser": by_adviser,
    "API": by_api,
    "API, streamed": by_api_stream,
    "OpenAI endpoint": by_openai,
    "OpenAI endpoint, streamed": partial(by_openai, stream=True),
    "MCP": by_mcp,
    "client": by_client,
    "client, streamed": partial(by_client, stream=True),
    "component": by_component,
}
TURNS: dict[str, tuple[tuple[str, ...], str]] = {
    "a question": (("How do I tell you that you missed our bin?",), "en"),
    "a follow-up": (("How much is a parking permit for a first car?", "and for a second car?"), "en"),
    "a question back": (("What can I do about damp in my home?",), "en"),
    "personal data": (("I am on 07700 900123. Was my bin missed?", "ring 07700 900123 about a permit"), "en"),
    "in Welsh": (("Pryd mae fy min yn cael ei gasglu?",), "cy"),
    "no answer": (("Who won the cup in 1966?",), "en"),
    "a greeting": (("Hello", "How much is a permit?"), "en"),
    "somebody in need": (("I have nowhere to sleep tonight",), "en"),
}


@pytest.fixture(scope="module")
def ways(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ways]:
    chromium = shutil.which("chromium")
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("needs chromium")
        pytest.skip("needs chromium")
    folder: Path = tmp_path_factory.mktemp("service")
    settings = load_settings(make_service_folder(folder, {**PAGES, **CONTRASTING_PAGES}), {})
    sync(settings)
    told: list[str] = []

    def page(request: Request) -> Response:
        lang = request.query_params["lang"]
        script = f'<script src="{told[0]}/embed.js" async></script>'
        return HTMLResponse(f'<html lang="{lang}"><title>x</title>{script}<fingerpost-ask></fingerpost-ask></html>')

    host_app: Any = Starlette(routes=[Route("/", page)])
    with serving(host_app) as host:
        server = settings.server.model_copy(update={"cors_origins": (host,), "questions_per_minute": 10_000})
        kept = settings.conversations.model_copy(update={"database_url": SecretStr(f"sqlite:///{folder}/kept.db")})
        service = Service.of(settings.model_copy(update={"server": server, "conversations": kept}))
        with serving(create_app(service)) as address, ThreadPoolExecutor(1) as browsing:
            told.append(address)
            playwright = browsing.submit(lambda: sync_playwright().start()).result()
            arguments = list(CHROMIUM_ARGUMENTS)
            browser = browsing.submit(
                lambda: playwright.chromium.launch(executable_path=chromium, args=arguments)
            ).result()
            yield Ways(service, address, host, browser, browsing)
            browsing.submit(browser.close).result()
            browsing.submit(playwright.stop).result()


@pytest.fixture(scope="module")
def expected(ways: Ways) -> dict[str, Answer]:
    """What the library itself answers."""
    return {name: by_library(ways, *turn) for name, turn in TURNS.items()}


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("way", WAYS)
def test_every_way_in_gives_the_same_record_for_the_same_turn(
    ways: Ways, expected: dict[str, Answer], way: str, turn: str
):
    assert WAYS[way](ways, *TURNS[turn]) == expected[turn]


def test_the_turns_come_to_different_things(expected: dict[str, Answer]):
    """Otherwise the test above would show less than it says."""
    assert {each.outcome for each in expected.values()} >= {Outcome.CLARIFY, Outcome.UNANSWERABLE, Outcome.URGENT}
    assert expected["a follow-up"].asked_as
    assert expected["personal data"].removed
    assert expected["in Welsh"].language == "cy"
    assert len(set(map(str, expected.values()))) == len(TURNS)
