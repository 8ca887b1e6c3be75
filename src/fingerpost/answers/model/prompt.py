"""The prompt: a folder of files with a version, so that the record of an answer says exactly what a model was told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

CURRENT = "answer-1"
"""The prompt in use. A change of any word in a released prompt is a new folder with a new number."""

WITH_TOOLS = "answer-2"
"""The prompt in use where the model has tools beside the answer."""

_FILES = ("system.md", "answer.json")


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is told, and the tool it answers with.

    ``version`` is the folder's name and the first 12 hexadecimal digits of the SHA-256 of its files. ``system`` is
    the same for every question, so that a provider can keep it; ``parameters`` is the tool's JSON schema.
    """

    version: str
    system: str
    tool: str
    description: str
    parameters: Mapping[str, Any]


@cache
def load_prompt(name: str = CURRENT, *, most: int = 8) -> Prompt:
    """Return a prompt by the name of its folder. ``most`` is the most sentences an answer may have."""
    folder = files(__package__ or "") / "prompts" / name
    texts = [(folder / file).read_text(encoding="utf-8") for file in _FILES]
    digest = hashlib.sha256("\0".join((*texts, str(most))).encode()).hexdigest()[:12]
    tool = json.loads(texts[1])
    return Prompt(
        version=f"{name}+{digest}",
        system=texts[0].replace("{most}", str(most)).strip(),
        tool=tool["name"],
        description=tool["description"],
        parameters=tool["parameters"],
    )
