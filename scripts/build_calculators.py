"""Write the list of calculators in docs/reference/calculators.md from the calculators themselves.

``--check`` writes nothing and ends with 1 when the page is not what it would write, so that it can't lie.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from fingerpost.interfaces.web.form_fields import fields_of
from fingerpost.services.calculators import Calculator, calculators
from fingerpost.services.calculators.rates import RateTable, rate_table

REPOSITORY = Path(__file__).resolve().parent.parent
PAGE = REPOSITORY / "docs" / "reference" / "calculators.md"
TABLES = REPOSITORY / "src" / "fingerpost" / "services" / "calculators" / "uk"
STARTS, ENDS = "<!-- written by scripts/build_calculators.py: from here -->", "<!-- to here -->"
NOT_BY_DATE = {"check_benefits.yaml", "state_pension_age.yaml"}
"""Tables that are not by the date a rate holds: by rule, and by date of birth."""


def main() -> int:
    """Write the page, or check it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--check", action="store_true", help="write nothing; end with 1 when the page is out of date")
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(STARTS)
    _, _, after = rest.partition(ENDS)
    written = "\n".join(lines())
    wanted = f"{before}{STARTS}\n\n{written}\n\n{ENDS}{after}"
    if not options.parse_args().check:
        PAGE.write_text(wanted, encoding="utf-8")
        return 0
    if page != wanted:
        sys.stderr.write(f"{PAGE.name} is out of date: run scripts/build_calculators.py\n")
    return int(page != wanted)


def lines() -> Iterator[str]:
    """Yield the part of the page that is written: the rates held, then each calculator."""
    yield "## Rates held"
    yield ""
    yield "| rates | from | to |"
    yield "| --- | --- | --- |"
    tables = [rate_table(path) for path in sorted(TABLES.glob("*.yaml")) if path.name not in NOT_BY_DATE]
    for table in sorted(tables, key=lambda each: each.name):
        yield _held(table)
    for each in calculators().values():
        yield ""
        yield from _calculator(each)


def _held(table: RateTable) -> str:
    last = table.periods[-1].ends
    return f"| {table.name} | {table.periods[0].starts} | {last or 'until it is changed'} |"


def _calculator(each: Calculator) -> Iterator[str]:
    yield f"## `{each.name}`"
    yield ""
    yield f"{each.title}. {each.description}"
    yield ""
    yield "| input | question | needed | takes |"
    yield "| --- | --- | --- | --- |"
    schema = each.inputs.model_json_schema()
    needed = set(schema.get("required", ()))
    for field in fields_of(each.inputs):
        takes = ", ".join(f"`{value}`" for value, _ in field.choices) or field.kind.value.replace("_", " ")
        default = f"no (`{field.default}`)" if field.default else "no"
        yield f"| `{field.key}` | {field.question} | {'yes' if field.key in needed else default} | {takes} |"


if __name__ == "__main__":
    sys.exit(main())
