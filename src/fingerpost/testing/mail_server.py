"""A mail server on loopback, scripted by a test: it keeps what it is sent, and counts each Message-ID once.

As much of SMTP (RFC 5321) as the standard library's client speaks, with STARTTLS where it is given a certificate.
"""

from __future__ import annotations

import email
import socketserver
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from types import TracebackType
from typing import Self


@dataclass(frozen=True, slots=True)
class ReceivedMail:
    """One message as it arrived; ``encrypted`` says that it came over TLS."""

    recipients: tuple[str, ...]
    message: EmailMessage
    raw: bytes
    encrypted: bool


class MailServer:
    """An SMTP server on 127.0.0.1, running from ``with`` to the end of its block.

    Args:
        replies: what is said instead of the usual at a command, such as ``{"RCPT": "550 no such mailbox"}``.
        tls: the server's certificate; without one STARTTLS is not offered.

    Attributes:
        received: every message so far, in order.
    """

    def __init__(self, replies: Mapping[str, str] | None = None, tls: ssl.SSLContext | None = None) -> None:
        self.received: list[ReceivedMail] = []
        self.replies: dict[str, str] = dict(replies or {})
        self.tls = tls
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _session(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_address[1])

    @property
    def counted(self) -> Mapping[str, ReceivedMail]:
        """What was taken, by its Message-ID: however often a message arrived, it is here once."""
        counted: dict[str, ReceivedMail] = {}
        for each in self.received:
            counted.setdefault(str(each.message["Message-ID"]), each)
        return counted

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _session(server: MailServer) -> type[socketserver.StreamRequestHandler]:
    class Session(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.encrypted = False
            self.recipients: list[str] = []
            self._say("220 loopback")
            commands: dict[str, Callable[[str], str]] = {
                "EHLO": self._hello,
                "RCPT": self._recipient,
                "DATA": self._data,
            }
            while line := self.rfile.readline().decode("ascii", "replace").strip():
                command = line.split(":")[0].split(" ")[0].upper()
                if command == "QUIT":
                    self._say("221 bye")
                    return
                if command == "STARTTLS" and server.tls:
                    self._start_tls(server.tls)
                    continue
                said = server.replies.get(command)
                self._say(said or commands.get(command, lambda _: "250 fine")(line))

        def _hello(self, line: str) -> str:
            del line
            offered = ["STARTTLS"] if server.tls and not self.encrypted else []
            told = ["loopback", *offered, "SIZE 1000000"]
            return "\r\n".join(
                f"250{' ' if number == len(told) else '-'}{each}" for number, each in enumerate(told, start=1)
            )

        def _recipient(self, line: str) -> str:
            self.recipients.append(line.partition("<")[2].partition(">")[0])
            return "250 fine"

        def _data(self, line: str) -> str:
            del line
            self._say("354 go on")
            lines: list[bytes] = []
            while (text := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(text.removeprefix(b".") if text.startswith(b"..") else text)
            raw = b"".join(lines)
            message = email.message_from_bytes(raw, policy=default)
            server.received.append(ReceivedMail(tuple(self.recipients), message, raw, self.encrypted))
            self.recipients = []
            return server.replies.get("END", "250 taken")

        def _start_tls(self, context: ssl.SSLContext) -> None:
            self._say("220 go on")
            self.request = context.wrap_socket(self.request, server_side=True)
            self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)
            self.encrypted = True

        def _say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    return Session
