"""Makes a page: the templates, what every page knows, and the cookies a page sets."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from fingerpost.conversations.plan_seals import plan_seals
from fingerpost.conversations.store import StoredTurn
from fingerpost.domain import Answer, Contact
from fingerpost.errors import ConversationNotFoundError
from fingerpost.interfaces.offer_words import form_values, said_values
from fingerpost.interfaces.web.answer_view import lay_out, safe_url
from fingerpost.interfaces.web.easy_view import lay_out_easy
from fingerpost.interfaces.web.form_token import COOKIE as FORM_COOKIE
from fingerpost.interfaces.web.form_token import FIELD, FormTokens
from fingerpost.interfaces.web.languages import COOKIE as LANGUAGE_COOKIE
from fingerpost.interfaces.web.languages import Languages
from fingerpost.interfaces.web.markdown_html import markdown_html
from fingerpost.interfaces.web.plan_words import date_words, fact_words, plan_url
from fingerpost.interfaces.wording import day, known, language, notices, removed, say, urgent_words
from fingerpost.interfaces.wording.hours import hours_words, opening_words
from fingerpost.interfaces.worked_words import worked_fields, worked_from
from fingerpost.safeguards.personal_data import PLACEHOLDER, PLACEHOLDERS

if TYPE_CHECKING:
    from fingerpost.service import Service

STATIC = Path(__file__).parent / "static"
CONVERSATION_COOKIE = "fingerpost_conversation"
SIGN_IN_COOKIE = "fingerpost_sign_in"
JOURNEY_COOKIE = "fingerpost_journey"
JOURNEY_HERE_COOKIE = "fingerpost_journey_here"
PLAN_COOKIE = "fingerpost_plan"
ESTIMATE_COOKIE = "fingerpost_estimate"
REASONS = {
    "yes": ("clear", "next_step", "other"),
    "no": ("not_my_question", "incomplete", "out_of_date", "hard_to_understand", "wrong", "other"),
}
"""What may be said of a useful answer and of one that was not, in the order shown."""


class Pages:
    """Renders the pages of one service.

    Args:
        service: the opened service; its settings name and colour the pages, its store keeps the conversations.
    """

    def __init__(self, service: Service) -> None:
        self.service = service
        self.tokens = FormTokens(service.settings.server.secret_key)
        self.languages = Languages(service.settings)
        self.plan_seals = plan_seals(service.settings)
        self.brand_css = _brand_css(service.settings.brand.colour, service.settings.brand.text_colour)
        self._environment = self._make_environment()
        # Set by the routes of journeys in the conversation, where the service offers any.
        self.journey_here: Callable[[Request, int], object | None] = lambda _request, _turns: None
        self.forget_journey_here: Callable[[Request, Response], None] = lambda _request, _response: None

    def page(self, request: Request, template: str, *, status: int = 200, **context: object) -> Response:
        """Return a whole page, with the cookie its forms need."""
        visitor = self.tokens.visitor(request)
        html = self.render(request, template, visitor=visitor, **context)
        response = HTMLResponse(html, status_code=status)
        if request.cookies.get(FORM_COOKIE) != visitor:
            self.set_cookie(request, response, FORM_COOKIE, visitor)
        return response

    def render(self, request: Request, template: str, *, visitor: str, **context: object) -> str:
        """Return a template's HTML. ``visitor`` is whom its forms are made for."""
        worded = self.languages.services[language()]
        if template == "conversation.html" and "journey_here" not in context:
            turns: Any = context.get("turns", ())
            context = {**context, "journey_here": self.journey_here(request, len(turns))}
        return self._environment.get_template(template).render(
            path=request.url.path,
            languages=self.languages.toggle(request),
            service=worded,
            contact=Contact(**worded.contact.model_dump()),
            form_token=self.tokens.token(visitor),
            has_conversation=bool(context.get("turns") or request.cookies.get(CONVERSATION_COOKIE)),
            **context,
        )

    def conversation(
        self,
        request: Request,
        *,
        status: int = 200,
        question: str = "",
        errors: Sequence[dict[str, str]] = (),
        feedback: Mapping[str, str] | None = None,
        journey: object | None = None,
    ) -> Response | None:
        """Return the page of the visitor's conversation, or ``None`` when there is none.

        ``question`` and ``feedback`` are what was typed into a form that is shown again for its ``errors``; ``journey``
        is the journey followed there, where it is to be shown otherwise than it stands.
        """
        turns = self.turns(request)
        if not turns:
            return None
        return self.page(
            request,
            "conversation.html",
            status=status,
            turns=turns,
            question=question,
            errors=errors,
            given=feedback or {},
            **({"journey_here": journey} if journey else {}),
        )

    def turns(self, request: Request) -> list[StoredTurn]:
        """Return the turns of the visitor's conversation, oldest first; none when it has gone or never was."""
        conversation_id = request.cookies.get(CONVERSATION_COOKIE)
        if not conversation_id:
            return []
        try:
            return self.service.store.turns(conversation_id)
        except ConversationNotFoundError:
            return []

    def turn(self, request: Request, turn_id: str) -> tuple[int, StoredTurn | None]:
        """Return a turn of the visitor's own conversation and its number there; nobody else's is ever found."""
        turns = enumerate(self.turns(request), start=1)
        return next(((number, turn) for number, turn in turns if turn.id == turn_id), (0, None))

    def set_cookie(self, request: Request, response: Response, name: str, value: str) -> None:
        """Set a cookie that no script can read, no other site's form sends, and the browser forgets on closing."""
        response.set_cookie(name, value, httponly=True, samesite="lax", secure=self._secure(request))

    def forget_cookie(self, request: Request, response: Response, name: str) -> None:
        """Have the browser drop a cookie."""
        response.delete_cookie(name, httponly=True, samesite="lax", secure=self._secure(request))

    def _in_language(self, contact: Contact) -> Contact:
        """Return an answer's contact as it is said in the language spoken, where it is the service's own."""
        own = Contact(**self.service.settings.service.contact.model_dump())
        return Contact(**self.languages.services[language()].contact.model_dump()) if contact == own else contact

    def _secure(self, request: Request) -> bool:
        public = self.service.settings.server.public_url or ""
        return request.url.scheme == "https" or public.startswith("https://")

    def _make_environment(self) -> Environment:
        settings = self.service.settings
        environment = Environment(
            loader=ChoiceLoader(
                [
                    PackageLoader("fingerpost.interfaces.web"),
                    PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
                ]
            ),
            autoescape=True,
        )
        filters: dict[str, Any] = {
            "date_words": date_words,
            "day": day,
            "fact_words": fact_words,
            "form_values": form_values,
            "in_language": self._in_language,
            "lay_out": lay_out,
            "lay_out_easy": lay_out_easy,
            "licence": licence,
            "markdown": markdown_html,
            "notices": notices,
            "outcome_key": outcome_key,
            "plan_url": plan_url,
            "question": question,
            "removed": removed,
            "safe_url": safe_url,
            "said_values": said_values,
            "telephone": telephone,
            "urgent_words": urgent_words,
            "worked_fields": worked_fields,
            "worked_from": worked_from,
        }
        environment.filters.update(filters)
        everywhere: dict[str, Any] = {
            "asset": _asset_addresses(self.brand_css),
            "conversations": settings.conversations,
            "cookies": {"conversation": CONVERSATION_COOKIE, "form": FORM_COOKIE}
            | ({"language": LANGUAGE_COOKIE} if self.languages.several else {})
            | ({"journey": JOURNEY_COOKIE, "journey_here": JOURNEY_HERE_COOKIE} if settings.journeys.offered else {})
            | ({"plan": PLAN_COOKIE} if self.plan_seals else {})
            | ({"estimate": ESTIMATE_COOKIE} if "benefits-estimate" in settings.calculators.offered else {}),
            "form_field": FIELD,
            "estimate_minutes": round(settings.calculators.estimate.keep_minutes),
            "has_calculators": bool(settings.calculators.offered),
            "has_estimate": "benefits-estimate" in settings.calculators.offered,
            "has_journeys": bool(settings.journeys.offered),
            "has_plans": self.plan_seals is not None,
            "counted": settings.insights.collect,
            "hand_overs": bool(settings.people.webhook_url),
            "receipts_offered": settings.receipts.offered,
            "hours_words": hours_words,
            "known": known,
            "in_lang": in_lang,
            "language": language,
            "opening_words": opening_words,
            "own_locale": settings.service.locale,
            "reasons": REASONS,
            "say": say,
            "sign_in_cookie": SIGN_IN_COOKIE,
            "service_lang": self.languages.language_of,
            "theme_colour": settings.brand.colour,
        }
        environment.globals.update(everywhere)
        return environment


