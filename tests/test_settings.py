"""Settings: a right file is read whole, and every kind of mistake is named with its key and its fix."""

from __future__ import annotations

from pathlib import Path

import pytest

from fingerpost.errors import SettingsError
from fingerpost.settings import FolderSettings, Settings, load_settings

SERVICE = '[service]\nname = "Sampleford"\n'
SOURCE = '[[sources]]\nkind = "folder"\nname = "pages"\npath = "content"\nbase_url = "https://example.org"\n'


def load(folder: Path, toml: str, environment: dict[str, str] | None = None) -> Settings:
    (folder / "fingerpost.toml").write_text(toml, encoding="utf-8")
    return load_settings(folder, environment or {})


def mistake(folder: Path, toml: str, environment: dict[str, str] | None = None) -> str:
    with pytest.raises(SettingsError) as caught:
        load(folder, toml, environment)
    assert caught.value.fix, "every mistake comes with its fix"
    assert caught.value.where, "every mistake says where it is"
    return str(caught.value)


def test_a_right_file_is_read_with_its_defaults(tmp_path: Path) -> None:
    settings = load(tmp_path, SERVICE + SOURCE)
    assert settings.service.name == "Sampleford"
    assert settings.folder == tmp_path.resolve()
    assert isinstance(settings.sources[0], FolderSettings)
    assert settings.server.port == 8000
    assert settings.index_uri == str(tmp_path.resolve() / ".fingerpost/index")
    assert settings.database_url == f"sqlite:///{tmp_path.resolve()}/.fingerpost/conversations.db"


def test_the_file_may_be_named_instead_of_its_folder(tmp_path: Path) -> None:
    load(tmp_path, SERVICE)
    assert load_settings(tmp_path / "fingerpost.toml", {}).service.name == "Sampleford"


def test_an_index_on_object_storage_keeps_its_address(tmp_path: Path) -> None:
    assert load(tmp_path, SERVICE + '[index]\nuri = "s3://bucket/index"\n').index_uri == "s3://bucket/index"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    settings = load(tmp_path, SERVICE + "[server]\nport = 1\nworkers = 2\n", {"FINGERPOST_SERVER__PORT": "8080"})
    assert (settings.server.port, settings.server.workers) == (8080, 2)


def test_a_list_in_the_environment_is_json(tmp_path: Path) -> None:
    settings = load(tmp_path, SERVICE, {"FINGERPOST_SERVER__CORS_ORIGINS": '["https://www.example.org"]'})
    assert settings.server.cors_origins == ("https://www.example.org",)


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[servr]\nport = 1\n", "servr: unknown key; did you mean 'server'?"),
        ("[server]\nprot = 1\n", "server.prot: unknown key; did you mean 'port'?"),
        ('[service.contact]\nphon = "1"\n', "service.contact.phon: unknown key; did you mean 'phone'?"),
        (SOURCE + 'exlude = ["a"]\n', "sources[0].exlude: unknown key; did you mean 'exclude'?"),
        ("[brand]\nzzz = 1\n", "brand.zzz: unknown key; known: colour, text_colour"),
        ("[folder]\n", "unknown key 'folder'"),
    ],
    ids=["a part", "a key", "a nested key", "a source's key", "nothing like it", "folder"],
)
def test_an_unknown_key_is_named_with_a_suggestion(tmp_path: Path, toml: str, said: str) -> None:
    assert said in mistake(tmp_path, SERVICE + toml)


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('[server]\nport = "eighty"\n', "server.port: must be a whole number, not 'eighty'"),
        ("[server]\nport = 99999\n", "server.port: must be at most 65535, not 99999"),
        ("[fetch]\ntimeout_seconds = 0\n", "fetch.timeout_seconds: must be more than 0, not 0"),
        ('[search.kind_weights]\nguide = "big"\n', "search.kind_weights.guide: must be a number, not 'big'"),
        ('[brand]\ncolour = "blue"\n', "brand.colour: must be a colour as # and six hexadecimal digits"),
        ('[brand]\ncolour = ["a"]\n', "brand.colour: must be text in quotes"),
        ('brand = "blue"\n', "brand: must be a table"),
        ('[server]\ncors_origins = "a"\n', """server.cors_origins: must be a list, such as ["…"], not 'a'"""),
        ('[sources]\nname = "a"\n', "sources: must be a list of tables, each headed [[sources]]"),
        (SOURCE.replace("https://", ""), "sources[0].base_url: must be an address that starts with https://"),
        (SOURCE.replace('"pages"', '"Our pages"'), "sources[0].name: must be small letters, digits and hyphens"),
        ('[[sources]]\nkind = "govuk"\nname = "a"\n', "sources[0]: name at least one of paths, organisations"),
        ('[[sources]]\nkind = "govuk"\nname = "a"\npaths = ["x"]\n', "sources[0].paths: 'x' must start with '/'"),
    ],
)
def test_a_wrong_value_is_named_with_what_it_should_be(tmp_path: Path, toml: str, said: str) -> None:
    before = "" if toml.startswith("[") else toml
    after = toml if toml.startswith("[") else ""
    assert said in mistake(tmp_path, before + SERVICE + after)


