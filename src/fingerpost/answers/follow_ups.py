"""A follow-up made into a question that stands by itself: "and for my son?", "how much is it?", "what if I'm late?".

Without a model, by rule and by evidence. The words that ask (how much, how long, apply, appeal) and the words that vary
a question (my son, in Scotland, on Sundays) say nothing of a subject: a question of nothing else leans on the
conversation, and so does one with an "it" that nothing in it explains. Any other is looked up: it stays with the
subject only where a page talked about holds what is asked nearly as well as the best page does. A new subject is left
alone.

What is missing is taken from the conversation. A varied question gets the earlier question's words; a new question
about the same thing is put behind them, or behind the title of the page cited where the earlier question was long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from fingerpost.answers.courtesies import part
from fingerpost.answers.follow_up_words import ASKING_STEMS, VARYING_STEMS, vary
from fingerpost.answers.settle import FIXED_REPLIES
from fingerpost.domain import Answer, Passage
from fingerpost.search.telling import telling_words


class Rephrase(Protocol):
    """Completes a question from the conversation. The default resolves it by rule; a model can be asked instead."""

    def __call__(self, question: str, history: Sequence[Answer]) -> str:
        """Return the question made whole, or "" when it stands by itself.

        Args:
            question: what was asked, with personal data taken out.
            history: the earlier answers of the conversation, oldest first.
        """
        ...


NEAR = 0.08
"""How much less alike than the best page's the talked-about page's best section may be for a whole question to stay."""
NEAR_JOINED = 0.22
"""The same for a question or fragment that says itself that it goes on ("and …", "what about …")."""

_MOST = 0.6
_SHORT, _SHORT_STATEMENT = 3, 8
_LOOKED_BACK = 4
_LONGEST_BASE = 25
_MOST_WORDS = 30
"""A message of more words than this tells its own story: it is never completed."""

_JOINS = re.compile(
    r"^(?:(?:and|but|so|or|also|then|plus|ok|ac|ond|felly|neu|hefyd|a)\b[\s,]*)*"
    r"(?:(?:what|how) about\b|what of\b|beth am\b|same for\b)?[\s,]*",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"^(?:what|how|even|only|and|but|beth)? ?(?:happens )?(?:if|when|unless|os|pan|pe)\b", re.IGNORECASE
)
_CLAUSE = re.compile(
    r"^(?:what|whats|what's|when|when's|where|where's|which|who|who's|whose|why|how|how's|can|could|do|does|did|is|are|am"
    r"|will|would|should|shall|may|must|has|have|had|was|were|isn't|aren't|don't|doesn't|can't|won't|beth|pryd|ble|pwy|pam"
    r"|sut|faint|sawl|oes|ydw|ydy|ydych|ydyn|alla|all|ga|fydd|a fydd|a oes|pa)\b",
    re.IGNORECASE,
)
_VERB = r"is|are|was|were|does|do|did|costs?|takes?|appl(?:y|ies)|means?|counts?|happen|works?|cover|include"
_POINTS = re.compile(
    rf"\b(?:them|those|these)\b(?!\s+(?:who|that|people|days|years|months))"
    rf"|\b(?:that|this)\b(?=\s*(?:[?.!,;]|$)|\s+(?:{_VERB}|if|for|when|too|or|and|as|at|by|in|on|to|allowed|legal|ok|right"
    r"|true|free|the same|all|cheaper|anyway|go|go up)\b)"
    r"|\b(?:a new|the (?:first|second|third|other|new|same|old|next|cheaper)|that|this|another|get|have|need|for|buy"
    r"|want|use|with|apply for) ones?\b"
    r"(?=\s*(?:[?.!,;]|$)|\s+(?:in|on|for|if|from|at|by|to|online|without|while|when)\b)"
    r"|\b(?:do|does|get|go|goes|going|been|lives?|stay|work) (?:so|there)\b"
    r"(?=\s*(?:[?.!,;]|$)|\s+(?:if|when|on|in|by)\b)"
    r"|\b(?:hynny|hynna|hwnnw|honno|nhw)\b|\bei (?:gostio|wneud|anfon|gael|hawlio|dalu|ddefnyddio|ganslo)\b(?! i )",
    re.IGNORECASE,
)
_IT = re.compile(r"\bit(?:'s|s|'ll|'d)?\b", re.IGNORECASE)
# "It" that points at nothing: "how much does it cost to …", "is it legal to …", "it is raining".
_EMPTY_IT = re.compile(
    r"\bit(?:'s| is)(?: \w+)? (?:dark|cold|hot|raining|snowing|freezing|icy|late|urgent)\b|"
    r"\bit(?:'s|s|'ll|'d)?\b(?:\s+\w+){0,4}?\s+(?:to|that)\s+(?!(?:do|get|me|us|him|her|them|it|that|this)\b\s*[?.!]?$)\w+",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(r"[,.;:?!]+\s|\s(?:and|but|so|because|when|if|which|who)\s", re.IGNORECASE)
_OF_ONESELF = re.compile(
    r"^(?:i'?m|i am|we'?re|we are|i live|we live|i'm not|he'?s|she'?s|he is|she is|they are|they're)\b", re.IGNORECASE
)
_SOMEBODY = re.compile(r"\b(?:he|she|they|him|her|his|their|theirs|hers)\b", re.IGNORECASE)
_SOMEBODY_NAMED = re.compile(
    r"\b(?:son|daughter|mum|mam|mom|mother|dad|father|wife|husband|partner|child|kid|baby|brother|sister|parent|grand\w+|gran|nan"
    r"|friend|neighbour|landlord|tenant|boss|employer|ex|uncle|aunt|nephew|niece|man|woman|person|people|someone|somebody"
    r"|council|school|police|bailiffs?|agents?|staff|children|kids|family|owner|lodger|carer)s?\b",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"^(?:(?:can you |could you |please )?(?:tell me|i (?:want|need) to know) )?"
    r"(?:how (?:do|can|would|should|to) ?(?:i|we|you)?(?: go about)?"
    r"|how (?:much|long|many|often|soon|quickly)(?: (?:is|are|do|does|have|has|will|would))?(?: (?:it|i|we|you))?"
    r"(?: (?:costs?|takes?|got))?(?: (?:to|for))?"
    r"|(?:can|could|may|do|does|did|am|are|is|will|would|should) (?:i|we|you)\b|(?:can|do|does|is|are|will) (?=\w)"
    r"|(?:what|when|where|which|who)(?:'s| is| are| time)?(?: (?:do|does|can|did|will))?(?: (?:i|we|you))?"
    r"|sut (?:mae|ydw i'n|dw i'n|alla i)|faint (?:mae'n ei gostio|yw)(?: i)?)"
    r"(?: (?:have to|need to|want to))?(?: (?:apply for|get|have|make|gwneud cais am|cael))?\b\s*",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"\[[a-zA-Z ]{2,40}(?: \d{1,4})?\]")


@dataclass(frozen=True, slots=True)
class _Topic:
    """What an earlier turn was about: its question made whole, the pages it cited, and its telling words."""

    question: str
    titles: tuple[str, ...]
    words: frozenset[str]

    def is_about(self, title: str) -> bool:
        """Return whether a page is on this: it was cited, or its title has most words of the question's subject."""
        subject = subject_of(self.question)
        return title in self.titles or bool(subject and len(subject & telling_words(title)) > _MOST * len(subject))


