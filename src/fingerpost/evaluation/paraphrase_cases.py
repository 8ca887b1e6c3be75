"""Written paraphrases, faithful and not, and the pages that they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, cast

from fingerpost.answers.grounding.evidence import find_span
from fingerpost.content.html import read_fragment
from fingerpost.content.sections import split
from fingerpost.domain import Document, DraftStatement, Page, Quote, Section
from fingerpost.errors import EvaluationInputError
from fingerpost.evaluation.cases import read_lines, text_of
from fingerpost.evaluation.section_shelf import Shelf
from fingerpost.search.embed import Embedder

_FORM = "mend the line named; docs/explanation/grounding.md shows the form"


@dataclass(frozen=True, slots=True)
class ParaphraseCase:
    """One line of a paraphrase file: a sentence, what it quotes, and whether it says what they say."""

    id: str
    faithful: bool
    kind: str
    source: str
    quotes: tuple[str, ...]
    sentence: str

    def placed(self, shelves: Sequence[Shelf]) -> tuple[Shelf, DraftStatement] | None:
        """Return the statement with its quotations found on the page named, or ``None`` when they stand on none."""
        for shelf in shelves:
            sections = shelf.page(self.source)
            quotes = [_found(text, sections) for text in self.quotes]
            if quotes and all(quote is not None for quote in quotes):
                return shelf, DraftStatement(self.sentence, tuple(quote for quote in quotes if quote is not None))
        return None

    def on_its_own(self, embedder: Embedder) -> tuple[Shelf, DraftStatement]:
        """Return the statement with a page made of its quotations alone, for one whose page is not given."""
        html = "".join(f"<p>{escape(line)}</p>" for text in self.quotes for line in text.split("\n"))
        page = Page(self.source or self.id, "evaluation", f"https://unplaced.example/{self.id}", "")
        document = Document(page, read_fragment(html, base_url=page.url))
        sections = split(document, count_tokens=embedder.count_tokens, max_tokens=embedder.max_tokens)
        quotes = tuple(
            Quote(section.id, section.text[sentence.start : sentence.end], sentence.start)
            for section in sections
            for sentence in section.sentences
        )
        return Shelf(sections), DraftStatement(self.sentence, quotes)


def _found(text: str, sections: Sequence[Section]) -> Quote | None:
    for section in sections:
        span = find_span(section, text)
        if span is not None:
            return Quote(section.id, text, span.start)
    return None


def read_paraphrases(file: Path) -> list[ParaphraseCase]:
    """Read a file of paraphrases. Raises ``EvaluationInputError``, naming line and field."""
    cases = [_case(where, row) for where, row in read_lines(file)]
    if not cases:
        raise EvaluationInputError("there is no paraphrase in this file", where=str(file), fix=_FORM)
    return cases


def _case(where: str, row: dict[str, Any]) -> ParaphraseCase:
    if not isinstance(row.get("faithful"), bool):
        raise EvaluationInputError("'faithful' must be true or false", where=where, fix=_FORM)
    quotes: Any = row.get("quotes")
    texts = cast("list[Any]", quotes) if isinstance(quotes, list) else []
    if not texts or not all(isinstance(text, str) and text.strip() for text in texts):
        raise EvaluationInputError("'quotes' must be a list of texts, none of them empty", where=where, fix=_FORM)
    return ParaphraseCase(
        id=text_of(row, "id", where),
        faithful=row["faithful"],
        kind=text_of(row, "kind", where),
        source=text_of(row, "source", where),
        quotes=tuple(cast("list[str]", texts)),
        sentence=text_of(row, "sentence", where),
    )
