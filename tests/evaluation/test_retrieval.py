from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from fingerpost.domain import Page, Section
from fingerpost.errors import EvaluationInputError
from fingerpost.evaluation.cases import QuestionRecord, read_questions
from fingerpost.evaluation.retrieval import PLAINER, WHOLE, evaluate_retrieval, evidence_recall, measure

KEYS = [
    "questions",
    "sections",
    "page_at_1",
    "page_at_5",
    "page_mrr",
    "evidence_recall_at_5",
    "evidence_recall_at_10",
    "pages_trained_on",
    "seconds",
]
PAGES: tuple[dict[str, Any], ...] = (
    {
        "url": "https://x.test/bins",
        "title": "Bins",
        "html": "<p>Put your bin out by 7am.</p><p>We empty it weekly.</p>",
    },
    {"url": "https://x.test/tax", "title": "Council Tax", "html": "<p>Students do not pay Council Tax.</p>"},
)
QUESTION: dict[str, Any] = {
    "id": "1",
    "question": "What time must the bin be out?",
    "scenario": "I am a student.",
    "url": "https://x.test/bins",
    "answerable": True,
    "answers": [],
    "evidence": ["<p>Put your bin out by 7am.</p>"],
}


def section(text: str, *, page: str = "a", headings: tuple[str, ...] = ()) -> Section:
    of = Page(id=page, source="s", url=f"https://x.test/{page}", title=page)
    return Section(f"{page}-{text}", of, 0, of.url, headings, text, (), "")


def write(file: Path, *rows: Mapping[str, Any] | str) -> Path:
    file.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows))
    return file


def question(*evidence: str) -> QuestionRecord:
    return QuestionRecord("1", "q", "s", "https://x.test/b", evidence)


def test_a_pages_place_counts_distinct_pages_not_sections():
    found = [section("1"), section("2"), section("3"), section("right", page="b")]
    assert measure(question("right"), found) == (0.0, 1.0, 0.5, 1.0, 1.0)
    assert measure(question("x"), [section("1")]) == (0.0, 0.0, 0.0, 0.0, 0.0)


def test_evidence_counts_only_within_the_first_sections():
    found = [section(str(number), page="b") for number in range(7)] + [section("the proof", page="b")]
    assert measure(question("the proof"), found)[3:] == (0.0, 1.0)


def test_evidence_is_compared_without_tags_and_with_white_space_as_one_space():
    found = [section("You must:\n- be 18 or over &\n- live   here", headings=("Who can apply",))]
    evidence = ["<li>be 18 or\n over &amp;</li>", "<h2>Who can apply</h2>", "<p>Something else</p>"]
    assert evidence_recall(evidence, found) == pytest.approx(2 / 3)


def test_a_statement_split_over_two_sections_counts_when_both_are_found():
    statement = "<p>Apply by post. Send your passport.</p>"
    first, second = section("It is free. Apply by post."), section("Send your passport. Wait.")
    assert evidence_recall([statement], [first, second]) == 1
    assert evidence_recall([statement], [first]) == 0


def test_only_answerable_questions_that_rest_on_something_are_asked(tmp_path: Path):
    file = write(tmp_path / "q", QUESTION, {**QUESTION, "answerable": False}, {**QUESTION, "evidence": []}, "")
    assert [asked.id for asked in read_questions(file)] == ["1"]


def test_the_scenario_stands_before_the_question():
    asked = QuestionRecord("1", "Can I?", "I am 17.", "u", ())
    assert asked.asked(with_scenario=True) == "I am 17. Can I?"
    assert asked.asked(with_scenario=False) == "Can I?"


