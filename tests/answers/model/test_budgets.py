"""A turn's budgets of tokens and cost are kept to before anything is sent."""

from __future__ import annotations

from decimal import Decimal

from fingerpost.answers.compose import QUOTED_INSTEAD
from fingerpost.answers.model.asking import Ended
from tests.answers.model.asked import ANSWER, PRICES, Open, ended, passages


def test_the_last_passages_are_left_out_to_keep_to_the_budget_of_tokens(open_composer: Open) -> None:
    composer, server = open_composer(ANSWER, max_input_tokens=4_000)
    composer.compose("How much is a permit?", passages(200))
    sent = server.requests[0].body["messages"][0]["content"][0]["text"]
    count = sent.count("<passage-")
    assert 1 <= count < 200
    assert 'id="p1"' in sent
    assert len(server.requests[0].text.encode()) / 3 < 4_600


def test_a_turn_that_costs_too_much_is_not_asked(open_composer: Open) -> None:
    composer, server = open_composer(ANSWER, prices=PRICES, max_cost=Decimal("0.001"))
    draft = composer.compose("How much is a permit?", passages())
    assert (draft.notices, ended(draft)) == ((QUOTED_INSTEAD,), Ended.BUDGET)
    assert server.requests == []


def test_passages_are_left_out_to_keep_to_the_budget_of_cost(open_composer: Open) -> None:
    composer, server = open_composer(ANSWER, prices=PRICES, max_cost=Decimal("0.021"), max_input_tokens=100_000)
    draft = composer.compose("How much is a permit?", passages(200))
    assert 1 <= server.requests[0].text.count("<passage-") < 200
    assert draft.usage is not None
    assert draft.usage.cost is not None
    assert draft.usage.cost <= Decimal("0.021")
