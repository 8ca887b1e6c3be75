"""What a turn costs, as an estimate: from the service's own prices, or those published for the model."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from fingerpost.settings import ModelSettings

_MILLION = Decimal(1_000_000)
_CENTS = Decimal("0.000001")
_PROVIDERS = {"anthropic": "anthropic", "bedrock": "aws", "vertex": "google", "openai": "openai"}


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of one or more requests. ``input`` are all that went in, ``cache_read`` and ``cache_write`` among them."""

    input: int = 0
    output: int = 0
    cache_read: int = 0
    cache_write: int = 0

    def __add__(self, other: Tokens) -> Tokens:
        return Tokens(
            self.input + other.input,
            self.output + other.output,
            self.cache_read + other.cache_read,
            self.cache_write + other.cache_write,
        )


def cost_of(tokens: Tokens, settings: ModelSettings) -> Decimal | None:
    """Return the estimated cost, to a millionth, in ``settings.prices.currency``; ``None`` where no price is known.

    Published prices (US dollars) come with ``genai-prices``, which needs no network. They are taken only where the
    model is at its provider's own address: who asks elsewhere pays somebody else's price.
    """
    prices = settings.prices
    if prices.input is not None and prices.output is not None:
        read = prices.input if prices.cache_read is None else prices.cache_read
        written = prices.input if prices.cache_write is None else prices.cache_write
        fresh = max(0, tokens.input - tokens.cache_read - tokens.cache_write)
        total = (
            fresh * prices.input
            + tokens.cache_read * read
            + tokens.cache_write * written
            + tokens.output * prices.output
        )
        return (total / _MILLION).quantize(_CENTS)
    if settings.base_url or prices.currency != "USD":
        return None
    return _published(tokens, settings)


def _published(tokens: Tokens, settings: ModelSettings) -> Decimal | None:
    from genai_prices import Usage, calc_price

    used = Usage(
        input_tokens=tokens.input,
        output_tokens=tokens.output,
        cache_read_tokens=tokens.cache_read,
        cache_write_tokens=tokens.cache_write,
    )
    try:
        found = calc_price(used, settings.model, provider_id=_PROVIDERS[settings.provider])
    except LookupError:
        return None
    return found.total_price.quantize(_CENTS)
