"""The component's script and words as other sites get them."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from fingerpost.domain import Outcome
from fingerpost.interfaces.web.embed import SCRIPT
from fingerpost.interfaces.wording import known


def test_any_site_may_load_the_script_and_keep_it(client: TestClient):
    script = client.get("/embed.js")

    assert script.headers["content-type"].startswith("text/javascript")
    assert script.headers["cross-origin-resource-policy"] == "cross-origin"
    assert script.headers["access-control-allow-origin"] == "*"
    assert "set-cookie" not in script.headers
    again = client.get("/embed.js", headers={"if-none-match": script.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_no_other_response_may_be_loaded_by_another_site(client: TestClient):
    assert client.get("/static/embed.js").headers["cross-origin-resource-policy"] == "same-origin"
    assert client.get("/api/v1/embed").headers["cross-origin-resource-policy"] == "same-origin"


def test_the_script_makes_no_html_of_what_it_is_sent_and_keeps_nothing():
    script = SCRIPT.read_text(encoding="utf-8")

    for name in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Storage",
        "document.cookie",
    ):
        assert name not in script
    assert 'credentials: "omit"' in script


@pytest.mark.parametrize(("lang", "locale"), [("", "en"), ("cy", "cy"), ("cy-GB", "cy"), ("EN-us", "en"), ("fr", "en")])
def test_the_words_are_in_the_pages_language_where_there_are_any(bilingual_app: object, lang: str, locale: str):
    said = TestClient(bilingual_app).get("/api/v1/embed", params={"lang": lang})  # pyright: ignore[reportArgumentType]

    assert said.json()["locale"] == locale
    assert said.json()["words"]["ask.button"] == {"en": "Ask", "cy": "Gofyn"}[locale]
    assert "set-cookie" not in said.headers


def test_every_phrase_the_script_says_is_sent(client: TestClient):
    said = client.get("/api/v1/embed").json()["words"]
    script = SCRIPT.read_text(encoding="utf-8")

    asked = set(re.findall(r'#say\("([a-z_.]+)"\)', script)) | set(re.findall(r'"(answer\.nearest[a-z.]*)"', script))
    asked |= {f"contact.{name}" for name in ("phone", "text_relay", "email", "url", "hours")}
    assert asked <= set(said)
    assert said["urgent.homeless_tonight.title"]
    for outcome in Outcome:
        if known(f"answer.{outcome.value}.title"):
            assert said[f"answer.{outcome.value}.title"]
    assert "{most}" in said["ask.error.long"]