def test_a_small_evaluation_gives_every_measure(tmp_path: Path):
    told: list[tuple[str, int, int]] = []

    class Watch:
        def at(self, name: str, done: int, total: int) -> None:
            told.append((name, done, total))

    pages, questions = write(tmp_path / "p", *PAGES), write(tmp_path / "q", QUESTION)
    result = evaluate_retrieval(pages, questions, with_scenario=True, progress=Watch())
    assert list(result.as_json()) == KEYS
    assert (result.questions, result.sections) == (1, 2)
    assert (result.page_at_1, result.page_mrr, result.evidence_recall_at_5) == (1, 1, 1)
    assert told == [("questions", 1, 1)]


def test_plainer_ways_are_measured_beside_it_when_asked_for(tmp_path: Path):
    pages, questions = write(tmp_path / "p", *PAGES), write(tmp_path / "q", QUESTION)
    result = evaluate_retrieval(pages, questions, compare=True)
    assert list(result.compared) == [*PLAINER, WHOLE]
    assert all(measures["page_at_1"] == 1 for measures in result.compared.values())
    assert result.compared[WHOLE]["page_mrr"] == result.page_mrr


@pytest.mark.parametrize(
    ("pages", "questions", "said"),
    [
        (PAGES, ("{",), "q, line 1: this line is not JSON"),
        (PAGES, ("", "[]"), "q, line 2: this line is not a JSON object"),
        (PAGES, ({**QUESTION, "answerable": "yes"},), "'answerable' must be true or false"),
        (PAGES, ({**QUESTION, "evidence": "text"},), "'evidence' must be a list of texts"),
        (PAGES, (QUESTION, {**QUESTION, "question": None}), "q, line 2: 'question' must be text"),
        (PAGES, ({**QUESTION, "answerable": False},), "no question in this file is answerable"),
        (PAGES[1:], (QUESTION,), "question 1: the page 'https://x.test/bins' of this question is not among the pages"),
        (({"url": "u", "title": "t"},), (QUESTION,), "p, line 1: 'html' must be text"),
        ((), (QUESTION,), "there is no page in this file"),
    ],
)
def test_a_mistake_in_a_file_is_named_by_line_and_field(tmp_path: Path, pages: Any, questions: Any, said: str):
    with pytest.raises(EvaluationInputError) as mistake:
        evaluate_retrieval(write(tmp_path / "p", *pages), write(tmp_path / "q", *questions))
    assert said in str(mistake.value)
    assert mistake.value.fix


def test_a_missing_or_binary_file_is_said_plainly(tmp_path: Path):
    with pytest.raises(EvaluationInputError, match="missing"):
        evaluate_retrieval(tmp_path / "none", tmp_path / "none")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(EvaluationInputError, match="can't be read"):
        evaluate_retrieval(tmp_path / "binary", tmp_path / "binary")


def test_the_committed_results_are_on_pages_held_back_and_stand_above_the_plain_ways():
    file = Path(__file__).resolve().parents[2] / "benchmarks" / "results" / "ranking.json"
    measured = json.loads(file.read_text(encoding="utf-8"))
    least = {
        "question": {"page_at_1": 0.60, "page_mrr": 0.70},
        "scenario": {"page_at_1": 0.86, "evidence_recall_at_5": 0.89},
    }
    for asked, wanted in least.items():
        ways = dict(measured[asked]["retrieval"])
        whole = ways.pop(WHOLE)
        assert measured[asked]["questions"] == 2246
        for key, least_value in wanted.items():
            assert whole[key] >= least_value
            assert whole[key] > max(plainer[key] for plainer in ways.values())


def test_real_questions_find_the_right_page(shared_data: Path, tmp_path: Path):
    data = shared_data / "conditionalqa"
    every = [json.loads(line) for line in (data / "questions.jsonl").read_text().splitlines()]
    some = write(tmp_path / "q", *every[::10])
    result = evaluate_retrieval(data / "pages.jsonl", some, with_scenario=True)
    assert result.questions > 200
    assert result.page_at_1 >= 0.8
    assert result.page_mrr >= 0.86
    assert result.evidence_recall_at_5 >= 0.86