class FollowUps:
    """The default ``Rephrase``. Holds nothing of any conversation.

    Args:
        search: finds passages for a question, everything that was looked at, best first.
    """

    def __init__(self, search: Callable[[str], Sequence[Passage]]) -> None:
        self._search = search

    def __call__(self, question: str, history: Sequence[Answer]) -> str:
        """Return the question made whole, or "" when it stands by itself."""
        asked = part(question).rest
        topics = [_topic(answer) for answer in history if answer.intent not in FIXED_REPLIES]
        if not asked or not topics or len(asked.split()) > _MOST_WORDS:
            return ""
        subject = subject_of(asked)
        topic = _talked_of(topics, subject)
        if not self._leans(asked, subject - topic.words, topic):
            return ""
        whole = _complete(asked, topic)
        return whole if whole.casefold().rstrip("?") != asked.casefold().rstrip("?") else ""

    def _leans(self, asked: str, own: frozenset[str], topic: _Topic) -> bool:
        """Return whether a question leans on what was talked of. ``own`` are the words of a subject of its own."""
        if not own or _points_back(asked, own) or _CONDITION.match(asked):
            return True
        rest = _JOINS.sub("", asked, count=1)
        goes_on = (
            rest != asked
            or (not _CLAUSE.match(asked) and len(asked.split()) <= _SHORT)
            or (_OF_ONESELF.match(asked) and len(asked.split()) <= _SHORT_STATEMENT)
            or (_SOMEBODY.search(asked) and not _SOMEBODY_NAMED.search(asked))
        )
        return self._holds(rest or asked, own, topic, NEAR_JOINED if goes_on else NEAR)

    def _holds(self, asked: str, own: frozenset[str], topic: _Topic, near: float) -> bool:
        """Return whether a page on what was talked of holds what is asked nearly as well as the best page does."""
        found = [passage for passage in self._search(asked) if passage.scores.similarity is not None]
        if not found:
            return True
        titles = {passage.section.page.title for passage in found}
        ours = {title for title in titles if topic.is_about(title)}
        if found[0].section.page.title not in ours and own <= telling_words(found[0].section.page.title):
            return False
        best = max(passage.scores.similarity or 0.0 for passage in found)
        theirs = [passage.scores.similarity or 0.0 for passage in found if passage.section.page.title in ours]
        return max(theirs, default=-1.0) >= best - near


