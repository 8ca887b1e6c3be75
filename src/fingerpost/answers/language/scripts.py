"""Languages told by the letters they are written in."""

from __future__ import annotations

import re

from fingerpost.answers.language.known import languages

# Each script with a language of its own in the UK, as ranges of Unicode.
_SCRIPTS: tuple[tuple[str, str], ...] = (
    ("arabic", "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff"),
    ("cyrillic", "\u0400-\u052f"),
    ("bn", "\u0980-\u09ff"),
    ("pa", "\u0a00-\u0a7f"),
    ("gu", "\u0a80-\u0aff"),
    ("hi", "\u0900-\u097f"),
    ("ta", "\u0b80-\u0bff"),
    ("te", "\u0c00-\u0c7f"),
    ("ml", "\u0d00-\u0d7f"),
    ("si", "\u0d80-\u0dff"),
    ("el", "\u0370-\u03ff\u1f00-\u1fff"),
    ("he", "\u0590-\u05ff"),
    ("th", "\u0e00-\u0e7f"),
    ("am", "\u1200-\u137f"),
    ("ko", "\uac00-\ud7af\u1100-\u11ff"),
    ("kana", "\u3040-\u30ff"),
    ("han", "\u4e00-\u9fff\u3400-\u4dbf"),
)
_LETTERS = tuple((name, re.compile(f"[{ranges}]")) for name, ranges in _SCRIPTS)
_FOREIGN = re.compile(f"[{''.join(ranges for _, ranges in _SCRIPTS)}]")
_LATIN = re.compile(r"[a-z\u00c0-\u024f\u1e00-\u1eff]")
# One sign of Chinese, Japanese or Korean says as much as some letters of an alphabet.
_LETTERS_IN_A_SIGN = {"han": 3, "kana": 2, "ko": 3}
# People put names and services ("Universal Credit") into a sentence in their own script.
_SHARE = 0.35

_URDU = frozenset("ٹڈڑںےھہ")
_PERSIAN = frozenset("پچژگکی")
_PASHTO_OR_KURDISH = frozenset("ښځډړټېۍەێۆڵڕ")
_SHORT = 3
_UKRAINIAN = frozenset("іїєґ")
_OTHER_CYRILLIC = frozenset("ўђћљњџјѓќѕ")
_RUSSIAN = frozenset("ыэё")
# How the dictionary form of verbs ends in Russian and Ukrainian, and nouns with their article in Bulgarian.
_CYRILLIC_ENDINGS = {"ru": ("ть", "ться", "ого", "ый"), "uk": ("ти", "тися", "ого", "ий"), "bg": ("та", "ът", "то")}


def language_of_script(text: str) -> str:
    """Return the language of a text that is not in Latin letters; "" for one that is, ``und`` where it can't be told.

    Args:
        text: in small letters.
    """
    if not _FOREIGN.search(text):
        return ""
    counts = {name: len(letters.findall(text)) * _LETTERS_IN_A_SIGN.get(name, 1) for name, letters in _LETTERS}
    script = max(counts, key=lambda name: counts[name])
    if counts[script] < _SHARE * (sum(counts.values()) + len(_LATIN.findall(text))):
        return ""
    if script == "arabic":
        return _of_arabic(text)
    if script == "cyrillic":
        return _of_cyrillic(text)
    if script in ("han", "kana"):
        return "ja" if counts["kana"] else "zh"
    return script


def _of_arabic(text: str) -> str:
    letters = set(text)
    if letters & _PASHTO_OR_KURDISH:
        return "und"
    if letters & _URDU:
        return "ur"
    return "fa" if letters & _PERSIAN else "ar"


def _of_cyrillic(text: str) -> str:
    letters = set(text)
    if letters & _OTHER_CYRILLIC:
        return "und"
    if letters & _UKRAINIAN:
        return "uk"
    if letters & _RUSSIAN:
        return "ru"
    words = set(re.findall(r"\w+", text))
    scores = {
        code: len(words & languages()[code].words) + sum(len(word) > _SHORT and word.endswith(ends) for word in words)
        for code, ends in _CYRILLIC_ENDINGS.items()
    }
    best = max(scores, key=lambda code: scores[code])
    return best if list(scores.values()).count(scores[best]) == 1 else "und"
