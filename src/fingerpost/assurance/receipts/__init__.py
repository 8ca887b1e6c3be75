"""Receipts: an answer that can be kept, shown to be the service's own, and held beside what the guidance says now."""

from __future__ import annotations

from fingerpost.assurance.receipts.checking import Change, Checked, PageState, Standing, check, compare
from fingerpost.assurance.receipts.keys import KeyRing, PublicKey, open_keys, read_public_keys
from fingerpost.assurance.receipts.receipt import FORM, LARGEST, Receipt, issue, read_receipt

__all__ = [
    "FORM",
    "LARGEST",
    "Change",
    "Checked",
    "KeyRing",
    "PageState",
    "PublicKey",
    "Receipt",
    "Standing",
    "check",
    "compare",
    "issue",
    "open_keys",
    "read_public_keys",
    "read_receipt",
]
