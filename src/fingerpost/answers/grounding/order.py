"""What comes first: "A before B" is "B after A", and neither is "B before A"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fingerpost.answers.grounding.clauses import is_content
from fingerpost.answers.grounding.lexicon import word_set
from fingerpost.answers.grounding.reading import Case, Reading
from fingerpost.answers.grounding.words import Word

_CROSSED = 0.4
_EARLIER_LEFT = word_set("before then until till prior afterwards")
_EARLIER_RIGHT = frozenset(("after", "once", "following", "since"))
_COMPARATIVES = word_set("longer shorter more less quicker slower faster higher lower cheaper dearer sooner later")
_ALL = _EARLIER_LEFT | _EARLIER_RIGHT


@dataclass(frozen=True, slots=True)
class Sequel:
    """What is said to come first and what after it. ``stated`` is false where only the order of the words says so."""

    first: tuple[Word, ...]
    second: tuple[Word, ...]


def order_problems(case: Case) -> Iterator[str]:
    """Yield where the sentence turns round what the quotation says comes first."""
    yield from _comparisons_turned(case)
    yield from _points_turned(case)
    told = [(number, sequel) for number, fact in enumerate(case.facts) for sequel in sequels(fact)]
    steps = _steps(case)
    for said in sequels(case.said):
        for number, quoted in told:
            straight = _share(case, said.first, number, quoted.first), _share(case, said.second, number, quoted.second)
            crossed = _share(case, said.first, number, quoted.second), _share(case, said.second, number, quoted.first)
            if sum(crossed) > sum(straight) and min(crossed) >= _CROSSED:
                yield "turned round: what comes first"
                return
        if not told and steps and _against_steps(case, said, steps):
            yield "turned round: what comes first"
            return


def _points_turned(case: Case) -> Iterator[str]:
    """Yield a "before" one thing that the quotation has "after" the same thing, or the other way round."""
    quoted = [pair for fact in case.facts for pair in _points(fact)]
    for preposition, thing in _points(case.said):
        same = [other for other, point in quoted if point.stem == thing.stem]
        if same and preposition not in same:
            yield f"{preposition} in place of {same[0]}: {thing.lower}"


def _points(reading: Reading) -> Iterator[tuple[str, Word]]:
    """Yield each "before" and "after" that governs a thing by its name: "after the assessment"."""
    for place, word in enumerate(reading.words):
        if word.lower not in {"before", "after"}:
            continue
        after = [
            other for other in reading.words[place + 1 : place + 3] if other.lower not in {"the", "a", "an", "your"}
        ]
        if after and is_content(after[0]) and not after[0].figure:
            yield word.lower, after[0]


def _comparisons_turned(case: Case) -> Iterator[str]:
    """Yield where the two sides of a comparison change places: "longer by post than online" the other way round."""
    for said in _comparisons(case.said):
        for number, fact in enumerate(case.facts):
            for quoted in _comparisons(fact):
                straight = max(_share(case, said[side], number, quoted[side]) for side in (0, 1))
                crossed = [_share(case, said[side], number, quoted[1 - side]) for side in (0, 1)]
                alike = {word.lower for word in case.said.words} & _COMPARATIVES & {word.lower for word in fact.words}
                if alike and min(crossed) > 0 and crossed[1] > straight * 0.99:
                    yield "comparison turned round"


def _comparisons(reading: Reading) -> Iterator[tuple[tuple[Word, ...], tuple[Word, ...]]]:
    for place, word in enumerate(reading.words):
        if word.lower == "than" and not any(other.figure for other in reading.words[place + 1 : place + 3]):
            sides = _telling(reading.words[max(0, place - 4) : place]), _telling(reading.words[place + 1 : place + 5])
            if all(sides):
                yield sides


def sequels(reading: Reading) -> list[Sequel]:
    """Return what a text says comes before what."""
    found: list[Sequel] = []
    sentence: list[Word] = []
    for word in (*reading.words, None):
        if word is not None and not (word.mark and word.lower in {".", ";", "!", "?"}):
            sentence.append(word)
            continue
        found += _of_sentence(sentence)
        sentence = []
    return found


def _of_sentence(words: Sequence[Word]) -> Iterator[Sequel]:
    conditional = bool(words) and words[0].lower in {"if", "when", "unless", "where"}
    for place, word in enumerate(words):
        if (
            word.lower not in _ALL
            or (conditional and word.lower == "then")
            or (word.lower == "once" and place + 1 < len(words) and words[place + 1].lower == "a")
        ):
            continue
        opens = not [other for other in words[:place] if is_content(other)]
        comma = next((at for at in range(place, len(words)) if words[at].mark and words[at].lower == ","), None)
        if opens and comma is not None:
            near, far = words[place + 1 : comma], words[comma:]
        elif opens and word.lower != "then":
            continue
        else:
            commas = [at for at, other in enumerate(words) if other.mark and other.lower == ","]
            near = words[place + 1 : next((at for at in commas if at > place), len(words))]
            far = words[max((at for at in commas if at < place - 2), default=0) : place]
        left, right = _telling(far), _telling(near)
        if left and right:
            yield Sequel(left, right) if word.lower in _EARLIER_LEFT else Sequel(right, left)


def _telling(words: Sequence[Word]) -> tuple[Word, ...]:
    return tuple(word for word in words if is_content(word))


def _share(case: Case, said: Sequence[Word], number: int, quoted: Sequence[Word]) -> float:
    return sum(any(case.like(word, number, other) >= 1 for other in quoted) for word in said) / len(said)


def _steps(case: Case) -> list[int]:
    """Return the facts in the order in which they are quoted, when there are several."""
    return list(range(len(case.facts))) if len(case.facts) > 1 else []


def _against_steps(case: Case, said: Sequel, steps: Sequence[int]) -> bool:
    def place(words: Sequence[Word]) -> int | None:
        shares = [_share(case, words, number, case.facts[number].words) for number in steps]
        best = max(shares)
        return steps[shares.index(best)] if best >= 0.5 and shares.count(best) == 1 else None

    first, second = place(said.first), place(said.second)
    return first is not None and second is not None and first > second