def test_a_contact_address_that_is_none_is_named_by_its_own_key(tmp_path: Path) -> None:
    text = mistake(tmp_path, SERVICE + '[service.contact]\nurl = "example.org"\n')
    assert "service.contact.url: must be an address" in text
    assert "constrained" not in text
    assert "literal[" not in text.lower()


def test_a_wrong_kind_of_source_is_named_with_a_suggestion(tmp_path: Path) -> None:
    text = mistake(tmp_path, SERVICE + SOURCE.replace('"folder"', '"fodler"'))
    assert "sources[0]: unknown kind 'fodler'; did you mean 'folder'?" in text


def test_a_source_without_a_kind_is_told_so(tmp_path: Path) -> None:
    assert "sources[0].kind: missing" in mistake(tmp_path, SERVICE + SOURCE.replace('kind = "folder"\n', ""))


@pytest.mark.parametrize(
    ("toml", "key"),
    [("", "service"), ("[service]\n", "service.name"), (SERVICE + SOURCE.replace('path = "content"\n', ""), "path")],
)
def test_a_missing_key_is_named(tmp_path: Path, toml: str, key: str) -> None:
    assert f"{key}: missing; it is required" in mistake(tmp_path, toml)


def test_the_services_own_locale_must_be_served(tmp_path: Path) -> None:
    text = mistake(tmp_path, '[service]\nname = "S"\nlocale = "cy"\n')
    assert "service: locales must hold the service's own locale, 'cy'" in text


def test_two_sources_with_one_name_are_refused(tmp_path: Path) -> None:
    assert "two sources are called 'pages'" in mistake(tmp_path, SERVICE + SOURCE + SOURCE)


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    text = mistake(tmp_path, SERVICE + '[server]\nport = "x"\nworkers = 0\nhots = "a"\n')
    assert "server.port" in text
    assert "server.workers: must be at least 1, not 0" in text
    assert "did you mean 'host'?" in text


def test_a_missing_file_is_named_with_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path / "nowhere", {})
    assert "fingerpost init" in caught.value.fix
    assert caught.value.where.endswith("fingerpost.toml")


def test_bad_toml_is_named_with_its_line(tmp_path: Path) -> None:
    assert "not valid TOML" in mistake(tmp_path, "[service\n")
    assert "line 1" in mistake(tmp_path, "[service\n")


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fingerpost.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="save the file as UTF-8"):
        load_settings(tmp_path, {})


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fingerpost.toml").mkdir()
    with pytest.raises(SettingsError):
        load_settings(tmp_path, {})


def test_an_unknown_variable_is_named_with_a_suggestion(tmp_path: Path) -> None:
    text = mistake(tmp_path, SERVICE, {"FINGERPOST_SERVR__PORT": "1"})
    assert "FINGERPOST_SERVR__PORT" in text
    assert "did you mean 'server'?" in text


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("FINGERPOST_SERVER__PORT", "abc", "server.port: must be a whole number (set by FINGERPOST_SERVER__PORT)"),
        ("FINGERPOST_SERVER__PROT", "1", "did you mean 'port'? (set by FINGERPOST_SERVER__PROT)"),
        ("FINGERPOST_SERVER__CORS_ORIGINS", "https://a", "FINGERPOST_SERVER__CORS_ORIGINS: a list or a table must"),
        ("FINGERPOST_SOURCES", '[{"kind": "x"}]', "unknown kind 'x'"),
    ],
)
def test_a_wrong_variable_is_named(tmp_path: Path, variable: str, value: str, said: str) -> None:
    assert said in mistake(tmp_path, SERVICE, {variable: value})


def test_other_programs_variables_are_left_alone(tmp_path: Path) -> None:
    others = {"FINGERPOST_SERVICE_FOLDER": "x", "PATH": "y"}
    assert load(tmp_path, SERVICE, others) == load(tmp_path, SERVICE, {})


@pytest.mark.parametrize(
    ("toml", "environment"),
    [
        ('[conversations]\ndatabase_url = ["postgresql://u:hunter2@h/d"]\n', {}),
        ('[server]\nsecret_keys = "hunter2"\n', {}),
        ("[server]\nport = 0.5\n", {"FINGERPOST_SERVER__SECRET_KEY": "hunter2"}),
        ("", {"FINGERPOST_CONVERSATIONS__DATABASE": "postgresql://u:hunter2@h/d"}),
        ("", {"FINGERPOST_CONVERSATIONS": "hunter2"}),
    ],
)
def test_a_secret_is_never_shown(tmp_path: Path, toml: str, environment: dict[str, str]) -> None:
    assert "hunter2" not in mistake(tmp_path, SERVICE + toml, environment)


def test_a_secret_is_not_shown_by_the_settings_either(tmp_path: Path) -> None:
    settings = load(tmp_path, SERVICE + '[conversations]\ndatabase_url = "postgresql://u:hunter2@h/d"\n')
    assert "hunter2" not in repr(settings)
    assert "hunter2" not in settings.model_dump_json()
    assert settings.database_url == "postgresql://u:hunter2@h/d"


def test_settings_do_not_change_once_read(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="frozen"):
        load(tmp_path, SERVICE).server = None  # type: ignore[assignment]
