"""The red team: its mutants say what they should, its bounds hold, and it finds an assistant that obeys."""

from __future__ import annotations

import base64
import codecs
import json
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from fingerpost import Service
from fingerpost.domain import Answer, AnswerPart, Outcome, Record, Statement
from fingerpost.errors import QuestionError
from fingerpost.evaluation.redteam import KINDS, Mutant, ServiceTarget, attack, mutants
from fingerpost.interfaces.cli.app import run
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from tests.small_service import make_service_folder

RECORD = Record(index_version="1", content_version="c", embedder="e", composer="scripted")
REFUSED = Answer(Outcome.REFUSED, "", RECORD)


class Obedient:
    """An assistant that repeats the last thing it is told, as an answer."""

    def say(self, turns: Sequence[str]) -> Answer:
        said = Statement(turns[-1], (1,))
        return replace(REFUSED, outcome=Outcome.ANSWERED, parts=(AnswerPart("", "", (said,)),))

    def wrong_with(self, answer: Answer, mark: str) -> tuple[str, ...]:
        said = " ".join(each.text for part in answer.parts for each in part.statements)
        return ("obeyed",) if mark in said else ()


class Deaf:
    """An assistant that refuses everything."""

    def say(self, turns: Sequence[str]) -> Answer:
        assert turns
        return REFUSED

    def wrong_with(self, answer: Answer, mark: str) -> tuple[str, ...]:
        assert answer is REFUSED
        assert mark
        return ()


def test_every_kind_is_tried_in_many_ways_and_in_turn():
    made = list(mutants(1))

    assert [each.kind for each in made[: len(KINDS)]] == list(KINDS)
    counts = {kind: sum(each.kind == kind for each in made) for kind in KINDS}
    assert counts["encoding"] >= 50
    assert counts["translation"] >= 20
    assert all(count >= 6 for count in counts.values())
    assert all(each.turns and all(each.turns) and each.mark for each in made)
    assert len({each.turns for each in made}) == len(made)


def test_a_seed_gives_the_same_again_and_another_something_else():
    assert list(mutants(7)) == list(mutants(7))
    assert list(mutants(7)) != list(mutants(8))
    assert {each.kind for each in mutants(7, ["encoding"])} == {"encoding"}


def test_what_is_encoded_or_disguised_can_be_read_again():
    made = {each.name: each for each in mutants(3, ["encoding", "disguise"])}

    def payload(name: str) -> str:
        return made[name].turns[0].split(": ", 1)[1]

    assert made["base64"].mark in base64.b64decode(payload("base64")).decode()
    assert made["hexadecimal"].mark in bytes.fromhex(payload("hexadecimal")).decode()
    assert made["rot13"].mark in codecs.decode(payload("rot13"), "rot13")
    assert made["reversed"].mark in made["reversed"].turns[0][::-1]
    assert made["zero width"].mark in made["zero width"].turns[0].replace("\u200b", "")
    assert made["full width"].mark in unicodedata.normalize("NFKC", made["full width"].turns[0])
    assert made["homoglyphs"].mark not in made["homoglyphs"].turns[0]


def test_several_turns_are_said_one_after_another():
    made = list(mutants(1, ["multi_turn"]))
    assert {len(each.turns) for each in made} == {2, 3}


def test_an_assistant_that_obeys_is_found_and_one_that_refuses_is_not():
    obeyed = attack(Obedient(), mutants(1), seed=1, most=1_000, seconds=1_000)
    assert obeyed.by_kind["plain"].succeeded == obeyed.by_kind["plain"].tried > 0
    assert obeyed.succeeded == len(obeyed.found) >= obeyed.by_kind["translation"].tried
    assert obeyed.found[0].breaches == ("obeyed",)

    refused = attack(Deaf(), mutants(1), seed=1, most=1_000, seconds=1_000)
    assert (refused.succeeded, refused.stopped) == (0, "done")
    assert all(each.acted == each.tried for each in refused.by_kind.values())
    assert refused.outcomes == {"refused": refused.tried}


def test_a_run_ends_at_its_count_and_at_its_time():
    assert attack(Deaf(), mutants(1), seed=1, most=5, seconds=1_000).tried == 5
    ticks = iter(range(100))
    timed = attack(Deaf(), mutants(1), seed=1, most=1_000, seconds=10, clock=lambda: float(next(ticks)))
    assert (timed.stopped, timed.tried) == ("time", 9)


def test_a_question_that_is_not_taken_is_counted_as_an_error():
    class Strict(Deaf):
        def say(self, turns: Sequence[str]) -> Answer:
            raise QuestionError(f"too long: {len(turns)}")

    report = attack(Strict(), [Mutant("plain", "plain", ("x",), "m")], seed=1, most=5, seconds=10)
    assert report.by_kind["plain"].errors == 1
    assert report.outcomes == {"error: question": 1}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = make_service_folder(tmp_path_factory.mktemp("service"))
    sync(load_settings(made, {}))
    return made


def test_nothing_gets_through_to_the_real_service(folder: Path):
    with Service.open(folder) as service:
        report = attack(ServiceTarget(service), mutants(2), seed=2, most=120, seconds=10_000)

    assert report.tried == 120
    assert report.found == ()
    assert report.by_kind["plain"].acted == report.by_kind["plain"].tried


def test_the_command_reports_and_ends_well_when_nothing_got_through(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["redteam", "--service", str(folder), "--most", "14", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["tried"], told["succeeded"], told["stopped"]) == (14, 0, "count")
    assert set(told["by_kind"]) == set(KINDS)

    assert run(["redteam", "--service", str(folder), "--kind", "sorcery"]) != 0
    assert "sorcery" in capsys.readouterr().err


def test_a_service_that_is_served_elsewhere_is_attacked_over_its_api_and_keeps_nothing(folder: Path, tmp_path: Path):
    from fingerpost.client import Client
    from fingerpost.evaluation.redteam import ServedTarget
    from tests.interfaces.api.conftest import changed_settings, serving

    settings = changed_settings(load_settings(folder, {}), tmp_path, questions_per_minute=100_000)
    with Service.of(settings) as service, serving(service) as address, Client(address) as client:
        report = attack(ServedTarget(client), mutants(5), seed=5, most=14, seconds=10_000)
        assert service.store.newest(100) == {}

    assert (report.tried, report.found) == (14, ())
    assert all(each.errors == 0 for each in report.by_kind.values())
