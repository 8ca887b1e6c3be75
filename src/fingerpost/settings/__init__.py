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
from fingerpost.settings.service import ENVIRONMENT_PREFIX, FILE_NAME, Settings, load_settings

__all__ = [
    "ENVIRONMENT_PREFIX",
    "FILE_NAME",
    "AnswerSettings",
    "BrandSettings",
    "CalculatorSettings",
    "Colour",
    "ContactSettings",
    "ConversationSettings",
    "FetchSettings",
    "FolderSettings",
    "GovukSettings",
    "HttpUrl",
    "IndexSettings",
    "JourneySettings",
    "Locale",
    "ModelSettings",
    "PeopleSettings",
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
    "TranslatedService",
    "WebsiteSettings",
    "load_settings",
]
