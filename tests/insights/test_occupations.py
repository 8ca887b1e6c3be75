"""The ONS's workbook is read as published, and a task is told from words near its own."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from fingerpost.errors import InsightsInputError
from fingerpost.insights.facets import NOT_CLASSIFIED
from fingerpost.insights.occupations.match import Occupations, rolled_up
from fingerpost.insights.occupations.workbook import Occupation, read_workbook
from fingerpost.search.embed import MiniLM

WORKBOOK = Path(__file__).resolve().parents[3] / "shared/data/soc2020/soc2020-volume1-unit-groups.xlsx"
HEADINGS = [
    "SOC\n2020 Major Group",
    "SOC\n2020 Sub-Major Group",
    "SOC\n2020 Minor Group",
    "SOC 2020 Unit Group",
    "SOC\n2020 \nGroup Title",
    "Group  Description",
    "Tasks",
    "Related Job Titles",
]
GROUPS = {
    "2": Occupation("2", "Professional occupations", ""),
    "2231": Occupation("2231", "Nurses", "", ("gives medicines to patients and dresses wounds",)),
    "5314": Occupation("5314", "Plumbers", "", ("fits pipes, boilers and radiators", "repairs leaking taps")),
    "8211": Occupation("8211", "Lorry drivers", "", ("drives goods over long distances by road",)),
}


def workbook(file: Path, rows: list[list[str]]) -> Path:
    cells = "".join(
        "<row>"
        + "".join(f'<c r="{chr(65 + n)}{at}" t="inlineStr"><is><t>{text}</t></is></c>' for n, text in enumerate(row))
        + "</row>"
        for at, row in enumerate(rows, 1)
    )
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("xl/sharedStrings.xml", f"<sst {main}/>")
        packed.writestr("xl/worksheets/sheet1.xml", f"<worksheet {main}><sheetData>{cells}</sheetData></worksheet>")
    return file


@pytest.mark.skipif(not WORKBOOK.exists(), reason="the SOC 2020 workbook is not beside the project")
def test_the_workbook_is_read_as_it_is_published() -> None:
    groups = read_workbook(WORKBOOK)
    assert [sum(group.level == level for group in groups.values()) for level in (1, 2, 3, 4)] == [9, 26, 104, 412]
    doctors = groups["2211"]
    assert doctors.title == "Generalist medical practitioners"
    assert doctors.tasks
    assert doctors.jobs
    assert not [task for group in groups.values() for task in group.tasks if "~" in task or "<blank>" in task]


def test_columns_are_found_by_their_headings_wherever_they_stand(tmp_path: Path) -> None:
    rows = [["Notes"], list(reversed(HEADINGS))]
    rows += [["", "", "", "A group", "", "", "", "1"], ["", "", "", "B", "", "", "11", ""]]
    rows += [
        ["", "", "", "C", "", "111", "", ""],
        ["~Job one ~Job two", "~does this ~does that", "d", "D", "1111", "", "", ""],
    ]
    groups = read_workbook(workbook(tmp_path / "soc.xlsx", rows))
    assert list(groups) == ["1", "11", "111", "1111"]
    assert groups["1111"].tasks == ("does this", "does that")
    assert groups["1111"].jobs == ("Job one", "Job two")


def test_what_is_no_workbook_of_occupations_is_an_error_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "text.xlsx").write_text("no zip", encoding="utf-8")
    workbook(tmp_path / "other.xlsx", [["Name", "Age"], ["x", "7"]])
    workbook(tmp_path / "gap.xlsx", [HEADINGS, ["", "", "", "1111", "A group", "d", "~t", "~j"]])
    for name in ("none.xlsx", "text.xlsx", "other.xlsx", "gap.xlsx"):
        with pytest.raises(InsightsInputError, match="SOC 2020"):
            read_workbook(tmp_path / name)


def test_work_is_told_from_words_near_a_task_and_not_from_others() -> None:
    occupations = Occupations.of(GROUPS, MiniLM())
    assert occupations.choose(
        [
            "dressing a patient's wound and giving them their medicine",
            "fitting a new boiler",
            "what is the weather in Leeds",
        ]
    ) == ["2231", "5314", NOT_CLASSIFIED]
    (listed,) = occupations.shortlist(["fitting a new boiler"])
    assert listed[0][0] == "5314"
    assert len(listed) == 3


def test_a_unit_group_rolls_up_by_its_digits() -> None:
    assert [rolled_up("2231", digits) for digits in (4, 3, 2, 1)] == ["2231", "223", "22", "2"]
    assert rolled_up(NOT_CLASSIFIED, 1) == NOT_CLASSIFIED
