"""Settings for the tests of sources, with a loopback server allowed and waits kept short."""

from __future__ import annotations

from typing import Any

from fingerpost.settings import Settings
from fingerpost.testing.content_server import ContentServer


def settings_for(server: ContentServer, source: dict[str, Any], **fetch: Any) -> Settings:
    """Return a service's settings with one source, which is on this server unless it says otherwise."""
    return Settings.model_validate(
        {
            "service": {"name": "Sampleford", "locales": fetch.pop("locales", ("en",))},
            "sources": [{"name": "guidance", "url": server.url, **source}],
            "fetch": {
                "allow_private_hosts": [server.host],
                "requests_per_second": 1000,
                "timeout_seconds": 1,
                "retries": 1,
                **fetch,
            },
        }
    )
