"""The resident's web pages. Work without JavaScript; with it, the answer arrives as it is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from fingerpost.interfaces.web.adviser import adviser_routes
from fingerpost.interfaces.web.answers import answer_routes
from fingerpost.interfaces.web.calculators import calculator_routes
from fingerpost.interfaces.web.embed import embed_routes
from fingerpost.interfaces.web.error_pages import add_error_pages
from fingerpost.interfaces.web.estimates import estimate_routes
from fingerpost.interfaces.web.headers import SecurityHeaders
from fingerpost.interfaces.web.information import information_routes
from fingerpost.interfaces.web.journeys import journey_routes
from fingerpost.interfaces.web.journeys_in_conversation import journeys_in_conversation_routes
from fingerpost.interfaces.web.keeping import keeping_routes
from fingerpost.interfaces.web.languages import SpokenLanguage
from fingerpost.interfaces.web.pages import STATIC, Pages
from fingerpost.interfaces.web.people import people_routes
from fingerpost.interfaces.web.plain import plain_routes
from fingerpost.interfaces.web.plans import plan_routes
from fingerpost.interfaces.web.questions import question_routes
from fingerpost.interfaces.web.receipts import receipt_routes
from fingerpost.interfaces.web.sign_in import SignIns, sign_in_routes

if TYPE_CHECKING:
    from fingerpost.service import Service

__all__ = ["add_web"]


def add_web(app: FastAPI, service: Service) -> None:
    """Give ``app`` the web pages of ``service``: routes, static files, security headers and error pages.

    Call it after the API has been added: handlers set for its errors are kept for its addresses.
    """
    pages = Pages(service)
    for routes in (
        question_routes,
        answer_routes,
        keeping_routes,
        journey_routes,
        journeys_in_conversation_routes,
        plain_routes,
        receipt_routes,
        information_routes,
        embed_routes,
        people_routes,
        estimate_routes,
        calculator_routes,
        plan_routes,
    ):
        app.include_router(routes(pages))
    sign_ins = SignIns(pages)
    app.include_router(sign_in_routes(pages, sign_ins))
    app.include_router(adviser_routes(pages, sign_ins))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    add_error_pages(app, pages)
    app.add_middleware(SpokenLanguage, languages=pages.languages)
    app.add_middleware(SecurityHeaders)
