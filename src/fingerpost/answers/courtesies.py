"""The courtesies around a question: a greeting before it, thanks before or after it, in English and Welsh.

"Hi, how do I renew my badge?" is a question, and so is "thanks, and how much is it?". What is left once the courtesies
are taken off is what is read and searched; when nothing is left, the courtesy was all that was said.
"""

# ruff: noqa: E501 - a pattern that is broken in the middle of a word list is harder to read than a long line

from __future__ import annotations

import re
from dataclasses import dataclass

_END = r"(?=$|[\s,.!?;:)\-–—])"
# Words that are a courtesy wherever they stand first.
_GREETING = (
    r"(?:hi+|hey+|hiya|heya|hello+|helo|hallo|hullo|howdy|greetings|good (?:morning|afternoon|evening|day)"
    r"|dear (?:sirs?(?: (?:or|/|and) madam)?|madam|all|team|council)|bore da|prynhawn da|p['’]?nawn da|noswaith dda"
    r"|dydd da|s['’]mae|shw ?mae|haia|hei)"
    r"(?: (?:there|all|both|everyone|again|to you|i chi|bawb|council|team|folks|mate|love|pal|sir|madam|bot|assistant))?"
    r"(?:[,.! ]+(?:how are you(?: doing)?(?: today)?|how do you do|hope you(?:['’]?re| are) (?:well|ok|okay)"
    r"|i hope (?:you are|you['’]re|this finds you) well|sut (?:mae|ydych chi|wyt ti)(?: heddiw)?)(?=$|[\s,.!?;:)\-–—]))?"
)
_THANKS = (
    r"(?:many thanks|thanks+(?: very much| so much| a lot| a million| again| indeed| anyway)*"
    r"|thank ?(?:you|u)(?: very much| so much| kindly| again| indeed)*|thx|tysm|ta very much|ta|cheers"
    r"|much appreciated|diolch(?: yn fawr(?: iawn)?| i chi)?|llawer o ddiolch)"
    r"(?: (?:mate|pal|love|for (?:that|this|it|explaining(?: that| it)?|(?:all )?(?:your|the) (?:help|info|information"
    r"|reply|answer))|for [^.,;:!?]{1,60}(?=[.,;!]|$)|am (?:eich|dy) help|am (?:hynny|hynna)))?"
)
# Words that are a courtesy only when something shows that they stand alone: "right, …" but not "right to buy".
_SIGN = (
    r"(?:ok(?:ay)?|oh|ah|right|great|good|brilliant|perfect|lovely|fab|super|cool|alright|all right|wonderful|fantastic"
    r"|excellent|awesome|nice one|i see|got it|understood|sorted|noted|fine|gwych"
    r"|iawn|perffaith|da iawn|ardderchog|sorry|that(?:['’]?s| is| was) (?:(?:really|very|so|all) )*(?:great|good|helpful"
    r"|useful|brilliant|perfect|clear|good to know|lovely|fine)|(?:very|really|so) helpful"
    r"|you(?:['’]ve| have) been (?:very |really |so |a )*(?:helpful|great(?: help)?|kind|help))"
)
_ALONE = rf"(?=\s*$|\s*[,.!;:\-–—]|\s+(?:{_THANKS}|{_GREETING}){_END}|\s+(?:and|but|so|a|ond|ac)\s)"
_FIRST = (
    (re.compile(_GREETING + _END, re.IGNORECASE), "greeting"),
    (re.compile(_THANKS + _END, re.IGNORECASE), "thanks"),
    (re.compile(r"ok(?:ay)?" + _END, re.IGNORECASE), "sign"),
    (re.compile(r"(?:morning|afternoon|evening)(?: all)?" + _ALONE, re.IGNORECASE), "greeting"),
    (re.compile(rf"(?:{_SIGN}|(?:yes|no)(?=[\s,]+{_THANKS}))" + _ALONE, re.IGNORECASE), "sign"),
)
_LAST = re.compile(
    rf"(?:[\s,.!?;:\-–—]+(?:(?:and )?{_THANKS}(?: in advance)?|(?:yours )?(?:kind |best )?regards|please|pls|plz|plis"
    r"|os gwelwch (?:yn )?dda))+[\s.!?]*$",
    re.IGNORECASE,
)
_LONGEST_LAST = 80
_BETWEEN = re.compile(r"^[\s,.!;:\-–—]+")


@dataclass(frozen=True, slots=True)
class Courtesies:
    """A message without its courtesies.

    ``rest`` is what is left, the message itself when it has none, and empty when it has nothing else. ``thanked`` is
    true when thanks, or a sign of having understood ("great, …"), came first; ``closed`` when a courtesy came last.
    """

    rest: str
    greeted: bool
    thanked: bool
    closed: bool = False


def part(message: str) -> Courtesies:
    """Return a message, on one line, without the courtesies at its ends."""
    rest, greeted, thanked = message.strip(), False, False
    while rest:
        for pattern, kind in _FIRST:
            found = pattern.match(rest)
            if found and found.end():
                greeted |= kind == "greeting"
                thanked |= kind != "greeting"
                rest = _BETWEEN.sub("", rest[found.end() :])
                break
        else:
            break
    if not any(character.isalnum() for character in rest):
        return Courtesies("" if greeted or thanked else message.strip(), greeted, thanked)
    kept = _without_last(rest)
    return Courtesies(kept, greeted, thanked, closed=kept != rest)


def _without_last(rest: str) -> str:
    # Only the end is looked at, so that a long run of punctuation costs nothing.
    before, end = rest[:-_LONGEST_LAST], rest[-_LONGEST_LAST:]
    ended = _LAST.search(end)
    kept = (before + end[: ended.start()]).strip() if ended else ""
    if not ended or not kept:
        return rest
    return kept + ("?" if "?" in ended.group() and not kept.endswith("?") else "")
