"""Long sentences in short pieces, without a word of them changed and without a condition losing what it governs.

Three things are done, each only where it is safe:

- two full clauses joined by "; " or ", and " become two lines, when nothing in the sentence depends on anything else in
  it (see ``ties``);
- in "You pay nothing if you rent" the condition is shown first, when it is the only one and the clause it governs is a
  plain one; the two stay together;
- a sentence that is still long is broken into sense lines, where one would take a breath; they stay together, in order.
"""

from __future__ import annotations

import re

from fingerpost.answers.easy_read.ties import depends

_LONG = 10
_SHORTEST_PIECE = 3

_VERB = (
    r"(?:is|are|was|were|has|have|had|do|does|did|can|cannot|can't|can’t|could|may|might|must|will|won't|won’t|would"
    r"|should|need|needs|get|gets|pay|pays|costs?|takes?|gives?)"
)
_NOT_A_VERB = r"(?:and|or|both|all|each|to|for|in|on|at|of|by|from|with|who|whose|two)"
# A clause that says who does what, and so can stand alone: "you can appeal", "your landlord must agree".
_FULL = re.compile(
    rf"(?:(?:you|we)\s+(?!{_NOT_A_VERB}\b)[a-z’']+\s+\w|(?:your|our|the|a|an)(?:\s+[\w’'-]+){{1,4}}?\s+{_VERB}\s+\w"
    rf"|there\s+(?:is|are)\s+\w)",
    re.IGNORECASE,
)
# The clause that opens a sentence may say "it": what that is has just been said. Words in front of its subject, such as
# "In this case", would hold for the second clause too, so a sentence that opens with them is left whole.
_OPENS = re.compile(
    rf"(?:It|They|This|That)\s+(?:{_VERB}\s+\w|(?:starts?|lasts?|ends?)\s)|{_FULL.pattern}", re.IGNORECASE
)
_JOINED = re.compile(r";\s+(?:and\s+)?|,\s+and\s+")

_CONDITION_LAST = re.compile(r"^(?P<main>[A-Z][^,;:()?–—]*?)\s+(?P<condition>if\s[^,;:()?–—]*?)(?P<end>[.!]?)$")
# In "ask if you can", "check if", "tell us if", what follows is the question and not a condition.
_ASKS = re.compile(
    r"\b(ask|asks|asking|check|checks|checking|see|know|knows|decide|decides|deciding|find out|finds out|say|says"
    r"|saying|tell|tells|telling|confirm|confirms|consider|considers|wonder|sure|show|shows|explain|explains|assess|assesses"
    r"|look|looks|test|tests|discuss|agree|agrees|work out|works out|review|let|understand|choose|inform|notify|advise"
    r"|report|state|record|note|indicate|learn|hear|remember|care|mind|matter|doubt|question|prove|establish|determine"
    r"|worry|worried|unsure|certain|clear|wait|like|pretend)\b",
    re.IGNORECASE,
)
_TWO_THINGS = re.compile(r"\b(and|or)\b", re.IGNORECASE)
# Words that point back at the clause they follow, and would point at nothing if they came first.
_POINTS_BACK = re.compile(
    r"\b(it|its|it's|it’s|they|their|them|they're|they’re|this|that|these|those|he|she|him|her|his|one|ones|so|not|do"
    r"|does|did|can|there)\b(?!\s+(?:have|need|want|not|pay|get|live|rent|own|work))",
    re.IGNORECASE,
)

# "If necessary" and "if possible with your letter" are no clauses of their own.
_HAS_A_SUBJECT = re.compile(
    r"if (?:you|we|your|our|the|a|an|someone|somebody|anyone|everyone|everybody|nobody|no one|people|another)\b"
    r"|if [A-Z]"
)
# "Cut it up if you cannot": the rest of the condition is in the clause before it.
_CUT_SHORT = re.compile(r"\b(to|can|cannot|can't|can’t|do|does|did|don't|don’t|not|have|has|are|is|was|will|would)$")
_DASH = re.compile(r"\s-\s")

