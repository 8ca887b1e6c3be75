"""The network behind the finding of urgent messages learns, the same each time."""

from __future__ import annotations

import numpy as np

from fingerpost.evaluation import urgent_fit
from fingerpost.evaluation.urgent_examples import Example
from fingerpost.evaluation.urgent_fit import COLUMNS, Recipe, fit, situations
from fingerpost.safeguards.urgent.classifier import (
    LAYERS,
    TOLD,
    Layers,
    Message,
    UrgentModel,
    batch_of,
    detected,
    logits_of,
    numbered,
)

QUICK = Recipe(members=2, detectors=4, rounds=30, at_once=8, rate=0.02)


def _told() -> np.ndarray:
    return np.zeros(TOLD, dtype=np.float32)


def _cases() -> tuple[list[Example], list[Message]]:
    """Messages of five tokens, of which one of the urgent ones stands out in one dimension."""
    chance = np.random.default_rng(3)
    examples: list[Example] = []
    messages: list[Message] = []
    for place in range(32):
        states = chance.normal(0, 0.3, (5, 6)).astype(np.float32)
        urgent = place % 2
        if urgent:
            states[place % 5, 2] = 3
        examples.append(Example(f"message {place}", urgent))
        messages.append(Message(states, numbered(f"words of number {place % 4}"), _told()))
    return examples, messages


def test_one_token_that_stands_out_is_learned_wherever_it_stands():
    examples, messages = _cases()
    model = UrgentModel(fit(examples, messages, QUICK), 0.0, 0.0, "")

    odds = [model.judged(message)[0] for message in messages]

    assert min(o for o, e in zip(odds, examples, strict=True) if e.column) > 0
    assert max(o for o, e in zip(odds, examples, strict=True) if not e.column) < 0


def test_the_same_examples_give_the_same_weights():
    examples, messages = _cases()
    one, other = fit(examples, messages, QUICK), fit(examples, messages, QUICK)

    assert all(np.array_equal(one[name], other[name]) for name in LAYERS)


def test_members_side_by_side_say_the_mean_of_what_each_says():
    examples, messages = _cases()
    batch = batch_of(messages)

    def said(layers: Layers) -> np.ndarray:
        return logits_of(layers, batch, detected(layers, batch)[0])

    alone = [urgent_fit._fit_one(examples, messages, QUICK, seed, None) for seed in range(2)]  # pyright: ignore[reportPrivateUsage]

    assert np.allclose(
        said(fit(examples, messages, QUICK)), (said(alone[0]) + said(alone[1])) / 2, rtol=1e-3, atol=1e-3
    )


def test_the_slopes_are_those_of_the_loss():
    _, messages = _cases()
    batch = batch_of(messages[:8])
    chance = np.random.default_rng(1)
    layers = urgent_fit._beginning(6, 4, chance)  # pyright: ignore[reportPrivateUsage]
    layers = {name: values + chance.normal(0, 0.1, values.shape).astype(np.float32) for name, values in layers.items()}
    wanted = np.eye(COLUMNS, dtype=np.float32)[np.arange(8) % 3]
    share = np.ones((8, 1), dtype=np.float32)

    def loss(changed: Layers) -> float:
        logits = logits_of(changed, batch, detected(changed, batch)[0]).astype(np.float64)
        logits -= logits.max(axis=1, keepdims=True)
        return float(-(wanted * (logits - np.log(np.exp(logits).sum(axis=1, keepdims=True)))).sum() / 8)

    slopes = urgent_fit._slopes(layers, batch, wanted, share, 0.0, chance)  # pyright: ignore[reportPrivateUsage]
    for name in LAYERS:
        at = np.unravel_index(int(np.abs(slopes[name]).argmax()), slopes[name].shape)
        step = np.zeros_like(layers[name])
        step[at] = 1e-2
        up, down = loss({**layers, name: layers[name] + step}), loss({**layers, name: layers[name] - step})
        assert np.isclose((up - down) / 2e-2, slopes[name][at], rtol=0.03, atol=1e-4), name


def test_what_is_made_from_a_message_stays_in_its_situation():
    _, messages = _cases()
    examples = [
        Example("one", 1, situation="a named one"),
        Example("two", 0),
        Example("one, two", 1, parent="one", situation="a named one"),
        Example("two slipped", 0, parent="two"),
        Example("the same as two", 0),
    ]
    read = [messages[0], messages[1], messages[2], messages[3], messages[1]]

    found = situations(examples, read)

    assert found[0] == found[2] == "a named one"
    assert found[1] == found[3] == found[4]
