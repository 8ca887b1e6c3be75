"""The prompt is a file with a version: a change of any word changes the version."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import fingerpost.answers.model
from fingerpost.answers.model.prompt import CURRENT, load_prompt
from fingerpost.answers.model.reading import AnswerReader

FOLDER = Path(fingerpost.answers.model.__file__).parent / "prompts"
RELEASED = {"answer-1": "c538f3c11451", "answer-2": "cc3e62578ea5"}
"""The hash of each prompt that has been in a release. A released prompt is never edited: a new one has a new number."""


def test_the_version_names_the_folder_and_its_hash() -> None:
    prompt = load_prompt()
    assert prompt.version.startswith(f"{CURRENT}+")
    assert load_prompt(most=3).version != prompt.version, "how many sentences it asks for is part of what it says"


def test_a_released_prompt_is_what_it_was() -> None:
    hashes = {
        folder.name: hashlib.sha256(
            b"\0".join((folder / name).read_bytes() for name in ("system.md", "answer.json"))
        ).hexdigest()[:12]
        for folder in FOLDER.glob("answer-*")
    }
    assert hashes == RELEASED


def test_it_tells_the_most_sentences_and_leaves_no_gap() -> None:
    system = load_prompt(most=5).system
    assert "never more than 5" in system
    assert "{" not in system


def test_its_own_schema_is_the_form_that_is_read() -> None:
    prompt = load_prompt()
    sentence = prompt.parameters["properties"]["sentences"]["items"]["properties"]
    quoted = sentence["rests_on"]["items"]["properties"]
    whole = {"sentences": [{"text": "A.", "rests_on": [dict.fromkeys(quoted, "p1")]}], "completeness": "none"}
    assert set(whole) == set(prompt.parameters["required"])
    assert set(whole["sentences"][0]) == set(sentence)
    reader = AnswerReader()
    assert len(list(reader.feed(json.dumps(whole)))) == 1
    assert reader.completeness() in prompt.parameters["properties"]["completeness"]["enum"]


def test_it_is_long_enough_to_be_cached() -> None:
    prompt = load_prompt()
    # Anthropic caches from 1,024 tokens on for its Sonnet models; a token is at most 5 characters of plain English.
    assert (len(prompt.system) + len(json.dumps(prompt.parameters))) / 5 > 1_024
