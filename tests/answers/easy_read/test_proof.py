"""The proof of an easy read finds every way in which one could be wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from fingerpost.answers.easy_read import easy_read, faults
from fingerpost.domain import EasyBlock, EasyLine, EasyRead
from tests.answers.easy_read.made import S, answer_of

ANSWER = answer_of(
    [
        "You pay £24 if you get a discount on your bill.",
        "We send you a letter, and you can pay online.",
        "We come back within 3 days.",
        "However, we do not come back for late bins.",
        "You can get it if:",
        (S.ITEM, "you are 66 or over"),
        (S.ITEM, "you rent"),
    ],
    [(S.TABLE_HEADER, "Permit | Cost"), (S.ROW, "First car | £60")],
)


def line(text: str) -> Callable[[EasyLine], bool]:
    return lambda each: text in " ".join(each.pieces)


def with_lines(change: Callable[[EasyLine], tuple[EasyLine, ...]]) -> EasyRead:
    def changed(blocks: tuple[EasyBlock, ...]) -> tuple[EasyBlock, ...]:
        return tuple(replace(block, lines=tuple(new for old in block.lines for new in change(old))) for block in blocks)

    easy = easy_read(ANSWER)
    return replace(easy, first=changed(easy.first), more=changed(easy.more))


def test_the_easy_read_that_is_made_has_no_fault() -> None:
    assert faults(easy_read(ANSWER), ANSWER) == ()


WRONG: dict[str, tuple[Callable[[EasyLine], tuple[EasyLine, ...]], str]] = {
    "a changed word": (
        lambda each: (replace(each, pieces=tuple(p.replace("£24", "£20") for p in each.pieces)),),
        "not in any quotation",
    ),
    "a line left out": (lambda each: () if "3 days" in each.pieces[0] else (each,), "words are lost"),
    "a condition left out": (
        lambda each: (replace(each, pieces=each.pieces[1:]),) if each.condition_first else (each,),
        "words are lost",
    ),
    "a condition on a line of its own": (
        lambda each: tuple(replace(each, pieces=(piece,)) for piece in each.pieces),
        "a condition is torn",
    ),
    "a not left out": (
        lambda each: (replace(each, pieces=tuple(p.replace("we do not come", "we come") for p in each.pieces)),),
        "not in any quotation",
    ),
    "a citation left out": (lambda each: (replace(each, citations=()),), "citation 1 is lost"),
    "another citation": (lambda each: (replace(each, citations=(9,)),), "citation 9 is not one of the answer's"),
    "a list without its lead-in": (
        lambda each: () if "You can get it" in each.pieces[0] else (each,),
        "torn from what stands before it",
    ),
    "an item left out": (lambda each: () if "rent" in each.pieces[0] else (each,), "words are lost"),
    "a header left out": (lambda each: (replace(each, labels=()),), "a header is lost"),
}


@pytest.mark.parametrize("name", list(WRONG))
def test_every_wrong_is_found(name: str) -> None:
    change, said = WRONG[name]
    assert any(said in fault for fault in faults(with_lines(change), ANSWER)), name


def test_a_limit_in_another_block_is_found() -> None:
    easy = easy_read(ANSWER)
    torn = tuple(replace(block, lines=(each,)) for block in easy.first for each in block.lines)
    found = faults(replace(easy, first=torn), ANSWER)
    assert any("However" in fault for fault in found)
    assert any("you are 66 or over" in fault for fault in found)
