"""Presidio's pattern recognisers, set up for the United Kingdom.

Importing this module imports Presidio and, with it, spaCy: over a second. ``personal_data`` does so when it has to.
"""

from __future__ import annotations

import logging
from typing import Protocol, cast

from presidio_analyzer import EntityRecognizer, Pattern, PatternRecognizer
from presidio_analyzer.nlp_engine import NlpArtifacts
from presidio_analyzer.predefined_recognizers import (
    CreditCardRecognizer,
    EmailRecognizer,
    NhsRecognizer,
    PhoneRecognizer,
    UkNinoRecognizer,
)

from fingerpost.domain import Finding

# Presidio puts a handler of its own on this logger at import; this project's logs must not gain a second voice.
logging.getLogger("decision_process").handlers.clear()

_LABELS = {
    "EMAIL_ADDRESS": "email",
    "PHONE_NUMBER": "phone number",
    "CREDIT_CARD": "card number",
    "UK_NINO": "National Insurance number",
    "UK_NHS": "NHS number",
}
_SEPARATORS = [("-", ""), (" ", ""), (".", "")]
# The letters a number starts with, and the pairs never issued: HMRC, National Insurance Manual, NIM39110.
_NINO_PREFIX = r"(?!BG|GB|NK|KN|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
_NINO_NAMED = r"(?:\b(?:national insurance|NI|nino)\b[^\n.?!\d]{0,25}?)\K\b"
# The pattern recognisers ignore what a language model would have found, so there is nothing to pass.
_NO_LANGUAGE_MODEL = cast("NlpArtifacts", None)
_A_DATE = r"(?!\(?\d\d[./ -]\d\d[./ -](?:19|20)\d\d)"


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
    any_grouping = Pattern("Any grouping", r"(?<![\d.])[2-6](?:[ .-]{0,2}\d){12,18}(?!\d)", 0.3)
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


_RECOGNISERS = (_email(), *_phones(), _card(), _national_insurance(), _nhs())


def find(text: str) -> list[Finding]:
    """Return what the recognisers find in ``text``, in no order and with overlaps."""
    found: list[Finding] = []
    for recogniser in _RECOGNISERS:
        results = cast("list[_Result]", recogniser.analyze(text, recogniser.supported_entities, _NO_LANGUAGE_MODEL))
        found += [Finding(_LABELS[each.entity_type], each.start, each.end, each.score) for each in results]
    return found
