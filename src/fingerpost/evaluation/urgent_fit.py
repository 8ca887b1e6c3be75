"""Fits the classifier of ``safeguards/urgent``: a small network, by Adam (Kingma and Ba, 2015), the same each time.

Several are fitted from different beginnings and put side by side as one, whose logits are the mean of theirs: they err
on different messages. While fitting, detectors, words and signals are left out by chance, so that none is relied on
alone; signals most of all where their patterns were written with the message in view.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fingerpost.evaluation.urgent_examples import Example
from fingerpost.safeguards.urgent.classifier import (
    BUCKETS,
    LAYERS,
    TOLD,
    Batch,
    Layers,
    Message,
    batch_of,
    detected,
    logits_of,
)
from fingerpost.safeguards.urgent.kinds import KINDS

COLUMNS = 1 + len(KINDS)
_SIGNALS = 2 * len(KINDS)
"""How many of what is told are signals, which come first."""
_ALIKE = 0.72
"""Messages as alike as this (the cosine of their means) are one situation."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to fit. Chosen by messages that were left out; docs/adr/0021-urgent-network.md has the figures."""

    members: int = 3
    detectors: int = 64
    rounds: int = 12
    at_once: int = 256
    rate: float = 4e-3
    fading: float = 0.02
    left_out: float = 0.4
    words_left_out: float = 0.15
    signals_left_out: float = 0.2
    ruled_left_out: float = 0.7
    doubt: float = 0.02


_Floats = NDArray[np.float32]


def fit(
    examples: Sequence[Example],
    messages: Sequence[Message],
    recipe: Recipe,
    done: Callable[[int, int], None] | None = None,
) -> Layers:
    """Return the weights fitted on messages, each the reading of the example at its place."""
    members = [_fit_one(examples, messages, recipe, seed, done) for seed in range(recipe.members)]
    return _side_by_side(members)


def situations(examples: Sequence[Example], messages: Sequence[Message]) -> list[str]:
    """Return each example's situation: its heading, that of the message it was made from, or that of one alike."""
    named: dict[str, str] = {}
    leaders = np.zeros((len(examples), messages[0].states.shape[1]), dtype=np.float32)
    count = 0
    found: list[str] = []
    for example, message in zip(examples, messages, strict=True):
        if not example.situation and example.parent in named:
            found.append(named[example.parent])
            continue
        name = example.situation
        if not name:
            mean = message.states.mean(axis=0)
            mean /= max(float(np.linalg.norm(mean)), 1e-9)
            near = leaders[:count] @ mean
            place = int(near.argmax()) if count else -1
            if place < 0 or near[place] < _ALIKE:
                place = count
                leaders[count] = mean
                count += 1
            name = f"like {place}"
        named[example.text] = name
        found.append(name)
    return found


