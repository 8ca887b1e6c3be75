"""Sending a journey in, as a tool of the Model Context Protocol: a model may ask for it, and only a person says yes.

The client shows the person what will be sent and asks them (an elicitation). A client that can't ask sends nothing: the
person is told where to send it themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from mcp.server.elicitation import AcceptedElicitation, ElicitationResult
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.resolve import Elicit, Resolve
from mcp.server.mcpserver.tools import Tool
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import BaseModel, Field, TypeAdapter

from fingerpost.errors import FingerpostError, SubmissionError
from fingerpost.interfaces.api.journeys import JourneyValue, today_at
from fingerpost.interfaces.journey_words import spoken, step
from fingerpost.interfaces.mcp_calculators import Run
from fingerpost.interfaces.sending_in import MCP, SentIn, check_destinations, reached, request_by, sent_in
from fingerpost.interfaces.wording import say, shipped, speaking
from fingerpost.services.journeys import Journey, journey_named, journeys_in

if TYPE_CHECKING:
    from fingerpost.service import Service

_SENDS = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=True)
_told = TypeAdapter(SentIn)
Answers = Mapping[str, JourneyValue]


class Yes(BaseModel):
    """What the person is asked, by their client."""

    send: bool = Field(description="Send it?")


def submission_tools(service: Service, run: Run) -> list[Tool]:
    """Return the tool that sends in the journeys of a service which can be; none where there is none.

    Args:
        service: the opened service.
        run: runs a tool's work.

    Raises:
        JourneyFileError: the file of a journey can't be used.
        UnknownJourneyError: ``journeys.offered`` names one that is not there.
        SubmissionError: a journey sends to a destination that is not set.
    """
    settings = service.settings
    offered = journeys_in(settings.folder, settings.journeys.offered)
    check_destinations(settings, offered)
    ends = {
        name: journey for name, journey in offered.items() if any(outcome.submission for outcome in journey.outcomes)
    }
    if not ends:
        return []
    desk = _Desk(service, ends)

    def ask_person(
        name: str, context: Context[Any, Any], answers: dict[str, JourneyValue], locale: str = ""
    ) -> Elicit[Yes] | Yes:
        return desk.ask(name, context, answers, locale)

    def send_journey(
        name: Annotated[str, Field(description="The journey's name.")],
        answers: Annotated[dict[str, JourneyValue], Field(description="Every answer, as 'follow_journey' took them.")],
        context: Context[Any, Any],
        said: Any,
        locale: Annotated[str, Field(description="The language the person speaks, such as 'cy'.")] = "",
    ) -> CallToolResult:
        return run(context, lambda: desk.send(name, context, answers, locale, said))

    # Set here and not above: the name of a function inside this one can't be looked up from a text.
    send_journey.__annotations__["said"] = Annotated[ElicitationResult[Yes], Resolve(ask_person)]
    tool = Tool.from_function(
        send_journey,
        title="Send a journey in",
        description=(
            "Sends in what a journey took, where its outcome says that it can be sent. The person is shown each answer "
            "and asked by their own program; nothing is sent unless they say yes there. Returns the reference number: "
            f"tell the person to keep it. The journeys: {', '.join(ends)}."
        ),
        annotations=_SENDS,
    )
    tool.fn_metadata.output_schema = _told.json_schema(mode="serialization")
    return [tool]


class _Desk:
    def __init__(self, service: Service, journeys: Mapping[str, Journey]) -> None:
        self._service = service
        self._journeys = journeys
        self._own = service.settings.service.locale

    def ask(self, name: str, context: Context[Any, Any], answers: Answers, locale: str) -> Elicit[Yes] | Yes:
        """Return the question to put to the person; a no where there is nothing to send or nobody to ask."""
        try:
            journey = journey_named(self._journeys, name)
            request_by(
                self._service.settings,
                reached(journey, answers, locale or self._own, self._today()),
                locale=locale,
                channel=MCP,
            )
        except FingerpostError:
            return Yes(send=False)  # the tool says what is wrong
        return Elicit(self._review(journey, answers, locale or self._own), Yes) if can_ask(context) else Yes(send=False)

    def send(
        self, name: str, context: Context[Any, Any], answers: Answers, locale: str, said: ElicitationResult[Yes]
    ) -> CallToolResult:
        """Send it if the person said yes, and return the reference."""
        wanted, settings = locale or self._own, self._service.settings
        journey = journey_named(self._journeys, name)
        progress = reached(journey, answers, wanted, self._today())
        request = request_by(settings, progress, locale=wanted, channel=MCP)
        if not can_ask(context):
            raise SubmissionError(
                "this program can't ask the person, so nothing was sent",
                where="send_journey",
                fix=f"tell the person to send it themselves, at {self._address(journey)}",
            )
        agreed = isinstance(said, AcceptedElicitation) and said.data.send
        # The same answers on the same day are the same one, however often a model asks for it.
        key = f"{self._today()} {request.mark(MCP)}"
        outbox = self._service.store.submissions
        told = sent_in(settings, outbox, progress, key, wanted, MCP, agreed=agreed)
        with speaking(shipped(spoken(journey, wanted))):
            words = [
                told.title,
                f"{say('submission.reference')} {told.reference}",
                say("submission.keep"),
                told.next,
            ]
        return CallToolResult(
            content=[TextContent(type="text", text="\n\n".join(line for line in words if line))],
            structured_content=_told.dump_python(told, mode="json"),
        )

    def _review(self, journey: Journey, answers: Answers, wanted: str) -> str:
        """Return everything that will be sent, and what the person declares, in their language."""
        locale = spoken(journey, wanted)
        with speaking(shipped(locale)):
            at = step(journey, answers, locale, self._today())
            rows = [f"{each['title']} {each['words']}" for each in at["answers"]]
            return "\n".join(
                [at["title"], "", *rows, "", at["outcome"]["submission"]["declaration"], say("submission.ask")]
            )

    def _address(self, journey: Journey) -> str:
        settings = self._service.settings
        base = (settings.server.public_url or "").rstrip("/")
        return f"{base}/journeys/{journey.name}" if base else f"the web page of {settings.service.name}"

    def _today(self) -> Any:
        return today_at(self._service.settings.people.timezone)


def can_ask(context: Context[Any, Any]) -> bool:
    """Return whether the client says that it can put a question to the person."""
    capabilities = context.client_capabilities
    elicitation = capabilities.elicitation if capabilities is not None else None
    return elicitation is not None and (elicitation.form is not None or elicitation.url is None)
