"""Whether a sentence keeps the conditions, exceptions and limits of what it takes from its quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from fingerpost.answers.grounding.clauses import Clause, is_content, is_light, is_no_denial
from fingerpost.answers.grounding.figures import figure_problem
from fingerpost.answers.grounding.force import Force
from fingerpost.answers.grounding.lexicon import (
    CONDITIONS,
    DAYS,
    EXCEPTIONS,
    NATIONS,
    NEGATED,
    OPPOSITES,
    PERHAPS,
    ROUGHLY,
    SOME,
    SUBJECTS,
    USUALLY,
    word_set,
)
from fingerpost.answers.grounding.quantities import Quantity, find_quantities
from fingerpost.answers.grounding.reading import Case, Fact, Reading
from fingerpost.answers.grounding.words import Word

_ON_THE_FIRST = re.compile(r"\b(?:on|at|in|during) (?:a|the|your|their|its) first\b")
_KEPT = 0.5
_SUBJECTS = SUBJECTS | word_set("your their the")
_COVERED = 0.5
_TURNED = 0.7
_DENY = word_set("not no never without nothing nobody none neither")
_MAY_TURN = frozenset(
    ("if", "unless", "when", "only if", "as long as", "provided", "provided that", "except if", "but not")
)
_HARD = word_set("impossible unable hard avoid avoiding late wrong fail fails refuse refuses lose without badly")
_MARKERS = {phrase[0] for phrase in CONDITIONS} | {"only", "must", "need", "without"}
_EXCLUSIVE = re.compile(r"\b(?:only|solely|exclusively)\b", re.IGNORECASE)
_AS_EXCLUSIVE = word_set(
    """only just solely exclusively alone must need needs required unless except until nothing nobody other not no
    cannot limited without have has restricted never"""
)
# A sentence that takes over what is hedged must hedge it too, by any word of the kind.
_HEDGE_CARRIERS: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (USUALLY, USUALLY | PERHAPS),
    (SOME, SOME | USUALLY | PERHAPS | word_set("many few these those any")),
    (ROUGHLY, ROUGHLY | frozenset(("up", "estimate", "estimated"))),
)
_FEW = 2
_AS_EXCEPTION = EXCEPTIONS | word_set("only if not no without besides exempt when where cannot never who must need")
_ONLY = word_set("only just solely exclusively alone")
_MAY_BE_LEFT_OUT = frozenset(("depending on", "even if", "while", "whose"))
# A sentence that opens so takes back part of the one before it.
_LIMITS = re.compile(
    r"^(?:however|but|unless|except|otherwise|if not|if you do not|this does not|this only|it does not|there are"
    r" exceptions)\b",
    re.IGNORECASE,
)
_AS_A_RULE = re.compile(
    r"\b(?:as a rule|in general|on the whole|by and large|for the most part|most of the time|more often than not)\b",
    re.IGNORECASE,
)
_ANY = re.compile(r"\b(?:any(?: one)? of|one (?:or more )?of|either|at least one|any)\b", re.IGNORECASE)
_ALL = re.compile(r"\b(?:all|both|each|every)\b", re.IGNORECASE)


def choice_of(lead: str, items: Sequence[str]) -> str:
    """Return "any" when one item of a list is enough, "all" when every one counts, or nothing when it doesn't say."""
    if _ANY.search(lead) or any(re.search(r",? or$", item) for item in items):
        return "any"
    if _ALL.search(lead) or any(re.search(r",? and$", item) for item in items):
        return "all"
    conditional = re.search(r"\b(?:if|when|where|unless|who|by|for example|such as|including)\b", lead)
    return "all" if re.search(r"\b(?:must|need to|needs to|have to)\b", lead) and not conditional else ""


