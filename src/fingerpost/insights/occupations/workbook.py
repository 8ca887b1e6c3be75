"""Reads the Office for National Statistics' SOC 2020 volume 1 workbook as it is published.

A workbook is a zip file of XML; only its cells' text is wanted, so no package that reads workbooks is. The columns are
found by their headings, since editions move them.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fingerpost.errors import InsightsInputError

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEETS = re.compile(r"xl/worksheets/sheet\d+\.xml")
_MOST_BYTES = 50_000_000
_BLANK = "<blank>"
_WANTED = {
    "major": r"soc 2020 major group",
    "sub_major": r"soc 2020 sub-major group",
    "minor": r"soc 2020 minor group",
    "unit": r"soc 2020 unit group",
    "title": r"soc 2020 group title",
    "description": r"group description",
    "tasks": r"tasks",
    "jobs": r"related job titles",
}
_FIX = "give SOC 2020 volume 1, 'structure and descriptions of unit groups', as the ONS publishes it (.xlsx)"


@dataclass(frozen=True, slots=True)
class Occupation:
    """One group. ``code`` has one digit (major group) to four (unit group); only unit groups have tasks and jobs."""

    code: str
    title: str
    description: str
    tasks: tuple[str, ...] = ()
    jobs: tuple[str, ...] = ()

    @property
    def level(self) -> int:
        """1 (major group) to 4 (unit group)."""
        return len(self.code)


def read_workbook(file: Path) -> dict[str, Occupation]:
    """Return every group of the workbook by its code, in the workbook's order.

    Raises:
        InsightsInputError: there is no such file, it is no workbook, no sheet has the columns, or a group is missing.
    """
    try:
        with zipfile.ZipFile(file) as packed:
            if sum(each.file_size for each in packed.infolist()) > _MOST_BYTES:
                raise InsightsInputError("this workbook is too large to be SOC 2020", where=str(file), fix=_FIX)
            shared = _shared(packed)
            found = [
                list(_groups(_rows(packed, name, shared))) for name in sorted(packed.namelist()) if _SHEETS.match(name)
            ]
    except FileNotFoundError:
        raise InsightsInputError("there is no such file", where=str(file), fix=_FIX) from None
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as problem:
        raise InsightsInputError(
            f"this is not a workbook that can be read ({type(problem).__name__})", where=str(file), fix=_FIX
        ) from None
    largest: list[Occupation] = max(found, key=len) if found else []
    groups = {group.code: group for group in largest}
    if not any(group.level == 4 for group in groups.values()):
        raise InsightsInputError("no sheet has SOC 2020 unit groups and their tasks", where=str(file), fix=_FIX)
    for code in groups:
        if len(code) > 1 and code[:-1] not in groups:
            raise InsightsInputError(f"group {code[:-1]} of {code} is missing", where=str(file), fix=_FIX)
    return groups


def _shared(packed: zipfile.ZipFile) -> list[str]:
    return [
        "".join(part.text or "" for part in item.iter(f"{_MAIN}t")) for item in _xml(packed, "xl/sharedStrings.xml")
    ]


def _rows(packed: zipfile.ZipFile, name: str, shared: Sequence[str]) -> Iterator[dict[str, str]]:
    for row in _xml(packed, name).iter(f"{_MAIN}row"):
        cells: dict[str, str] = {}
        for cell in row:
            value = cell.findtext(f"{_MAIN}v") or "".join(part.text or "" for part in cell.iter(f"{_MAIN}t"))
            text = shared[int(value)] if cell.get("t") == "s" and value else value
            cells[re.sub(r"\d", "", cell.get("r", ""))] = "" if text.strip() == _BLANK else text.strip()
        yield cells


def _groups(rows: Iterator[dict[str, str]]) -> Iterator[Occupation]:
    columns: dict[str, str] = {}
    for cells in rows:
        if len(columns) < len(_WANTED):
            headings = {" ".join(text.lower().split()): column for column, text in cells.items()}
            columns = {name: headings[heading] for name, heading in _WANTED.items() if heading in headings}
            continue
        held = {name: cells.get(column, "") for name, column in columns.items()}
        code = next((held[name] for name in ("unit", "minor", "sub_major", "major") if held[name]), "")
        if code.isdigit() and held["title"]:
            yield Occupation(code, held["title"], held["description"], _listed(held["tasks"]), _listed(held["jobs"]))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(line for part in text.split("~") if (line := " ".join(part.split())))


def _xml(packed: zipfile.ZipFile, name: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(packed.read(name), parser)
