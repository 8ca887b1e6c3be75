"""One service's settings: ``fingerpost.toml`` and the environment, read into one checked model.

The environment wins over the file. A key is spelled ``FINGERPOST_`` and the names joined by two underscores, such as
``FINGERPOST_SERVER__PORT=8080``. A mistake in either is a ``SettingsError`` that names the key and the fix; an unknown
key is a mistake too, because a misspelt safeguard must not be a missing one.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, cast

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings import SettingsError as UnreadableVariableError

from fingerpost.errors import SettingsError
from fingerpost.mistakes import describe, suggestion
from fingerpost.settings.calculators import CalculatorSettings
from fingerpost.settings.gate import GateSettings
from fingerpost.settings.insights import InsightsSettings
from fingerpost.settings.journeys import JourneySettings
from fingerpost.settings.model import MODEL_PATTERNS, ModelSettings
from fingerpost.settings.parts import (
    PATTERNS,
    AnswerSettings,
    BrandSettings,
    ConversationSettings,
    FetchSettings,
    IndexSettings,
    PolicySettings,
    ScreeningSettings,
    SearchSettings,
    ServerSettings,
    ServiceSettings,
    SourceSettings,
)
from fingerpost.settings.people import PeopleSettings
from fingerpost.settings.plans import PlanSettings
from fingerpost.settings.receipts import ReceiptSettings
from fingerpost.settings.submissions import SUBMISSION_PATTERNS, SubmissionSettings

FILE_NAME = "fingerpost.toml"
ENVIRONMENT_PREFIX = "FINGERPOST_"
_PATTERNS = PATTERNS | MODEL_PATTERNS | SUBMISSION_PATTERNS


class Settings(BaseSettings):
    """Everything that can be set, checked. Build it with ``load_settings``."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix=ENVIRONMENT_PREFIX,
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        validate_default=True,
        nested_model_default_partial_update=True,
    )

    service: ServiceSettings
    brand: BrandSettings = BrandSettings()
    sources: tuple[SourceSettings, ...] = ()
    fetch: FetchSettings = FetchSettings()
    index: IndexSettings = IndexSettings()
    screening: ScreeningSettings = ScreeningSettings()
    search: SearchSettings = SearchSettings()
    answers: AnswerSettings = AnswerSettings()
    model: ModelSettings = ModelSettings()
    conversations: ConversationSettings = ConversationSettings()
    people: PeopleSettings = PeopleSettings()
    journeys: JourneySettings = JourneySettings()
    submissions: SubmissionSettings = SubmissionSettings()
    calculators: CalculatorSettings = CalculatorSettings()
    receipts: ReceiptSettings = ReceiptSettings()
    gate: GateSettings = GateSettings()
    plans: PlanSettings = PlanSettings()
    insights: InsightsSettings = InsightsSettings()
    server: ServerSettings = ServerSettings()
    policy: tuple[PolicySettings, ...] = ()
    folder: Path = Field(default=Path(), exclude=True)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the file's values, which come in as arguments."""
        del settings_cls, dotenv_settings, file_secret_settings  # neither is read: no surprises from elsewhere
        return env_settings, init_settings

    @field_validator("policy")
    @classmethod
    def _policies_differ(cls, policy: tuple[PolicySettings, ...]) -> tuple[PolicySettings, ...]:
        names = [each.name for each in policy]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"two policies are called {name!r}; give each its own name")
        return policy

    @field_validator("sources")
    @classmethod
    def _names_differ(cls, sources: tuple[SourceSettings, ...]) -> tuple[SourceSettings, ...]:
        names = [source.name for source in sources]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"two sources are called {name!r}; give each a name of its own")
        return sources

    def path(self, value: str | Path) -> Path:
        """Return ``value`` as a path, taken from the service's folder when it is relative."""
        return (self.folder / value).resolve()

    @property
    def index_uri(self) -> str:
        """The index's address: an absolute folder, or the URI as it stands for object storage."""
        return self.index.uri if "://" in self.index.uri else str(self.path(self.index.uri))

    @property
    def tombstones(self) -> Path:
        """The file that remembers which conversations were deleted."""
        return self.path(self.conversations.tombstones)

    @property
    def database_url(self) -> str:
        """The conversation store's URL, a relative SQLite path taken from the service's folder."""
        url = self.conversations.database_url.get_secret_value()
        prefix = "sqlite:///"
        if url.startswith(prefix) and not url.startswith("sqlite:////") and url != "sqlite:///:memory:":
            return prefix + str(self.path(url.removeprefix(prefix)))
        return url


