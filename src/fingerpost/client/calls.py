"""Each call of the API as a plain record: what is sent, how its reply is read, and when it may be sent again."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Generic, TypeVar
from urllib.parse import quote, urlsplit

import httpx
from pydantic import TypeAdapter, ValidationError

from fingerpost import __version__
from fingerpost.client.failures import UnexpectedReplyError, wait_asked
from fingerpost.client.records import (
    Calculation,
    CalculatorDetails,
    CalculatorEntry,
    Conversation,
    ConversationStarted,
    ConversationTurn,
    EasyReadReply,
    Feedback,
    Notice,
    Reply,
    SearchResult,
)
from fingerpost.domain import Answer, Citation, EasyRead
from fingerpost.errors import SettingsError

T = TypeVar("T")

LONGEST_WAIT = 30.0
"""The longest wait, in seconds, that a call makes of itself before it is sent again."""

_FIRST_WAIT = 0.5
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_NOTHING_DONE = frozenset({429, 503})
_GATEWAY = frozenset({502, 504})


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """One request. ``once`` says that doing it twice would do more than doing it once."""

    method: str
    path: str
    read: Callable[[Any], T]
    json: Mapping[str, Any] | None = None
    params: Mapping[str, str | int] = field(default_factory=dict[str, "str | int"])
    once: bool = False

    @property
    def where(self) -> str:
        """What is called, for an error: the method and the API's part, never an id."""
        return f"{self.method} {'/'.join(self.path.split('/')[:4])}"


def wait_before(call: Call[Any], tries: int, outcome: httpx.Response | httpx.HTTPError) -> float | None:
    """Return the seconds to wait before a call is sent again, or ``None`` when it must not be.

    A request that never left, and one that the service refused because it is busy, did nothing. Any other failure may
    have come after the work was done, so only what changes nothing, or ends the same, is sent again.

    Args:
        call: the call.
        tries: how often it was sent so far.
        outcome: what came of the last time.
    """
    asked = None
    if isinstance(outcome, httpx.Response):
        if outcome.status_code not in (_NOTHING_DONE if call.once else _NOTHING_DONE | _GATEWAY):
            return None
        asked = wait_asked(outcome)
        if asked is not None and asked > LONGEST_WAIT:
            return None
    elif call.once and not isinstance(outcome, _NEVER_SENT):
        return None
    backed_off = min(_FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT)
    # With jitter, so that programs turned away together do not come back together; it protects nothing.
    return (asked or 0.0) + random.uniform(0.5, 1.0) * backed_off  # noqa: S311


def root(address: str) -> str:
    """Return a service's address without what follows it.

    Raises:
        SettingsError: it is not an http(s) address.
    """
    split = urlsplit(address.strip())
    if split.scheme not in ("http", "https") or not split.netloc:
        raise SettingsError(
            "the service's address must start with https:// or http://",
            where="Client(address)",
            fix="give the address people open, such as https://ask.example.gov.uk",
        )
    return address.strip().rstrip("/").removesuffix("/api/v1")


HEADERS = {"user-agent": f"fingerpost-python/{__version__}", "accept": "application/json"}


def ask(question: str, conversation_id: str | None, locale: str | None) -> Call[Reply]:
    """Return the call that asks a question."""
    sent = {"question": question, "conversation_id": conversation_id, "locale": locale}
    given = {key: value for key, value in sent.items() if value is not None}
    return Call("POST", "/api/v1/ask", reply, json=given, once=True)


def search(query: str, limit: int, locale: str | None) -> Call[SearchResult]:
    """Return the call that searches."""
    params: dict[str, str | int] = {"q": query, "limit": limit, **({"locale": locale} if locale else {})}
    return Call("GET", "/api/v1/search", lambda found: parse(SearchResult, found), params=params)


def start(locale: str | None) -> Call[ConversationStarted]:
    """Return the call that starts a conversation."""
    sent = {"locale": locale} if locale else {}
    return Call("POST", "/api/v1/conversations", lambda found: parse(ConversationStarted, found), json=sent, once=True)


def conversation(conversation_id: str) -> Call[Conversation]:
    """Return the call that reads a conversation."""
    return Call("GET", f"/api/v1/conversations/{_safe(conversation_id)}", _conversation)


def delete(conversation_id: str) -> Call[None]:
    """Return the call that deletes a conversation. Deleting is not sent again: the second time it is not there."""
    return Call("DELETE", f"/api/v1/conversations/{_safe(conversation_id)}", _nothing, once=True)


