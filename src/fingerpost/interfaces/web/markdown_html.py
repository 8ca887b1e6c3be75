"""Markdown of ours as HTML in GOV.UK's classes. HTML inside it is shown as text, and only web links are links."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_CLASSES = {
    "paragraph_open": "govuk-body",
    "bullet_list_open": "govuk-list govuk-list--bullet",
    "ordered_list_open": "govuk-list govuk-list--number",
    "link_open": "govuk-link",
}
_HEADINGS = {"h1": "govuk-heading-m", "h2": "govuk-heading-m", "h3": "govuk-heading-s"}


def markdown_html(text: str) -> Markup:
    """Return Markdown as HTML that stands below a page's first heading: a heading in it is never an ``h1``."""
    parser = _parser()
    tokens = parser.parse(text)
    for token in (each for top in tokens for each in (top, *(top.children or ()))):
        _classed(token)
    return Markup(parser.renderer.render(tokens, parser.options, {}))  # noqa: S704 - made with HTML turned off


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])
    parser.validateLink = _is_web_link  # pyright: ignore[reportAttributeAccessIssue]
    return parser


def _is_web_link(url: str) -> bool:
    return url.startswith(("https://", "http://", "/", "#")) and not url.startswith("//")


def _classed(token: Token) -> None:
    if token.type in ("heading_open", "heading_close"):
        if token.type == "heading_open":
            token.attrSet("class", _HEADINGS.get(token.tag, "govuk-heading-s"))
        token.tag = "h2" if token.tag == "h1" else token.tag
    elif token.type in _CLASSES:
        token.attrSet("class", _CLASSES[token.type])
