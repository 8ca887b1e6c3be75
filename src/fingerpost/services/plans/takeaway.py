"""What a plan is called and says when it is taken away: the words around it, in a language, and whole addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fingerpost.services.journeys.words import day_words
from fingerpost.services.plans.model import PlanLink, Step


@dataclass(frozen=True, slots=True)
class Around:
    """The words that stand around a plan's own, in the language ``locale``.

    ``made`` says by whom and when it was taken away. ``site`` is the address that the service's own pages start with.
    ``unshown`` is said in a PDF where a letter could not be drawn. ``as_of`` has a place for ``{date}``.
    """

    locale: str
    title: str
    made: str
    site: str
    check: str = "Check the pages before you act: they may have changed."
    to_do: str = "To do"
    done: str = "Done"
    nothing: str = "There is nothing in this plan."
    due: str = "By"
    documents: str = "What you need"
    links: str = "Where this comes from"
    source: str = "Saved from"
    as_of: str = "page last changed {date}"
    unshown: str = "Some letters can't be shown in this file. The Markdown file has them all."

    def day(self, day: date) -> str:
        """Return a date in words."""
        return day_words(day, self.locale)

    def address(self, link: PlanLink) -> str:
        """Return a link's whole address."""
        return self.site.rstrip("/") + link.url if link.url.startswith("/") else link.url

    def dated(self, link: PlanLink) -> str:
        """Return what is said of when a link's page was changed, or nothing."""
        return self.as_of.format(date=self.day(link.as_of)) if link.as_of else ""


def split_by_done(steps: tuple[Step, ...]) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """Return the steps still to do and those that are done, each in the plan's order."""
    return tuple(step for step in steps if not step.done), tuple(step for step in steps if step.done)
