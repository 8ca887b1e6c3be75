"""An answer kept as a signed receipt, and the page where anybody may check one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from starlette.responses import JSONResponse, RedirectResponse, Response

from fingerpost.assurance.receipts import LARGEST, open_keys
from fingerpost.errors import ReceiptError
from fingerpost.interfaces.receipt_words import checked_by, receipt_of
from fingerpost.interfaces.web.error_pages import refused
from fingerpost.interfaces.web.form_token import FIELD, from_elsewhere
from fingerpost.interfaces.web.pages import Pages
from fingerpost.interfaces.wording import say


def receipt_routes(pages: Pages) -> APIRouter:
    """Return the routes of receipts; none where the service does not offer them."""
    router = APIRouter(include_in_schema=False)
    if pages.service.settings.receipts.offered:
        _add_keeping(router, pages)
        _add_checking(router, pages)
    return router


def _add_keeping(router: APIRouter, pages: Pages) -> None:
    @router.get("/conversation/{turn_id}/receipt")
    def receipt(request: Request, turn_id: str) -> Response:
        number, turn = pages.turn(request, turn_id)
        if turn is None:
            return RedirectResponse("/conversation", status_code=303)
        made = receipt_of(pages.service, turn)
        address = (pages.service.settings.server.public_url or str(request.base_url)).rstrip("/")
        return pages.page(
            request, "receipt.html", turn=turn, number=number, receipt=made, address=f"{address}/receipts"
        )

    @router.get("/conversation/{turn_id}/receipt.json")
    def download(request: Request, turn_id: str) -> Response:
        _, turn = pages.turn(request, turn_id)
        if turn is None:
            return RedirectResponse("/conversation", status_code=303)
        made = receipt_of(pages.service, turn)
        return Response(
            made.as_json(),
            media_type="application/json",
            headers={
                "content-disposition": f'attachment; filename="{made.reference}.json"',
                "cache-control": "no-store",
            },
        )


def _add_checking(router: APIRouter, pages: Pages) -> None:
    @router.get("/receipts")
    def form(request: Request) -> Response:
        return pages.page(request, "receipts.html", errors=(), text="")

    @router.post("/receipts")
    def check(
        request: Request,
        file: Annotated[UploadFile | None, File()] = None,
        text: Annotated[str, Form()] = "",
        token: Annotated[str, Form(alias=FIELD)] = "",
    ) -> Response:
        if from_elsewhere(request) or not pages.tokens.accepts(request, token):
            return refused(pages, request)
        given: str | bytes = (file.file.read(LARGEST + 1) if file is not None else b"") or text.strip()
        if not given:
            return _again(pages, request, "receipts.error.none", text)
        try:
            receipt, checked = checked_by(pages.service, given)
        except ReceiptError as problem:
            if problem.where.startswith("receipts."):
                raise  # ours to mend: nothing is wrong with what was given
            return _again(pages, request, "receipts.error.bad", text)
        return pages.page(request, "receipt_checked.html", receipt=receipt, checked=checked)

    @router.get("/receipts/keys.json")
    def keys() -> Response:
        published = [key.as_object() for key in open_keys(pages.service.settings).public()]
        return JSONResponse({"service": pages.service.settings.service.name, "keys": published})


def _again(pages: Pages, request: Request, said: str, text: str) -> Response:
    errors = ({"text": say(said), "href": "#file"},)
    return pages.page(request, "receipts.html", status=400, errors=errors, text=text)
