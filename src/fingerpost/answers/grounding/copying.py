"""A sentence that copies its quotation almost word for word is held to every word that it changes.

A rewording is read for what it says. A near copy is another matter: where all but a few words are the page's own, a
word put in, left out or exchanged is a change of what the page says, unless it is known to mean the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from fingerpost.answers.grounding.clauses import is_content, is_light
from fingerpost.answers.grounding.force import CARRIES, forces_of
from fingerpost.answers.grounding.lexicon import DENIALS, EXCLUSIVE, word_set
from fingerpost.answers.grounding.reading import ALIKE, Case, Reading
from fingerpost.answers.grounding.words import Word

_NEAR = 0.8
_MARKERS = word_set("if unless except until till when once provided")
_WHEN = frozenset(("if", "when", "where", "once"))
_ONLY = frozenset(("only", "solely", "exclusively"))
_KEPT = 0.5
_FEWEST_COPIED = 5
_SPARED = 1


def copying_problems(case: Case) -> Iterator[str]:
    """Yield each word of logic or of substance by which a near copy differs from what it copies."""
    mine = [word for word in case.said.words if not word.mark]
    theirs = _quoted(case)
    matcher = SequenceMatcher(None, [word.lower for word in mine], [word.lower for word in theirs], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    yield from _tagged_on(case, mine)
    if not blocks or sum(block.size for block in blocks) < _NEAR * len(mine):
        return
    differ = _denials(mine) != _denials(theirs)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        said, quoted = mine[start:end], theirs[other_start:other_end]
        yield from _put_in(case, said, quoted, theirs)
        yield from _forced(said, quoted)
        yield from _left_out(case, said, quoted, theirs)
        if differ and _denials(said) != _denials(quoted) and (_denials(said) or _keeps(case, quoted)):
            yield "a denial put in or left out of a near copy"


def _quoted(case: Case) -> list[Word]:
    """Return the words quoted for what is said, in order, a lead-in once and not with each of its items."""
    words: list[Word] = []
    led = ""
    for number in sorted(case.kept):
        fact = case.facts[number]
        text = fact.own if fact.lead and fact.lead == led else fact.text
        led = fact.lead
        words += [word for word in Reading(text).words if not word.mark]
    return words


def _put_in(case: Case, said: Sequence[Word], quoted: Sequence[Word], theirs: Sequence[Word]) -> Iterator[str]:
    known = [word for word in case.context.words if is_content(word)]
    for word in said:
        if not is_content(word) or is_light(word) or any(word.means(other) for other in (*quoted, *known)):
            continue
        if _count(word, case.said.words) <= _count(word, theirs):
            continue  # moved, not put in
        yield f"put into a near copy: {word.lower}"


def _tagged_on(case: Case, mine: Sequence[Word]) -> Iterator[str]:
    """Yield what stands before or after a whole quoted sentence that is copied, where nothing quoted or above says it.

    One word may be a way of saying it. Of several those that fit anything count too: "planning and following journeys"
    is a fact of its own behind another.
    """
    lowers = [word.lower for word in mine]
    known = [word for word in case.context.words if is_content(word)]
    for fact in case.facts:
        own = [word.lower for word in Reading(fact.own or fact.text).words if not word.mark]
        if len(own) < _FEWEST_COPIED:
            continue
        at = next((at for at in range(len(lowers) - len(own) + 1) if lowers[at : at + len(own)] == own), None)
        if at is None:
            continue
        after = mine[at + len(own) :]
        if after and all(is_content(word) and case.best(word) < ALIKE for word in after):
            # Nothing ties a bare word to what is copied, so that even a heading's says something else: "Comment".
            yield f"put on to a copy: {' '.join(word.lower for word in after[:4])}"
            return
        rest = [word for word in (*mine[:at], *after) if is_content(word)]
        lacking = [word for word in rest if case.best(word) < ALIKE and not any(word.means(other) for other in known)]
        if len(lacking) > _SPARED and not all(is_light(word) for word in lacking):
            yield f"put on to a copy: {' '.join(word.lower for word in lacking[:4])}"
            return


def _forced(said: Sequence[Word], quoted: Sequence[Word]) -> Iterator[str]:
    mine = {force for _, force in forces_of(said)}
    theirs = {force for _, force in forces_of(quoted)}
    if theirs and any(not CARRIES[force] & theirs for force in mine):
        yield f"{min(mine)} in place of {min(theirs)} in a near copy"


def _count(word: Word, words: Sequence[Word]) -> int:
    return sum(other.stem == word.stem for other in words)


def _left_out(case: Case, said: Sequence[Word], quoted: Sequence[Word], theirs: Sequence[Word]) -> Iterator[str]:
    kept = {word.lower for word in said}
    everything = [word.lower for word in case.said.words]
    exclusive = EXCLUSIVE & set(everything)
    for place, word in enumerate(quoted):
        before = quoted[place - 1].lower if place else ""
        if word.lower in _WHEN and (kept & _WHEN or "should" in kept):  # "should we agree, …"
            continue
        fewer = everything.count(word.lower) < sum(other.lower == word.lower for other in theirs)
        only = word.lower in _ONLY and fewer and not exclusive - _ONLY
        marks = word.lower in _MARKERS or only
        if not marks or word.lower in kept or before in {"even", "find", "see", "as"} or "?" in everything:
            continue
        if everything.count(word.lower) >= sum(other.lower == word.lower for other in theirs):
            continue  # it stands elsewhere in the sentence
        rest = [other for other in quoted[place:] if is_content(other) and not is_light(other)]
        shared = sum(any(mine.means(other) for mine in case.said_words()) for other in rest)
        if rest and shared >= _KEPT * len(rest) and not (only and exclusive):
            continue
        if not rest and word.lower in everything and not only:
            continue
        yield f"left out of a near copy: {' '.join(other.lower for other in quoted[place : place + 6])}"
        return


def _denials(words: Sequence[Word]) -> int:
    return sum(word.lower in DENIALS for word in words)


def _keeps(case: Case, quoted: Sequence[Word]) -> bool:
    """Say whether what stood with a denial is still said: a whole clause left out denies nothing any more."""
    content = [word for word in quoted if is_content(word) and not is_light(word) and word.lower not in DENIALS]
    return not content or any(any(mine.means(word) for mine in case.said_words()) for word in content)
