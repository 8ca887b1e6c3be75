"""Whether a sentence denies and limits what its quotations do, gives their reasons, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from fingerpost.answers.grounding.clauses import Clause, is_content, is_light, is_no_denial
from fingerpost.answers.grounding.force import Force
from fingerpost.answers.grounding.lexicon import COMMON, DENIALS, IMPERATIVES, NEGATED, word_set
from fingerpost.answers.grounding.reading import ALIKE, Case
from fingerpost.answers.grounding.wording import is_negated
from fingerpost.answers.grounding.words import Word, stem_of

_ONLY = frozenset(("only", "solely", "exclusively"))
_GENERAL = frozenset(map(stem_of, COMMON))
_LEXICAL_DENIALS = word_set(
    """free exempt refuse refused reject rejected invalid illegal unless without banned stop stopped lose ends end
    except instead rather prevent avoid unable lack fail fails less excluded exclude only until before
    unoccupied empty other single alone unfurnished disagree against crime offence mistake wrong late missed"""
)
_REFUSALS = word_set(
    """refuse refused reject rejected invalid illegal unless without banned stop stopped lose except instead rather
    prevent avoid unable lack fail fails excluded exclude unoccupied empty unfurnished disagree against crime offence"""
)
_DENY_ALONE = word_set("nothing nobody none neither impossible unable hard refuse refused banned")
_COSTS = word_set("pay cost charg fee pric money")
_COSTS_NOTHING = re.compile(r"\b(?:costs? nothing|nothing to pay|free of|no charge)\b", re.IGNORECASE)
_POINTING_BACK = word_set("one it any them that this so either these those")
_RULES_OUT = re.compile(r"\b(?:rules?|ruled) (?:it |you |them |this )?out\b|\bstop(?:s|ped)? you\b", re.IGNORECASE)
_PLAIN_PAIRS = 6


def denial_problems(case: Case) -> Iterator[str]:
    """Yield each denial that the sentence adds, and each that it drops."""
    quoted = frozenset(word for fact in case.facts for word in fact.lowers)
    for one, other in ((quoted, case.said.lowers), (case.said.lowers, quoted)):
        if "same" in one and "same" not in other and other & {"different", "differ", "differs"}:
            return  # "not the same" and "different"
    yield from _added(case)
    yield from _dropped(case)


def _added(case: Case) -> Iterator[str]:
    for clause in case.said.clauses:
        denied = list(clause.denied_words)
        if clause.condition.startswith(("but", "except", "apart", "other", "excluding")):
            denied = [clause.words[place] for place in clause.content()]
        if not denied or clause.question or _is_of_cost(case, denied):
            continue
        if any(is_negated(case, word) for word in denied[:3]):
            continue
        denied = [word for word in denied if not is_light(word)] or denied
        found = [_denied_in_quotation(case, clause, word) for word in denied]
        if _forbids(case, clause):
            continue
        if _mostly_not(found) and not _turned(case, case.said.lowers):
            yield f"denied here and not in the quotation: {denied[0].lower}"
        if all(value is None for value in found) and not _denies(case) and not _denies_at_all(case):
            yield f"denied here and not in the quotation: {denied[0].lower}"


def _dropped(case: Case) -> Iterator[str]:
    for number in sorted(case.kept):
        fact = case.facts[number]
        for clause in fact.clauses:
            denied = list(clause.denied_words)
            if any(force is Force.FREE for _, force in clause.forces) and "without" in case.said.lowers:
                continue  # "you do not need a permit" said as "without a permit"
            if _both_ways(fact.text) or _said_otherwise(case, fact.text, denied):
                continue
            found = [_denied_in_sentence(case, number, word) for word in denied]
            if not denied and _denies_plainly(clause) and not _says_any_denial(case):
                yield "denial left out"
            known = [value for value in found if value is not None]
            if len(known) < len(denied) * 0.34 or not _mostly_not(found):
                continue
            if not _turned(case, fact.lowers):
                yield f"denial left out: {denied[0].lower}"


def _said_otherwise(case: Case, quoted: str, denied: Sequence[Word]) -> bool:
    """Say whether the sentence says a denial without one: "the only" for "no one else", "free of" for "not pay"."""
    if re.search(r"\b(?:no[- ]one|nobody|no) (?:else|other)\b", quoted, re.IGNORECASE):
        return case.said.has("only", "alone", "sole")
    if _RULES_OUT.search(case.said.text):
        return True
    if case.said.has("free", "exempt") and any(word.stem in _COSTS for word in denied[:2]):
        return True
    quoted_denied = frozenset(word.lower for word in denied[:3])
    return any(
        (one & quoted_denied and other & case.said.lowers) or (other & quoted_denied and one & case.said.lowers)
        for one, other in NEGATED[:_PLAIN_PAIRS]
    )


def _both_ways(text: str) -> bool:
    """Say whether a text says a thing and its denial together, so that neither is denied: "what you can and cannot"."""
    return bool(re.search(r"\b(\w+) (?:and|or) (?:\1not\b|\1 not\b|not\b)", text, re.IGNORECASE))


def _forbids(case: Case, clause: Clause) -> bool:
    """Say whether a clause forbids by "is not allowed" what the quotation forbids by "must not" or "cannot"."""
    lowers = {word.lower for word in clause.words}
    if not lowers & {"allowed", "permitted"} or "not" not in lowers:
        return False
    held = [
        any(case.like(clause.words[place], number, quoted.words[at]) >= 1 for at in quoted.denied)
        for place in clause.telling()
        for number, fact in enumerate(case.facts)
        for quoted in fact.clauses
    ]
    return any(held)


def _denies_plainly(clause: Clause) -> bool:
    """Say whether a clause denies without saying what: "if you cannot"."""
    return any(
        word.lower in {"not", "never"} and not is_no_denial(clause.words, place)
        for place, word in enumerate(clause.words)
    )


def _says_any_denial(case: Case) -> bool:
    return bool(case.said.lowers & (DENIALS | _DENY_ALONE | _LEXICAL_DENIALS | {"otherwise"}))


def _is_of_cost(case: Case, denied: list[Word]) -> bool:
    """Say whether "you do not pay" and "free" may stand for one another here, or "not free" and "you pay"."""
    quoted = frozenset(word for fact in case.facts for word in fact.lowers)
    if any(word.stem in _COSTS for word in denied[:2]) or _COSTS_NOTHING.search(case.said.text):
        return bool(quoted & {"free", "nothing", "exempt"})
    if denied[0].stem == "tax":
        return bool(re.search(r"\btax[- ]free\b", " ".join(fact.text for fact in case.facts), re.IGNORECASE))
    return denied[0].lower == "free" and any(word.stem in _COSTS for fact in case.facts for word in fact.words)


def _mostly_not(found: list[bool | None]) -> bool:
    """Say whether the words a denial reaches are not denied on the other side; the nearest one counts twice."""
    known = [value for value in (found[:1] + found) if value is not None]
    return bool(known) and sum(known) / len(known) < 0.5


def _denied_in_quotation(case: Case, said: Clause, word: Word) -> bool | None:
    """Say whether the quotation denies this word; ``None`` when it does not say it, or does not say it plainly."""
    found: bool | None = None
    for number in case.fitting(said):
        for clause in case.facts[number].clauses:
            for place in clause.content():
                if case.like(word, number, clause.words[place]) >= ALIKE:
                    found = bool(found) or place in clause.denied or clause.is_exception
    if found is False and any(_denies_otherwise(fact.clauses, fact.lowers, word) for fact in case.facts):
        return None
    return found


def _denied_in_sentence(case: Case, number: int, word: Word) -> bool | None:
    found: bool | None = None
    for clause in case.said.clauses:
        for place in clause.content():
            if case.like(clause.words[place], number, word) >= ALIKE:
                found = bool(found) or place in clause.denied or clause.is_exception
    if found is False and _denies_otherwise(case.said.clauses, case.said.lowers, word):
        return None
    return found


def _denies_otherwise(clauses: Iterable[Clause], lowers: frozenset[str], denied: Word) -> bool:
    """Say whether a text denies by a word of its own ("free", "nobody") or points back at what it denies ("do not")."""
    if lowers & (_DENY_ALONE | {"else"}) or (lowers & {"free", "exempt"} and denied.stem in _COSTS):
        return True
    for clause in clauses:
        for place, word in enumerate(clause.words):
            if word.lower not in {"not", "without"}:
                continue
            after = [other for other in clause.words[place + 1 :] if not other.mark]
            telling = [other for other in after if is_content(other) and not is_light(other)]
            if not telling and (not after or any(other.lower in _POINTING_BACK for other in after)):
                return True
    return False


def _turned(case: Case, lowers: frozenset[str]) -> bool:
    """Say whether "not … unless" on one side may be "only … if" or "must" on the other."""
    quoted = frozenset(word for fact in case.facts for word in fact.lowers)
    one = bool(lowers & {"unless", "until", "without", "except", "before", "only", "later"})
    other = case.said.lowers if lowers != case.said.lowers else quoted
    return one and bool(other & {"only", "must", "need", "needs", "required", "later", "once", "first"})


def _denies_at_all(case: Case) -> bool:
    """Say whether what is taken from the quotation holds a denial, so that one may be said of other words for it."""
    return any(
        (clause.denied and clause.is_main) or clause.is_exception
        for number in case.kept
        for clause in case.facts[number].clauses
    ) or any(re.search(r"\bNo(?:;|$)", case.facts[number].text) for number in case.kept)


def _denies(case: Case) -> bool:
    """Say whether the quotation denies by a word of its own, so that a denial may stand for it: "late", "nobody"."""
    return any(fact.lowers & (_DENY_ALONE | _REFUSALS) for fact in case.facts) or any(
        _denies_plainly(clause) and not _names_what(clause) for fact in case.facts for clause in fact.clauses
    )


def _names_what(clause: Clause) -> bool:
    return any(is_content(word) and not is_light(word) for word in clause.denied_words)


def added_only_problems(case: Case) -> Iterator[str]:
    """Yield an "only" that the sentence adds to what nothing quoted limits."""
    words = case.said.words
    said = [
        word
        for before, word, following in zip((None, *words), words, (*words[1:], None), strict=False)
        if word.lower in _ONLY
        and not (before and before.lower == "not")
        and not (following and (following.mark or following.figure))  # "only £80"
    ]
    if not said:
        return
    limits = {
        "only",
        "solely",
        "exclusively",
        "just",
        "must",
        "unless",
        "not",
        "no",
        "until",
        "limited",
        "need",
        "needs",
        "needed",
        "required",
        "requires",
        "never",
        "cannot",
    }
    kept = [case.facts[number] for number in case.kept]
    if all(re.search(r"\bnot (?:just|only)\b", fact.text, re.IGNORECASE) for fact in kept):
        limits -= {"not", "just", "only"}
    if not any(fact.lowers & limits for fact in kept):
        yield "only put in"


def cause_problems(case: Case) -> Iterator[str]:
    """Yield a "because" of which the quotation gives no reason."""
    reasons = {
        "because",
        "so",
        "since",
        "as",
        "due",
        "therefore",
        "reason",
        "reasons",
        "means",
        "meaning",
        "result",
        "why",
    }
    if any(fact.lowers & reasons for fact in case.facts):
        return
    for place, word in enumerate(case.said.words):
        if word.lower not in {"because", "due", "caused", "thanks"}:
            continue
        if word.lower == "due" and not _gives_a_reason(case.said.words[place + 1 : place + 3]):
            continue
        stop = next((other.start for other in case.said.words[place:] if other.mark), len(case.said.text))
        given = [other for other in case.said.words[place:] if is_content(other) and not is_light(other)]
        if any(case.best(other) < ALIKE and other.stem not in _GENERAL for other in given if other.start < stop):
            yield f"reason not in the quotation: {word.lower}"


def _gives_a_reason(after: Sequence[Word]) -> bool:
    """Say whether "due" is followed by "to" and a thing ("due to snow"), and not a time or a verb ("due to start")."""
    return len(after) > 1 and after[0].lower == "to" and after[1].lower not in IMPERATIVES | {"be", "start", "hear"}
