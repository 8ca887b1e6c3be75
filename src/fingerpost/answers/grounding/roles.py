"""Who does what to whom: a sentence may not give one person's part to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fingerpost.answers.grounding.clauses import Clause, is_content, is_light
from fingerpost.answers.grounding.force import Force
from fingerpost.answers.grounding.lexicon import HEDGES, IMPERATIVES, word_set
from fingerpost.answers.grounding.people import ANYBODY, THEM, US, YOU, role_of
from fingerpost.answers.grounding.reading import Case
from fingerpost.answers.grounding.words import Word, stem_of

_BE = word_set("is are was were be been being get gets got")
_PARTICIPLES = word_set(
    """paid told sent given made taken done seen found held kept left lost met put read sold shown known written
    chosen bought brought built caught cut let set"""
)
_AUXILIARIES = word_set(
    """can could may might must will would shall should do does did has had is are was were be been being"""
)
_VERBS = frozenset(map(stem_of, IMPERATIVES))
_CLAUSE_OPENERS = word_set(
    """what that which who how when if where why and or but after before once until because while unless since"""
)
_BETWEEN = word_set("not also still then always only all both usually normally never :")
_GOVERN = word_set("with of for from by to than about on in at over under")
_BEFORE_TO = word_set(
    """have has had need needs required able allowed going ought entitled responsibility want wants
    try tries agree agrees offer offers refuse refuses fail fails continue promise"""
)
_OBJECTS = word_set("us them him her me")
_NO_DEED = word_set("need want get hav own liv")
_BODIES = word_set("hmrc dwp dvla nhs")
_NEVER_READER = frozenset(
    map(stem_of, word_set("school court tribunal police council hmrc dwp dvla nhs government ombudsman judge bailiff"))
)
_POSSESSIVE = word_set("your our their his her its my")


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb with whose deed it is and whom it is done to; empty where the clause does not say.

    ``thing`` is the stem of the next word that it speaks of.
    """

    verb: Word
    doer: str
    done_to: str
    thing: str


def role_problems(case: Case) -> Iterator[str]:
    """Yield each deed that the sentence gives to somebody else than every quotation that names it does."""
    names = frozenset(
        word.stem
        for fact in case.facts
        for place, word in enumerate(fact.words)
        if place and word.capital and is_content(word) and not fact.words[place - 1].mark
    )
    quoted = [(number, deed) for number, fact in enumerate(case.facts) for deed in _deeds(fact.clauses, names)]
    named = {role for fact in case.facts for word in fact.words if (role := role_of(word))}
    named -= {role for fact in case.facts for role in _called(fact.words)}
    # Where nobody says "we", a council is one body among others: "the school or local council".
    named_council = case.said.has("council") and not any(
        read.has("we", "us", "our") for read in (case.said, *case.facts)
    )
    for deed in _deeds([clause for clause in case.said.clauses if not clause.question], names):
        same = [other for _, other in quoted if other.verb.stem == deed.verb.stem]
        same = same or [other for number, other in quoted if case.like(deed.verb, number, other.verb) >= 1]
        same = [other for other in same if other.thing == deed.thing] or [
            o for o in same if not (o.thing and deed.thing)
        ]
        if not same or any(_agree(deed, other, named) for other in same):
            continue
        doers = {deed.doer, *(other.doer for other in same)}
        if named_council and US in doers and YOU not in doers:
            continue
        yield f"{deed.doer or 'somebody'} in place of {same[0].doer or 'somebody'}: {deed.verb.lower}"
    owed = {role for fact in case.facts for role in _responsible(fact.words)}
    for role in _responsible(case.said.words):
        if owed and all(_differ(role, other, named) or _two_bodies(role, other) for other in owed):
            yield f"{role} in place of {min(owed)}: responsible"


