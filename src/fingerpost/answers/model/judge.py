"""A model as the second judge of what the safeguards' rules and classifiers let through.

Both safeguards are told of one request. A judge that can't be had, is slow, or says something else changes nothing:
the message is then as the other layers left it.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Mapping
from concurrent.futures import TimeoutError as TooLate
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from fingerpost.answers.model.breaker import Breaker
from fingerpost.answers.model.clients import build_model, check_model_settings, request_settings
from fingerpost.answers.model.loop import LoopThread
from fingerpost.answers.model.message import data_block
from fingerpost.settings import ModelSettings, Settings

if TYPE_CHECKING:
    from pydantic_ai.messages import ModelResponse
    from pydantic_ai.models import Model

PROMPT = "judge-1"
JUDGED = ("attacks", "harm")
_MOST_OUTPUT_TOKENS = 200
_NOTHING: Mapping[str, float] = {}


class ModelJudge:
    """Asks a model how likely a message is of what a safeguard looks for. Safe to share between threads.

    It remembers, for each thread, only the last message's digest and what was said of it, so that two safeguards that
    read the same message make one request.

    Args:
        settings: which model; ``judge_seconds`` is how long it has.
        key: its key.
    """

    def __init__(self, settings: ModelSettings, key: str) -> None:
        self._settings = settings.model_copy(update={"max_output_tokens": _MOST_OUTPUT_TOKENS})
        self._key = key
        self._loop = LoopThread()
        self._breaker = Breaker(settings.failures_to_rest, settings.rest_seconds)
        self._last = threading.local()
        self._model: Model | None = None

    def __call__(self, question: str, safeguard: str) -> float:
        """Return the model's score, 0 to 1; 0 where it can't be had, is too slow, or says something else."""
        digest = hashlib.sha256(question.encode()).digest()
        if getattr(self._last, "digest", None) != digest:
            self._last.said, self._last.digest = self._judged(question), digest
        return float(self._last.said.get(safeguard, 0.0))

    def close(self) -> None:
        """Close the connections. A question after it opens them again."""
        self._loop.close(self._closed)

    def _judged(self, question: str) -> Mapping[str, float]:
        if not self._breaker.allows():
            return _NOTHING
        future = self._loop.run(self._ask(question))
        try:
            said = future.result(timeout=self._settings.judge_seconds)
        except TooLate:
            future.cancel()
            said = None
        except Exception:  # noqa: BLE001 - whatever a client raises, the other layers have judged already
            said = None
        if said is None:
            self._breaker.failed()
            return _NOTHING
        self._breaker.succeeded()
        return said

    async def _ask(self, question: str) -> Mapping[str, float] | None:
        from pydantic_ai.direct import model_request_stream
        from pydantic_ai.messages import ModelRequest, UserPromptPart
        from pydantic_ai.models import ModelRequestParameters
        from pydantic_ai.tools import ToolDefinition

        system, tool = load_judge_prompt()
        if self._model is None:
            self._model = build_model(self._settings, self._key)
        output = ToolDefinition(
            name=tool["name"],
            description=tool["description"],
            parameters_json_schema=tool["parameters"],
            kind="output",
        )
        asked = model_request_stream(
            self._model,
            [ModelRequest(parts=[UserPromptPart(data_block("message", question))], instructions=system)],
            model_settings=request_settings(self._settings),
            model_request_parameters=ModelRequestParameters(
                output_mode="tool", output_tools=[output], allow_text_output=False
            ),
            instrument=False,  # a trace would hold the question
        )
        async with asked as stream:
            async for _ in stream:
                pass
            return scores_in(stream.get(), tool["name"])

    async def _closed(self) -> None:
        client = getattr(self._model, "client", None)
        self._model = None
        if client is not None:
            await client.close()


def scores_in(response: ModelResponse, tool: str) -> Mapping[str, float] | None:
    """Return the two scores of a reply, or ``None`` where it does not hold both as numbers from 0 to 1."""
    for call in response.tool_calls:
        if call.tool_name != tool:
            continue
        try:
            said: dict[str, Any] = call.args_as_dict()
        except ValueError:
            return None
        scores = {name: said.get(name) for name in JUDGED}
        if all(_is_score(score) for score in scores.values()):
            return {name: float(str(score)) for name, score in scores.items()}
    return None


@cache
def load_judge_prompt() -> tuple[str, dict[str, Any]]:
    """Return what the judge is told, and the tool it answers with."""
    folder = files(__package__ or "") / "prompts" / PROMPT
    tool: dict[str, Any] = json.loads((folder / "judgement.json").read_text(encoding="utf-8"))
    return (folder / "system.md").read_text(encoding="utf-8").strip(), tool


def open_judge(settings: Settings) -> ModelJudge | None:
    """Return the second judge of a service that composes with a model and gives it ``judge_seconds``.

    Raises:
        SettingsError: the model's extra, key, region or project is missing.
    """
    if settings.answers.composer != "model" or settings.model.judge_seconds == 0:
        return None
    return ModelJudge(settings.model, check_model_settings(settings.model, settings.folder))


def _is_score(score: Any) -> bool:
    return isinstance(score, int | float) and not isinstance(score, bool) and 0 <= score <= 1
