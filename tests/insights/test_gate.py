"""The release gate: what is published is about enough people, and what is kept in can't be had from what is."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.domain import Outcome
from fingerpost.errors import ReleaseRefusedError, SettingsError
from fingerpost.insights.facets import Facets, Nation, Need
from fingerpost.insights.gate.history import LIST
from fingerpost.insights.gate.rows import rounded, safe_code
from fingerpost.insights.gate.suppression import _settled, suppressed
from fingerpost.insights.gate.thresholds import Thresholds
from fingerpost.insights.gate.writer import COLUMNS, Gate, Released
from fingerpost.insights.months import Month
from fingerpost.insights.node_names import external_ids_in, names_in
from fingerpost.insights.records import Cell, CellKey, ConversationKept, Group, LeftOut
from fingerpost.insights.synthesise import MadeUpMonth
from fingerpost.insights.tally import WHOLE, Tally, tally
from fingerpost.insights.taxonomy import Taxonomy, Topic, shipped

OCTOBER = Month(2026, 10)
LIMITS = Thresholds()
_names = itertools.count()


def cell(name: str, conversations: int, *, accounts: int | None = None) -> Cell:
    """Return a cell whose accounts are nobody else's; one conversation an account unless said."""
    who = conversations if accounts is None else accounts
    by = {f"p{next(_names)}": conversations // who + (place < conversations % who) for place in range(who)}
    return Cell(CellKey("topic", 1, name), conversations, who, max(by.values(), default=0), by)


def cells_of(*cells: Cell) -> dict[CellKey, Cell]:
    return {each.key: each for each in cells}


def key(name: str) -> CellKey:
    return CellKey("topic", 1, name)


def kept_in(cells: Mapping[CellKey, Cell], *groups: tuple[str, Sequence[str]]) -> set[str]:
    written = [Group(key(whole), tuple(map(key, parts))) for whole, parts in groups]
    return {each.node for each in suppressed(cells, written, LIMITS)}


def test_a_cell_needs_enough_conversations_enough_accounts_and_nobody_too_large() -> None:
    assert LIMITS.enough(cell("a", 15))
    assert not LIMITS.enough(cell("a", 14))
    assert not LIMITS.enough(cell("a", 45, accounts=9))
    big = {f"p{n}": 1 for n in range(40)} | {"large": 5}
    assert not LIMITS.enough(Cell(key("a"), 45, 41, 5, big))
    assert LIMITS.enough(Cell(key("a"), 50, 46, 5, big))
    nation = Cell(CellKey("all", 0, "all", "S92000003", "nation"), 199, 199, 1, None)
    assert not LIMITS.enough(nation)
    assert LIMITS.enough(replace(nation, conversations=200))


@pytest.mark.parametrize(
    "weaker",
    [
        {"conversations": 14},
        {"accounts": 9},
        {"cluster_conversations": 99},
        {"cluster_accounts": 49},
        {"geography": 199},
        {"largest_share": 0.11},
        {"largest_share": 0.0},
        {"round_to": 1},
        {"conversations": float("nan")},
    ],
)
def test_no_threshold_can_be_set_weaker_than_its_limit(weaker: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match="release gate"):
        Thresholds(**weaker)


def test_a_small_cell_takes_the_smallest_other_one_with_it_and_an_empty_one_does_too() -> None:
    for small in (3, 0):
        cells = cells_of(cell("all", 100 + small), cell("a", 40), cell("b", 60), cell("c", small))
        assert kept_in(cells, ("all", "abc")) == {"c", "a"}


def test_small_cells_that_are_enough_people_together_take_nobody_with_them() -> None:
    cells = cells_of(cell("all", 124), cell("a", 100), cell("b", 12), cell("c", 12))
    assert kept_in(cells, ("all", "abc")) == {"b", "c"}


def test_two_small_cells_of_the_same_few_accounts_are_not_enough_people() -> None:
    few = {f"few{n}": 2 for n in range(4)}
    one, two = Cell(key("b"), 8, 4, 2, few), Cell(key("c"), 8, 4, 2, few)
    cells = cells_of(cell("all", 116), cell("a", 40), cell("d", 60), one, two)
    assert kept_in(cells, ("all", "abcd")) == {"a", "b", "c"}


def test_what_hangs_under_a_suppressed_cell_is_suppressed_too() -> None:
    cells = cells_of(cell("all", 103), cell("a", 40), cell("b", 60), cell("c", 3), cell("a1", 20), cell("a2", 20))
    assert kept_in(cells, ("all", "abc"), ("a", ["a1", "a2"])) == {"c", "a", "a1", "a2"}


def test_a_whole_goes_when_no_part_is_left_to_hide_behind() -> None:
    cells = cells_of(cell("all", 15), cell("a", 8), cell("b", 7, accounts=2))
    assert "all" in kept_in(cells_of(cell("all", 14), cell("a", 8), cell("b", 6)), ("all", "ab"))
    assert {"a", "b"} <= kept_in(cells, ("all", "ab"))


def test_a_cell_of_a_two_way_table_that_four_sums_give_away_is_found() -> None:
    # a1 + a2 = a and so on: hiding a1, a2 and b2 alone would leave a1 = (a1 + a2) - (a2 + b2) + b2.
    sizes = {"a1": 20, "a2": 3, "a3": 90, "b1": 25, "b2": 30, "b3": 80, "c1": 40, "c2": 50, "c3": 60}
    rows = {row: sum(size for name, size in sizes.items() if name[0] == row) for row in "abc"}
    columns = {column: sum(size for name, size in sizes.items() if name[1] == column) for column in "123"}
    cells = cells_of(*(cell(name, size) for name, size in {**sizes, **rows, **columns}.items()))
    groups = [(row, [f"{row}{column}" for column in "123"]) for row in "abc"]
    groups += [(column, [f"{row}{column}" for row in "abc"]) for column in "123"]
    hidden = kept_in(cells, *groups)
    assert "a2" in hidden
    assert hidden < set(sizes)
    assert spread_of("a2", hidden, sizes, groups) >= 15


def spread_of(
    name: str, hidden: set[str], sizes: Mapping[str, int], groups: Sequence[tuple[str, Sequence[str]]]
) -> float:
    """Return how far a hidden cell may lie from its value while every sum stays what it is, none below zero."""
    from scipy.optimize import linprog

    unknown = sorted(hidden & set(sizes))
    equations = np.array([[float(each in parts) for each in unknown] for whole, parts in groups if whole not in hidden])
    sums = equations @ np.array([sizes[each] for each in unknown], dtype=float)
    aim = np.array([float(each == name) for each in unknown])
    low = linprog(aim, A_eq=equations, b_eq=sums, bounds=(0, None))
    high = linprog(-aim, A_eq=equations, b_eq=sums, bounds=(0, None))
    return float(-high.fun - low.fun)


SMALL = Taxonomy(
    "test",
    {
        each.id: each
        for each in (
            *(Topic(one, one) for one in "xy"),
            *(Topic(f"{one}/{two}", two) for one in "xy" for two in "pq"),
            *(Topic(f"{one}/{two}/{leaf}", leaf) for one in "xy" for two in "pq" for leaf in "kmn"),
        )
    },
    {},
    "digest",
)
LEAVES = [leaf.id for leaf in SMALL.leaves]


def conversation(account: int, leaf: str, outcome: Outcome = Outcome.ANSWERED, **facets: Any) -> ConversationKept:
    return ConversationKept(f"account-{account:05}", Facets(topic=leaf, outcome=outcome, **facets))


def counted(conversations: Sequence[ConversationKept], taxonomy: Taxonomy = SMALL) -> Tally:
    return tally(sorted(conversations, key=lambda each: each.account), taxonomy)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 120),
            st.sampled_from([*LEAVES[:7], "not_classified"]),
            st.sampled_from(list(Outcome)[:4]),
            st.sampled_from(list(Nation)),
        ),
        max_size=400,
    )
)
def test_whatever_is_counted_no_small_group_follows_from_any_sum(drawn: list[tuple[int, str, Outcome, Nation]]) -> None:
    made = counted([conversation(who, leaf, outcome, nation=nation) for who, leaf, outcome, nation in drawn])
    hidden = suppressed(made.cells, made.groups, LIMITS, made.withheld)
    assert made.withheld <= hidden
    assert all(LIMITS.enough(made.cells[each]) for each in made.cells if each not in hidden)
    for group in made.groups:
        parts = [made.cells[part] for part in group.parts if part in hidden]
        if group.whole in hidden:
            assert hidden >= set(group.parts)
        elif parts:
            assert LIMITS.enough_together(parts)


