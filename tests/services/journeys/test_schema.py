"""The published schema takes every journey that ships, and stands alike in the package and in the reference."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from fingerpost.services.journeys.drawing import mermaid, svg
from fingerpost.services.journeys.reading import SHIPPED, read_journey
from fingerpost.services.journeys.schema import SCHEMA, journey_schema
from tests.conftest import REPOSITORY

FILES = sorted([*SHIPPED.glob("*.yaml"), *(REPOSITORY / "src/fingerpost/demo/sampleford/journeys").glob("*.yaml")])


def as_json(file: Path) -> Any:
    return json.loads(json.dumps(yaml.safe_load(file.read_text(encoding="utf-8")), default=str))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_published_schema_takes_the_journeys_that_ship(file: Path):
    jsonschema.validate(as_json(file), json.loads(journey_schema()))
    assert read_journey(file).languages == ("en", "cy")
    assert read_journey(file).wants_review == ("cy",)


def test_the_schema_refuses_what_a_journey_may_not_hold():
    journey = as_json(FILES[0])
    journey["questions"][0]["kind"] = "maybe"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(journey, json.loads(journey_schema()))


def test_the_schema_is_published_as_it_is():
    assert SCHEMA.read_text(encoding="utf-8") == journey_schema()
    assert (REPOSITORY / "docs/reference/journey.schema.json").read_text(encoding="utf-8") == journey_schema()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_drawing_shows_every_question_and_outcome_once(file: Path):
    from lxml import etree

    journey = read_journey(file)
    drawn = etree.fromstring(svg(journey).encode())
    boxes = [each for each in drawn if each.tag.endswith("}rect")][1:]
    assert len(boxes) == len(journey.questions) + len(journey.outcomes)
    assert len({(box.get("x"), box.get("y")) for box in boxes}) == len(boxes)
    assert all(part.key in mermaid(journey) for part in (*journey.questions, *journey.outcomes))
