"""Questions with made-up people in them: real questions into which Faker's British identifiers are put.

The same seed gives the same questions. Faker's people are nobody, and what it makes is partly what is never given out
(National Insurance numbers that start with ZZ), so no real person can be hit upon.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from fingerpost.errors import EvaluationInputError
from fingerpost.evaluation.cases import read_lines, text_of
from fingerpost.evaluation.personal_data_cases import Expected, PersonalDataCase

_NHS_WEIGHTS = range(10, 1, -1)
# How people give each kind. "{}" is the identifier. Some before the question, some after it.
CARRIERS: dict[str, tuple[str, ...]] = {
    "name": (
        "My name is {}.",
        "Hi, I'm {}.",
        "Hello, this is {}.",
        "I am writing for my mother, {}.",
        "My partner {} and I live together.",
        "I'm asking for {}, who is my neighbour.",
        "Thanks, {}",
        "Kind regards,\n{}",
        "My landlord is {}.",
        "my son {} lives with me",
    ),
    "phone": (
        "My number is {}.",
        "You can call me on {}.",
        "ring me on {} please",
        "Mobile: {}",
        "Tel {}",
        "If you need me I'm on {}.",
        "Can someone text {}?",
    ),
    "email": ("My email is {}.", "Please reply to {}", "e-mail: {}", "you can write to me at {}.", "({})"),
    "postcode": (
        "I live in {}.",
        "My postcode is {}.",
        "We are at {}",
        "the house is in {} if that matters",
        "postcode {}",
    ),
    "address": (
        "I live at {}.",
        "My address is {}.",
        "Please write to me at {}",
        "We have just moved to {}.",
        "Address: {}",
    ),
    "national_insurance_number": (
        "My National Insurance number is {}.",
        "NI number {}",
        "my ni is {}",
        "NINO: {}",
        "The number on my payslip is {}.",
    ),
    "date_of_birth": ("My date of birth is {}.", "DOB {}", "I was born on {}.", "d.o.b: {}", "my son was born {}"),
    "card": ("I paid with card {}.", "My card number is {}.", "debit card {}", "it was taken from {}"),
    "bank": ("My sort code and account are {}.", "bank details: {}", "Pay it into {} please", "sort code {}"),
    "iban": ("My IBAN is {}.", "pay it to {}"),
    "passport": ("My passport number is {}.", "passport no {}", "Passport: {}"),
    "vehicle": ("My car is {}.", "Registration {}", "my reg is {}", "The number plate is {}."),
    "ip": ("My IP address is {}.", "IP {}", "I wrote from {}"),
    "nhs_number": ("My NHS number is {}.", "NHS no: {}", "nhs {}"),
    "utr": ("My UTR is {}.", "Unique Taxpayer Reference: {}", "my tax reference is {}"),
    "council_tax_reference": (
        "My council tax reference is {}.",
        "council tax ref {}",
        "Council tax account number: {}",
    ),
    "benefit_reference": ("My claim reference is {}.", "housing benefit claim number {}", "my PIP ref is {}"),
    "driving_licence": ("My driving licence is {}.", "licence number {}", "driving licence no. {}"),
}


def read_asked(file: Path) -> list[tuple[str, str]]:
    """Return each question with its scenario, empty where it has none. Raises ``EvaluationInputError``."""
    asked = [
        (text_of(row, "question", where), text_of(row, "scenario", where) if "scenario" in row else "")
        for where, row in read_lines(file)
    ]
    if not asked:
        raise EvaluationInputError(
            "there is no question in this file", where=str(file), fix="give each line a 'question' and a 'scenario'"
        )
    return asked


def generate_cases(asked: Sequence[tuple[str, str]], count: int, seed: int) -> list[PersonalDataCase]:
    """Return questions with one to three made-up identifiers in them, and where they stand.

    Args:
        asked: questions and their scenarios.
        count: how many to make.
        seed: what they are made from.

    Raises:
        EvaluationInputError: Faker is not installed.
    """
    # The same questions each time; nothing secret comes of it.
    chance = random.Random(seed)  # noqa: S311
    makers = _makers(chance, seed)
    cases: list[PersonalDataCase] = []
    for _ in range(count):
        question, scenario = chance.choice(asked)
        pieces: list[str | tuple[str, str, str]] = [
            f"{scenario} {question}".strip() if chance.random() < 0.5 else question
        ]
        for kind in chance.sample(sorted(CARRIERS), k=chance.choice((1, 1, 2, 3))):
            carrier = chance.choice(CARRIERS[kind])
            before, after = carrier.split("{}")
            said = (before, makers[kind](), after)
            at_end = kind == "name" and carrier.startswith(("Thanks", "Kind"))
            pieces.insert(len(pieces) if at_end or chance.random() < 0.5 else 0, (kind, said[1], f"{before}\0{after}"))
        cases.append(_joined(pieces))
    return cases


def _joined(pieces: Sequence[str | tuple[str, str, str]]) -> PersonalDataCase:
    text = ""
    expected: list[Expected] = []
    # What is signed goes last, whatever was put in after it.
    for piece in sorted(pieces, key=lambda each: isinstance(each, tuple) and each[2].startswith(("Thanks", "Kind"))):
        text = f"{text} " if text else text
        if isinstance(piece, str):
            text += piece
            continue
        kind, value, carrier = piece
        before, after = carrier.split("\0")
        start = len(text) + len(before)
        text += before + value + after
        expected.append(Expected(start, start + len(value), kind))
    return PersonalDataCase(text, tuple(expected))


def _makers(chance: random.Random, seed: int) -> dict[str, Callable[[], str]]:
    try:
        from faker import Faker
    except ImportError:
        raise EvaluationInputError(
            "Faker, which makes up the people, is not installed", where="--questions", fix="pip install faker"
        ) from None
    made: Any = Faker("en_GB")
    made.seed_instance(seed)

    def digits(count: int) -> str:
        return "".join(str(chance.randint(0, 9)) for _ in range(count))

    def birth() -> str:
        day = made.date_of_birth(minimum_age=1, maximum_age=95)
        return day.strftime(chance.choice(_DATES))

    def phone() -> str:
        return made.phone_number() if chance.random() < 0.5 else made.cellphone_number()

    def nino() -> str:
        return made.ssn() if chance.random() < 0.5 else _nino(chance)

    def ip() -> str:
        return made.ipv4() if chance.random() < 0.5 else made.ipv6()

    def address() -> str:
        return chance.choice(
            (made.address(), made.address().replace("\n", ", "), made.street_address().replace("\n", ", "))
        )

    def licence() -> str:
        name = (made.last_name().upper().replace("'", "").replace("-", "") + "99999")[:5]
        month, day = chance.randint(1, 12), chance.randint(1, 28)
        letters: str = made.lexify("????").upper()
        return f"{name}{digits(1)}{month:02}{day:02}{digits(1)}{letters[:2]}{digits(1)}{letters[2:]}"

    return {
        "name": made.name,
        "phone": phone,
        "email": made.email,
        "postcode": made.postcode,
        "address": address,
        "national_insurance_number": nino,
        "date_of_birth": birth,
        "card": made.credit_card_number,
        "bank": lambda: f"{digits(2)}-{digits(2)}-{digits(2)} {digits(8)}",
        "iban": made.iban,
        "passport": made.passport_number,
        "vehicle": made.license_plate,
        "ip": ip,
        "nhs_number": lambda: next(_nhs_numbers(chance)),
        "utr": lambda: digits(10),
        "council_tax_reference": lambda: digits(chance.choice((8, 9, 10))),
        "benefit_reference": lambda: f"{made.lexify('??').upper()}{digits(chance.choice((6, 8)))}",
        "driving_licence": licence,
    }


_DATES = ("%d/%m/%Y", "%d %B %Y", "%Y-%m-%d", "%d.%m.%y", "%d %b %Y", "%d-%m-%Y")


def _nino(chance: random.Random) -> str:
    numbers = [f"{chance.randint(0, 99):02}" for _ in range(3)]
    joint = chance.choice(("", " "))
    written = joint.join((chance.choice(("AB", "CE", "JT", "PX", "SR", "YA")), *numbers, chance.choice("ABCD")))
    return chance.choice((written, written.lower()))


def _nhs_numbers(chance: random.Random) -> Iterator[str]:
    """Yield NHS numbers with a right check digit: NHS Data Dictionary, modulus 11."""
    while True:
        nine = [chance.randint(0, 9) for _ in range(9)]
        check = (11 - sum(weight * digit for weight, digit in zip(_NHS_WEIGHTS, nine, strict=True)) % 11) % 11
        if check == 10:
            continue
        written = "".join(map(str, [*nine, check]))
        yield chance.choice((written, f"{written[:3]} {written[3:6]} {written[6:]}"))
