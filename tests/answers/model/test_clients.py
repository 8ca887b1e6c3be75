"""Where a model's key comes from, where it never goes, and what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fingerpost.answers.model.clients import check_model_settings
from fingerpost.errors import SettingsError
from fingerpost.settings import ModelSettings


def test_a_key_is_taken_from_the_environment_a_file_or_the_provider_s_own_variable(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from-file\n", encoding="utf-8")
    own = {"ANTHROPIC_API_KEY": "own"}
    assert check_model_settings(ModelSettings(key="given", key_file=Path("key")), tmp_path, own) == "given"  # type: ignore[arg-type]
    assert check_model_settings(ModelSettings(key_file=Path("key")), tmp_path, own) == "from-file"
    assert check_model_settings(ModelSettings(), tmp_path, own) == "own"


def test_the_provider_s_own_key_is_never_sent_to_another_server(tmp_path: Path) -> None:
    elsewhere = ModelSettings(base_url="https://models.example.org")
    with pytest.raises(SettingsError, match="needs a key"):
        check_model_settings(elsewhere, tmp_path, {"ANTHROPIC_API_KEY": "own"})
    local = ModelSettings(name="openai:local", base_url="http://127.0.0.1:8080/v1")
    assert check_model_settings(local, tmp_path, {"OPENAI_API_KEY": "own"}) == ""


@pytest.mark.parametrize(
    ("chosen", "where"),
    [
        ({}, "model.key"),
        ({"name": "openai:gpt-4o"}, "model.key"),
        ({"key_file": "no-such-file"}, "model.key_file"),
        ({"name": "bedrock:anthropic.claude"}, "model.region"),
        ({"name": "vertex:claude", "region": "europe-west1"}, "model.project"),
        ({"name": "openai:x", "base_url": "http://127.0.0.1/v1", "max_cost": "0.01"}, "model.max_cost"),
    ],
)
def test_what_is_missing_is_named_with_its_fix(tmp_path: Path, chosen: dict[str, Any], where: str) -> None:
    with pytest.raises(SettingsError) as caught:
        check_model_settings(ModelSettings(**chosen), tmp_path, {})
    assert caught.value.where == where
    assert caught.value.fix
