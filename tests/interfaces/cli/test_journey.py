"""``fingerpost journey``: list, follow, check, draw and import, and what is said when something is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.services.journeys.written import EVERY_KIND

ANSWERS = {
    "work": "worker",
    "worked_on": "2025-06-30",
    "age": "30",
    "pay": "400",
    "hours": "37.5",
    "housing": "no",
}
IMPORTED = Path("../shared/data/govuk-content-items/simple_smart_answer")


def given(answers: dict[str, str]) -> list[str]:
    return [word for key, value in answers.items() for word in ("--answer", f"{key}={value}")]


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    file = tmp_path / "every-kind.yaml"
    file.write_text(EVERY_KIND.replace("when: savings <= 16000", "when: savings < 16000"), encoding="utf-8")
    return file


def test_the_journeys_are_listed(fingerpost: Callable):
    ran = fingerpost("journey", "list")
    assert ran.code == 0
    assert "register-a-death\n    Register a death" in ran.out
    assert {each["name"] for each in fingerpost("journey", "list", "--json").json} >= {"blue-badge", "minimum-wage"}


def test_all_the_answers_lead_to_the_outcome_with_its_sources(fingerpost: Callable):
    ran = fingerpost("journey", "run", "minimum-wage", *given(ANSWERS))
    assert ran.code == 0
    assert "£57.88" in ran.out
    assert "https://www.gov.uk/national-minimum-wage-rates" in ran.out.replace("\n", "")


def test_some_answers_lead_to_the_next_question_and_hyphens_are_as_good(fingerpost: Callable):
    ran = fingerpost("journey", "run", "minimum-wage", "-a", "work=worker", "-a", "worked-on=2025-06-30", "--json")
    assert ran.json["question"]["key"] == "age"
    assert ran.json["outcome"] is None
    assert [each["key"] for each in ran.json["answers"]] == ["work", "worked_on"]


def test_an_answer_changed_leads_elsewhere(fingerpost: Callable):
    less = fingerpost("journey", "run", "minimum-wage", *given(ANSWERS), "--json").json
    more = fingerpost("journey", "run", "minimum-wage", *given({**ANSWERS, "pay": "900"}), "--json").json
    assert less["outcome"]["key"] != more["outcome"]["key"]


def test_it_speaks_welsh(fingerpost: Callable):
    ran = fingerpost("journey", "run", "minimum-wage", "--locale", "cy", "--json")
    assert ran.json["locale"] == "cy"
    assert ran.json["question"]["title"] == "Sut ydych chi'n gweithio?"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("minimum-wage", "-a", "work=astronaut"), "work"),
        (("minimum-wage", "-a", "shoe=9"), "no question of this journey"),
        (("minimum-wage", "-a", "work"), "key=value"),
        (("minimum-wage", "-a", "=worker"), "key=value"),
        (("minimum-wag",), "did you mean 'minimum-wage'"),
        (("nothing.yaml",), "nothing.yaml"),
    ],
)
def test_what_is_wrong_is_said_in_a_line_with_how_to_mend_it(fingerpost: Callable, words: tuple[str, ...], said: str):
    ran = fingerpost("journey", "run", *words, "--json")
    assert ran.code not in (0, None)
    assert said in (ran.err + ran.out).replace("\n", " ")
    assert "Traceback" not in ran.err


def test_a_check_ends_with_nought_where_all_is_well_and_one_where_it_is_not(fingerpost: Callable, broken: Path):
    whole = broken.with_name("whole.yaml")
    whole.write_text(EVERY_KIND, encoding="utf-8")
    well = fingerpost("journey", "check", whole)
    assert well.code == 0
    assert "all is well" in well.out
    ran = fingerpost("journey", "check", broken)
    assert ran.code == 1
    assert "dead_end" in ran.out
    assert "£16,000" in ran.out, "it says which answer leads there"
    assert fingerpost("journey", "check", broken, "--json").json["ok"] is False


def test_a_folder_is_checked_file_by_file(fingerpost: Callable, broken: Path):
    ran = fingerpost("journey", "check", broken.parent, "--json")
    assert [each["journey"] for each in ran.json["journeys"]] == ["every-kind"]


def test_a_file_that_is_no_journey_is_refused_with_its_place(fingerpost: Callable, tmp_path: Path):
    file = tmp_path / "x.yaml"
    file.write_text("name: [", encoding="utf-8")
    ran = fingerpost("journey", "check", file)
    assert ran.code not in (0, None)
    assert "x.yaml" in ran.err.replace("\n", "")


def test_it_is_drawn_to_the_screen_or_a_file(fingerpost: Callable, tmp_path: Path):
    assert fingerpost("journey", "draw", "blue-badge").out.lstrip().startswith("<svg")
    assert "flowchart" in fingerpost("journey", "draw", "blue-badge", "--mermaid").out
    file = tmp_path / "badge.svg"
    assert fingerpost("journey", "draw", "blue-badge", "--out", file).code == 0
    assert file.read_text(encoding="utf-8").lstrip().startswith("<svg")
    nowhere = fingerpost("journey", "draw", "blue-badge", "--out", tmp_path / "no" / "badge.svg")
    assert nowhere.code not in (0, None)


@pytest.mark.skipif(not IMPORTED.exists(), reason="needs ../shared/data/govuk-content-items")
def test_each_simple_smart_answer_that_is_published_is_imported_and_passes_the_check(
    fingerpost: Callable, tmp_path: Path
):
    files = sorted(IMPORTED.glob("*.json"))
    assert len(files) == 2
    for file in files:
        out = tmp_path / f"{file.stem}.yaml"
        assert fingerpost("journey", "import", file, "--out", out).code == 0
        assert fingerpost("journey", "check", out).code == 0


def test_what_is_no_smart_answer_is_not_imported(fingerpost: Callable, tmp_path: Path):
    file = tmp_path / "guide.json"
    file.write_text(json.dumps({"document_type": "guide", "title": "A guide"}), encoding="utf-8")
    ran = fingerpost("journey", "import", file)
    assert ran.code not in (0, None)
    assert "guide.json" in ran.err.replace("\n", "")
    assert fingerpost("journey", "import", tmp_path / "none.json").code not in (0, None)
