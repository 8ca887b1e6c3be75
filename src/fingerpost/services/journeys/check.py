"""Walk every path of a journey over the answers where it may turn, and say what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from fingerpost.services.journeys.boundaries import Boundaries
from fingerpost.services.journeys.completeness import bad_links, untranslated
from fingerpost.services.journeys.conditions import Name, Value, names, read_condition
from fingerpost.services.journeys.engine import Known, OutsideCalculationError, matching, shown_sections
from fingerpost.services.journeys.model import Journey, Outcome, Question
from fingerpost.services.journeys.references import conditions_of
from fingerpost.services.journeys.variables import variables
from fingerpost.services.journeys.words import answer_words


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        kind: its fixed name: ``unreachable``, ``dead_end``, ``loop``, ``overlap``, ``not_asked``, ``empty``,
            ``calculator_outside``, ``untranslated``, ``bad_link`` or ``unused``.
        where: the part of the journey.
        what: what is wrong, in words.
        path: answers that lead to it, as they are read; empty where no path does.
    """

    kind: str
    where: str
    what: str
    path: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f" (after {'; '.join(self.path)})" if self.path else "")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a walk found.

    Attributes:
        journey: its name.
        paths: how many paths there are over the answers tried.
        steps: how many answers were tried; paths that can only go on alike are walked once.
        findings: what is wrong; empty where all is well.
    """

    journey: str
    paths: int
    steps: int
    findings: tuple[Finding, ...]


def check(journey: Journey, *, today: date) -> Checked:
    """Return what is wrong with a journey, by walking every path of it.

    Args:
        journey: the journey; its names are right, or it would not have been read.
        today: the day it is walked on.
    """
    walk = _Walk(journey, today)
    paths = walk.visit(journey.questions[0], {}, ())
    for finding in untranslated(journey):
        walk.found("untranslated", *finding)
    for finding in bad_links(journey):
        walk.found("bad_link", *finding)
    for question in _unused(journey):
        walk.found("unused", f"questions.{question.key}", "nothing looks at its answer: do not ask for it")
    walk.never_met()
    return Checked(journey.name, paths, walk.steps, tuple(walk.findings.values()))


class _Walk:
    def __init__(self, journey: Journey, today: date) -> None:
        self.journey = journey
        self.today = today
        self.boundaries = Boundaries(journey, today)
        self.steps = 0
        self.findings: dict[tuple[str, str, str], Finding] = {}
        self._matter = _answers_that_matter(journey)
        self._paths: dict[object, int] = {}
        self._met: set[object] = set()

    def found(self, kind: str, where: str, what: str, path: tuple[str, ...] = ()) -> None:
        self.findings.setdefault((kind, where, what), Finding(kind, where, what, path))

    def visit(self, question: Question, answers: Mapping[str, Value], path: tuple[str, ...]) -> int:
        """Walk on from a question and return how many paths there are from it to an outcome."""
        where = f"questions.{question.key}"
        if question.key in answers:
            self.found("loop", where, "it is met a second time, so its path never ends", path)
            return 0
        # Two paths that differ only in answers nothing later looks at go on alike.
        alike = (question.key, frozenset((key, answers[key]) for key in self._matter[question.key] if key in answers))
        if alike not in self._paths:
            self._met.add(question.key)
            values = self.boundaries.values(question, answers)
            if not values:
                self.found("dead_end", where, "no answer to it can be taken", path)
            self._paths[alike] = sum(self._answered(question, value, answers, path) for value in values)
        return self._paths[alike]

    def _answered(self, question: Question, value: Value, before: Mapping[str, Value], path: tuple[str, ...]) -> int:
        self.steps += 1
        answers = {**before, question.key: value}
        path = (*path, f"{question.key}: {answer_words(question, value, self.journey.languages[0]) or 'nothing'}")
        known = Known(self.journey, answers)
        try:
            to = self._rule(question, known, path)
            if isinstance(to, Outcome):
                return self._ended(to, known, path)
        except OutsideCalculationError as outside:
            key = self.journey.calculations[outside.name].outside
            if key is None:
                said = "it can't be worked out for these answers, and names no outcome for that ('outside')"
                self.found("calculator_outside", f"calculations.{outside.name}", said, path)
                return 0
            self._met.add(key)
            return 1
        return self.visit(to, answers, path) if to else 0

    def _rule(self, question: Question, known: Known, path: tuple[str, ...]) -> Question | Outcome | None:
        where = f"questions.{question.key}"
        unknown: list[Name] = []

        def look(name: Name) -> Value:
            value = known(name)
            if value is None:
                unknown.append(name)
            return value

        # What stands after an 'and' that is settled already is not looked at, so it need not be known.
        matched = matching(question, look, self.today)
        for name in unknown:
            self._is_known(name, known, where, path)
        if not matched:
            self.found("dead_end", where, "none of its rules holds for this answer", path)
            return None
        if len({rule.to for rule in matched}) > 1:
            ways = ", ".join(f"'{rule.to}'" for rule in matched)
            self.found("overlap", where, f"more than one of its rules holds: to {ways}", path)
        self._met.add((question.key, question.rules.index(matched[0])))
        to = matched[0].to
        return self.journey.question(to) or self.journey.outcome(to)

    def _is_known(self, name: Name, known: Known, where: str, path: tuple[str, ...]) -> None:
        asked = self.journey.question(name.name)
        if known(name) is None and not (asked and asked.optional and asked.key in known.answers):
            shown = f"{name.name}.{name.part}" if name.part else name.name
            self.found("not_asked", where, f"it looks at '{shown}', which is not known by then", path)

    def _ended(self, outcome: Outcome, known: Known, path: tuple[str, ...]) -> int:
        self._met.add(outcome.key)
        where = f"outcomes.{outcome.key}"
        sections = shown_sections(outcome, known, self.today)
        self._met.update((outcome.key, outcome.sections.index(section)) for section in sections)
        if outcome.body is None and not sections:
            self.found("empty", where, "it says nothing for these answers", path)
        shown = outcome.model_copy(update={"sections": sections})
        for name in variables(shown):
            self._is_known(name, known, where, path)
        return 1

    def never_met(self) -> None:
        """Find what no path leads to."""
        for question in self.journey.questions:
            if question.key not in self._met:
                self.found("unreachable", f"questions.{question.key}", "no path leads to it")
                continue
            for number in range(len(question.rules)):
                if (question.key, number) not in self._met:
                    self.found("unreachable", f"questions.{question.key}.next[{number}]", "this rule is never taken")
        for outcome in self.journey.outcomes:
            if outcome.key not in self._met:
                self.found("unreachable", f"outcomes.{outcome.key}", "no path leads to it")
                continue
            for number in range(len(outcome.sections)):
                if (outcome.key, number) not in self._met:
                    self.found("unreachable", f"outcomes.{outcome.key}.sections[{number}]", "it is never shown")


def _unused(journey: Journey) -> Iterator[Question]:
    """Yield the questions that nothing rests on. What is sent in at the end holds every answer."""
    if any(outcome.submission for outcome in journey.outcomes):
        return
    looked = {name for _, written in conditions_of(journey) for name in names(read_condition(written))}
    used = _behind(journey, looked.union(*(variables(outcome) for outcome in journey.outcomes)))
    yield from (question for question in journey.questions if question.key not in used)


def _answers_that_matter(journey: Journey) -> Mapping[str, frozenset[str]]:
    """Return, for each question, the answers that anything from it on may look at."""
    used: dict[str, set[str]] = {}
    for question in journey.questions:
        looked = {name for rule in question.rules if rule.when for name in names(read_condition(rule.when))}
        used[question.key] = {question.key, *_behind(journey, looked)}
    for outcome in journey.outcomes:
        looked = {name for section in outcome.sections if section.when for name in names(read_condition(section.when))}
        used[outcome.key] = _behind(journey, looked | set(variables(outcome)))
    changed = True
    while changed:
        changed = False
        for question in journey.questions:
            mine = used[question.key]
            more = set[str]().union(*(used.get(rule.to, set[str]()) for rule in question.rules))
            changed = changed or not more <= mine
            mine |= more
    return {key: frozenset(matters) for key, matters in used.items()}


def _behind(journey: Journey, looked: set[Name]) -> set[str]:
    """Return the questions whose answers stand behind names, through calculations too."""
    found: set[str] = set()
    for name in looked:
        if name.part:
            found |= set(journey.calculations[name.name].inputs.values())
        else:
            found.add(name.name)
    return found
