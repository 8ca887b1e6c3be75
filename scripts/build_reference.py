"""Write docs/reference/settings.md from the settings model, cli.md from the commands' help, and journeys' schema.

``--check`` writes nothing and ends with 1 when a page is not what it would write, so that the pages can't lie.
"""

from __future__ import annotations

import argparse
import html
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from fingerpost.services.journeys.schema import journey_schema
from fingerpost.settings import (
    Colour,
    FolderSettings,
    GovukSettings,
    HttpUrl,
    Locale,
    PluginSourceSettings,
    PolicySettings,
    Settings,
    WebsiteSettings,
)

REPOSITORY = Path(__file__).resolve().parent.parent
NOTES = Path(__file__).with_name("setting_notes.toml")
KINDS = {
    "folder": FolderSettings,
    "govuk": GovukSettings,
    "website": WebsiteSettings,
    "plugin": PluginSourceSettings,
}
WORDS = {
    "str": "text",
    "int": "whole number",
    "float": "number",
    "bool": "true or false",
    "Decimal": "decimal number",
    "Path": "path",
}
PATTERNED = {"address": HttpUrl, "language code, such as `cy`": Locale, "colour, such as `#1d3c5a`": Colour}
SETTINGS_HEAD = """# Settings

A service is a folder with a `fingerpost.toml` in it. Every key it may hold is below; any other is an error that
suggests the one that was probably meant. `fingerpost init` writes a commented file to start from, and
`fingerpost doctor` checks one.

A key can be set from the environment too, and then wins over the file: its name is `FINGERPOST_` and the names joined
by two underscores, such as `FINGERPOST_SERVER__PORT=8080`. A list or a table is written as JSON. Secrets belong there,
and are never shown in a message.
"""
CLI_HEAD = """# Commands

Every command takes `--json` and then prints one JSON object and nothing else; a problem is an object too, with its
`type`, `detail`, `where` and `fix`. `--service FOLDER`, or `FINGERPOST_SERVICE_FOLDER`, says which service is meant;
the current folder is taken otherwise.

| a command ends with | when |
| --- | --- |
| 0 | all went well |
| 1 | it could not do what was asked, or a source failed |
| 2 | what was asked, or `fingerpost.toml`, is wrong |
| 3 | another sync is writing the index |
| 70 | something went wrong that Fingerpost did not foresee; `fingerpost --debug …` shows where |
| 130 | it was stopped with Ctrl-C |
"""


def settings_page() -> str:
    """Return the settings reference as Markdown.

    Raises:
        SystemExit: a setting has no note, or a note no setting.
    """
    notes = tomllib.loads(NOTES.read_text(encoding="utf-8"))
    lines = [SETTINGS_HEAD]
    for name, field in Settings.model_fields.items():
        if field.exclude:
            continue
        if name == "sources":
            lines.append("## `[[sources]]`\n\nWhere guidance comes from, one table a source. `kind` says which.\n")
            for kind, model in KINDS.items():
                lines += part(f'kind = "{kind}"', model, notes.pop(kind, {}), level=3)
        elif name == "policy":
            lines += part("[[policy]]", PolicySettings, notes.pop(name, {}), level=2)
        else:
            lines += part(f"[{name}]", model_of(field), notes.pop(name, {}), level=2)
    if notes:
        sys.exit(f"{NOTES.name}: nothing is called {', '.join(notes)}")
    return "\n".join(lines)


def part(title: str, model: type[BaseModel], notes: dict[str, Any], *, level: int) -> Iterator[str]:
    """Yield one table of keys, and those of the tables within it."""
    yield f"{'#' * level} `{title}`\n\n{model.__doc__}\n"
    yield "| key | what it takes | default | what it is for |\n| --- | --- | --- | --- |"
    nested: list[tuple[str, FieldInfo]] = []
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            nested.append((name, field))
            continue
        note = notes.pop(name, None)
        if note is None:
            sys.exit(f"{NOTES.name}: {title} {name} has no note")
        yield f"| `{name}` | {taken(field)} | {default(field)} | {note} |"
    yield ""
    for name, field in nested:
        yield from part(f"[{title.strip('[]')}.{name}]", model_of(field), notes.pop(name, {}), level=level + 1)
    if notes:
        sys.exit(f"{NOTES.name}: {title} has no {', '.join(notes)}")


