"""Numbers by which a person is known to an organisation, found by what they are called.

Presidio has no recogniser for these. Most have no checksum, so a number alone could be an order, a price or a form;
what it is called just before it is what tells. People leave out "number", misspell it, and write the number in groups.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from fingerpost.domain import Finding
from fingerpost.safeguards.personal_data import kinds


class _Rule(NamedTuple):
    label: str
    pattern: re.Pattern[str]  # group 1 is what goes
    score: float = 0.8


# Quantifiers are possessive ("++") where giving back could not help: a text made to be slow must not be.
# What stands between a thing's name and the number itself: "number is", "no:", "ref -", "nubmer was".
_SAYS = (
    r"(?:\s*(?:\(\w+\)|\b(?:n[a-z]{0,3}[mb][a-z]{0,5}r?s?|no|nos|num|ref|refs|ref(?:e?r[ae]n[cs]e)|code|id|details?|is|was|"
    r"are|its|it's|it is|here|and|of|says|this|the|my|on it|yw|rhif)\b)){0,8}+[\s.:=#\-\"'(]{0,8}"
)
_OWNER = (
    r"(?:my|our|his|her|their|me|mum's|dad's|mother's|father's|husband's|wife's|partner's|son's|daughter's|[a-z]+'s)"
)
_REFERENCE = r"(?:ref(?:s|no)?|refer[ae]n[cs]es?|refernce|refrence|cyfeirnod)"
_MONEY_BEFORE = r"(?<![£$€\d.,])"
# Five digits or more, with letters and separators among them.
_CODE = (
    _MONEY_BEFORE + r"(?<!\w)((?=(?:[ /.-]?[a-z]?){0,8}\d(?:[ /.-]?[a-z]?\d){4})"
    r"[a-z]{0,4}[ /.-]?\d++(?:[ /.-]?(?:\d++[a-z]{0,3}|[a-z]{1,3}\d++|[a-z](?![a-z]))){0,10})(?![\w%])"
)


def _rule(label: str, name: str, number: str, score: float = 0.8) -> _Rule:
    return _Rule(label, re.compile(rf"\b(?:{name})\b{_SAYS}{number}", re.IGNORECASE), score)


_BENEFITS = (
    r"council[ -]?tax|treth gyngor|housing benefit|budd-?dal tai|universal credit|credyd cynhwysol|child benefit|"
    r"tax credits?|carer'?s allowance|attendance allowance|pension credit|benefits?|budd-?dal|pip|dla|esa|jsa|uc|hb|"
    r"ctr|ctax|c/tax|claim|hawliad|rent|tenancy|housing|homeless(?:ness)?|blue badge|bus pass|"
    r"parking (?:fine|permit|ticket)|penalty charge(?: notice)?|pcn|planning|customer|crn|client|citizen|"
    r"court|tribunal|appeal|case|complaint|"
    r"application|home office|visa|ukvi|brp|uan|gwf|social services|social work(?:er)?|student(?: finance)?|slc|"
    r"child maintenance|cms|water|gas|electric(?:ity)?|energy|library(?: card)?|patient|hospital|payroll|employee|"
    r"staff|membership|policy|(?<!national )insurance|v5c|log ?book|gro|roll"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"

_RULES = (
    _rule(
        kinds.UTR,
        r"utr|unique tax(?:payer'?s?)? ref\w*|tax(?:payer)?(?:'s)? ref\w*|self[ -]assessment ref\w*|cyfeirnod treth",
        r"(?<!\d)(\d{5}[ .-]?\d{5}|\d(?:[ .-]?\d){9}(?:[ ]?k)?)(?![\dA-Z])",
    ),
    # "council tax ref 12345678", "my housing benefit claim number is HB/123456", "CRN: 123456789".
    _rule(
        kinds.REFERENCE,
        rf"(?:{_BENEFITS})(?:\s+(?:claim|account|acc|bill|case|file|support|reduction|order|application))?"
        rf"\s+(?:{_REFERENCE}|number|numbr|nubmer|numer|no|num|account|acc|acct|a/c|id|key|code|rhif|cyfrif)\.?"
        rf"(?:\s+(?:{_REFERENCE}|number|no|num|code)\.?)?",
        _CODE,
    ),
    _rule(
        kinds.REFERENCE, r"crn|uan|gwf|pcn|council[ -]?tax(?:\s+(?:bill|account))?", rf"(?:is|:|=|#)?\s*{_CODE}", 0.6
    ),
    # "my ref is 1234567", "her reference number: AB/12345".
    _rule(kinds.REFERENCE, rf"{_OWNER}\s+(?:\w+\s+){{0,2}}?{_REFERENCE}", _CODE, 0.6),
    _rule(kinds.REFERENCE, r"share code", r"(?<!\w)((?=\w{0,8}\d)[a-z0-9]{3}[ -]?[a-z0-9]{3}[ -]?[a-z0-9]{3})(?!\w)"),
    _rule(kinds.REFERENCE, r"badge|blue badge", r"(?<!\w)((?=[a-z]{0,5}\d)[a-z0-9]{6})(?!\w)", 0.5),
    # Child Benefit's own number: GOV.UK, "CHB" with eight digits and two letters.
    _Rule(kinds.REFERENCE, re.compile(r"\b(chb ?\d{2} ?\d{2} ?\d{2} ?\d{2} ?[a-z]{2})\b", re.IGNORECASE)),
    _rule(
        kinds.PASSPORT,
        r"passports?|pasbort|travel document|brp|(?:biometric )?residence permit",
        r"(?<!\w)([a-z]{0,2} ?\d(?:[ ]?\d){6,8})(?!\w)",
    ),
    _rule(
        kinds.LICENCE,
        r"(?:driv\w+|dvla|dl|provisional) ?(?:licen[cs]e)?|licen[cs]e",
        r"(?<!\w)([a-z9]{2,5}[ ]?\d{6}[ ]?[a-z9]{2}[ ]?[a-z0-9]{3})(?!\w)",
    ),
    _rule(
        kinds.VEHICLE,
        r"reg(?:istration)?(?: (?:mark|plate))?|number ?plate|plates?|vrm|vrn|v5c?|car|vehicle|van|motorbike",
        # The last two, of old and of Northern Irish plates, only in capitals: "for 12 a month" has their shape.
        r"(?<!\w)([a-z]{2}\d{2}[ -]?[a-z]{3}|[a-z]\d{1,3}[ -]?[a-z]{3}|(?-i:[A-Z]{3}[ -]?\d{1,3}[ -]?[A-Z])|"
        r"(?-i:[A-Z]{2,3}[ -]?\d{3,4}))(?!\w)",
    ),
    # National Insurance numbers as people write them: GOV.UK's example (QQ), and the made-up form of test tools (ZZ…T).
    _Rule(kinds.NINO, re.compile(r"\b(qq(?:[ .-]?\d\d){3}[ .-]?[a-d]|zz[ .-]?(?:\d\d[ .-]?){3}t)\b", re.IGNORECASE)),
    _rule(
        kinds.NINO,
        rf"{_OWNER}\s+(?:ni|n\.i\.?|nino|nat(?:ional)? ins\w*)",
        r"(?<!\w)([a-z]{2}[ .-]?(?:\d[ .-]?){6}[a-z]?)(?!\w)",
    ),
    _rule(kinds.NHS, r"nhs|gig", r"(?<!\d)(\d(?:[ .-]{0,2}\d){9})(?![\d])"),
    # A card called one may be mistyped; its expiry and security code go with it.
    _rule(
        kinds.CARD, r"card|visa|mastercard|amex|maestro|debit|credit card", r"(?<!\d)(\d(?:[ .-]{0,2}\d){11,18})(?!\d)"
    ),
    _rule(kinds.CARD, r"cvv2?|cvc2?|security code", r"(?<!\d)(\d{3,4})(?!\d)"),
    _rule(
        kinds.CARD, r"(?:card )?exp(?:iry|ires)?(?: date)?", r"(?<!\d)((?:0[1-9]|1[0-2]) ?/ ?(?:20)?\d\d)(?![\d/])", 0.5
    ),
    # Sort code and account number, by name or as a pair.
    _rule(kinds.BANK, r"sort(?:ing)?(?: ?code)?|s/c|cod didoli", r"(?<!\d)(\d\d[ .-]?\d\d[ .-]?\d\d)(?!\d)"),
    _rule(
        kinds.BANK,
        r"(?:bank|building society|current|savings?|joint)?\s*(?:account|acc|acct|a/c|accnt|acount|cyfrif)s?",
        r"(?<![\d£])(\d{3,4}[ -]?\d{4})(?![\d]|[.,]\d)",
    ),
    _rule(
        kinds.BANK,
        r"bank(?: (?:details|account))?|bacs|account|bban",
        r"(?<!\w)([a-z]{4} ?\d{14}|\d\d[ -]\d\d[ -]\d\d)(?!\w)",
    ),
    _rule(
        kinds.BANK,
        r"roll|iban|swift|bic",
        r"(?<!\w)((?=[a-z]*\d|[a-z]{8}\b)(?=[a-z0-9]{4}|[a-z0-9]{2,3}[ -][a-z0-9]{2})[a-z0-9]{2,34}+"
        r"(?:[ -][a-z0-9]{2,34}+){0,8}+)(?!\w)",
        0.6,
    ),
    _Rule(kinds.BANK, re.compile(r"(?<![\d/-])(\d\d-\d\d-\d\d[ ,;/|&-]{1,3}(?:and )?\d{8})(?!\d)")),
    # A phone number called one, however short: local numbers, one digit lost, the first zero left off.
    _rule(
        kinds.PHONE,
        r"phone|call me(?: back)?|ring me(?: back)?|text me|contact me|reach me|mobile|mob|tel|telephone|landline|cell|"
        r"whatsapp|ffôn|ffon|ffoniwch fi|ffonio fi",
        r"(?:(?:on|at|via|ar)[\s:]*)?(?<![\d£])(\(?\+?\d(?:[ .()-]{0,2}\d){5,13})(?!\d|[.,]\d)",
        0.6,
    ),
)
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s?[-/]\s?(?:(?:19|20)?\d\d))?\Z")
_DATE = re.compile(rf"{_DAY}[ ./-](?:0?[1-9]|1[0-2])[ ./-](?:19|20)?\d\d\Z")


def find(text: str) -> Iterator[Finding]:
    """Yield the numbers in ``text`` that are called what they are, in no order and with overlaps."""
    for rule in _RULES:
        for match in rule.pattern.finditer(text):
            start, end = match.span(1)
            if rule.label in {kinds.REFERENCE, kinds.PHONE, kinds.BANK} and _is_a_date(rule.label, match[1]):
                continue
            yield Finding(rule.label, start, end, rule.score)


def _is_a_date(label: str, number: str) -> bool:
    # A sort code looks like a date; only what is called a sort code gets here.
    return bool(_YEARS.match(number)) or (label != kinds.BANK and bool(_DATE.match(number)))