def possessive_problems(case: Case) -> Iterator[str]:
    """Yield what the sentence gives to another than the quotation does, where that speaks of both: "their station"."""
    owned: dict[str, set[str]] = {}
    for fact in case.facts:
        for owner, thing in _owned(fact.words):
            owned.setdefault(thing.stem, set()).add(owner)
    owners = {owner for held in owned.values() for owner in held}
    for owner, thing in _owned(case.said.words):
        held = owned.get(thing.stem)
        spoken_to = owner == YOU and any(role_of(word) == YOU for fact in case.facts for word in fact.words)
        if held and owner not in held and (owner in owners or spoken_to):
            yield f"{owner} in place of {min(held)}: {thing.lower}"


def _owned(words: Sequence[Word]) -> Iterator[tuple[str, Word]]:
    """Yield whose each thing is: "your station", "their own photo"."""
    for place, word in enumerate(words):
        if word.lower not in _POSSESSIVE or not role_of(word):
            continue
        after = (other for other in words[place + 1 : place + 4] if is_content(other) and other.lower != "own")
        thing = next(after, None)
        if thing is not None and not is_light(thing):
            yield role_of(word), thing


def _called(words: Sequence[Word]) -> Iterator[str]:
    """Yield what the reader is called: "you're the partner", "named as an executor". They may be named so for "you"."""
    for place, word in enumerate(words):
        before = [other.lower for other in words[max(0, place - 4) : place] if not other.mark]
        is_so = any(pair in (("you", "are"), ("you", "become")) for pair in pairwise(before)) and before[-1:] != ["to"]
        if (is_so or "as" in before) and role_of(word) not in {"", YOU, US, THEM}:
            yield role_of(word)
            yield YOU if is_so else ""


def _responsible(words: Sequence[Word]) -> Iterator[str]:
    """Yield whose responsibility a text speaks of: "your responsibility", "the owner's job", "you are responsible"."""
    for place, word in enumerate(words):
        before = words[max(0, place - 3) : place]
        if word.lower in {"responsibility", "duty"} and before:
            role = role_of(before[-1])
        elif word.lower == "responsible":
            role = next((found for other in reversed(before) if (found := role_of(other))), "")
        else:
            continue
        role = role or next((f"name {other.stem}" for other in reversed(before) if other.capital), "")
        if role:
            yield role


def _two_bodies(one: str, other: str) -> bool:
    return one != other and one.startswith("name ") and other.startswith("name ")


def _agree(said: Deed, quoted: Deed, named: set[str]) -> bool:
    if said.doer and quoted.doer and _differ(said.doer, quoted.doer, named):
        return False
    return not (said.doer and said.doer == quoted.done_to and said.doer not in {quoted.doer, said.done_to})


def _differ(one: str, other: str, named: set[str]) -> bool:
    pair = {one, other}
    if len(pair) == 1 or ANYBODY in pair:
        return False
    if THEM in pair:
        # "They" may be anyone whom the page has named, but not whom it speaks to or who speaks.
        return US in pair or (YOU in pair and YOU in named)
    if YOU in pair and pair & _NEVER_READER:
        return True
    if YOU in pair:
        # A page may call its reader "you" and a sentence "tenants"; not where the quotation speaks of both.
        return US in pair or pair <= named
    # Two names may be of one body.
    named_bodies = [role for role in pair if role.startswith("name ") or role in _BODIES]
    return len(named_bodies) < 2


def _deeds(clauses: Sequence[Clause], names: frozenset[str]) -> list[Deed]:
    return [deed for clause in clauses for deed in _deeds_of(clause, names)]