def condition_problems(case: Case) -> Iterator[str]:
    """Yield each condition that governs what the sentence says and that the sentence leaves out."""
    lost = {number: list(_lost(case, number, fact)) for number, fact in enumerate(case.facts)}
    groups: set[int] = set()
    for number in sorted(case.kept):
        fact = case.facts[number]
        yield from (problem for start, problem in lost[number] if fact.group < 0 or start >= len(fact.lead))
        groups |= {fact.group} - {-1}
        following = number + 1
        if fact.group < 0 and following < len(case.facts) and following not in case.kept:
            limit = case.facts[following]
            words = [word for word in limit.words if is_content(word)]
            if limit.group < 0 and _LIMITS.match(limit.text) and case.covered(following, words) < _COVERED:
                yield f"limit left out: {' '.join(limit.text.split()[:8])}"
    for group in sorted(groups):
        # Under "if", a list's items are conditions: any one of them where one is enough, else every one.
        items = [(fact, lost[number]) for number, fact in enumerate(case.facts) if fact.group == group]
        of_lead = [[problem for start, problem in found if start < len(fact.lead)] for fact, found in items]
        problems = [found[0] for found in of_lead if found]
        if problems and (len(problems) == len(items) or _every_item_counts(items[0][0])):
            yield problems[0]


def _every_item_counts(fact: Fact) -> bool:
    """Say whether each item of a list under "if" counts: under "if you:", not "if one of these is true:"."""
    if fact.choice:
        return fact.choice == "all"
    return bool(
        re.search(r"\b(?:if|when|unless|who|where) (?:you|they|your child|it|he|she|we)?:?$", fact.lead.strip(" :"))
    )


def _lost(case: Case, number: int, fact: Fact) -> Iterator[tuple[int, str]]:
    """Yield what is left out of a fact, with where it stands in the fact's text."""
    for sentence in sorted({clause.sentence for clause in fact.clauses}):
        clauses = [clause for clause in fact.clauses if clause.sentence == sentence]
        main = [clause for clause in clauses if clause.is_main]
        if not _is_kept(case, number, main):
            continue
        for clause in clauses:
            before = fact.text[: clause.words[0].start].rstrip(" ,(").lower()
            if before.endswith(("for example", "for instance", "such as")):
                continue
            if not clause.is_main and not _condition_kept(case, number, fact, clause):
                yield clause.words[0].start, f"condition left out: {' '.join(word.lower for word in clause.words[:8])}"
        yield from ((clauses[0].words[0].start, problem) for problem in _limits_lost(case, fact, clauses))


def _is_kept(case: Case, number: int, main: Sequence[Clause]) -> bool:
    """Say whether the sentence says what these clauses say, so that it must say on what condition too."""
    words = [clause.words[place] for clause in main for place in clause.telling()]
    if any(
        says_figure(case, case.facts[number], figure)
        for figure in case.own_figures(number)
        if any(clause.words[0].start <= figure.start < clause.words[-1].end for clause in main)
    ):
        return True
    if not words:
        words = [clause.words[place] for clause in main for place in clause.content()]
    return case.covered(number, words) >= _KEPT


def _condition_kept(case: Case, number: int, fact: Fact, clause: Clause) -> bool:
    if clause.condition in _MAY_BE_LEFT_OUT:
        return True
    skip = len(clause.condition.split())
    words = [word for word in _outside_brackets(clause.words[skip:]) if is_content(word)]
    telling = [word for word in words if not is_light(word)]
    start, end = clause.words[0].start, clause.words[-1].end
    figures = [figure for figure in find_quantities(fact.text) if start <= figure.start < end]
    alternatives = any(word.lower == "or" for word in clause.words)
    if figures and not any(says_figure(case, fact, figure) for figure in figures):
        return False
    main = [word for other in fact.clauses if other.is_main for word in other.words]
    # A word that the main clause has too tells nothing of whether the condition was kept.
    own = [word for word in telling if not any(word.means(other) for other in main)]
    if not case.said.lowers >= {word.lower for word in clause.words if word.lower in {"first", "last", "same"}}:
        return False
    if clause.is_exception and not case.said.lowers & _AS_EXCEPTION:
        return False
    if not own or (figures and len(own) < _FEW):
        return bool(figures) or _says_some_condition(case)
    if any(len(part) >= _FEW and not case.covered(number, part) for part in _joined_conditions(clause, own)):
        return False
    denied = {clause.words[place].start for place in clause.denied}
    own = [word for word in own if not (word.start in denied and _opposite_said(case, word))]
    own = [word for word in own if not _contrary_said(case, word)]
    return case.covered(number, own) >= (0.3 if alternatives else _COVERED)


