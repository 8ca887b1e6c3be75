"""What elements and class names mean: what people see of them, and which ones keep their content together."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement, HTMLParser

from fingerpost.content.characters import clean

MAX_CALLOUT_CHARACTERS = 3_000
"""An element styled as a call-out that holds more than this is page furniture: its content is read as usual."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DROPPED = _names(
    "script style template noscript nav head title iframe object embed svg canvas audio video map select option "
    "datalist textarea input button progress meter dialog"
)
BLOCKS = _names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol p pre section summary table tbody td "
    "tfoot th thead tr ul"
)
_CALLOUTS = _names(
    "call-to-action info-notice help-notice application-notice advisory example information govuk-inset-text "
    "govuk-warning-text govuk-notification-banner govuk-panel warning notice callout call-out alert important "
    "admonition nhsuk-warning-callout nhsuk-inset-text nhsuk-care-card nhsuk-card--care stat-headline"
)
_CONTACTS = _names("contact vcard address postal-address")
_ATTACHMENT_NOISE = _names("attachment-thumb accessibility-warning metadata")
_NOTE_REFERENCES = _names("footnote reversefootnote")
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.IGNORECASE)
_NEAR = 50


def parse(html: str) -> HtmlElement | None:
    """Return the root of ``html``, or ``None`` where there is nothing in it. Never raises for bad markup.

    libxml2 keeps list items and table rows that stand outside a list or a table, which an HTML 5 tree builder throws
    away. Elements nested more than about 2,000 deep are dropped by it: real pages stay far below.
    """
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", clean(html))
    if not text.strip():
        return None
    parser = HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        return etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        return None


def classes(element: HtmlElement) -> frozenset[str]:
    """Return the element's class names."""
    return frozenset((element.get("class") or "").split())


def is_hidden(element: HtmlElement) -> bool:
    """Say whether a person looking at the page would not see ``element``."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return bool(_HIDING_STYLE.search(element.get("style") or ""))


def is_dropped(element: HtmlElement) -> bool:
    """Say whether ``element`` is no part of what a page says: hidden, a control, navigation, a note's reference."""
    names = classes(element)
    if element.tag in _DROPPED or is_hidden(element) or names & _NOTE_REFERENCES or "js-hidden" in names:
        return True
    if element.get("role") in {"doc-noteref", "doc-backlink", "navigation"}:
        return True
    if names & _ATTACHMENT_NOISE:
        return any("attachment" in classes(above) for above in islice(element.iterancestors(), _NEAR))
    return False


def is_callout(element: HtmlElement) -> bool:
    """Say whether ``element`` is styled as a call-out."""
    return bool(classes(element) & _CALLOUTS)


def kept_whole(element: HtmlElement) -> str | None:
    """Return ``contact`` or ``callout`` for an element whose words stay together, ``None`` for any other."""
    names = classes(element)
    if element.tag in {"body", "html", "main", "table", "tr", "td", "th"}:
        return None
    if element.tag == "address" or names & _CONTACTS:
        what = "contact"
    elif element.tag in {"blockquote", "details"} or names & _CALLOUTS:
        what = "callout"
    else:
        return None
    length = 0
    for text in element.itertext():
        length += len(text) + 1
        if length > MAX_CALLOUT_CHARACTERS:
            return None
    return what


def layout_tables(root: HtmlElement) -> frozenset[HtmlElement]:
    """Return the tables that only arrange a page: told so by their role, or by a heading in one of their cells."""
    found = {table for table in root.iter("table") if table.get("role") in {"presentation", "none"}}
    for heading in root.iter("h1", "h2", "h3", "h4"):
        for above in islice(heading.iterancestors(), _NEAR):
            if above.tag in {"th", "caption"}:
                break
            if above.tag == "table":
                found.add(above)
                break
    return frozenset(found)


def is_bold(cell: HtmlElement) -> bool:
    """Say whether everything in ``cell`` is set in bold."""
    while len(cell) == 1 and not (cell.text or "").strip() and not (cell[0].tail or "").strip():
        cell = cell[0]
        if cell.tag in {"strong", "b"}:
            return True
        if cell.tag != "p":
            return False
    return False


def whole_number(text: str | None, otherwise: int) -> int:
    """Return ``text`` as a whole number of at most six digits, or ``otherwise``."""
    return int(text.strip()) if text and re.fullmatch(r"\s*-?[0-9]{1,6}\s*", text) else otherwise