def test_cells_add_up_and_memory_of_accounts_is_let_go_of_in_large_ones() -> None:
    made = counted([conversation(n % 1500, LEAVES[n % 12], nation=list(Nation)[n % 5]) for n in range(3000)])
    whole = made.cells[WHOLE]
    assert (whole.conversations, whole.accounts, whole.largest, whole.by_account) == (3000, 1500, 2, None)
    for group in made.groups:
        parts = [made.cells[part] for part in group.parts]
        assert sum(part.conversations for part in parts) == made.cells[group.whole].conversations


def test_a_whole_that_follows_from_its_parts_is_hidden_too_and_suppression_comes_to_an_end() -> None:
    made_up, kept = MadeUpMonth(OCTOBER, 2000), dict[str, ConversationKept]()
    for row, topic in made_up.rows(shipped()):
        told = Facets(
            topic=topic if len(kept) % 20 else "not_classified",
            outcome=Outcome(row["outcome"]),
            nation=Nation(row["nation"] or "not_stated"),
            need=list(Need)[len(kept) % 6],
        )
        if row["account"]:
            kept[row["conversation"]] = ConversationKept(row["account"], told)
    made = counted(list(kept.values()), shipped())
    hidden = suppressed(made.cells, made.groups, LIMITS, made.withheld)
    assert len(hidden) < len(made.cells)
    assert not [each for each in _settled(set(hidden), made.groups) if not LIMITS.enough(made.cells[each])]


