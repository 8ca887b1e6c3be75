"""Spine two: answers flow out.

protect → guard → understand → find → compose → clarify → ground → plain → record. Each step takes the turn so far and
returns the next one; a step that ends the turn says which outcome and why, and the steps after it are passed over.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import anyio.to_thread

from fingerpost.answers.arriving import Arrival, made_by, nearest_to, not_quoted, unshown
from fingerpost.answers.clarify import Propose, asked_back, may_ask, without_unsure
from fingerpost.answers.compose import Composer, StreamingComposer, quoted_instead
from fingerpost.answers.courtesies import part
from fingerpost.answers.finding import Find
from fingerpost.answers.follow_ups import Rephrase
from fingerpost.answers.ground import Lookup, ground
from fingerpost.answers.language.intents import read_intent
from fingerpost.answers.readability import measure_reading
from fingerpost.answers.settle import FIXED_REPLIES, WITH_CONTACT, offered_with, settle, worked_for
from fingerpost.answers.understand import read_question
from fingerpost.domain import (
    Answer,
    AnswerFinished,
    Citation,
    Contact,
    Draft,
    DraftStatement,
    Event,
    HelpRoute,
    HelpShown,
    Intent,
    Offer,
    Outcome,
    Record,
    StatementShown,
    StepStarted,
    Turn,
)
from fingerpost.safeguards.guard import Guard
from fingerpost.safeguards.personal_data import Protected, without_placeholders
from fingerpost.search.embed import Embedder

OTHER_LANGUAGE = "language.other"
"""The notice that a question is in a language that is not answered."""

# What follow-ups and intents are read in; "" is a question in no language in particular, such as "PIP".
_UNDERSTOOD = frozenset({"", "en", "cy"})


Protect = Callable[[str, Sequence[Answer]], Protected]
"""Takes personal data out of a question; what the earlier answers show was taken out before is called the same."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What an assistant is built from. Everything a step needs is here; no step reaches for anything else."""

    protect: Protect
    find: Find
    composer: Composer
    lookup: Lookup
    versions: Callable[[], Record]
    contact: Contact
    attributions: Mapping[str, str]
    is_guidance: Callable[[str], bool]
    answer_threshold: float
    partial_threshold: float
    longest_question: int
    locale: str
    rephrase: Rephrase | None = None
    read_intent: Callable[[str], Intent] | None = None
    clarify: Propose | None = None
    detect: Callable[[str], str] | None = None
    embedder: Embedder | None = None
    guard: Guard | None = None
    help_in: Callable[[HelpRoute, str], HelpRoute] | None = None
    offer: Callable[[Turn], tuple[Offer, ...]] | None = None


