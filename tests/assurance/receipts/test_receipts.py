"""Receipts: genuine ones are known again, a change of anything in them is found, and so is a change of the guidance."""

from __future__ import annotations

import base64
import json
import stat
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from fingerpost import Service
from fingerpost.assurance.receipts import (
    KeyRing,
    PageState,
    PublicKey,
    Receipt,
    Standing,
    check,
    issue,
    open_keys,
    read_public_keys,
    read_receipt,
)
from fingerpost.domain import Answer, Section, Sentence
from fingerpost.errors import ReceiptError
from fingerpost.interfaces.answer_words import answer_words
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from tests.small_service import make_service_folder

ASKED = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = make_service_folder(tmp_path_factory.mktemp("service"))
    sync(load_settings(folder, {}))
    with Service.open(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def answer(service: Service) -> Answer:
    found = service.assistant.ask("How do I tell you that you missed our bin? Call me on 07700 900123")
    assert found.citations
    return found


@pytest.fixture
def keys(tmp_path: Path) -> KeyRing:
    return KeyRing(tmp_path / "kept" / "receipt-keys.json")


def issued(answer: Answer, keys: KeyRing, turn_id: str = "turn") -> Receipt:
    return issue(
        answer,
        answer_words(answer).text,
        keys,
        turn_id=turn_id,
        service="Ask Sampleford",
        organisation="Sampleford",
        asked_at=ASKED,
    )


def test_a_receipt_is_genuine_after_a_journey_through_a_file(answer: Answer, keys: KeyRing, service: Service):
    receipt = issued(answer, keys)
    again = read_receipt(receipt.as_json())

    checked = check(again, keys.public(), service.index.page)
    assert checked.standing is Standing.GENUINE
    assert checked.still_holds
    assert {change.state for change in checked.changes} == {PageState.SAME}
    assert checked.reference == receipt.reference
    assert again.asked_at == ASKED


def test_it_holds_the_answer_its_quotations_and_what_made_it_and_no_personal_data(answer: Answer, keys: KeyRing):
    held = issued(answer, keys).held

    assert held["answer"] == answer_words(answer).text
    assert [cited["quote"] for cited in held["citations"]] == [citation.quote for citation in answer.citations]
    assert [cited["page_hash"] for cited in held["citations"]] == [each.content_hash for each in answer.citations]
    assert held["made_by"]["content_version"] == answer.record.content_version
    assert "07700" not in json.dumps(held)
    assert "[phone 1]" in held["question"]


def test_laying_the_file_out_anew_changes_nothing(answer: Answer, keys: KeyRing):
    held = issued(answer, keys).held
    compact = json.dumps(dict(reversed(held.items())), separators=(",", ":"))

    assert check(read_receipt(compact), keys.public()).standing is Standing.GENUINE


def leaves(held: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value of a receipt."""
    if isinstance(held, dict):
        for name, value in held.items():
            yield from leaves(value, (*path, name))
    elif isinstance(held, list):
        yield path
        for place, value in enumerate(held):
            yield from leaves(value, (*path, place))
    else:
        yield path


def other(value: Any) -> Any:
    """Return something of the same kind that is not the same."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, list):
        return value[:-1] if value else ["more"]
    if value is None:
        return "2026-01-01T00:00:00Z"
    if value.endswith("Z") and value[:2] == "20":
        return "19" + value[2:]
    if value.endswith("="):  # the signature: still base64, of as many bytes
        return ("B" if value[0] == "A" else "A") + value[1:]
    return value + " "


def test_a_change_of_any_field_is_found(answer: Answer, keys: KeyRing):
    held = dict(issued(answer, keys).held)
    paths = list(leaves(held))
    assert len(paths) > 30
    for path in paths:
        changed = deepcopy(held)
        inner = changed
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = other(inner[path[-1]])
        assert changed != held
        try:
            standing = check(read_receipt(json.dumps(changed)), keys.public()).standing
        except ReceiptError:
            assert path == ("form",)  # of a form that nobody knows, nothing can be said
            continue
        assert standing is (Standing.UNKNOWN_KEY if path == ("key",) else Standing.ALTERED), path


def test_a_field_that_was_added_is_found(answer: Answer, keys: KeyRing):
    held = {**issued(answer, keys).held, "note": "You need not pay."}

    assert check(read_receipt(json.dumps(held)), keys.public()).standing is Standing.ALTERED


@pytest.mark.parametrize("name", ["reference", "question", "citations", "made_by", "key", "signature", "asked_at"])
def test_a_field_that_is_missing_is_named(answer: Answer, keys: KeyRing, name: str):
    held = {key: value for key, value in issued(answer, keys).held.items() if key != name}

    with pytest.raises(ReceiptError, match="missing") as raised:
        read_receipt(json.dumps(held))
    assert name in raised.value.where


def test_another_s_signature_under_our_key_s_name_is_an_alteration(answer: Answer, keys: KeyRing):
    receipt = issued(answer, keys)
    forged = {**receipt.held, "answer": "You need not pay Council Tax."}
    signature = Ed25519PrivateKey.generate().sign(Receipt(forged).signed_bytes())
    forged["signature"] = base64.b64encode(signature).decode()

    assert check(read_receipt(json.dumps(forged)), keys.public()).standing is Standing.ALTERED


def test_a_receipt_of_another_service_is_of_an_unknown_key(answer: Answer, keys: KeyRing, tmp_path: Path):
    elsewhere = KeyRing(tmp_path / "elsewhere.json")
    receipt = issued(answer, elsewhere)
    keys.current()

    assert check(receipt, keys.public()).standing is Standing.UNKNOWN_KEY
    assert check(receipt, ()).standing is Standing.UNKNOWN_KEY
    assert check(receipt, keys.public()).changes == ()


def test_after_the_key_is_rotated_old_receipts_verify_still(answer: Answer, keys: KeyRing):
    receipts = [issued(answer, keys)]
    for _ in range(3):
        keys.rotate()
        receipts.append(issued(answer, keys))

    assert len({receipt.key for receipt in receipts}) == 4
    assert [key.name for key in keys.public()] == [receipt.key for receipt in reversed(receipts)]
    assert all(check(receipt, keys.public()).standing is Standing.GENUINE for receipt in receipts)
    assert keys.public()[0].until is None
    assert all(key.until is not None for key in keys.public()[1:])


def test_a_key_taken_off_the_list_is_unknown_from_then_on(answer: Answer, keys: KeyRing, tmp_path: Path):
    receipt = issued(answer, keys)
    keys.rotate()
    file = tmp_path / "kept" / "receipt-keys.json"
    held = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**held, "old": []}), encoding="utf-8")

    assert check(receipt, keys.public()).standing is Standing.UNKNOWN_KEY