def easy_read(conversation_id: str, turn_id: str) -> Call[EasyReadReply]:
    """Return the call that reads an answer in short lines."""
    path = f"/api/v1/conversations/{_safe(conversation_id)}/turns/{_safe(turn_id)}/easy-read"
    return Call("GET", path, _easy_read)


def feedback(conversation_id: str, turn_id: str, useful: bool, reason: str, comment: str) -> Call[None]:
    """Return the call that says whether an answer was useful. Saying it twice is saying it once."""
    path = f"/api/v1/conversations/{_safe(conversation_id)}/turns/{_safe(turn_id)}/feedback"
    sent: dict[str, Any] = {"useful": useful, "comment": comment, **({"reason": reason} if reason else {})}
    return Call("POST", path, _nothing, json=sent)


def calculators() -> Call[tuple[CalculatorEntry, ...]]:
    """Return the call that lists the calculators."""

    def read(found: Any) -> tuple[CalculatorEntry, ...]:
        return tuple(parse(CalculatorEntry, each) for each in _object(found).get("calculators", ()))

    return Call("GET", "/api/v1/calculators", read)


def calculator(name: str) -> Call[CalculatorDetails]:
    """Return the call that reads what a calculator takes."""
    return Call("GET", f"/api/v1/calculators/{_safe(name)}", lambda found: parse(CalculatorDetails, found))


def calculate(name: str, inputs: Mapping[str, Any]) -> Call[Calculation]:
    """Return the call that works something out. It keeps nothing, so it may be sent again."""
    path = f"/api/v1/calculators/{_safe(name)}"
    return Call("POST", path, lambda found: parse(Calculation, found), json=inputs)


def reply(found: Any) -> Reply:
    """Return a reply to a question. Raises ``UnexpectedReplyError``."""
    taken = _object(found)
    return Reply(
        parse(Answer, taken),
        _notices(taken),
        parse(str, taken.get("conversation_id")),
        parse(str, taken.get("turn_id")),
    )


def parse(kind: type[T], found: Any) -> T:
    """Return what was sent as a record. Fields that are not known here are passed over.

    Raises:
        UnexpectedReplyError: it is not such a record.
    """
    try:
        return _adapter(kind).validate_python(found)
    except ValidationError as problem:
        wrong = ", ".join(sorted({".".join(map(str, each["loc"])) or "(all)" for each in problem.errors()})[:5])
        raise UnexpectedReplyError(
            f"the reply can't be read as {kind.__name__}: {wrong}",
            fix="check the address, and that the service's version of Fingerpost is this program's",
        ) from None


def body(response: httpx.Response) -> Any:
    """Return a reply's JSON, ``None`` when it has none to have. Raises ``UnexpectedReplyError``."""
    if response.status_code == 204:
        return None
    try:
        return response.json()
    except ValueError:
        raise UnexpectedReplyError(
            "the reply is not JSON", fix="check that the address is a Fingerpost service's"
        ) from None


@cache
def _adapter(kind: type[T]) -> TypeAdapter[T]:
    return TypeAdapter(kind)


def _conversation(found: Any) -> Conversation:
    taken = _object(found)
    turns = tuple(
        ConversationTurn(
            answer=parse(Answer, turn),
            notices=_notices(turn),
            turn_id=parse(str, turn.get("turn_id")),
            asked_at=_when(turn.get("asked_at")),
            feedback=None if turn.get("feedback") is None else parse(Feedback, turn["feedback"]),
        )
        for turn in map(_object, taken.get("turns", ()))
    )
    started = parse(ConversationStarted, taken)
    return Conversation(started.conversation_id, started.locale, _when(taken.get("started_at")), turns)


def _easy_read(found: Any) -> EasyReadReply:
    taken = _object(found)
    citations = tuple(parse(Citation, each) for each in taken.get("citations", ()))
    return EasyReadReply(parse(EasyRead, taken), citations, parse(str, taken.get("turn_id")))


def _when(found: Any) -> datetime:
    return parse(datetime, found)


def _notices(found: Mapping[str, Any]) -> tuple[Notice, ...]:
    return tuple(parse(Notice, each) for each in found.get("notice_words", ()))


def _object(found: Any) -> Mapping[str, Any]:
    return parse(dict[str, Any], found)


def _nothing(_: Any) -> None:
    return None


def _safe(name: str) -> str:
    """Return an id as one part of a path, whatever is in it."""
    return quote(name, safe="") or "-"
