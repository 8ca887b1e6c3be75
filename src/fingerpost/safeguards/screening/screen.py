"""Screening: everything that is looked for on a page before it may be served."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from fingerpost.domain import BlockKind, Document
from fingerpost.safeguards.attacks import instructions_in
from fingerpost.safeguards.attacks.views import plain, views
from fingerpost.safeguards.screening.caught import Caught, Kind, shown
from fingerpost.safeguards.screening.change import large_change
from fingerpost.safeguards.screening.characters import hidden_characters, look_alikes
from fingerpost.safeguards.screening.hidden import Unseen, unseen_in_html
from fingerpost.safeguards.screening.instructions import why_instruction
from fingerpost.safeguards.screening.languages import in_another_language
from fingerpost.safeguards.screening.lines import lines_in, lines_of
from fingerpost.safeguards.screening.links import bad_links, bad_links_in_text
from fingerpost.safeguards.screening.markup_of import markup_of
from fingerpost.safeguards.screening.out_of_place import Line, out_of_place, place_embedder
from fingerpost.search.embed import Embedder

VERSION = "3"
"""Raise this when screening changes, so that pages which have not changed are screened again."""

_MOST_CAUGHT = 20
"""Findings kept of one page: one is enough to hold it."""
# What an encoding of words looks like. Most sentences have nothing of the kind, and undoing one takes time.
_MAY_BE_CODE = re.compile(
    r"[A-Za-z0-9+/_=-]{16,}|(?:[01]{8}[ ,]?){4}|(?:[.\-·–]{1,6}[ /]+){7}|(?:(?:0x|\\x)?[0-9a-fA-F]{2}[ ,:]){8}"
    r"|(?:\\u[0-9a-fA-F]{4}){2}|(?:\w[ .\-_*|]){6}"
)
_CODES = frozenset(["binary", "hexadecimal", "base64", "morse"])
_COMMON = frozenset(
    ("the", "and", "you", "your", "for", "that", "this", "with", "not", "to", "in", "is", "of", "are", "or", "if",
     "can", "on", "at", "by", "be", "it", "as", "a", "an", "will")
)  # fmt: skip
_FEWEST_CIPHER_WORDS = 7
_FEWEST_FOREIGN_WORDS = 5
_FEWEST_FOREIGN = 4
"""Words in another script that make a sentence: the names of a language or two are fewer."""
# Greek to Ethiopic; and scripts that leave no spaces between words.
_FOREIGN_WORD = re.compile(r"[\u0370-\u0dff\u10a0-\u13ff][\u0300-\u0dff\u10a0-\u13ff]+")
_FOREIGN_RUN = re.compile(r"[\u0e01-\u109f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{8,}")
_MOST_IN_ANOTHER_SCRIPT = 2
"""A page that offers help in other languages names more of them."""
_LEAST_COMMON = 0.3


def screen_page(
    document: Document,
    *,
    body: bytes = b"",
    media_type: str = "",
    before: str = "",
    embedder: Embedder | None = None,
) -> tuple[Caught, ...]:
    """Return why a page must not be served before somebody has looked at it; nothing for a page that may.

    Args:
        document: what was extracted.
        body: the bytes it was extracted from: text that nobody sees stands only there.
        media_type: what ``body`` is; see ``extract_file``.
        before: the text of the version that serves now; empty where there is none.
        embedder: the opened embedder. The shipped one is opened where it is another or none.

    Returns:
        At most twenty findings, those of rules first.
    """
    found = [*_in_markup(document, body, media_type), *_in_words(document, embedder)]
    if before:
        found += large_change(before, text_of(document))
    return tuple(dict.fromkeys(found))[:_MOST_CAUGHT]


def screen_text(
    text: str, *, title: str = "", embedder: Embedder | None = None, locale: str = "en"
) -> tuple[Caught, ...]:
    """Return what speaks against a text of one or more lines, such as a tool's result, a line a block.

    The same as ``screen_page``, without what needs a page's markup or its last version.
    """
    found = [*hidden_characters(text), *look_alikes(text), *bad_links_in_text(text)]
    found += _in_lines([*lines_in(text, locale=locale)], title, locale, embedder)
    return tuple(dict.fromkeys(found))[:_MOST_CAUGHT]


def text_of(document: Document) -> str:
    """Return a document's text as ``large_change`` compares it: a block a line, no headings."""
    return "\n".join(block.text for block in document.blocks if block.kind is not BlockKind.HEADING)


def _in_markup(document: Document, body: bytes, media_type: str) -> Iterator[Caught]:
    visible = "\n".join(block.text for block in document.blocks)
    for text in document.unseen:
        yield from _judge_unseen(Unseen(text, "nobody can see", suspect=len(text.split()) > 3), document)
    for markup in markup_of(body, media_type):
        yield from hidden_characters(html.unescape(markup) if "&#" in markup else markup)
        yield from bad_links(markup)
        for unseen in unseen_in_html(markup, visible=visible):
            yield from _judge_unseen(unseen, document)