def _deeds_of(clause: Clause, names: frozenset[str]) -> Iterator[Deed]:
    words = clause.words
    roles = [(place, role) for place in range(len(words)) if (role := _role_at(words, place, names))]
    order = clause.plain is Force.ORDER
    for place, word in enumerate(words):
        ordered = order and not _spoken(words, place)
        if (
            not is_content(word)
            or word.stem in _NO_DEED
            or word.lower in HEDGES
            or not (_is_verb(words, place) or ordered)
        ):
            continue
        after = [(at, role) for at, role in roles if at > place]
        doer = YOU if ordered else _subject(words, roles, place)
        done_to = after[0][1] if after and after[0][0] - place <= 4 else ""
        if _is_passive(words, place):
            by = next((role for at, role in after if any(w.lower == "by" for w in words[place:at])), "")
            doer, done_to = by, _subject(words, roles, place)
        thing = next(
            (other.stem for other in words[place + 1 : place + 6] if is_content(other) and not role_of(other)), ""
        )
        yield Deed(word, doer, done_to, thing)
        order = order and not ordered


def _subject(words: Sequence[Word], roles: Sequence[tuple[int, str]], place: int) -> str:
    """Return whose deed the verb at a place is: the nearest person before it that no preposition governs."""
    if words[place - 1].lower == "to" and not (place > 1 and words[place - 2].lower in _BEFORE_TO):
        made = next((role for at, role in roles if at == place - 2), "")
        return made if any(word.lower == "for" for word in words[max(0, place - 5) : place - 2]) else ""
    before = [(at, role) for at, role in roles if at < place]
    free = [role for at, role in before if not _is_governed(words, at)]
    return free[-1] if free else (before[0][1] if before else "")


def _is_governed(words: Sequence[Word], place: int) -> bool:
    """Say whether a preposition governs the person at a place: "fewer than 250 employees", "from a landlord"."""
    begun = False
    for word in reversed(words[max(0, place - 3) : place]):
        if word.lower in _GOVERN:
            return True
        if begun and is_content(word):
            return False  # "to court the council …": the preposition governs the court
        begun = begun or word.lower in {"the", "a", "an", "your", "their", "our"}
        if word.lower in _CLAUSE_OPENERS or word.mark:
            return False
    return False


def _spoken(words: Sequence[Word], place: int) -> bool:
    """Say whether a content word stands before this place."""
    return any(is_content(word) for word in words[:place])


def _is_verb(words: Sequence[Word], place: int) -> bool:
    """Say whether a word stands where a verb does: after a subject, "will", "not", or "to" that follows "have"."""
    at = place - 1
    if words[place].lower.endswith("ing") and (at < 0 or words[at].lower not in _BE):
        return False
    while at >= 0 and (words[at].lower in _BETWEEN or words[at].lower.endswith("ly")):
        at -= 1
    if at < 0:
        return False
    lower = words[at].lower
    if lower == "to":
        return True
    if lower in _BE:
        written = words[place].lower
        return written.endswith(("ed", "ing")) or written in _PARTICIPLES
    if lower in _AUXILIARIES:
        return True
    if lower == "it" and at and words[at - 1].lower in {"help", "helps"}:
        return True
    if not (role_of(words[at]) or words[at].capital) or lower in _POSSESSIVE | _OBJECTS or lower.endswith("'s"):
        return False
    if lower in {"you", "it"}:
        return not (at and is_content(words[at - 1]))  # "offer you somewhere"
    # "Workers call", not "veterans badge": behind a noun only what is known to be a verb.
    return lower in {"we", "they", "he", "she", "i"} or words[place].stem in _VERBS


def _role_at(words: Sequence[Word], place: int, names: frozenset[str]) -> str:
    word = words[place]
    if word.lower in _POSSESSIVE and place + 1 < len(words):
        if words[place + 1].lower in {"responsibility", "job", "duty"}:
            return role_of(word)
        return ""  # "your landlord" is the landlord
    if word.capital and word.stem in names and not role_of(word):
        return f"name {word.stem}"
    return role_of(word)


def _is_passive(words: Sequence[Word], place: int) -> bool:
    lower = words[place].lower
    if not (lower.endswith("ed") or lower in _PARTICIPLES):
        return False
    return any(word.lower in _BE for word in words[max(0, place - 3) : place])
