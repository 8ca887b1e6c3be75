"""When a source stops answering, so that a broken server costs minutes and not a night."""

from __future__ import annotations

from fingerpost.content.fetch import ServerFailedError
from fingerpost.errors import FetchError, SourceError

MAX_IN_A_ROW = 10
"""After so many addresses in a row at which the server failed, a source is taken to be down."""


class Failures:
    """Counts the failures of one source that come one after another.

    Args:
        source: the source's name, for the error.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._in_a_row = 0

    def passed(self) -> None:
        """Note that an address was read."""
        self._in_a_row = 0

    def failed(self, problem: FetchError) -> str:
        """Note that an address could not be read and return the reason, on one line.

        Raises:
            SourceError: the server has failed at too many addresses in a row.
        """
        if isinstance(problem, ServerFailedError):
            self._in_a_row += 1
        if self._in_a_row >= MAX_IN_A_ROW:
            raise SourceError(
                f"the server failed at {self._in_a_row} addresses in a row; the last said: {problem.what}",
                where=f"source {self._source!r}",
                fix="try again later; nothing of this source is taken out of the index",
            )
        return problem.what
