"""A text cut into clauses: what is said, what it is said on condition of, what is denied, and with how much force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fingerpost.answers.grounding.force import Force, forces_of
from fingerpost.answers.grounding.lexicon import (
    CONDITIONS,
    DENIALS,
    EXCEPTIONS,
    FUNCTION,
    HEDGES,
    IMPERATIVES,
    LIGHT,
    SUBJECTS,
    word_set,
)
from fingerpost.answers.grounding.words import Word, read_words, stem_of

_BY_FIRST_WORD = {
    first: tuple(phrase for phrase in CONDITIONS if phrase[0] == first)
    for first in {phrase[0] for phrase in CONDITIONS}
}
_LIGHT_STEMS = frozenset(map(stem_of, LIGHT))
_DENIED_REACH = 4
_DENY_ALL = word_set("not never cannot unable nobody none neither fail")
_FINITE = word_set("can could may might must should will would shall is are was were do does did has have need")
_OF_A_LIST = word_set("include includes includes: get gets pay pays")
_MODAL = word_set("can could may might must should will")
_OUT = frozenset(("except", "except for", "apart from", "other than", "aside from", "excluding"))
_OPENERS = word_set("please also then always never first next now so and or but finally otherwise instead")
_JOINERS = frozenset(("and", "or", "so", "then"))
_REACH_ENDS = word_set(", but by because when if or and")
_BEFORE_NOT = word_set(
    """can could may might must should will would shall is are was were be been do does did has have had need also
    still usually normally you we they it"""
)
_NO_CONDITION_AFTER = word_set("out depends know check to from of on see say ask tell about and or show find")
_BOUNDS = word_set("more less later fewer earlier higher lower longer shorter older younger bigger smaller sooner")
_STOPS = frozenset(".!?;")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause. ``condition`` is the word that makes it a condition ("if", "unless"), or nothing for a main clause.

    ``denied`` are the places in ``words`` that a denial reaches. ``forces`` are the forces stated, each with the place
    after which it holds. ``sentence`` counts the sentences of the text. ``question`` is true of what
    is asked and not said.
    """

    words: tuple[Word, ...]
    condition: str
    denied: frozenset[int]
    forces: tuple[tuple[int, Force], ...]
    sentence: int
    question: bool = False

    @property
    def is_main(self) -> bool:
        """Whether this says something, rather than when it holds."""
        return not self.condition

    @property
    def is_exception(self) -> bool:
        """Whether this takes something out of what is said."""
        return self.condition.split(" ", maxsplit=1)[0] in EXCEPTIONS

    def content(self) -> list[int]:
        """Return the places of the words that say what it is about."""
        return [place for place, word in enumerate(self.words) if is_content(word)]

    def telling(self) -> list[int]:
        """Return the places of the content words that are not so general that they fit anything."""
        return [place for place in self.content() if not is_light(self.words[place])]

    def force_at(self, place: int) -> Force:
        """Return the force with which the word at a place is said."""
        held = [force for at, force in self.forces if at <= place]
        if not held and is_order(self.words):
            return Force.ORDER
        return held[-1] if held else (self.forces[0][1] if self.forces else self.plain)

    @property
    def denied_words(self) -> tuple[Word, ...]:
        """The words that its denials reach: what follows the denial, or where nothing does what stands before it."""
        starts = [place for place, word in enumerate(self.words) if word.lower in DENIALS]
        first = min(starts, default=0)
        after = [place for place in sorted(self.denied) if place > first]
        return tuple(self.words[place] for place in after or sorted(self.denied))

    @property
    def plain(self) -> Force:
        """The force of a clause that states none: an order when it opens with a verb, else a plain statement."""
        return Force.ORDER if is_order(self.words) else Force.PLAIN

    @property
    def hedged(self) -> bool:
        """Whether it leaves room for another case ("usually")."""
        return any(word.lower in HEDGES for word in self.words)


def is_content(word: Word) -> bool:
    """Say whether a word is about something: no mark, no figure and none of the small words of logic."""
    return not (word.mark or word.figure or word.lower in FUNCTION or word.lower[:1].isdigit() or len(word.lower) < 2)


def is_light(word: Word) -> bool:
    """Say whether a word is so general that it fits anything."""
    return word.lower in LIGHT or word.stem in _LIGHT_STEMS


def is_order(words: Sequence[Word]) -> bool:
    """Say whether the words open with a verb that tells a person to do something."""
    for place, word in enumerate(words):
        if word.mark or word.lower in _OPENERS:
            continue
        if word.lower == "do" and place + 1 < len(words) and words[place + 1].lower == "not":
            return True
        return word.lower in IMPERATIVES and (
            place + 1 >= len(words) or words[place + 1].lower not in {"is", "are", "can", "must", "will", "may", "has"}
        )
    return False


