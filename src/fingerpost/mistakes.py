"""What is said of a mistake in the settings: the key, what is wrong with it, and what it should be instead.

Knows nothing of any one setting: it reads the model it is given. A value is repeated only when it is no secret.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, SecretStr, ValidationError

_Place = tuple[int | str, ...]

_PLAIN = {
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "dict_type": "must be a table, such as [part]",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "int_from_float": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "model_attributes_type": "must be a table, such as [part]",
    "model_type": "must be a table, such as [part]",
    "path_type": "must be a path in quotes",
    "string_type": "must be text in quotes",
    "tuple_type": 'must be a list, such as ["…"]',
}
_BOUNDS = {
    "greater_than": ("gt", "must be more than {}"),
    "greater_than_equal": ("ge", "must be at least {}"),
    "less_than": ("lt", "must be less than {}"),
    "less_than_equal": ("le", "must be at most {}"),
    "string_too_long": ("max_length", "must be at most {} characters long"),
    "string_too_short": ("min_length", "must be at least {} character(s) long"),
}


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return the known word that was probably meant, or all of them, as the end of a sentence."""
    words = sorted(known)
    close = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    return f"; did you mean {close[0]!r}?" if close else f"; known: {', '.join(words)}"


def describe(
    problem: ValidationError,
    written: Mapping[str, Any],
    model: type[BaseModel],
    *,
    patterns: Mapping[str, str],
    variables: Mapping[str, str],
) -> str:
    """Return every mistake in ``problem``, one to a line when there are several.

    Args:
        problem: what pydantic found.
        written: the file as it was read, to repeat the value that is wrong.
        model: the settings model that was being built.
        patterns: what each regular expression asks for, in words.
        variables: the environment variables that set something, by their dotted key.
    """
    lines: list[str] = []
    for error in problem.errors(include_url=False, include_input=False):
        place, owner = _settled(error["loc"], model)
        key = dotted(place)
        variable = variables.get(key)
        text = _text(error["type"], error["msg"], error.get("ctx", {}), place, owner, patterns)
        if error["type"] == "union_tag_not_found":
            key = f"{key}.kind"
        shown = "" if variable or error["type"] in _NEVER_SHOWN else _shown(place, owner, written)
        line = f"{key}: {text}{shown}{f' (set by {variable})' if variable else ''}"
        if line not in lines:
            lines.append(line)
    return lines[0] if len(lines) == 1 else "\n  - " + "\n  - ".join(lines)


_NEVER_SHOWN = {"extra_forbidden", "missing", "union_tag_invalid", "union_tag_not_found"}


def dotted(place: _Place) -> str:
    """Return a place in the settings as it is spoken of: ``sources[1].url``."""
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text or "settings"


def _text(
    kind: str,
    message: str,
    details: Mapping[str, Any],
    place: _Place,
    owner: type[BaseModel] | None,
    patterns: Mapping[str, str],
) -> str:
    if kind == "extra_forbidden":
        return f"unknown key{suggestion(str(place[-1]), _keys(owner))}"
    if kind == "missing":
        return "missing; it is required"
    if kind == "union_tag_invalid":
        tags = [tag.strip(" '") for tag in str(details["expected_tags"]).split(",")]
        return f"unknown kind {details['tag']!r}{suggestion(str(details['tag']), tags)}"
    if kind == "union_tag_not_found":
        return "missing; it says what kind of source this is"
    if kind == "string_pattern_mismatch":
        return f"must be {patterns.get(details['pattern'], 'like ' + str(details['pattern']))}"
    if kind == "tuple_type" and owner is not None and any(_models(owner.model_fields[str(place[-1])].annotation)):
        return f"must be a list of tables, each headed [[{place[-1]}]]"
    if kind in _BOUNDS:
        name, words = _BOUNDS[kind]
        bound = details[name]
        return words.format(int(bound) if bound == int(bound) else bound)
    message = message.removeprefix("Value error, ")
    return _PLAIN.get(kind, message[:1].lower() + message[1:])


def _settled(place: _Place, model: type[BaseModel]) -> tuple[_Place, type[BaseModel] | None]:
    """Return ``place`` as it is written in the file, and the model its last key belongs to.

    pydantic puts the member of a union it tried into the place, which nobody wrote: those are left out.
    """
    kept: list[int | str] = []
    owner: type[BaseModel] | None = None
    current: type[BaseModel] | None = model
    choices: tuple[type[BaseModel], ...] = ()
    for part in place:
        if isinstance(part, int):
            kept.append(part)
        elif chosen := _of_kind(part, choices):
            current, choices = chosen, ()
        elif current is not None:
            kept.append(part)
            owner, field = current, current.model_fields.get(part)
            choices = tuple(_models(field.annotation)) if field is not None else ()
            current = choices[0] if len(choices) == 1 else None
        elif not part.startswith(_UNION_MEMBERS):
            kept.append(part)
    return tuple(kept), owner


_UNION_MEMBERS = ("constrained-", "function-", "literal[")


def _keys(model: type[BaseModel] | None) -> list[str]:
    return [name for name, field in model.model_fields.items() if not field.exclude] if model else []


def _of_kind(tag: str, choices: Iterable[type[BaseModel]]) -> type[BaseModel] | None:
    for choice in choices:
        field = choice.model_fields.get("kind")
        if field is not None and tag in get_args(field.annotation):
            return choice
    return None


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _shown(place: _Place, owner: type[BaseModel] | None, written: Mapping[str, Any]) -> str:
    names = [part for part in place if isinstance(part, str)]
    field = owner.model_fields.get(names[-1]) if owner is not None and names else None
    if field is not None and _is_secret(field.annotation):
        return ""
    value: Any = written
    try:
        for part in place:
            value = value[part]
    except (KeyError, IndexError, TypeError):
        return ""
    return "" if isinstance(value, (dict, list)) else f", not {value!r}"


def _is_secret(annotation: object) -> bool:
    return annotation is SecretStr or any(_is_secret(inner) for inner in get_args(annotation))
