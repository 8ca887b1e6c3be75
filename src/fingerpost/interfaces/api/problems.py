"""What the API says when something is wrong: RFC 9457 problem details, with how to fix it.

Nothing a person sent is ever repeated: a field is named, its value is not.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from http.client import responses as STATUS_WORDS  # noqa: N812 - a table
from typing import Any, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from fingerpost.errors import (
    CalculatorInputError,
    ConversationNotFoundError,
    EstimateBusyError,
    EstimateUnavailableError,
    FeedbackError,
    FingerpostError,
    IndexMismatchError,
    IndexMissingError,
    JourneyAnswerError,
    ModelFileError,
    OutsideRatesError,
    QuestionError,
    StorageError,
    SubmissionError,
    UnknownCalculatorError,
    UnknownJourneyError,
)

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:fingerpost:problem:"
CHAT_PREFIX = "/v1/"
"""Where the API has OpenAI's form, errors included."""

_log = logging.getLogger("fingerpost.api")

_STATUSES: tuple[tuple[type[FingerpostError], int], ...] = (
    (QuestionError, 422),
    (FeedbackError, 422),
    (CalculatorInputError, 422),
    (OutsideRatesError, 422),
    (UnknownCalculatorError, 404),
    (JourneyAnswerError, 422),
    (UnknownJourneyError, 404),
    (SubmissionError, 422),
    (ConversationNotFoundError, 404),
    (IndexMissingError, 503),
    (IndexMismatchError, 503),
    (ModelFileError, 503),
    (StorageError, 503),
    (EstimateBusyError, 503),
    (EstimateUnavailableError, 503),
)
_BY_STATUS: dict[int, tuple[str, str]] = {
    400: ("malformed", "send a JSON object, encoded as UTF-8"),
    403: ("forbidden", "ask the service's owner for access"),
    404: ("not-found", "check the address against /api/openapi.json"),
    405: ("method-not-allowed", "use a method named in the Allow header"),
    409: ("conversation-full", "start a new conversation"),
    413: ("too-large", "send a smaller request"),
    415: ("unsupported-media-type", "send the body as JSON, with 'Content-Type: application/json'"),
    422: ("invalid", "correct the fields named in 'errors'"),
    429: ("rate-limited", "wait for as many seconds as Retry-After says, then ask again"),
    500: ("internal", "try again; if it keeps happening, tell the service's owner the 'instance'"),
    503: ("unavailable", "try again in a minute; the service's owner can run 'fingerpost doctor'"),
}
_PLAIN_NAME = re.compile(r"[a-z_]{1,40}")


class FieldProblem(BaseModel):
    """One field that can't be used."""

    field: str = Field(description="The field's name, with dots where it is inside another.", examples=["question"])
    message: str = Field(description="What is wrong with it.", examples=["Field required"])


class Problem(BaseModel):
    """Problem details, as RFC 9457 defines them, and how to fix the problem."""

    type: str = Field(
        description="A name for this kind of problem, which does not change.", examples=[TYPE_PREFIX + "question"]
    )
    title: str = Field(description="The HTTP status in words.", examples=["Unprocessable Entity"])
    status: int = Field(description="The HTTP status.", examples=[422])
    detail: str = Field(description="What is wrong this time.", examples=["there is no question"])
    instance: str = Field(
        description="This request, as the service's own log names it.",
        examples=["urn:fingerpost:request:5f3c0e1a9b7d2c44"],
    )
    fix: str = Field(description="What to do about it.", examples=["type a question in your own words"])
    errors: list[FieldProblem] | None = Field(
        default=None, description="The fields that can't be used, when that is the problem."
    )
    failing: list[str] | None = Field(
        default=None, description="What is not ready, when that is the problem.", examples=[["index"]]
    )


def make_problem(
    request: Request, status: int, detail: str = "", *, slug: str = "", fix: str = "", **more: Any
) -> Problem:
    """Return the problem details for ``status``; what is not given is what that status usually says."""
    usual_slug, usual_fix = _BY_STATUS.get(status, _BY_STATUS[400 if status < 500 else 500])
    title = STATUS_WORDS.get(status, "Error")
    return Problem(
        type=TYPE_PREFIX + (slug or usual_slug),
        title=title,
        status=status,
        detail=detail or title,
        instance=f"urn:fingerpost:request:{request_id(request)}",
        fix=fix or usual_fix,
        **more,
    )


def problem_response(request: Request, problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """Return ``problem`` as a response, in the form of the API that was called."""
    if request.url.path.startswith(CHAT_PREFIX):
        return JSONResponse(chat_error(problem), problem.status, dict(headers or {}))
    return Response(
        problem.model_dump_json(exclude_none=True), problem.status, dict(headers or {}), media_type=MEDIA_TYPE
    )


def chat_error(problem: Problem) -> dict[str, Any]:
    """Return ``problem`` as OpenAI's API says its errors, with the problem details beside it."""
    field = problem.errors[0].field if problem.errors else None
    return {
        "error": {
            "message": f"{problem.detail}. Fix: {problem.fix}",
            "type": "invalid_request_error" if problem.status < 500 else "server_error",
            "param": field,
            "code": problem.type.removeprefix(TYPE_PREFIX),
            "fingerpost": problem.model_dump(exclude_none=True),
        }
    }


def problem_of(request: Request, error: Exception) -> Problem:
    """Return what is said of an error. Of one that is not the asker's to mend, only that it happened."""
    if isinstance(error, FingerpostError):
        status = next((status for kind, status in _STATUSES if isinstance(error, kind)), 500)
        if status < 500:
            more = {"errors": [FieldProblem(field=error.where, message=error.what)]} if status == 422 else {}
            return make_problem(request, status, error.what, slug=error.slug, fix=error.fix, **more)
        _log.error("failed", extra={"problem": error.slug, "request_id": request_id(request)})
        return make_problem(request, status, "the service can't answer just now", slug=error.slug)
    return make_problem(request, 500, "something went wrong that should not have")


def request_id(request: Request) -> str:
    """Return the id the access log gave this request."""
    return str(getattr(request.state, "request_id", "unknown"))


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every error with problem details. The web pages, added later, keep their own for their addresses."""

    def on_http(request: Request, error: Exception) -> Response:
        known = cast("HTTPException", error)
        return problem_response(request, make_problem(request, known.status_code, known.detail), known.headers)

    def on_invalid(request: Request, error: Exception) -> Response:
        found = cast("Sequence[dict[str, Any]]", cast("RequestValidationError", error).errors())
        if any(each["type"] == "json_invalid" for each in found):
            return problem_response(request, make_problem(request, 400, "the body is not JSON"))
        errors = [FieldProblem(field=_field(each), message=_message(each)) for each in found]
        names = ", ".join(dict.fromkeys(each.field for each in errors))
        return problem_response(request, make_problem(request, 422, f"can't be used: {names}", errors=errors))

    def on_error(request: Request, error: Exception) -> Response:
        problem = problem_of(request, error)
        return problem_response(request, problem, {"x-request-id": request_id(request)})

    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(FingerpostError, on_error)
    app.add_exception_handler(Exception, on_error)


def _field(error: Mapping[str, Any]) -> str:
    """Return the name of the field an error is about; of an unknown field not even the name, which somebody made up."""
    parts = [str(part) for part in error["loc"] if part not in ("body", "query", "path")]
    if error["type"] == "extra_forbidden" and not all(_PLAIN_NAME.fullmatch(part) for part in parts):
        return "(unknown)"
    return ".".join(parts) or "body"


def _message(error: Mapping[str, Any]) -> str:
    return "there is no such field" if error["type"] == "extra_forbidden" else str(error["msg"])