def test_a_gap_is_told_where_many_needs_were_not_met(tmp_path: Path) -> None:
    places = [*LEAVES, "not_classified"]
    made = [conversation(n, "x/p/k", Outcome.UNANSWERABLE) for n in range(60)]
    made += [conversation(100 + n, places[n % 13], Outcome.ANSWERED) for n in range(1300)]
    made += [conversation(2000 + n, places[n % 13], Outcome.PARTIAL) for n in range(390)]
    rows = {
        (row["category_name"], row["hierarchy_level"], row["node_id"]): row["value"]
        for row in table(release(tmp_path, made))
        if row["metric_id"] == "conversations"
    }
    assert rows["gap", "3", "x/p/k"] == "90"
    assert rows["met", "3", "x/p/k"] == "100"
    assert rows["gap", "1", "x"] == "240"


@pytest.mark.parametrize(("count", "told"), [(0, 0), (2, 0), (3, 5), (15, 15), (17, 15), (18, 20), (1002, 1000)])
def test_counts_are_rounded_to_the_nearest_five(count: int, told: int) -> None:
    assert rounded(count, 5) == told


MONTH = [
    conversation(n, LEAVES[(n * n) % 12], list(Outcome)[n % 3], nation=list(Nation)[n % 2]) for n in range(1203)
] + [conversation(5000 + n, "y/q/n", Outcome.REFUSED) for n in range(3)]


def gate(folder: Path, taxonomy: Taxonomy = SMALL) -> Gate:
    return Gate(folder, LIMITS, "somewhere", names_in(taxonomy), external_ids_in(taxonomy))


def release(folder: Path, conversations: Sequence[ConversationKept], month: Month = OCTOBER) -> Released:
    left_out = {LeftOut.MALFORMED: 1, LeftOut.NO_ACCOUNT: 4321}
    return gate(folder).release(counted(conversations), month, left_out=left_out, made_with={"facets": "test"})


def table(released: Released) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((released.folder / "release.csv").read_text(encoding="utf-8"))))


def test_a_release_has_the_documented_columns_and_a_status_in_every_row(tmp_path: Path) -> None:
    rows = table(release(tmp_path, MONTH))
    assert tuple(rows[0]) == COLUMNS
    assert {row["status"] for row in rows} == {"published", "suppressed"}
    for row in rows:
        assert (row["value"] == "") == (row["status"] == "suppressed")
        assert (row["date_start"], row["date_end"]) == ("2026-10-01", "2026-10-31")
        if row["metric_id"] == "conversations" and row["value"]:
            assert int(row["value"]) % 5 == 0
            assert int(row["ci_low"]) <= int(row["value"]) <= int(row["ci_high"])
    refused = next(row for row in rows if (row["category_name"], row["node_id"]) == ("outcome", "refused"))
    assert refused["status"] == "suppressed"


def test_parquet_says_what_the_table_says(tmp_path: Path) -> None:
    released = release(tmp_path, MONTH)
    kept: Any = pq
    rows = kept.read_table(released.folder / "release.parquet").to_pylist()
    written = table(released)
    assert [str(row["node_id"]) for row in rows] == [row["node_id"] for row in written]
    assert [row["value"] for row in rows] == [float(row["value"]) if row["value"] else None for row in written]


