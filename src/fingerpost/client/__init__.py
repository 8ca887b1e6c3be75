"""Ask a served Fingerpost from Python: ``fingerpost.Client`` and ``fingerpost.AsyncClient``.

Typed records in and out, errors that say how to mend them, and nothing tried again that could be done twice.
"""

from __future__ import annotations

from fingerpost.client.asynchronous import AsyncClient
from fingerpost.client.blocking import Client
from fingerpost.client.failures import (
    BusyError,
    ServiceProblemError,
    UnexpectedReplyError,
    UnreachableError,
)
from fingerpost.client.records import (
    Calculation,
    CalculatorDetails,
    CalculatorEntry,
    Conversation,
    ConversationStarted,
    ConversationTurn,
    EasyReadReply,
    Feedback,
    FoundPassage,
    Notice,
    Reply,
    ReplyEvent,
    SearchResult,
)

__all__ = [
    "AsyncClient",
    "BusyError",
    "Calculation",
    "CalculatorDetails",
    "CalculatorEntry",
    "Client",
    "Conversation",
    "ConversationStarted",
    "ConversationTurn",
    "EasyReadReply",
    "Feedback",
    "FoundPassage",
    "Notice",
    "Reply",
    "ReplyEvent",
    "SearchResult",
    "ServiceProblemError",
    "UnexpectedReplyError",
    "UnreachableError",
]
