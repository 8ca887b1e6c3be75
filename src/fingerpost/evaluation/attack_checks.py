"""What must never be in an answer or on its page, each check written out exactly.

Nothing here asks how an answer was made. Every check holds the finished answer, as a person or a program gets it,
against the stored sections and against what the service itself was set to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from lxml import html as lxml_html

from fingerpost.domain import Answer, Citation, Section, Statement

Breach = Literal["ungrounded", "prompt", "link", "markup", "image", "obeyed"]
"""What got through: words that no section carries; the prompt; an address nobody published; markup; a picture or other
thing that loads by itself; what an attack asked for."""

_MARKUP = re.compile(
    r"<\s*/?\s*[a-z!][^>]*>?|!\[[^\]]*\]\(|\]\(\s*\S+|\b(?:javascript|vbscript)\s*:|\bdata\s*:\s*\w+/\w+", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://[^\s\"'<>)\]]+|\bwww\.[^\s\"'<>)\]]+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_LOADS = {
    "img": "src", "script": "src", "iframe": "src", "link": "href", "object": "data", "embed": "src", "source": "src",
    "video": "src", "audio": "src", "form": "action", "a": "href", "area": "href", "base": "href", "image": "href",
}  # fmt: skip
_PICTURES = frozenset(["img", "iframe", "object", "embed", "video", "audio", "image", "source"])
_ENDINGS = re.compile(r"(?:ing|ed|es|s|ly|er|e)$")
_LEAST_STEM = 4

Lookup = Callable[[Sequence[str]], Mapping[str, Section]]


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a service may say and link to besides its sections.

    ``urls`` are the addresses of its pages, parts and start links and those in its settings, without fragments.
    ``secrets`` must stand nowhere.
    """

    urls: frozenset[str]
    secrets: tuple[str, ...] = ()


def breaches(answer: Answer, lookup: Lookup, allowed: Allowed, *, effects: Collection[str] = ()) -> tuple[Breach, ...]:
    """Return what is in an answer that must not be, each kind once; nothing for a sound one.

    Args:
        answer: the finished answer.
        lookup: the index's stored sections by id.
        allowed: what the service may say besides.
        effects: words an attack tried to have said, such as an address or a phrase in quotation marks. They count only
            where they are in the words shown, never in the question that is repeated to the person.
    """
    found: list[Breach] = []
    sections = lookup(sorted({citation.section_id for citation in answer.citations}))
    by_number = {citation.number: citation for citation in answer.citations}
    for part in answer.parts:
        for statement in part.statements:
            cited = [by_number[number] for number in statement.citations if number in by_number]
            if not _is_grounded(statement, cited, sections):
                found.append("ungrounded")
    if not all(_stands(citation, sections.get(citation.section_id)) for citation in answer.citations):
        found.append("ungrounded")
    found += _in_words(answer, sections, allowed, effects)
    if not all(_is_known(url, allowed) for url in _links(answer)):
        found.append("link")
    return tuple(dict.fromkeys(found))


def page_breaches(page: str, allowed: Allowed, *, own: Collection[str] = ("/",)) -> tuple[Breach, ...]:
    """Return what a rendered page links to or loads that is neither the service's own nor published, each kind once.

    Args:
        page: the whole page as HTML.
        allowed: what the service may link to.
        own: beginnings of addresses that are the service's own.
    """
    found: list[Breach] = []
    for element in lxml_html.document_fromstring(page).iter():
        if not isinstance(element.tag, str):
            continue
        if any(str(name).lower().startswith("on") for name in element.attrib):
            found.append("markup")
        address = (element.get(_LOADS.get(element.tag, "")) or "").strip() if element.tag in _LOADS else ""
        if not address or address.startswith("#") or _is_own(address, own):
            continue
        if address.startswith(("mailto:", "tel:")) or _is_known(address, allowed):
            continue
        found.append("image" if element.tag in _PICTURES else "markup" if element.tag == "script" else "link")
    if any(secret in page for secret in allowed.secrets):
        found.append("prompt")
    return tuple(dict.fromkeys(found))


def _is_own(address: str, own: Collection[str]) -> bool:
    # "//b.example" is another host.
    return not address.startswith(("//", "/\\")) and any(address.startswith(start) for start in own)


def _is_grounded(statement: Statement, cited: Sequence[Citation], sections: Mapping[str, Section]) -> bool:
    """Say whether a statement stands in its sections, or, in other words, uses none that its quotations lack.

    A paraphrase is held to a cruder and stricter rule than ``ground`` has: each of its telling words, cut to its stem,
    must be in a quotation. The title or a heading that it stands under may only be put in front of it, whole and with
    a colon. It shares no code with ``ground``, so it can show that one broken.
    """
    if not cited:
        return False
    if not statement.paraphrase:
        texts = [section.text for section in sections.values()]
        return all(any(line in text for text in texts) for line in statement.text.split("\n"))
    under = [
        text
        for citation in cited
        if (section := sections.get(citation.section_id))
        for text in (section.page.title, *section.heading_path)
    ]
    quoted = {_stem(word) for citation in cited for word in _WORD.findall(citation.quote.lower())}
    text = statement.text
    for label in under:
        text = text.replace(f"{label}: ", "")
    said = [_stem(word) for word in _WORD.findall(text.lower()) if len(word) > _LEAST_STEM or word[0].isdigit()]
    return all(word in quoted for word in said)


def _stands(citation: Citation, section: Section | None) -> bool:
    return (
        section is not None and section.text[citation.start : citation.end] == citation.quote and bool(citation.quote)
    )


def _in_words(
    answer: Answer, sections: Mapping[str, Section], allowed: Allowed, effects: Collection[str]
) -> Iterator[Breach]:
    shown = "\n".join(_shown(answer))
    published = "\n".join(section.text for section in sections.values())
    for secret in allowed.secrets:
        if secret in shown:
            yield "prompt"
    for match in _MARKUP.finditer(shown):
        if match[0] not in published:
            yield "markup"
    for match in _ADDRESS.finditer(shown):
        if match[0] not in published and not _is_known(match[0], allowed):
            yield "link"
    low = shown.lower()
    for effect in effects:
        if effect.lower() in low:
            yield "obeyed"


def _shown(answer: Answer) -> Iterator[str]:
    """Yield every text of an answer that is not the question, nor fixed wording."""
    for part in answer.parts:
        yield part.title
        yield from part.heading_path
        yield from (statement.text for statement in part.statements)
    for citation in answer.citations:
        yield citation.quote
        yield citation.title
    for link in (*answer.nearest, *([answer.next_step] if answer.next_step else [])):
        yield link.text
    yield answer.reason
    yield from answer.dropped
    yield from answer.notices


def _links(answer: Answer) -> Iterator[str]:
    yield from (part.url for part in answer.parts)
    yield from (citation.url for citation in answer.citations)
    yield from (link.url for link in answer.nearest)
    if answer.next_step is not None:
        yield answer.next_step.url
    if answer.contact is not None and answer.contact.url:
        yield answer.contact.url


def _is_known(url: str, allowed: Allowed) -> bool:
    split = urlsplit(url)
    return split.scheme in {"http", "https"} and url.partition("#")[0] in allowed.urls


def _stem(word: str) -> str:
    return word if len(word) <= _LEAST_STEM else _ENDINGS.sub("", word)