def read_clauses(text: str) -> tuple[Clause, ...]:
    """Return the clauses of a text in order."""
    clauses: list[Clause] = []
    sentences = _sentences(read_words(text))
    for number, (given, asked) in enumerate(sentences):
        words = given if asked else _without_inversion(given)
        answered_no = asked and number + 1 < len(sentences) and sentences[number + 1][0][0].lower == "no"
        for condition, piece in _cut(words):
            trimmed = _trim(piece)
            if not trimmed:
                continue
            clause = _clause(trimmed, condition, number)
            if asked:
                denied = frozenset(clause.content()) if answered_no else clause.denied
                clause = replace(clause, question=True, denied=denied)
            clauses.append(clause)
    return tuple(clauses)


def _without_inversion(words: list[Word]) -> list[Word]:
    """Return a sentence with a condition that is told by order told by "if": "should we agree, …"."""
    if len(words) > 2 and words[0].lower == "should" and words[1].lower in SUBJECTS | {"your", "the"}:
        return [replace(words[0], lower="if", stem="if"), *words[1:]]
    return words


def _sentences(words: Sequence[Word]) -> list[tuple[list[Word], bool]]:
    """Return the sentences, each with whether it asks."""
    sentences: list[tuple[list[Word], bool]] = []
    current: list[Word] = []
    for word in words:
        if word.mark and word.lower in _STOPS:
            if current:
                sentences.append((current, word.lower == "?"))
            current = []
        else:
            current.append(word)
    return [*sentences, (current, False)] if current else sentences


def _cut(words: list[Word]) -> list[tuple[str, list[Word]]]:
    """Cut a sentence where a condition begins or ends and where another subject begins."""
    pieces: list[tuple[str, list[Word]]] = [("", [])]
    started = 0
    place = 0
    while place < len(words):
        marker = _condition_at(words, place)
        condition = pieces[-1][0]
        if marker and not (condition == marker and place - started < 2):
            pieces.append((marker, list(words[place : place + len(marker.split())])))
            started = place
            place += len(marker.split())
            continue
        if (condition and _condition_ends(words, place, started, pieces)) or (
            not condition and _another_begins(words, place)
        ):
            pieces.append(("", []))
        pieces[-1][1].append(words[place])
        place += 1
    return pieces


def _condition_at(words: Sequence[Word], place: int) -> str:
    if words[place].mark:
        return ""
    for phrase in _BY_FIRST_WORD.get(words[place].lower, ()):
        if tuple(word.lower for word in words[place : place + len(phrase)]) == phrase:
            before = words[place - 1].lower if place else ""
            if phrase[0] in {"where", "when", "who"} and before in _NO_CONDITION_AFTER:
                return ""
            if phrase == ("if",) and before in {"check", "see", "know", "decide"}:
                return ""
            return " ".join(phrase)
    if words[place].lower == "that" and place and not words[place - 1].mark:
        following = [word.lower for word in words[place + 1 : place + 3]]
        narrows = (
            is_content(words[place - 1]) and following[:1] and following[0] in _FINITE and following[1:] == ["not"]
        )
        if narrows or words[place - 1].stem in {"person", "anyone"}:
            return "who"
    return ""


def _condition_ends(words: Sequence[Word], place: int, started: int, pieces: Sequence[tuple[str, list[Word]]]) -> bool:
    """Say whether the condition under way ends before this word, and what it governs begins."""
    word, before = words[place], words[place - 1]
    nothing_said = not any(_words_in(piece) for condition, piece in pieces if not condition)
    relative = pieces[-1][0] in {"who", "whose", "whom"}
    following = words[place + 1].lower if place + 1 < len(words) else ""
    if before.lower == "," and before.mark:
        opens = word.lower in SUBJECTS or word.lower in {"your", "our", "then", "the", "but", "so", "please", "no"}
        verb = word.lower in IMPERATIVES or word.lower in _FINITE
        return opens or verb or (nothing_said and not _in_a_list(words, place))
    if word.lower == "but" and following != "not":
        return True
    if (
        relative
        and place - started > 2
        and word.lower in _FINITE | _OF_A_LIST
        and before.lower not in {"and", "or", "who"}
    ):
        return word.lower not in {"is", "are", "do", "has", "have", "need"} or before.lower not in SUBJECTS
    if pieces[-1][0] in _OUT and word.lower in _FINITE:
        return True  # "all but £50 is returned"
    return (
        nothing_said
        and place - started > 2
        and word.lower in {"you", "we", "they"}
        and following in _MODAL
        and before.lower not in {"if", "and", "or", "that", "when", "unless"}
    )


def _words_in(piece: Sequence[Word]) -> int:
    return sum(1 for word in piece if not word.mark and word.lower not in _OPENERS)


def _in_a_list(words: Sequence[Word], place: int) -> bool:
    """Say whether a comma divides the members of a list ("red, green or blue"), rather than two clauses."""
    rest = [word.lower for word in words[place : place + 8]]
    comma = next((at for at, word in enumerate(rest) if word == ","), len(rest))
    joiner = next((at for at, word in enumerate(rest) if word in {"or", "and"}), len(rest))
    finite = next((at for at, word in enumerate(rest) if word in _FINITE), len(rest))
    return min(comma, joiner) < finite and min(comma, joiner) < len(rest)


