"""A model's answer made again from what it proposed: no model is asked, and everything is proved anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fingerpost.answers.compose import Composer, quoted_instead
from fingerpost.answers.ground import Lookup
from fingerpost.answers.model.proposal import Proposal
from fingerpost.answers.model.quotes import statements_of
from fingerpost.domain import Draft, DraftStatement, Passage


class ReplayComposer:
    """Proposes what a model proposed before. Where that was nothing, it falls back as the model's composer did.

    Args:
        proposal: what the model said, from ``Answer.proposed`` of a stored turn.
        lookup: the index's stored sections. One that has changed since no longer proves what rested on it.
        name: the composer's name, from the answer's record.
        fallback: composes where the model gave no answer.
    """

    def __init__(self, proposal: Proposal, lookup: Lookup, *, name: str, fallback: Composer) -> None:
        self._proposal = proposal
        self._lookup = lookup
        self.name = name
        self.prompt = proposal.prompt
        self.fallback = fallback

    def compose(self, question: str, passages: Sequence[Passage]) -> Draft:
        """Return the draft that the model's words were."""
        *_, last = self.compose_stream(question, passages)
        assert isinstance(last, Draft)  # noqa: S101 - compose_stream always ends so; this tells the type checker
        return last

    def compose_stream(self, question: str, passages: Sequence[Passage]) -> Iterator[DraftStatement | Draft]:
        """Yield each statement of the model's, and last the whole draft."""
        proposal = self._proposal
        stored = self._lookup(list(proposal.sections.values()))
        sections = {name: stored[key] for name, key in proposal.sections.items() if key in stored}
        if not proposal.answers:
            yield proposal.with_results(quoted_instead(self.fallback, question, passages))
            return
        said: list[DraftStatement] = []
        for spoken in proposal.sentences:
            for statement in statements_of(spoken, sections, said):
                said.append(statement)
                yield statement
        yield proposal.with_results(proposal.draft(sections))
