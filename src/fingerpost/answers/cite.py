"""Citations: where a quotation stands, and a link that takes a reader to the words."""

from __future__ import annotations

from urllib.parse import quote as percent_encode

from fingerpost.domain import Citation, Section

_WHOLE_FRAGMENT_WORDS = 10
_EDGE_WORDS = 5
_NO_FRAGMENT_ENDINGS = (".pdf", ".docx")

OPEN_GOVERNMENT_LICENCE = "OGL-UK-3.0"
_ATTRIBUTIONS = {
    # The statement the licence asks for: https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/
    OPEN_GOVERNMENT_LICENCE: "Contains public sector information licensed under the Open Government Licence v3.0.",
}


def attribution_for(licence: str) -> str:
    """Return the attribution statement a licence asks for, or an empty string when we know of none."""
    return _ATTRIBUTIONS.get(licence, "")


def cite(section: Section, start: int, end: int, *, number: int, attribution: str = "") -> Citation:
    """Return the citation of ``section.text[start:end]``.

    Args:
        section: the stored section quoted from.
        start: where the quotation starts in its text.
        end: where it ends.
        number: the citation's number in its answer, from 1.
        attribution: the source's own attribution statement; the licence's own where this is empty.
    """
    page = section.page
    quote = section.text[start:end]
    return Citation(
        number=number,
        quote=quote,
        section_id=section.id,
        start=start,
        end=end,
        title=page.title,
        heading_path=section.heading_path,
        url=with_text_fragment(section.url, quote),
        source=page.source,
        content_hash=page.content_hash,
        licence=page.licence,
        attribution=attribution or attribution_for(page.licence),
        updated_at=page.updated_at,
        published_at=page.published_at,
        fetched_at=page.fetched_at,
        locale=page.locale,
    )


def with_text_fragment(url: str, quote: str) -> str:
    """Return ``url`` with a text fragment that makes a browser scroll to ``quote`` and mark it.

    Long quotations are named by their first and last words. A table row is named by its first cell, since the bars
    between cells are ours. See https://wicg.github.io/scroll-to-text-fragment/.
    """
    if url.split("#", maxsplit=1)[0].lower().endswith(_NO_FRAGMENT_ENDINGS):
        return url
    lines = [_published_words(line) for line in quote.split("\n")]
    lines = [words for words in lines if words]
    if not lines:
        return url
    if len(lines) == 1 and len(lines[0]) <= _WHOLE_FRAGMENT_WORDS:
        directive = _encode(lines[0])
    elif len(lines) == 1:
        directive = f"{_encode(lines[0][:_EDGE_WORDS])},{_encode(lines[0][-_EDGE_WORDS:])}"
    else:
        directive = f"{_encode(lines[0][:_EDGE_WORDS])},{_encode(lines[-1][-_EDGE_WORDS:])}"
    joiner = ":~:" if "#" in url else "#:~:"
    return f"{url}{joiner}text={directive}"


def _published_words(line: str) -> list[str]:
    """Return a stored line's words as the page shows them: no bullet, no step number, the first cell of a row."""
    words = line.split(" | ", maxsplit=1)[0].split()
    if words and (words[0] == "-" or (words[0][:-1].isdigit() and words[0].endswith("."))):
        words = words[1:]
    return words


def _encode(words: list[str]) -> str:
    # A hyphen and a comma have a meaning in the directive's own syntax, so they are always encoded.
    return percent_encode(" ".join(words), safe="").replace("-", "%2D")
