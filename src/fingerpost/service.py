"""One opened service: its settings, its index, its store and the assistant that answers from them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import EntryPoint, entry_points
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fingerpost import __version__
from fingerpost.answers.clarify import clarify
from fingerpost.answers.compose import Composer
from fingerpost.answers.confidence import confidence
from fingerpost.answers.easy_read import EasyReader
from fingerpost.answers.finding import Found
from fingerpost.answers.follow_ups import FollowUps
from fingerpost.answers.intent import intent_reader
from fingerpost.answers.language.across import Across, search_across
from fingerpost.answers.language.detect import detect
from fingerpost.answers.model.judge import open_judge
from fingerpost.answers.understand import read_question
from fingerpost.assistant import Assistant, Parts
from fingerpost.domain import Answer, Contact, EasyRead, Finding, Passage, Record
from fingerpost.errors import QuestionError, SettingsError
from fingerpost.safeguards.attacks import Attacks
from fingerpost.safeguards.guard import Guard, Safeguard, guard_with
from fingerpost.safeguards.harm import Harm
from fingerpost.safeguards.judge import Judge
from fingerpost.safeguards.personal_data import Protected, Protector
from fingerpost.safeguards.personal_data.known_words import KnownWords, read_known
from fingerpost.safeguards.policy import Policies, Policy
from fingerpost.safeguards.urgent import UrgentSafeguard
from fingerpost.safeguards.urgent.duty_lines import HelpWords, duty_lines
from fingerpost.search.embed import Embedder, open_embedder
from fingerpost.search.index import Index
from fingerpost.search.rank import is_guidance, rank
from fingerpost.search.recall import RecallingEmbedder
from fingerpost.search.rerank import fits, shipped
from fingerpost.services.offers import offering_of, tools_of
from fingerpost.settings import Settings, load_settings

if TYPE_CHECKING:
    from fingerpost.conversations.store import ConversationStore


# A vocabulary grows little after this many sections, and reading more would hold up the first question.
_SECTIONS_FOR_WORDS = 5_000


class Service:
    """An opened service, ready to answer. Use it as a context manager, or call ``close``.

    Attributes:
        settings: what the service was set to.
        embedder: turns text into vectors; the index was made by the same one.
        index: the guidance, as the last sync left it.
        protect: takes personal data out of a text. It leaves alone what the guidance itself talks of.
        assistant: answers questions.
    """

    def __init__(self, settings: Settings, embedder: Embedder, index: Index) -> None:
        self.settings = settings
        self.embedder = RecallingEmbedder(embedder)
        self.index = index
        self._store: ConversationStore | None = None
        self._store_lock = threading.Lock()
        self._known: tuple[str, KnownWords] = ("", KnownWords())
        secret = settings.server.secret_key
        self.protect = Protector(self.known_words, secret.get_secret_value().encode() if secret else b"")
        self._made_of = self._parts()
        self.assistant = Assistant(self._made_of)
        self._easy_reader = EasyReader()

    @classmethod
    def open(cls, folder: Path | str = ".") -> Service:
        """Open the service in a folder.

        Raises:
            SettingsError: ``fingerpost.toml`` is missing or wrong.
            IndexMissingError: the service has not been synced yet.
            IndexMismatchError: the index was made by another embedder.
            ModelFileError: a model file is missing or altered.
        """
        return cls.of(load_settings(folder))

    @classmethod
    def of(cls, settings: Settings) -> Service:
        """Open the service that these settings describe. Raises what ``open`` raises."""
        embedder = open_embedder(settings.index.embedder)
        return cls(settings, embedder, Index.open(settings.index_uri, embedder))

    def assistant_with(self, composer: Composer) -> Assistant:
        """Return an assistant made of the same parts with another composer, such as a hostile one that tests it."""
        return Assistant(replace(self._made_of, composer=composer))

    @property
    def fallback_composer(self) -> Composer | None:
        """What quotes the guidance where a model gives no answer; ``None`` where there is no model to stand in for."""
        return getattr(self._composer, "fallback", None)

    @property
    def store(self) -> ConversationStore:
        """Where conversations are kept; opened, and its tables made, when first used."""
        # Imported here because SQLAlchemy takes half a second, and a question at the command line keeps nothing.
        from fingerpost.conversations.store import ConversationStore
        from fingerpost.conversations.submission_seals import submission_seals

        with self._store_lock:
            if self._store is None:
                self._store = ConversationStore.open(
                    self.settings.database_url,
                    max_turns=self.settings.conversations.max_turns,
                    protect=self.protect,
                    tombstones=self.settings.tombstones,
                    seal=submission_seals(self.settings),
                )
            return self._store

    def search(
        self, query: str, *, locale: str | None = None, limit: int | None = None, closely: bool = True
    ) -> list[Passage]:
        """Return the passages found for a query, best first.

        Args:
            query: words or a question.
            locale: the language of the pages wanted; the service's own by default.
            limit: the most passages to return; ``search.passages`` by default.
            closely: read the best of what was found again, token by token. Quick without.

        Raises:
            QuestionError: the query is empty, too long or no text, or the service has no guidance in that language.
        """
        search = self.settings.search
        query = read_question(query, limit=self.settings.answers.max_question_characters)
        return rank(
            self.index,
            self.embedder,
            query,
            locale=served_locale(self.settings, locale),
            candidates=search.candidates,
            passages=limit or search.passages,
            kind_weights=search.kind_weights,
            source_weights={source.name: source.weight for source in self.settings.sources},
            closely=closely,
        )

    def easy_read(self, answer: Answer) -> EasyRead:
        """Return an answer in short lines, one idea each, with every citation it has."""
        return self._easy_reader.read(answer)

    def replay(self, answer: Answer, *, locale: str | None = None, history: Sequence[Answer] = ()) -> Answer:
        """Return a model's answer made again from what the model proposed then. No model is asked.

        Every other step is taken anew, so the answer compares equal while the guidance and the settings are the same,
        and what the guidance no longer says is no longer shown.

        Args:
            answer: one that a model was asked for, from the store or fresh.
            locale: the language it was asked in, where that was not the service's own.
            history: the earlier answers of its conversation, oldest first.

        Raises:
            QuestionError: no model was asked for this answer, or what it proposed was not kept.
        """
        from fingerpost.answers.model.proposal import Proposal
        from fingerpost.answers.model.replay import ReplayComposer

        if not answer.proposed:
            raise QuestionError(
                "no model proposed anything for this answer",
                where="answer.proposed",
                fix="ask the question again: an extractive answer comes out the same",
            )
        made_of, record = self._made_of, answer.record

        def kept(question: str, _: Sequence[Answer]) -> Protected:
            # Its personal data was taken out then, and what stands in its place says what it was.
            return Protected(question, tuple(Finding(label, 0, 0, 1.0) for label in answer.removed))

        composer = ReplayComposer(
            Proposal.from_json(answer.proposed),
            self.index.sections,
            name=record.composer,
            fallback=getattr(self._composer, "fallback", self._composer),
        )
        again = Assistant(
            replace(
                made_of,
                composer=composer,
                versions=lambda: replace(made_of.versions(), composer=record.composer, prompt=record.prompt),
                protect=kept,
                # It let the question by then. Asked again, a model may say something else.
                guard=self._guard_with(None),
            )
        )
        return again.ask(answer.question, locale=locale, history=history)

    def search_across(self, question: str, language: str, *, locale: str | None = None) -> Across | None:
        """Look for a question in the pages of its own language, or else in English ones.

        Args:
            question: in its own words.
            language: the question's, as ``detect`` tells it.
            locale: the language wanted where the question's can't be told; the service's own by default.

        Returns:
            Everything found, best first; ``None`` when questions in this language can't be answered.

        Raises:
            QuestionError: see ``search``.
        """

        longest = self.settings.answers.max_question_characters

        def search(words: str, *, locale: str | None) -> list[Passage]:
            # English words for a Welsh question may be longer than it was.
            return self.search(words[:longest], locale=locale, limit=2 * self.settings.search.candidates)

        wanted = served_locale(self.settings, locale)
        return search_across(question, language, search, wanted=wanted, served=self.settings.service.locales)

    def known_words(self) -> KnownWords:
        """Return the words of the guidance, which are nobody's name; read again when the index has a new release."""
        release = self.index.release.version
        if self._known[0] != release:
            sections = list(self.index.wording(most=_SECTIONS_FOR_WORDS))
            titles = {title for section in sections for title in section[:-1]}
            self._known = (release, read_known(titles, (section[-1] for section in sections)))
        return self._known[1]

    def versions(self) -> Record:
        """Return the versions that an answer would be made with now."""
        return self._made_of.versions()

    def close(self) -> None:
        """Let go of the store, and of a model's connections. Safe to call twice."""
        getattr(self._composer, "close", lambda: None)()
        if self._judge is not None:
            self._judge.close()
        with self._store_lock:
            if self._store is not None:
                self._store.close()
                self._store = None

    def __enter__(self) -> Service:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _parts(self) -> Parts:
        settings = self.settings
        composer = self._composer = open_composer(settings, self.embedder, self.index)
        self._judge = open_judge(settings)

        def versions() -> Record:
            release = self.index.release
            return Record(
                index_version=release.version,
                content_version=release.content_version,
                embedder=release.embedder,
                composer=composer.name,
                prompt=composer.prompt,
                release=__version__,
                ranking=shipped().version if fits(self.embedder) else "",
            )

        def find(question: str, *, locale: str | None, language: str = "") -> Found | None:
            across = self.search_across(question, language, locale=locale)
            if across is None:
                return None
            likely = confidence(across.query, across.passages, sections=self.index.release.sections)
            shown = across.passages[: settings.search.passages]
            return Found(across.query, shown, likely, (across.notice,) if across.notice else ())

        contact = settings.service.contact
        return Parts(
            protect=self.protect,
            find=find,
            composer=composer,
            lookup=self.index.sections,
            versions=versions,
            contact=Contact(**contact.model_dump()),
            is_guidance=lambda kind: is_guidance(kind, settings.search.kind_weights),
            attributions={source.name: source.attribution for source in settings.sources if source.attribution},
            answer_threshold=settings.answers.answer_threshold,
            partial_threshold=settings.answers.partial_threshold,
            longest_question=settings.answers.max_question_characters,
            locale=settings.service.locale,
            detect=detect,
            rephrase=FollowUps(lambda question: self.search(question, limit=settings.search.candidates, closely=False)),
            read_intent=intent_reader(self.embedder),
            clarify=clarify if settings.answers.clarify else None,
            embedder=self.embedder,
            guard=self._guard_with(self._judge),
            help_in=HelpWords(settings.service),
            offer=offering_of(settings, self.embedder),
        )

    def _guard_with(self, judge: Judge | None) -> Guard:
        settings = self.settings.service
        urgent = UrgentSafeguard(self.embedder, nation=settings.nation, duty_lines=duty_lines(settings))
        return guard_with([urgent, *question_safeguards(self.settings, self.embedder, judge=judge)])


