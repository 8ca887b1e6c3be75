"""What benefits and support somebody might get, and where each is applied for.

The questions and conditions are those of GOV.UK's "Check benefits and financial support you can get", written as rules
of our own in the table beside this. It says what may be worth a look, never that somebody will get it or how much.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, cast

import yaml
from pydantic import Field

from fingerpost.errors import CalculatorInputError
from fingerpost.services.calculators.fields import InNation, SeveralOf
from fingerpost.services.calculators.model import Calculation, Figure, Inputs, Line, Source, Unit

RULES = Path(__file__).with_name("check_benefits.yaml")
NATIONS = ("england", "wales", "scotland", "northern-ireland")
Working = Literal["16-hours-or-more", "under-16-hours", "no"]
Child = Literal["pregnant", "1-or-under", "2", "3-to-4", "5-to-7", "8-to-11", "12-to-15", "16-to-17", "18-to-19"]
Benefit = Literal[
    "universal-credit",
    "jobseekers-allowance",
    "employment-and-support-allowance",
    "pension-credit",
    "income-support",
    "housing-benefit",
]


class CheckBenefitsInputs(Inputs):
    """The answers that GOV.UK's check asks for."""

    nation: Annotated[InNation, Field(title="Where do you live?", json_schema_extra={"fact": "nation"})]
    over_pension_age: Annotated[bool, Field(title="Are you over State Pension age?")]
    working: Annotated[
        Working,
        Field(
            title="Are you working?",
            description="Include work for yourself",
            json_schema_extra={
                "labels": {
                    "16-hours-or-more": "Yes, 16 hours a week or more",
                    "under-16-hours": "Yes, less than 16 hours a week",
                }
            },
        ),
    ]
    health_condition: Annotated[
        bool, Field(title="Do you have a health condition or disability?", description="Of body or mind")
    ]
    affects_work: Annotated[
        Literal["unable", "limits", "no"] | None,
        Field(
            title="Does it affect how much you can work?",
            description="If you have one",
            json_schema_extra={
                "labels": {"unable": "Yes, I cannot work", "limits": "Yes, it limits how much I can work"}
            },
        ),
    ] = None
    cares: Annotated[
        bool,
        Field(title="Do you look after somebody with a health condition or disability?", description="Without pay"),
    ]
    children: Annotated[
        tuple[Child, ...],
        SeveralOf,
        Field(
            title="How old are the children who live with you?",
            description="Leave it empty if there are none. Select every age that applies",
            json_schema_extra={
                "labels": {
                    "pregnant": "I am, or my partner is, pregnant",
                    "1-or-under": "1 or under",
                    "2": "2",
                    "3-to-4": "3 to 4",
                    "5-to-7": "5 to 7",
                    "8-to-11": "8 to 11",
                    "12-to-15": "12 to 15",
                    "16-to-17": "16 to 17",
                    "18-to-19": "18 to 19",
                }
            },
        ),
    ] = ()
    child_disabled: Annotated[bool, Field(title="Does any of them have a health condition or disability?")] = False
    on_benefits: Annotated[
        Literal["yes", "no", "unsure"],
        Field(
            title="Do you or your partner get any benefits now?",
            json_schema_extra={"labels": {"unsure": "I am not sure"}},
        ),
    ]
    current_benefits: Annotated[
        tuple[Benefit, ...],
        SeveralOf,
        Field(
            title="Which do you or your partner get?",
            description="Leave it empty if you get none of these",
            json_schema_extra={
                "labels": {
                    "universal-credit": "Universal Credit",
                    "pension-credit": "Pension Credit",
                    "income-support": "Income Support",
                    "housing-benefit": "Housing Benefit",
                    "jobseekers-allowance": "Jobseeker's Allowance",
                    "employment-and-support-allowance": "Employment and Support Allowance",
                }
            },
        ),
    ] = ()
    savings: Annotated[
        Literal["over-16000", "16000-or-less"],
        Field(
            title="How much do you and your partner have in savings?",
            description="Money, shares and property that you do not live in",
            json_schema_extra={"labels": {"over-16000": "More than £16,000", "16000-or-less": "£16,000 or less"}},
        ),
    ]