class Assistant:
    """Answers questions from one index. Safe to share between threads: it holds nothing of any question."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._steps: tuple[tuple[str, Callable[[Turn], Turn]], ...] = (
            ("protect", self._protect),
            ("guard", self._guard),
            ("understand", self._understand),
            ("find", self._find),
            ("compose", self._compose),
            ("clarify", self._clarify),
            ("ground", self._ground),
        )

    def ask(
        self,
        question: str,
        *,
        conversation_id: str | None = None,
        locale: str | None = None,
        history: Sequence[Answer] = (),
    ) -> Answer:
        """Answer a question.

        Args:
            question: in the person's own words.
            conversation_id: the conversation it belongs to, if any.
            locale: the language to answer in, such as ``cy``; the service's own by default.
            history: the earlier answers of the conversation, oldest first; a follow-up is completed from them.

        Returns:
            The answer. The same question on the same content, by the extractive composer, compares equal.

        Raises:
            QuestionError: the question is empty, too long or not text.
        """
        *_, last = self.ask_stream(question, conversation_id=conversation_id, locale=locale, history=history)
        assert isinstance(last, AnswerFinished)  # noqa: S101 - ask_stream always ends so; this tells the type checker
        return last.answer

    def ask_stream(
        self,
        question: str,
        *,
        conversation_id: str | None = None,
        locale: str | None = None,
        history: Sequence[Answer] = (),
    ) -> Iterator[Event]:
        """Answer a question step by step.

        Yields:
            A ``StepStarted`` as each step begins, a ``HelpShown`` as soon as the question is seen to be urgent, a
            ``StatementShown`` for each sentence once it has been proved, and
            last one ``AnswerFinished``.

        Raises:
            QuestionError: the question is empty, too long or not text. Raised before anything is yielded.
        """
        turn = Turn(
            question=read_question(question, limit=self._parts.longest_question),
            conversation_id=conversation_id,
            locale=locale or self._parts.locale,
            history=tuple(history),
        )
        timings: dict[str, float] = {}
        shown: list[StatementShown] = []
        asked_at = time.perf_counter()
        for name, step in self._steps:
            if turn.outcome is not None:
                break
            yield StepStarted(name)
            began = time.perf_counter()
            if name == "compose" and isinstance(self._parts.composer, StreamingComposer):
                arrival = self._arrival(turn, self._parts.composer)
                for event in arrival:
                    timings.setdefault("first_sentence", time.perf_counter() - asked_at)
                    yield event
                shown, timings["prove"] = arrival.shown, arrival.proving
                turn = self._drafted(replace(turn, proofs=arrival.proofs, shown=len(shown)), arrival.draft)
            else:
                turn = step(turn)
            timings[name] = time.perf_counter() - began
            if name == "guard" and (help_now := self._help(turn)):
                yield HelpShown(help_now)
        if turn.parts:
            began = time.perf_counter()
            turn = self._plain(turn)
            timings["plain"] = time.perf_counter() - began
        answer = self._record(turn)
        if answer.parts:
            timings.setdefault("first_sentence", time.perf_counter() - asked_at)
        yield from unshown(answer.parts, answer.citations, shown)
        yield AnswerFinished(replace(answer, timings=timings))

    async def ask_async(
        self,
        question: str,
        *,
        conversation_id: str | None = None,
        locale: str | None = None,
        history: Sequence[Answer] = (),
    ) -> Answer:
        """Answer a question without holding up the event loop. See ``ask``."""
        return await anyio.to_thread.run_sync(
            lambda: self.ask(question, conversation_id=conversation_id, locale=locale, history=history)
        )

    async def ask_stream_async(
        self,
        question: str,
        *,
        conversation_id: str | None = None,
        locale: str | None = None,
        history: Sequence[Answer] = (),
    ) -> AsyncIterator[Event]:
        """Answer a question step by step without holding up the event loop. See ``ask_stream``."""
        events = self.ask_stream(question, conversation_id=conversation_id, locale=locale, history=history)
        while (event := await anyio.to_thread.run_sync(lambda: next(events, None))) is not None:
            yield event

    def _protect(self, turn: Turn) -> Turn:
        """Take personal data out, so that no later step, store or model ever sees it."""
        protected = self._parts.protect(turn.question, turn.history)
        return replace(
            turn,
            question=protected.text,
            findings=protected.findings,
            seal=protected.seal,
            reveal=protected.reveal,
        )

    def _guard(self, turn: Turn) -> Turn:
        """Ask the safeguards. One that refuses ends the turn; an urgent one adds help and may let guidance follow."""
        if self._parts.guard is None:
            return turn
        judged = replace(turn, judgements=self._parts.guard(turn.question, turn.history))
        said = judged.judgements
        ends = next((each for each in said if each.outcome is not Outcome.URGENT or not each.guidance), None)
        language = self._parts.detect(turn.question) if judged.judgements and self._parts.detect else ""
        if ends is None:
            return replace(judged, language=language)
        # Somebody who needs help at once is not told off as well.
        tells = ends.notice and judged.judgements[0].outcome is not Outcome.URGENT
        notices = (*judged.notices, ends.notice) if tells else judged.notices
        return replace(judged, outcome=ends.outcome, reason=ends.reason, notices=notices, language=language)

    def _understand(self, turn: Turn) -> Turn:
        """Make the query and see what is wanted; end the turn when that has a fixed reply.

        The placeholders left by ``protect`` say nothing about what is being asked. A follow-up is completed from the
        conversation before anything is searched.
        """
        parts = self._parts
        asked = without_placeholders(turn.question) or turn.question
        language = parts.detect(asked) if parts.detect else ""
        ours = language in _UNDERSTOOD
        completed = parts.rephrase(asked, turn.history) if parts.rephrase and turn.history and ours else ""
        query = without_unsure(completed or part(asked).rest or asked)
        intent = read_intent(query, language, parts.read_intent) if parts.read_intent and ours else Intent.GUIDANCE
        read = replace(turn, query=query, language=language, asked_as=completed, intent=intent)
        if intent in FIXED_REPLIES:
            return replace(
                read,
                outcome=Outcome.ANSWERED,
                reason="replied to in fixed wording",
                notices=(*read.notices, FIXED_REPLIES[intent]),
            )
        return read

    def _find(self, turn: Turn) -> Turn:
        """Find passages; end the turn when they don't hold an answer."""
        result = self._parts.find(turn.query, locale=turn.locale, language=turn.language)
        if result is None:
            # The question may well be one for this service: what is missing is somebody who reads it.
            return replace(
                turn,
                outcome=Outcome.HANDOFF,
                reason="questions in this language are not answered",
                notices=(*turn.notices, OTHER_LANGUAGE),
            )
        found = replace(
            turn,
            query=result.query,
            passages=tuple(result.passages),
            confidence=round(result.confidence, 4),
            nearest=nearest_to(result.passages),
            notices=(*turn.notices, *result.notices),
        )
        if not found.passages:
            return replace(found, outcome=Outcome.UNANSWERABLE, reason="nothing was found")
        if result.confidence < self._parts.partial_threshold:
            return replace(found, outcome=Outcome.UNANSWERABLE, reason="no page found is likely to hold the answer")
        return found

    def _compose(self, turn: Turn) -> Turn:
        """Let the composer propose; end the turn when it has nothing to propose."""
        return self._drafted(turn, self._parts.composer.compose(turn.query, turn.passages))

    @staticmethod
    def _drafted(turn: Turn, draft: Draft) -> Turn:
        drafted = replace(turn, draft=draft, notices=(*turn.notices, *draft.notices))
        if not draft.statements:
            return replace(drafted, outcome=Outcome.UNANSWERABLE, reason="no sentence found answers the question")
        return drafted

    def _arrival(self, turn: Turn, composer: StreamingComposer) -> Arrival:
        """Begin a draft that is shown as it arrives, unless help or a question back may have to come before it."""

        def held(first: DraftStatement) -> bool:
            alone = self._clarify(replace(turn, draft=Draft((first,))))
            return bool(turn.judgements) or alone.clarification is not None

        parts = self._parts
        return Arrival(
            composer, turn, lookup=parts.lookup, attributions=parts.attributions, embedder=parts.embedder, held=held
        )

    def _clarify(self, turn: Turn) -> Turn:
        """Ask back when the answer turns on something not said. What holds meanwhile still has to be proved."""
        assert turn.draft is not None  # noqa: S101 - _compose ends the turn otherwise; this tells the type checker
        question = turn.asked_as or turn.question
        if turn.shown or self._parts.clarify is None or not may_ask(question, turn.history):
            return turn
        locale = turn.language or turn.locale or self._parts.locale
        found = self._parts.clarify(question, turn.draft, turn.passages, locale=locale, history=turn.history)
        if found is None:
            return turn
        longest = max(len(option.question) for option in (*found.clarification.options, found.clarification.unsure))
        if longest > self._parts.longest_question:
            return turn
        return replace(turn, clarification=found.clarification, draft=found.draft)

    def _ground(self, turn: Turn) -> Turn:
        """Keep only what is proved, and say whether that is a whole answer."""
        draft, parts = turn.draft, self._parts
        assert draft is not None  # noqa: S101 - _compose ends the turn otherwise; this tells the type checker
        grounded = ground(draft, parts.lookup, parts.attributions, embedder=parts.embedder, proofs=turn.proofs)
        turn = replace(turn, dropped=(*turn.dropped, *grounded.reasons))
        if not grounded.parts:
            if isinstance(parts.composer, StreamingComposer) and not draft.composer:
                other = quoted_instead(parts.composer.fallback, turn.query, turn.passages, of=draft)
                told = tuple(notice for notice in turn.notices if notice not in draft.notices)
                quoted = self._drafted(replace(turn, notices=told), other)
                return quoted if quoted.outcome else self._ground(self._clarify(quoted))
            return replace(turn, outcome=Outcome.UNANSWERABLE, reason="no sentence proposed stands in the guidance")
        shown = replace(turn, parts=grounded.parts, citations=grounded.citations, next_step=grounded.next_step)
        if grounded.dropped:
            return replace(
                shown, outcome=Outcome.PARTIAL, reason=f"{grounded.dropped} sentences proposed were not proved"
            )
        if not draft.complete or turn.confidence < self._parts.answer_threshold:
            return replace(shown, outcome=Outcome.PARTIAL, reason="the guidance found may not be the whole answer")
        if not self._parts.is_guidance(self._leading_kind(turn, grounded.citations[0])):
            # A policy paper or last year's news can sound like an answer; only guidance tells people what to do now.
            return replace(shown, outcome=Outcome.PARTIAL, reason="the page found is not guidance")
        return replace(shown, outcome=Outcome.ANSWERED, reason="")

    def _help(self, turn: Turn) -> tuple[HelpRoute, ...]:
        """Return where to get help at once, in the language of the question or of the reply."""
        routes = [route for each in turn.judgements if each.outcome is Outcome.URGENT for route in each.help]
        worded = self._parts.help_in
        language = next((each for each in (turn.language, turn.locale) if each and each != "en"), "en")
        return tuple(dict.fromkeys(worded(route, language) if worded else route for route in routes))

    @staticmethod
    def _plain(turn: Turn) -> Turn:
        """Measure how hard what is shown is to read. No step starts with it: it takes less than a millisecond."""
        return replace(turn, reading=measure_reading(turn.parts))

    @staticmethod
    def _leading_kind(turn: Turn, citation: Citation) -> str:
        pages = {passage.section.id: passage.section.page for passage in turn.passages}
        page = pages.get(citation.section_id)
        return page.kind if page else ""

    def _record(self, turn: Turn) -> Answer:
        """Make the answer with everything needed to explain it. Never an empty hand: see ``nearest`` and contact."""
        turn = asked_back(settle(turn))
        urgent = next((judgement for judgement in turn.judgements if judgement.outcome is Outcome.URGENT), None)
        if urgent:
            notices = tuple(key for key in turn.notices if key != Intent.COMPLAINT.value)
            turn = replace(turn, outcome=Outcome.URGENT, reason=urgent.reason, clarification=None, notices=notices)
        outcome = turn.outcome or Outcome.UNANSWERABLE
        answered = outcome is Outcome.ANSWERED
        silent = not urgent.guidance if urgent else answered and turn.intent not in WITH_CONTACT
        draft = turn.draft or Draft()
        return Answer(
            outcome=outcome,
            question=turn.question,
            record=made_by(self._parts.versions(), turn),
            reason=turn.reason,
            parts=turn.parts,
            citations=turn.citations,
            next_step=turn.next_step,
            nearest=() if answered else not_quoted(turn.nearest, turn.citations),
            contact=None if silent else self._parts.contact,
            removed=tuple(dict.fromkeys(finding.label for finding in turn.findings)),
            seal=turn.seal,
            notices=turn.notices,
            confidence=turn.confidence,
            # The checks only: what a composer wrote and no page carries has no place in a reply.
            dropped=tuple(reason.partition(":")[0] for reason in turn.dropped),
            judgements=turn.judgements,
            help=self._help(turn),
            offers=offered_with(turn, self._parts.offer(turn) if self._parts.offer else ()),
            worked=worked_for(turn),
            intent=turn.intent,
            asked_as=turn.asked_as,
            reading=turn.reading,
            clarification=turn.clarification,
            language=turn.language,
            usage=draft.usage,
            proposed=draft.proposed,
        )
