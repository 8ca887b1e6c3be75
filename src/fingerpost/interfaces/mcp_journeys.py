"""Journeys as a tool of the Model Context Protocol: ``follow_journey`` asks the questions and gives the outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.tools import Tool
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field, TypeAdapter

from fingerpost.interfaces.api.journeys import JourneyStep, JourneyValue, followed, today_at
from fingerpost.interfaces.journey_words import outcome_text, spoken
from fingerpost.interfaces.mcp_calculators import Run
from fingerpost.interfaces.wording import shipped, speaking
from fingerpost.services.journeys import Journey, journey_named, journeys_in
from fingerpost.services.journeys.model import said

if TYPE_CHECKING:
    from fingerpost.settings import Settings

_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_step = TypeAdapter(JourneyStep)


def journey_tools(settings: Settings, run: Run) -> list[Tool]:
    """Return the tool that follows the journeys a service offers; none where it offers none.

    Args:
        settings: the service's.
        run: runs a tool's work.

    Raises:
        JourneyFileError: the file of a journey can't be used.
        UnknownJourneyError: ``journeys.offered`` names one that is not there.
    """
    offered = journeys_in(settings.folder, settings.journeys.offered)
    own = settings.service.locale

    def follow_journey(
        name: Annotated[str, Field(description="The journey's name.")],
        context: Context[Any, Any],
        answers: Annotated[
            dict[str, JourneyValue] | None,
            Field(description="The answers so far, by the question's key; leave out what the person has not said."),
        ] = None,
        locale: Annotated[str, Field(description="The language wanted, such as 'cy'.")] = "",
    ) -> CallToolResult:
        def followed_on() -> CallToolResult:
            journey = journey_named(offered, name)
            at = followed(journey, answers or {}, locale or own, today_at(settings.people.timezone))
            return CallToolResult(
                content=[TextContent(type="text", text=_text(journey, asdict(at), locale or own))],
                structured_content=_step.dump_python(at, mode="json"),
            )

        return run(context, followed_on)

    if not offered:
        return []
    listed = "; ".join(f"{each.name} ({said(each.title, own)})" for each in offered.values())
    tool = Tool.from_function(
        follow_journey,
        title="Follow a guided journey",
        description=(
            "Returns the next question of a guided journey, or its outcome with sources. Ask the person each question "
            "in its own words, and never answer one for them. Call again with their answer added, until there is an "
            f"outcome; show that as it is. The journeys: {listed}."
        ),
        annotations=_READS,
    )
    tool.fn_metadata.output_schema = _step.json_schema(mode="serialization")
    return [tool]


def _text(journey: Journey, at: Mapping[str, Any], wanted: str) -> str:
    question = at["question"]
    if question is None:
        with speaking(shipped(spoken(journey, wanted))):
            return outcome_text(at)
    lines = [
        f"{question['title']} (answer '{question['key']}', {question['kind']})",
        question["body"],
        question["hint"],
    ]
    lines += [f"- {option['value']}: {option['label']}" for option in question["options"]]
    return "\n".join(line for line in lines if line)
