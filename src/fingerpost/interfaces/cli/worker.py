"""``fingerpost worker``: deliver what people sent in, beside the servers or in place of them."""

from __future__ import annotations

import signal
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from fingerpost.interfaces.cli.options import JsonOption, ServiceOption
from fingerpost.interfaces.cli.output import console, plural, print_json


def worker(
    service: ServiceOption = Path(),
    once: Annotated[bool, typer.Option("--once", help="Send what is due now, and end.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Deliver what people sent in, until stopped. Any number of workers may run at once."""
    from fingerpost.interfaces.cli.submissions import opened
    from fingerpost.interfaces.delivering import Deliverer, expire
    from fingerpost.settings import load_settings

    settings = load_settings(service)
    with opened(settings) as outbox:
        deliverer = Deliverer(settings, lambda: outbox)
        if once:
            done = deliverer.round()
            expire(settings, outbox)
            if as_json:
                print_json(asdict(done))
            else:
                console().print(
                    f"Delivered {plural(done.delivered, 'submission')}, "
                    f"{done.put_back} to be tried again, {done.given_up} given up."
                )
            return
        from fingerpost.interfaces.logging import configure_logging

        configure_logging()

        def stop(number: int, frame: object) -> None:
            del number, frame
            deliverer.stop()

        for sent in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sent, stop)
        if not as_json:
            sys.stderr.write(f"Delivering for {settings.service.name}. Press Ctrl-C to stop.\n")
        deliverer.run()
