"""Answers and comments as they are written to the database, and read again."""

from __future__ import annotations

import json
from dataclasses import asdict

from pydantic import TypeAdapter

from fingerpost.domain import Answer

_answers = TypeAdapter(Answer)


def written(answer: Answer) -> str:
    """Return an answer as it is stored: with what a model proposed and its seal, left out of everything shown."""
    fields = _answers.dump_python(answer, mode="json")
    if answer.proposed:
        fields["proposed"] = answer.proposed
    if answer.seal is not None:
        fields["seal"] = asdict(answer.seal)
    return json.dumps(fields, ensure_ascii=False)


def read_answer(text: str) -> Answer:
    """Return the answer that ``written`` wrote."""
    return _answers.validate_json(text)


def storable(comment: str) -> str:
    """Leave out half characters, which are not Unicode, and null characters, which PostgreSQL refuses."""
    return comment.encode("utf-8", "ignore").decode().replace("\x00", "")
