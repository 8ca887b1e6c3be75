"""The fixed words that go with an answer, in the language of the question wherever there are words in it."""

from __future__ import annotations

from dataclasses import dataclass

from fingerpost.answers.language.known import languages
from fingerpost.domain import Answer
from fingerpost.interfaces.wording.catalogue import shipped, shipped_locales
from fingerpost.interfaces.wording.spoken import known, language, say

_OTHER_LANGUAGE = "language.other"


@dataclass(frozen=True, slots=True)
class Notice:
    """Fixed words to show with an answer, the language they are in, and which way it is written (``ltr``, ``rtl``)."""

    text: str
    locale: str
    direction: str = "ltr"


def notices(answer: Answer) -> tuple[Notice, ...]:
    """Return the words of an answer's notices, in order; a key without words is passed over.

    A Welsh question is told in Welsh, also where the interface speaks English. Somebody who asked in a language that is
    not answered is told so in it, if there are words in it that are known to be right, and then in the language spoken.
    """
    said: list[Notice] = []
    for key in answer.notices:
        asked_in = languages().get(answer.language)
        if key == _OTHER_LANGUAGE and asked_in is not None and asked_in.reply:
            said.append(Notice(asked_in.reply, asked_in.code, asked_in.direction))
        phrase = f"notice.{key}"
        if answer.language != language() and answer.language in shipped_locales():
            words = shipped(answer.language)
            if words.known(phrase):
                said.append(Notice(words.say(phrase), answer.language))
        elif known(phrase):
            said.append(Notice(say(phrase), language()))
    return tuple(said)
