"""The verdict on a generated sentence: every check in turn, each with a reason that can be read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from fingerpost.answers.grounding.attachment import anchor_problems, attachment_problems, column_problems
from fingerpost.answers.grounding.choices import choice_problems
from fingerpost.answers.grounding.claims import claim_problems
from fingerpost.answers.grounding.clauses import is_content, is_light
from fingerpost.answers.grounding.conditions import (
    condition_problems,
    exception_problems,
    turned_problems,
)
from fingerpost.answers.grounding.copying import copying_problems
from fingerpost.answers.grounding.figures import figure_problem
from fingerpost.answers.grounding.logic import (
    added_only_problems,
    cause_problems,
    denial_problems,
)
from fingerpost.answers.grounding.obliging import force_problems, perhaps_problems
from fingerpost.answers.grounding.order import order_problems
from fingerpost.answers.grounding.quantities import Quantity, find_quantities
from fingerpost.answers.grounding.reading import ALIKE, Case, Fact, Reading, read_case, same_figure
from fingerpost.answers.grounding.roles import possessive_problems, role_problems
from fingerpost.answers.grounding.welsh import welsh_problems
from fingerpost.answers.grounding.wording import (
    group_problems,
    name_problems,
    opposite_problems,
    strong_problems,
    unsupported,
)
from fingerpost.answers.grounding.words import Word
from fingerpost.search.embed import Embedder

_COUNTED = re.compile(r" (?:\w+ )?(?:ways|options|choices|kinds|types|things|conditions|methods|routes)\b")
_SEVERAL = re.compile(r" (?:\w+ )?\w+s\b")
_THE_TWO = re.compile(r"\bthe two (?:sides|parties|people|sums|dates|parts)\b", re.IGNORECASE)
_BOTH = 2
_LEAST_WORDS = 2
_TOO_FEW_TO_SPARE = 2
MISSING_MOST = 0.7
MISSING_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence is carried by its quotations, and if not, why: the check that failed first, and on what."""

    reasons: tuple[str, ...]

    @property
    def carried(self) -> bool:
        """Whether nothing was found against it."""
        return not self.reasons


def figure_problems(case: Case) -> Iterator[str]:
    """Yield each figure of the sentence that no quotation carries; of two that do, the one its clause is about."""
    yield from range_problems(case)
    for read in case.said.figures:
        if _counts_the_list(case, read):
            continue
        figure = _with_its_unit(case.said, read)
        holders = [
            number for number, fact in enumerate(case.facts) if any(same_figure(figure, f) for f in fact.figures)
        ]
        clause = next((c for c in case.said.clauses if c.words[0].start <= figure.start < c.words[-1].end), None)
        near = [number for number in (case.best_facts(clause) if clause else ()) if number in holders]
        facts = [case.facts[number] for number in near] or case.facts
        problem = figure_problem(
            figure, case.said.text, [(other, fact.text) for fact in facts for other in fact.figures]
        )
        if problem:
            yield problem


def _with_its_unit(reading: Reading, figure: Quantity) -> Quantity:
    """Return a bare number with the unit of the figure before it that it leaves unsaid: "8 weeks, or perhaps 12"."""
    before = next((other for other in reversed(reading.figures) if other.end <= figure.start), None)
    if figure.kind != "number" or before is None or before.kind != "duration":
        return figure
    between = reading.text[before.end : figure.start]
    if not re.fullmatch(r",? (?:or|to|of|not|but|and then)(?: \w+){0,2} ", between):
        return figure
    unit = before.written.split()[-1]
    read = find_quantities(f"{figure.written} {unit}")
    return replace(read[0], start=figure.start, end=figure.end) if len(read) == 1 else figure


def range_problems(case: Case) -> Iterator[str]:
    """Yield a span of two times that stand in two spans of the quotation: "2 to 9pm" of "2 to 5pm and 6 to 9pm"."""
    quoted = {pair for fact in case.facts for pair in _ranges(fact)}
    for first, last in _ranges(case.said):
        if (
            (first, last) not in quoted
            and any(first == start for start, _ in quoted)
            and any(last == end for _, end in quoted)
        ):
            yield "figure joined to the end of another span"


def _ranges(reading: Reading) -> Iterator[tuple[object, object]]:
    for first, second in pairwise(reading.figures):
        between = reading.text[first.end : second.start]
        if first.kind == second.kind and re.fullmatch(r"\s?(?:to|until|till|[-–])\s?(?:the )?", between):
            yield first.value, second.value


