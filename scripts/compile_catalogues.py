"""Compile the interface's catalogues, ``fingerpost.po`` to ``fingerpost.mo``, as gettext reads them.

Run it after changing a phrase: ``make catalogues``. The same ``.po`` always gives the same ``.mo``.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).resolve().parent.parent / "src/fingerpost/interfaces/wording/locales"
MOMENT = datetime(1970, 1, 1, tzinfo=UTC)
"""What stands in the header instead of the time of compiling, which would make every ``.mo`` differ."""


def compiled(file: Path) -> bytes:
    """Return the ``.mo`` of a ``.po`` file. Raises ``babel.messages.pofile.PoFileError`` for one that is malformed."""
    with file.open("rb") as opened:
        catalogue = read_po(opened, locale=file.parents[1].name, abort_invalid=True)
    catalogue.creation_date = catalogue.revision_date = MOMENT
    made = BytesIO()
    write_mo(made, catalogue)
    return made.getvalue()


def main() -> int:
    """Compile every catalogue, and say which changed."""
    for file in sorted(LOCALES.glob("*/LC_MESSAGES/fingerpost.po")):
        target = file.with_suffix(".mo")
        made = compiled(file)
        if not target.exists() or target.read_bytes() != made:
            target.write_bytes(made)
            print(f"compiled {file.relative_to(LOCALES)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
