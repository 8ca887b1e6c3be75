"""What the last ``fingerpost sync`` came to, kept beside the settings so that ``fingerpost status`` can say it."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from fingerpost.settings import Settings


def remember(settings: Settings, report: dict[str, Any], *, finished: datetime | None = None) -> None:
    """Keep a sync's report. A folder that can't be written is no reason to fail a sync that succeeded.

    Args:
        settings: the service's settings.
        report: the report as one JSON object.
        finished: when it ended; now by default.
    """
    kept = {"finished_at": (finished or datetime.now(UTC)).isoformat(timespec="seconds"), **report}
    file = _file(settings)
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def recall(settings: Settings) -> dict[str, Any] | None:
    """Return the last report with its ``finished_at``, or ``None`` when none is kept or it can't be read."""
    try:
        kept: Any = json.loads(_file(settings).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return cast("dict[str, Any]", kept) if isinstance(kept, dict) and "finished_at" in kept else None


def _file(settings: Settings) -> Path:
    return settings.folder / ".fingerpost" / "last-sync.json"
