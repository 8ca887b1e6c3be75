"""What is kept of a month's turns, what is left out, and that an interrupted run goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fingerpost.domain import Outcome
from fingerpost.errors import InsightsInputError
from fingerpost.insights.facets import Facets, Need
from fingerpost.insights.ingest import AT_ONCE, Reader, ingest
from fingerpost.insights.month_file import MOST_CONVERSATIONS, MonthFile
from fingerpost.insights.months import Month
from fingerpost.insights.pseudonyms import MonthKey, MonthKeys
from fingerpost.insights.records import LeftOut, TurnGiven
from fingerpost.insights.turn_files import SetAside, read_turns
from fingerpost.safeguards.personal_data import protect

OCTOBER = Month(2026, 10)
KEY = MonthKey(b"k" * 32)
STORY = (
    "My father died in September and left a house, some savings and two old cars, and my brother and I can't agree who "
    "should apply for probate or whether we need a solicitor at all before the tax is due"
)


def turn(number: int, **fields: Any) -> TurnGiven:
    given = TurnGiven(
        id=f"t{number}",
        conversation=f"c{number}",
        asked_at=datetime(2026, 10, 3, tzinfo=UTC) + timedelta(minutes=number),
        question=f"How do I apply for a {hashlib.sha256(bytes([number % 256, number // 256])).hexdigest()}?",
        outcome=Outcome.ANSWERED,
        account=f"a{number}",
    )
    return replace(given, **fields)


def classify(turns: Sequence[TurnGiven]) -> list[Facets]:
    return [Facets(topic="x", outcome=each.outcome, need=Need.DO) for each in turns]


READER = Reader(OCTOBER, KEY, lambda text: protect(text).text, classify)


def read_into(
    file: Path, turns: Sequence[TurnGiven | SetAside], reader: Reader = READER
) -> tuple[int, Counter[LeftOut]]:
    month = MonthFile(file)
    left_out = ingest(turns, reader, month)
    left_out.update(month.settle())
    counted = len(list(month.conversations()))
    month.close()
    return counted, +left_out


def test_every_turn_is_either_counted_or_left_out_with_a_reason(tmp_path: Path) -> None:
    turns = [
        turn(1),
        turn(2, account=""),
        turn(3, asked_at=datetime(2026, 9, 30, 23, 59, 59, tzinfo=UTC)),
        turn(4, asked_at=datetime(2026, 11, 1, tzinfo=UTC)),
        turn(5),
        turn(5),
        SetAside("turns.jsonl, line 9", "'id' is empty"),
    ]
    assert read_into(tmp_path / "m.sqlite", turns) == (
        2,
        {LeftOut.NO_ACCOUNT: 1, LeftOut.OTHER_MONTH: 2, LeftOut.REPEATED: 1, LeftOut.MALFORMED: 1},
    )


def test_a_month_runs_from_its_first_moment_to_its_last_in_utc() -> None:
    assert OCTOBER.holds(datetime(2026, 10, 1, tzinfo=UTC))
    assert OCTOBER.holds(datetime(2026, 10, 31, 23, 59, 59, tzinfo=UTC))
    assert not OCTOBER.holds(datetime.fromisoformat("2026-10-01T00:30:00+01:00"))
    assert str(Month(2026, 12).next) == "2027-01"
    assert not OCTOBER.ended(datetime(2026, 10, 31, 23, tzinfo=UTC))
    with pytest.raises(InsightsInputError, match="2026-10"):
        Month.read("2026-13")


def test_no_account_counts_more_than_five_conversations(tmp_path: Path) -> None:
    turns = [turn(number, account="one") for number in range(12)] + [turn(50)]
    counted, left_out = read_into(tmp_path / "m.sqlite", turns)
    assert counted == MOST_CONVERSATIONS + 1
    assert left_out == {LeftOut.OVER_ACCOUNT_LIMIT: 12 - MOST_CONVERSATIONS}


def test_what_counts_does_not_hang_on_the_order_of_reading(tmp_path: Path) -> None:
    turns = [turn(n, account=f"a{n % 3}", outcome=list(Outcome)[n % 7], question=STORY + str(n)) for n in range(40)]
    found: list[list[Any]] = []
    for name, order in (("one", turns), ("two", list(reversed(turns)))):
        month = MonthFile(tmp_path / name)
        ingest(order, READER, month)
        left_out = month.settle()
        found.append([left_out, *month.conversations()])
        month.close()
    assert found[0] == found[1]


def test_a_near_copy_of_ones_own_counts_once_and_two_peoples_same_short_question_counts_twice(tmp_path: Path) -> None:
    asked = "How do I renew my passport before March?"
    own = [turn(1, account="x", question=asked), turn(2, account="x", question=asked.upper().rstrip("?"))]
    assert read_into(tmp_path / "own", own) == (1, {LeftOut.NEAR_COPY: 1})
    two = [turn(1, question=asked), turn(2, question=asked)]
    assert read_into(tmp_path / "two", two) == (2, {})


def test_a_long_text_from_many_accounts_counts_once(tmp_path: Path) -> None:
    turns = [turn(n, question=f"{STORY}, case {n}") for n in range(50)]
    assert read_into(tmp_path / "m.sqlite", turns) == (1, {LeftOut.NEAR_COPY: 49})


def test_a_conversation_is_about_what_it_began_with_and_ends_as_its_last_turn_did(tmp_path: Path) -> None:
    def by_words(turns: Sequence[TurnGiven]) -> list[Facets]:
        return [Facets(topic=each.question, outcome=each.outcome) for each in turns]

    start = turn(1).asked_at
    turns = [
        turn(
            3,
            conversation="c",
            account="a",
            asked_at=start + timedelta(hours=2),
            outcome=Outcome.HANDOFF,
            question="late",
        ),
        turn(1, conversation="c", account="a", asked_at=start, outcome=Outcome.ANSWERED, question="not_classified"),
        turn(2, conversation="c", account="a", asked_at=start + timedelta(hours=1), question="middle"),
    ]
    month = MonthFile(tmp_path / "m.sqlite")
    ingest(turns, replace(READER, classify=by_words), month)
    month.settle()
    (found,) = month.conversations()
    assert (found.facets.topic, found.facets.outcome) == ("middle", Outcome.HANDOFF)


def test_the_classifier_never_sees_personal_data(tmp_path: Path) -> None:
    seen: list[str] = []

    def watch(turns: Sequence[TurnGiven]) -> list[Facets]:
        seen.extend(each.question for each in turns)
        return classify(turns)

    asked = "My number is QQ123456C and my email is jo.bloggs@example.org, when is my pension paid?"
    read_into(tmp_path / "m.sqlite", [turn(1, question=asked)], replace(READER, classify=watch))
    assert "pension" in seen[0]
    assert "QQ123456C" not in seen[0]
    assert "bloggs" not in seen[0]


def test_the_months_file_holds_no_words_and_no_ids_and_only_its_user_can_read_it(tmp_path: Path) -> None:
    file = tmp_path / "m.sqlite"
    read_into(file, [turn(1, question="zyzzyva " * 30, account="browser-4711", conversation="conversation-4711")])
    held = file.read_bytes()
    assert not any(word in held for word in (b"zyzzyva", b"4711", b"t1"))
    assert file.stat().st_mode & 0o077 == 0


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    turns = [turn(number) for number in range(AT_ONCE + 50)]
    asked: list[str] = []

    def stops(batch: Sequence[TurnGiven]) -> list[Facets]:
        if len(asked) >= AT_ONCE:
            raise KeyboardInterrupt
        return goes_on(batch)

    def goes_on(batch: Sequence[TurnGiven]) -> list[Facets]:
        asked.extend(each.id for each in batch)
        return classify(batch)

    with pytest.raises(KeyboardInterrupt):
        read_into(tmp_path / "m.sqlite", turns, replace(READER, classify=stops))
    assert read_into(tmp_path / "m.sqlite", turns, replace(READER, classify=goes_on)) == (len(turns), {})
    assert sorted(asked) == sorted(each.id for each in turns)


def test_what_was_taken_out_of_the_input_between_two_runs_is_gone(tmp_path: Path) -> None:
    assert read_into(tmp_path / "m.sqlite", [turn(1), turn(2)])[0] == 2
    assert read_into(tmp_path / "m.sqlite", [turn(2)])[0] == 1
    rows = sqlite3.connect(tmp_path / "m.sqlite").execute("SELECT COUNT(*) FROM turns").fetchone()
    assert rows == (1,)


def test_two_months_and_two_keys_have_nothing_in_common(tmp_path: Path) -> None:
    keys = MonthKeys(tmp_path / "keys")
    october = keys.of(OCTOBER)
    assert keys.of(OCTOBER) == october
    assert october.name("account", "a") != keys.of(OCTOBER.next).name("account", "a")
    assert october.name("account", "a") != october.name("conversation", "a")
    keys.destroy(OCTOBER)
    assert not keys.held(OCTOBER)
    assert keys.of(OCTOBER) != october
    assert "secret" not in repr(october)
    assert all(file.stat().st_mode & 0o077 == 0 for file in (tmp_path / "keys").iterdir())


GOOD: dict[str, Any] = {
    "id": "1",
    "conversation": "c",
    "asked_at": "2026-10-03T10:11:12Z",
    "question": "How do I pay?",
    "outcome": "answered",
    "account": "a",
}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": ""}, "'id' is empty"),
        ({"id": 7}, "'id' must be text"),
        ({"conversation": None}, "'conversation' must be text"),
        ({"asked_at": "yesterday"}, "'asked_at' is not a time"),
        ({"asked_at": "2026-10-03T10:11:12"}, "zone"),
        ({"question": "x" * 20_001}, "longer than 20,000"),
        ({"outcome": "fine"}, "'outcome' must be one of"),
        ({"nation": "france"}, "'nation' must be one of"),
        ({"urgent": ["secret-kind"]}, "'urgent' names a kind"),
        ({"pages": "x"}, "'pages' must be a list"),
        ({"useful": "yes"}, "'useful' must be true or false"),
    ],
)
def test_a_malformed_row_is_set_aside_with_a_reason_that_repeats_nothing(
    tmp_path: Path, change: dict[str, Any], reason: str
) -> None:
    file = tmp_path / "turns.jsonl"
    file.write_text(json.dumps(GOOD) + "\n\n" + json.dumps({**GOOD, **change}) + "\n", encoding="utf-8")
    first, second = read_turns(file)
    assert isinstance(first, TurnGiven)
    assert isinstance(second, SetAside)
    assert second.where == "turns.jsonl, line 3"
    assert reason in second.reason
    assert not any(word in second.reason for word in ("yesterday", "france", "fine", "secret-kind"))


def test_lines_that_are_no_json_or_endless_are_set_aside_and_reading_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "turns.jsonl"
    endless = b'{"id": "' + b"x" * 3_000_000 + b'"}'
    nested = b"[" * 200_000
    file.write_bytes(b"\n".join([b"{", b"\xff\xfe", b"[]", endless, nested, json.dumps(GOOD).encode()]) + b"\n")
    rows = list(read_turns(file))
    assert [type(row) for row in rows] == [SetAside] * 5 + [TurnGiven]


def test_parquet_and_json_lines_give_the_same_turns(tmp_path: Path) -> None:
    rows = [{**GOOD, "id": str(n), "urgent": ["fire"], "pages": ["https://www.gov.uk/x"]} for n in range(3)]
    (tmp_path / "turns.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    pq.write_table(
        pa.Table.from_pylist([{**row, "asked_at": datetime.fromisoformat(row["asked_at"])} for row in rows]),
        tmp_path / "turns.parquet",
    )
    assert list(read_turns(tmp_path / "turns.jsonl")) == list(read_turns(tmp_path / "turns.parquet"))


def test_a_file_of_another_kind_or_none_or_a_broken_one_is_an_error_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "turns.parquet").write_bytes(b"no parquet")
    for name in ("turns.csv", "none.jsonl", "turns.parquet"):
        with pytest.raises(InsightsInputError, match="Fix: "):
            list(read_turns(tmp_path / name))
