"""The web application of one service: the pages, the API, and what goes on behind them while it serves."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from fastapi import Depends, FastAPI
from starlette.concurrency import run_in_threadpool

from fingerpost import __version__
from fingerpost.conversations.retention import expires_before
from fingerpost.interfaces.api import add_api
from fingerpost.interfaces.api.body_limit import BodyLimit
from fingerpost.interfaces.api.description import OPENAPI_URL
from fingerpost.interfaces.api.hosts import ApiCors, TrustedHosts
from fingerpost.interfaces.api.rate_limit import rate_limit
from fingerpost.interfaces.audited import watcher
from fingerpost.interfaces.counted import count
from fingerpost.interfaces.delivering import DELIVERY_SECONDS, Deliverer, expire
from fingerpost.interfaces.logging import AccessLog, configure_logging
from fingerpost.interfaces.web import add_web
from fingerpost.safeguards.personal_data import warm_up
from fingerpost.services.estimate import warm as warm_estimate

if TYPE_CHECKING:
    from fingerpost.service import Service

REFRESH_SECONDS = 5.0
"""How soon a new release of the index is served."""

EXPIRY_SECONDS = 3_600.0
"""How often conversations past their time are deleted."""

SERVER_OPTIONS: dict[str, Any] = {
    "access_log": False,  # it would hold the address asked for, and with it the question; AccessLog writes ours
    "log_level": "warning",
    "server_header": False,
    "timeout_keep_alive": 10,
    "timeout_graceful_shutdown": 15,
    "h11_max_incomplete_event_size": 32_768,
}
"""How uvicorn is set up to serve the application."""

_log = logging.getLogger("fingerpost.app")


def create_app(service: Service) -> FastAPI:
    """Return the application that serves ``service``. It closes the service when it stops."""
    server = service.settings.server
    app = FastAPI(
        title=f"{service.settings.service.name}: Fingerpost API",
        version=__version__,
        description="Answers from published guidance, each sentence with the quotation it rests on.",
        openapi_url=OPENAPI_URL,
        # Both pages load their scripts from other people's servers; docs/reference/api.md lists the routes instead.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        dependencies=[Depends(rate_limit(server.questions_per_minute))],
        lifespan=_lifespan(service),
    )
    add_api(app, service)
    app.add_middleware(BodyLimit, most=server.max_request_bytes)
    if server.cors_origins:
        app.add_middleware(ApiCors, origins=server.cors_origins)
    add_web(app, service)
    if "*" not in server.allowed_hosts:
        app.add_middleware(TrustedHosts, allowed=server.allowed_hosts)
    app.add_middleware(AccessLog)
    return app


def _lifespan(service: Service) -> Callable[[FastAPI], Any]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        configure_logging()
        warm_up(service.known_words)
        warm_estimate(service.settings.calculators)
        tell = watcher(service)
        tasks = [
            asyncio.create_task(_every(REFRESH_SECONDS, lambda: (service.index.refresh(), tell()))),
            asyncio.create_task(_every(EXPIRY_SECONDS, lambda: _expire(service))),
        ]
        deliverer = Deliverer(service.settings, lambda: service.store.submissions)
        if service.settings.submissions.in_process:
            tasks.append(asyncio.create_task(_every(DELIVERY_SECONDS, deliverer.round)))
        try:
            yield
        finally:
            deliverer.stop()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            service.close()

    return lifespan


async def _every(seconds: float, act: Callable[[], object]) -> None:
    """Do something now and then every so often. What fails is logged and tried again."""
    while True:
        try:
            await run_in_threadpool(act)
        except Exception as problem:  # noqa: BLE001 - one failure must not end what keeps the service fresh
            _log.warning("background work failed", extra={"exception": type(problem).__name__})
        await asyncio.sleep(seconds)


def _expire(service: Service) -> None:
    before = expires_before(datetime.now(UTC), service.settings.conversations.retention_days)
    count(service.settings, service.store)
    gone = service.store.delete_again() + service.store.expire(before)
    if gone:
        _log.info("conversations expired", extra={"deleted": gone})
    kept_since = datetime.now(UTC) - timedelta(hours=service.settings.journeys.keep_hours)
    if forgotten := service.store.journeys.expire(kept_since):
        _log.info("journeys expired", extra={"deleted": forgotten})
    plans = service.store.plans()
    if over := plans.delete_again() + plans.expire(datetime.now(UTC), service.settings.plans.keep_days):
        _log.info("plans expired", extra={"deleted": over})
    expire(service.settings, service.store.submissions)
