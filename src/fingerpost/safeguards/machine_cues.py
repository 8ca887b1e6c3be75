"""What people say to a machine and hardly ever to a public body, as cues for the classifier of attacks.

A cue alone is no attack: residents forget passwords and ask for letters in plain words. But a text without any, and
short, gives the classifier little to go on, so it must then be much surer (see ``attacks/questions.py``).
"""

from __future__ import annotations

import re

_CUES = {
    "orders": r"\b(?:instructions?|prompts?|directives?|guidelines|programming|polic(?:y|ies)|restrictions?"
    r"|rules? you|(?:your|the|of|no|any|all) rules|configur\w+|orders)\b",
    "aside": r"\b(?:ignor\w+|disregard\w*|forget\w*|overrid\w+|bypass\w*|overrule|set aside|instead of"
    r"|regardless)\b",
    "role": r"\b(?:pretend\w*|act(?:ing)? (?:as|like)|role|persona\w*|character|simulat\w+|role-?play\w*"
    r"|imagine|you(?:'re| are| will be) (?:now |an? |the )|your name is|let's play|game|virtual"
    r"|hypothetical\w*|fictional)\b",
    "machine": r"\b(?:a\.?i\.?|artificial intelligence|chat ?bots?|bots?|robots?|language models?|gpt\w*|chatgpt"
    r"|models?|assistants?|developer|creators?|makers?|mode|filters?|unfiltered|jailbreak\w*|tokens?"
    r"|openai|neural)\b",
    "output": r"\b(?:outputs?|print|repeat|respond|repl(?:y|ies)|(?:your|each|every) (?:answers?|responses?"
    r"|messages?)|format\w*|json|markdown|code block|emojis?|base ?64|haiku|rhym\w+|letter by letter"
    r"|word for word|summari[sz]e)\b",
    "secret": r"\b(?:pass ?(?:words?|codes?|phrases?)|secrets?|keys?|credentials|log-?ins?|hidden|reveal"
    r"|confidential)\b",
    "others": r"\b(?:the|another|other|last|previous|current|every|all) users?\b|\busers?'s?\b|\bdatabase\b"
    r"|\bcustomer's\b",
    "code": r"<[a-z!/]|[{}]|\b(?:python|html|code|function|script|decode|decrypt|binary|hex\w*|morse|strings?"
    r"|linux)\b",
    "writing": r"\b(?:write|compose|generate|draft|create|tell) (?:me |us )?(?:an?|some|the) (?:\w+ ){0,3}(?:poem"
    r"|story|essay|song|haiku|rap|joke|email|e-mail|article|review|paragraph|recipe|function|script"
    r"|play|speech|dialogue)\b",
    "fiction": r"\b(?:movies?|films?|novel|stor(?:y|ies)|in a world|universe|kingdom|spaceship|magic\w*)\b",
    "dialogue": r"(?:^|\s)(?:q|a|user|human|system|assistant|ai)\s*:",
    "bribe": r"\b(?:donat\w+|tip you|reward you|in return|return the favou?r|you owe me|favou?rite charity)\b",
    "rank": r"\b(?:as an? (?:\w+ ){0,3}(?:expert|professor|scientist|historian|scholar|researcher|leader)"
    r"|i(?: can)? assure you|i(?: am|'m) (?:an? )?(?:god|(?:the|your) (?:king|queen|president|prime minister|chief))"
    r"|answer (?:all|any)(?: of)? my)\b",
    "suppose": r"\b(?:let'?s say|suppose|just for|just as|sake of argument|thought experiment|in theory"
    r"|if you (?:were|could))\b",
    "promise": r"\byou(?:'ve| have)? (?:agreed|promised)\b",
    "switch": r"\b(?:actually|never mind)\b.{0,80}\binstead\b|\b(?:that reminds me|makes me think)\b",
    "turn": r"\b(?:speaking of|by the way|anyway|from now on|going forward|as your|i am your|i'm your"
    r"|trust me)\b",
}
_PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _CUES.items()}
_SENTENCE_END = re.compile(r"[.?!](?=\s|$)")
_SPEAKS_OF_PEOPLE = re.compile(
    r"\b(?:i|me|my|mine|we|us|our|he|him|his|she|her|they|their|council|landlord|tenant|neighbours?|rent|school)\b|\bi['’]",
    re.IGNORECASE,
)
_MANY_SENTENCES = 4
_MOST_COUNTED = 4
_LENGTHS = (3, 8, 20, 60, 150)
"""Words of a text that part its sizes: jailbreaks are long, and what residents say is short."""


def cues_of(text: str) -> tuple[str, ...]:
    """Return the names of the cues in a text, in a fixed order; empty for almost all that residents say."""
    found = [name for name, pattern in _PATTERNS.items() if pattern.search(text)]
    if len(_SENTENCE_END.findall(text)) >= _MANY_SENTENCES and not _SPEAKS_OF_PEOPLE.search(text):
        found.append("nobody")  # whoever writes at length to a public body speaks of somebody
    return tuple(found)


def marks_of(text: str) -> tuple[str, ...]:
    """Return what the classifiers read of a text beside its words: its cues, how many there are, and its size.

    Each mark begins with "@", which no piece of a text does.
    """
    cues = cues_of(text)
    words = len(text.split())
    size = sum(words > most for most in _LENGTHS)
    return (*(f"@{cue}" for cue in cues), f"@cues {min(len(cues), _MOST_COUNTED)}", f"@size {size}")