def model_of(field: FieldInfo) -> type[BaseModel]:
    """Return the model a table is checked by."""
    model = field.annotation
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        raise TypeError(f"{model} is no table")
    return model


def taken(field: FieldInfo) -> str:
    """Return in words what a key takes, with its bounds."""
    words = patterned(field.metadata) or annotation_words(field.annotation)
    bounds = {type(rule).__name__: rule for rule in field.metadata}
    if "Ge" in bounds and "Le" in bounds:
        return f"{words}, {bounds['Ge'].ge:,} to {bounds['Le'].le:,}"
    if "Gt" in bounds and "Le" in bounds:
        return f"{words}, more than {bounds['Gt'].gt:,} and at most {bounds['Le'].le:,}"
    return f"{words}, at least {bounds['Ge'].ge:,}" if "Ge" in bounds else words


def patterned(rules: Iterable[Any]) -> str:
    """Return what the regular expression among ``rules`` asks for, or nothing when there is none we have words for."""
    patterns = {getattr(rule, "pattern", None) for rule in rules} - {None}
    for words, annotated in PATTERNED.items():
        for field in annotated.__metadata__:
            if patterns & {getattr(rule, "pattern", None) for rule in field.metadata}:
                return words
    return ""


def annotation_words(annotation: Any) -> str:
    """Return in words what an annotation takes."""
    if hasattr(annotation, "__metadata__"):
        rules = [rule for field in annotation.__metadata__ for rule in getattr(field, "metadata", ())]
        return patterned(rules) or annotation_words(annotation.__origin__)
    arguments = [argument for argument in get_args(annotation) if argument is not type(None)]
    name = getattr(annotation, "__name__", str(annotation))
    if annotation is SecretStr:
        return "secret text"
    if name == "tuple":
        return f"list of {annotation_words(arguments[0])}"
    if name == "dict":
        return "table"
    if name == "Literal" or str(annotation).startswith("typing.Literal"):
        return " or ".join(f'`"{argument}"`' for argument in arguments if argument != "")
    if arguments:
        return " or ".join(dict.fromkeys(words for a in arguments if (words := annotation_words(a)))) or "text"
    return WORDS.get(name, "text" if isinstance(annotation, str) else name)


def default(field: FieldInfo) -> str:
    """Return a key's default as it would be written in the file."""
    if field.is_required():
        return "required"
    value = field.default if field.default is not PydanticUndefined else None
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return "`[" + ", ".join(f'"{item}"' for item in value) + "]`"
    if isinstance(value, dict):
        return "`{}`"
    return f'`"{value}"`' if isinstance(value, str) else f"`{value}`"


def cli_page() -> str:
    """Return the commands' reference as Markdown, from their own help."""
    command = [sys.executable, "-m", "typer", "fingerpost.interfaces.cli.app", "utils", "docs", "--name", "fingerpost"]
    written = subprocess.run(command, check=True, capture_output=True, text=True, cwd=REPOSITORY).stdout
    body = html.unescape(written).split("\n", 1)[1].strip()
    # The summaries in the list of commands are cut short; each is whole under its own heading just below.
    body = re.sub(r"^\* (`\w+`): .*\.\.\.$", r"* \1", body, flags=re.MULTILINE)
    return f"{CLI_HEAD}\n{body}\n"


PAGES = {
    "docs/reference/settings.md": settings_page,
    "docs/reference/cli.md": cli_page,
    "docs/reference/journey.schema.json": journey_schema,
    "src/fingerpost/services/journeys/journey.schema.json": journey_schema,
}


def main() -> int:
    """Write or check every page; return the process's exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 when a page is out of date")
    check = parser.parse_args().check
    stale = 0
    for name, build in PAGES.items():
        file = REPOSITORY / name
        text = build()
        if file.exists() and file.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        if check:
            print(f"{name} is out of date. Fix: python scripts/build_reference.py", file=sys.stderr)
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            print(f"Wrote {name}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
