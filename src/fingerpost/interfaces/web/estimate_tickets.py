"""Where an estimate has got to, kept for some minutes under a random id that only the visitor's cookie holds.

In files, because any of the server's processes may be asked for the waiting page. A file is named by a hash of the id,
readable by the server's own user alone, and deleted when its time is over or the person asks.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

_ID = re.compile(r"[A-Za-z0-9_-]{32,64}")


class Tickets:
    """The estimates asked for lately.

    Args:
        folder: where they are kept; made when first used.
        keep_seconds: for how long after their last change.
    """

    def __init__(self, folder: Path, keep_seconds: float) -> None:
        self._folder, self._keep = folder, keep_seconds

    @staticmethod
    def new_id() -> str:
        """Return an id that nobody can guess."""
        return secrets.token_urlsafe(32)

    def write(self, ticket: str, state: Mapping[str, Any]) -> None:
        """Keep what is known of an estimate, in place of what was."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._sweep()
        file = self._file(ticket)
        beside = file.with_suffix(f".{secrets.token_hex(8)}")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            json.dump(dict(state), out)
        beside.replace(file)

    def change(self, ticket: str, state: Mapping[str, Any]) -> None:
        """Keep what is new of an estimate, unless it was deleted meanwhile."""
        held = self.read(ticket)
        if held is not None:
            self.write(ticket, {**held, **state})

    def read(self, ticket: str) -> dict[str, Any] | None:
        """Return what is known of an estimate; ``None`` when it has gone or never was."""
        if not _ID.fullmatch(ticket):
            return None
        file = self._file(ticket)
        try:
            if time.time() - file.stat().st_mtime > self._keep:
                return None
            return cast("dict[str, Any]", json.loads(file.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return None

    def delete(self, ticket: str) -> None:
        """Forget an estimate."""
        if _ID.fullmatch(ticket):
            self._file(ticket).unlink(missing_ok=True)

    def _file(self, ticket: str) -> Path:
        return self._folder / f"{hashlib.sha256(ticket.encode()).hexdigest()}.json"

    def _sweep(self) -> None:
        before = time.time() - self._keep
        for file in self._folder.iterdir():
            with suppress(OSError):
                if file.stat().st_mtime < before:
                    file.unlink()
