"""The pages that say what the service is and does: about, privacy, cookies, accessibility."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from fingerpost.interfaces.web.pages import Pages


def information_routes(pages: Pages) -> APIRouter:
    """Return the routes of the information pages and of the service's colours."""
    router = APIRouter(include_in_schema=False)

    @router.get("/about")
    def about(request: Request) -> Response:
        return pages.page(request, "about.html")

    @router.get("/privacy")
    def privacy(request: Request, deleted: str = "") -> Response:
        return pages.page(request, "privacy.html", deleted=deleted == "yes", can_delete=bool(pages.turns(request)))

    @router.get("/cookies")
    def cookies(request: Request) -> Response:
        return pages.page(request, "cookies.html")

    @router.get("/accessibility")
    def accessibility(request: Request) -> Response:
        return pages.page(request, "accessibility.html")

    @router.get("/brand.css")
    def brand() -> Response:
        # A route and not a style attribute, which the content security policy refuses.
        return Response(pages.brand_css, media_type="text/css", headers={"cache-control": "public, max-age=86400"})

    return router
