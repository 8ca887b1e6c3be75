"""A service's own duty lines, from its settings, and what each line of help is called in another language."""

from __future__ import annotations

from dataclasses import replace

from fingerpost.domain import HelpRoute
from fingerpost.safeguards.urgent.kinds import Kind
from fingerpost.safeguards.urgent.routes import DUTY_LINE, DutyLine, in_language
from fingerpost.settings import ServiceSettings


def duty_lines(service: ServiceSettings) -> tuple[DutyLine, ...]:
    """Return the service's own lines, in the order they are set."""
    return tuple(
        DutyLine(
            HelpRoute(
                key=f"{DUTY_LINE}_{number}",
                name=line.name,
                phone=line.phone,
                url=line.url,
                hours=line.hours,
                when=line.when,
                locale=service.locale,
            ),
            tuple(Kind(kind) for kind in line.kinds),
        )
        for number, line in enumerate(service.duty_lines, start=1)
    )


class HelpWords:
    """Says a line of help in a language: the service's own lines by its settings, the others by the data that ships."""

    def __init__(self, service: ServiceSettings) -> None:
        self._service = service

    def __call__(self, route: HelpRoute, locale: str) -> HelpRoute:
        """Return the line in the language's words, or as it is where there are none."""
        if not route.key.startswith(f"{DUTY_LINE}_"):
            return in_language(route, locale)
        said = self._service.duty_lines[int(route.key.rpartition("_")[2]) - 1].translations.get(locale)
        return replace(route, **said.model_dump(exclude_defaults=True), locale=locale) if said else route
