"""What somebody wants of the assistant, decided by a small classifier over the shipped embedder.

The courtesies around a message are taken off first (``courtesies``). What is left is read in three ways, as the
embedder's vector, as its turns of phrase (``intent_cues``), and as its words, word pairs and four-letter pieces, which
carry misspellings and Welsh. A multinomial logistic regression weighs them. ``scripts/fit_intent.py`` makes its weights
from the examples in ``evaluation/data``.

A wrong guess must not cost anybody an answer. So an intent that ends the turn without a search has to be likelier than
not *and* look the part. How often a real question is taken for one is in docs/explanation/understanding.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fingerpost.answers.courtesies import Courtesies, part
from fingerpost.answers.intent_cues import CUES, cues
from fingerpost.domain import Intent
from fingerpost.errors import ModelFileError
from fingerpost.search.embed import Embedder, open_embedder
from fingerpost.search.telling import telling_words

WEIGHTS_FILE = Path(__file__).with_name("intent.npz")
EMBEDDER = "minilm-l6-v2-int8"
"""The shipped embedder, which the weights were made with. A service with another embedder still reads intents by it."""

INTENTS = tuple(Intent)
PIECE = 4
"""How many letters a piece of a word has."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[?!£]")
_LONGEST_READ = 600
_SURE, _SURER = 0.5, 0.6
"""How likely a fixed reply must be where a turn of phrase says so outright, and where none does."""
_ELSEWHERE_SURER, _ELSEWHERE_VERY_SURE = 0.75, 0.85
"""How likely it must be not for us where no other world is named, and where a thing that public services see to is."""
_MOST_TELLING = 4
"""The most telling words a greeting or thanks may have: "hope you had a lovely weekend" has three."""

# What a question about the assistant speaks of: you, this talk, or a machine. A bare "this" says nothing.
_OF_THE_ASSISTANT = re.compile(
    r"\b(?:you(?:r|rs|rself)?|u|ur|ya|(?:chat)?bots?|robots?|a\.?i|chatgpt|assistant|chats?|conversation|tool|machine"
    r"|my (?:questions?|messages?|msgs|answers)|(?:what|anything) i (?:type|write|say)"
    r"|this (?:service|website|site|chat|tool|thing|system|secure|private|safe|real|confidential|official|automated)"
    r"|(?:these|the) answers|(?:that|this) (?:answer|advice)|this information (?:is|was|comes?|came)"
    r"|(?:human|person|any(?:one|body)|some(?:one|body)) (?:\w+ )?(?:reads?|reading|sees?|check(?:s|ed)) (?:this|what)"
    r"|(?:sees?|reads?|reading|trust|believe) this|(?:trust|believe) (?:a )?(?:computer|software)"
    r"|am i (?:being (?:recorded|monitored|watched|tracked)|anonymous|chatting|talking)"
    r"|chi|ti|eich|ydych|wyt|hwn|hon|hyn|sgwrs|dy|ynoch|atebion|ddienw)\b|yn ateb"
    r"|\b(?:what(?:'s| is)|who(?:'s| is)|use|how (?:accurate|reliable|private|secure|safe|confidential) is) this\W*$"
    r"|\bhow this works\W*$|\b(?:human|real person|computer|software)\W*$"
    r"|\bi(?:'ve| have)? (?:type|write|ask|typed|written|asked)(?: (?:in )?here)?\W*$",
    re.IGNORECASE,
)
_COURTESY = (Intent.GREETING, Intent.THANKS)
_PUBLIC = tuple(CUES.index(cue) for cue in ("a public thing", "Welsh public thing"))
_MOST_WORDS = 25
"""The most words of a message that can be called not for us: nobody tells a life story to ask for a recipe."""
_ELSEWHERE = tuple(CUES.index(cue) for cue in ("the world", "shops and gadgets", "code", "make me", "Welsh world"))
_ABOUT = tuple(
    CUES.index(cue) for cue in ("you are", "what you are", "a machine", "this talk", "where from", "Welsh about you")
)
_COURTEOUS = tuple(CUES.index(cue) for cue in ("greets", "thanks"))
_COURTEOUS_ENDS = tuple(CUES.index(cue) for cue in ("greeted", "thanked", "closed"))
_ASKS = CUES.index("asks")


