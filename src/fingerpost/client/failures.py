"""What goes wrong between a program and a served Fingerpost. No message holds a question or an id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import httpx

from fingerpost.errors import (
    CalculatorInputError,
    ConversationNotFoundError,
    FeedbackError,
    FingerpostError,
    OutsideRatesError,
    QuestionError,
    UnknownCalculatorError,
)

_PREFIX = "urn:fingerpost:problem:"


class UnreachableError(FingerpostError):
    """The service can't be reached, or did not answer in time."""

    slug = "unreachable"


class UnexpectedReplyError(FingerpostError):
    """What came back is not what a Fingerpost of this version sends."""

    slug = "unexpected-reply"


class ServiceProblemError(FingerpostError):
    """The service said that something is wrong.

    Attributes:
        status: the HTTP status.
        problem: the problem's name, as ``docs/reference/api.md`` lists them; empty if it gave none.
        instance: what the service's log calls this request; empty if it gave none.
    """

    slug = "service-problem"
    status: int = 0
    problem: str = ""
    instance: str = ""

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.what, self.where, self.fix, vars(self)))


class BusyError(ServiceProblemError):
    """Too many questions from here, or the service can't answer just now.

    Attributes:
        retry_after: seconds to wait, when the service says.
    """

    slug = "busy"
    retry_after: float | None = None


_OURS: Mapping[str, type[FingerpostError]] = {
    kind.slug: kind
    for kind in (
        QuestionError,
        ConversationNotFoundError,
        FeedbackError,
        UnknownCalculatorError,
        CalculatorInputError,
        OutsideRatesError,
    )
}
"""Problems that are the same errors as in a program that opens the service itself."""


def failure(response: httpx.Response, where: str) -> FingerpostError:
    """Return the error for a reply that is none: the problem it names, or what its status says.

    Args:
        response: the reply, read.
        where: what was called, such as ``POST /api/v1/ask``.
    """
    said = _problem(response)
    name = str(said.get("type", "")).removeprefix(_PREFIX)
    what = str(said.get("detail") or f"the service replied {response.status_code} {response.reason_phrase}".strip())
    fix = str(said.get("fix") or "check that the address is a Fingerpost service's")
    if name in _OURS:
        return _OURS[name](what, where=where, fix=fix)
    kind = BusyError if response.status_code in (429, 503) else ServiceProblemError
    error = kind(what, where=where, fix=fix)
    error.status = response.status_code
    error.problem = name
    error.instance = str(said.get("instance", ""))
    if isinstance(error, BusyError):
        error.retry_after = wait_asked(response)
    return error


def told(problem: Mapping[str, Any], where: str) -> FingerpostError:
    """Return the error for a problem that was told inside a stream."""
    status = problem.get("status")
    return failure(httpx.Response(status if isinstance(status, int) else 500, json=dict(problem)), where)


def unreachable(problem: httpx.HTTPError, where: str) -> UnreachableError:
    """Return the error for a call that got no reply. The exception's own words may hold an address; its name can't."""
    late = isinstance(problem, httpx.TimeoutException)
    what = "the service did not answer in time" if late else "the service can't be reached"
    fix = "try again, or set a longer timeout" if late else "check the address, and that the service is running"
    return UnreachableError(f"{what} ({type(problem).__name__})", where=where, fix=fix)


def wait_asked(response: httpx.Response) -> float | None:
    """Return the seconds that ``Retry-After`` asks for, if it is a number of seconds."""
    value = response.headers.get("retry-after", "")
    return float(value) if value.isdecimal() else None


def _problem(response: httpx.Response) -> Mapping[str, Any]:
    try:
        found = response.json()
    except ValueError:
        return {}
    return cast("Mapping[str, Any]", found) if isinstance(found, dict) else {}


def _rebuild(
    kind: type[ServiceProblemError], what: str, where: str, fix: str, more: Mapping[str, Any]
) -> ServiceProblemError:
    error = kind(what, where=where, fix=fix)
    vars(error).update(more)
    return error
