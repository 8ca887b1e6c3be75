"""All the facets of a turn, from its words and from what the service recorded of it, without a network."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fingerpost.answers.intent import read_message
from fingerpost.answers.intent import shipped_model as shipped_intents
from fingerpost.answers.language.detect import detect
from fingerpost.domain import Intent
from fingerpost.errors import ModelFileError
from fingerpost.insights.classify.life_events import life_event
from fingerpost.insights.classify.topics import WEIGHTS, shipped_topics
from fingerpost.insights.facets import Channel, Facets, Language, Nation, Need, Success, UrgencyGroup
from fingerpost.insights.records import TurnGiven
from fingerpost.safeguards.urgent.kinds import Kind
from fingerpost.search.embed import Embedder

_NEEDS = {
    Intent.GUIDANCE: Need.FIND_OUT,
    Intent.ELIGIBILITY: Need.CHECK_ELIGIBILITY,
    Intent.CALCULATION: Need.WORK_OUT,
    Intent.DO_A_TASK: Need.DO,
    Intent.COMPLAINT: Need.COMPLAIN,
    Intent.CONTACT_A_PERSON: Need.GET_HELP,
}
_URGENCY = {
    Kind.FIRE: UrgencyGroup.DANGER_OR_ILLNESS,
    Kind.GAS: UrgencyGroup.DANGER_OR_ILLNESS,
    Kind.MEDICAL: UrgencyGroup.DANGER_OR_ILLNESS,
    Kind.DANGER: UrgencyGroup.DANGER_OR_ILLNESS,
    Kind.SUICIDE: UrgencyGroup.LIFE_AT_RISK,
    Kind.SELF_HARM: UrgencyGroup.LIFE_AT_RISK,
    Kind.SEXUAL_VIOLENCE: UrgencyGroup.ABUSE_OR_NEGLECT,
    Kind.CHILD: UrgencyGroup.ABUSE_OR_NEGLECT,
    Kind.DOMESTIC_ABUSE: UrgencyGroup.ABUSE_OR_NEGLECT,
    Kind.ADULT: UrgencyGroup.ABUSE_OR_NEGLECT,
    Kind.HOMELESS: UrgencyGroup.BASIC_NEEDS,
    Kind.NO_FOOD_OR_HEATING: UrgencyGroup.BASIC_NEEDS,
}
# Only somebody who says where they live has said where they live: "the rules in Scotland" is no such thing.
_LIVES = re.compile(
    r"\b(?:i|we|i'm|we're)(?: \w+){0,2} (?:live|living|based|resident|from) (?:in )?"
    r"(england|scotland|wales|northern ireland)\b",
    re.IGNORECASE,
)


class TurnClassifier:
    """Tells the facets of turns. Safe to share between threads; keeps nothing of what it reads.

    Args:
        embedder: the one the weights were made with: the shipped one.

    Raises:
        ModelFileError: the weights are missing, altered, or were made with another embedder.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._topics = shipped_topics()
        self._intents = shipped_intents()
        if not self._topics.fits(embedder) or self._intents.embedder != embedder.fingerprint:
            raise ModelFileError(
                f"the topics' weights were not made with {embedder.fingerprint}",
                where=str(WEIGHTS),
                fix="use the embedder that ships, 'minilm-l6-v2-int8', for insights",
            )

    def __call__(self, turns: Sequence[TurnGiven]) -> list[Facets]:
        """Return each turn's facets."""
        texts = [turn.question for turn in turns]
        vectors = self._embedder.embed_sections(texts)
        topics = self._topics.topics(texts, vectors)
        told: list[Facets] = []
        for turn, topic, vector in zip(turns, topics, vectors, strict=True):
            text = turn.question
            intent = Intent(turn.intent) if turn.intent else self._intent(text, vector)
            told.append(
                Facets(
                    topic=topic,
                    need=_NEEDS.get(intent, Need.NOT_CLASSIFIED),
                    life_event=life_event(text, topic),
                    outcome=turn.outcome,
                    urgency=urgency(turn.urgent),
                    nation=nation(turn),
                    language=language(turn),
                    channel=Channel(turn.channel),
                    success={True: Success.YES, False: Success.NO, None: Success.NOT_CLASSIFIED}[turn.useful],
                )
            )
        return told

    def _intent(self, text: str, vector: NDArray[np.float32]) -> Intent:
        def vector_of(message: str) -> NDArray[np.float32]:
            return vector if message == text else self._embedder.embed_questions([message])[0]

        return read_message(text, vector_of, self._intents)


def urgency(kinds: Sequence[str]) -> UrgencyGroup:
    """Return the group of the most pressing kind that the urgent safeguard saw."""
    return _URGENCY[min(map(Kind, kinds), key=list(Kind).index)] if kinds else UrgencyGroup.NONE


def nation(turn: TurnGiven) -> Nation:
    """Return the nation that somebody chose, or says they live in."""
    if turn.nation:
        return Nation(turn.nation)
    said = {found.lower().replace(" ", "_") for found in _LIVES.findall(turn.question)}
    return Nation(said.pop()) if len(said) == 1 else Nation.NOT_STATED


def language(turn: TurnGiven) -> Language:
    """Return what a turn is written in: English, Welsh, another one, or none in particular."""
    found = turn.language or detect(turn.question)
    if not found:
        return Language.NOT_CLASSIFIED
    return {"en": Language.ENGLISH, "cy": Language.WELSH}.get(found.split("-")[0].lower(), Language.OTHER)