def _joined_conditions(clause: Clause, own: Sequence[Word]) -> list[list[Word]]:
    """Return the telling words of each of several conditions: "if you lose *and* you think there is a mistake"."""
    words = clause.words
    cuts = [word.start for word, following in pairwise(words) if word.lower == "and" and following.lower in _SUBJECTS]
    if not cuts:
        return []
    edges = [0, *cuts, words[-1].end + 1]
    return [[word for word in own if start <= word.start < end] for start, end in pairwise(edges)]


def _outside_brackets(words: Sequence[Word]) -> list[Word]:
    """Return the words that stand in no brackets, or all where nothing else does: what is in brackets explains."""
    depth, outside = 0, list[Word]()
    for word in words:
        depth += word.lower == "("
        if not depth:
            outside.append(word)
        depth -= depth > 0 and word.lower == ")"
    return outside if any(is_content(word) for word in outside) else list(words)


def _contrary_said(case: Case, word: Word) -> bool:
    """Say whether the sentence denies the contrary of a word: "do not pass" of "fail"."""
    denied = {clause.words[place].lower for clause in case.said.clauses for place in clause.denied}
    return any(
        (word.lower in one and other & denied) or (word.lower in other and one & denied) for one, other in NEGATED
    )


def _opposite_said(case: Case, denied: Word) -> bool:
    """Say whether the sentence says the opposite of a denied word: "fail" of "do not pass"."""
    said = case.said.lowers | {word.stem for word in case.said.words}
    return any(
        (denied.lower in left and said & right) or (denied.lower in right and said & left) for left, right in OPPOSITES
    )


def says_figure(case: Case, fact: Fact, figure: Quantity) -> bool:
    """Say whether the sentence has this figure of a fact, bounded in whatever way."""
    return any(
        figure_problem(said, case.said.text, [(figure, fact.text)]).startswith("figure not in") is False
        for said in case.said.figures
    )


def _says_some_condition(case: Case) -> bool:
    return any(word.lower in _MARKERS for word in case.said.words) or any(c.question for c in case.said.clauses)


def _limits_lost(case: Case, fact: Fact, clauses: Sequence[Clause]) -> Iterator[str]:
    words: list[Word] = [word for clause in clauses for word in clause.words]
    text = " ".join(word.lower for word in words)
    if _EXCLUSIVE.search(text) and not case.said.lowers & ((_AS_EXCLUSIVE - fact.lowers) | _ONLY):
        yield "only left out"
    main = [clause for clause in clauses if clause.is_main]
    said_lowers = case.said.lowers
    for kept, carriers in _HEDGE_CARRIERS:
        hedges = [word for clause in main for word in _hedges(clause, kept)]
        if hedges and not said_lowers & carriers and not (kept is USUALLY and _AS_A_RULE.search(case.said.text)):
            yield f"made certain: {hedges[0]} left out"
    if re.search(
        r"\bnot (?:always|all|every|necessarily|usually|normally|automatically)\b", text
    ) and not case.said.has(
        "always",
        "all",
        "every",
        "necessarily",
        "usually",
        "normally",
        "automatically",
        "sometimes",
        "may",
        "might",
        "some",
    ):
        yield "made certain: not always left out"
    known = {word.stem for word in case.said.words} | {word.stem for word in case.context.words}
    places = [word.stem for clause in main for word in _places(clause)]
    if places and not known & set(places):
        yield f"place left out: {places[0]}"
    if _ON_THE_FIRST.search(" ".join(word.lower for clause in main for word in clause.words)) and not case.said.has(
        "first", "initial", "once"
    ):
        yield "first left out"
    yield from _time_lost(case, fact, main)


def _hedges(clause: Clause, kept: frozenset[str]) -> Iterator[str]:
    for place, word in enumerate(clause.words):
        before = clause.words[place - 1].lower if place else ""
        after = clause.words[place + 1] if place + 1 < len(clause.words) else None
        if word.lower not in kept or word.figure or before in {"how", "at", "the", "as", "not"}:
            continue
        if kept is ROUGHLY and not (after and after.figure):
            continue
        if kept is SOME and not (after and is_content(after)):
            continue
        yield word.lower


