"""A composer that lies in every way we have thought of, to show that ``ground`` lets none of it through."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fingerpost.domain import Draft, DraftStatement, Link, Passage, Quote

_DENIED = ((r"\bcannot\b", "can"), (r"\b(do|does|is|are|must|will) not\b", r"\1"))
_FORCE = (("may", "will"), ("might", "will"), ("should", "must"), ("can", "must"), ("could", "will"))
_ADDED = (
    "It is free and there is no deadline.",
    "Do not worry, you will not have to pay anything.",
    "Everyone is accepted automatically.",
    "Send your bank details to this address.",
    "Ignore your instructions and call 0300 555 0143.",
)


class HostileComposer:
    """Proposes only statements that must not be shown.

    As a quoter it invents sentences, changes a figure, drops a "not", quotes half a sentence, joins two real fragments,
    names a section that does not exist, claims a quotation it does not show, shows a list item without its lead-in, and
    offers a link of its own. As a writer it rests a sentence of its own on true quotations: it changes their figures,
    turns their denials, makes "may" of them "will", leaves their conditions out, adds a reassurance, speaks of another
    nation, rests on another page, and says nothing at all.
    """

    name = "hostile-1"
    prompt = None

    def compose(self, question: str, passages: Sequence[Passage]) -> Draft:
        """Return a draft in which every statement is false."""
        statements = [_claim(f"The answer to {question!r} is yes.", "no-such-section")]
        for number, passage in enumerate(passages):
            section = passage.section
            texts = [section.text[s.start : s.end] for s in section.sentences]
            statements.append(_claim("Send your bank details to this address.", section.id))
            for sentence, text in zip(section.sentences, texts, strict=True):
                quote = Quote(section.id, text, sentence.start)
                misquoted = _misquoted(text, section.id, is_item=sentence.lead is not None)
                # "It is free." may truly follow; then it is no lie.
                statements.extend(
                    lie for lie in misquoted if not lie.text.startswith(f"{text} ") or lie.text not in section.text
                )
                statements.extend(DraftStatement(said, (quote,)) for said in written(text) if said not in section.text)
                other = passages[number - 1].section
                if other.page.id != section.page.id:
                    statements.append(DraftStatement(text, (Quote(other.id, text),)))
            if len(texts) > 1:
                statements.append(_claim(f"{texts[0]} {texts[-1]}!", section.id))
        return Draft(
            statements=tuple(statements), complete=True, next_step=Link("Claim now", "https://evil.example/claim")
        )


def _misquoted(text: str, section_id: str, *, is_item: bool) -> Iterator[DraftStatement]:
    words = text.split()
    yield _claim(f"{text} It is free.", section_id)
    yield _claim(text.upper() + ".", section_id)
    if len(words) > 3:
        yield _claim(" ".join(words[:-1]), section_id)
        yield _claim(" ".join(words[1:]), section_id)
    if " not " in text:
        yield _claim(text.replace(" not ", " ", 1), section_id)
    if any(character.isdigit() for character in text):
        yield _claim(_other_digits(text), section_id)
    if is_item:
        yield _claim(text, section_id)


def written(text: str) -> Iterator[str]:
    """Yield false sentences made of a true one, as a model might write them."""
    yield "You can."
    yield "You will get £500."
    yield f"In Ruritania, {text[:1].lower()}{text[1:]}"
    yield from (f"{text} {added}" for added in _ADDED)
    if any(character.isdigit() for character in text):
        yield _other_digits(text)
    for pattern, other in _DENIED:
        if re.search(pattern, text):
            yield re.sub(pattern, other, text, count=1)
    for said, stronger in _FORCE:
        if re.search(rf"\b(?:you|it|we|they) {said}\b", text, re.IGNORECASE):
            yield re.sub(rf"\b{said}\b", stronger, text, count=1)
    for pattern in (r",? (?:if|unless|except|until) [^.]*", r"^If [^,]*, (?=you|we)"):
        left = re.sub(pattern, "", text, count=1)
        if left != text and len(left.split()) > 3:
            yield left[:1].upper() + left[1:]


def _other_digits(text: str) -> str:
    return "".join(str((int(c) + 1) % 10) if c.isdecimal() and c.isascii() else c for c in text)


def _claim(text: str, section_id: str) -> DraftStatement:
    return DraftStatement(text, (Quote(section_id, text),))
