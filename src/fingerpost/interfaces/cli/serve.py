"""``fingerpost serve``: the web page and the API, over HTTP."""

from __future__ import annotations

import os
import secrets
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fingerpost.errors import FingerpostError
from fingerpost.interfaces.cli.options import JsonOption, ServiceOption
from fingerpost.interfaces.cli.output import print_json

if TYPE_CHECKING:
    from fastapi import FastAPI

_FOLDER = "FINGERPOST_SERVICE_FOLDER"
_SECRET_KEY = "FINGERPOST_SERVER__SECRET_KEY"  # noqa: S105 -- the name of a variable


class AddressInUseError(FingerpostError):
    """The host and port can't be listened on."""

    slug = "address-in-use"


def serve(
    service: ServiceOption = Path(),
    host: Annotated[str | None, typer.Option("--host", help="Listen here instead of server.host.")] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help="Listen here instead of server.port; 0 picks one.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, max=64, help="Processes, instead of server.workers.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Serve the web page and the API until stopped with Ctrl-C."""
    run_server(service, host=host, port=port, workers=workers, as_json=as_json)


def run_server(
    folder: Path,
    *,
    host: str | None = None,
    port: int | None = None,
    workers: int | None = None,
    as_json: bool = False,
) -> None:
    """Serve one service's folder until the process is told to stop.

    Args:
        folder: the service's folder.
        host: where to listen, instead of ``server.host``.
        port: where to listen, instead of ``server.port``; 0 takes a free one.
        workers: how many processes answer, instead of ``server.workers``.
        as_json: print the address as a JSON object.

    Raises:
        SettingsError: the settings can't be used.
        IndexMissingError: nothing has been synced yet.
        AddressInUseError: the address can't be listened on.
    """
    import uvicorn

    from fingerpost.interfaces.app import SERVER_OPTIONS, create_app
    from fingerpost.service import Service

    # Opened here even when workers will each open their own, so that what is wrong is said once and before listening.
    opened = Service.open(folder)
    server_settings = opened.settings.server
    count = workers or server_settings.workers
    listener = listen(host or server_settings.host, server_settings.port if port is None else port)
    _announce(listener, opened.settings.service.name, as_json=as_json)
    if count == 1:
        config = uvicorn.Config(create_app(opened), **SERVER_OPTIONS)
        # How it is meant to be stopped, so no failure.
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])
    else:
        from uvicorn.supervisors import Multiprocess

        opened.close()
        os.environ[_FOLDER] = str(folder.resolve())
        if not server_settings.secret_key:
            # The workers must know one another's forms: whichever sent the page, any may get what is typed into it.
            os.environ[_SECRET_KEY] = secrets.token_urlsafe(32)
        config = uvicorn.Config(f"{__name__}:application", factory=True, workers=count, **SERVER_OPTIONS)
        Multiprocess(config, sockets=[listener]).run()
    if not as_json:
        sys.stderr.write("Stopped.\n")


def application() -> FastAPI:
    """Return the application of the service in ``FINGERPOST_SERVICE_FOLDER``, for one worker process."""
    from fingerpost.interfaces.app import create_app
    from fingerpost.service import Service

    return create_app(Service.open(os.environ.get(_FOLDER, ".")))


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on ``host`` and ``port``.

    Raises:
        AddressInUseError: another process has the address, or it is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=2048)
        # Without it an answer's last packet waits 40 ms for the first to be acknowledged: asyncio turns the wait off
        # only for sockets that name their protocol, which create_server's do not. Connections inherit it.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError as problem:
        raise AddressInUseError(
            f"can't listen there: {problem.strerror or problem}",
            where=f"{host}:{port}",
            fix="stop what uses the port, or choose another with --port",
        ) from None
    listener.set_inheritable(True)
    return listener


def address(listener: socket.socket) -> str:
    """Return the address a browser opens to reach ``listener``."""
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 -- read, not bound
    return f"http://{shown}:{port}/"


def _announce(listener: socket.socket, name: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"service": name, "url": address(listener)})
    else:
        sys.stdout.write(f"{name} is at {address(listener)}\nPress Ctrl-C to stop.\n")
        sys.stdout.flush()
