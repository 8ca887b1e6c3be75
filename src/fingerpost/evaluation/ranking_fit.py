"""Fits the two small networks of ``search/rerank.py``: the order of sections, and whether they answer.

Here and not in a script alone, because a benchmark fits them again without the pages it measures on. Full arithmetic in
NumPy and fixed seeds: the same rows give the same weights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fingerpost.search.rerank import Network

Values = NDArray[np.float64]

NETWORKS = 4
"""Networks fitted from different starts and averaged; side by side they are one network again."""
HIDDEN_ORDER, HIDDEN_ANSWERABLE = 16, 24
_STEPS_ORDER, _RATE_ORDER, _DECAY_ORDER = 300, 0.005, 1e-3
_EPOCHS, _BATCH, _RATE, _DECAY = 16, 256, 0.003, 0.05
_DROPPED_INPUTS, _DROPPED_HIDDEN = 0.1, 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One question's sections to put in order: float32[n, features], and what each is worth (0 for nothing)."""

    rows: NDArray[np.float32]
    worth: Values


def fit_order(asked: Sequence[Asked]) -> Network:
    """Fit the order of sections by a listwise loss: the softmax of scores against what each section is worth."""
    asked = [one for one in asked if one.worth.sum() > 0]
    longest = max(len(one.rows) for one in asked)
    width = asked[0].rows.shape[1]
    rows = np.zeros((len(asked), longest, width))
    there = np.zeros((len(asked), longest), dtype=bool)
    worth = np.zeros((len(asked), longest))
    for place, one in enumerate(asked):
        rows[place, : len(one.rows)], there[place, : len(one.rows)] = one.rows, True
        worth[place, : len(one.rows)] = one.worth / one.worth.sum()
    mean, spread = rows[there].mean(axis=0), rows[there].std(axis=0) + 1e-6
    scaled = np.clip((rows - mean) / spread, -6, 6) * there[..., None]

    def slope(scores: Values, at: NDArray[np.int64]) -> Values:
        shown = np.where(there[at], scores.reshape(len(at), longest), -np.inf)
        odds = np.exp(shown - shown.max(axis=1, keepdims=True))
        return ((odds / odds.sum(axis=1, keepdims=True) - worth[at]) / len(at)).ravel()

    every = np.arange(len(asked))
    nets = [
        _train(
            width,
            HIDDEN_ORDER,
            seed,
            lambda _step: (scaled.reshape(-1, width), every),
            slope,
            steps=_STEPS_ORDER,
            rate=_RATE_ORDER,
            decay=_DECAY_ORDER,
            dropped=(0.0, 0.0),
        )
        for seed in range(NETWORKS)
    ]
    return _side_by_side(nets, mean, spread)


def fit_answerable(rows: NDArray[np.float32], answers: NDArray[np.bool_], weights: Values) -> Network:
    """Fit whether there is an answer among the sections, by logistic loss.

    Args:
        rows: float32[n, features], from ``confidence.answer_row``.
        answers: bool[n]: whether the question's page was there.
        weights: float64[n]: what each row counts for.
    """
    width = rows.shape[1]
    mean, spread = rows.mean(axis=0, dtype=np.float64), rows.std(axis=0, dtype=np.float64) + 1e-6
    scaled = np.clip((rows - mean) / spread, -6, 6)
    steps = _EPOCHS * (len(rows) // _BATCH)
    nets: list[_Net] = []
    for seed in range(NETWORKS):
        order = np.random.default_rng(100 + seed)
        batches = np.concatenate([order.permutation(len(rows)) for _ in range(_EPOCHS + 1)])

        def batch(step: int, batches: NDArray[np.int64] = batches) -> tuple[Values, NDArray[np.int64]]:
            at = batches[step * _BATCH : (step + 1) * _BATCH]
            return scaled[at], at

        def slope(scores: Values, at: NDArray[np.int64]) -> Values:
            return weights[at] * (1 / (1 + np.exp(-scores)) - answers[at]) / weights[at].sum()

        dropped = (_DROPPED_INPUTS, _DROPPED_HIDDEN)
        nets.append(
            _train(width, HIDDEN_ANSWERABLE, seed, batch, slope, steps=steps, rate=_RATE, decay=_DECAY, dropped=dropped)
        )
    return _side_by_side(nets, mean, spread)


@dataclass(slots=True, eq=False)
class _Net:
    hidden: Values
    hidden_bias: Values
    out: Values
    out_bias: Values


Batch = Callable[[int], tuple[Values, NDArray[np.int64]]]
Slope = Callable[[Values, NDArray[np.int64]], Values]


def _train(
    width: int,
    hidden: int,
    seed: int,
    batch: Batch,
    slope: Slope,
    *,
    steps: int,
    rate: float,
    decay: float,
    dropped: tuple[float, float],
) -> _Net:
    """Train one network with Adam (Kingma and Ba, 2015), weight decay apart from the slope, and a falling rate."""
    chance = np.random.default_rng(seed)
    net = _Net(
        hidden=chance.normal(0, np.sqrt(2 / width), (width, hidden)),
        hidden_bias=np.zeros(hidden),
        out=chance.normal(0, np.sqrt(1 / hidden), hidden),
        out_bias=np.zeros(1),
    )
    names = ("hidden", "hidden_bias", "out", "out_bias")
    first = {name: np.zeros_like(getattr(net, name)) for name in names}
    second = {name: np.zeros_like(getattr(net, name)) for name in names}
    for step in range(steps):
        rows, at = batch(step)
        kept = (chance.random(rows.shape) >= dropped[0]) / (1 - dropped[0]) if dropped[0] else 1.0
        fed = rows * kept
        before = fed @ net.hidden + net.hidden_bias
        passed = before > 0
        mask = passed * ((chance.random(before.shape) >= dropped[1]) / (1 - dropped[1])) if dropped[1] else passed
        inner = before * mask
        pull = slope(inner @ net.out + net.out_bias[0], at)
        back = pull[:, None] * net.out * mask
        slopes = {
            "hidden": fed.T @ back,
            "hidden_bias": back.sum(axis=0),
            "out": inner.T @ pull,
            "out_bias": np.array([pull.sum()]),
        }
        now = rate * 0.5 * (1 + np.cos(np.pi * step / steps))
        for name in names:
            first[name] = 0.9 * first[name] + 0.1 * slopes[name]
            second[name] = 0.999 * second[name] + 0.001 * slopes[name] ** 2
            move = first[name] / (1 - 0.9 ** (step + 1)) / (np.sqrt(second[name] / (1 - 0.999 ** (step + 1))) + 1e-8)
            value = getattr(net, name)
            shrink = decay * value if name in {"hidden", "out"} else 0.0
            setattr(net, name, value - now * (move + shrink))
    return net


def _side_by_side(nets: Sequence[_Net], mean: Values, spread: Values) -> Network:
    return Network(
        mean=mean.astype(np.float32),
        spread=spread.astype(np.float32),
        hidden=np.hstack([net.hidden for net in nets]).astype(np.float32),
        hidden_bias=np.concatenate([net.hidden_bias for net in nets]).astype(np.float32),
        out=(np.concatenate([net.out for net in nets]) / len(nets)).astype(np.float32),
        out_bias=float(np.mean([net.out_bias for net in nets])),
    )
