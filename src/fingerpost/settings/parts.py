"""The parts of ``fingerpost.toml``: a model for each table, every key with its type, limits and default."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

_LOCALE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
_COLOUR = r"^#[0-9a-fA-F]{6}$"
_HTTP_URL = r"^https?://[^\s]+$"
_NAME = r"^[a-z0-9][a-z0-9-]{0,62}$"
PATTERNS = {
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


UrgentKind = Literal[
    "fire",
    "gas_or_carbon_monoxide",
    "medical_emergency",
    "danger",
    "suicide",
    "self_harm",
    "sexual_violence",
    "child_at_risk",
    "domestic_abuse",
    "adult_at_risk",
    "homeless_tonight",
    "no_food_or_heating",
]


class DutyLineWords(_Part):
    """What a duty line is called in another language. What is left out stays as it is."""

    name: str = ""
    hours: str = ""
    when: str = ""


class DutyLineSettings(DutyLineWords):
    """The organisation's own line for emergencies, shown first to somebody whose message is of one of its kinds."""

    name: str = Field(min_length=1, max_length=100)
    phone: str = ""
    url: str = ""
    kinds: tuple[UrgentKind, ...] = ("child_at_risk", "adult_at_risk", "homeless_tonight")
    translations: dict[Locale, DutyLineWords] = {}

    @model_validator(mode="after")
    def _can_be_reached(self) -> DutyLineSettings:
        if not (self.phone or self.url):
            raise ValueError("give a duty line a phone or a url")
        return self


class TranslatedService(_Part):
    """What the service says of itself in another of its languages. What is left out is said as in ``[service]``."""

    name: str = Field(default="", max_length=100)
    organisation: str = ""
    description: str = ""
    examples: tuple[str, ...] = ()
    contact: ContactSettings = ContactSettings()


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
    nation: Literal["", "england", "wales", "scotland", "northern_ireland"] = ""
    duty_lines: tuple[DutyLineSettings, ...] = ()
    translations: dict[Locale, TranslatedService] = {}

    @model_validator(mode="after")
    def _own_locale_is_served(self) -> ServiceSettings:
        if self.locale not in self.locales:
            raise ValueError(f"locales must hold the service's own locale, {self.locale!r}")
        return self

    @model_validator(mode="after")
    def _translations_are_served(self) -> ServiceSettings:
        for locale in self.translations:
            if locale not in self.locales:
                raise ValueError(f"translations.{locale}: locales must hold {locale!r} too")
        return self

    def in_language(self, locale: str) -> ServiceSettings:
        """Return these settings as the service speaks of itself in a language: what is not translated stays."""
        said = self.translations.get(locale)
        if said is None:
            return self
        contact = self.contact.model_copy(update=said.contact.model_dump(exclude_defaults=True))
        words = said.model_dump(exclude_defaults=True, exclude={"contact"})
        return self.model_copy(update={**words, "contact": contact})


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


class ScreeningSettings(_Part):
    """What a page is held back for at sync. Everything, unless the service passes over a kind of finding."""

    pass_over: tuple[
        Literal[
            "hidden_text",
            "hidden_characters",
            "instructions",
            "out_of_place",
            "look_alike",
            "encoded",
            "link",
            "large_change",
        ],
        ...,
    ] = ()


class SearchSettings(_Part):
    """How many passages are looked at and how kinds of page are weighed against one another."""

    candidates: int = Field(default=50, ge=1, le=1000)
    passages: int = Field(default=8, ge=1, le=100)
    kind_weights: dict[str, float] = {}


class AnswerSettings(_Part):
    """How answers are composed and when the service stays silent."""

    composer: str = "extractive"
    max_sentences: int = Field(default=8, ge=1, le=50)
    answer_threshold: float = Field(default=0.73, ge=0, le=1)
    partial_threshold: float = Field(default=0.5, ge=0, le=1)
    max_question_characters: int = Field(default=2_000, ge=20, le=100_000)
    clarify: bool = True


class ConversationSettings(_Part):
    """Where conversations are kept, and for how long."""

    database_url: SecretStr = SecretStr("sqlite:///.fingerpost/conversations.db")
    retention_days: int = Field(default=30, ge=0, le=3650)
    max_turns: int = Field(default=50, ge=1, le=1000)
    tombstones: str = ".fingerpost/deleted-conversations.txt"


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


PolicyWording = Literal["party_politics", "personal_advice", "opinions", "other_organisations", "other"]


class PolicySettings(_Part):
    """Something that this service does not answer, said in words and with questions that people ask.

    A question like the examples, and not like the ones that are answered, gets a kind reply with the contact details.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)
    description: str = Field(min_length=3, max_length=300)
    examples: tuple[str, ...] = Field(min_length=2, max_length=100)
    answered: tuple[str, ...] = Field(default=(), max_length=100)
    says: PolicyWording = "other"
