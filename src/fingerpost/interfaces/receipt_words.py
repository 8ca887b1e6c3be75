"""A receipt as the ways in give it: made out of a kept turn, and checked against this service's keys and guidance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fingerpost.assurance.receipts import Checked, Receipt, check, issue, open_keys, read_receipt
from fingerpost.interfaces.answer_words import answer_words

if TYPE_CHECKING:
    from fingerpost.conversations.store import StoredTurn
    from fingerpost.service import Service


def receipt_of(service: Service, turn: StoredTurn) -> Receipt:
    """Return a signed receipt of a kept answer, in the language spoken now.

    Raises:
        ReceiptError: the service's keys can't be used.
    """
    words = service.settings.service
    return issue(
        turn.answer,
        answer_words(turn.answer).text,
        open_keys(service.settings),
        turn_id=turn.id,
        service=words.name,
        organisation=words.organisation,
        asked_at=turn.asked_at,
    )


def checked_by(service: Service, written: str | bytes) -> tuple[Receipt, Checked]:
    """Return a receipt and what this service says of it.

    Raises:
        ReceiptError: it is no receipt, or the service's keys can't be used.
    """
    receipt = read_receipt(written)
    return receipt, check(receipt, open_keys(service.settings).public(), service.index.page)


def as_object(receipt: Receipt, checked: Checked) -> dict[str, Any]:
    """Return what was found as one JSON object. Of a receipt that is not genuine only its reference is in it."""
    told: dict[str, Any] = {
        "standing": checked.standing.value,
        "reference": checked.reference,
        "key": checked.key,
        "still_holds": checked.still_holds,
        "changes": [
            {
                "number": change.number,
                "title": change.title,
                "url": change.url,
                "quote": change.quote,
                "state": change.state.value,
                "pieces": [{"kind": kind, "text": text} for kind, text in change.pieces],
            }
            for change in checked.changes
        ],
    }
    if checked.standing.value == "genuine":
        told |= {"asked_at": receipt.held["asked_at"], "issued_at": receipt.held["issued_at"]}
    return told