def question_safeguards(settings: Settings, embedder: Embedder, *, judge: Judge | None = None) -> tuple[Safeguard, ...]:
    """Return what reads a question beside ``urgent``: attacks, harm, and what this service does not answer.

    Args:
        settings: the service whose policies are taken.
        embedder: the opened embedder.
        judge: a model that is asked as well. Whoever opened it closes it.

    Raises:
        ModelFileError: the weights that ship are missing or altered.
    """
    policies = [Policy(**each.model_dump()) for each in settings.policy]
    return (Attacks(embedder, judge=judge), Harm(embedder, judge=judge), Policies(policies, embedder))


def served_locale(settings: Settings, asked: str | None) -> str:
    """Return the language asked for, or the service's own. Raises ``QuestionError`` for one it has no guidance in."""
    offered = settings.service.locales
    if asked is None:
        return settings.service.locale
    if asked not in offered:
        raise QuestionError(
            "the service has no guidance in this language", where="locale", fix=f"use one of: {', '.join(offered)}"
        )
    return asked


def open_composer(settings: Settings, embedder: Embedder, index: Index) -> Composer:
    """Return the composer the settings name.

    It is looked up among the entry points ``fingerpost.composers`` and called as
    ``Composer(embedder, page_sections, most=...)``, with the whole ``settings`` too if it takes them.

    Raises:
        SettingsError: no installed package has a composer of that name.
    """
    named: dict[str, EntryPoint] = {point.name: point for point in entry_points(group="fingerpost.composers")}
    wanted = settings.answers.composer
    if wanted not in named:
        raise SettingsError(
            f"there is no composer called {wanted!r}",
            where="answers.composer",
            fix=f"use one of: {', '.join(sorted(named))}",
        )
    build: Any = named[wanted].load()
    takes: dict[str, Any] = {"settings": settings} if "settings" in signature(build).parameters else {}
    if settings.model.tools and "tools" in signature(build).parameters:
        takes["tools"] = tools_of(settings)
    return build(embedder, index.page_sections, most=settings.answers.max_sentences, **takes)
