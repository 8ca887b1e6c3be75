"""Each calculator as a tool of the Model Context Protocol: ``calculate_income_tax``, with its own typed inputs."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated, Any

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.tools import Tool
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field, TypeAdapter

from fingerpost.interfaces.api.calculators import CalculationReply
from fingerpost.services.calculators import Calculation, Calculator, offered, work_out
from fingerpost.services.calculators.model import Unit
from fingerpost.services.calculators.written import written
from fingerpost.settings import CalculatorSettings

Run = Callable[[Context[Any, Any], Callable[[], CallToolResult]], CallToolResult]
"""Runs a tool's work: checks that the call is allowed, and makes an error a result."""

_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_MARKED = "This is a calculation from the rules below, not guidance and not a decision."
_reply = TypeAdapter(CalculationReply)


def calculator_tools(settings: CalculatorSettings, run: Run) -> list[Tool]:
    """Return a tool for each calculator a service offers.

    Args:
        settings: the table ``[calculators]`` of its settings.
        run: runs a tool's work.

    Raises:
        SettingsError: one of them is not installed.
    """
    return [_tool(each, run) for each in offered(settings.offered, settings).values()]


def _tool(calculator: Calculator, run: Run) -> Tool:
    def work(context: Context[Any, Any], **given: Any) -> CallToolResult:
        def worked() -> CallToolResult:
            inputs = {key: value for key, value in given.items() if value is not None}
            calculation = work_out(calculator, inputs)
            return CallToolResult(
                content=[TextContent(type="text", text=calculation_text(calculator, calculation))],
                structured_content=calculation.as_json(),
            )

        return run(context, worked)

    # The SDK reads a tool's inputs off a signature. Their types are our own to check, so that an error is one of ours.
    place = inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Context[Any, Any])
    parameters = [place, *_parameters(calculator)]
    work.__signature__ = inspect.Signature(parameters, return_annotation=CallToolResult)  # pyright: ignore[reportFunctionMemberAccess]
    work.__annotations__ = {each.name: each.annotation for each in parameters} | {"return": CallToolResult}
    tool = Tool.from_function(
        work,
        name=f"calculate_{calculator.name.replace('-', '_')}",
        title=calculator.title,
        description=f"{calculator.title}. {calculator.description} Show the text as it is, with its sources.",
        annotations=_READS,
    )
    tool.fn_metadata.output_schema = _reply.json_schema(mode="serialization")
    return tool


def _parameters(calculator: Calculator) -> list[inspect.Parameter]:
    schema = calculator.inputs.model_json_schema()
    needed = set(schema.get("required", ()))
    return [
        inspect.Parameter(
            key,
            inspect.Parameter.KEYWORD_ONLY,
            annotation=Annotated[Any, Field(description=_described(field), json_schema_extra=_kept(field))],
            **({} if key in needed else {"default": None}),
        )
        for key, field in schema.get("properties", {}).items()
    ]


def _described(field: dict[str, Any]) -> str:
    hint = field.get("description", "")
    return f"{field.get('title', '')} {hint}".strip()


def _kept(field: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in field.items() if key not in ("title", "description", "default", "labels")}


def calculation_text(calculator: Calculator, calculation: Calculation) -> str:
    """Return a calculation in words: its figures, how each came about, the rates used and where each stands."""
    lines = [calculator.title, ""]
    lines += [f"{each.label}: {written(each.value, each.unit)}" for each in calculation.figures]
    lines += ["", _MARKED, *calculation.notes, "", "How it was worked out"]
    lines += [f"- {each.label}: {written(each.value, each.unit)}. {each.rule}." for each in calculation.working]
    for rates in calculation.rates:
        until = f"to {written(rates.ends, Unit.DATE)}" if rates.ends else "onwards"
        lines.append(f"- {rates.name}: from {written(rates.starts, Unit.DATE)} {until}")
    lines += ["", "Sources", *(f"- {each.title}: {each.url}" for each in calculation.sources)]
    return "\n".join(lines)
