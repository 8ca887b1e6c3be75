"""A composer that lies in every way we have thought of, to show that ``ground`` lets none of it through."""

from __future__ import annotations

from collections.abc import Sequence

from fingerpost.domain import Draft, DraftStatement, Link, Passage, Quote


class HostileComposer:
    """Proposes only statements that must not be shown.

    It invents sentences, changes a figure, drops a "not", quotes half a sentence, joins two real fragments, names a
    section that does not exist, claims a quotation it does not show, shows a list item without its lead-in, and offers
    a link of its own.
    """

    name = "hostile-1"
    prompt = None

    def compose(self, question: str, passages: Sequence[Passage]) -> Draft:
        """Return a draft in which every statement is false."""
        statements = [_claim(f"The answer to {question!r} is yes.", "no-such-section")]
        for passage in passages:
            section = passage.section
            texts = [section.text[s.start : s.end] for s in section.sentences]
            statements.append(_claim("Send your bank details to this address.", section.id))
            for sentence, text in zip(section.sentences, texts, strict=True):
                words = text.split()
                statements.append(_claim(f"{text} It is free.", section.id))
                statements.append(_claim(text.upper() + ".", section.id))
                if len(words) > 3:
                    statements.append(_claim(" ".join(words[:-1]), section.id))
                    statements.append(_claim(" ".join(words[1:]), section.id))
                if " not " in text:
                    statements.append(_claim(text.replace(" not ", " ", 1), section.id))
                if any(character.isdigit() for character in text):
                    changed = "".join(str((int(c) + 1) % 10) if c.isdecimal() and c.isascii() else c for c in text)
                    statements.append(_claim(changed, section.id))
                statements.append(DraftStatement("You will get £500.", (Quote(section.id, text, sentence.start),)))
                if sentence.lead is not None:
                    statements.append(_claim(text, section.id))
            if len(texts) > 1:
                statements.append(_claim(f"{texts[0]} {texts[-1]}!", section.id))
        return Draft(
            statements=tuple(statements), complete=True, next_step=Link("Claim now", "https://evil.example/claim")
        )


def _claim(text: str, section_id: str) -> DraftStatement:
    return DraftStatement(text, (Quote(section_id, text),))
