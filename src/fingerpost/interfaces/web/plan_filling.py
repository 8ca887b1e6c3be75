"""What a person chose to keep, filled into a question or a form: in sight, and theirs to change."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from fastapi import Request
from pydantic import BaseModel

from fingerpost.interfaces.web.pages import PLAN_COOKIE, Pages
from fingerpost.services.journeys import Question
from fingerpost.services.plans.facts import inputs_from_plan, question_from_plan

Filled = str | bool | list[str] | None


def filled_question(pages: Pages, request: Request, question: Question) -> Filled:
    """Return what a question can be filled in with, as its kept answers are; ``None`` for nothing.

    It is no answer yet: the person sees it, and sends it or another.
    """
    facts = _facts(pages, request) if question.fact else {}
    return question_from_plan(question, facts, _today(pages)) if facts else None


def filled_inputs(pages: Pages, request: Request, inputs: type[BaseModel]) -> dict[str, str]:
    """Return what a calculator's form can be filled in with, as it is typed: a date in its three boxes."""
    typed: dict[str, str] = {}
    for key, value in inputs_from_plan(inputs, _facts(pages, request), _today(pages)).items():
        year, _, rest = value.partition("-")
        if len(year) == 4 and rest[2:3] == "-":
            month, day = rest.split("-")
            typed |= {f"{key}-year": year, f"{key}-month": str(int(month)), f"{key}-day": str(int(day))}
        else:
            typed[key] = value
    return typed


def _facts(pages: Pages, request: Request) -> dict[str, str]:
    """Return the facts in the plan open in a browser; none where there is none."""
    key = request.cookies.get(PLAN_COOKIE, "")
    if pages.plan_seals is None or not key:
        return {}
    opened = pages.service.store.plans(pages.plan_seals).get(key, datetime.now(UTC))
    return dict(opened.plan.facts) if opened else {}


def _today(pages: Pages) -> date:
    return datetime.now(UTC).astimezone(ZoneInfo(pages.service.settings.people.timezone)).date()
