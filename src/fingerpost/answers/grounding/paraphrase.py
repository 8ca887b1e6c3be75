"""A generated statement, checked: its quotations first, and then whether they carry what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fingerpost.answers.grounding.evidence import (
    Span,
    context_of,
    facts_of,
    find_quotes,
    with_leads,
    with_what_they_point_at,
)
from fingerpost.answers.grounding.form import form_problem
from fingerpost.answers.grounding.support import judge
from fingerpost.domain import DraftStatement, Quote, Section
from fingerpost.search.embed import Embedder

LONGEST = 1_000
"""The most characters of one generated statement; a longer one is no sentence."""


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """A generated sentence that was proved, and the quotations that carry it with the lead-ins they need."""

    text: str
    spans: tuple[Span, ...]

    @property
    def section(self) -> Section:
        """The section it is shown under: that of its first quotation."""
        return self.spans[0].section


def is_quotation(statement: DraftStatement) -> bool:
    """Say whether a statement claims to be the words of a page: it is one of the quotations that it names."""
    return any(quote.text == statement.text for quote in statement.quotes)


def quotations_in(statement: DraftStatement, sections: Mapping[str, Section]) -> Sequence[Span]:
    """Return the spans of a statement that is nothing but its quotations, one after another; else nothing."""
    if " ".join(statement.text.split()) != " ".join(" ".join(quote.text.split()) for quote in statement.quotes):
        return ()
    return find_quotes(statement.quotes, sections) or ()


def check_paraphrase(
    statement: DraftStatement, sections: Mapping[str, Section], embedder: Embedder | None
) -> Sequence[Paraphrase] | str:
    """Return the statement proved, or the reason why it is not shown.

    Every quotation must be whole sentences of the section that it names; one that is not spoils the statement, since
    nobody can tell which of them it leaned on.
    """
    text = " ".join(statement.text.split())
    if not statement.quotes:
        return "quotation: none is named"
    if not text or len(text) > LONGEST or not text.isprintable():
        return "text: empty, too long or not printable"
    spans = find_quotes(statement.quotes, sections)
    if spans is None:
        return "quotation: not whole sentences of the section named"
    spans = with_what_they_point_at(text, with_leads(spans))
    facts, context = facts_of(spans), context_of(spans)
    wrong = form_problem(text, [*(fact.text for fact in facts), context])
    if wrong:
        return wrong
    verdict = judge(text, facts, context, embedder, locale=spans[0].section.page.locale)
    if not verdict.carried:
        return verdict.reasons[0]
    return [Paraphrase(text, tuple(spans))]


def quotes_of(spans: Sequence[Span]) -> tuple[Quote, ...]:
    """Return the quotations that these spans are."""
    return tuple(Quote(span.section.id, span.text, span.start) for span in spans)
