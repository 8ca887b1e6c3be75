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
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings import SettingsError as UnreadableVariableError

from fingerpost.errors import SettingsError
from fingerpost.mistakes import describe, suggestion

FILE_NAME = "fingerpost.toml"
ENVIRONMENT_PREFIX = "FINGERPOST_"

_LOCALE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
_COLOUR = r"^#[0-9a-fA-F]{6}$"
_HTTP_URL = r"^https?://[^\s]+$"
_NAME = r"^[a-z0-9][a-z0-9-]{0,62}$"
_PATTERNS = {
    _LOCALE: "a language code, such as 'en' or 'cy'",
    _COLOUR: "a colour as # and six hexadecimal digits, such as '#1d3c5a'",
    _HTTP_URL: "an address that starts with https:// or http://",
    _NAME: "small letters, digits and hyphens, such as 'council-pages'",
}

Locale = Annotated[str, Field(pattern=_LOCALE)]
Colour = Annotated[str, Field(pattern=_COLOUR)]
HttpUrl = Annotated[str, Field(pattern=_HTTP_URL, max_length=2000)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)


class ContactSettings(_Part):
    """How a person reaches the organisation. Shown whenever there is no answer, so never leave it all empty."""

    name: str = ""
    phone: str = ""
    email: str = ""
    url: HttpUrl | Literal[""] = ""
    hours: str = ""
    text_relay: str = ""


class ServiceSettings(_Part):
    """Who runs the service and in which languages."""

    name: str = Field(min_length=1, max_length=100)
    organisation: str = ""
    description: str = ""
    locale: Locale = "en"
    locales: tuple[Locale, ...] = ("en",)
    demonstration: bool = False
    examples: tuple[str, ...] = ()
    contact: ContactSettings = ContactSettings()

    @model_validator(mode="after")
    def _own_locale_is_served(self) -> ServiceSettings:
        if self.locale not in self.locales:
            raise ValueError(f"locales must hold the service's own locale, {self.locale!r}")
        return self


class BrandSettings(_Part):
    """The colours of the page header. A neutral brand: no Crown, no GOV.UK typeface."""

    colour: Colour = "#1d3c5a"
    text_colour: Colour = "#ffffff"


class _SourceSettings(_Part):
    name: str = Field(pattern=_NAME)
    licence: str = ""
    attribution: str = ""
    locale: Locale | None = None
    weight: float = Field(default=1.0, gt=0, le=10)


class FolderSettings(_SourceSettings):
    """A folder of Markdown, HTML, PDF and DOCX files."""

    kind: Literal["folder"]
    path: Path
    base_url: HttpUrl
    include: tuple[str, ...] = ("**/*.md", "**/*.html", "**/*.htm", "**/*.pdf", "**/*.docx")
    exclude: tuple[str, ...] = ()


class GovukSettings(_SourceSettings):
    """Pages of GOV.UK, read through its Content API and found through its Search API."""

    kind: Literal["govuk"]
    url: HttpUrl = "https://www.gov.uk"
    public_url: HttpUrl | None = None
    paths: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    document_types: tuple[str, ...] = ()
    path_prefixes: tuple[str, ...] = ()
    limit: int = Field(default=10_000, ge=1, le=1_000_000)
    licence: str = "OGL-UK-3.0"

    @field_validator("paths", "path_prefixes")
    @classmethod
    def _paths_start_with_a_slash(cls, paths: tuple[str, ...]) -> tuple[str, ...]:
        for path in paths:
            if not path.startswith("/"):
                raise ValueError(f"{path!r} must start with '/', such as '/council-tax'")
        return paths

    @model_validator(mode="after")
    def _something_is_asked_for(self) -> GovukSettings:
        if not (self.paths or self.organisations or self.document_types or self.path_prefixes):
            raise ValueError("name at least one of paths, organisations, document_types or path_prefixes")
        return self


class WebsiteSettings(_SourceSettings):
    """A website, read by its sitemap or by following links within the site."""

    kind: Literal["website"]
    url: HttpUrl
    sitemap: HttpUrl | None = None
    include: tuple[str, ...] = ("**",)
    skip: tuple[str, ...] = ()
    max_pages: int = Field(default=5_000, ge=1, le=1_000_000)
    max_depth: int = Field(default=5, ge=0, le=50)


class PluginSourceSettings(_SourceSettings):
    """A source from another package, named by its entry point in ``fingerpost.sources``."""

    kind: Literal["plugin"]
    plugin: str
    options: dict[str, Any] = {}


SourceSettings = Annotated[
    FolderSettings | GovukSettings | WebsiteSettings | PluginSourceSettings, Field(discriminator="kind")
]


class FetchSettings(_Part):
    """How politely and how carefully pages are fetched."""

    user_agent: str = "Fingerpost/0.1"
    timeout_seconds: float = Field(default=20, gt=0, le=300)
    requests_per_second: float = Field(default=5, gt=0, le=1000)
    retries: int = Field(default=3, ge=0, le=10)
    max_bytes: int = Field(default=20_000_000, ge=1_000)
    allow_private_hosts: tuple[str, ...] = ()


class IndexSettings(_Part):
    """Where the index lives: a folder beside ``fingerpost.toml``, or ``s3://…``."""

    uri: str = ".fingerpost/index"
    embedder: str = "minilm-l6-v2-int8"
    keep_versions: int = Field(default=3, ge=1, le=100)
    approximate_from: int = Field(default=20_000, ge=256)
    shrink_limit: float = Field(default=0.5, gt=0, le=1)


class SearchSettings(_Part):
    """How many passages are looked at and how kinds of page are weighed against one another."""

    candidates: int = Field(default=50, ge=1, le=1000)
    passages: int = Field(default=8, ge=1, le=100)
    kind_weights: dict[str, float] = {}


class AnswerSettings(_Part):
    """How answers are composed and when the service stays silent."""

    composer: str = "extractive"
    max_sentences: int = Field(default=8, ge=1, le=50)
    answer_threshold: float = Field(default=0.75, ge=0, le=1)
    partial_threshold: float = Field(default=0.5, ge=0, le=1)
    max_question_characters: int = Field(default=2_000, ge=20, le=100_000)


class ConversationSettings(_Part):
    """Where conversations are kept, and for how long."""

    database_url: SecretStr = SecretStr("sqlite:///.fingerpost/conversations.db")
    retention_days: int = Field(default=30, ge=0, le=3650)
    max_turns: int = Field(default=50, ge=1, le=1000)


class ServerSettings(_Part):
    """The web server."""

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    public_url: HttpUrl | None = None
    cors_origins: tuple[str, ...] = ()
    allowed_hosts: tuple[str, ...] = ("*",)
    secret_key: SecretStr | None = None
    questions_per_minute: int = Field(default=30, ge=1)
    max_request_bytes: int = Field(default=64_000, ge=1_000)
    workers: int = Field(default=1, ge=1, le=64)


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
    search: SearchSettings = SearchSettings()
    answers: AnswerSettings = AnswerSettings()
    conversations: ConversationSettings = ConversationSettings()
    server: ServerSettings = ServerSettings()
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
