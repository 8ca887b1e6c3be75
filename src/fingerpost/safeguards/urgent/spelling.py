"""A message in plain letters: lower case, no apostrophes, text speak written out, slips of spelling put right.

Only slips of words that signal something are put right, and only where what was written is no word itself: "vilent" is
read as "violent", "barely" stays. What is left reads the same whether it was typed with care or in fear.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from itertools import combinations

LONGEST_READ = 6_000
"""Characters read of one message; more than any setting lets somebody send by default."""

_APOSTROPHES = re.compile(r"['’‘`´]")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_ENDS = re.compile(r"[.!?;:\n]+")
_OTHERS = re.compile(r"[^\w.£&]+|_")
_WORD = re.compile(r"[^\W\d_]{4,}")

_WRITTEN_OUT = {
    "u": "you",
    "ur": "your",
    "r": "are",
    "y": "why",
    "n": "and",
    "nd": "and",
    "wiv": "with",
    "wit": "with",
    "w": "with",
    "cos": "because",
    "coz": "because",
    "cuz": "because",
    "bc": "because",
    "plz": "please",
    "pls": "please",
    "b4": "before",
    "2nite": "tonight",
    "2night": "tonight",
    "tonite": "tonight",
    "tnite": "tonight",
    "tnight": "tonight",
    "nite": "night",
    "nyt": "night",
    "2day": "today",
    "tday": "today",
    "2moro": "tomorrow",
    "2morrow": "tomorrow",
    "tomoz": "tomorrow",
    "tmrw": "tomorrow",
    "sum1": "someone",
    "some1": "someone",
    "sumone": "someone",
    "somone": "someone",
    "sumbody": "somebody",
    "any1": "anyone",
    "no1": "no one",
    "noone": "no one",
    "sumwhere": "somewhere",
    "sumwere": "somewhere",
    "nowere": "nowhere",
    "nowher": "nowhere",
    "owt": "anything",
    "nowt": "nothing",
    "nothin": "nothing",
    "gonna": "going to",
    "gunna": "going to",
    "gona": "going to",
    "gna": "going to",
    "wanna": "want to",
    "wana": "want to",
    "gotta": "got to",
    "tryna": "trying to",
    "tryin": "trying",
    "jus": "just",
    "jst": "just",
    "cnt": "cant",
    "cudnt": "couldnt",
    "cud": "could",
    "wud": "would",
    "shud": "should",
    "dnt": "dont",
    "wnt": "want",
    "wnat": "want",
    "iv": "ive",
    "im": "im",
    "i'm": "im",
    "bin": "been",
    "wen": "when",
    "wer": "where",
    "wot": "what",
    "wat": "what",
    "wots": "whats",
    "hav": "have",
    "av": "have",
    "avin": "having",
    "havin": "having",
    "dis": "this",
    "da": "the",
    "dat": "that",
    "luv": "love",
    "bf": "boyfriend",
    "gf": "girlfriend",
    "hubby": "husband",
    "hubbie": "husband",
    "misses": "missus",
    "fella": "partner",
    "fiancé": "fiance",
    "fiancée": "fiance",
    "mrs": "wife",
    "lecky": "electric",
    "leccy": "electric",
    "uc": "universal credit",
    "outa": "out of",
    "outta": "out of",
    "inorder": "in order",
    "slef": "self",
    "myslef": "myself",
    "tablits": "tablets",
    "agen": "again",
    "suicidle": "suicidal",
    "suicidel": "suicidal",
    "suicidul": "suicidal",
    "sucidal": "suicidal",
    "abusin": "abusing",
    "burnin": "burning",
    "wont2": "want to",
    "asulted": "assaulted",
    "sexuly": "sexually",
    "sexualy": "sexually",
    "forsed": "forced",
    "vilent": "violent",
    "vilence": "violence",
    "beting": "beating",
    "husbund": "husband",
    "husban": "husband",
    "partnr": "partner",
    "partna": "partner",
    "hel": "hell",
    "sed": "said",
    "sez": "says",
    "goin": "going",
    "livin": "living",
    "sleepin": "sleeping",
    "kickd": "kicked",
    "chuckd": "chucked",
    "owt2eat": "anything to eat",
    "mony": "money",
    "munny": "money",
    "cubords": "cupboards",
    "cuboards": "cupboards",
    "colapsed": "collapsed",
    "rapped": "raped",
    "hart": "heart",
    "pane": "pain",
    "frend": "friend",
    "frends": "friends",
    "x": "ex",
    "kidz": "kids",
    "childrens": "childrens",
    "alot": "a lot",
    "abit": "a bit",
    "mum's": "mums",
    "2": "to",
    "4": "for",
    "8": "ate",
    "fone": "phone",
    "hav2": "have to",
    "dunno": "dont know",
    "wont": "wont",
    "kno": "know",
    "knw": "know",
    "shes": "shes",
    "unconshus": "unconscious",
    "breethin": "breathing",
    "breething": "breathing",
    "tuches": "touches",
    "tuch": "touch",
    "brake": "break",
    "brakin": "breaking",
    "nife": "knife",
    "hous": "house",
    "gass": "gas",
    "smel": "smell",
    "leek": "leak",
    "beepin": "beeping",
    "stuk": "stuck",
    "tuk": "took",
    "enuf": "enough",
    "starvin": "starving",
    "nxt": "next",
    "sum": "some",
    "skool": "school",
    "noware": "nowhere",
    "dieing": "dying",
    "sore": "sore",
    "bein": "being",
    "mam": "mam",
    "mammy": "mum",
    "mummy": "mum",
    "daddy": "dad",
    "homles": "homeless",
    "homlessness": "homelessness",
    "evictd": "evicted",
    "iam": "im",
    "ive": "ive",
    "wher": "where",
    "no-one": "no one",
    "thinkin": "thinking",
    "feelin": "feeling",
    "cuttin": "cutting",
    "hurtin": "hurting",
    "hittin": "hitting",
    "beatin": "beating",
    "bleedin": "bleeding",
    "chokin": "choking",
    "screamin": "screaming",
}
# "2" and "4" are figures before a thing that is counted.
_COUNTED = re.compile(
    r"^(?:kids?|days?|weeks?|months?|years?|yr|children|hours?|nights?|times?|people|of|year|bags?|men|lads|boxes|tablets|"
    r"pills|and|a|week|old|pm|am|more|bed|other|little|young|small|girls|boys)$"
)
_NOT_COUNTED = {"week", "a", "more", "and", "little"}

_Known = Callable[[Sequence[str]], Iterable[bool]]


def plain_letters(text: str, known: _Known | None = None, words: frozenset[str] = frozenset()) -> str:
    """Return a message as the signals read it: words with one space between them, "." where a sentence ends.

    Args:
        text: what was written.
        known: tells of each word whether it is one; without it nothing is put right.
        words: the words that signal something, to which slips are put right.
    """
    lowered = unicodedata.normalize("NFKC", text[:LONGEST_READ]).lower()
    joined = _APOSTROPHES.sub("", lowered)
    joined = _STRETCHED.sub(r"\1\1", joined)
    spaced = _OTHERS.sub(" ", _ENDS.sub(" . ", joined)).split()
    written = _written_out(spaced)
    if known is not None and words:
        written = _put_right(written, known, words)
    return " ".join(" ".join(written).split())


def _written_out(words: Sequence[str]) -> list[str]:
    out: list[str] = []
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ""
        if word in {"2", "4", "8"}:
            counted = _COUNTED.match(following) and not (word == "4" and following in _NOT_COUNTED)
            out.append(word if counted or not following or following == "." else _WRITTEN_OUT[word])
        else:
            out.append(_WRITTEN_OUT.get(word, word))
    return " ".join(out).split()


def _put_right(written: list[str], known: _Known, words: frozenset[str]) -> list[str]:
    doubtful = [
        word for word in dict.fromkeys(written) if _WORD.fullmatch(word) and word not in words and word.isascii()
    ]
    if not doubtful:
        return written
    unknown = [word for word, is_word in zip(doubtful, known(doubtful), strict=True) if not is_word]
    mended = {word: nearest(word, words) or word for word in unknown}
    return [mended.get(word, word) for word in written]


@lru_cache(maxsize=2_000)
def nearest(word: str, words: frozenset[str]) -> str:
    """Return the word of ``words`` that ``word`` is a slip of: same first letter, one slip, or two in a long word."""
    most = 1 if len(word) < 8 else 2
    table = _by_deletion(words)
    found = {other for form in _deletions(word, most) for other in table.get(form, ())}
    slips = sorted((_slips(word, other), other) for other in found if other[0] == word[0])
    return slips[0][1] if slips and slips[0][0] <= most else ""


@cache
def _by_deletion(words: frozenset[str]) -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for word in sorted(words):
        for form in _deletions(word, 1 if len(word) < 7 else 2):
            table.setdefault(form, []).append(word)
    return {form: tuple(found) for form, found in table.items()}


def _deletions(word: str, most: int) -> set[str]:
    forms = {word}
    for count in range(1, most + 1):
        for places in combinations(range(len(word)), count):
            forms.add("".join(letter for place, letter in enumerate(word) if place not in places))
    return forms


def _slips(one: str, other: str) -> int:
    """Return how many letters were added, left out, changed or swapped with the next (Damerau, 1964)."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(row[j - 1] + 1, rows[i - 1][j] + 1, rows[i - 1][j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, rows[i - 2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
