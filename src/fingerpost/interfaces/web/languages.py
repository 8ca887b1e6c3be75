"""Which language a request gets: the one the person chose, else the one their browser asks for, else the service's own.

The choice is a cookie, set by a link on every page. Only languages of ``service.locales`` that the interface can speak
are offered.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fingerpost.interfaces.wording import Catalogue, language, open_catalogues, speaking
from fingerpost.interfaces.wording.own import NAME
from fingerpost.settings import Settings

COOKIE = "fingerpost_language"
_LONGEST_HEADER = 200
_PLAIN_PATH = re.compile(r"/(?:[\w.~-]+(?:/[\w.~-]+)*/?)?", re.ASCII)
"""A path on this site and nothing more: one slash at its start, so that it can't name another host."""


class Languages:
    """The languages one service's pages are offered in.

    Raises:
        SettingsError: the service's own wording can't be used.
    """

    def __init__(self, settings: Settings) -> None:
        service = settings.service
        own_first = dict.fromkeys((service.locale, *service.locales))
        self.catalogues = open_catalogues(settings.folder, tuple(own_first))
        self.services = {locale: service.in_language(locale) for locale in self.catalogues}
        self._translated = {locale: said.model_fields_set for locale, said in service.translations.items()}
        self.several = len(self.catalogues) > 1
        self._own = service.locale

    def of(self, request: HTTPConnection) -> Catalogue:
        """Return the words that answer a request."""
        chosen = request.cookies.get(COOKIE, "")
        if chosen in self.catalogues:
            return self.catalogues[chosen]
        return self.catalogues[self._asked_for(request.headers) or next(iter(self.catalogues))]

    @contextmanager
    def speaking(self, request: HTTPConnection) -> Generator[None]:
        """Say everything in the request's language within the block."""
        with speaking(self.of(request)):
            yield

    def asked_in(self) -> str:
        """Return the language to answer in: the one spoken now, which the person chose or their browser asked for.

        What the question itself is written in counts for more; the assistant sees to that. Where the interface can
        speak none of the service's languages, it is the service's own.
        """
        return language() if self.several else self._own

    def language_of(self, field: str) -> str:
        """Return the language of what the service says of itself now: its own, where that is not translated."""
        return language() if field in self._translated.get(language(), ()) else self._own

    def toggle(self, request: Request) -> list[dict[str, str]]:
        """Return the languages to choose from, each with its name, and the address that chooses it unless spoken now.

        Empty when there is no choice.
        """
        if not self.several:
            return []
        # A page that answers a form can't be asked for again; its conversation can, and so can what it was sent from.
        here = request.url.path if request.method in ("GET", "HEAD") else "/conversation"
        back = f"?back={quote(here, safe='/')}" if safe_path(here) != "/" else ""
        spoken = language()
        return [
            {"locale": locale, "name": words.say(NAME), "href": "" if locale == spoken else f"/language/{locale}{back}"}
            for locale, words in self.catalogues.items()
        ]

    def _asked_for(self, headers: Headers) -> str | None:
        """Return the offered language that ``Accept-Language`` wants most, if it wants any (RFC 9110, 12.5.4)."""
        if not self.several:
            return None
        wanted: list[tuple[float, str]] = []
        for each in headers.get("accept-language", "")[:_LONGEST_HEADER].split(","):
            tag, _, parameters = each.strip().lower().partition(";")
            weight = re.fullmatch(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*", parameters)
            wanted.append((float(weight[1]) if weight else 0.0 if parameters else 1.0, tag.strip()))
        for weight, tag in sorted(wanted, key=lambda each: -each[0]):
            offered = self._offered(tag)
            if offered and weight > 0:
                return offered
        return None

    def _offered(self, tag: str) -> str | None:
        """Return the offered language a tag means: its own, or that of another region."""
        spoken = {locale.lower(): locale for locale in reversed(self.catalogues)}
        bare = {locale.lower().partition("-")[0]: locale for locale in reversed(self.catalogues)}
        return spoken.get(tag) or bare.get(tag.partition("-")[0])


def safe_path(path: str) -> str:
    """Return ``path`` if it is plainly one of this site's, else the front page: no link of ours leads elsewhere."""
    return path if _PLAIN_PATH.fullmatch(path) else "/"


class SpokenLanguage:
    """ASGI middleware that answers each request in its language, and says which that was."""

    def __init__(self, app: ASGIApp, languages: Languages) -> None:
        self.app = app
        self._languages = languages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its language set."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                say_which(MutableHeaders(scope=message), self._languages)
            await send(message)

        with self._languages.speaking(HTTPConnection(scope)):
            await self.app(scope, receive, send_with_headers)


def say_which(headers: MutableHeaders, languages: Languages) -> None:
    """Put a page's language in its headers, and what else the page depends on when there is a choice."""
    if not headers.get("content-type", "").startswith("text/html"):
        return
    headers["content-language"] = language()
    if languages.several:
        headers.add_vary_header("Accept-Language")
        headers.add_vary_header("Cookie")
