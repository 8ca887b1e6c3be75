"""How well personal data is found, how quickly, and how often a capital word is taken for a name.

Something is found when findings cover most of its letters and digits; a finding is right when most of it is something
to be found. Most, because a finding may keep the space before a number, or the town of an address.

A line with ``expected_positions`` and one of Presidio's entities says what there is of that entity alone: "ab1234561"
is no National Insurance number, and has the form of a passport's. What is found there of another kind is neither right
nor wrong, and is counted as ``of_other_kinds``.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fingerpost.domain import Finding
from fingerpost.evaluation.cases import Progress
from fingerpost.evaluation.personal_data_cases import Expected, PersonalDataCase, read_personal_data_cases
from fingerpost.evaluation.personal_data_questions import generate_cases, read_asked
from fingerpost.safeguards.personal_data import Protector, warm_up

_MOST = 0.6
_PRESIDIO = {
    "UK_NINO": "National Insurance number",
    "UK_NHS": "NHS number",
    "UK_PASSPORT": "passport number",
    "UK_POSTCODE": "postcode",
    "UK_DRIVING_LICENCE": "driving licence",
    "UK_VEHICLE_REGISTRATION": "vehicle registration",
    "PHONE_NUMBER": "phone number",
    "EMAIL_ADDRESS": "email",
    "CREDIT_CARD": "card number",
    "IBAN_CODE": "bank details",
    "IP_ADDRESS": "IP address",
    "PERSON": "name",
}
_BATCH = 50


@dataclass(frozen=True, slots=True)
class Found:
    """Counts of one kind: how much was to be found, and how much of it was; how many findings, and how many right."""

    expected: int = 0
    met: int = 0
    findings: int = 0
    right: int = 0
    of_other_kinds: int = 0

    def __add__(self, other: Found) -> Found:
        return Found(
            self.expected + other.expected,
            self.met + other.met,
            self.findings + other.findings,
            self.right + other.right,
            self.of_other_kinds + other.of_other_kinds,
        )

    def as_json(self) -> dict[str, Any]:
        """Return recall and precision, each 1 where there was nothing to find or nothing found, with the counts."""
        return {
            "recall": _share(self.met, self.expected),
            "precision": _share(self.right, self.findings),
            "expected": self.expected,
            "found": self.findings,
            **({"of_other_kinds": self.of_other_kinds} if self.of_other_kinds else {}),
        }


@dataclass(frozen=True, slots=True)
class PersonalDataScore:
    """What was measured of one set of cases.

    ``p95_ms`` is the 95th percentile of what a text took in processor time, which a busy machine does not change;
    ``p95_wall_ms`` is the same by the clock.
    """

    cases: int
    total: Found
    by_entity: dict[str, Found]
    p95_ms: float
    p95_wall_ms: float
    mean_words: float

    def as_json(self) -> dict[str, Any]:
        """Return the measures by name."""
        total = self.total.as_json()
        return {
            "cases": self.cases,
            "recall": total["recall"],
            "precision": total["precision"],
            "p95_ms": self.p95_ms,
            "p95_wall_ms": self.p95_wall_ms,
            "mean_words": self.mean_words,
            "by_entity": {name: found.as_json() for name, found in sorted(self.by_entity.items())},
        }


@dataclass(frozen=True, slots=True)
class Untouched:
    """What became of questions as they were asked.

    ``with_a_name`` is the share in which a name was found, rightly or not; ``changed`` the share changed at all, with
    their scenario and alone. Times are of a question with its scenario, ``mean_words`` long.
    """

    questions: int
    with_a_name: float
    changed: float
    changed_without_scenario: float
    p95_ms: float
    p95_wall_ms: float
    mean_words: float


@dataclass(frozen=True, slots=True)
class PersonalDataResult:
    """Everything measured: of cases that were given, of generated ones, and of questions as they are."""

    given: PersonalDataScore | None = None
    generated: PersonalDataScore | None = None
    untouched: Untouched | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the measures, as ``fingerpost evaluate personal-data --json`` prints them."""
        first = self.given or self.generated
        named: dict[str, Any] = first.as_json() if first else {}
        if self.given and self.generated:
            named["generated"] = self.generated.as_json()
        if self.untouched:
            named["questions"] = asdict(self.untouched)
        return named


