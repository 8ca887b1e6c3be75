"""The paraphrases the project judges grounding by rest on real, whole pieces of Sampleford's pages."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from fingerpost.content.folder import FolderSource
from fingerpost.content.sections import split
from fingerpost.content.source import Fetched
from fingerpost.domain import Section, Status
from fingerpost.settings import FolderSettings, load_settings

FAITHFUL = 200
UNFAITHFUL = 100
FAITHFUL_KINDS = {
    "list_into_sentence",
    "merged",
    "modal_reworded",
    "number_form",
    "passive_active",
    "plainer_words",
    "pronoun_resolved",
    "question_led",
    "reordered",
    "row_into_sentence",
    "second_person",
    "split",
}
UNFAITHFUL_KINDS = {
    "added_fact",
    "cause",
    "comparison",
    "dropped_condition",
    "dropped_exception",
    "guarantee",
    "joined",
    "modality",
    "narrowed_group",
    "negation",
    "number_or_unit",
    "quantifier",
    "swapped_roles",
    "time_direction",
    "widened_group",
    "wrong_entity",
}
Case = Mapping[str, Any]


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    written = (files("fingerpost.evaluation") / "data" / "paraphrases.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in written.splitlines()]


@pytest.fixture(scope="module")
def sections() -> Mapping[str, Sequence[Section]]:
    """Every live page of Sampleford, by its path in the content folder, cut as a sync cuts it but longer."""
    service = Path(str(files("fingerpost.demo") / "sampleford"))
    settings = load_settings(service)
    asked = settings.sources[0]
    assert isinstance(asked, FolderSettings)
    source = FolderSource(asked, settings)
    by_address: dict[str, str] = {}
    for path in (service / asked.path).rglob("*.*"):
        relative = path.relative_to(service / asked.path).as_posix()
        address = relative if path.suffix in {".pdf", ".docx"} else relative.removesuffix(path.suffix)
        by_address[f"{asked.base_url}/{address}"] = relative
    pages: dict[str, Sequence[Section]] = {}
    for entry in source.entries({}):
        assert isinstance(entry, Fetched)
        document = source.extract(entry)
        if document.status is Status.LIVE:
            pages[by_address[entry.key]] = split(document, count_tokens=_words)
    return pages


def _words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def _has_piece(sections: Sequence[Section], quote: str) -> bool:
    """Whether a quote is a run of one or more whole quotable pieces of one section."""
    return any(
        quote == section.text[first.start : last.end]
        for section in sections
        for number, first in enumerate(section.sentences)
        for last in section.sentences[number:]
    )


def _leads(sections: Sequence[Section], quote: str) -> set[str]:
    """Return what a quote can't be read without, where it stands: its list's lead-in, its table's header."""
    return {
        section.text[lead.start : lead.end]
        for section in sections
        for piece in section.sentences
        if piece.lead is not None and section.text[piece.start : piece.end] == quote
        for lead in [section.sentences[piece.lead]]
    }


def test_there_are_as_many_cases_as_the_figures_are_given_for(cases: list[Case]):
    assert Counter(case["faithful"] for case in cases) == {True: FAITHFUL, False: UNFAITHFUL}


def test_each_case_has_the_same_fields_and_an_id_of_its_own(cases: list[Case]):
    assert all(set(case) == {"id", "faithful", "kind", "source", "quotes", "sentence"} for case in cases)
    assert len({case["id"] for case in cases}) == len(cases)


def test_each_quote_is_whole_pieces_of_the_page_it_names(cases: list[Case], sections: Mapping[str, Sequence[Section]]):
    wrong = [
        (case["id"], quote)
        for case in cases
        for quote in case["quotes"]
        if not _has_piece(sections[case["source"]], quote)
    ]
    assert not wrong
    assert all(case["quotes"] for case in cases)


def test_an_item_or_a_row_is_quoted_with_what_it_hangs_on(cases: list[Case], sections: Mapping[str, Sequence[Section]]):
    alone = [
        (case["id"], quote)
        for case in cases
        for quote in case["quotes"]
        if (leads := _leads(sections[case["source"]], quote)) and not leads & set(case["quotes"])
    ]
    assert not alone


def test_part_of_a_piece_is_no_quote(cases: list[Case], sections: Mapping[str, Sequence[Section]]):
    cut = [(case["source"], case["quotes"][0].rsplit(" ", 1)[0]) for case in cases if " " in case["quotes"][0]]
    assert not [quote for source, quote in cut if _has_piece(sections[source], quote)]


def test_every_kind_is_known_and_none_is_rare(cases: list[Case]):
    kinds = Counter((case["faithful"], case["kind"]) for case in cases)
    assert set(kinds) == {(True, kind) for kind in FAITHFUL_KINDS} | {(False, kind) for kind in UNFAITHFUL_KINDS}
    assert min(count for (faithful, _), count in kinds.items() if faithful) >= 12
    assert min(count for (faithful, _), count in kinds.items() if not faithful) >= 5


def test_no_sentence_is_only_a_copy(cases: list[Case]):
    def letters(text: str) -> str:
        return "".join(character for character in text.casefold() if character.isalnum())

    copies = [
        case["id"]
        for case in cases
        if letters(case["sentence"]) in letters(" ".join(case["quotes"]))
        or letters(case["sentence"]) == letters("".join(case["quotes"]))
    ]
    assert not copies
    assert len({letters(case["sentence"]) for case in cases}) == len(cases)


def test_welsh_pages_are_paraphrased_in_welsh(cases: list[Case]):
    welsh = Counter(case["faithful"] for case in cases if case["source"].startswith("cy/"))
    assert welsh[True] >= 10
    assert welsh[False] >= 5
