"""The HTTP API: JSON and server-sent events under ``/api/v1``, OpenAI's form under ``/v1``, and the health checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI

from fingerpost.interfaces.api.calculators import calculator_routes
from fingerpost.interfaces.api.chat import chat_routes
from fingerpost.interfaces.api.conversations import conversation_routes
from fingerpost.interfaces.api.description import describe
from fingerpost.interfaces.api.health import health_routes
from fingerpost.interfaces.api.journeys import journey_routes
from fingerpost.interfaces.api.problems import add_problem_handlers
from fingerpost.interfaces.api.questions import question_routes
from fingerpost.interfaces.api.submissions import submission_routes

if TYPE_CHECKING:
    from fingerpost.service import Service

__all__ = ["add_api"]


def add_api(app: FastAPI, service: Service) -> None:
    """Give ``app`` the API of ``service``: routes, problem details and the OpenAPI description."""
    add_problem_handlers(app)
    app.include_router(question_routes(service))
    app.include_router(conversation_routes(service))
    app.include_router(calculator_routes(service))
    app.include_router(journey_routes(service))
    app.include_router(submission_routes(service))
    app.include_router(chat_routes(service))
    app.include_router(health_routes(service))
    describe(app)
