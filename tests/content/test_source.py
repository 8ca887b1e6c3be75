"""How a source is opened from the settings."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from fingerpost.content import source as source_module
from fingerpost.content.govuk import GovukSource
from fingerpost.content.source import Source, open_source
from fingerpost.content.website import WebsiteSource
from fingerpost.errors import SourceError
from fingerpost.settings import Settings


def settings_with(source: dict[str, Any]) -> Settings:
    return Settings.model_validate({"service": {"name": "Sampleford"}, "sources": [{"name": "guidance"} | source]})


def opened(source: dict[str, Any]) -> Source:
    settings = settings_with(source)
    return open_source(settings.sources[0], settings)


def test_each_kind_opens_its_own_source(tmp_path: Path) -> None:
    assert isinstance(opened({"kind": "govuk", "paths": ["/bins"], "weight": 2}), GovukSource)
    assert isinstance(opened({"kind": "website", "url": "https://www.example.org"}), WebsiteSource)
    folder = opened({"kind": "folder", "path": str(tmp_path), "base_url": "https://www.example.org"})
    assert folder.name == "guidance"


def test_a_source_has_its_name_and_weight_from_the_settings() -> None:
    source = opened({"kind": "govuk", "paths": ["/bins"], "weight": 2})
    assert (source.name, source.weight) == ("guidance", 2.0)


def test_an_unknown_plugin_is_an_error_that_says_what_there_is() -> None:
    with pytest.raises(SourceError) as caught:
        opened({"kind": "plugin", "plugin": "govukk"})
    assert "govukk" in caught.value.what
    assert "did you mean 'govuk'?" in caught.value.fix
    assert caught.value.where == "source 'guidance'"


@pytest.mark.parametrize("value", ["no_such_module:Source", "builtins:NoSuchClass", "builtins:len", "builtins:print"])
def test_a_plugin_that_cannot_be_used_is_an_error_that_names_it(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    point = EntryPoint("broken", value, source_module.ENTRY_POINTS)
    monkeypatch.setattr(source_module, "entry_points", lambda group: [point])
    with pytest.raises(SourceError, match=r"broken|is not a source"):
        opened({"kind": "plugin", "plugin": "broken"})


def test_a_plugin_from_another_package_is_opened_with_its_options(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("ours", "ours:OurSource", source_module.ENTRY_POINTS)
    monkeypatch.setattr(EntryPoint, "load", lambda _self: OurSource)
    monkeypatch.setattr(source_module, "entry_points", lambda group: [point])
    source = opened({"kind": "plugin", "plugin": "ours", "options": {"colour": "green"}})
    assert isinstance(source, OurSource)
    assert source.options == {"colour": "green"}


class OurSource:
    """A source as another package would write it."""

    def __init__(self, settings: Any, all_settings: Settings) -> None:
        self.name = settings.name
        self.weight = settings.weight
        self.options = settings.options

    def check(self) -> None: ...

    def count(self) -> int | None: ...

    def entries(self, known: Any) -> Any:
        return iter(())

    def extract(self, fetched: Any) -> Any: ...