def test_the_signing_key_is_for_this_user_alone_and_no_key_is_made_by_looking(keys: KeyRing, tmp_path: Path):
    assert keys.public() == ()
    assert not (tmp_path / "kept" / "receipt-keys.json").exists()

    keys.current()
    mode = stat.S_IMODE((tmp_path / "kept" / "receipt-keys.json").stat().st_mode)
    assert mode == 0o600
    assert keys.current().name == keys.public()[0].name
    assert json.loads((tmp_path / "kept" / "receipt-keys.json").read_text())["private"] not in repr(keys.current())


def test_keys_may_come_from_the_settings_and_old_ones_go_on(answer: Answer, tmp_path: Path):
    folder = make_service_folder(tmp_path)
    first, second = (base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2))
    old = open_keys(load_settings(folder, {"FINGERPOST_RECEIPTS__SIGNING_KEY": first}))
    receipt = issued(answer, old)
    public = old.public()[0].as_object()["public"]

    now = open_keys(
        load_settings(
            folder,
            {"FINGERPOST_RECEIPTS__SIGNING_KEY": second, "FINGERPOST_RECEIPTS__OLD_KEYS": json.dumps([public])},
        )
    )
    assert issued(answer, now).key != receipt.key
    assert check(receipt, now.public()).standing is Standing.GENUINE
    assert not (folder / ".fingerpost" / "receipt-keys.json").exists()
    with pytest.raises(ReceiptError, match="comes from the settings"):
        now.rotate()


def test_a_key_that_is_none_is_said_without_being_shown(tmp_path: Path):
    folder = make_service_folder(tmp_path)

    with pytest.raises(ReceiptError, match="no Ed25519 key") as raised:
        open_keys(load_settings(folder, {"FINGERPOST_RECEIPTS__SIGNING_KEY": "c2hvcnQ="}))
    assert raised.value.where == "receipts.signing_key"
    assert "c2hvcnQ" not in str(raised.value)


@pytest.mark.parametrize("written", ["", "not json", "[]", '{"old": 5}', '{"private": "AAAA"}'])
def test_a_spoilt_key_file_is_an_error_and_is_left_as_it_is(tmp_path: Path, written: str):
    file = tmp_path / "receipt-keys.json"
    file.write_text(written, encoding="utf-8")

    with pytest.raises(ReceiptError):
        KeyRing(file).current()
    assert file.read_text(encoding="utf-8") == written