def _another_begins(words: Sequence[Word], place: int) -> bool:
    """Say whether another clause, with a subject or an order of its own, begins at this word of a main clause."""
    if not place:
        return False
    word, before = words[place], words[place - 1]
    if word.lower == "but":
        return True
    following = words[place + 1].lower if place + 1 < len(words) else ""
    opens = place < 2 or words[place - 2].mark or words[place - 2].lower in {"and", "or"}
    if before.lower in {"so", "then"} and word.lower in IMPERATIVES and opens:  # not "we then take"
        return True
    if before.lower == ":" and (word.lower in IMPERATIVES or word.lower in SUBJECTS):
        return place > 1 and words[place - 2].lower not in _FINITE | SUBJECTS | {"to"}  # not "you must: keep"
    if before.lower in _JOINERS or (before.mark and before.lower in {",", "-", "–", "—"}):
        return word.lower in SUBJECTS and (following in _FINITE or not following[:1].isdigit())
    return False


def _trim(words: list[Word]) -> tuple[Word, ...]:
    kept = list(words)
    while kept and (kept[-1].mark or kept[-1].lower in {"and", "or", "but", "so", "then"}):
        kept.pop()
    while kept and kept[0].mark:
        kept.pop(0)
    return tuple(kept)


def _clause(words: tuple[Word, ...], condition: str, sentence: int) -> Clause:
    return Clause(words, condition, _denied(words), tuple(forces_of(words)), sentence)


def _denied(words: Sequence[Word]) -> frozenset[int]:
    """Return the places that a denial reaches: with "not" all that is said with one verb, with "no" what follows."""
    denied: set[int] = set()
    parts = _parts(words)
    for place, word in enumerate(words):
        if not (word.lower in DENIALS or _rather_than(words, place)) or is_no_denial(words, place):
            continue
        start, end = next((start, end) for start, end in parts if start <= place < end)
        content = [at for at in range(start, end) if is_content(words[at]) and at != place]
        if word.lower in _DENY_ALL and (word.lower != "not" or _denies_a_verb(words, place)):
            denied.update(content)
            continue
        if word.lower == "nothing":
            denied.update([at for at in content if at < place][-1:])
        denied.update(_reached(words, place, start, end))
    return frozenset(denied)


def _reached(words: Sequence[Word], place: int, start: int, end: int) -> list[int]:
    """Return the places that a "no", a "without" or a "stop" reaches: what follows, or else what leads."""
    most = {"without": 1, "no": 3, "non": 1}.get(words[place].lower, _DENIED_REACH)
    if words[place].lower not in {"no", "not", "non", "without", "nothing", "nor"}:
        most = 2
    stop = next((at for at in range(place + 1, end) if words[at].lower in _REACH_ENDS - {"or", "and"}), end)
    after = [at for at in range(place + 1, stop) if is_content(words[at])]
    telling = [at for at in after if not is_light(words[at])] if words[place].lower == "without" else []
    after = (telling or after)[:most]
    if after or words[place].lower in {"no", "not"}:
        return after
    opens = max((at for at in range(start, place) if words[at].lower in _REACH_ENDS), default=start)
    return [at for at in range(opens, place) if is_content(words[at])][-3:]


def _denies_a_verb(words: Sequence[Word], place: int) -> bool:
    """Say whether a "not" denies a verb ("do not park") and not one thing beside another ("for you, not for a car")."""
    before = [word for word in words[:place] if not word.mark]
    return not before or before[-1].lower in _BEFORE_NOT


def is_no_denial(words: Sequence[Word], place: int) -> bool:
    """Say whether a "no" or "not" denies nothing: an answer, "not only", or the bound of a figure ("no more than")."""
    lower = words[place].lower
    following = words[place + 1] if place + 1 < len(words) else None
    if lower == "not" and place and words[place - 1].lower == "or":
        return True  # "whether or not"
    if lower == "not":
        return following is not None and following.lower in {"only", "just"}
    if lower != "no":
        return False
    if following is None or following.mark or following.lower in {"to", "matter", "difference"}:
        return True  # an answer, "say no to", or "no matter"
    bound = following.lower in _BOUNDS
    return bound and place + 2 < len(words) and words[place + 2].lower == "than"


def _parts(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Return where each verb's part of a clause begins and ends: "you cannot park here | and must move your car"."""
    cuts = [0]
    for place in range(1, len(words) - 1):
        joins = words[place].lower in {"and", "or", "but"} or (words[place].mark and words[place].lower == ",")
        following = words[place + 1].lower
        contrast = following == "not"
        if joins and (following in _FINITE or following in SUBJECTS or following in {"then", "instead"} or contrast):
            cuts.append(place)
    return list(zip(cuts, [*cuts[1:], len(words)], strict=True))


def _rather_than(words: Sequence[Word], place: int) -> bool:
    pair = tuple(word.lower for word in words[place : place + 2])
    return pair in {("instead", "of"), ("rather", "than")}
