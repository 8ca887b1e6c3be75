"""What the classifier of urgent messages learns from is apart from what it is measured by."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fingerpost.evaluation.halves import half
from fingerpost.evaluation.urgent_examples import DATA, alike, made_from, written_examples
from fingerpost.safeguards.urgent.kinds import KINDS

SHARED = Path(__file__).parents[3] / "shared" / "data"


def held_back() -> set[str]:
    def texts(name: str) -> list[str]:
        return [json.loads(line)["text"] for line in (DATA / name).read_text("utf-8").splitlines()]

    return {alike(text) for text in texts("urgent_unseen.jsonl")} | {
        alike(text) for text in texts("urgent.jsonl") if half(text) == 1
    }


def test_nothing_that_is_measured_on_is_learned_from():
    written = written_examples()
    held = held_back()

    assert len(held) > 800
    assert not held & {alike(example.text) for example in written}
    assert not held & {alike(example.text) for example in made_from(written)}


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not here")
def test_of_real_questions_and_public_sets_only_one_half_is_learned_from():
    learned = {example.text for example in written_examples(SHARED)}

    def rows(name: str) -> list[dict[str, str]]:
        return [json.loads(line) for line in (SHARED / name).read_text("utf-8").splitlines()]

    stories = [row for row in rows("conditionalqa/questions.jsonl") if half(row["url"]) == 1]
    sensitive = [row["text"] for row in rows("safety/harmful_requests.jsonl") if half(row["text"]) == 1]
    assert not {f"{row['scenario'].strip()} {row['question'].strip()}" for row in stories} & learned
    assert not set(sensitive) & learned


def test_every_kind_stands_beside_what_only_sounds_like_it():
    situated = [example for example in written_examples() if example.situation]

    for column, kind in enumerate(KINDS, start=1):
        here = {example.situation for example in situated if example.column == column}
        calm = {example.situation for example in situated if not example.column}
        assert len(here & calm) >= 2, kind


def test_what_is_made_is_the_same_each_time_and_of_both_sorts():
    written = [example for example in written_examples() if example.situation][:60]
    made = made_from(written)

    assert made == made_from(written)
    assert {bool(example.column) for example in made} == {True, False}
    assert {example.parent for example in made} <= {example.text for example in written}
    assert all(example.situation and example.share < 1 for example in made)


def test_an_urgent_message_is_also_said_before_and_after_an_everyday_question():
    written = [example for example in written_examples() if example.situation][:60]
    urgent = next(example for example in written if example.column)
    made = [example.text for example in made_from(written) if example.parent == urgent.text]

    assert any(text.startswith(urgent.text) and text != urgent.text for text in made)
    assert any(text.endswith(urgent.text) and text != urgent.text for text in made)
