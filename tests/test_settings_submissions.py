"""Where what people send in goes: only to what is set, never in the clear over the internet, no secret in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from fingerpost.errors import SettingsError
from fingerpost.settings import FolderDestination, SubmissionSettings, load_settings

HOOK = '[submissions.destinations.waste]\nkind = "webhook"\nurl = "https://waste.example.org/in"\n'
MAIL = (
    '[submissions.destinations.moves]\nkind = "email"\nto = ["moves@example.org"]\n'
    'sender = "forms@example.org"\nhost = "mail.example.org"\n'
)
KEY = {"FINGERPOST_SUBMISSIONS__DESTINATIONS__WASTE__KEY": "a key of sixteen or more"}


def load(folder: Path, text: str, environment: dict[str, str] | None = None) -> SubmissionSettings:
    (folder / "fingerpost.toml").write_text(f'[service]\nname = "x"\n{text}', encoding="utf-8")
    return load_settings(folder, environment or {}).submissions


def test_with_nothing_set_it_goes_into_a_folder_of_the_services(tmp_path: Path):
    assert load(tmp_path, "").destination("") == FolderDestination()


def test_a_journey_goes_to_the_destination_it_names_or_the_default_and_to_no_other(tmp_path: Path):
    found = load(tmp_path, f'{HOOK}{MAIL}[submissions.destinations.default]\nkind = "folder"\npath = "in"\n', KEY)
    assert found.destination("waste").kind == "webhook"
    assert found.destination("moves").kind == "email"
    assert found.destination("") == FolderDestination(path=Path("in"))
    with pytest.raises(KeyError):
        found.destination("elsewhere")


@pytest.mark.parametrize(
    ("text", "environment", "said"),
    [
        (HOOK, {}, "needs a key"),
        (HOOK, {next(iter(KEY)): "short"}, "16"),
        (f'{HOOK}key = "a key of sixteen or more"\n', {}, "must not stand in this file"),
        (HOOK.replace("https://", "http://"), KEY, "must start with https://"),
        (HOOK.replace("waste]", '"Waste team"]'), {}, "destinations"),
        (HOOK.replace("webhook", "pigeon"), KEY, "pigeon"),
        (f'{MAIL}password = "x"\n', {}, "must not stand in this file"),
        (f'{MAIL}user = "forms"\n', {}, "needs a password"),
        (f'{MAIL}tls = "none"\n', {}, "only for this machine"),
        (MAIL.replace("moves@example.org", "moves"), {}, "one e-mail address"),
        (MAIL.replace("moves@example.org", "a@b.example, c@d.example"), {}, "one e-mail address"),
        (MAIL.replace("forms@", "Forms <forms@"), {}, "one e-mail address"),
        ("[submissions]\nkeep_for = 3\n", {}, "keep_for"),
    ],
)
def test_what_cannot_be_right_is_said_with_its_key(tmp_path: Path, text: str, environment: dict[str, str], said: str):
    with pytest.raises(SettingsError) as problem:
        load(tmp_path, text, environment)
    assert said in str(problem.value)
    assert "a key of sixteen" not in str(problem.value)
