"""The words that make what is said depend on something, take part of it back, or tie one clause to another."""

from __future__ import annotations

import re

# What a sentence with one of these says holds only together with the whole of it. The list is wide on purpose: a
# sentence that is kept whole for nothing is only longer than it had to be.
_ENGLISH = re.compile(
    r"\b(if|unless|only|except|excepting|exception|excluding|apart from|other than|rather than|until|till|when|whenever"
    r"|where|wherever|while|whilst|once|before|after|as long as|so long as|provided|providing|in case|otherwise|whether"
    r"|depend|depends|depending|subject to|without|even|still|yet|instead|either|neither|nor|both|but|although|though"
    r"|because|since|as|so|that|which|who|whom|whose|what|how|why|than|however|assuming|during|then|also|too|usually"
    r"|normally|sometimes|may not|at least|at most|up to|not all|not every|for example|including|least)\b",
    re.IGNORECASE,
)
_WELSH = re.compile(
    r"\b(os|oni bai|onid|dim ond|yn unig|heblaw|ac eithrio|hyd nes|nes|tan|pan|pryd bynnag|lle|wrth|unwaith|cyn|ar ôl"
    r"|cyhyd â|ar yr amod|rhag ofn|fel arall|a oes|yn dibynnu|heb|hyd yn oed|naill ai|na|nac|ond|er bod|er|oherwydd"
    r"|gan|gan fod|achos|fel|bod|sydd|sy|y mae|beth|sut|pam|fodd bynnag|yn ystod|felly|hefyd|fel arfer|weithiau)\b",
    re.IGNORECASE,
)


def depends(sentence: str, *, locale: str = "en") -> bool:
    """Return whether a sentence holds a condition, an exception or a tie that no part of it may be read without."""
    words = _WELSH if locale.partition("-")[0].lower() == "cy" else _ENGLISH
    return words.search(sentence) is not None
