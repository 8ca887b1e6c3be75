"""Whether "any" and "all", "and" and "or" stay what they are in the quotation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from fingerpost.answers.grounding.clauses import is_content, is_light
from fingerpost.answers.grounding.conditions import says_figure
from fingerpost.answers.grounding.lexicon import word_set
from fingerpost.answers.grounding.reading import Case, Reading
from fingerpost.answers.grounding.words import Word

_COVERED = 0.5
_IF_YOU = re.compile(r"^(?!.*\b(?:may|might|could)\b).*\bif (?:you|they)\s?:?\s*$", re.IGNORECASE)
_OR_ELSE = re.compile(r", or (?:you|we|they) (?:must|can|have|need|will)\b", re.IGNORECASE)
_BOUNDS = word_set("over above more older under less below fewer younger upwards longer")
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
    own_or = any(_joins(Reading(fact.own).words, "or") for fact in case.facts)
    if choices == {"all"} and _items_said(case) > 1 and "or" in lowers and "and" not in lowers and not own_or:
        yield "any of what all count of"
    any_if = any(fact.choice == "any" and re.search(r"\b(?:if|when|where)\b", fact.lead) for fact in case.facts)
    own_and = any("and" in Reading(fact.own).lowers for fact in case.facts)
    one_of_them = lowers & {"or", "either", "any", "one"} or "and" not in lowers
    if any_if and choices == {"any"} and _items_said(case) > 1 and not own_and and not one_of_them:
        yield "all of what any one of is enough"
    if _between_items(case) and "and" not in lowers:
        yield "any of what all count of"
    if not any(fact.has("or", "either", "any") for fact in case.facts) and _OR_ELSE.search(text):
        yield "or put in"
    if not choices:
        yield from _joined_otherwise(case)
        yield from _conditions_joined_otherwise(case)


def _joins(words: Sequence[Word], joiner: str) -> bool:
    """Say whether "and" or "or" joins two things, rather than bound a figure ("21 or over")."""
    return any(
        word.lower == joiner and not (place + 1 < len(words) and words[place + 1].lower in _BOUNDS)
        for place, word in enumerate(words)
    )


def _between_items(case: Case) -> bool:
    """Say whether an "or" of the sentence stands between two items of a list of which every one counts."""
    for place, word in enumerate(case.said.words):
        if word.lower != "or" or (place + 1 < len(case.said.words) and case.said.words[place + 1].lower in _BOUNDS):
            continue
        before = [w for w in case.said.words[max(0, place - 6) : place] if is_content(w) and not is_light(w)][-2:]
        after = [w for w in case.said.words[place + 1 : place + 7] if is_content(w) and not is_light(w)][:2]
        left, right = _items_with(case, before), _items_with(case, after)
        if left and right and not left & right:
            return True
    return False


def _items_with(case: Case, words: Sequence[Word]) -> set[int]:
    """Return the items, of lists of which every one counts, whose own words hold one of these."""
    return {
        number
        for number, fact in enumerate(case.facts)
        if fact.group >= 0 and (fact.choice == "all" or (not fact.choice and _IF_YOU.search(fact.lead)))
        for other in fact.words
        if other.start >= len(fact.lead) and any(word.means(other) for word in words)
    }


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
        if place + 1 < len(words) and words[place + 1].lower in _BOUNDS:
            continue  # "20 and above"
        after = next((other for other in words[place + 1 : place + 4] if is_content(other) or other.figure), None)
        if before is not None and after is not None:
            yield word.lower, before, after
