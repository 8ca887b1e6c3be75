"""Whether the process is alive, and whether the service can answer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.responses import Response

from fingerpost.interfaces.api.problems import make_problem, problem_response
from fingerpost.interfaces.api.records import Alive, Ready
from fingerpost.interfaces.api.responses import documented

if TYPE_CHECKING:
    from fingerpost.service import Service

_log = logging.getLogger("fingerpost.api")


def health_routes(service: Service) -> APIRouter:
    """Return the routes a load balancer asks."""
    router = APIRouter(tags=["Health"])

    def try_store() -> None:
        service.store.check()  # opened here when it is first asked for, which is part of the trial

    parts: tuple[tuple[str, Callable[[], object]], ...] = (
        ("embedder", lambda: service.embedder.count_tokens(["ready"])),
        ("index", lambda: service.index.sections(["ready"])),
        ("store", try_store),
    )

    @router.get("/healthz", summary="Is it alive?")
    async def healthz() -> Alive:
        """Return at once if the process answers."""
        return Alive("ok")

    @router.get("/readyz", response_model=Ready, summary="Can it answer?", responses=documented(503))
    def readyz(request: Request) -> Response | Ready:
        """Try the embedder, the index and the store. What fails is named in `failing`."""
        failing = [name for name, try_it in parts if not _works(name, try_it)]
        if failing:
            detail = f"not ready: {', '.join(failing)}"
            return problem_response(request, make_problem(request, 503, detail, slug="not-ready", failing=failing))
        release = service.index.release
        return Ready("ready", release.version, release.sections)

    return router


def _works(name: str, try_it: Callable[[], object]) -> bool:
    try:
        try_it()
    except Exception as problem:  # noqa: BLE001 - whatever it is, this part can't be used
        _log.warning("not ready", extra={"part": name, "exception": type(problem).__name__})
        return False
    return True
