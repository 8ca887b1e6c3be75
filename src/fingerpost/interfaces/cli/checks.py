"""What ``fingerpost doctor`` looks at. Each check says ok, warn or fail, and what to do about it."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from fingerpost.errors import FingerpostError
from fingerpost.interfaces.cli.output import plural, size

if TYPE_CHECKING:
    from fingerpost.search.embed import Embedder
    from fingerpost.search.index import Release
    from fingerpost.settings import Settings

_DISK_FAIL = 100_000_000
_DISK_WARN = 1_000_000_000
_OLD = timedelta(days=30)
_FIRST_RELEASED = datetime(2026, 11, 1, tzinfo=UTC)
"""No clock that is right can be before this: Fingerpost did not exist."""


class State(StrEnum):
    """What a check came to. Only ``fail`` stops the service from serving."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor's report. ``fix`` is empty when there is nothing to do."""

    name: str
    state: State
    text: str
    fix: str = ""


def check_service(folder: Path, *, now: datetime | None = None) -> Iterator[Check]:
    """Yield what there is to say about one service, in the order it would be needed to serve.

    Args:
        folder: the service's folder.
        now: the time to judge ages and the clock by; the machine's own by default.
    """
    from fingerpost.settings import load_settings

    now = now or datetime.now(UTC)
    try:
        settings = load_settings(folder)
    except FingerpostError as problem:
        yield _failed("settings", problem)
        return
    yield Check("settings", State.OK, f"{settings.service.name}: {plural(len(settings.sources), 'source')}")
    yield check_contact(settings)
    yield check_wording(settings)
    yield check_help(settings, now)
    yield check_model(settings)
    embedder: Embedder | None = None
    release: Release | None = None
    try:
        embedder = _open_embedder(settings)
        yield Check("model files", State.OK, f"{settings.index.embedder}: every file is the one we shipped")
    except FingerpostError as problem:
        yield _failed("model files", problem)
    if embedder is not None:
        try:
            release = _open_release(settings, embedder)
            yield check_release(release, now)
        except FingerpostError as problem:
            yield _failed("index", problem)
    yield from check_sources(settings)
    yield check_disk(settings)
    yield check_database(settings)
    yield check_clock(now, release)
    yield check_address(settings)
    yield check_forms(settings)


def check_contact(settings: Settings) -> Check:
    """Say whether a person who gets no answer is told whom to ask."""
    contact = settings.service.contact
    if contact.phone or contact.email or contact.url:
        return Check("contact", State.OK, contact.name or "set")
    return Check(
        "contact",
        State.WARN,
        "somebody who gets no answer is not told whom to ask",
        "set phone, email or url under [service.contact]",
    )


def check_wording(settings: Settings) -> Check:
    """Say which languages the pages speak, and whether the service's own wording can be used."""
    from fingerpost.interfaces.wording import open_catalogues
    from fingerpost.interfaces.wording.own import NAME

    locales = settings.service.locales
    try:
        spoken = open_catalogues(settings.folder, locales)
    except FingerpostError as problem:
        return _failed("wording", problem)
    names = ", ".join(words.say(NAME) for words in spoken.values())
    unspoken = [locale for locale in locales if locale not in spoken]
    if unspoken:
        return Check(
            "wording",
            State.WARN,
            f"the pages speak {names}, and no words for {', '.join(unspoken)} were found",
            f"write wording/{unspoken[0]}.po; docs/how-to/translate.md says how",
        )
    return Check("wording", State.OK, f"the pages speak {names}")


def check_help(settings: Settings, now: datetime) -> Check:
    """Say whether the helplines' numbers were checked within six months, and whether the service has its own."""
    from fingerpost.safeguards.urgent.routes import GOOD_FOR, every_route, unchecked

    old = unchecked(now.date())
    if old:
        named = ", ".join(route.name for route in old[:3])
        more = f" and {len(old) - 3} more" if len(old) > 3 else ""
        return Check(
            "helplines",
            State.WARN,
            f"not checked for {GOOD_FOR.days // 30} months: {named}{more}",
            "compare each number with its source in safeguards/urgent/routes.toml, or install a newer Fingerpost",
        )
    text = f"{plural(len(every_route()), 'line')} of help, each checked within six months"
    if not settings.service.duty_lines:
        return Check("helplines", State.OK, f"{text}; no duty line of your own is set")
    return Check("helplines", State.OK, f"{text}; {plural(len(settings.service.duty_lines), 'duty line')} of your own")


def check_model(settings: Settings) -> Check:
    """Say whether a model composes, and whether it has what it needs. Nothing is sent to it."""
    if settings.answers.composer != "model":
        return Check("model", State.OK, "none is asked: the guidance is quoted")
    # Imported here because a service that quotes needs none of it.
    from fingerpost.answers.model.clients import check_model_settings

    try:
        check_model_settings(settings.model, settings.folder)
    except FingerpostError as problem:
        return _failed("model", problem)
    return Check("model", State.OK, f"{settings.model.name} is set; whether it answers is seen when it is asked")