def _fit_one(
    examples: Sequence[Example],
    messages: Sequence[Message],
    recipe: Recipe,
    seed: int,
    done: Callable[[int, int], None] | None,
) -> Layers:
    chance = np.random.default_rng(seed)
    layers = _beginning(messages[0].states.shape[1], recipe.detectors, chance)
    slopes = {name: np.zeros_like(values) for name, values in layers.items()}
    squares = {name: np.zeros_like(values) for name, values in layers.items()}
    columns = np.array([example.column for example in examples])
    share = np.array([example.share for example in examples], dtype=np.float32)
    hidden_signals = np.array(
        [recipe.ruled_left_out if one.ruled and one.column else recipe.signals_left_out for one in examples]
    )
    order = np.arange(len(examples))
    steps = recipe.rounds * (len(examples) // recipe.at_once)
    step = 0
    for _ in range(recipe.rounds):
        chance.shuffle(order)
        for at in range(0, len(order) - recipe.at_once + 1, recipe.at_once):
            places = order[at : at + recipe.at_once]
            batch = _thinned(
                batch_of([messages[int(place)] for place in places]), hidden_signals[places], recipe, chance
            )
            wanted = np.full((len(places), COLUMNS), recipe.doubt / COLUMNS, dtype=np.float32)
            wanted[np.arange(len(places)), columns[places]] += np.float32(1 - recipe.doubt)
            found = _slopes(layers, batch, wanted, share[places][:, None], recipe.left_out, chance)
            rate = recipe.rate * min(1.0, step / 40) * 0.5 * (1 + np.cos(np.pi * step / steps))
            step += 1
            _move(layers, found, slopes, squares, np.float32(rate), recipe.fading, step)
            if done is not None:
                done(seed * steps + step, recipe.members * steps)
    return layers


def _beginning(dimensions: int, detectors: int, chance: np.random.Generator) -> Layers:
    def small(*shape: int, size: float) -> _Floats:
        return chance.normal(0, size, shape).astype(np.float32)

    def nought(*shape: int) -> _Floats:
        return np.zeros(shape, dtype=np.float32)

    return {
        "token": small(dimensions, detectors, size=0.06),
        "token_bias": nought(detectors),
        "mean": small(dimensions, detectors, size=0.3),
        "mean_bias": nought(detectors),
        "hidden": small(2 * detectors, COLUMNS, size=0.1),
        "vector": nought(2 * dimensions, COLUMNS),
        "word": nought(BUCKETS, COLUMNS),
        "told": nought(TOLD, COLUMNS),
        "bias": nought(COLUMNS),
    }


def _thinned(batch: Batch, hidden: NDArray[np.float64], recipe: Recipe, chance: np.random.Generator) -> Batch:
    """Return a batch with some words, and some messages' signals, left out by chance."""
    kept = chance.random(len(batch.words)) > recipe.words_left_out
    told = batch.told.copy()
    told[chance.random(len(told)) < hidden, :_SIGNALS] = 0
    return replace(batch, words=batch.words[kept], row=batch.row[kept], share=batch.share[kept], told=told)


def _slopes(
    layers: Layers, batch: Batch, wanted: _Floats, share: _Floats, left_out: float, chance: np.random.Generator
) -> Layers:
    """Return the slope of the mean loss by each weight."""
    whole, by_token = detected(layers, batch)
    kept = (chance.random(whole.shape) > left_out).astype(np.float32) / np.float32(1 - left_out)
    hidden: _Floats = (whole * kept).astype(np.float32, copy=False)
    logits = logits_of(layers, batch, hidden)
    likely = np.exp(logits - logits.max(axis=1, keepdims=True))
    likely /= likely.sum(axis=1, keepdims=True)
    by_logit = (likely - wanted) * share / np.float32(len(wanted))
    by_detector = (by_logit @ layers["hidden"].T) * kept * (whole > 0)
    half = by_token.shape[1]
    strongest = by_token == np.repeat(np.maximum.reduceat(by_token, batch.begins, axis=0), batch.counts, axis=0)
    to_token = np.repeat(by_detector[:, :half], batch.counts, axis=0) * strongest
    by_word = np.zeros_like(layers["word"])
    shares = by_logit[batch.row] * batch.share[:, None]
    for column in range(COLUMNS):
        by_word[:, column] = np.bincount(batch.words, shares[:, column], minlength=BUCKETS)
    return {
        "token": batch.states.T @ to_token,
        "token_bias": to_token.sum(axis=0),
        "mean": batch.mean.T @ by_detector[:, half:],
        "mean_bias": by_detector[:, half:].sum(axis=0),
        "hidden": hidden.T @ by_logit,
        "vector": batch.vectors.T @ by_logit,
        "word": by_word,
        "told": batch.told.T @ by_logit,
        "bias": by_logit.sum(axis=0),
    }


def _move(
    layers: Layers,
    found: Layers,
    slopes: Layers,
    squares: Layers,
    rate: np.float32,
    fading: float,
    step: int,
) -> None:
    """Move the weights one step, in place."""
    for name in LAYERS:
        slopes[name] += np.float32(0.1) * (found[name] - slopes[name])
        squares[name] += np.float32(0.002) * (found[name] ** 2 - squares[name])
        slope = slopes[name] / np.float32(1 - 0.9**step)
        size = np.sqrt(squares[name] / np.float32(1 - 0.998**step)) + np.float32(1e-6)
        layers[name] -= rate * (slope / size + np.float32(fading) * layers[name])


def _side_by_side(members: Sequence[Layers]) -> Layers:
    """Return one set of weights whose logits are the mean of the members'."""
    share = np.float32(1 / len(members))
    half = len(members[0]["hidden"]) // 2
    joined: Layers = {name: np.concatenate([each[name] for each in members], axis=-1) for name in LAYERS[:4]}
    hidden = [each["hidden"][:half] for each in members] + [each["hidden"][half:] for each in members]
    joined["hidden"] = np.concatenate(hidden) * share
    for name in LAYERS[5:]:
        joined[name] = sum((each[name] for each in members[1:]), start=members[0][name]) * share
    return joined
