"""A back office on loopback that takes submissions and counts each once, as a receiver should.

Ships with the library, so that a service can be tested over real HTTP, up to what a council's own system would get::

    with BackOffice(key) as office:
        ...  # submissions.destinations.default.url = office.url
    assert len(office.counted) == 1

It refuses what is not signed with the shared key, and tells a second arrival by its ``Idempotency-Key``.
"""

from __future__ import annotations

from collections.abc import Mapping

from fingerpost.testing.web_chat_server import DeskReply, Received, WebChatServer


class BackOffice(WebChatServer):
    """An HTTP server on 127.0.0.1, running from ``with`` to the end of its block.

    Args:
        key: the shared secret, as the destination's ``key`` has it.
        script: what is said to each request in turn; the last one for ever. It takes everything by default.
    """

    def __init__(self, key: str, *script: DeskReply) -> None:
        super().__init__(key, *(script or (DeskReply(204, b""),)))

    @property
    def counted(self) -> Mapping[str, Received]:
        """What was taken, by its key: however often a submission arrived, it is here once."""
        counted: dict[str, Received] = {}
        for each in self.received:
            if each.genuine:
                counted.setdefault(each.headers.get("idempotency-key", ""), each)
        return counted
