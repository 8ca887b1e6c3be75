"""The kinds of personal data that are taken out, and the word that stands in a text for each."""

from __future__ import annotations

NAME = "name"
BIRTH = "date of birth"
ADDRESS = "address"
POSTCODE = "postcode"
PHONE = "phone number"
EMAIL = "email"
CARD = "card number"
BANK = "bank details"
NINO = "National Insurance number"
NHS = "NHS number"
UTR = "tax reference"
LICENCE = "driving licence"
PASSPORT = "passport number"
VEHICLE = "vehicle registration"
REFERENCE = "reference number"
IP = "IP address"

PLACEHOLDERS = {
    NAME: "name",
    BIRTH: "date of birth",
    ADDRESS: "address",
    POSTCODE: "postcode",
    PHONE: "phone",
    EMAIL: "email",
    CARD: "card",
    BANK: "bank details",
    NINO: "National Insurance number",
    NHS: "NHS number",
    UTR: "tax reference",
    LICENCE: "driving licence",
    PASSPORT: "passport",
    VEHICLE: "vehicle",
    REFERENCE: "reference",
    IP: "IP address",
}
"""The word in a placeholder (``phone`` in ``[phone 1]``), by ``Finding.label``."""
