"""The ``[people]`` table: what is right, and what every mistake is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from fingerpost.errors import SettingsError
from fingerpost.settings import Settings, load_settings

SERVICE = '[service]\nname = "Ask Sampleford"\n'
PHONE = '[[people.routes]]\nname = "Call us"\nkind = "phone"\nphone = "01632 960 100"\n'
CALL_BACK = '[[people.routes]]\nname = "Call me"\nkind = "call_back"\n'
KEY = {"FINGERPOST_PEOPLE__WEBHOOK_KEY": "a key of sixteen or more"}


def load(folder: Path, text: str, environment: dict[str, str] | None = None) -> Settings:
    (folder / "fingerpost.toml").write_text(SERVICE + text, encoding="utf-8")
    return load_settings(folder, environment or {})


def test_a_service_needs_no_routes(tmp_path: Path):
    assert load(tmp_path, "").people.routes == ()


def test_a_key_in_the_environment_lets_people_be_handed_over(tmp_path: Path):
    people = load(tmp_path, f'[people]\nwebhook_url = "https://people.example.org"\n{CALL_BACK}', KEY).people

    assert [route.handed_over for route in people.routes] == [True]
    assert "sixteen" not in repr(people)


@pytest.mark.parametrize(
    ("text", "environment", "said"),
    [
        (PHONE.replace("phone = ", "# "), {}, "needs its phone"),
        (PHONE + 'hours = { monday = ["9-5"] }', {}, "HH:MM-HH:MM"),
        (PHONE + 'hours = { monday = ["17:00-09:00"] }', {}, "HH:MM-HH:MM"),
        (PHONE + 'hours = { monday = ["09:00-13:00", "12:00-17:00"] }', {}, "may not overlap"),
        (PHONE + "hours = { mondya = [] }", {}, "mondya"),
        ('[people]\ntimezone = "London"', {}, "IANA"),
        (CALL_BACK, {}, "has nowhere to go"),
        (f'[people]\nwebhook_url = "https://people.example.org"\n{PHONE}', KEY, "is never used"),
        (f'[people]\nwebhook_url = "https://people.example.org"\n{CALL_BACK}', {}, "FINGERPOST_PEOPLE__WEBHOOK_KEY"),
        (f'[people]\nwebhook_url = "http://people.example.org"\n{CALL_BACK}', KEY, "must start with https://"),
        (
            f'[people]\nwebhook_url = "https://people.example.org"\n{CALL_BACK}',
            {"FINGERPOST_PEOPLE__WEBHOOK_KEY": "short"},
            "people.webhook_key",
        ),
        ('[people]\nwebhook_key = "a key of sixteen or more"', {}, "must not stand in this file"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, environment: dict[str, str], said: str):
    with pytest.raises(SettingsError) as raised:
        load(tmp_path, text, environment)

    assert said in str(raised.value)
    assert "a key of sixteen" not in str(raised.value)