def load_settings(folder: Path | str = ".", environment: Mapping[str, str] | None = None) -> Settings:
    """Read and check one service's settings.

    Args:
        folder: the service's folder, or the path of its ``fingerpost.toml``.
        environment: what to read instead of the process's environment, for tests.

    Returns:
        The checked settings, with ``folder`` set to the absolute folder of the file.

    Raises:
        SettingsError: the file is missing, is not TOML, or a key is unknown or has a wrong value. Every mistake is
            listed, each with its key and fix.
    """
    file = Path(folder)
    if file.is_dir() or file.name != FILE_NAME:
        file = file / FILE_NAME
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise SettingsError(
            "there is no fingerpost.toml here",
            where=str(file),
            fix="run 'fingerpost init FOLDER' to make a service, or pass --service FOLDER",
        ) from None
    except tomllib.TOMLDecodeError as problem:
        raise SettingsError(
            f"this is not valid TOML: {problem}", where=str(file), fix="mend the line named, then try again"
        ) from None
    except UnicodeDecodeError:
        raise SettingsError("this is not UTF-8 text", where=str(file), fix="save the file as UTF-8") from None
    except OSError as problem:
        raise SettingsError(
            f"can't be read: {problem.strerror or problem}", where=str(file), fix="let this user read the file"
        ) from None
    if "folder" in written:
        raise SettingsError("unknown key 'folder'", where=FILE_NAME, fix="take it out")
    _refuse_a_key_in_the_file(written, str(file))
    known = dict(os.environ if environment is None else environment)
    _refuse_unknown_environment(known)
    try:
        return _build(written, file.resolve().parent, known)
    except UnreadableVariableError as problem:
        raise SettingsError(
            "a list or a table must be written as JSON",
            where=_unreadable(str(problem), known),
            fix="""write it as JSON, such as FINGERPOST_SERVER__CORS_ORIGINS='["https://www.example.org"]'""",
        ) from None
    except ValidationError as problem:
        raise SettingsError(
            describe(problem, written, Settings, patterns=_PATTERNS, variables=_variables(known)),
            where=str(file),
            fix="correct the keys above; docs/reference/settings.md lists every key",
        ) from None


def _build(written: dict[str, Any], folder: Path, environment: dict[str, str]) -> Settings:
    before = {k: v for k, v in os.environ.items() if k.upper().startswith(ENVIRONMENT_PREFIX)}
    wanted = {k: v for k, v in environment.items() if k.upper().startswith(ENVIRONMENT_PREFIX)}
    if wanted == before:
        return Settings(**written, folder=folder)
    for key in before:
        del os.environ[key]
    os.environ.update(wanted)
    try:
        return Settings(**written, folder=folder)
    finally:
        for key in wanted:
            os.environ.pop(key, None)
        os.environ.update(before)


def _refuse_a_key_in_the_file(written: dict[str, Any], where: str) -> None:
    """Refuse a key in a file that is kept with the service, and shared as such files are."""
    for table, key, otherwise in (
        ("model", "key", ", or model.key_file to a file of its own"),
        ("people", "webhook_key", ""),
        ("plans", "keys", ", or plans.key_file to a file of its own"),
        ("plans", "notify_key", ""),
    ):
        part = written.get(table)
        if isinstance(part, dict) and key in part:
            variable = f"{ENVIRONMENT_PREFIX}{table}__{key}".upper()
            raise SettingsError(
                f"{table}.{key} is a secret and must not stand in this file",
                where=where,
                fix=f"take it out, and set {variable} in the environment{otherwise}",
            )
    _refuse_a_destinations_secret(written.get("submissions"), where)


def _refuse_a_destinations_secret(submissions: Any, where: str) -> None:
    part = cast("dict[str, Any]", submissions) if isinstance(submissions, dict) else {}
    named = part.get("destinations")
    destinations = cast("dict[str, Any]", named) if isinstance(named, dict) else {}
    for name, destination in destinations.items():
        for key in ("key", "password"):
            if isinstance(destination, dict) and key in destination:
                variable = f"{ENVIRONMENT_PREFIX}submissions__destinations__{name}__{key}".upper()
                raise SettingsError(
                    f"submissions.destinations.{name}.{key} is a secret and must not stand in this file",
                    where=where,
                    fix=f"take it out, and set {variable} in the environment",
                )


def _refuse_unknown_environment(environment: Mapping[str, str]) -> None:
    names = set(Settings.model_fields) - {"folder"}
    for variable in environment:
        if not variable.upper().startswith(ENVIRONMENT_PREFIX):
            continue
        first = variable[len(ENVIRONMENT_PREFIX) :].lower().split("__")[0]
        if first in names or first in {"service_folder", "log"}:
            continue
        raise SettingsError(
            f"unknown key {first!r}{suggestion(first, names)}",
            where=f"environment variable {variable}",
            fix="unset it, or spell it FINGERPOST_PART__KEY, such as FINGERPOST_SERVER__PORT",
        )


def _unreadable(problem: str, environment: Mapping[str, str]) -> str:
    """Return which variables could not be read. pydantic-settings names the part they set, never the variable."""
    part = problem.split('"')[1] if '"' in problem else ""
    names = [name for key, name in _variables(environment).items() if key.split(".")[0] == part]
    return f"environment variable {' or '.join(sorted(names))}" if names else "the environment"


def _variables(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment variables that set something, by the dotted key they set."""
    return {
        variable[len(ENVIRONMENT_PREFIX) :].lower().replace("__", "."): variable
        for variable in environment
        if variable.upper().startswith(ENVIRONMENT_PREFIX)
    }
