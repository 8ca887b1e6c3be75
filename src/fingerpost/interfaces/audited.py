"""What the audit log is told of a service: everything that can change what it does, with no secret in it."""

from __future__ import annotations

import getpass
import json
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, cast

from fingerpost.errors import FingerpostError

if TYPE_CHECKING:
    from fingerpost.conversations.audit import AuditLog
    from fingerpost.domain import Record
    from fingerpost.service import Service
    from fingerpost.settings import Settings

_PASSWORD = re.compile(r"(?<=://)([^/@:\s]*):[^/@\s]*@")
_log = logging.getLogger("fingerpost.audit")


def actor() -> str:
    """Return who runs this process, as the audit log names them."""
    try:
        return f"system user {getpass.getuser()}"
    except (OSError, KeyError):  # a container's user may have no name
        return "system user"


def state_of(settings: Settings, record: Record) -> dict[str, Any]:
    """Return everything that can change what the service does, by name.

    Args:
        settings: each is one name, such as ``settings.answers.answer_threshold``. Of a secret only whether it is set
            is told, and of an address nothing that signs in.
        record: the versions that answers are made with: index, content, prompt, weights and release.
    """
    # Each URL's password goes before SecretStr's stars, which are the same whatever the secret is.
    dumped = json.loads(_PASSWORD.sub(r"\1:(hidden)@", settings.model_dump_json()))
    versions = {f"version.{name}": value for name, value in asdict(record).items() if value}
    return dict(_flat("settings", dumped)) | versions


def noted(log: AuditLog, state: Mapping[str, Any], *, by: str) -> bool:
    """Tell the log what a service is now, and return whether it could be told. What it can't be told is logged.

    Nothing is undone where the store is out of reach: the next process that finds the change tells of it.
    """
    try:
        log.note(state, actor=by)
    except FingerpostError as problem:
        _log.warning("the audit log was not written", extra={"exception": type(problem).__name__})
        return False
    return True


def watcher(service: Service) -> Callable[[], None]:
    """Return what, called now and then, tells the audit log when the service that is served has changed."""
    told: dict[str, Any] = {}

    def watch() -> None:
        state = state_of(service.settings, service.versions())
        if state != told and noted(service.store.audit, state, by=actor()):
            told.clear()
            told.update(state)

    return watch


def _flat(name: str, value: object) -> list[tuple[str, Any]]:
    """Return the leaves of settings. A list is one of them: its places say nothing by themselves."""
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        return [leaf for key, inner in fields.items() for leaf in _flat(f"{name}.{key}", inner)]
    return [] if value is None else [(name, value)]