@dataclass(frozen=True, slots=True)
class Support:
    """A benefit or other help. ``when`` are alternatives; each lists the answers that have to be true together."""

    name: str
    title: str
    about: str
    when: tuple[Mapping[str, frozenset[str]], ...]
    urls: Mapping[str, str]

    def url(self, nation: str) -> str:
        """Return where it is checked and applied for from a nation; nothing where it is not for that nation."""
        return self.urls.get(nation, self.urls.get("england", ""))

    def reason(self, said: Mapping[str, frozenset[str]]) -> tuple[str, ...] | None:
        """Return the answers that make it worth a look, none when it is for everybody, ``None`` when it is not."""
        if not self.when:
            return ()
        for alternative in self.when:
            if all(said[key] & wanted for key, wanted in alternative.items()):
                return tuple(alternative)
        return None


class CheckBenefits:
    """What somebody might get and where to apply."""

    name: ClassVar[str] = "check-benefits"
    title: ClassVar[str] = "Check what benefits and support you might get"
    description: ClassVar[str] = (
        "What may be worth a look for you and where to check and apply. It does not say that you will get it or how "
        "much: most also depend on your income, your National Insurance or where you have lived."
    )
    inputs: ClassVar[type[Inputs]] = CheckBenefitsInputs

    def __call__(self, given: CheckBenefitsInputs) -> Calculation:
        """Return the ``count`` and, for each benefit by its name, what it is. The working says why and where to apply.

        Raises:
            CalculatorInputError: benefits are named and it is said that there are none.
        """
        if given.current_benefits and given.on_benefits == "no":
            raise CalculatorInputError(
                "on_benefits: you chose benefits that you get, and said that you get none",
                where=self.name,
                fix="change one of the two",
            )
        said = _said(given)
        found = [
            (support, reason)
            for support in supports()
            if support.url(given.nation) and (reason := support.reason(said)) is not None
        ]
        figures = (
            Figure("count", "Benefits and support to look at", len(found), Unit.COUNT),
            *(Figure(support.name, support.title, support.about, Unit.WORDS) for support, _ in found),
        )
        working = tuple(
            Line(
                support.title,
                "you might get it",
                Unit.WORDS,
                _because(reason),
                Source(f"Check if you can get it and apply: {support.title}", support.url(given.nation)),
            )
            for support, reason in found
        )
        notes = (
            "You might get these. Each page says who can get it, how much, and how to apply.",
            "If you have no money for food or heating, look at the help when you cannot pay for essentials.",
        )
        return Calculation(figures, working, (), notes)


@cache
def supports() -> tuple[Support, ...]:
    """Return every benefit and other help there are rules for, in the order shown."""
    written = cast("Mapping[str, Any]", yaml.safe_load(RULES.read_text(encoding="utf-8")))
    return tuple(
        Support(
            each["name"],
            each["title"],
            each["about"],
            tuple(
                {key: frozenset(map(str, wanted)) for key, wanted in alternative.items()}
                for alternative in each.get("when", ())
            ),
            each["urls"],
        )
        for each in written["benefits"]
    )


_WORDS = {
    "over_pension_age": "whether you are over State Pension age",
    "working": "your work",
    "health_condition": "your health",
    "affects_work": "how it affects your work",
    "cares": "whom you look after",
    "children": "the children who live with you",
    "child_disabled": "your child's health",
    "on_benefits": "the benefits you get",
    "current_benefits": "the benefits you get",
    "savings": "your savings",
}


def _because(reason: Sequence[str]) -> str:
    if not reason:
        return "It is for everybody where you live whose income is low enough or who is old enough"
    words = list(dict.fromkeys(_WORDS[key] for key in reason))
    joined = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
    return f"Because of what you said of {joined}"


def _said(given: CheckBenefitsInputs) -> Mapping[str, frozenset[str]]:
    """Return each answer as a set of words, to be held against those of the rules."""
    on_benefits = "yes" if given.current_benefits else given.on_benefits
    affects = (given.affects_work or "") if given.health_condition else ""
    return {
        "over_pension_age": frozenset({_yes(given.over_pension_age)}),
        "working": frozenset({given.working}),
        "health_condition": frozenset({_yes(given.health_condition)}),
        "affects_work": frozenset({affects}),
        "cares": frozenset({_yes(given.cares)}),
        "children": frozenset(given.children),
        "child_disabled": frozenset({_yes(given.child_disabled)}),
        "on_benefits": frozenset({on_benefits}),
        "current_benefits": frozenset(given.current_benefits),
        "savings": frozenset({given.savings}),
    }


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"
