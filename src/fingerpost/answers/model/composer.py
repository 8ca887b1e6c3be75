"""The composer that asks a model, and quotes the guidance instead where the model gives no answer in time."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import replace

from fingerpost.answers.compose import Composer, ExtractiveComposer, PageSections, quoted_instead
from fingerpost.answers.model.asking import UNAVAILABLE, Asking, Ended, Heard
from fingerpost.answers.model.breaker import Breaker
from fingerpost.answers.model.clients import check_model_settings
from fingerpost.answers.model.loop import LoopThread
from fingerpost.answers.model.message import Message, estimated_tokens, write_message
from fingerpost.answers.model.prices import Tokens, cost_of
from fingerpost.answers.model.prompt import CURRENT, WITH_TOOLS, Prompt, load_prompt
from fingerpost.answers.model.proposal import Proposal
from fingerpost.answers.model.quotes import statements_of
from fingerpost.answers.model.reading import Spoken
from fingerpost.answers.model.tools import ModelTool, tokens_of
from fingerpost.domain import Draft, DraftStatement, Passage, Turn
from fingerpost.safeguards.personal_data import PLACEHOLDER
from fingerpost.search.embed import Embedder
from fingerpost.settings import ModelSettings, Settings

_GRACE = 1.0
# What the schema of the answer's tool, the marks and the provider's own framing come to.
_FRAME_TOKENS = 600
_MOST_OF_BUDGET = 0.5


class ModelComposer:
    """Asks a model for sentences that rest on the passages. Safe to share between threads.

    Args:
        settings: which model, and what a turn may take.
        asking: asks it.
        prompt: what it is told.
        fallback: composes where the model gives no answer.
        most: the most sentences.
        tool_tokens: what telling the model of its tools takes, in estimated tokens; none where it has no tools.
    """

    def __init__(
        self,
        settings: ModelSettings,
        asking: Asking,
        prompt: Prompt,
        fallback: Composer,
        *,
        most: int,
        tool_tokens: int = 0,
    ) -> None:
        self._settings = settings
        self._asking = asking
        self._prompt = prompt
        self._most = most
        self._tool_tokens = tool_tokens
        self._loop = LoopThread()
        self._breaker = Breaker(settings.failures_to_rest, settings.rest_seconds)
        self.fallback = fallback
        self.name = f"model-1 {settings.name}"
        self.prompt = prompt.version

    def compose(self, question: str, passages: Sequence[Passage]) -> Draft:
        """Return what the model proposes, or a draft of the fallback's."""
        *_, last = self.compose_stream(question, passages)
        assert isinstance(last, Draft)  # noqa: S101 - compose_stream always ends so; this tells the type checker
        return last

    def compose_stream(self, question: str, passages: Sequence[Passage]) -> Iterator[DraftStatement | Draft]:
        """Ask at once, yield each statement as soon as the model has written it, and last the whole draft.

        Closing the iterator early ends the request.

        Args:
            question: what is asked, personal data already taken out.
            passages: what was found for it, best first.
        """
        return self.compose_turn(Turn(question, query=question, passages=tuple(passages)))

    def compose_turn(self, turn: Turn) -> Iterator[DraftStatement | Draft]:
        """Do as ``compose_stream`` does, with tools that may know of the turn what the model may not."""
        question, passages = turn.query, turn.passages
        heard = Heard()
        message = self._within_budget(turn)
        if message is None:
            return iter([self._finished(question, passages, Message("", {}), heard, Ended.BUDGET)])
        if not self._breaker.allows():
            return iter([self._finished(question, passages, message, heard, Ended.RESTING)])
        told: queue.SimpleQueue[Spoken | None] = queue.SimpleQueue()
        future = self._loop.run(self._asking.ask(message, heard, told.put, most=self._most, turn=turn))
        future.add_done_callback(lambda _: told.put(None))

        def finished(ended: Ended) -> Draft:
            return self._finished(question, passages, message, heard, ended)

        return self._arriving(message, told, future, heard, finished)

    def _arriving(
        self,
        message: Message,
        told: queue.SimpleQueue[Spoken | None],
        future: Future[Ended],
        heard: Heard,
        finished: Callable[[Ended], Draft],
    ) -> Iterator[DraftStatement | Draft]:
        said: list[DraftStatement] = []
        ended = Ended.TIMEOUT
        try:
            # The request ends itself in time; the grace is for a machine that has none to spare.
            while (spoken := told.get(timeout=self._settings.seconds + _GRACE)) is not None:
                for statement in statements_of(spoken, message.sections, said):
                    said.append(statement)
                    yield statement
            ended = future.result()
        except queue.Empty:
            pass
        finally:
            future.cancel()
        # Where nothing was sent yet, as while a cold process loads the client, nothing is known of the provider.
        if heard.requests and ended in UNAVAILABLE:
            self._breaker.failed()
        elif heard.requests:
            self._breaker.succeeded()
        yield finished(ended)

    def warm_up(self) -> Future[None]:
        """Import and build the client on another thread, so that the first question does not wait for it.

        Returns:
            What is done when that is done.
        """
        return self._loop.run(self._asking.warm_up())

    def close(self) -> None:
        """Close the connections. A question after it opens them again."""
        self._loop.close(self._asking.close)

    def _finished(
        self, question: str, passages: Sequence[Passage], message: Message, heard: Heard, ended: Ended
    ) -> Draft:
        proposal = Proposal(
            prompt=self._prompt.version,
            model=self._settings.name,
            sections={name: section.id for name, section in message.sections.items()},
            sentences=tuple(heard.sentences),
            completeness=heard.completeness,
            ended=ended,
            results=tuple(heard.results),
        )
        draft = (
            proposal.draft(message.sections) if proposal.answers else quoted_instead(self.fallback, question, passages)
        )
        return replace(proposal.with_results(draft), usage=heard.usage(self._settings), proposed=proposal.to_json())

    def _within_budget(self, turn: Turn) -> Message | None:
        """Return the message with as many passages, best first, as the budgets of a turn allow; ``None`` for none."""
        passages = turn.passages
        taken_out = [found[0] for found in PLACEHOLDER.finditer(turn.question)] if self._tool_tokens else ()
        fixed = estimated_tokens(self._prompt.system) + self._tool_tokens + _FRAME_TOKENS
        for count in range(len(passages), 0, -1):
            message = write_message(turn.query, passages[:count], taken_out)
            tokens = fixed + estimated_tokens(message.text)
            if tokens <= self._settings.max_input_tokens and self._affordable(tokens):
                return message
        return None

    def _affordable(self, tokens: int) -> bool:
        if self._settings.max_cost is None:
            return True
        cost = cost_of(Tokens(input=tokens, output=self._settings.max_output_tokens), self._settings)
        return cost is not None and cost <= self._settings.max_cost


def open_model_composer(
    embedder: Embedder,
    page_sections: PageSections,
    *,
    most: int,
    settings: Settings,
    tools: Sequence[ModelTool] = (),
) -> ModelComposer:
    """Return the composer for ``answers.composer = "model"``, with the extractive one to fall back on.

    Raises:
        SettingsError: the extra is not installed, a key, region or project is missing, or a turn's cost is limited
            and no price is known.
    """
    model = settings.model
    key = check_model_settings(model, settings.folder)
    tool_tokens = tokens_of(tools)
    if tool_tokens > model.max_input_tokens * _MOST_OF_BUDGET:
        # Guidance is what a turn's tokens are for: a budget that the tools would eat up has none of them.
        tools, tool_tokens = (), 0
    prompt = load_prompt(WITH_TOOLS if tools else CURRENT, most=most)
    fallback = ExtractiveComposer(embedder, page_sections, most=most)
    asking = Asking(model, key, prompt, tools)
    composer = ModelComposer(model, asking, prompt, fallback, most=most, tool_tokens=tool_tokens)
    composer.warm_up()
    return composer
