"""Make the offer of a turn: the thing asked for, if it is likely enough, with what the person said of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from fingerpost.answers.settle import FIXED_REPLIES
from fingerpost.domain import Intent, Offer, OfferedValue, Outcome, Turn
from fingerpost.safeguards.personal_data import PLACEHOLDER, without_placeholders
from fingerpost.search.embed import Embedder
from fingerpost.services.offers.bind import bind
from fingerpost.services.offers.extract import said_in
from fingerpost.services.offers.match import Match, Matcher, phrase_vectors, shipped_weights
from fingerpost.services.offers.offerable import Offerable, does_the_same, every_phrase
from fingerpost.services.offers.reading import Reader

_NOT_OFFERED = frozenset({Outcome.REFUSED, Outcome.URGENT, Outcome.HANDOFF, Outcome.OUT_OF_SCOPE})
_NO_OFFER_FOR = frozenset({*FIXED_REPLIES, Intent.CONTACT_A_PERSON, Intent.COMPLAINT, Intent.NOT_FOR_US})


class Offering:
    """Offers what does what was asked for. Safe to share between threads: it holds nothing of any question.

    Nothing is loaded until the first question that may get an offer.

    Args:
        offerable: returns what the service offers; called once.
        embedder: the service's own.
    """

    def __init__(self, offerable: Callable[[], Sequence[Offerable]], embedder: Embedder) -> None:
        self._offerable = offerable
        self._embedder = embedder
        self._lock = threading.Lock()
        self._made: tuple[Matcher, Reader] | None = None

    def __call__(self, turn: Turn) -> tuple[Offer, ...]:
        """Return the offer of a turn, or none. Nobody in danger or in anger is sent to a form.

        Raises:
            ModelFileError: the weights or vectors that ship can't be read.
        """
        if turn.judgements or turn.outcome in _NOT_OFFERED or turn.intent in _NO_OFFER_FOR or not turn.query:
            return ()
        asked = turn.asked_as or without_placeholders(turn.question) or turn.question
        found = self.match(asked, turn.intent)
        if found is None or found.likely < shipped_weights().threshold:
            return ()
        return (self._offer(found.offerable, turn, asked),)

    def match(self, asked: str, intent: Intent) -> Match | None:
        """Return the nearest of the things that a question names, however unlikely it is to be asked for."""
        matcher, reader = self._parts()
        named = [at for at, each in enumerate(matcher.offerable) if each.phrases.allow(asked)]
        if not named:
            return None
        whole = matcher.match(*reader.read(asked), intent, among=named)
        if whole is None or whole.likely >= shipped_weights().threshold:
            return whole
        parts = [matcher.match(each.words, each.vector, intent, among=named) for each in reader.read_parts(asked)]
        return max((each for each in (whole, *parts) if each), key=lambda each: each.likely)

    def _offer(self, thing: Offerable, turn: Turn, asked: str) -> Offer:
        known: tuple[OfferedValue, ...] = ()
        if thing.inputs is not None:
            placeholders = " ".join(match[0] for match in PLACEHOLDER.finditer(turn.question))
            text = f"{asked} {placeholders}" if turn.asked_as else turn.question
            known = bind(thing.name, thing.inputs, text, said_in(text))
        spoken = next((each for each in (turn.language, turn.locale) if each and each in thing.titles), "en")
        locale = spoken if spoken in thing.titles else next(iter(thing.titles))
        return Offer(thing.kind, thing.name, thing.titles[locale], thing.url, known, locale)

    def _parts(self) -> tuple[Matcher, Reader]:
        with self._lock:
            if self._made is None:
                self._made = make_matcher(self._offerable(), self._embedder)
            return self._made


def make_matcher(offerable: Sequence[Offerable], embedder: Embedder) -> tuple[Matcher, Reader]:
    """Return what matches and what reads questions for it. Of two things that do the same, one is offered."""
    things = [each for each in offerable if not does_the_same(each, offerable)]
    reader = Reader(embedder)
    return Matcher(things, phrase_vectors(every_phrase(things), reader.embedder)), reader