def evaluate_personal_data(
    cases: Path | None = None,
    questions: Path | None = None,
    *,
    generated: int = 2_000,
    seed: int = 2026,
    progress: Progress | None = None,
) -> PersonalDataResult:
    """Measure how well personal data is found.

    Args:
        cases: JSON lines in one of the forms of ``personal_data_cases``.
        questions: JSON lines with ``question`` and ``scenario``: questions in which made-up people are put, and which
            are looked through as they are.
        generated: how many questions to put made-up people in.
        seed: what the made-up people are made from.
        progress: told after each batch of texts.

    Raises:
        EvaluationInputError: a file is missing or a line of it is not in that form, or Faker is not installed.
    """
    protector = Protector()
    given = read_personal_data_cases(cases) if cases else None
    asked = read_asked(questions) if questions else None
    made = generate_cases(asked, generated, seed) if asked and generated else None
    warm_up().join()
    return PersonalDataResult(
        given=measure(given, protector, progress, "cases") if given else None,
        generated=measure(made, protector, progress, "generated questions") if made else None,
        untouched=_untouched(asked, protector, progress) if asked else None,
    )


def measure(
    cases: Sequence[PersonalDataCase], protector: Protector, progress: Progress | None = None, name: str = "cases"
) -> PersonalDataScore:
    """Return how well a protector finds what the cases hold."""
    by_entity: dict[str, Found] = {}
    took: list[tuple[float, float]] = []
    for done, case in enumerate(cases, 1):
        began = _clocks()
        findings = protector.find(case.text)
        took.append(_since(began))
        for kind, found in compare(case, findings).items():
            by_entity[kind] = by_entity.get(kind, Found()) + found
        if progress is not None and (done % _BATCH == 0 or done == len(cases)):
            progress.at(name, done, len(cases))
    return PersonalDataScore(
        cases=len(cases),
        total=sum(by_entity.values(), Found()),
        by_entity=by_entity,
        p95_ms=_p95([cost for cost, _ in took]),
        p95_wall_ms=_p95([wall for _, wall in took]),
        mean_words=_mean_words([case.text for case in cases]),
    )


def compare(case: PersonalDataCase, findings: Sequence[Finding]) -> dict[str, Found]:
    """Return the counts of one case by kind: the case's, or else the expected thing's and the finding's own."""
    counts: dict[str, Found] = {}

    def count(kind: str, found: Found) -> None:
        counts[kind] = counts.get(kind, Found()) + found

    if case.somewhere:
        count(case.kind or "any", Found(1, int(bool(findings)), len(findings), len(findings)))
        return counts
    for each in case.expected:
        met = _covered(case.text, each.start, each.end, [(one.start, one.end) for one in findings])
        count(case.kind or each.kind or "any", Found(expected=1, met=int(met)))
    wanted = [(each.start, each.end) for each in case.expected]
    for finding in findings:
        right = _covered(case.text, finding.start, finding.end, wanted)
        if not right and case.of_its_kind_alone and _PRESIDIO.get(case.kind, finding.label) != finding.label:
            count(case.kind, Found(of_other_kinds=1))
            continue
        kind = case.kind or _kind_at(case.expected, finding) or finding.label
        count(kind, Found(findings=1, right=int(right)))
    return counts or {case.kind or "nothing": Found()}


def _kind_at(expected: Sequence[Expected], finding: Finding) -> str:
    """Return the kind of the expected thing that a finding touches."""
    kinds = [each.kind for each in expected if each.start < finding.end and finding.start < each.end]
    return kinds[0] if kinds else ""


def _covered(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    places = [place for place in range(start, min(end, len(text))) if text[place].isalnum()]
    inside = sum(any(first <= place < last for first, last in spans) for place in places)
    return bool(places) and inside >= _MOST * len(places)


def _untouched(asked: Sequence[tuple[str, str]], protector: Protector, progress: Progress | None) -> Untouched:
    names = changed = alone = 0
    took: list[tuple[float, float]] = []
    texts = [f"{scenario} {question}".strip() for question, scenario in asked]
    for done, (text, (question, _)) in enumerate(zip(texts, asked, strict=True), 1):
        began = _clocks()
        findings = protector.find(text)
        took.append(_since(began))
        names += any(finding.label == "name" for finding in findings)
        changed += bool(findings)
        alone += bool(protector.find(question))
        if progress is not None and (done % _BATCH == 0 or done == len(texts)):
            progress.at("questions as they are", done, len(texts))
    count = len(texts)
    return Untouched(
        questions=count,
        with_a_name=_share(names, count),
        changed=_share(changed, count),
        changed_without_scenario=_share(alone, count),
        p95_ms=_p95([cost for cost, _ in took]),
        p95_wall_ms=_p95([wall for _, wall in took]),
        mean_words=_mean_words(texts),
    )


def _clocks() -> tuple[float, float]:
    return time.thread_time(), time.perf_counter()


def _since(began: tuple[float, float]) -> tuple[float, float]:
    cost, wall = _clocks()
    return cost - began[0], wall - began[1]


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0


def _p95(seconds: Sequence[float]) -> float:
    highest = statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else sum(seconds)
    return round(highest * 1000, 2)


def _mean_words(texts: Sequence[str]) -> float:
    return round(sum(len(text.split()) for text in texts) / len(texts), 1)