def subject_of(text: str) -> frozenset[str]:
    """Return the words of a text that say what it is about, cut as ``telling_words`` cuts them."""
    words = telling_words(text) - ASKING_STEMS - VARYING_STEMS
    return frozenset(word for word in words if not word[0].isdigit())


def _topic(answer: Answer) -> _Topic:
    question = " ".join(_PLACEHOLDER.sub(" ", answer.asked_as or part(answer.question).rest or answer.question).split())
    titles = tuple(dict.fromkeys(each.title for each in answer.parts))
    return _Topic(question, titles, frozenset(telling_words(" ".join((question, *titles)))))


def _talked_of(topics: Sequence[_Topic], subject: frozenset[str]) -> _Topic:
    """Return the latest topic that shares a word of the subject, or else the latest."""
    for topic in reversed(topics[-_LOOKED_BACK:]):
        if subject & topic.words:
            return topic
    return topics[-1]


def _points_back(asked: str, own: frozenset[str]) -> bool:
    """Return whether the question has an "it", "that" or "one" which nothing before it in the question explains."""
    pointing = _POINTS.search(asked) or (None if _EMPTY_IT.search(asked) else _IT.search(asked))
    if pointing is None:
        return False
    clauses = _BOUNDARY.split(asked[: pointing.start()])[:-1]
    return not own & telling_words(" ".join(clauses))


def _subject_part(base: str) -> str:
    """Return an earlier question without the words at its start that ask.

    Behind "How do I apply for a Blue Badge", "how much is it?" would be answered with how to apply again.
    """
    stem = base.rstrip("?!. ")
    rest = _FRAME.sub("", stem, count=1)
    return rest if subject_of(rest) else stem


def _complete(asked: str, topic: _Topic) -> str:
    """Return the question with what it leans on put in front."""
    rest = _JOINS.sub("", asked, count=1).strip() or asked
    base = topic.question
    whole_question = _CLAUSE.match(rest) or _CONDITION.match(rest)
    if whole_question or len(base.split()) > _LONGEST_BASE:
        # A life story says too much; what the page it led to is called says what it was about.
        long = len(base.split()) > _LONGEST_BASE and topic.titles
        about = topic.titles[0] if long else _subject_part(base)
        return f"{about[:1].upper()}{about[1:]} – {rest}"
    varied = vary(base, rest)
    if varied:
        return varied
    stem = base.rstrip("?!. ")
    joined = (
        rest
        if re.match(r"(?:for|in|on|at|with|without|if|over|under|from|as|by|to|i|yn|ar|gyda)\b", rest, re.IGNORECASE)
        else f"and {rest}"
    )
    return f"{stem}, {joined.rstrip('?!. ')}?"
