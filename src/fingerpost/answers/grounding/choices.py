"""Whether "any" and "all", "and" and "or" stay what they are in the quotation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from fingerpost.answers.grounding.clauses import is_content, is_light
from fingerpost.answers.grounding.conditions import says_figure
from fingerpost.answers.grounding.reading import Case, Reading
from fingerpost.answers.grounding.words import Word

_COVERED = 0.5
# "One of the conditions is that …" leaves none of them out.
_NO_PART = r"(?! the (?:requirements|conditions|rules|things|reasons))"


def choice_problems(case: Case) -> Iterator[str]:
    """Yield where the sentence makes "any" of a list or pair "all", or "all" of it "any"."""
    every = any(case.facts[number].has("each", "both", "all", "every") for number in case.kept)
    part = re.search(rf"\b(?:one of{_NO_PART}|either|any(?: one)? of|some of)\b", case.said.text, re.IGNORECASE)
    if every and part and not any(part.group().lower() in fact.text.lower() for fact in case.facts):
        yield f"{part.group().lower()} in place of all"
    one_or_both = any(re.search(r"\bor both\b", fact.text) for fact in case.facts)
    if one_or_both and case.said.has("and", "both") and not case.said.has("or", "either") and _items_of_both(case) > 1:
        yield "both of what one may be"
    choices = {fact.choice for fact in case.facts if fact.choice}
    lowers = case.said.lowers
    if (
        choices == {"any"}
        and _items_said(case) > 1
        and not lowers
        & {
            "or",
            "either",
            "any",
            "one",
            "whether",
            "if",
            "choose",
            "such",
            "neither",
            "nor",
            "including",
            "include",
            "example",
            "like",
        }
    ):
        yield "all of what any one of is enough"
    text = case.said.text
    every_one = re.search(r"\b(?:all|both|each) of\b|\bboth\b.{1,60}\band\b", text, re.IGNORECASE)
    if choices == {"any"} and every_one and not any(fact.has("both", "all", "each") for fact in case.facts):
        yield "all of what any one of is enough"
    one_is_enough = re.search(rf"\b(?:any(?: one)? of|either|one of{_NO_PART}|at least one)\b", text, re.IGNORECASE)
    if choices == {"all"} and one_is_enough and not any(fact.has("or", "either") for fact in case.facts):
        yield "any of what all count of"
    own_or = any("or" in Reading(fact.own).lowers for fact in case.facts)
    if choices == {"all"} and _items_said(case) > 1 and "or" in lowers and "and" not in lowers and not own_or:
        yield "any of what all count of"
    if not choices:
        yield from _joined_otherwise(case)
        yield from _conditions_joined_otherwise(case)


def _items_of_both(case: Case) -> int:
    """Return how many content words of a fact with "or both" the sentence says."""
    facts = [fact for fact in case.facts if re.search(r"\bor both\b", fact.text)]
    return max(sum(is_content(word) and word.lower in case.said.lowers for word in fact.words) for fact in facts)


def _items_said(case: Case) -> int:
    count = 0
    for number, fact in enumerate(case.facts):
        if fact.group < 0:
            continue
        own = [word for word in fact.words if word.start >= len(fact.lead)]
        words = [word for word in own if is_content(word) and not is_light(word)]
        figures = [figure for figure in fact.figures if figure.start >= len(fact.lead)]
        if words:
            count += case.covered(number, words) >= _COVERED
        else:
            count += any(says_figure(case, fact, figure) for figure in figures)
    return count


def _joined_otherwise(case: Case) -> Iterator[str]:
    for joiner, before, after in _pairs(case.said.words):
        found: set[str] = set()
        for number, fact in enumerate(case.facts):
            for other, left, right in _pairs(fact.words):
                same = _one(case, before, number, left) and _one(case, after, number, right)
                turned = _one(case, before, number, right) and _one(case, after, number, left)
                if same and other != joiner and _is_plural(before) != _is_plural(left):
                    found.add(joiner)  # "a bus or a lorry licence" and "bus and lorry licences"
                if same or turned:
                    found.add(other)
        denied = case.said.has("not", "no", "neither", "without", "nor")
        if found and joiner not in found and not denied:
            yield f"{joiner} in place of {min(found)}"


def _conditions_joined_otherwise(case: Case) -> Iterator[str]:
    """Yield an "or" between two of a condition's figures where the quotation has "and", or the other way round."""
    for said_first, said_second in pairwise(case.said.figures):
        said = _joiner(case.said.text[said_first.end : said_second.start])
        for fact in case.facts:
            for first, second in pairwise(fact.figures):
                same = (first.value, second.value) == (said_first.value, said_second.value)
                quoted = _joiner(fact.text[first.end : second.start])
                if same and said and quoted and {said, quoted} == {"and", "or"} and "if" in fact.lowers:
                    yield f"{said} in place of {quoted}"


def _joiner(between: str) -> str:
    found = re.findall(r"\b(?:and|or)\b", between)
    return found[-1] if len(set(found)) == 1 else ""


def _is_plural(word: Word) -> bool:
    return word.lower.endswith("s")


def _one(case: Case, said: Word, number: int, quoted: Word) -> bool:
    return said.lower == quoted.lower if said.figure or quoted.figure else case.like(said, number, quoted) >= 1


def _pairs(words: Sequence[Word]) -> Iterator[tuple[str, Word, Word]]:
    """Yield each "and" or "or" with the content words beside it."""
    for place, word in enumerate(words):
        if word.lower not in {"and", "or"}:
            continue
        before = next(
            (
                words[at]
                for at in range(place - 1, max(-1, place - 4), -1)
                if is_content(words[at]) or words[at].figure or words[at].lower == "you"
            ),
            None,
        )
        after = next((other for other in words[place + 1 : place + 4] if is_content(other) or other.figure), None)
        if before is not None and after is not None:
            yield word.lower, before, after