def in_lang(locale: str) -> Markup:
    """Return the ``lang`` attribute of words in a language, or nothing when it is the one spoken or is not known."""
    return Markup(' lang="{}"').format(locale) if locale not in ("", "und", language()) else Markup()


def question(answer: Answer) -> str:
    """Return the question that was answered; what stands where personal data stood is named in the language spoken."""
    return PLACEHOLDER.sub(_placeholder, answer.question)


def _placeholder(found: re.Match[str]) -> str:
    kind = next(label for label, word in PLACEHOLDERS.items() if word == found["kind"])
    key = f"placeholder.{kind}"
    return f"[{say(key)} {found['number']}]" if known(key) else found.group()


def telephone(number: str) -> str:
    """Return the ``tel:`` address of a phone number written for people, or nothing when it is more than a number."""
    digits = "".join(character for character in number if character.isdigit() or character == "+")
    plain = all(character.isdigit() or character in "+ ()-." for character in number)
    return f"tel:{digits}" if plain and len(digits) >= 3 else ""


def outcome_key(outcome: str) -> str:
    """Return the catalogue's key for an outcome that is not simply answered, or nothing."""
    key = f"answer.{outcome}"
    return key if known(f"{key}.title") else ""


def licence(identifier: str) -> str:
    """Return a licence's name for people, or what the source called it."""
    key = f"licence.{identifier}"
    return say(key) if known(key) else identifier


def _brand_css(colour: str, text_colour: str) -> str:
    """Return the service's colours as a style sheet. Both are checked by the settings to be ``#rrggbb``."""
    return f":root{{--govuk-brand-colour:{colour};--app-brand-colour:{colour};--app-brand-text-colour:{text_colour}}}\n"


def _asset_addresses(brand_css: str) -> dict[str, str]:
    """Return the address of each asset, with its hash, so that a browser may keep it until it changes."""
    found = {
        file.relative_to(STATIC).as_posix(): f"/static/{file.relative_to(STATIC).as_posix()}?v={_short_hash(file)}"
        for file in sorted(STATIC.rglob("*"))
        if file.is_file()
    }
    found["brand.css"] = f"/brand.css?v={hashlib.sha256(brand_css.encode()).hexdigest()[:12]}"
    return found


def _short_hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]
