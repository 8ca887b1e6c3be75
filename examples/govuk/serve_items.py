"""Play GOV.UK on this machine: serve a folder of Content API items as its Content and Search APIs, until Ctrl+C."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from fingerpost.testing.content_server import ContentServer

REPOSITORY = Path(__file__).resolve().parents[2]
ITEMS = REPOSITORY.parent / "shared" / "data" / "govuk-content-items"
PORT = 8125
"""The port that fingerpost.toml names."""


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=Path, default=ITEMS, help="the folder of Content API items (JSON)")
    parser.add_argument("--port", type=int, default=PORT)
    chosen = parser.parse_args()
    with ContentServer.from_items(chosen.items, port=chosen.port) as server:
        print(f"Serving {chosen.items.name} at {server.url} (Ctrl+C to stop)", flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            print("Stopped")


if __name__ == "__main__":
    main()
