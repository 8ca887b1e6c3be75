"""``fingerpost mcp``: the service as tools of the Model Context Protocol, over standard input and output or HTTP."""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from fingerpost.errors import FingerpostError
from fingerpost.interfaces.cli.options import JsonOption, ServiceOption
from fingerpost.interfaces.cli.output import print_json
from fingerpost.interfaces.cli.serve import address, listen


class ExtraMissingError(FingerpostError):
    """An optional part of Fingerpost is not installed."""

    slug = "extra-missing"


def mcp(
    service: ServiceOption = Path(),
    http: Annotated[
        bool, typer.Option("--http", help="Serve over streamable HTTP instead of standard input and output.")
    ] = False,
    host: Annotated[str | None, typer.Option("--host", help="With --http: listen here instead of server.host.")] = None,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="With --http: listen on this port; 0 picks one.")
    ] = 8001,
    as_json: JsonOption = False,
) -> None:
    """Serve 'ask', 'search' and 'read_document' to assistants that speak the Model Context Protocol.

    Without --http, the program that starts this command talks to it over standard input and output.
    """
    if find_spec("mcp") is None:
        raise ExtraMissingError(
            "the Model Context Protocol's SDK is not installed", fix="install it with: pip install 'fingerpost[mcp]'"
        )
    from fingerpost.interfaces.mcp import mcp_server
    from fingerpost.safeguards.personal_data import warm_up
    from fingerpost.service import Service

    with Service.open(service) as opened:
        warm_up(opened.known_words)
        if not http:
            with suppress(KeyboardInterrupt):
                mcp_server(opened).run("stdio")
            return
        import uvicorn

        from fingerpost.interfaces.app import SERVER_OPTIONS
        from fingerpost.interfaces.logging import configure_logging
        from fingerpost.interfaces.mcp_http import PATH, mcp_application

        configure_logging()
        listener = listen(host or opened.settings.server.host, port)
        url = f"{address(listener).rstrip('/')}{PATH}"
        if as_json:
            print_json({"service": opened.settings.service.name, "url": url})
        else:
            sys.stdout.write(f"{opened.settings.service.name} is at {url}\nPress Ctrl-C to stop.\n")
            sys.stdout.flush()
        with suppress(KeyboardInterrupt):
            uvicorn.Server(uvicorn.Config(mcp_application(opened), **SERVER_OPTIONS)).run(sockets=[listener])
