"""A turn's cost is estimated from the service's own prices, or from those published for its model."""

from __future__ import annotations

from decimal import Decimal

from fingerpost.answers.model.prices import Tokens, cost_of
from fingerpost.settings import ModelSettings, PriceSettings

USED = Tokens(input=10_000, output=500, cache_read=6_000, cache_write=1_000)


def test_own_prices_count_the_cache_apart() -> None:
    prices = PriceSettings(
        input=Decimal(3), output=Decimal(15), cache_read=Decimal("0.3"), cache_write=Decimal("3.75"), currency="GBP"
    )
    # 3,000 fresh at 3, 6,000 read at 0.3, 1,000 written at 3.75 and 500 out at 15, for a million each.
    assert cost_of(USED, ModelSettings(prices=prices)) == Decimal("0.022050")


def test_without_a_price_for_the_cache_its_tokens_cost_as_others() -> None:
    prices = PriceSettings(input=Decimal(3), output=Decimal(15))
    assert cost_of(USED, ModelSettings(prices=prices)) == Decimal("0.037500")


def test_published_prices_are_known_for_claude_and_a_read_from_the_cache_is_cheaper() -> None:
    settings = ModelSettings(name="anthropic:claude-haiku-4-5")
    cached, fresh = cost_of(USED, settings), cost_of(Tokens(10_000, 500), settings)
    assert cached is not None
    assert fresh is not None
    assert Decimal(0) < cached < fresh


def test_a_published_price_is_not_taken_for_somebody_else_s_server_or_an_unknown_model() -> None:
    assert cost_of(USED, ModelSettings(name="openai:gpt-4o", base_url="http://127.0.0.1/v1")) is None
    assert cost_of(USED, ModelSettings(name="openai:no-such-model")) is None
