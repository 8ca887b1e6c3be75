"""The model's settings: its key is never in the file, and a question is never sent in clear across the internet."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from fingerpost.errors import SettingsError
from fingerpost.settings import Settings, load_settings

SERVICE = '[service]\nname = "Sampleford"\n'


def load(folder: Path, toml: str, environment: dict[str, str] | None = None) -> Settings:
    (folder / "fingerpost.toml").write_text(SERVICE + toml, encoding="utf-8")
    return load_settings(folder, environment or {})


def test_a_model_is_named_with_its_provider(tmp_path: Path) -> None:
    model = load(tmp_path, '[model]\nname = "bedrock:eu.anthropic.claude-haiku-4-5-20251001-v1:0"\n').model
    assert (model.provider, model.model) == ("bedrock", "eu.anthropic.claude-haiku-4-5-20251001-v1:0")


def test_no_model_composes_unless_it_is_asked_to(tmp_path: Path) -> None:
    assert load(tmp_path, '[model]\nname = "openai:small"\n').answers.composer == "extractive"


def test_a_key_in_the_file_is_refused_without_being_repeated(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, '[model]\nkey = "sk-very-secret"\n')
    assert "FINGERPOST_MODEL__KEY" in caught.value.fix
    assert "sk-very-secret" not in str(caught.value)


def test_a_key_comes_from_the_environment_and_is_not_shown(tmp_path: Path) -> None:
    settings = load(tmp_path, "", {"FINGERPOST_MODEL__KEY": "sk-very-secret"})
    assert settings.model.key is not None
    assert settings.model.key.get_secret_value() == "sk-very-secret"
    assert "sk-very-secret" not in repr(settings)


@pytest.mark.parametrize("url", ["http://models.example.org/v1", "ftp://127.0.0.1", "http://8.8.8.8/v1", "https://"])
def test_an_address_that_would_send_questions_in_clear_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError, match="base_url"):
        load(tmp_path, f'[model]\nbase_url = "{url}"\n')


@pytest.mark.parametrize(
    "url", ["https://models.example.org", "http://127.0.0.1:8080/v1", "http://[::1]/", "http://vllm:8000/v1"]
)
def test_an_address_that_is_encrypted_or_near_is_taken(tmp_path: Path, url: str) -> None:
    assert load(tmp_path, f'[model]\nbase_url = "{url}"\n').model.base_url == url


@pytest.mark.parametrize("name", ["claude", "anthropic:", "azure:gpt", "anthropic: x"])
def test_a_name_without_a_known_provider_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match="provider"):
        load(tmp_path, f'[model]\nname = "{name}"\n')


def test_half_a_price_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="output together"):
        load(tmp_path, '[model.prices]\ninput = "2.00"\n')
    assert load(tmp_path, '[model.prices]\ninput = "2.00"\noutput = 10\n').model.prices.input == Decimal(2)
