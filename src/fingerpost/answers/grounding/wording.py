"""Whether a sentence's own words are carried: names, strong words, opposites, groups of people, and all the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from fingerpost.answers.grounding.clauses import is_content, is_light
from fingerpost.answers.grounding.lexicon import (
    COMMON,
    DAYS,
    DENIALS,
    HEDGES,
    NATIONS,
    NEGATED,
    OPPOSITES,
    SOME,
    STRONG,
    word_set,
)
from fingerpost.answers.grounding.people import ANYBODY, US, is_person, role_of
from fingerpost.answers.grounding.reading import Case
from fingerpost.answers.grounding.words import Word, stem_of

_OPPOSITES = tuple((frozenset(map(stem_of, left)), frozenset(map(stem_of, right))) for left, right in OPPOSITES)
_STRONG = STRONG | frozenset(map(stem_of, STRONG))
_MONTHS = word_set("january february march april may june july august september october november december")
_REASSURE = word_set("worry worrying relax safe safely")
_NO_NAMES = word_set("i id pin tv pdf diy ok no yes")
_LOGIC = HEDGES | DENIALS | SOME
_SAME_NAME = {
    "us": "usa",
    "uk": "united kingdom",
    "gb": "great britain",
    "eu": "european union",
    "ni": "northern ireland",
}
_COMMON = frozenset(map(stem_of, COMMON))
COMMON_WEIGHT = 0.4
"""How much a word of general English that nothing quoted is like weighs, against one that is not."""
_ROOT = 5
_ROOT_SHARE = 0.55
_ANYWAY = re.compile(
    r"\b(?:whether or not|even if|even when|even though|regardless|no matter|no difference|in any case|at any time"
    r"|at all times|in all cases|under any circumstances|despite|in spite of|whatever your"
    r"|for good|(?<!not )anywhere)\b",
    re.IGNORECASE,
)
_EVERY_OF_SOME = re.compile(
    r"\b(?:all|every|any) (?P<head>\w+) (?:on|in|with|at|from|aged) (?P<of>\w+(?: \w+)?)", re.IGNORECASE
)
_DOERS = {
    f"{doer}{ending}": root
    for doer, root in (
        ("applicant", "appl"),
        ("claimant", "claim"),
        ("visitor", "visit"),
        ("learner", "learn"),
        ("driver", "driv"),
        ("buyer", "buy"),
        ("seller", "sell"),
    )
    for ending in ("", "s")
}
_ALL = word_set("all every each everyone everybody everything both whole entire any anyone")

# Words that a figure's own kind carries: "£20" is money, "by 1 May" a date.
_FIGURE_WORDS: tuple[tuple[frozenset[str], frozenset[str]], ...] = tuple(
    (frozenset(kinds.split()), frozenset(map(stem_of, words.split())))
    for kinds, words in (
        ("money", "money cost pay price fee charge amount sum pound spend"),
        ("date", "date day year month deadline"),
        ("duration frequency", "time long period wait day week month year"),
        ("time", "time hour open close start finish o'clock"),
        ("age", "age old year"),
        ("phone", "phone call ring number telephone line"),
        ("url", "website online site page web link"),
        ("email", "email address"),
        ("percent", "share percentage part proportion"),
        ("number", "number total age old"),
    )
)


def name_problems(case: Case) -> Iterator[str]:
    """Yield each name of a place, a day, an organisation or a scheme that no quotation and no heading holds."""
    stems = {word.stem for fact in case.facts for word in fact.words} | {word.stem for word in case.context.words}
    initials = _initials(case)
    for place, word in enumerate(case.said.words):
        if word.lower in _MONTHS and word.capital and not word.figure and word.stem not in stems and place:
            yield f"name not in the quotation: {word.lower}"
            continue
        if word.mark or word.stem in stems or word.lower in _NO_NAMES or not word.lower[:1].isalpha():
            continue
        first = not place or case.said.words[place - 1].mark
        written = case.said.text[word.start : word.end]
        acronym = written.isupper() and len(written) > 1
        if acronym and (written in initials or _SAME_NAME.get(word.lower, "-").split()[0] in stems):
            continue
        if word.lower in NATIONS or word.lower in DAYS or acronym or (word.capital and not first and is_content(word)):
            if word.groups and any(word.means(other) for _, other in case.quoted_words()):
                continue
            yield f"name not in the quotation: {written}"


def _initials(case: Case) -> set[str]:
    """Return the initials of each run of capitalised words: "Personal Independence Payment" gives PIP."""
    found: set[str] = set()
    for reading in (*case.facts, case.context):
        run = ""
        for word in reading.words:
            if word.capital:
                run += word.lower[0].upper()
                found |= {run[at:] for at in range(len(run))}
            elif word.lower not in {"of", "and", "the", "for"}:
                run = ""
    return found


def is_negated(case: Case, word: Word) -> bool:
    """Say whether the sentence denies a word where the quotation says its contrary: "not right" of "wrong"."""
    denied = {clause.words[place].start for clause in case.said.clauses for place in clause.denied}
    if word.start not in denied:
        return False
    quoted = frozenset(lower for fact in case.facts for lower in fact.lowers)
    return any(
        (word.lower in one and other & quoted) or (word.lower in other and one & quoted) for one, other in NEGATED
    )


def opposite_problems(case: Case) -> Iterator[str]:
    """Yield each word of the sentence whose opposite the quotation says instead."""
    quoted = {word.stem for _, word in case.quoted_words()}
    known = quoted | {word.stem for word in case.context.words}
    said = {word.stem for word in case.said_words()}
    # Another column of a row may say the opposite: one is open, another closed.
    quoted -= {word.stem for fact in case.facts if " | " in fact.own for word in fact.words}
    for word in case.said_words():
        if word.stem in known or is_negated(case, word):
            continue
        if case.said.has("whether") and case.said.has("or"):
            continue  # "whether or not they agree" speaks of both
        for left, right in (*_OPPOSITES, *((b, a) for a, b in _OPPOSITES)):
            if word.stem in left and right & quoted and not (right & quoted & said) and not (left & known):
                yield f"the opposite is in the quotation: {word.lower}"
                break


def strong_problems(case: Case) -> Iterator[str]:
    """Yield each word that reassures or leaves no room and that no quotation holds."""
    quoted = [word for fact in case.facts for word in fact.words]
    stems = {word.stem for word in quoted} | {word.lower for word in quoted}
    if (
        (found := _ANYWAY.search(case.said.text))
        and not any(_ANYWAY.search(fact.text) or fact.has("any", "all", "every", "even") for fact in case.facts)
        and not (found.group().lower().startswith("even") and any(fact.has("but", "although") for fact in case.facts))
    ):
        yield f"stronger than the quotation: {found.group().lower()}"
    denied = {clause.words[place].start for clause in case.said.clauses for place in clause.denied}
    for place, word in enumerate(case.said.words):
        if word.lower not in STRONG and word.stem not in _STRONG:
            continue
        if word.start in denied and word.lower not in _REASSURE:
            continue
        if word.stem in stems or any(word.groups & other.groups for other in quoted):
            continue
        if _is_idle(case.said.words, place, stems) or (word.lower in _ALL and stems & _ALL):
            continue
        yield f"stronger than the quotation: {word.lower}"


def _is_idle(words: tuple[Word, ...], place: int, quoted: set[str]) -> bool:
    """Say whether a strong word is used in a way that adds nothing: "not at all", "if any", "both here and there"."""
    lower = words[place].lower
    if lower not in _ALL:
        return False
    if lower == "both":
        return any(word.lower == "and" for word in words[place:]) or bool(quoted & {"two", "2"})
    if lower == "all" and quoted & {"only", "total", "whole", "entire"}:
        return True
    if lower in {"anyone", "anybody"} and quoted & {"nobody"}:
        return True
    if lower in {"anyone", "everyone", "everybody"} and not quoted & {"some", "most", "many", "usually"}:
        following = words[place + 1].lower if place + 1 < len(words) else ""
        return following in {"who", "with", "whose", "aged"} or following.endswith("ing")
    before = {word.lower for word in words[max(0, place - 6) : place]}
    if lower in {"any", "anyone", "anybody"}:
        return bool(before & (DENIALS | {"if", "unless"}))
    if lower in {"all", "whole", "entire"}:
        after = words[place + 1] if place + 1 < len(words) else None
        counted = after is not None and (
            after.lower in {"of", "the", "your", "our", "these", "those", "who"}
            or is_person(after)
            or any(
                is_content(other) and not is_light(other) and other.lower.endswith("s")
                for other in words[place + 1 : place + 4]
            )
        )
        return not counted or words[place - 1].lower in {"at", "after", "above"}
    return False


def group_problems(case: Case) -> Iterator[str]:
    """Yield each group of people that the sentence makes wider than the quotation does."""
    yield from _every_of_some(case)
    for place, word in enumerate(case.said.words):
        if not is_person(word) or _modifiers(case.said.words, place):
            continue
        narrowed: list[Word] = []
        for fact in case.facts:
            for at, other in enumerate(fact.words):
                if other.stem == word.stem:
                    found = [mod for mod in _modifiers(fact.words, at) if not (mod.capital and other.capital)]
                    if not found:
                        narrowed = []
                        break
                    narrowed += found
            else:
                continue
            break
        said = case.said_words()
        known = {other.stem for other in said} | {other.stem for other in case.context.words}
        missing = [
            other for other in narrowed if other.stem not in known and not any(other.means(mine) for mine in said)
        ]
        if narrowed and len(missing) == len(narrowed):
            yield f"wider than the quotation: {word.lower} for {narrowed[-1].lower} {word.lower}"


def _every_of_some(case: Case) -> Iterator[str]:
    """Yield where "all gains on some assets" is made "all gains"."""
    said = case.said_words()
    for number in sorted(case.kept):
        fact = case.facts[number]
        for every in _EVERY_OF_SOME.finditer(fact.text):
            inside = [word for word in fact.words if every.start("of") <= word.start < every.end("of")]
            held = [word for word in inside if is_content(word) and not is_light(word)]
            head = [word for word in fact.words if word.start == every.start("head")]
            told = head and any(word.means(head[0]) for word in said)
            if told and held and not any(word.means(other) for word in held for other in said):
                yield f"wider than the quotation: {held[0].lower} left out"


def _modifiers(words: tuple[Word, ...], place: int) -> list[Word]:
    found: list[Word] = []
    at = place - 1
    while at >= 0 and is_content(words[at]) and not is_light(words[at]) and len(found) < 3:
        if words[at].lower.endswith("ly"):
            break
        found.insert(0, words[at])
        at -= 1
    if at >= 0 and words[at].lower in {"to", "must", "can", "will", "may", "should", "not", "you", "we", "and", "or"}:
        found = found[1:]  # what follows these is the verb
    return found


def unsupported(case: Case) -> list[tuple[Word, float]]:
    """Return each telling word of the sentence that no quotation and no heading says, with its nearest likeness."""
    context = [word for word in case.context.words if is_content(word)]
    missing: list[tuple[Word, float]] = []
    negated = {word.stem for word in case.said_words() if is_negated(case, word)}
    figures = {figure.kind for fact in case.facts for figure in fact.figures}
    known_groups = {word.groups for fact in case.facts for word in fact.words if word.groups}
    known_us = any(role_of(word) == US for fact in case.facts for word in fact.words)
    roots = [other.lower for _, other in case.quoted_words() if not is_person(other)]
    for word in case.said_words():
        if is_light(word) or word.stem in _STRONG or word.lower in _LOGIC or (role_of(word) == US and known_us):
            continue
        if word.stem in negated:
            continue
        if any(word.stem in stems and kinds & figures for kinds, stems in _FIGURE_WORDS):
            continue
        best = case.best(word)
        if (
            best >= 0.999
            or _is_derived(word, roots)
            or any(word.groups & groups for groups in known_groups)
            or any(word.means(other) for other in context)
        ):
            continue
        if is_person(word) and role_of(word) != ANYBODY:
            best = 0.0
        elif word.stem in _COMMON:
            best = 1 - (1 - best) * COMMON_WEIGHT
        missing.append((word, best))
    return missing


def _is_derived(word: Word, quoted: Sequence[str]) -> bool:
    """Say whether a word is built on the root of a quoted one: "occupied" on "occupation", "applicant" on "apply".

    A person's name is built on a deed only where nobody but the doer is called so: an employee is not an employer.
    """
    if is_person(word):
        return word.lower in _DOERS and any(other.startswith(_DOERS[word.lower]) for other in quoted)
    for other in quoted:
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word.lower, other, strict=False)))
        if shared >= _ROOT and shared >= _ROOT_SHARE * max(len(word.lower), len(other)):
            return True
    return False
