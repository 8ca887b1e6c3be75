"""What a receipt holds, how it is written, and the bytes that are signed.

A receipt is one JSON object of strings, whole numbers, lists, objects and nulls: no fractions, so that any language
writes the same bytes. What is signed is the object without ``signature``, its keys sorted, with no white space outside
strings, in UTF-8 with nothing escaped that JSON allows as it is. Laying the file out anew does not change it; any other
change does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from fingerpost.domain import Answer, Citation
from fingerpost.errors import ReceiptError

if TYPE_CHECKING:
    from fingerpost.assurance.receipts.keys import KeyRing

FORM = "fingerpost-receipt-1"
"""Says what the object is, and how it is signed. Another form gets another name."""

LARGEST = 512_000
"""The most bytes a receipt's file may have. An answer of the longest kind takes a tenth of it."""

_FIELDS: Mapping[str, type | tuple[type, ...]] = {
    "form": str,
    "reference": str,
    "service": str,
    "organisation": str,
    "asked_at": str,
    "issued_at": str,
    "language": str,
    "question": str,
    "outcome": str,
    "answer": str,
    "statements": list,
    "citations": list,
    "made_by": dict,
    "key": str,
    "signature": str,
}
_CITED: Mapping[str, type | tuple[type, ...]] = {
    "number": int,
    "quote": str,
    "title": str,
    "heading_path": list,
    "url": str,
    "section_id": str,
    "page_hash": str,
    "updated_at": (str, type(None)),
    "fetched_at": (str, type(None)),
    "licence": str,
    "language": str,
}
_FIX = "use the .json file as it was downloaded"
# No vowels and nothing that looks like something else: it can be read out on the phone and spells nothing.
_ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXZ"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt as it was read or issued. ``held`` is the whole object; the properties are what is shown of it."""

    held: Mapping[str, Any]

    @property
    def reference(self) -> str:
        """What it is called, such as ``R-7K2M-QX4P-9TBD``. It tells nothing and opens nothing."""
        return str(self.held["reference"])

    @property
    def key(self) -> str:
        """The name of the key that signed it."""
        return str(self.held["key"])

    @property
    def citations(self) -> Sequence[Mapping[str, Any]]:
        """The quotations the answer rests on, each with its page and that page's hash."""
        return cast("Sequence[Mapping[str, Any]]", self.held["citations"])

    @property
    def asked_at(self) -> datetime:
        """When the question was asked."""
        return datetime.fromisoformat(str(self.held["asked_at"]))

    @property
    def issued_at(self) -> datetime:
        """When the receipt was made out."""
        return datetime.fromisoformat(str(self.held["issued_at"]))

    def signed_bytes(self) -> bytes:
        """Return the bytes that the signature is over. Raises ``ReceiptError``: UTF-8 can't write its text."""
        signed = {name: value for name, value in self.held.items() if name != "signature"}
        try:
            return json.dumps(signed, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise ReceiptError("this receipt holds characters that are none", where="receipt", fix=_FIX) from None

    def as_json(self) -> str:
        """Return the file's text, laid out to be read."""
        return json.dumps(self.held, ensure_ascii=False, indent=2) + "\n"


def issue(
    answer: Answer, shown: str, keys: KeyRing, *, turn_id: str, service: str, organisation: str, asked_at: datetime
) -> Receipt:
    """Return a signed receipt of an answer.

    Args:
        answer: as it was kept. Its question has had personal data taken out.
        shown: the whole answer in words, as the person saw it.
        keys: what signs.
        turn_id: what the answer is kept as. Its receipts all have the same reference, from which nobody can tell it.
        service: the service's name.
        organisation: who answers for it.
        asked_at: when the question was asked.

    Raises:
        ReceiptError: there is no key to sign with, or it can't be read or made.
    """
    key = keys.current()
    held: dict[str, Any] = {
        "form": FORM,
        "reference": _reference(turn_id),
        "service": service,
        "organisation": organisation,
        "asked_at": _time(asked_at),
        "issued_at": _time(datetime.now(UTC)),
        "language": answer.language,
        "question": answer.question,
        "outcome": answer.outcome.value,
        "answer": shown,
        "statements": [
            {"text": statement.text, "citations": list(statement.citations), "own_words": not statement.paraphrase}
            for part in answer.parts
            for statement in part.statements
        ],
        "citations": [_cited(citation) for citation in answer.citations],
        "made_by": {name: value for name, value in asdict(answer.record).items() if value},
        "key": key.name,
    }
    unsigned = Receipt(held)
    return Receipt({**held, "signature": key.sign(unsigned.signed_bytes())})


def read_receipt(written: str | bytes) -> Receipt:
    """Read a receipt's file. Nothing is said of its signature yet.

    Raises:
        ReceiptError: it is no receipt, is too large, or lacks a field; the error says where.
    """
    if len(written) > LARGEST:
        raise ReceiptError("this file is too large to be a receipt", where="receipt", fix=_FIX)
    try:
        held: Any = json.loads(
            written, object_pairs_hook=_only_once, parse_float=_no_fraction, parse_constant=_no_fraction
        )
    except (ValueError, RecursionError):
        raise ReceiptError("this is not a receipt: it is no JSON of the kind", where="receipt", fix=_FIX) from None
    if not isinstance(held, dict):
        raise ReceiptError("this is not a receipt: it is no JSON object", where="receipt", fix=_FIX)
    known = cast("dict[str, Any]", held)
    if known.get("form") != FORM:
        raise ReceiptError("this is not a receipt of a form that is known here", where="form", fix=_FIX)
    _must_have(known, _FIELDS, "receipt")
    for place, citation in enumerate(known["citations"]):
        _must_have(citation, _CITED, f"citations[{place}]")
    for name in ("asked_at", "issued_at"):
        try:
            datetime.fromisoformat(known[name])
        except ValueError:
            raise ReceiptError("this is no date and time", where=name, fix=_FIX) from None
    return Receipt(known)


def _cited(citation: Citation) -> dict[str, Any]:
    return {
        "number": citation.number,
        "quote": citation.quote,
        "title": citation.title,
        "heading_path": list(citation.heading_path),
        "url": citation.url,
        "section_id": citation.section_id,
        "page_hash": citation.content_hash,
        "updated_at": _time(citation.updated_at) if citation.updated_at else None,
        "fetched_at": _time(citation.fetched_at) if citation.fetched_at else None,
        "licence": citation.licence,
        "language": citation.locale,
    }


def _must_have(held: object, fields: Mapping[str, type | tuple[type, ...]], where: str) -> None:
    if not isinstance(held, dict):
        raise ReceiptError("this is not a receipt: an object is missing", where=where, fix=_FIX)
    row = cast("dict[str, Any]", held)
    for name, kind in fields.items():
        if not isinstance(row.get(name), kind) or name not in row:
            raise ReceiptError(
                "a part of this receipt is missing or is none of its kind", where=f"{where}.{name}", fix=_FIX
            )


def _only_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name given twice: readers differ in which one they show."""
    held = dict(pairs)
    if len(held) != len(pairs):
        raise ValueError("a name is given twice")
    return held


def _no_fraction(written: str) -> Any:
    raise ValueError(f"{written} is a fraction")


def _reference(turn_id: str) -> str:
    number = int.from_bytes(hashlib.sha256(f"receipt of {turn_id}".encode()).digest())
    drawn = ""
    for _ in range(12):
        number, place = divmod(number, len(_ALPHABET))
        drawn += _ALPHABET[place]
    return f"R-{drawn[:4]}-{drawn[4:8]}-{drawn[8:]}"


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
