"""Messages from somebody who may come to serious harm, and where to get help at once.

``UrgentSafeguard`` reads a message by the patterns of ``signals`` and by a small ``classifier``. ``routes`` holds the
helplines of the four nations with the day they were checked. docs/explanation/urgent.md has the definition and figures.
"""

from fingerpost.safeguards.urgent.kinds import KINDS, Kind
from fingerpost.safeguards.urgent.routes import DutyLine, in_language, unchecked
from fingerpost.safeguards.urgent.safeguard import UrgentSafeguard

__all__ = ["KINDS", "DutyLine", "Kind", "UrgentSafeguard", "in_language", "unchecked"]
