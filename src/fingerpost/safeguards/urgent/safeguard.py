"""The safeguard that sees that a message is urgent, and says where to get help."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from fingerpost.domain import Answer, Judgement, Outcome
from fingerpost.safeguards.urgent.classifier import UrgentModel, shipped_model
from fingerpost.safeguards.urgent.kinds import KINDS, Kind
from fingerpost.safeguards.urgent.nations import nation_of
from fingerpost.safeguards.urgent.reading import Reader
from fingerpost.safeguards.urgent.routes import DutyLine, routes_for
from fingerpost.search.embed import Embedder

NAME = "urgent"
TURNS_REMEMBERED = 2
"""For how many turns help stays in sight after something urgent was said."""

_FEW_WORDS = 12
_SURE = 50.0
# What is published about these helps at once: where to go, who pays, how to report it. About the others a page found by
# its words may be about something else ("register a death"), so guidance follows only a question of its own.
_GUIDANCE_HELPS = frozenset({Kind.HOMELESS, Kind.NO_FOOD_OR_HEATING, Kind.DOMESTIC_ABUSE, Kind.CHILD, Kind.ADULT})
_ASKS = re.compile(
    r"\b(?:how|when|what|where|who|which|can|could|do|does|am|is|are|will|should|claim|apply|sut|pryd|ble|pwy|beth|"
    r"alla|oes|ydw|faint)\b",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"\b(?:benefits?|universal credit|pip|esa|jsa|dla|carers?|allowance|housing|council|tax|rent|tenancy|landlord|"
    r"school|claim|apply|appeal|form|licence|permit|pension|visa|passport|bins?|vote|address|debts?|arrears|bailiffs?|"
    r"payment|credit|grant|register|deposit|insurance|fine|appointment|gp|budd-?dal\w*|treth|tai|ysgol)\b",
    re.IGNORECASE,
)


class UrgentSafeguard:
    """Sees that somebody may come to serious harm. Safe to share between threads; keeps nothing of what it reads.

    Args:
        embedder: the service's own.
        nation: where the service serves, one of ``routes.NATIONS``; empty when in more than one.
        duty_lines: the service's own lines.
        model: other weights than those that ship.

    Raises:
        ModelFileError: the weights are missing, altered, or were not made with the embedder that ships.
    """

    name = NAME

    def __init__(
        self,
        embedder: Embedder,
        *,
        nation: str = "",
        duty_lines: Sequence[DutyLine] = (),
        model: UrgentModel | None = None,
    ) -> None:
        self._model = model or shipped_model()
        self._reader = Reader(embedder, self._model.embedder)
        self._nation = nation
        self._duty_lines = tuple(duty_lines)

    def check(self, question: str, *, history: Sequence[Answer] = ()) -> tuple[Judgement, ...]:
        """Return one judgement, with where to get help, when a question is urgent, or one just before it was."""
        kinds, layer, score = self.read(question)
        if not kinds:
            kinds, layer, score = self._in_context(question, history)
        if not kinds:
            return ()
        nation = nation_of(question, self._nation)
        return (
            Judgement(
                safeguard=NAME,
                kind=kinds[0].value,
                layer=layer,
                outcome=Outcome.URGENT,
                reason="somebody may need help at once",
                score=round(score, 4),
                help=routes_for(kinds, nation, self._duty_lines),
                guidance=any(kind in _GUIDANCE_HELPS for kind in kinds) or asks_something_else(question),
            ),
        )

    def read(self, text: str) -> tuple[tuple[Kind, ...], str, float]:
        """Return the kinds a text speaks of, most pressing first, the layer that saw it, and how sure it is."""
        if not text.strip():
            return (), "", 0.0
        signals, plain = self._reader.signals(text)
        odds, kind = self._model.judged(self._reader.message(text, signals, plain))
        score = 1 / (1 + math.exp(-max(-_SURE, min(_SURE, odds))))
        if not self._model.is_urgent(odds, text):
            return (), "", score
        return (signals.kinds, "rules", score) if signals.kinds else ((kind,), "classifier", score)

    def _in_context(self, question: str, history: Sequence[Answer]) -> tuple[tuple[Kind, ...], str, float]:
        """Read a short message with the one before it, and keep help in sight after something urgent was said."""
        for answer in reversed(history[-TURNS_REMEMBERED:]):
            before = [each for each in answer.judgements if each.safeguard == NAME and each.layer != "history"]
            if before:
                return tuple(kind for kind in KINDS if kind.value == before[0].kind), "history", before[0].score
        if history and len(question.split()) <= _FEW_WORDS:
            signals, _ = self._reader.signals(f"{history[-1].question.rstrip(' .?!')} {question}")
            alone, _ = self._reader.signals(history[-1].question)
            if signals.kinds and not alone.muted:
                return signals.kinds, "history", 1.0
        return (), "", 0.0


def asks_something_else(question: str) -> bool:
    """Return whether a message also asks about a public service, so that guidance may follow the help."""
    return bool(_PUBLIC.search(question) and _ASKS.search(question) and len(question.split()) >= _FEW_WORDS // 2)
