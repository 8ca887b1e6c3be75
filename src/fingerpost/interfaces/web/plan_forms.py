"""A step as a form holds it: read, checked, and shown again as it was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from fingerpost.interfaces.wording import say
from fingerpost.services.plans import PlanLink, Step
from fingerpost.services.plans.model import (
    LONGEST_DOCUMENT,
    LONGEST_NOTE,
    LONGEST_TEXT,
    MOST_DOCUMENTS,
)
from fingerpost.services.plans.written import is_web_address

DATE_PARTS = ("day", "month", "year")
_FIRST_YEAR, _LAST_YEAR = 2000, 2200


@dataclass(frozen=True, slots=True)
class TypedStep:
    """What was typed, what is wrong with it, and the step it comes to where nothing is."""

    typed: Mapping[str, str]
    errors: tuple[dict[str, str], ...]
    step: Step | None


def read_step(form: Mapping[str, Sequence[str]], before: Step | None) -> TypedStep:
    """Return the step a form holds.

    Args:
        form: what was sent, every value of each name.
        before: the step that is changed; a link of the person's own is only theirs to change on a step of their own.
    """
    typed = {name: _text(form, name) for name in ("text", "note", "documents", "link", *_date_names())}
    papers = tuple(dict.fromkeys(line.strip() for line in typed["documents"].splitlines() if line.strip()))
    due, wrong_date = _date(typed)
    said = (
        ("text", _long("plan.error.text", typed["text"], LONGEST_TEXT) if typed["text"] else say("plan.error.missing")),
        ("due-day", wrong_date),
        ("documents", _papers_error(papers)),
        ("note", _long("plan.error.note", typed["note"], LONGEST_NOTE)),
        ("link", say("plan.error.link") if typed["link"] and not _is_own_link(typed["link"]) else ""),
    )
    errors = tuple({"text": words, "href": f"#{field}"} for field, words in said if words)
    if errors:
        return TypedStep(typed, errors, None)
    base = before or Step(id="", text="")
    links = base.links
    if takes_link(before):
        links = (PlanLink(typed["link"], typed["link"]),) if typed["link"] else ()
    step = replace(
        base, text=" ".join(typed["text"].split()), note=typed["note"], due=due, documents=papers, links=links
    )
    return TypedStep(typed, (), step)


def as_typed(step: Step) -> dict[str, str]:
    """Return a step as its form shows it."""
    parts = (step.due.day, step.due.month, step.due.year) if step.due else ("", "", "")
    return {
        "text": step.text,
        "note": step.note,
        "documents": "\n".join(step.documents),
        "link": step.links[0].url if step.links and takes_link(step) else "",
        **{f"due-{name}": str(part) for name, part in zip(DATE_PARTS, parts, strict=True)},
    }


def takes_link(step: Step | None) -> bool:
    """Return whether a step's link is the person's own: what a saved step rests on is not to be changed."""
    return step is None or step.origin.value == "own"


def _date_names() -> tuple[str, ...]:
    return tuple(f"due-{name}" for name in DATE_PARTS)


def _text(form: Mapping[str, Sequence[str]], name: str) -> str:
    sent = "".join(form.get(name, ())[:1]).replace("\r\n", "\n")
    # What nobody can see goes: a step of zero-width characters is no step, and its files must open anywhere.
    return "".join(each for each in sent if each.isprintable() or each in "\n\t").strip()[: LONGEST_NOTE * 2]


def _long(key: str, text: str, most: int) -> str:
    return say(key, most=f"{most:,}") if len(text) > most else ""


def _papers_error(papers: Sequence[str]) -> str:
    if len(papers) > MOST_DOCUMENTS:
        return say("plan.error.documents", most=MOST_DOCUMENTS)
    return say("plan.error.document", most=LONGEST_DOCUMENT) if any(len(x) > LONGEST_DOCUMENT for x in papers) else ""


def _date(typed: Mapping[str, str]) -> tuple[date | None, str]:
    day, month, year = (typed[name] for name in _date_names())
    if not (day or month or year):
        return None, ""
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None, say("plan.error.date")
    return (found, "") if _FIRST_YEAR <= found.year <= _LAST_YEAR else (None, say("plan.error.date"))


def _is_own_link(url: str) -> bool:
    try:
        split = urlsplit(url)
    except ValueError:
        return False
    return is_web_address(url) and bool(split.hostname) and split.username is None and split.password is None
