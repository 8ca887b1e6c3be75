"""Whether a sentence obliges, permits and promises what its quotations do, and makes nothing certain that may be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fingerpost.answers.grounding.clauses import Clause, is_content, is_light
from fingerpost.answers.grounding.force import CARRIES, Force
from fingerpost.answers.grounding.lexicon import word_set
from fingerpost.answers.grounding.reading import ALIKE, Case
from fingerpost.answers.grounding.words import Word

_ONLY = frozenset(("only", "solely", "exclusively"))
_PLAINLY_STATED = frozenset((Force.MUST, Force.SHOULD, Force.CAN, Force.MAY, Force.FREE))
_PEOPLE_AS_SUBJECTS = word_set("you we they he she i who anyone everyone people")
_PERMISSION_BY_MAY = word_set("bring appeal ask apply use take choose park enter leave request keep attend vote")
_NOTHING_DUE = re.compile(r"\b(?:no|nothing)\b.*\bto pay\b|\bno (?:obligation|need|requirement|charge|fee)\b")
_OF_ONE_FACT = 0.7
_UNSURE = frozenset((Force.MAY, Force.CAN, Force.SHOULD))


def perhaps_problems(case: Case) -> Iterator[str]:
    """Yield what the sentence says is so of which the quotation says only that it may be: a discount "may" be had."""
    for clause in case.said.clauses:
        if not clause.is_main or clause.question or clause.hedged or any(f in _UNSURE for _, f in clause.forces):
            continue
        for place in clause.telling():
            said = [
                quoted.force_at(at) if quoted.forces and not _perhaps_of_kinds(fact.text) else None
                for fact in case.facts
                for quoted in fact.clauses
                for at in quoted.content()
                if quoted.words[at].stem == clause.words[place].stem
            ]
            held = [case.support(number, [clause.words[p] for p in clause.telling()]) for number in case.kept]
            if max(held, default=0) < _OF_ONE_FACT or clause.words[place].capital:
                continue
            if said and all(force is Force.MAY for force in said):
                yield f"made certain: {clause.words[place].lower}"
                return


def _perhaps_of_kinds(text: str) -> bool:
    """Say whether a text uses "could" or "can" of kinds ("losses can be"), which is no doubt."""
    return not re.search(r"\b(?:may|might)\b", text, re.IGNORECASE)


def force_problems(case: Case) -> Iterator[str]:
    """Yield each thing said with another force than the quotation says it: "may" made "will", "should" made "must"."""
    for clause in case.said.clauses:
        if clause.question or (clause.condition and not clause.forces):
            continue
        lowers = {word.lower for word in clause.words}
        for force, heads in _stated(clause):
            if force is Force.MUST and clause.condition in {"if", "when", "where", "who"}:
                continue  # "if you need to" states no duty
            if force in {Force.MAY, Force.CAN, Force.MUST} and "whether" in lowers:
                continue  # "they decide whether you may": nothing is permitted yet
            carried = _forces_in_quotation(case, clause, heads)
            if clause.condition:
                carried &= _PLAINLY_STATED
            denied = any(clause.words[place] in heads[:1] for place in clause.denied)
            if not carried or any(_is_carried(force, other, clause, denied=denied) for other in carried):
                continue
            if force is Force.CAN and _is_can_of_another_kind(lowers, carried):
                continue
            yield f"{force} in place of {min(carried)}"


def _is_can_of_another_kind(said: set[str], quoted: set[Force]) -> bool:
    """Say whether a "can" permits nothing more than is quoted: "only nurses can join", "this can take 5 days"."""
    if Force.MUST in quoted and said & _ONLY:
        return True  # "you must be a nurse to join"
    if Force.FREE in quoted and "without" in said:
        return True  # "you do not need a permit": "you can park without a permit"
    return Force.MAY in quoted and not said & _PEOPLE_AS_SUBJECTS


def _stated(clause: Clause) -> Iterator[tuple[Force, list[Word]]]:
    """Yield each force of a clause with the words that it governs, the nearest first."""
    if not clause.forces:
        words = [clause.words[place] for place in clause.telling()] or [clause.words[p] for p in clause.content()]
        yield clause.plain, words
        return
    for number, (at, force) in enumerate(clause.forces):
        end = clause.forces[number + 1][0] if number + 1 < len(clause.forces) else len(clause.words)
        after = [p for p in range(at + 1, end) if is_content(clause.words[p]) or clause.words[p].figure]
        telling = [clause.words[place] for place in after if not is_light(clause.words[place])]
        heads = telling or [clause.words[place] for place in after]
        if heads:
            yield force, heads[:3]


def _forces_in_quotation(case: Case, clause: Clause, heads: list[Word]) -> set[Force]:
    """Return the forces with which the quotation says the words governed: of the first of them that it says, where it
    says most of what stands round it."""
    around = [clause.words[place] for place in clause.content()]
    states = bool(clause.forces)
    every: list[tuple[float, set[Force]]] = []
    for head in heads:
        found: list[tuple[float, set[Force]]] = []
        for number in case.fitting(clause):
            for quoted in case.facts[number].clauses:
                places = [place for place, word in enumerate(quoted.words) if _are_one(case, head, number, word)]
                if places and (states or quoted.is_main or not clause.is_main or not _mainly_said(case, head)):
                    shared = sum(
                        any(case.like(w, number, quoted.words[p]) >= 1 for p in quoted.content()) for w in around
                    )
                    found.append((shared, {force for place in places for force in _force_of(quoted, place)}))
        every += found
        if found and states:
            break
    most = max((shared for shared, _ in every), default=0)
    near = most if states else most - 1  # a plain clause may gather what two sentences say
    return {force for shared, forces in every if shared >= near for force in forces}


def _mainly_said(case: Case, head: Word) -> bool:
    """Say whether a quotation says this word in a main clause, so that a condition with it carries no more."""
    return any(
        _are_one(case, head, number, word)
        for number, fact in enumerate(case.facts)
        for quoted in fact.clauses
        if quoted.is_main
        for word in quoted.words
    )


def _are_one(case: Case, said: Word, number: int, quoted: Word) -> bool:
    if said.figure or quoted.figure:
        return said.figure and quoted.figure and said.stem == quoted.stem
    return is_content(quoted) and case.like(said, number, quoted) >= ALIKE


def _force_of(clause: Clause, place: int) -> set[Force]:
    force = clause.force_at(place)
    forces = {force}
    if not clause.is_main:
        # What holds on a condition is a need of whoever wants what depends on it: "you can apply if you are 18".
        forces |= {Force.MUST, Force.PLAIN, Force.MAY} if clause.condition != "unless" else {Force.MUST}
    if place in clause.denied and force in {Force.MUST, Force.CAN, Force.ORDER, Force.PLAIN}:
        forces |= {Force.MUST, Force.CAN, Force.ORDER}
    may = force is Force.MAY and any(word.lower == "may" for word in clause.words)
    if may and clause.words[place].lower in _PERMISSION_BY_MAY:
        forces.add(Force.CAN)
    held = [at for at, _ in clause.forces if at <= place]
    if force is Force.CAN and held and sum(is_content(word) for word in clause.words[held[-1] + 1 : place]) > 2:
        forces.add(Force.PLAIN)  # "you can cancel and get your money back": the second is a plain outcome
    if force is Force.PLAIN and any(word.lower in {"have", "pay", "cost", "costs", "pays"} for word in clause.words):
        forces |= {Force.MUST, Force.CAN}
    return forces


def _is_carried(force: Force, quoted: Force, clause: Clause, *, denied: bool) -> bool:
    if quoted in CARRIES[force] or force is quoted:
        return True
    if force is Force.PLAIN and quoted is Force.CAN:
        return clause.hedged or not any(word.lower in {"you", "they", "we"} for word in clause.words)
    if force in {Force.PLAIN, Force.WILL} and quoted is Force.MAY:
        return clause.hedged
    if force is Force.PLAIN and quoted is Force.FREE:
        return bool(_NOTHING_DUE.search(" ".join(word.lower for word in clause.words)))
    if denied and force is Force.FREE and quoted is Force.PLAIN:
        return True
    return denied and {force, quoted} <= {Force.MUST, Force.CAN, Force.ORDER, Force.PLAIN, Force.WILL}
