"""The service as tools of the Model Context Protocol: ``ask``, ``search``, ``read_document``, and each calculator.

Every tool only reads, but for ``send_journey``, which asks the person first. Nothing is kept of what is asked. What
comes back is text that a model can pass on as it stands, with its sources, and the same as structured data. A failure
is an error result that names the problem and how to mend it, never an exception's own words.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.tools import Tool
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field, TypeAdapter

from fingerpost import __version__
from fingerpost.answers.understand import read_question
from fingerpost.domain import Answer, Section
from fingerpost.errors import FingerpostError, QuestionError
from fingerpost.interfaces.answer_words import answer_words
from fingerpost.interfaces.api.chat_history import ChatHistory
from fingerpost.interfaces.api.records import FoundPassage, SearchReply, found_passage
from fingerpost.interfaces.mcp_calculators import calculator_tools
from fingerpost.interfaces.mcp_journeys import journey_tools
from fingerpost.interfaces.mcp_submissions import submission_tools
from fingerpost.interfaces.voice import Voice
from fingerpost.interfaces.wording import Notice, notices
from fingerpost.service import served_locale

if TYPE_CHECKING:
    from fingerpost.service import Service

MOST_CHARACTERS = 30_000
"""How much of a document one call returns, so that a long page does not fill a model's context."""

FRESH_SECONDS = 5.0
"""How soon a new release of the index is used."""

CheckCall = Callable[[Context[Any, Any]], None]
"""Called before each tool; raises when the call may not be made."""

_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_LOCALE = "The language wanted, such as 'cy'; the service's own if left out."


class DocumentNotFoundError(FingerpostError):
    """No page of the guidance has this address."""

    slug = "document-not-found"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAnswer(Answer):
    """An answer record, and the words of its notices."""

    notice_words: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class ReadSection:
    """A section of a document: ``text`` stands under ``heading_path``, character for character as it is quoted."""

    section_id: str
    heading_path: tuple[str, ...]
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A published page, or as much of it as fits. ``next_section`` is where to go on reading, ``None`` at the end."""

    title: str
    url: str
    source: str
    kind: str
    locale: str
    licence: str
    updated_at: datetime | None
    published_at: datetime | None
    content_hash: str
    sections: tuple[ReadSection, ...]
    next_section: int | None


_answers = TypeAdapter(Answer)
_told_answers = TypeAdapter(ToldAnswer)
_notices = TypeAdapter(tuple[Notice, ...])
_found = TypeAdapter(SearchReply)
_documents = TypeAdapter(ReadDocument)


def mcp_server(service: Service, check: CheckCall | None = None) -> MCPServer[Any]:
    """Return the MCP server of an opened service.

    Args:
        service: the service; it is the caller's to close.
        check: called before each tool, such as to limit how often one address may call.
    """
    tools = _Tools(service, check)
    name = service.settings.service.name
    return MCPServer(
        name=name,
        version=__version__,
        instructions=(
            f"Answers from the guidance published for {name}. Call 'ask' with the question in the person's own words. "
            "Show them the text that comes back as it is, with its numbered sources: each sentence is quoted and "
            "proved, and written anew it would not be. If the outcome is 'urgent', show the help first. If it is not "
            "'answered', say so, and give the contact. Use 'search' and 'read_document' to look further. "
            "A tool named 'calculate_…' works a figure out by a tested rule: use it for any figure, and never your own."
        ),
        tools=[
            _tool(tools.ask, "Ask", _told_answers),
            _tool(tools.search, "Search", _found),
            _tool(tools.read_document, "Read a document", _documents),
            *calculator_tools(service.settings.calculators, tools.run),
            *journey_tools(service.settings, tools.run),
            *submission_tools(service, tools.run),
        ],
        log_level="WARNING",  # below it the SDK logs arguments that were refused
    )


def _tool(act: Callable[..., CallToolResult], title: str, told: TypeAdapter[Any]) -> Tool:
    """Return a tool with the schema of what it tells; the SDK can't read one off a dataclass with slots."""
    tool = Tool.from_function(act, title=title, annotations=_READS)
    tool.fn_metadata.output_schema = told.json_schema(mode="serialization")
    return tool


