"""What a service can be set to: ``service`` reads and checks it, ``parts`` says what each table may hold."""

from __future__ import annotations

from fingerpost.settings.calculators import CalculatorSettings
from fingerpost.settings.journeys import JourneySettings
from fingerpost.settings.model import ModelSettings, PriceSettings
from fingerpost.settings.parts import (
    AnswerSettings,
    BrandSettings,
    Colour,
    ContactSettings,
    ConversationSettings,
    FetchSettings,
    FolderSettings,
    GovukSettings,
    HttpUrl,
    IndexSettings,
    Locale,
    PluginSourceSettings,
    PolicySettings,
    ScreeningSettings,
    SearchSettings,
    ServerSettings,
    ServiceSettings,
    SourceSettings,
    TranslatedService,
    WebsiteSettings,
)
from fingerpost.settings.people import PeopleSettings, RouteSettings
from fingerpost.settings.plans import PlanSettings
from fingerpost.settings.service import ENVIRONMENT_PREFIX, FILE_NAME, Settings, load_settings
from fingerpost.settings.submissions import (
    EmailDestination,
    FolderDestination,
    SubmissionSettings,
    WebhookDestination,
)

__all__ = [
    "ENVIRONMENT_PREFIX",
    "FILE_NAME",
    "AnswerSettings",
    "BrandSettings",
    "CalculatorSettings",
    "Colour",
    "ContactSettings",
    "ConversationSettings",
    "EmailDestination",
    "FetchSettings",
    "FolderDestination",
    "FolderSettings",
    "GovukSettings",
    "HttpUrl",
    "IndexSettings",
    "JourneySettings",
    "Locale",
    "ModelSettings",
    "PeopleSettings",
    "PlanSettings",
    "PluginSourceSettings",
    "PolicySettings",
    "PriceSettings",
    "RouteSettings",
    "ScreeningSettings",
    "SearchSettings",
    "ServerSettings",
    "ServiceSettings",
    "Settings",
    "SourceSettings",
    "SubmissionSettings",
    "TranslatedService",
    "WebhookDestination",
    "WebsiteSettings",
    "load_settings",
]