def _counts_the_list(case: Case, figure: Quantity) -> bool:
    """Say whether a number counts the items of a quoted list: "there are two ways"."""
    after = case.said.text[figure.end :]
    if figure.kind != "number" or not (_COUNTED.match(after) or (figure.written.isalpha() and _SEVERAL.match(after))):
        return False
    if figure.value == _BOTH and _THE_TWO.search(case.said.text[: figure.end + 16]):
        return True
    groups = Counter(fact.group for fact in case.facts if fact.group >= 0)
    return any(figure.value == count for count in groups.values())


def empty_problems(case: Case) -> Iterator[str]:
    """Yield a reason against a sentence that names nothing which could be checked ("You can.") or nothing quoted.

    A title or a heading may say what a sentence is about, and never all that it says: it is no quotation.
    """
    for words in _sentences(case):
        if any(word.figure for word in words):
            continue
        telling = [word for word in words if is_content(word) and not is_light(word)]
        if not telling and len(words) < _LEAST_WORDS:
            continue  # "Yes."
        if not telling:
            yield "names nothing that a quotation could carry"
        elif not any(case.best(word) >= ALIKE for word in telling):
            yield f"nothing of it is quoted: {' '.join(word.lower for word in telling[:4])}"


def _sentences(case: Case) -> list[list[Word]]:
    sentences: list[list[Word]] = [[]]
    for word in case.said.words:
        if word.mark and word.lower in {".", "!", "?", ";"}:
            sentences.append([])
        else:
            sentences[-1].append(word)
    return sentences


def word_problems(case: Case) -> Iterator[str]:
    """Yield the words that nothing quoted is like, when they are too many together to be another way of saying it."""
    missing = unsupported(case)
    said = [word for word in case.said_words() if not is_light(word)]
    weight = sum(1 - best for _, best in missing)
    # Of two words and no figure one is no small part: "low income" is not carried by "pay".
    few = len(said) == len(case.said_words()) <= _TOO_FEW_TO_SPARE and not case.said.figures
    most = 0.0 if few else MISSING_SHARE
    if weight > MISSING_MOST or (said and len(missing) / len(said) > most):
        yield f"too little in the quotation: {', '.join(word.lower for word, _ in missing[:4])}"
        return
    # A sentence that is not quoted may not hide behind one that is.
    unknown = {word.start for word, _ in missing}
    sentences = [words for words in _sentences(case) if any(not word.mark for word in words)]
    for words in sentences if len(sentences) > 1 else []:
        telling = [word for word in words if is_content(word) and not is_light(word)]
        lacking = [word for word in telling if word.start in unknown]
        if telling and len(lacking) / len(telling) >= MISSING_SHARE:
            yield f"a sentence that is not quoted: {', '.join(word.lower for word in lacking[:4])}"


CHECKS: dict[str, Callable[[Case], Iterator[str]]] = {
    "content": empty_problems,
    "claims": claim_problems,
    "figures": figure_problems,
    "attachment": attachment_problems,
    "anchors": anchor_problems,
    "columns": column_problems,
    "names": name_problems,
    "denial": denial_problems,
    "force": force_problems,
    "perhaps": perhaps_problems,
    "only": added_only_problems,
    "cause": cause_problems,
    "conditions": condition_problems,
    "turned": turned_problems,
    "exceptions": exception_problems,
    "choices": choice_problems,
    "roles": role_problems,
    "belonging": possessive_problems,
    "order": order_problems,
    "opposites": opposite_problems,
    "strength": strong_problems,
    "groups": group_problems,
    "copying": copying_problems,
    "wording": word_problems,
}
"""Every check by name, in the order in which they are made."""


def judge(
    sentence: str, facts: Sequence[Fact], context: str = "", embedder: Embedder | None = None, *, locale: str = "en"
) -> Verdict:
    """Say whether a sentence is carried by the facts quoted for it.

    Args:
        sentence: what would be shown, one sentence or two.
        facts: the quoted sentences, each with its lead-in.
        context: headings, title and whatever else a pronoun of the quotation may point at.
        embedder: compares words that are written differently; without one only known words of the same meaning count.
        locale: the language of the pages quoted. Welsh has checks of its own; any other is read as English.
    """
    if locale.partition("-")[0].lower() == "cy":
        return Verdict(tuple(welsh_problems(sentence, [fact.text for fact in facts], context)))
    case = read_case(sentence, facts, context, embedder)
    for name, check in CHECKS.items():
        for problem in check(case):
            return Verdict((f"{name}: {problem}",))
    return Verdict(())
