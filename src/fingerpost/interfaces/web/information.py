"""The pages that say what the service is and does: about, privacy, cookies, accessibility; and in which language."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from fingerpost.interfaces.sending_in import has_submissions
from fingerpost.interfaces.web.languages import COOKIE as LANGUAGE_COOKIE
from fingerpost.interfaces.web.languages import safe_path
from fingerpost.interfaces.web.pages import Pages
from fingerpost.services.journeys import journeys_in


def information_routes(pages: Pages) -> APIRouter:
    """Return the routes of the information pages, of the choice of language and of the service's colours."""
    router = APIRouter(include_in_schema=False)
    settings = pages.service.settings
    sends = has_submissions(journeys_in(settings.folder, settings.journeys.offered))

    @router.get("/about")
    def about(request: Request) -> Response:
        return pages.page(request, "about.html")

    @router.get("/privacy")
    def privacy(request: Request, deleted: str = "") -> Response:
        return pages.page(
            request,
            "privacy.html",
            deleted=deleted == "yes",
            can_delete=bool(pages.turns(request)),
            submissions=sends,
            submission_days=settings.submissions.keep_days,
        )

    @router.get("/cookies")
    def cookies(request: Request) -> Response:
        return pages.page(request, "cookies.html")

    @router.get("/accessibility")
    def accessibility(request: Request) -> Response:
        return pages.page(request, "accessibility.html")

    @router.get("/language/{locale}")
    def choose_language(request: Request, locale: str, back: str = "/") -> Response:
        # A link and not a form: it changes nothing but the words, and works the same on a page that shows an error.
        if locale not in pages.languages.catalogues:
            raise HTTPException(404)
        response = RedirectResponse(safe_path(back), status_code=303)
        pages.set_cookie(request, response, LANGUAGE_COOKIE, locale)
        return response

    @router.get("/brand.css")
    def brand() -> Response:
        # A route and not a style attribute, which the content security policy refuses.
        return Response(pages.brand_css, media_type="text/css", headers={"cache-control": "public, max-age=86400"})

    return router
