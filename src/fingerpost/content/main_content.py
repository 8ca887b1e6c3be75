"""Where the content of a whole page stands, and what around it is furniture."""

from __future__ import annotations

import re
from collections import Counter

from lxml.html import HtmlElement

from fingerpost.content.characters import one_line
from fingerpost.content.markup import classes, is_callout, kept_whole

_ENOUGH_CHARACTERS = 200
_SHARE = 0.95
_MOST_CHARACTERS = 2_000_000
"""A page longer than this is read without trafilatura, which takes minutes over it."""

_FURNITURE = re.compile(
    r"(?:^|[-_])(?:breadcrumbs?|cookie-?(?:s|banner|bar|consent|notice)|feedback|share|social|sharing"
    r"|related(?:-(?:links|items|pages|content|navigation))?|pagination|pager|skip-?link|contents-list|toc"
    r"|table-of-contents|print-link|phase-banner|back-to-top|site-search|sidebar|newsletter|advert|comments-area"
    r"|step-nav-header|step-nav-related|metadata-block)$"
    r"|^(?:site-|page-|global-|main-|top-|primary-)?(?:footer|header|menu|nav|navigation|navbar|logo)$",
    re.IGNORECASE,
)
_WRAPPERS = frozenset(["div", "section", "article", "main", "form", "center", "table", "tbody", "tr", "td"])
_CONTAINERS = frozenset(["div", "section", "ul", "ol", "form", "aside", "header", "footer", "table"])
_FURNITURE_ROLES = frozenset(["banner", "complementary", "contentinfo", "navigation", "search"])
_BLOCK_TAGS = ("p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "dt", "div", "blockquote", "caption")

_NOT_INLINE = frozenset([*_BLOCK_TAGS, "ul", "ol", "dl", "table", "section", "article"])


def find_main(root: HtmlElement) -> HtmlElement:
    """Return the element that holds the page's content.

    An author's own ``<main>`` or ``role="main"`` is taken at its word. Where there is none, or next to nothing in it,
    trafilatura finds the text and the innermost element that holds nearly all of it is returned: that way lists,
    tables and call-outs keep their markup, which trafilatura's own output gives up.
    """
    body = root if root.tag == "body" else root.find(".//body")
    page = root if body is None else body
    mains = [*page.iter("main"), *page.xpath(".//*[@role='main']")]
    if mains:
        main = max(mains, key=_length)
        if _length(main) >= min(_ENOUGH_CHARACTERS, _length(page) / 2):
            return main
    found = _found_by_text(root, page)
    return page if found is None else found


def drop_furniture(main: HtmlElement) -> None:
    """Take out of ``main``, in place, what is no content: breadcrumbs, feedback, sharing, related links, cookies."""
    for element in list(main.iter("*")):
        if element is main or not isinstance(element.tag, str) or element.getparent() is None:
            continue
        if is_furniture(element):
            element.drop_tree()


def is_furniture(element: HtmlElement) -> bool:
    """Say whether an element of a whole page is furniture, by its tag, its role, or its class or id."""
    if element.tag in {"nav", "script", "style", "template"} or element.get("role") in _FURNITURE_ROLES:
        return True
    if element.tag in {"header", "footer"}:
        return not any(above.tag in {"main", "article"} for above in element.iterancestors())
    if element.tag == "aside":
        return not is_callout(element)
    if element.tag not in _CONTAINERS:
        # The id of a heading is made of its words: "necessary-cookies" says nothing of what it is.
        return False
    names = [*classes(element), element.get("id") or ""]
    return any(_FURNITURE.search(name) for name in names)


def _length(element: HtmlElement) -> int:
    return sum(
        len(text.strip())
        for part in element.iter("*")
        if part.tag not in {"script", "style", "template", "noscript"}
        for text in (part.text or "", part.tail or "" if part is not element else "")
    )


def _found_by_text(root: HtmlElement, page: HtmlElement) -> HtmlElement | None:
    if _length(page) > _MOST_CHARACTERS:
        return None
    # Loaded only for pages that need it: it takes a third of a second.
    from trafilatura import extract

    text = extract(root, include_comments=False, include_tables=True, favor_recall=True) or ""
    lines = {one_line(part) for line in text.splitlines() for part in line.lstrip("- ").split("|")}
    lines.discard("")
    if not lines:
        return None
    holds: Counter[HtmlElement] = Counter()
    found = 0
    for element in page.iter(*_BLOCK_TAGS):
        if any(child.tag in _NOT_INLINE for child in element):
            continue
        own = one_line("".join(element.itertext()))
        if own in lines:
            lines.discard(own)
            weight = len(own)
            found += weight
            holds[element] += weight
            for above in element.iterancestors():
                holds[above] += weight
    if not found:
        return None
    here = page
    while True:
        inner = next((child for child in here if holds[child] >= _SHARE * found), None)
        if inner is None or inner.tag not in _WRAPPERS or kept_whole(inner) is not None:
            return here
        here = inner
