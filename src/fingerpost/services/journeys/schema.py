"""The published JSON Schema of a journey's file."""

from __future__ import annotations

import json
from pathlib import Path

from fingerpost.services.journeys.model import Journey

SCHEMA = Path(__file__).with_name("journey.schema.json")
"""Where the schema stands in the package: editors check a journey as it is written when they are told of it."""


def journey_schema() -> str:
    """Return the schema as its file holds it. Written again by ``scripts/build_reference.py``."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Fingerpost journey",
        **{key: value for key, value in Journey.model_json_schema().items() if key != "title"},
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