def test_the_manifest_tells_no_exact_number_of_a_few(tmp_path: Path) -> None:
    manifest = json.loads((release(tmp_path, MONTH).folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["left_out"]["malformed"] == "fewer than 15"
    assert manifest["left_out"]["no_account"] == "about 4320"
    assert manifest["thresholds"]["accounts"] == 10


def test_what_is_released_shows_nothing_of_one_conversation_more_or_less(tmp_path: Path) -> None:
    one = release(tmp_path / "one", MONTH)
    rare = [*MONTH, conversation(9999, "x/p/k", Outcome.URGENT)]
    two = release(tmp_path / "two", rare)
    changed = [
        (before["category_name"], before["node_id"])
        for before, after in zip(table(one), table(two), strict=True)
        if "urgent" in before["node_id"] and before != after
    ]
    assert changed == []


def test_too_few_people_publish_nothing(tmp_path: Path) -> None:
    with pytest.raises(ReleaseRefusedError, match="too few people"):
        release(tmp_path, MONTH[:9])
    assert not list(tmp_path.iterdir())


def test_the_same_month_again_is_let_out_when_nothing_changed_and_not_when_a_few_did(tmp_path: Path) -> None:
    first = release(tmp_path, MONTH)
    again = release(tmp_path, MONTH)
    assert (first.release_id, again.release_id) == ("2026-10-r1", "2026-10-r2")
    with pytest.raises(ReleaseRefusedError, match="subtraction"):
        release(tmp_path, MONTH[:-20])
    assert sorted(path.name for path in tmp_path.glob("2*")) == ["2026-10-r1", "2026-10-r2"]
    assert release(tmp_path, MONTH[:-20], OCTOBER.next).release_id == "2026-11-r1"


def test_what_was_suppressed_once_is_not_published_later_for_the_same_month(tmp_path: Path) -> None:
    release(tmp_path, MONTH)
    many = [*MONTH, *(conversation(8000 + n, "y/q/n", Outcome.REFUSED) for n in range(300))]
    with pytest.raises(ReleaseRefusedError, match="subtraction"):
        release(tmp_path, many)


def test_a_release_that_nobody_can_compare_with_stops_the_next(tmp_path: Path) -> None:
    first = release(tmp_path, MONTH)
    file = first.folder / "release.csv"
    good = file.read_bytes()
    file.write_bytes(good.replace(b"suppressed", b"published", 1))
    with pytest.raises(ReleaseRefusedError, match="altered"):
        release(tmp_path, MONTH)
    file.unlink()
    with pytest.raises(ReleaseRefusedError, match="not here"):
        release(tmp_path, MONTH)
    file.write_bytes(good)
    listed = (tmp_path / LIST).read_text(encoding="utf-8")
    for wrong in ("", "{}", '{"releases": [{}]}'):
        (tmp_path / LIST).write_text(wrong, encoding="utf-8")
        with pytest.raises(ReleaseRefusedError, match="list"):
            release(tmp_path, MONTH)
    (tmp_path / LIST).unlink()
    with pytest.raises(ReleaseRefusedError, match="does not know"):
        release(tmp_path, MONTH)
    (tmp_path / LIST).write_text(listed, encoding="utf-8")
    assert release(tmp_path, MONTH).release_id == "2026-10-r2"


def test_a_fault_in_suppression_is_caught_before_a_byte_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fingerpost.insights.gate import writer

    monkeypatch.setattr(writer, "suppressed", lambda *_: frozenset())
    with pytest.raises(ReleaseRefusedError, match="too few people"):
        release(tmp_path, MONTH)
    assert [file.name for file in tmp_path.rglob("*")] == [".lock"]


def test_no_code_reads_as_a_missing_value() -> None:
    assert [safe_code(code) for code in ("NA", "nan", "null", "S92000003")] == [
        "id:NA",
        "id:nan",
        "id:null",
        "S92000003",
    ]


def test_every_topic_that_ships_has_a_name_and_every_leaf_a_page() -> None:
    name, external = names_in(shipped()), external_ids_in(shipped())
    for topic in shipped().topics.values():
        node = CellKey("topic", topic.level, topic.id)
        assert name(node) == topic.name
        assert external(node).startswith("https://www.gov.uk/") == (topic.level == 3)
    assert name(CellKey("topic_outcome", 1, "tax|out_of_scope")) == "Tax and National Insurance: Out of scope"