@dataclass(frozen=True, slots=True)
class IntentModel:
    """The weights of the regression.

    ``logits = vector @ by_vector + cues @ by_cues + sum(by_words[features]) / sqrt(len(features)) + bias``, with
    ``by_vector`` float32[dimensions, intents], ``by_cues`` float32[cues, intents], ``by_words`` float32[features,
    intents] and ``bias`` float32[intents]. ``place`` is each feature's row. ``embedder`` is the fingerprint of the
    embedder the vectors came from.
    """

    by_vector: NDArray[np.float32]
    by_cues: NDArray[np.float32]
    by_words: NDArray[np.float32]
    bias: NDArray[np.float32]
    place: dict[str, int]
    embedder: str

    def probabilities(
        self, message: Courtesies, shown: Sequence[bool], vector: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Return float32[intents], in the order of ``INTENTS``.

        Args:
            message: the message without its courtesies.
            shown: its cues.
            vector: float32[dimensions], unit length: that of ``message.rest``.
        """
        rows = [self.place[feature] for feature in features(message.rest) if feature in self.place]
        logits = vector @ self.by_vector + np.array(shown, dtype=np.float32) @ self.by_cues + self.bias
        if rows:
            logits = logits + self.by_words[rows].sum(axis=0) / np.float32(np.sqrt(len(rows)))
        likely = np.exp(logits - logits.max())
        return likely / likely.sum()


def features(text: str) -> list[str]:
    """Return the words, word pairs and pieces of words that a text is read by, each once. Its start is enough."""
    words = [word.replace("’", "'") for word in _WORD.findall(text[:_LONGEST_READ].lower())]
    found = dict.fromkeys(words)
    found.update(dict.fromkeys(f"{one} {other}" for one, other in pairwise(["<", *words, ">"])))
    for word in words:
        if len(word) > PIECE:
            edged = f"_{word}_"
            found.update(dict.fromkeys(f"#{edged[at : at + PIECE]}" for at in range(len(edged) - PIECE + 1)))
    return list(found)


def decide(message: Courtesies, shown: Sequence[bool], probabilities: Sequence[float] | NDArray[np.float32]) -> Intent:
    """Return the intent of a message that is more than courtesies.

    The likeliest wins, but the ones with a fixed reply, and the one that is not for us, must be likelier than not; a
    greeting or thanks must be courteous and have next to nothing to look for, and a question about the assistant must
    speak of it.
    """
    by_likelihood = sorted(zip(map(float, probabilities), INTENTS, strict=True), key=lambda pair: -pair[0])
    for likely, intent in by_likelihood:
        if intent in _COURTESY and not (likely >= _SURE and _is_courteous(message, shown)):
            continue
        if intent is Intent.ABOUT_THIS_ASSISTANT and not _is_about(message, shown, likely):
            continue
        enough = _enough_for_elsewhere(shown)
        if intent is Intent.NOT_FOR_US and not (likely >= enough and len(message.rest.split()) <= _MOST_WORDS):
            continue
        return intent
    return Intent.GUIDANCE


def _enough_for_elsewhere(shown: Sequence[bool]) -> float:
    if any(shown[cue] for cue in _PUBLIC):
        return _ELSEWHERE_VERY_SURE
    return _SURE if any(shown[cue] for cue in _ELSEWHERE) else _ELSEWHERE_SURER


def _is_courteous(message: Courtesies, shown: Sequence[bool]) -> bool:
    if len(telling_words(message.rest)) > _MOST_TELLING:
        return False
    # "Thanks, and how much is it?" asks: a courtesy at its ends says nothing of what is between them.
    return any(shown[cue] for cue in _COURTEOUS) or (not shown[_ASKS] and any(shown[cue] for cue in _COURTEOUS_ENDS))


def _is_about(message: Courtesies, shown: Sequence[bool], likely: float) -> bool:
    # "Can you collect my fridge?" is asked of the council, not of its assistant: "you" alone is not enough.
    enough = _SURE if any(shown[cue] for cue in _ABOUT) else _SURER
    return likely >= enough and _OF_THE_ASSISTANT.search(message.rest) is not None


def read_message(message: str, vector_of: Callable[[str], NDArray[np.float32]], model: IntentModel) -> Intent:
    """Return a message's intent. ``vector_of`` is called only when the message is more than courtesies."""
    courtesies = part(message)
    if not courtesies.rest:
        return Intent.THANKS if courtesies.thanked else Intent.GREETING
    shown = cues(courtesies)
    return decide(courtesies, shown, model.probabilities(courtesies, shown, vector_of(courtesies.rest)))


def intent_reader(embedder: Embedder, model: IntentModel | None = None) -> Callable[[str], Intent]:
    """Return what reads a message's intent.

    Args:
        embedder: the service's own; used when the weights were made with it, so that the search can share the vector.
        model: other weights than those that ship.

    Raises:
        ModelFileError: the weights were not made with the embedder that ships.
    """
    weights = model or shipped_model()
    reads = embedder
    if embedder.fingerprint != weights.embedder:
        reads = open_embedder(EMBEDDER)
        if reads.fingerprint != weights.embedder:
            raise ModelFileError(
                f"the intent weights were made with {weights.embedder}, not {reads.fingerprint}",
                where=str(WEIGHTS_FILE),
                fix="install Fingerpost again, or make the weights again with 'python scripts/fit_intent.py'",
            )
    return lambda message: read_message(message, lambda text: reads.embed_questions([text])[0], weights)


@cache
def shipped_model() -> IntentModel:
    """Return the weights that ship. Raises ``ModelFileError`` when the file is missing or is of another release."""
    try:
        with np.load(WEIGHTS_FILE, allow_pickle=False) as kept:
            if kept["intents"].tolist() != [intent.value for intent in INTENTS] or kept["cues"].tolist() != [*CUES]:
                raise ValueError("its intents or its cues are not those of this release")
            return IntentModel(
                by_vector=kept["by_vector"].astype(np.float32),
                by_cues=kept["by_cues"].astype(np.float32),
                by_words=kept["by_words"].astype(np.float32),
                bias=kept["bias"].astype(np.float32),
                place={feature: row for row, feature in enumerate(kept["features"].tolist())},
                embedder=str(kept["embedder"]),
            )
    except (OSError, ValueError, KeyError) as problem:
        raise ModelFileError(
            f"the intent weights can't be read: {problem}",
            where=str(WEIGHTS_FILE),
            fix="install Fingerpost again, or make the weights again with 'python scripts/fit_intent.py'",
        ) from None