def _judge_unseen(unseen: Unseen, document: Document) -> Iterator[Caught]:
    why = why_told(unseen.text)
    if why:
        yield Caught(Kind.INSTRUCTIONS, "rules", f"text that {unseen.how} {why}", shown(unseen.text))
    elif unseen.suspect:
        yield Caught(Kind.HIDDEN_TEXT, "rules", f"the page holds text that {unseen.how}", shown(unseen.text))
    else:
        coded = _encoded(plain(unseen.text), document.page.locale)
        if coded is not None:
            yield Caught(Kind.ENCODED, "rules", f"text that {unseen.how} is in a code", shown(coded))


def why_told(text: str) -> str | None:
    """Return why a text that people don't see is an instruction, by every rule there is."""
    for line in lines_in(text):
        why = why_instruction(line.text)
        if why:
            return why
    return "speaks to an assistant" if _is_instruction(text) else None


def _is_instruction(text: str) -> bool:
    """Say whether the safeguard of questions reads an instruction here. Words in a code are told by ``_encoded``.

    It takes short Welsh lines for a cipher, since they read as English when their letters are moved often enough.
    """
    return any(found.kind != "hidden_writing" for found in instructions_in(text, place_embedder(None)))


def _in_words(document: Document, embedder: Embedder | None) -> Iterator[Caught]:
    page = document.page
    link = page.start_link.text if page.start_link else ""
    around = "\n".join(text for text in (page.title, page.description, link, page.change_note or "") if text)
    whole = "\n".join([around, *(block.text for block in document.blocks)])
    yield from look_alikes(whole)
    yield from bad_links_in_text(whole)
    head = [*lines_in(around, kind="heading", locale=page.locale)]
    yield from _in_lines([*head, *lines_of(document)], page.title, page.locale, embedder)


def _in_lines(lines: Sequence[Line], title: str, locale: str, embedder: Embedder | None) -> Iterator[Caught]:
    for line in lines:
        why = why_instruction(line.text)
        if why:
            yield Caught(Kind.INSTRUCTIONS, "rules", f"a sentence {why}", shown(line.text))
        coded = _encoded(line.text, locale)
        if coded is not None:
            yield Caught(Kind.ENCODED, "rules", "words are hidden in a code that people don't read", shown(coded))
        if _is_foreign(line.text) and _is_instruction(line.text):
            yield Caught(Kind.INSTRUCTIONS, "rules", "a sentence speaks to an assistant", shown(line.text))
    yield from _in_another_script(lines)
    if locale.startswith("en"):
        yield from in_another_language(lines)
    yield from out_of_place(lines, embedder, title=title)


def _is_foreign(text: str) -> bool:
    """Say whether a part of a line may be in another language: then rules for others are asked, which take longer."""
    words = text.split()
    starts = range(len(words) - _FEWEST_FOREIGN_WORDS + 1)
    return any(_share_common(" ".join(words[at : at + _FEWEST_FOREIGN_WORDS])) == 0 for at in starts)


def _in_another_script(lines: Sequence[Line]) -> Iterator[Caught]:
    """Yield the few sentences in another script than the rest of a page. A page in that script has many."""
    found = [line for line in lines if _is_in_another_script(line.text, _FEWEST_FOREIGN)]
    if not found:
        return
    like_it = sum(_is_in_another_script(line.text, _FEWEST_FOREIGN // 2) for line in lines)
    if like_it <= min(_MOST_IN_ANOTHER_SCRIPT, len(lines) // 4):
        for line in found:
            yield Caught(
                Kind.OUT_OF_PLACE,
                "rules",
                "a sentence is in another script than the rest of the page",
                shown(line.text),
            )


def _is_in_another_script(text: str, words: int) -> bool:
    if text.isascii():
        return False
    return len(_FOREIGN_WORD.findall(text)) >= words or bool(_FOREIGN_RUN.search(text))


def _encoded(text: str, locale: str) -> str | None:
    """Return what the words of a line stand for when they are in a code, and ``None`` when they are plain.

    A cipher is looked for only in a line of English pages, and needs enough words to be one: short lines of names and
    times read as English when their letters are moved often enough.
    """
    may_be_cipher = locale.startswith("en") and _looks_ciphered(text)
    if not may_be_cipher and not _MAY_BE_CODE.search(text):
        return None
    for view in views(text):
        if view.hidden and (view.disguise in _CODES or (may_be_cipher and _share_common(view.text) >= _LEAST_COMMON)):
            return view.text
    return None


def _looks_ciphered(text: str) -> bool:
    words = text.split()
    return len(words) >= _FEWEST_CIPHER_WORDS and "|" not in text and _share_common(text) == 0


def _share_common(text: str) -> float:
    words = [word.strip(".,;:!?'\"()").lower() for word in text.split()]
    return sum(word in _COMMON for word in words) / max(len(words), 1)
