"""Patterns of paths, as the settings write them."""

from __future__ import annotations

import re
from functools import lru_cache

_PIECES = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


@lru_cache(maxsize=1024)
def glob_pattern(glob: str) -> re.Pattern[str]:
    """Return a glob as a pattern for a whole path: ``**/`` is any folders or none, ``*`` stays in one folder.

    Letters match in either case.
    """
    pieces = re.findall(r"\*\*/|\*\*|\*|\?|[^*?]+", glob)
    return re.compile("".join(_PIECES.get(piece) or re.escape(piece) for piece in pieces), re.IGNORECASE)
