from __future__ import annotations

import numpy as np

from fingerpost.evaluation.ranking_fit import Asked, fit_answerable, fit_order


def asked(count: int, seed: int) -> list[Asked]:
    """Make questions whose worthy section is the one with the largest second feature."""
    chance = np.random.default_rng(seed)
    made: list[Asked] = []
    for _ in range(count):
        rows = chance.normal(size=(chance.integers(3, 7), 4)).astype(np.float32)
        worth = np.zeros(len(rows))
        worth[rows[:, 1].argmax()] = 1.0
        made.append(Asked(rows, worth))
    return made


def test_the_order_learns_which_feature_makes_a_section_worthy() -> None:
    network = fit_order(asked(300, 1))
    right = [network(one.rows).argmax() == one.worth.argmax() for one in asked(200, 2)]
    assert np.mean(right) > 0.9


def test_a_question_none_of_whose_sections_is_worth_anything_teaches_nothing() -> None:
    known = asked(40, 3)
    with_empty = [*known, Asked(np.ones((3, 4), np.float32), np.zeros(3))]
    assert np.array_equal(fit_order(known).hidden, fit_order(with_empty).hidden)


def test_whether_there_is_an_answer_is_learnt_as_a_likelihood() -> None:
    chance = np.random.default_rng(4)
    rows = chance.normal(size=(2_000, 5)).astype(np.float32)
    answers = rows[:, 0] > 0.2
    network = fit_answerable(rows, answers, np.ones(len(rows)))
    likely = 1 / (1 + np.exp(-network(rows)))
    assert ((likely > 0.5) == answers).mean() > 0.9
    assert 0 <= likely.min() <= likely.max() <= 1


def test_the_same_rows_give_the_same_weights() -> None:
    assert np.array_equal(fit_order(asked(30, 5)).out, fit_order(asked(30, 5)).out)
