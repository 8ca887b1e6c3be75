"""What a person is asked back when the answer turns on something they have not said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClarificationOption:
    """One button.

    ``label`` is what it says; ``words`` what it adds to the question; ``question`` the whole question it asks. The
    other fields say where the guidance makes this difference: ``quote`` is the title, heading, table cell or sentence
    of the section that does, word for word.
    """

    label: str
    words: str
    question: str
    section_id: str = ""
    title: str = ""
    heading_path: tuple[str, ...] = ()
    url: str = ""
    quote: str = ""
    locale: str = "en"


@dataclass(frozen=True, slots=True)
class Clarification:
    """One short question back, with two to five options that exclude one another.

    ``dimension`` is what is asked for: a facet ("nation", "age", "home"…), or "which" where the guidance itself makes
    a difference that has no name. ``unsure`` is the button for somebody who can't say: nothing more is asked of them.
    ``question`` and the buttons are in ``locale``.
    """

    dimension: str
    question: str
    options: tuple[ClarificationOption, ...]
    unsure: ClarificationOption
    locale: str = "en"