def _places(clause: Clause) -> Iterator[Word]:
    """Yield the places to which a clause is limited: "in Wales", "outside London"."""
    for place, word in enumerate(clause.words):
        if word.lower in NATIONS:
            yield word
        before = clause.words[place - 1].lower if place else ""
        if before in {"in", "outside", "within"} and word.capital and is_content(word) and word.lower not in DAYS:
            yield word


def _time_lost(case: Case, fact: Fact, main: Sequence[Clause]) -> Iterator[str]:
    """Yield a date or a wait after which alone something may be done, left out: "you can apply after 6 months"."""
    permits = any(force is Force.CAN for clause in main for _, force in clause.forces)
    spans = [(clause.words[0].start, clause.words[-1].end) for clause in main]
    for figure in fact.figures:
        if not any(start <= figure.start < end for start, end in spans):
            continue
        before = fact.text[max(0, figure.start - 24) : figure.start].lower()
        bounded = permits and re.search(r"\b(?:after|before|from|since|within|until)(?: the| a| about)? $", before)
        lasting = figure.kind == "duration" and re.search(r"\bfor (?:up to |at least |the first |only )$", before)
        if (bounded or lasting) and not says_figure(case, fact, figure):
            yield f"time left out: {figure.written.strip()}"


def turned_problems(case: Case) -> Iterator[str]:
    """Yield each condition that the sentence turns into its opposite: "unless" made "if", an exception made a rule."""
    for number, fact in enumerate(case.facts):
        for quoted in fact.clauses:
            if quoted.condition not in _MAY_TURN:
                continue
            words = [quoted.words[place] for place in quoted.telling()]
            for said in case.said.clauses:
                if (
                    said.condition not in _MAY_TURN
                    or not words
                    or any(word.lower in _HARD for word in (*said.words, *quoted.words))
                ):
                    continue
                mine = [said.words[place] for place in said.telling()]
                shared = [word for word in words if any(case.like(other, number, word) >= 1 for other in mine)]
                if len(shared) < max(1, _TURNED * len(words)) or len(shared) < _TURNED * len(mine):
                    continue
                if _own_sign(said) != _own_sign(quoted) and _governed(said, case.said) == _governed(quoted, fact):
                    yield f"condition turned round: {quoted.condition} made {said.condition}"


def exception_problems(case: Case) -> Iterator[str]:
    """Yield each exception that the sentence makes part of the rule: "except in Wales" made "including in Wales"."""
    for number in sorted(case.kept):
        fact = case.facts[number]
        for quoted in fact.clauses:
            words = [quoted.words[place] for place in quoted.telling()]
            if not quoted.is_exception or quoted.condition == "unless" or not words:
                continue
            held = [
                said
                for said in case.said.clauses
                if all(any(case.like(other, number, word) >= 1 for other in said.words) for word in words)
            ]
            if held and not any(said.is_exception or _denies(said) for said in held) and not _governed(quoted, fact):
                yield f"exception made part of the rule: {words[0].lower}"


def _own_sign(condition: Clause) -> bool:
    """Return whether a condition and its own denials come to a denial: "unless you do" is "if you do not"."""
    return condition.is_exception is not _denies(condition)


def _governed(condition: Clause, reading: Reading) -> bool:
    """Return whether what a condition governs is denied: the clause before it, or behind it where it comes first."""
    clauses = [clause for clause in reading.clauses if clause.sentence == condition.sentence]
    place = next((at for at, clause in enumerate(clauses) if clause is condition), 0)
    before = [clause for clause in clauses[:place] if clause.is_main]
    after = [clause for clause in clauses[place:] if clause.is_main]
    governed = before[-1:] or after[:1]
    return any(_denies(clause) for clause in governed)


def _denies(clause: Clause) -> bool:
    return any(word.lower in _DENY and not is_no_denial(clause.words, place) for place, word in enumerate(clause.words))
