"""How often a Welsh question finds the English page that answers it, where no Welsh page does.

The questions are asked of a whole service's search, as it runs: the language is told, Welsh pages are looked at first
where there are any, and what they don't hold is looked for in English.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from fingerpost.answers.language.across import ENGLISH_PAGES
from fingerpost.answers.language.detect import detect
from fingerpost.errors import EvaluationInputError
from fingerpost.evaluation.cases import Progress, read_lines, read_pages, text_of
from fingerpost.evaluation.scratch_service import serve_pages, serve_sampleford
from fingerpost.search.embed import open_embedder
from fingerpost.service import Service

_EMBEDDER = "minilm-l6-v2-int8"
_FORM = "mend the line named; docs/explanation/languages.md shows the form of a case"
_FIRST = 5


@dataclass(frozen=True, slots=True)
class WelshCase:
    """A Welsh question, the page that answers it, and which half it belongs to ("" where the cases are not split)."""

    question: str
    url: str
    half: str = ""


@dataclass(frozen=True, slots=True)
class WelshShares:
    """What was measured on some questions. Shares are from 0 to 1.

    ``page_at_1`` and ``page_at_5`` are the shares whose page is first, or among the first five distinct pages.
    ``taken_for_welsh`` is the share whose language was told right; ``from_english_pages`` the share that was looked for
    in English pages, and not in Welsh ones, in the end.
    """

    questions: int
    page_at_1: float
    page_at_5: float
    taken_for_welsh: float
    from_english_pages: float


@dataclass(frozen=True, slots=True)
class WelshResult:
    """What was measured on all questions, and on each half of them by its name."""

    questions: int
    page_at_1: float
    page_at_5: float
    taken_for_welsh: float
    from_english_pages: float
    halves: dict[str, WelshShares]

    def as_json(self) -> dict[str, Any]:
        """Return the measures by name, as ``fingerpost evaluate welsh --json`` prints them."""
        return asdict(self)


def packaged_cases(name: str) -> Path:
    """Return cases that ship with Fingerpost: by the name of their file, such as ``welsh_govuk``."""
    return Path(str(files("fingerpost.evaluation") / "data" / f"{name}.jsonl"))


def evaluate_welsh(
    pages: Path | None = None, questions: Path | None = None, *, progress: Progress | None = None
) -> WelshResult:
    """Ask every Welsh question, and see where its English page comes.

    Args:
        pages: JSON lines with ``url``, ``title`` and ``html``, in English. Sampleford by default, with its Welsh pages:
            then a question that they wrongly seem to answer counts as not found.
        questions: JSON lines with ``question`` and ``url``, and ``half`` if they are split. By default, those written
            for Sampleford, or with ``pages`` those written for the GOV.UK pages of ConditionalQA.
        progress: told after each question.

    Raises:
        EvaluationInputError: a file is missing, or a line of it is not in that form, or names no page of these.
    """
    default = ("welsh_sampleford",) if pages is None else ("welsh_govuk", "welsh_govuk_fresh")
    sources = [questions] if questions is not None else [packaged_cases(name) for name in default]
    cases = [case for source in sources for case in read_cases(source)]
    embedder = open_embedder(_EMBEDDER)
    with tempfile.TemporaryDirectory(prefix="fingerpost-evaluation-") as folder:
        if pages is None:
            opened = serve_sampleford(Path(folder), embedder)
        else:
            published = read_pages(pages)
            _require(cases, {page.url for page in published})
            opened = serve_pages(Path(folder), published, embedder)
        with opened as service:
            measured: list[tuple[WelshCase, tuple[float, float, float, float]]] = []
            for case in cases:
                measured.append((case, measure(service, case)))
                if progress is not None:
                    progress.at("questions", len(measured), len(cases))
    halves = dict.fromkeys(case.half for case in cases if case.half)
    whole = _shares(found for _, found in measured)
    return WelshResult(
        **asdict(whole),
        halves={half: _shares(found for case, found in measured if case.half == half) for half in halves},
    )


def measure(service: Service, case: WelshCase) -> tuple[float, float, float, float]:
    """Return page@1, page@5, whether it was taken for Welsh, and whether it was looked for in English pages."""
    language = detect(case.question)
    across = service.search_across(case.question, language)
    passages = across.passages if across else ()
    places = list(dict.fromkeys(passage.section.page.url for passage in passages))[:_FIRST]
    english = across is not None and across.notice == ENGLISH_PAGES
    return float(places[:1] == [case.url]), float(case.url in places), float(language == "cy"), float(english)


def read_cases(file: Path) -> list[WelshCase]:
    """Read a questions file. Raises ``EvaluationInputError``, naming line and field."""
    found: list[WelshCase] = []
    for where, row in read_lines(file):
        half = text_of(row, "half", where) if "half" in row else ""
        case = WelshCase(text_of(row, "question", where), text_of(row, "url", where), half)
        if not case.question.strip():
            raise EvaluationInputError("'question' is empty", where=where, fix=_FORM)
        found.append(case)
    if not found:
        raise EvaluationInputError("there is no question in this file", where=str(file), fix=_FORM)
    return found


def _require(cases: Sequence[WelshCase], urls: set[str]) -> None:
    for case in cases:
        if case.url not in urls:
            raise EvaluationInputError(
                f"the page {case.url!r} of a question is not among the pages",
                where="questions",
                fix="give the questions for these pages with --questions, or add the page to the pages file",
            )


def _shares(found: Iterable[tuple[float, float, float, float]]) -> WelshShares:
    rows = list(found)
    return WelshShares(len(rows), *(round(sum(column) / len(rows), 4) for column in zip(*rows, strict=True)))
