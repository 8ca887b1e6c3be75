"""Delivery into a folder: a file for each submission, whole or not there, that only the service's own user may read."""

from __future__ import annotations

import os
from pathlib import Path

from fingerpost.services.submissions.reference import shown
from fingerpost.services.submissions.sending import Queued, TryAgainError


def write(queued: Queued, folder: Path) -> Path:
    """Write a submission to ``REFERENCE.json`` and return the file. Written again, it is the same file.

    Raises:
        TryAgainError: the folder can't be written, or its disk is full.
    """
    file = folder / f"{shown(queued.reference)}.json"
    fresh = folder / f".{queued.id}.{queued.attempts}.new"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as opened:
            opened.write(queued.body)
            opened.flush()
            os.fsync(opened.fileno())
        fresh.replace(file)
        _keep_the_name(folder)
    except OSError as problem:
        raise TryAgainError(f"the folder can't be written ({problem.strerror or type(problem).__name__})") from None
    return file


def _keep_the_name(folder: Path) -> None:
    """Have the disk keep the file's name too: until then a power cut could take a whole file away."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
