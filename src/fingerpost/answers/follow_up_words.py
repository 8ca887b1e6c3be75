"""The words that ask, and the words that vary a question, in English and Welsh. Neither says what it is about."""

from __future__ import annotations

import re

from fingerpost.search.telling import telling_words

ASKING_STEMS: frozenset[str] = frozenset(
    telling_words(
        """
        cost costs price prices pay paid paying payment fee fees charge charges cheap cheaper cheapest expensive
        free amount total extra discount refund money back deposit long time times timescale take takes wait
        waiting deadline date dates late later early soon sooner quick quickly fast last ready open close shut
        shuts apply applying application claim claiming form forms online phone call ring number email address
        send post bring need needs needed documents document proof prove evidence requirements papers photo copy
        letter rules rule count counts qualify eligible entitled allowed allow right rights buy order book
        booking renew renewal cancel cancelling change changes changing appeal appealing disagree refuse refused
        reject rejected turned happen happens next start started finish finished end ends stop stopped again
        still same different difference other else exactly limit maximum most least minimum many often ask tell
        told report contact office find check checked sure correct possible help able want wanted use used using
        valid new lose lost problem wrong mistake decision decide decided agree say says mean means explain
        details information link page website send sent reply answer hear heard give given keep kept anything
        something someone anyone somebody person people thing things year years month months week weeks day days
        hour hours today tomorrow soon now yet once twice instead actually really please sorry thanks okay yes
        bit lot part full whole half double each every gostio costio cost pris talu dalu faint hir hyd gwneud
        wneud cais gais hawlio ffurflen ar-lein ffonio rhif anfon angen dod gyda fi dogfennau prawf tystiolaeth
        rheolau apelio apêl gwrthod digwydd nesaf wedyn dechrau gorffen newid canslo adnewyddu gofyn dweud wybod
        helpu defnyddio cadw dyddiad pryd ble pwy sut beth hynny gwahanol
        """
    )
)
"""What a question asks about a subject, cut as ``telling_words`` cuts words."""

_FAMILY = (
    "son daughter mum mam mom mother dad father wife husband partner boyfriend girlfriend child children kid kids"
    " baby babies brother sister parent parents grandmother grandfather grandma grandad grandparent gran nan nana"
    " aunt uncle nephew niece cousin friend neighbour family toddler teenager twin twins stepson stepdaughter"
)
_WHO = (
    "couple couples single adult adults pensioner pensioners retired pension age aged old older young younger"
    " student students apprentice disabled disability pregnant carer self-employed self employed employed"
    " unemployed working works work job tenant renting owner lodger foreign british citizen refugee married"
    " unmarried divorced separated widow widowed widower man woman men women boy girl lady veteran"
)
_PLACES = "england scotland wales ireland northern britain abroad london cymru lloegr alban iwerddon"
_WHEN = (
    "monday mondays tuesday tuesdays wednesday wednesdays thursday thursdays friday fridays saturday saturdays"
    " sunday sundays weekend weekends weekday weekdays bank holiday holidays christmas easter morning mornings"
    " afternoon evening evenings night nights january february march april may june july august september october"
    " november december summer winter spring autumn dydd llun mawrth mercher iau gwener sadwrn sul penwythnos"
    " nadolig pasg"
)
_HOW_MANY = (
    "first second third fourth two three four five six seven eight nine ten dozen couple pair half quarter double"
    " another more less fewer bigger smaller larger additional items item"
)
_CYMRAEG = (
    "mab fab merch ferch mam tad gŵr gwraig plentyn plant blant babi partner myfyriwr myfyrwyr pensiynwr cwpl anabl"
)
VARYING_STEMS: frozenset[str] = frozenset(telling_words(" ".join((_FAMILY, _WHO, _PLACES, _WHEN, _HOW_MANY, _CYMRAEG))))
"""Whom, where, when and how many a question is asked for, cut as ``telling_words`` cuts words."""

# Kinds of words of which one takes the other's place: "for band C?" then "and band D?" is asked for band D.
_KINDS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bband [a-i]\b",
        r"\b(?:england|scotland|wales|northern ireland)\b",
        r"\b(?:on )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:the )?weekends?|bank holidays)\b",
        r"\b(?:in )?(?:january|february|march|april|may|june|july|august|september|october|november|december)\b",
        r"\b(?:for )?(?:my|our|a|the) (?:" + "|".join(_FAMILY.split()) + r")\b",
        r"\b(?:a |the |my )?(?:first|second|third)(?: one)?\b",
        r"\b(?:year|aged?) \d+\b",
    )
)


def vary(base: str, change: str) -> str:
    """Return the earlier question with the change in the place of its like; "" when it has nothing alike.

    Args:
        base: the earlier question.
        change: a fragment that is nothing but one such word, such as "band D" or "in Wales".
    """
    bare = change.strip(" ?!.")
    for kind in _KINDS:
        there, new = kind.search(base), kind.search(bare)
        rest = bare[: new.start()] + bare[new.end() :] if new else bare
        if there and new and rest.strip(" ,").lower() in {"", "in", "on", "for", "the", "at"}:
            word = new.group().removesuffix(" one")
            return base[: there.start()] + _in_place(word, there.group()) + base[there.end() :]
    return ""


def _in_place(word: str, replaced: str) -> str:
    """Keep the "on" or "for" of what is replaced, and take none where it had none."""
    first, own = replaced.split(maxsplit=1)[0], word.split(maxsplit=1)[0]
    return f"{first} {word}" if first.lower() in _LEADING and own.lower() not in _LEADING else word


_LEADING = frozenset({"on", "in", "for", "at", "my", "our", "a", "the"})