def test_published_keys_verify_without_the_service(answer: Answer, keys: KeyRing):
    receipt = issued(answer, keys)
    keys.rotate()
    published = json.dumps({"keys": [key.as_object() for key in keys.public()]})

    assert check(receipt, read_public_keys(published, "keys.json")).standing is Standing.GENUINE
    assert "private" not in published
    for spoilt in ("", "{}", '{"keys": [{"public": "x"}]}', '{"keys": 5}', "[]"):
        with pytest.raises(ReceiptError):
            read_public_keys(spoilt, "keys.json")


def sections(service: Service, url: str, said: str, instead: str) -> list[Section]:
    """Return a page's sections with some words replaced, as a sync after an edit would leave them."""
    changed = []
    for section in service.index.page(url.partition("#:~:")[0]):
        text = section.text.replace(said, instead)
        sentences = tuple(Sentence(0, len(text), each.kind) for each in section.sentences[:1])
        page = replace(section.page, content_hash="0" * 64)
        changed.append(replace(section, page=page, text=text, sentences=sentences))
    return changed


def test_what_changed_in_the_guidance_is_shown(answer: Answer, keys: KeyRing, service: Service):
    receipt = issued(answer, keys)
    cited = next(each for each in answer.citations if "3 working days" in each.quote)

    def now(url: str) -> list[Section]:
        return sections(service, url, "3 working days", "5 working days")

    checked = check(receipt, keys.public(), now)
    assert checked.standing is Standing.GENUINE
    assert not checked.still_holds
    (change,) = [each for each in checked.changes if each.number == cited.number]
    assert change.state is PageState.CHANGED
    assert ("removed", "3") in change.pieces
    assert ("added", "5") in change.pieces
    kept = "".join(text for kind, text in change.pieces if kind != "added")
    assert kept.split() == cited.quote.split()
    others = {each.state for each in checked.changes if each.number != cited.number}
    assert others <= {PageState.STILL_SAID}


def test_a_page_that_has_gone_and_one_that_says_nothing_of_the_kind(answer: Answer, keys: KeyRing, service: Service):
    receipt = issued(answer, keys)

    gone = check(receipt, keys.public(), lambda _: [])
    assert {change.state for change in gone.changes} == {PageState.GONE}
    nothing = [
        replace(section, text="Ice rink", sentences=())
        for section in sections(service, answer.citations[0].url, "", "")
    ]
    elsewhere = check(receipt, keys.public(), lambda _: nothing)
    assert {(change.state, change.pieces) for change in elsewhere.changes} == {(PageState.CHANGED, ())}


@pytest.mark.parametrize(
    "written",
    [
        "", "{", "[]", "5", "null", '"text"', "{}", '{"form": "another-1"}', '{"form": ["fingerpost-receipt-1"]}',
        "[" * 100_000, '{"form": "fingerpost-receipt-1", "form": "fingerpost-receipt-1"}', '{"a": 1.5}', '{"a": NaN}',
        " " * 600_000,
    ],
)  # fmt: skip
def test_what_is_no_receipt_is_refused(written: str):
    with pytest.raises(ReceiptError) as raised:
        read_receipt(written)
    assert raised.value.fix


def test_a_name_given_twice_is_refused_wherever_it_stands(answer: Answer, keys: KeyRing):
    written = issued(answer, keys).as_json()
    twice = written.replace('"question":', '"question": "Must I pay?", "question":', 1)

    with pytest.raises(ReceiptError):
        read_receipt(twice)


def test_characters_that_are_none_are_refused(answer: Answer, keys: KeyRing):
    written = json.dumps({**issued(answer, keys).held, "answer": "x"}).replace('"x"', '"\\ud800"')

    with pytest.raises(ReceiptError, match="characters"):
        check(read_receipt(written), keys.public())


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=8))
def test_nothing_but_an_error_of_ours_comes_of_any_json(value: Any):
    with pytest.raises(ReceiptError):
        read_receipt(json.dumps(value))


def test_a_reference_can_be_read_out_and_is_the_same_for_the_same_answer_only(answer: Answer, keys: KeyRing):
    assert issued(answer, keys).reference == issued(answer, keys).reference
    references = {issued(answer, keys, f"turn {number}").reference for number in range(20)}

    assert len(references) == 20
    assert all(len(each) == 16 and not set(each[2:]) & set("01AEIOUY") for each in references)


def test_a_public_key_refuses_a_signature_that_is_no_base64():
    assert not PublicKey("x", b"\x01" * 32).verifies("***", b"signed")
