"""A composer with a model, and a server that plays the model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from fingerpost.answers.model.asking import Ended
from fingerpost.answers.model.composer import ModelComposer
from fingerpost.answers.model.proposal import Proposal
from fingerpost.domain import Draft, DraftStatement, Page, Passage, Quote, Scores, Section, Sentence
from fingerpost.settings import PriceSettings
from fingerpost.testing.model_replies import says
from fingerpost.testing.model_server import ModelServer

LINE = "A permit for your first car costs £60 a year."
OTHER = "You can apply if you live on the street."
ANSWER = says((LINE, [("p1", LINE)]), ("You can apply if you live on the street.", [("p1", OTHER)]))
KEY = "sk-ant-test-0123456789"
PRICES = PriceSettings(input=Decimal(2), output=Decimal(10), cache_read=Decimal("0.2"), cache_write=Decimal("2.5"))
Open = Callable[..., tuple[ModelComposer, ModelServer]]


class Quoting:
    """Stands for the extractive composer."""

    name = "extractive-1"
    prompt = None

    def compose(self, question: str, passages: Sequence[Passage]) -> Draft:
        return Draft((DraftStatement(OTHER, (Quote("s1", OTHER),)),), complete=True)


def passages(count: int = 1) -> list[Passage]:
    found = []
    for number in range(1, count + 1):
        text = f"{LINE}\n{OTHER}"
        page = Page(f"page{number}", "site", "https://example.org/p", "Parking permits")
        ends = (Sentence(0, len(LINE)), Sentence(len(LINE) + 1, len(text)))
        found.append(Passage(Section(f"s{number}", page, 0, page.url, (), text, ends, ""), Scores(1.0)))
    return found


def ended(draft: Draft) -> Ended:
    return Proposal.from_json(draft.proposed).ended


def texts(draft: Draft) -> list[str]:
    return [statement.text for statement in draft.statements]
