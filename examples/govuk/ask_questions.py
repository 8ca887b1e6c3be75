"""Sync real GOV.UK pages from this machine, ask 35 questions, and print each answer and the score.

With no options it makes everything it needs in a temporary folder: the Content API items beside the clone are served on
loopback, ``fingerpost.sync`` reads them, and each question of ``questions.csv`` is asked.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fingerpost.domain import Answer, AnswerPart, Citation, Outcome, SentenceKind, Statement
from fingerpost.service import Service
from fingerpost.settings import load_settings
from fingerpost.sync import SyncReport, sync
from fingerpost.testing.content_server import ContentServer

EXAMPLE = Path(__file__).resolve().parent
REPOSITORY = EXAMPLE.parents[1]
ITEMS = REPOSITORY.parent / "shared" / "data" / "govuk-content-items"
PAGE = REPOSITORY / "docs" / "how-to" / "run-on-govuk.md"
ADDRESS = "127.0.0.1:8125"
"""Where ``fingerpost.toml`` says the items are served."""

SHOWN = (
    "I've still got a few months left on my old passport. Do I lose them if I renew early?",
    "Our charity took in £12,000 this year. How long do we have to send in the yearly form?",
    "What do I need to have to hand before I fill in the disabled parking badge form?",
    "Is the tap water safe to drink in Albania?",
    "How do I register the birth of my baby?",
)
"""The five questions whose answers the documentation shows."""

_BEGIN = "<!-- transcript: written by examples/govuk/ask_questions.py --write-docs -->"
_END = "<!-- end of transcript -->"


@dataclass(frozen=True, slots=True)
class Question:
    """A written question. ``must_cite`` are the paths of the pages that truly answer it; none when no page does."""

    text: str
    must_cite: tuple[str, ...]
    answerable: bool
    must_say: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what it came to. ``first_passage`` is the path of the best passage found."""

    question: Question
    answer: Answer
    first_passage: str

    @property
    def cited(self) -> str:
        """The path that the answer's first citation goes to, empty when there is none."""
        return path_of(self.answer.citations[0].url) if self.answer.citations else ""

    @property
    def cites_the_page(self) -> bool:
        """Whether the first citation is of a page that answers the question."""
        return self.cited in self.question.must_cite

    @property
    def found_the_page(self) -> bool:
        """Whether the best passage is of a page that answers the question."""
        return self.first_passage in self.question.must_cite

    @property
    def says_it(self) -> bool:
        """Whether the words that answer the question are in the answer."""
        said = (statement.text for part in self.answer.parts for statement in part.statements)
        return self.question.answerable and any(self.question.must_say in text for text in said)

    @property
    def declined(self) -> bool:
        """Whether the question was left without an answer that claims to be one."""
        return self.answer.outcome is not Outcome.ANSWERED


def path_of(url: str) -> str:
    """Return a url's path, without its text fragment."""
    return urlsplit(url).path


def read_questions(file: Path = EXAMPLE / "questions.csv") -> tuple[Question, ...]:
    """Return the written questions, in order."""
    with file.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Question(
                text=row["question"],
                must_cite=tuple(row["must_cite"].split()),
                answerable=row["outcome"] == "answered",
                must_say=row["must_say"],
            )
            for row in csv.DictReader(lines)
        )


