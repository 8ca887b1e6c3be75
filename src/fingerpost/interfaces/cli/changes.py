"""``fingerpost changes``: which answers differ because pages changed, as the last sync found before it switched."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fingerpost.interfaces.cli.options import JsonOption, ServiceOption
from fingerpost.interfaces.cli.output import console, plain, plural, print_json

if TYPE_CHECKING:
    from rich.console import Console

    from fingerpost.settings import Settings


def changes(service: ServiceOption = Path(), as_json: JsonOption = False) -> None:
    """Show which answers differ with the pages as the last sync read them, and how the service's questions went."""
    from fingerpost.evaluation.switching import last_report
    from fingerpost.settings import load_settings

    settings = load_settings(service)
    report = last_report(settings)
    if report is not None:
        report["differences"] = _with_words(settings, report["differences"])
    if as_json:
        print_json(report or {"release": None, "pages": [], "questions": None, "differences": []})
        return
    screen = console()
    if report is None:
        screen.print("No sync has looked yet. 'fingerpost sync' does, when pages have changed.")
        return
    screen.print(f"Index {report['release']}, looked at {report['made_at']}", soft_wrap=True)
    _show_questions(screen, report["questions"])
    found: list[dict[str, Any]] = report["differences"]
    if not found:
        screen.print("No answer differs.")
        return
    screen.print(f"{plural(len(found), 'answer differs', 'answers differ')}:", style="bold")
    for each in found:
        screen.print(plain(f"\n{each['question']}"), style="bold", soft_wrap=True)
        outcome = f"{each['outcome_before']} → {each['outcome_after']}"
        screen.print(plain(f"  {'recorded answer' if each['kind'] == 'recorded' else 'test question'}, {outcome}"))
        for page in each["pages"]:
            screen.print(plain(f"  {page}"), soft_wrap=True)
        for line in difflib.ndiff(each["before"].splitlines(), each["after"].splitlines()):
            if line[:1] in "-+":
                screen.print(plain(f"  {line}"), style="red" if line[0] == "-" else "green", soft_wrap=True)


def _with_words(settings: Settings, differences: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the differences with the words of recorded answers from the store; those deleted since are left out."""
    from fingerpost.conversations.store import ConversationStore
    from fingerpost.evaluation.service_questions import shown_text

    turns = [each["turn"] for each in differences if each["turn"]]
    if not turns:
        return differences
    store = ConversationStore.open(settings.database_url, tombstones=settings.tombstones)
    try:
        kept = store.newest(len(turns), among=turns)
    finally:
        store.close()
    told: list[dict[str, Any]] = []
    for each in differences:
        if not each["turn"]:
            told.append(each)
        elif answer := kept.get(each["turn"]):
            told.append({**each, "question": answer.question, "before": shown_text(answer)})
    return told


def _show_questions(screen: Console, result: dict[str, Any] | None) -> None:
    if result is None:
        screen.print("The service has no test questions: docs/how-to/test-questions.md says how to add some.")
        return
    screen.print(f"{result['passed']} of {plural(result['cases'], 'test question passes', 'test questions pass')}.")
    for each in result["failed"]:
        screen.print(plain(f"  {each['question']}: {'; '.join(each['problems'])}"), style="yellow", soft_wrap=True)
