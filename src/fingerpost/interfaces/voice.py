"""Which language the words around an answer are in, where no web page decides it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace

from fingerpost.domain import Answer, Contact
from fingerpost.interfaces.wording import Catalogue, open_catalogues, speaking
from fingerpost.settings import Settings


class Voice:
    """Speaks for one service.

    Raises:
        SettingsError: the service's own wording can't be used.
    """

    def __init__(self, settings: Settings) -> None:
        self._service = settings.service
        self._catalogues = open_catalogues(settings.folder, settings.service.locales)

    @contextmanager
    def of(self, answer: Answer, wanted: str | None = None) -> Generator[Answer]:
        """Speak the language wanted, else the question's, else the service's own, within the block.

        Yields:
            The answer, with the service's contact as it is said in that language.
        """
        words = self._words(wanted, answer.language)
        own = Contact(**self._service.contact.model_dump())
        said = Contact(**self._service.in_language(words.locale).contact.model_dump())
        with speaking(words):
            yield replace(answer, contact=said) if answer.contact == own else answer

    @contextmanager
    def meanwhile(self, wanted: str | None = None) -> Generator[None]:
        """Speak the language wanted, else the service's own, within the block: before the question's is known."""
        with speaking(self._words(wanted)):
            yield

    def _words(self, *first: str | None) -> Catalogue:
        wanted = (*first, self._service.locale, *self._catalogues)
        return next(self._catalogues[each] for each in wanted if each in self._catalogues)
