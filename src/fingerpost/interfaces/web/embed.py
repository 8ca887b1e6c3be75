"""The component that other sites put on their pages: its script, and the words it says."""

from __future__ import annotations

import hashlib

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from fingerpost.domain import Outcome
from fingerpost.interfaces.web.pages import STATIC, Pages
from fingerpost.interfaces.wording import known, language, say, speaking
from fingerpost.safeguards.urgent import KINDS

SCRIPT = STATIC / "embed.js"

_KEYS = (
    "again.button",
    "answer.asked_as",
    "answer.contact",
    "answer.nearest",
    "answer.nearest.more",
    "answer.next",
    "ask.button",
    "ask.error.empty",
    "ask.error.odd",
    "ask.hint",
    "ask.label",
    "calc.marked",
    "calc.working",
    "clarify.hint",
    "contact.email",
    "contact.hours",
    "contact.phone",
    "contact.text_relay",
    "contact.url",
    "embed.busy",
    "embed.open",
    "embed.removed",
    "embed.table",
    "embed.unreachable",
    "follow.label",
    "footer.privacy",
    "offer.calculator",
    "offer.journey",
    "quote.on_page",
    "quote.open",
    "step.other",
    "worked.caption",
    "worked.change",
    "worked.told",
)
_WITH_VALUES = {
    "ask.error.long": ("most", "length"),
    "quote.marker": ("number",),
    "quote.updated": ("date",),
}


def embed_routes(pages: Pages) -> APIRouter:
    """Return the routes of the component. Any site may load the script; ``server.cors_origins`` says which may ask."""
    router = APIRouter(include_in_schema=False)
    script = SCRIPT.read_bytes()
    tag = f'"{hashlib.sha256(script).hexdigest()[:20]}"'

    @router.get("/embed.js")
    def embed(request: Request) -> Response:
        headers = {
            "etag": tag,
            "cache-control": "public, max-age=3600",
            # Every other response may be loaded only by our own pages.
            "cross-origin-resource-policy": "cross-origin",
            "access-control-allow-origin": "*",
        }
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(script, media_type="text/javascript", headers=headers)

    @router.get("/api/v1/embed")
    def words(lang: str = "") -> Response:
        asked = lang.lower().partition("-")[0]
        offered = {locale.lower().partition("-")[0]: words for locale, words in pages.languages.catalogues.items()}
        chosen = offered.get(asked) or next(iter(pages.languages.catalogues.values()))
        with speaking(chosen):
            return JSONResponse(_said(pages))

    return router


def _said(pages: Pages) -> dict[str, object]:
    """Return what the component needs to know: its words, the colours and the limits."""
    settings = pages.service.settings
    worded = pages.languages.services[language()]
    said = {key: say(key) for key in _KEYS}
    said |= {key: say(key, **{name: f"{{{name}}}" for name in names}) for key, names in _WITH_VALUES.items()}
    introduced = [f"answer.{outcome.value}" for outcome in Outcome] + [f"urgent.{kind.value}" for kind in KINDS]
    said |= {key: say(key) for each in introduced for key in (f"{each}.title", f"{each}.text") if known(key)}
    said["table.label"] = said.pop("embed.table")
    return {
        "name": worded.name,
        "locale": language(),
        "own_locale": settings.service.locale,
        "asked_in": pages.languages.asked_in(),
        "colour": settings.brand.colour,
        "text_colour": settings.brand.text_colour,
        "longest": settings.answers.max_question_characters,
        "hours": {settings.service.contact.hours: worded.contact.hours},
        "words": said,
    }
