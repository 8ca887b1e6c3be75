"""How many people a figure must be about. The settings may ask for more, and never for less."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from fingerpost.errors import SettingsError
from fingerpost.insights.records import Cell


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What a cell needs to be published.

    Attributes:
        conversations: how many conversations.
        accounts: how many accounts.
        cluster_conversations: how many conversations a discovered cluster needs.
        cluster_accounts: how many accounts a discovered cluster needs.
        geography: how many conversations a geography needs before anything is said of it.
        largest_share: the most of a cell that one account may have.
        round_to: what every count is rounded to.

    Raises:
        SettingsError: one of them is weaker than its limit.
    """

    conversations: int = 15
    accounts: int = 10
    cluster_conversations: int = 100
    cluster_accounts: int = 50
    geography: int = 200
    largest_share: float = 0.10
    round_to: int = 5

    def __post_init__(self) -> None:
        for each in fields(self):
            value, limit = getattr(self, each.name), each.default
            weaker = not 0 < value <= limit if each.name == "largest_share" else not value >= limit
            if weaker:
                side = "at most" if each.name == "largest_share" else "at least"
                raise SettingsError(
                    f"the release gate does not go this low: it must be {side} {limit}",
                    where=f"insights.{each.name}",
                    fix="leave it out, or set it stricter",
                )

    def enough(self, cell: Cell) -> bool:
        """Say whether a cell is about enough people, none of whom is too large a part of it."""
        return (
            cell.conversations >= (self.geography if is_geography(cell) else self.conversations)
            and cell.accounts >= self.accounts
            and cell.largest <= self.largest_share * cell.conversations
        )

    def enough_together(self, cells: Iterable[Cell]) -> bool:
        """Say whether some cells that share no conversation are about enough people when they are added up.

        An account may be in several of them. Where it is no longer known which accounts a cell has, the fewest accounts
        and the largest one that there might be are what counts.
        """
        listed = list(cells)
        together: dict[str, int] = {}
        unknown = [cell for cell in listed if cell.by_account is None and cell.accounts]
        for cell in listed:
            for account, count in (cell.by_account or {}).items():
                together[account] = together.get(account, 0) + count
        conversations = sum(cell.conversations for cell in listed)
        accounts = max([len(together), *(cell.accounts for cell in unknown)])
        largest = max(together.values(), default=0) + sum(cell.largest for cell in unknown)
        return (
            conversations >= (self.geography if any(map(is_geography, listed)) else self.conversations)
            and accounts >= self.accounts
            and largest <= self.largest_share * conversations
        )


def is_geography(cell: Cell) -> bool:
    """Say whether a cell is all that is known of a geography below the whole service."""
    return cell.key.category == "all" and cell.key.geo_level != "service"