def write_service(folder: Path, host: str = ADDRESS) -> Path:
    """Write this example's ``fingerpost.toml`` into a folder, for items served at ``host``, and return the folder."""
    settings = (EXAMPLE / "fingerpost.toml").read_text(encoding="utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "fingerpost.toml").write_text(settings.replace(ADDRESS, host), encoding="utf-8")
    return folder


def sync_items(items: Path, folder: Path) -> SyncReport:
    """Serve a folder of items on loopback while a service is made of them in ``folder``."""
    with ContentServer.from_items(items) as server:
        return sync(load_settings(write_service(folder, server.host)))


def ask(service: Service, questions: Sequence[Question]) -> tuple[Asked, ...]:
    """Ask every question, in order."""
    return tuple(_ask_one(service, question) for question in questions)


def _ask_one(service: Service, question: Question) -> Asked:
    answer = service.assistant.ask(question.text)
    passages = service.search(answer.question)
    return Asked(question, answer, path_of(passages[0].section.url) if passages else "")


def score(asked: Sequence[Asked]) -> dict[str, int]:
    """Return how many questions there were of each kind and how many went well."""
    answerable = [one for one in asked if one.question.answerable]
    unanswerable = [one for one in asked if not one.question.answerable]
    return {
        "answerable": len(answerable),
        "right_page_cited_first": sum(one.cites_the_page for one in answerable),
        "right_page_found_first": sum(one.found_the_page for one in answerable),
        "words_of_the_answer_shown": sum(one.says_it for one in answerable),
        "answered": sum(one.answer.outcome is Outcome.ANSWERED for one in answerable),
        "unanswerable": len(unanswerable),
        "declined": sum(one.declined for one in unanswerable),
    }


def score_line(asked: Sequence[Asked]) -> str:
    """Return the score as a sentence."""
    return (
        "Right page cited first for {right_page_cited_first} of {answerable} "
        "(found first for {right_page_found_first}); the words that answer shown for {words_of_the_answer_shown}; "
        "{declined} of {unanswerable} that no page answers were not answered as if one did."
    ).format(**score(asked))


def as_json(asked: Sequence[Asked]) -> dict[str, Any]:
    """Return the score and every question's result, ready for JSON."""
    return {
        **score(asked),
        "questions": [
            {
                "question": one.question.text,
                "must_cite": one.question.must_cite,
                "must_say": one.question.must_say,
                "outcome": one.answer.outcome.value,
                "reason": one.answer.reason,
                "confidence": one.answer.confidence,
                "cited": one.cited,
                "first_passage": one.first_passage,
                "right_page": one.cites_the_page if one.question.answerable else None,
                "says_it": one.says_it if one.question.answerable else None,
                "declined": one.declined,
                "statements": [s.text for part in one.answer.parts for s in part.statements],
            }
            for one in asked
        ],
    }


def transcript(asked: Asked) -> str:
    """Return one question and its whole answer as Markdown."""
    answer = asked.answer
    lines = [f"### {_plain(answer.question)}", "", f"Outcome: **{answer.outcome.value}**"]
    if answer.reason:
        lines += ["", f"Reason: {answer.reason}."]
    for part in answer.parts:
        lines += ["", *_part(part)]
    if answer.next_step:
        lines += ["", f"Next step: [{_plain(answer.next_step.text)}](<{answer.next_step.url}>)"]
    if answer.nearest:
        lines += ["", "The nearest pages:", ""]
        lines += [f"- [{_plain(link.text)}](<{link.url}>)" for link in answer.nearest]
    if answer.contact:
        lines += ["", f"Contact: [{_plain(answer.contact.name)}](<{answer.contact.url}>)"]
    if answer.citations:
        lines += ["", "Where this comes from:", ""]
        lines += [_source(citation) for citation in answer.citations]
    return "\n".join(lines)


def _part(part: AnswerPart) -> Iterator[str]:
    yield f"**{_plain(' › '.join((part.title, *part.heading_path)))}**"
    yield ""
    before: SentenceKind | None = None
    for statement in part.statements:
        if before is not None and not (_is_listed(before) and _is_listed(statement.kind)):
            yield ""
        before = statement.kind
        yield _statement(statement)


def _is_listed(kind: SentenceKind) -> bool:
    return kind in {SentenceKind.ITEM, SentenceKind.STEP}


def _statement(statement: Statement) -> str:
    cited = "".join(rf"\[{number}\]" for number in statement.citations)
    words = f"{_plain(statement.text)} {cited}"
    indent = "    " * statement.level
    match statement.kind:
        case SentenceKind.ITEM:
            return f"{indent}- {words}"
        case SentenceKind.STEP:
            return f"{indent}{statement.number or 1}. {words}"
        case _:
            return words


def _source(citation: Citation) -> str:
    place = _plain(" › ".join((citation.title, *citation.heading_path)))
    updated = f", updated {citation.updated_at:%Y-%m-%d}" if citation.updated_at else ""
    return f"{citation.number}. “{_plain(citation.quote)}” [{place}](<{citation.url}>){updated}. {citation.licence}"


def _plain(text: str) -> str:
    """Return text with the characters that Markdown reads as markup escaped, on one line."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", " ".join(text.split()))


def documented(asked: Sequence[Asked]) -> str:
    """Return what the documentation shows: five questions, their answers and the score of all of them."""
    by_text = {one.question.text: one for one in asked}
    shown = "\n\n".join(transcript(by_text[text]) for text in SHOWN)
    return f"{_BEGIN}\n\n{score_line(asked)}\n\n{shown}\n\n{_END}"


def documented_now(page: Path = PAGE) -> str:
    """Return the transcript that stands in the documentation, marks and all."""
    text = page.read_text(encoding="utf-8")
    return text[text.index(_BEGIN) : text.index(_END) + len(_END)]


def write_docs(asked: Sequence[Asked], page: Path = PAGE) -> None:
    """Replace the transcript in the documentation with what is produced now."""
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace(documented_now(page), documented(asked)), encoding="utf-8")


def main() -> None:
    """Ask every question and print what came of it."""
    parser = argparse.ArgumentParser(
        description="Sync real GOV.UK pages from this machine, ask 35 questions, and print each answer and the score."
    )
    parser.add_argument("--items", type=Path, default=ITEMS, help="the folder of Content API items to serve")
    parser.add_argument("--service", type=Path, help="a service that is synced already, instead of making one")
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    parser.add_argument("--write-docs", action="store_true", help="refresh the transcript in docs/how-to")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.service or Path(temporary)
        if chosen.service is None:
            report = sync_items(chosen.items, folder)
            print(
                f"Read {report.added} pages into {report.sections} sections in {report.seconds:.0f} s; "
                f"{len(report.skipped)} were left out.",
                file=sys.stderr,
            )
        with Service.open(folder) as service:
            asked = ask(service, read_questions())
    if chosen.json:
        print(json.dumps(as_json(asked), indent=2, ensure_ascii=False))
    else:
        print("\n\n".join([*map(transcript, asked), score_line(asked)]))
    if chosen.write_docs:
        write_docs(asked)


if __name__ == "__main__":
    main()
