"""Presidio's pattern recognisers, set up for the United Kingdom.

Importing this module imports Presidio and, with it, spaCy: over a second. So it is come to only through ``loading``.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Protocol, cast

from presidio_analyzer import EntityRecognizer, Pattern, PatternRecognizer
from presidio_analyzer.nlp_engine import NlpArtifacts
from presidio_analyzer.predefined_recognizers import (
    CreditCardRecognizer,
    EmailRecognizer,
    IbanRecognizer,
    NhsRecognizer,
    PhoneRecognizer,
    UkDrivingLicenceRecognizer,
    UkNinoRecognizer,
    UkPassportRecognizer,
    UkPostcodeRecognizer,
    UkVehicleRegistrationRecognizer,
)

from fingerpost.domain import Finding
from fingerpost.safeguards.personal_data import kinds

# Presidio puts a handler of its own on this logger at import; this project's logs must not gain a second voice.
logging.getLogger("decision_process").handlers.clear()

_LABELS = {
    "EMAIL_ADDRESS": kinds.EMAIL,
    "PHONE_NUMBER": kinds.PHONE,
    "CREDIT_CARD": kinds.CARD,
    "IBAN_CODE": kinds.BANK,
    "UK_NINO": kinds.NINO,
    "UK_NHS": kinds.NHS,
    "UK_POSTCODE": kinds.POSTCODE,
    "UK_PASSPORT": kinds.PASSPORT,
    "UK_DRIVING_LICENCE": kinds.LICENCE,
    "UK_VEHICLE_REGISTRATION": kinds.VEHICLE,
}
_SEPARATORS = [("-", ""), (" ", ""), (".", "")]
# The letters a number starts with, and the pairs never issued: HMRC, National Insurance Manual, NIM39110.
_NINO_PREFIX = r"(?!BG|GB|NK|KN|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
_NINO_NAMED = r"(?:\b(?:national insurance|NI|nino)\b[^\n.?!\d]{0,25}?)\K\b"
# The pattern recognisers ignore what a language model would have found, so there is nothing to pass.
_NO_LANGUAGE_MODEL = cast("NlpArtifacts", None)
_A_DATE = r"(?!\(?\d\d[./ -]\d\d[./ -](?:19|20)\d\d)"
# What a letter-and-digit code is when it is no passport.
_SOMETHING_BOUGHT = re.compile(
    r"\b(?:order|parcel|tracking|invoice|booking|ticket|product|serial|model|part|item|receipt|delivery)\b\W*"
    r"(?:\w+\W+){0,3}\Z",
    re.IGNORECASE,
)
_CURRENT_PLATE = re.compile(r"[A-Z]{2}\d\d[ -]?[A-Z]{3}\Z", re.IGNORECASE)


class _Result(Protocol):
    entity_type: str
    start: int
    end: int
    score: float


def _email() -> EntityRecognizer:
    # Presidio's pattern without its check of the domain's ending: "…@gmail.con" is still somebody's address, and the
    # check would fetch a list of endings over the network.
    return PatternRecognizer("EMAIL_ADDRESS", patterns=EmailRecognizer.PATTERNS)


def _phones() -> tuple[EntityRecognizer, ...]:
    # phonenumbers knows the numbers in use; a mistyped one, or one from a range not yet given out, is the same to the
    # person who wrote it. Shapes: Ofcom, National Telephone Numbering Plan (no 4 or 6 after the 0).
    united_kingdom = (
        r"(?<![\w£$€])(?<!\d[.])" + _A_DATE + r"(?:(?:\+|00)? ?44[ .-]{0,2}(?:\(0\)[ .-]{0,2})?|\(?0)"
        r"[1-35789](?:[ .()-]{0,2}\d){8,9}(?!\d)"
    )
    international = r"(?<!\w)\+[1-9](?:[ .()-]{0,2}\d){7,14}(?!\d)"
    shapes = [Pattern("United Kingdom", united_kingdom, 0.4), Pattern("International", international, 0.4)]
    return (
        PhoneRecognizer(supported_regions=("GB",), leniency=1),
        PatternRecognizer("PHONE_NUMBER", patterns=shapes),
    )


def _card() -> EntityRecognizer:
    any_grouping = Pattern("Any grouping", r"(?<![\d.])(?:[2-6]|18)(?:[ .-]{0,2}\d){12,18}(?!\d)", 0.3)
    return CreditCardRecognizer(patterns=[*CreditCardRecognizer.PATTERNS, any_grouping], replacement_pairs=_SEPARATORS)


def _national_insurance() -> EntityRecognizer:
    separated = _NINO_PREFIX + r"[ .-]{0,3}(?:\d\d[ .-]{0,3}){3}"
    return UkNinoRecognizer(
        patterns=[
            *UkNinoRecognizer.PATTERNS,
            Pattern("Other separators", r"\b" + separated + r"[A-D]\b", 0.5),
            Pattern("Named, last letter left off", _NINO_NAMED + separated + r"(?<=\d)\b", 0.4),
        ]
    )


def _nhs() -> EntityRecognizer:
    separated = Pattern("Other separators", r"\b\d{3}[ .-]{0,3}\d{3}[ .-]{0,3}\d{4}\b", 0.5)
    return NhsRecognizer(patterns=[*NhsRecognizer.PATTERNS, separated], replacement_pairs=_SEPARATORS)


def _postcode() -> EntityRecognizer:
    # Presidio knows which letters stand where in a district in use. The other shape is that of a mistyped or made-up
    # one: Royal Mail, Programmers' guide to PAF (no Q, V or X first; no C, I, K, M, O or V in the last two).
    shape = Pattern("Any district", r"\b[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b(?![-/]\d)", 0.1)
    return UkPostcodeRecognizer(patterns=[*UkPostcodeRecognizer.PATTERNS, shape])


_RECOGNISERS = (
    _email(),
    *_phones(),
    _card(),
    IbanRecognizer(),
    _national_insurance(),
    _nhs(),
    _postcode(),
    UkPassportRecognizer(),
    UkDrivingLicenceRecognizer(),
    UkVehicleRegistrationRecognizer(),
)


def find(text: str) -> Iterator[Finding]:
    """Yield what the recognisers find in ``text``, in no order and with overlaps."""
    for recogniser in _RECOGNISERS:
        results = cast("list[_Result]", recogniser.analyze(text, recogniser.supported_entities, _NO_LANGUAGE_MODEL))
        for each in results:
            if _is_meant(text, each):
                yield Finding(_LABELS[each.entity_type], each.start, each.end, each.score)


def _is_meant(text: str, result: _Result) -> bool:
    written = text[result.start : result.end]
    if result.entity_type == "UK_PASSPORT":
        return not _SOMETHING_BOUGHT.search(text[max(0, result.start - 40) : result.start])
    if result.entity_type == "UK_VEHICLE_REGISTRATION":
        # "for 12k" has the shape of an old plate; in small letters only the form of today is one.
        return bool(_CURRENT_PLATE.match(written)) or written.upper() == written
    if result.entity_type == "UK_POSTCODE":
        return written.upper() == written or written.lower() == written or written.istitle() or " " not in written
    return True
