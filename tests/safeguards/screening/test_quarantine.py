"""The book of pages that wait, and what is decided of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from fingerpost.errors import QuarantineError, StorageError
from fingerpost.safeguards.screening.caught import Caught, Kind
from fingerpost.safeguards.screening.quarantine import Quarantine, Quarantined, content_name, new_page

CAUGHT = (Caught(Kind.INSTRUCTIONS, "rules", "a sentence speaks to a machine", "Dear assistant"),)


def a_page(content: str = "one", key: str = "https://a.example/bins") -> Quarantined:
    return new_page("site", key, key, "Bins", content, CAUGHT, serving=True)


def test_a_page_that_was_caught_waits_and_is_found_by_id_or_address(tmp_path: Path) -> None:
    page = Quarantine(tmp_path).record(a_page())
    book = Quarantine(tmp_path)
    assert book.waiting() == (page,)
    assert book.find(page.id) == book.find(page.id[:4]) == book.find("https://a.example/bins") == page


def test_a_release_keeps_who_and_why(tmp_path: Path) -> None:
    book = Quarantine(tmp_path)
    page = book.record(a_page())
    released = book.decide(page.id, "released", by="Jo of the web team", why="it is a quotation")
    assert released.state == "released"
    assert (released.decisions[0].by, released.decisions[0].why) == ("Jo of the web team", "it is a quotation")
    assert book.waiting() == ()
    assert book.pages() == (released,)


def test_other_content_waits_again_and_what_was_decided_before_stays_on_record(tmp_path: Path) -> None:
    book = Quarantine(tmp_path)
    page = book.record(a_page())
    book.decide(page.id, "released", by="Jo", why="fine")
    (again,) = [book.record(a_page("two"))]
    assert again.state == "waiting"
    assert [decision.action for decision in again.decisions] == ["released"]


def test_who_and_why_must_be_said(tmp_path: Path) -> None:
    book = Quarantine(tmp_path)
    page = book.record(a_page())
    for by, why in (("", "a reason"), ("Jo", "  ")):
        with pytest.raises(QuarantineError, match=r"--by|--why"):
            book.decide(page.id, "released", by=by, why=why)
    assert book.waiting() == (page,)


def test_a_page_that_is_not_there_or_is_so_already_is_a_clear_error(tmp_path: Path) -> None:
    book = Quarantine(tmp_path)
    with pytest.raises(QuarantineError, match="list"):
        book.find("nothing")
    page = book.record(a_page())
    book.decide(page.id, "held", by="Jo", why="checking")
    with pytest.raises(QuarantineError, match="already"):
        book.decide(page.id, "held", by="Jo", why="checking")


def test_a_damaged_book_is_never_taken_for_an_empty_one(tmp_path: Path) -> None:
    Quarantine(tmp_path).record(a_page())
    (tmp_path / ".fingerpost" / "quarantine.json").write_text('{"pages": [')
    with pytest.raises(StorageError, match="can't be read"):
        Quarantine(tmp_path).waiting()


def test_a_page_that_passes_leaves_the_book_unless_somebody_decided_about_it(tmp_path: Path) -> None:
    book = Quarantine(tmp_path)
    first, second = book.record(a_page()), book.record(a_page(key="https://a.example/tax"))
    book.decide(second.id, "held", by="Jo", why="checking")
    book.forget(first.id)
    book.forget(second.id)
    assert [page.id for page in book.pages()] == [second.id]


def test_content_is_named_by_what_it_says_and_what_was_out_of_sight() -> None:
    hidden = (Caught(Kind.HIDDEN_TEXT, "rules", "the page holds text", "one thing"),)
    other = (Caught(Kind.HIDDEN_TEXT, "rules", "the page holds text", "another thing"),)
    change = (Caught(Kind.LARGE_CHANGE, "rules", "replaced", score=0.9),)
    assert content_name("hash", "Bins", hidden) != content_name("hash", "Bins", other)
    assert content_name("hash", "Bins", hidden) != content_name("other", "Bins", hidden)
    assert content_name("hash", "Bins", change) == content_name("hash", "Bins", ())