_BREATH = {
    "en": re.compile(
        r"(?<=[,;:])\s+|\s+(?=(?:only|even)\s+(?:if|when|after|where|for)\b|\((?=\w+\s+\w+\s+\w)"
        r"|(?<!only\s)(?<!even\s)(?<!as\s)(?<!and\s)(?<!or\s)(?<!but\s)(?<!just\s)(?<!sure\s)(?<!see\s)"
        r"(?<!check\s)(?<!ask\s)(?<!know\s)(?<!not\s)(?<!out\s)(?<!,\s)"
        r"(?:if|unless|when|where|until|because(?!\sof)|although|while|except|so\sthat|provided\s(?:that|you|we|they|it)"
        r"|as\slong\sas)\b"
        r"|(?:and|or|but)\s+(?:if|you|your|we|they|it|when|unless|then)\b)"
    ),
    "cy": re.compile(r"(?<=[,;:])\s+|\s+(?=(?:os|oni bai|pan|oherwydd|ond|nes|er mwyn|fel y)\b)"),
}


# "January or February" at the end of a list of months: no breath is taken inside a list of things.
_LIST_TAIL = re.compile(
    r"(?!(?:and|or|but|if|you|we|they|it|he|she|there|not)\b)(?:[\w’'-]+\s+){1,3}(?:or|and)\s+[\w’'-]+(?:\s+[\w’'-]+)?[.,;:]?$"
)


def split_sentence(sentence: str, *, locale: str = "en") -> tuple[tuple[str, ...], ...]:
    """Return the lines a sentence is shown as, each as the pieces it is made of.

    Every piece stands in ``sentence`` as it is. The pieces of one line are shown together. All words are there but an
    "and" between two lines.
    """
    language = locale.partition("-")[0].lower()
    if language != "en":
        return (sense_lines(sentence, locale=locale),)
    lines = _clauses(sentence)
    if len(lines) > 1:
        return tuple(sense_lines(line) for line in lines)
    return (_condition_first(sentence) or sense_lines(sentence),)


def sense_lines(sentence: str, *, locale: str = "en") -> tuple[str, ...]:
    """Return a sentence broken where one would take a breath, or whole when it is short."""
    breath = _BREATH.get(locale.partition("-")[0].lower())
    if breath is None or len(sentence.split()) <= _LONG:
        return (sentence,)
    pieces = _cut(sentence, [found.span() for found in breath.finditer(sentence)])
    return tuple(_none_too_short(sentence, pieces))


def _clauses(sentence: str) -> tuple[str, ...]:
    if depends(sentence) or "(" in sentence or sentence.endswith(("?", ":")):
        return (sentence,)
    found = [join.span() for join in _JOINED.finditer(sentence)]
    # One clause among several that can't stand alone may be one thing in a list of things: leave all of them.
    pieces = _cut(sentence, found)
    if any("," in piece for piece in pieces):
        return (sentence,)  # "…, on this income" at the end may belong to every clause
    if len(pieces) < 2 or not _OPENS.match(pieces[0]) or not all(_FULL.match(piece) for piece in pieces[1:]):
        return (sentence,)
    return tuple(pieces)


def _condition_first(sentence: str) -> tuple[str, ...]:
    """Return the condition and what it governs, in that order, or nothing when they had better stay as they are."""
    found = _CONDITION_LAST.match(sentence)
    if found is None:
        return ()
    main, condition = found["main"], found["condition"]
    plain = not depends(main) and not depends(condition.removeprefix("if"))
    points_back = _POINTS_BACK.search(condition)
    if not plain or points_back or _ASKS.search(main) or _TWO_THINGS.search(main):
        return ()
    if not _HAS_A_SUBJECT.match(condition) or _CUT_SHORT.search(condition) or _DASH.search(sentence):
        return ()
    if min(len(main.split()), len(condition.split())) < _SHORTEST_PIECE:
        return ()
    return condition, *sense_lines(main)


def _cut(text: str, gaps: list[tuple[int, int]]) -> list[str]:
    """Return what stands between the gaps."""
    pieces: list[str] = []
    start = 0
    for gap_start, gap_end in gaps:
        pieces.append(text[start:gap_start])
        start = gap_end
    return [*pieces, text[start:]]


def _none_too_short(sentence: str, pieces: list[str]) -> list[str]:
    """Join a piece of one or two words, or the end of a list of things, to what stands before it in the sentence."""
    spans: list[tuple[int, int]] = []
    place = 0
    for piece in pieces:
        start = sentence.index(piece, place)
        place = start + len(piece)
        short = spans and min(_count(sentence, spans[-1]), len(piece.split())) < _SHORTEST_PIECE
        if spans and (short or _LIST_TAIL.match(piece)):
            spans[-1] = (spans[-1][0], place)
        else:
            spans.append((start, place))
    return [sentence[start:end] for start, end in spans]


def _count(sentence: str, span: tuple[int, int]) -> int:
    return len(sentence[span[0] : span[1]].split())