class _Tools:
    """The tools of one service. Their docstrings are what a model reads."""

    def __init__(self, service: Service, check: CheckCall | None) -> None:
        self._service = service
        self._check = check
        self._history = ChatHistory(service)
        self._voice = Voice(service.settings)
        self._longest = service.settings.answers.max_question_characters
        self._fresh_until = time.monotonic() + FRESH_SECONDS

    def ask(
        self,
        question: Annotated[str, Field(description="The question, in the person's own words.")],
        context: Context[Any, Any],
        locale: Annotated[str | None, Field(description=_LOCALE)] = None,
        earlier_questions: Annotated[
            list[str] | None,
            Field(description="What the same person asked before, oldest first, so that a follow-up is understood."),
        ] = None,
    ) -> CallToolResult:
        """Answer a question from the published guidance, each sentence with the quotation it rests on.

        Personal data is taken out of the question first. The outcome says how far the answer goes: 'answered',
        'partial', 'clarify', 'unanswerable', 'out_of_scope', 'refused', 'urgent' or 'handoff'.
        """

        def answered() -> CallToolResult:
            asked = [*(earlier_questions or ()), question]
            most = self._service.settings.conversations.max_turns
            if len(asked) > most:
                raise QuestionError(
                    f"there are more than {most} questions", where="earlier_questions", fix="leave out the oldest"
                )
            for each in asked:
                read_question(each, limit=self._longest)
            chosen = served_locale(self._service.settings, locale)
            earlier = self._history.before(asked[:-1], chosen)
            answer = self._service.assistant.ask(question, locale=chosen, history=earlier)
            self._history.remember(asked, chosen, (*earlier, answer))
            with self._voice.of(answer, locale) as spoken:
                worded = _notices.dump_python(notices(answer), mode="json")
                text = answer_words(spoken).text
            return _told(text, {**_answers.dump_python(answer, mode="json"), "notice_words": worded})

        return self.run(context, answered)

    def search(
        self,
        query: Annotated[str, Field(description="Words, or a question.")],
        context: Context[Any, Any],
        locale: Annotated[str | None, Field(description=_LOCALE)] = None,
        limit: Annotated[int, Field(description="The most passages to return, 1 to 50.")] = 10,
    ) -> CallToolResult:
        """Return the sections of the guidance that fit a query, best first. They are found, not judged to answer."""

        def searched() -> CallToolResult:
            if not 1 <= limit <= 50:
                raise QuestionError("limit is not from 1 to 50", where="limit", fix="ask for 1 to 50 passages")
            words = self._service.protect(read_question(query, limit=self._longest)).text
            passages = self._service.search(words, locale=served_locale(self._service.settings, locale), limit=limit)
            found = SearchReply(words, tuple(found_passage(each) for each in passages))
            text = "\n\n".join(_passage(number, each) for number, each in enumerate(found.passages, start=1))
            return _told(text or "Nothing was found.", _found.dump_python(found, mode="json"))

        return self.run(context, searched)

    def read_document(
        self,
        url: Annotated[str, Field(description="The page's address, as a citation or a search result gives it.")],
        context: Context[Any, Any],
        first_section: Annotated[int, Field(description="Where to go on reading a long page: 'next_section'.")] = 0,
    ) -> CallToolResult:
        """Return a page of the guidance as it is stored: its sections in order, its dates and its licence."""

        def read() -> CallToolResult:
            sections = self._service.index.page(url.partition("#")[0])
            if not sections:
                raise DocumentNotFoundError(
                    "the guidance holds no page at this address", where="url", fix="use a url that 'search' gives"
                )
            if not 0 <= first_section < len(sections):
                raise QuestionError(
                    f"the page has {len(sections)} sections",
                    where="first_section",
                    fix="use 'next_section', or leave it out",
                )
            document = _document(sections, first_section)
            return _told(_document_text(document), _documents.dump_python(document, mode="json"))

        return self.run(context, read)

    def run(self, context: Context[Any, Any], act: Callable[[], CallToolResult]) -> CallToolResult:
        """Return what ``act`` returns, once the call is allowed; a failure is a result that names the problem."""
        try:
            if self._check is not None:
                self._check(context)
            if time.monotonic() > self._fresh_until:
                self._service.index.refresh()
                self._fresh_until = time.monotonic() + FRESH_SECONDS
            return act()
        except FingerpostError as problem:
            named = {
                "type": f"urn:fingerpost:problem:{problem.slug}",
                "detail": problem.what,
                "where": problem.where,
                "fix": problem.fix,
            }
            return CallToolResult(
                content=[TextContent(type="text", text=f"{problem.slug}: {problem}")],
                structured_content={"problem": named},
                is_error=True,
            )


def _told(text: str, structured: dict[str, Any]) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=structured)


def _passage(number: int, found: FoundPassage) -> str:
    return f"[{number}] {' › '.join((found.title, *found.heading_path))}\n{found.url}\n{found.text}"


def _document(sections: Sequence[Section], first: int) -> ReadDocument:
    """Return as many sections as fit, one at least."""
    page = sections[0].page
    shown: list[ReadSection] = []
    room = MOST_CHARACTERS
    for section in sections[first:]:
        room -= len(section.text)
        if shown and room < 0:
            break
        shown.append(ReadSection(section.id, section.heading_path, section.text, section.url))
    after = first + len(shown)
    return ReadDocument(
        title=page.title,
        url=page.url,
        source=page.source,
        kind=page.kind,
        locale=page.locale,
        licence=page.licence,
        updated_at=page.updated_at,
        published_at=page.published_at,
        content_hash=page.content_hash,
        sections=tuple(shown),
        next_section=after if after < len(sections) else None,
    )


def _document_text(document: ReadDocument) -> str:
    parts = [f"# {document.title}\n{document.url}"]
    for section in document.sections:
        heading = f"## {' › '.join(section.heading_path)}\n" if section.heading_path else ""
        parts.append(heading + section.text)
    if document.next_section is not None:
        parts.append(f"(The page goes on: read_document with first_section={document.next_section}.)")
    return "\n\n".join(parts)