def check_release(release: Release, now: datetime) -> Check:
    """Say what the index holds, and whether it has grown old or empty."""
    text = f"release {release.version}: {plural(release.documents, 'page')}, {plural(release.sections, 'section')}"
    if release.sections == 0:
        return Check("index", State.WARN, f"{text}: there is nothing to answer from", "run 'fingerpost sync'")
    if now - release.created_at > _OLD:
        return Check(
            "index",
            State.WARN,
            f"{text}, made {(now - release.created_at).days} days ago",
            "run 'fingerpost sync', and then every day",
        )
    return Check("index", State.OK, f"{text}, made {release.created_at:%Y-%m-%d %H:%M} UTC")


def check_sources(settings: Settings) -> Iterator[Check]:
    """Say of each source whether it can be reached. One that can't be doesn't stop serving what was read before."""
    from fingerpost.content.source import open_source

    if not settings.sources:
        yield Check("sources", State.WARN, "there are none", "add a [[sources]] table to fingerpost.toml")
    for source_settings in settings.sources:
        name = f"source {source_settings.name}"
        try:
            open_source(source_settings, settings).check()
        except FingerpostError as problem:
            yield Check(name, State.WARN, _said(problem), problem.fix)
        else:
            yield Check(name, State.OK, "can be read")


def check_disk(settings: Settings) -> Check:
    """Say whether there is room to write, and leave to."""
    folder = settings.folder
    if not os.access(folder, os.W_OK):
        return Check("disk", State.FAIL, f"{folder} can't be written to", "let the user who serves write to the folder")
    free = shutil.disk_usage(folder).free
    if free < _DISK_FAIL:
        return Check("disk", State.FAIL, f"only {size(free)} is free", "make room, at least 1 GB")
    if free < _DISK_WARN:
        return Check("disk", State.WARN, f"only {size(free)} is free", "make room, at least 1 GB")
    return Check("disk", State.OK, f"{size(free)} free")


def check_database(settings: Settings) -> Check:
    """Say whether the conversation store can be reached. Its password is never shown."""
    from sqlalchemy import create_engine, make_url, text
    from sqlalchemy.exc import ArgumentError, SQLAlchemyError

    fix = "correct conversations.database_url, or start the database it names"
    try:
        url = make_url(settings.database_url)
    except ArgumentError:
        return Check("database", State.FAIL, "conversations.database_url is not a database's address", fix)
    shown = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
        file = Path(url.database)
        if not file.exists():
            return _check_new_file(file)
    try:
        engine = create_engine(url)
        try:
            with engine.connect() as connection:
                connection.execute(text("select 1"))
        finally:
            engine.dispose()
    except ImportError as problem:
        return Check(
            "database", State.FAIL, f"{shown} needs a driver ({problem.name})", "pip install 'fingerpost[postgres]'"
        )
    except SQLAlchemyError as problem:
        return Check("database", State.FAIL, f"{shown} can't be reached ({type(problem).__name__})", fix)
    return Check("database", State.OK, shown)


def _check_new_file(file: Path) -> Check:
    nearest = next(folder for folder in file.parents if folder.exists())
    if os.access(nearest, os.W_OK):
        return Check("database", State.OK, f"{file} will be made on the first question")
    return Check("database", State.FAIL, f"{nearest} can't be written to", "let the user who serves write to it")


def check_clock(now: datetime, release: Release | None) -> Check:
    """Say whether the machine's clock can be right: not before Fingerpost was, nor before its own index."""
    fix = "set the machine's clock, or turn time synchronisation on"
    if now < _FIRST_RELEASED:
        return Check("clock", State.FAIL, f"the machine says {now:%Y-%m-%d}, which has long passed", fix)
    if release is not None and release.created_at - now > timedelta(minutes=5):
        return Check("clock", State.WARN, f"the machine says {now:%Y-%m-%d %H:%M} UTC, before its index was made", fix)
    return Check("clock", State.OK, f"{now:%Y-%m-%d %H:%M} UTC")


def check_address(settings: Settings) -> Check:
    """Say whether the port can be listened on, or something (perhaps this service) has it already."""
    host, port = settings.server.host, settings.server.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as problem:
        return Check(
            "address",
            State.WARN,
            f"{host}:{port} can't be listened on: {problem.strerror or problem}",
            "nothing, if the service is running; else choose another server.port",
        )
    return Check("address", State.OK, f"{host}:{port} is free")


def check_forms(settings: Settings) -> Check:
    """Say whether every process that answers knows the forms that another one sent."""
    if settings.server.secret_key:
        return Check("forms", State.OK, "signed with server.secret_key")
    if settings.server.workers == 1:
        return Check("forms", State.OK, "signed with a new key at each start")
    return Check(
        "forms",
        State.WARN,
        f"server.workers is {settings.server.workers} and server.secret_key is not set: 'fingerpost serve' gives its "
        "processes one key until it stops, but processes started any other way refuse one another's forms",
        "set FINGERPOST_SERVER__SECRET_KEY to 32 or more random characters",
    )


def _open_embedder(settings: Settings) -> Embedder:
    from fingerpost.search.embed import open_embedder

    return open_embedder(settings.index.embedder)


def _open_release(settings: Settings, embedder: Embedder) -> Release:
    from fingerpost.search.index import Index

    return Index.open(settings.index_uri, embedder).release


def _failed(name: str, problem: FingerpostError) -> Check:
    return Check(name, State.FAIL, _said(problem), problem.fix)


def _said(problem: FingerpostError) -> str:
    return f"{problem.where}: {problem.what}" if problem.where else problem.what
