"""How many syllables an English word has, by its spelling.

A rule and not a dictionary, so that names and new words have an answer too, and nothing has to be loaded. How often it
is right is measured in docs/explanation/plain-english.md.
"""

from __future__ import annotations

import re
from functools import lru_cache

_VOWELS = re.compile(r"[aeiouy]+")
_LONGEST_INITIALS = 4
_NOT_LETTERS = re.compile(r"[^a-z]+")

# Spelled with one vowel group too many or too few for any rule below.
_ODD = {
    "actual": 3, "aged": 2, "ageing": 2, "aisle": 1, "annual": 3, "annually": 4, "anxiety": 4, "anyone": 3,
    "apostrophe": 4, "area": 3, "areas": 3, "behaviour": 3, "being": 2, "beyond": 2, "business": 2, "businesses": 3,
    "cafe": 2, "casual": 3, "cheque": 1, "cheques": 1, "client": 2, "clients": 2, "clothes": 1, "colleague": 2,
    "colleagues": 2, "continuous": 4, "cooperate": 4, "coordinate": 4, "create": 2, "created": 3, "cruel": 2,
    "dealt": 1, "diagnosed": 3, "diagnosis": 4, "dial": 2, "dialling": 3, "diary": 3, "diet": 2, "doing": 2,
    "dual": 2, "dying": 2, "element": 3, "elements": 3, "else's": 2, "elsewhere": 2, "equal": 2, "equity": 3,
    "evacuate": 4, "evaluate": 4, "evening": 2, "every": 2, "everyday": 3, "everyone": 3, "everything": 3, "eye": 1,
    "eyes": 1, "eyesight": 2, "family": 3, "fluid": 2, "forecast": 2, "forecasts": 2, "foreign": 2, "foreigner": 3,
    "fuel": 2, "gauge": 1, "genuine": 3, "giant": 2, "going": 2, "gradual": 3, "guarantee": 3, "guaranteed": 3,
    "guardian": 3, "guardians": 3, "homeless": 2, "hour": 1, "hours": 1, "household": 2, "households": 2,
    "housework": 2, "hundred": 2, "idea": 3, "ideal": 3, "ideally": 4, "ideas": 3, "individual": 5, "iron": 2,
    "league": 1, "lieu": 1, "lifetime": 2, "lion": 2, "lying": 2, "manual": 3, "maybe": 2, "museum": 3, "mutual": 3,
    "naked": 2, "namely": 2, "ninety": 2, "nuclear": 3, "our": 1, "ours": 1, "parliament": 3, "people": 2,
    "period": 3, "pioneer": 3, "poem": 2, "poet": 2, "priority": 4, "quality": 3, "queue": 1, "queues": 1, "quiet": 2,
    "radio": 3, "react": 2, "real": 1, "reality": 4, "really": 2, "reapply": 3, "recipe": 3, "royal": 2, "ruin": 2,
    "sacred": 2, "safety": 2, "science": 2, "severely": 3, "sexual": 3, "situate": 3, "situation": 4, "society": 4,
    "someone": 2, "something": 2, "sometimes": 2, "somewhere": 2, "studio": 3, "suicide": 3, "theatre": 3,
    "therefore": 2, "tier": 1, "tongue": 1, "trial": 2, "trials": 2, "unique": 2, "usual": 3, "usually": 4,
    "variety": 4, "vat": 1, "vehicle": 3, "vehicles": 3, "via": 2, "video": 3, "violence": 3, "violent": 3,
    "visual": 3, "warehouse": 2, "wednesday": 2, "whereas": 2, "wicked": 2, "workplace": 2,
}  # fmt: skip

# A silent e inside a word made of two: "homeowner", "careless", "statement".
_SILENT_INSIDE = re.compile(
    r"(?:(?<=[aeiouy][bcdfghklmnpqrstvwz])|(?<=[nr][cg]))e(?=(?:less|ness|ful|ly|ment|ments|where|time|times"
    r"|work|wise|some|guard|guards|keep|keeper|house|holder|holders|owner|owners|maker|makers|taker|takers|giver"
    r"|givers|line|lines|room|rooms|span|boat|way|bound|book|mail|like|back|land)\b)"
)
# Two vowels side by side that are said apart.
_SAID_APART = re.compile(
    r"ia(?!g|n\b|ns\b|l\b|ls\b|lly\b|lis|ble|bly)|(?<=[ctsg])ia(?=t)|io(?!us|n|r\b)"
    r"|ie(?=t\b|ty\b|nce\b|nt\b|r\b|rs\b|st\b)"
    r"|(?<![aeiouq])ua(?=l|t|r)|eo(?!ple|n\b|us)|ui(?=t[yio]|ng)|(?<=[^gq])ue(?=nce|nt)|[ao]y?i?ing\b(?<=[ayo]ing)"
    r"|uo|yi|[ao]y(?=e)|iou(?=s)(?<=[bdlrtv]iou)|ea(?=te\b|ted\b|tes\b|tion|tive|tor)"
    r"|(?<=[bdfhlmnprv])ia[ln]s?\b|(?<=[bdfhlmnprv])ia(?=l)|iu(?=m)"
)
_ENDS_IN_SILENT_E = re.compile(r"(?<=[^aeiouy])e$")
# "centre" and "metre" as well as "table".
_ENDS_IN_SAID_LE = re.compile(r"[bdt]res?$|[bcdfgkptvxz]les?$|[^aeiouylr]led$|[^aeiouy]tles?$")
_ENDS_IN_SILENT_ED = re.compile(r"(?<=[^aeioudt])ed$")
_ENDS_IN_SILENT_ES = re.compile(r"(?<=[^aeiouy])es$")
_ENDS_IN_SAID_ES = re.compile(r"(?:[sxz]|ch|sh|c|g)es$")
_ENDS_IN_SM = re.compile(r"(?:sm|thm)s?$")
_SHORTENED = re.compile(r"n['’]t$")


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """Return how many syllables an English word is said with, at least 1. A number or a sign has 1."""
    lower = word.lower()
    if _SHORTENED.search(lower):
        # "can't" and "don't" keep their one syllable; "isn't" and "couldn't" gain one.
        stem = lower[:-3]
        return 1 if stem in {"ca", "do", "wo", "are", "were", "sha"} else syllables(stem) + 1
    letters = _NOT_LETTERS.sub("", lower.replace("’s", "").replace("'s", ""))
    if not letters:
        return 1
    if len(letters) <= _LONGEST_INITIALS and (word.isupper() or not _VOWELS.search(letters)):
        return len(letters)  # said letter by letter: "UK", "DWP"
    if letters in _ODD:
        return _ODD[letters]
    return max(1, _by_spelling(letters))


def _by_spelling(letters: str) -> int:
    spelled = _SILENT_INSIDE.sub("", letters)
    count = len(_VOWELS.findall(spelled)) + len(_SAID_APART.findall(spelled))
    # In "table" the e is not said, but the l is a syllable of its own.
    silent_es = _ENDS_IN_SILENT_ES.search(spelled) and not _ENDS_IN_SAID_ES.search(spelled)
    silent_end = _ENDS_IN_SILENT_E.search(spelled) or _ENDS_IN_SILENT_ED.search(spelled) or silent_es
    if silent_end and not _ENDS_IN_SAID_LE.search(spelled):
        count -= 1
    return count + bool(_ENDS_IN_SM.search(spelled))
