"""Names known by the words around them: "my name is …", "Mr …", "my son …", a signature.

What introduces a name decides how much is asked of it: after "my name is" a word in small letters may be one; after "my
son" it has to have a capital, or be a given name that is no other word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from fingerpost.safeguards.personal_data import loading
from fingerpost.safeguards.personal_data.known_words import given_names, names_that_are_words, word_list

# In small letters only where they are no other word.
_TITLES = (
    r"(?:\b(?:(?i:mr|mrs|ms|mx|dr|prof|cllr)|Miss|Sir|Dame|Professor|Rev|Revd|Reverend|Councillor|PC|DC|Sgt|Nurse)\b"
    r"\.?\s+)"
)
_OWNER = r"(?i:my|his|her|their|our|your|the|a|fy|ei)"
_KIN = (
    r"(?:(?i:step|grand|half|foster|god)?-?(?:child|(?i:son|daughter|baby|boy|girl|kid|toddler|wife|husband|hubby|"
    r"partner|fianc[eé]e?|mum|mam|mom|mother|dad|father|brother|sister|friend|mate|nephew|niece|cousin|neighbour|"
    r"neighbor|grandma|grandpa|grandad|granddad|grandfather|grandmother|grandchild|nan|nana|gran|landlord|landlady|"
    r"tenant|lodger|boss|manager|employer|employee|carer|client|patient|colleague|flatmate|housemate|girlfriend|"
    r"boyfriend|ex|social worker|solicitor|support worker|care worker|key worker|caseworker|case worker|advis[oe]r|"
    r"in-law|mab|merch|gŵr|gwraig|tad|brawd|chwaer|plentyn)))"
)
_ALONE = r"(?i:(?:great )?(?:uncle|aunt|auntie|aunty|nan|nana|gran|grandma|grandad|granddad|grandpa|cousin))"
_RELATION = rf"(?:{_OWNER}\s+(?:[a-z-]+\s+){{0,2}}?{_KIN}|{_ALONE})"
_GAP = r"(?:\s*,?\s+|\s*,\s*|\s*:\s*|\s*\(\s*)"
# A word of a name, capital or not; the finder judges it.
_WORD = r"[^\W\d_][\w'-]*"
_UP_TO_THREE = rf"(?P<name>{_TITLES}?{_WORD}(?:[ ]{_WORD}){{0,2}})"
_UP_TO_FOUR = rf"(?P<name>{_TITLES}?{_WORD}(?:[ ]{_WORD}){{0,3}})"
_CAPITALS = r"[A-Z][\w'-]*(?:[ ][A-Z][\w'-]*){0,2}"

_WHOSE = (
    r"(?:my|his|her|their|full|first|last|sur|maiden|fore|middle|tenant'?s?|applicant'?s?|"
    r"(?:child|son|daughter|husband|wife|partner|mum|mother|dad|father)'s)"
)
_TOLD = re.compile(
    rf"\b(?:(?:{_WHOSE}\s*(?:(?:full|first|last|middle|new|old|legal) )?)?(?:na(?:me|em|m)|nmae)s?"
    r"(?:'s|\s+is|\s+was|\s+are|\s*:|\s*=|\s+-)|my name(?=\s+(?-i:[A-Z]))|"
    r"(?:i'?m|i am|is|was|he's|she's)\s+(?:called|named)|call me|known as|fy enw i(?: yw)?|fy enw yw|enw yw|enw:|"
    rf"(?:sur|fore)name\s*:?|applicant\s*:|tenant\s*:|claimant\s*:|signed(?: by)?\s*:)\s*[:\-]?\s*{_UP_TO_FOUR}",
    re.IGNORECASE,
)
_TITLED = re.compile(rf"(?P<name>{_TITLES}(?:[A-Z]\.?\s+)?{_WORD}(?:[ ]{_WORD}){{0,2}})")
_CALLED = r"(?i:called|named|is called|is named|whose name is|who is called)"
_RELATED = re.compile(
    rf"\b{_RELATION}(?:'s name is|'s called|\s+is(?=\s+[A-Z][\w'-]+\s+[A-Z])|{_GAP}{_CALLED})?{_GAP}{_UP_TO_THREE}"
)
_INTRODUCED = re.compile(
    r"\b(?i:i'?m|i am|this is|named?|called|it's|its|it is|dyma|married to|on behalf of|care of|c/o)\s+"
    rf"{_UP_TO_THREE}"
)
_BESIDE = re.compile(
    r"\b(?i:spoke (?:to|with)|speaking (?:to|with)|speak to|ask(?:ed)? for|addressed to|married|contact|from|dear|hi|"
    r"hello|met with|wrote to|belong(?:s|ing) to|look(?:ing)? after|car(?:e|ing) for|liv(?:e|es|ing) with|and|with|"
    rf"name of|for|by|of|to)\s+{_UP_TO_THREE}"
)
_FAREWELL = re.compile(
    r"\b(?i:(?:kind(?:est)? |best |warm |many )?regards|yours (?:sincerely|faithfully|truly)|sincerely|cofion)"
    rf"[\s,.!-]{{1,6}}(?P<name>{_TITLES}?{_CAPITALS})[\s.!x]*\Z"
)
_SIGNED = re.compile(
    r"(?:\b(?i:(?:kind |best |warm |many )?regards|thanks(?: again| in advance| so much)?|thank you|thankyou|thx|"
    r"yours(?: sincerely| faithfully| truly)?|sincerely|faithfully|cheers|diolch(?: yn fawr)?|best wishes|cofion|love)"
    rf"|(?<=[.!?])\s|\n|\s[-~])[\s,.!-]{{0,6}}(?P<name>{_TITLES}?{_CAPITALS})[\s.!x]*\Z"
)
_HERE = re.compile(
    rf"(?:^|[.!?,]\s+)(?i:hi|hello|hiya|hey|good (?:morning|afternoon|evening))?[\s,.]*(?P<name>{_CAPITALS})\s+"
    r"(?:here|speaking)\b"
)

# Small words and what is said of a name; none of them is one, whatever stands before.
STOPS = word_list("no_name.txt")

Judge = Callable[[str], bool]
"""Tells something of a word."""

# Given names that are words as well, but that a person in small letters means as a name after "my son".
_NAMES_FIRST = word_list("names_first.txt")


def find(text: str, known: Judge) -> Iterator[tuple[int, int]]:
    """Yield the stretch of each name that something introduces, with overlaps.

    Args:
        text: the text.
        known: tells of a word in small letters whether it is known to be something else.
    """
    for match in _TOLD.finditer(text):
        yield from _kept(text, match, _after_being_told, more=_is_capital, then_small=True)
    for match in _TITLED.finditer(text):
        yield from _kept(text, match, lambda word: word.lower() not in STOPS and len(word) > 1, more=_follows_a_title)
    for match in _RELATED.finditer(text):
        yield from _kept(text, match, lambda word: _capital_and_unknown(word, known))
    for match in _INTRODUCED.finditer(text):
        # "I am Jordan Hill", but not "I am Jordan": with a surname, a place is somebody.
        if re.match(r"[A-Z][\w'-]+ [A-Z][a-z]", match["name"]):
            yield from _kept(text, match, lambda word: _given(word, _unknown), more=_is_capital)
        yield from _kept(text, match, lambda word: _given(word, known), more=_is_capital)
    for match in _BESIDE.finditer(text):
        yield from _kept(text, match, lambda word: _is_capital(word) and _given(word, known), more=_is_capital)
    for match in _FAREWELL.finditer(text):
        yield from _kept(text, match, lambda word: word.lower() not in STOPS, more=_is_capital)
    for match in _SIGNED.finditer(text):
        yield from _kept(
            text, match, lambda word: _capital_and_unknown(word, known) and _given(word, known), more=_is_capital
        )
    for match in _HERE.finditer(text):
        yield from _kept(text, match, lambda word: _given(word, known), more=_is_capital)


def _kept(
    text: str, match: re.Match[str], first: Judge, more: Judge | None = None, *, then_small: bool = False
) -> Iterator[tuple[int, int]]:
    """Yield the words of a match that make a name: the first as ``first`` has it, the others as ``more`` or capital."""
    start = match.start("name")
    title = re.match(_TITLES, match["name"])
    begin = start + (title.end() if title else 0)
    end = 0
    for word in re.finditer(_WORD, text[begin : match.end("name")]):
        said = bare(word.group())
        if not end:
            accepted = first(said)
        else:
            accepted = more(said) if more else first(said) and _goes_on(said)
            accepted = accepted or (then_small and _ends_small(text, begin + word.end(), word.group()))
            # Somebody who writes in capitals: "MY NAME IS JOHN SMITH".
            accepted = accepted or (then_small and said.isupper() and word.start() > 0 and text.isupper())
            accepted = accepted and said.lower() not in STOPS
        if not accepted:
            break
        end = begin + word.start() + len(said)
    if end:
        yield (start, end)


def _unknown(_: str) -> bool:
    return False


def _after_being_told(word: str) -> bool:
    lower = word.lower()
    if lower in STOPS:
        return False
    if word[:1].isupper() or (lower in given_names() and lower not in names_that_are_words()):
        return True
    return lower in _NAMES_FIRST or not loading.is_word(lower)


def _ends_small(text: str, end: int, word: str) -> bool:
    """Return whether a word in small letters ends what is told: "my name is john smith and …"."""
    following = re.match(r"\s*([\w']+)", text[end:])
    ends = text[end : end + 1] in {"", ".", ",", "!", "?", ";", "\n"} or (following and following[1].lower() in STOPS)
    return word.islower() and word not in STOPS and bool(ends)


def _goes_on(word: str) -> bool:
    return _is_capital(word) or word.lower() in given_names() or (word.islower() and word.lower() not in STOPS)


def _follows_a_title(word: str) -> bool:
    return _is_capital(word) or (word in given_names() and word not in names_that_are_words())


def _is_capital(word: str) -> bool:
    return word[:1].isupper() and word.lower() not in STOPS and not is_acronym(word)


def _capital_and_unknown(word: str, known: Judge) -> bool:
    lower = word.lower()
    if lower in STOPS or is_acronym(word):
        return False
    if word[:1].isupper():
        return lower in given_names() or not known(lower)
    return lower in _NAMES_FIRST or (
        lower in given_names() and lower not in names_that_are_words() and not known(lower)
    )


def _given(word: str, known: Judge) -> bool:
    """Return whether a word is a given name, and, in small letters, nothing else."""
    lower = word.lower()
    if lower in STOPS or lower not in given_names() or known(lower):
        return False
    return word[:1].isupper() or lower not in names_that_are_words()


def is_acronym(word: str) -> bool:
    """Return whether a word is more likely letters that stand for something: PIP, IVA."""
    return word.isupper() and 1 < len(word) <= 6 and (len(word) < 4 or word.lower() not in given_names())


def bare(word: str) -> str:
    """Return a word without the ending of what is somebody's."""
    return re.sub(r"'s?\Z", "", word)
