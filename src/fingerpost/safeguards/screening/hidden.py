"""Text in a page's markup that a person looking at the page does not see.

Two kinds matter. Text that is never shown at all is left out by extraction anyway, but somebody put it there; text that
is shown too small, in the page's own colour or off the screen is read by extraction like any other. Both are told here
from the raw markup. What a page hides for its own good (menus, forms, messages that a script shows, words for screen
readers that are also shown) is left alone unless it is an instruction to an assistant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement, HTMLParser

from fingerpost.content.characters import one_line
from fingerpost.content.main_content import is_furniture


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORTH_A_LOOK = re.compile(
    (
        r"<!--|<style|style\s*=|\bhidden\b|aria-hidden|<template|<noscript|color\s*=|<meta|\b(?:alt|title"
        r"|aria-label|data-[\w-]+)\s*="
    ),
    re.IGNORECASE,
)
_NEVER_SHOWN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|content-visibility\s*:\s*hidden", re.IGNORECASE
)
_TOO_SMALL = re.compile(
    r"font(?:-size)?\s*:\s*(?:0*\.\d+|0+|[01](?:\.\d+)?(?:px|pt)|0?\.[01]\d*(?:em|rem))(?:px|pt|em|rem|%|vw|\s|;|$|/)"
    r"|opacity\s*:\s*0*(?:\.0\d*)?\s*(?:;|$|!)|color\s*:\s*(?:transparent|rgba\([^)]*,\s*0*(?:\.0\d*)?\s*\))"
    r"|transform\s*:[^;]*scale[xy]?\(\s*0|line-height\s*:\s*0\s*(?:;|$)",
    re.IGNORECASE,
)
_NO_ROOM = re.compile(r"(?:^|[;\s])(?:max-)?(?:height|width)\s*:\s*[01](?:px|pt|em)?\s*(?:;|$)", re.IGNORECASE)
_CUT_OFF = re.compile(r"overflow(?:-[xy])?\s*:\s*(?:hidden|clip)", re.IGNORECASE)
_OFF_SCREEN = re.compile(
    r"(?:text-indent|left|right|top|bottom|margin(?:-\w+)?)\s*:\s*-\s*\d{3,}|clip\s*:\s*rect\(\s*[01]"
    r"|clip-path\s*:\s*(?:inset\(\s*(?:50|100)%|circle\(\s*0)"
    r"|translate[xy]?\(\s*-\s*\d{3,}",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"(?:^|[;\s])color\s*:\s*([^;!]+)", re.IGNORECASE)
_BACKGROUND = re.compile(r"(?:^|[;\s])background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)
_RULE = re.compile(r"([^{}@]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"^(?:[a-z][\w-]*)?([.#][\w-]+)$", re.IGNORECASE)
_AT_MEDIA = re.compile(r"@[\w-]+[^{;]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.IGNORECASE)
_WHITE = frozenset(
    ["white", "#fff", "#ffffff", "rgb(255,255,255)", "#fefefe", "#fdfdfd", "snow", "rgba(255,255,255,1)"]
)
_DARK = re.compile(
    r"dark|inverse|banner|button|btn|hero|header|footer|panel|card|badge|tag|alert|bg-|highlight", re.IGNORECASE
)
_WORKINGS = re.compile(
    r"cookie|error|alert|modal|dialog|tooltip|spinner|loading|feedback|survey|thank|success|message"
    r"|notification|toast|banner"
    r"|print|menu|nav|search|skip|dropdown|accordion|tab|collaps|expand|toggle|pagination|filter|validation"
    r"|hint|autocomplete|no-?js|js-",
    re.IGNORECASE,
)
_WORKING_TAGS = _names(
    "form button nav dialog noscript label legend fieldset select datalist footer header svg math video audio iframe"
    " figure"
)
_NO_TEXT = frozenset(["script", "style", "template"])
_READ_ATTRIBUTES = frozenset(
    ["alt", "title", "aria-label", "aria-description", "placeholder", "summary", "content", "value"]
)
_LEAST_WORDS, _LEAST_WORDS_OFF_SCREEN, _LEAST_WORDS_SAID = 4, 8, 3
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Unseen:
    """Text that a person does not see.

    ``how`` ends the sentence "text that …". ``suspect`` says that it may not be there whatever it says; other text is
    suspect only for what it says.
    """

    text: str
    how: str
    suspect: bool


def unseen_in_html(markup: str, *, visible: str) -> Iterator[Unseen]:
    """Yield what is in HTML and not seen on the page.

    Args:
        markup: a whole page or a fragment.
        visible: the page's extracted text: what also stands there in full view is no finding.
    """
    if not _WORTH_A_LOOK.search(markup):
        return
    root = _parse(markup)
    if root is None:
        return
    seen = _letters(visible)
    by_name = _hiding_rules(root)
    done: set[HtmlElement] = set()
    for element in root.iter():
        if element.tag is etree.Comment:
            yield from _said(element.text or "", "stands in a comment of the markup")
            continue
        if not isinstance(element.tag, str):
            continue
        yield from _attributes(element)
        if element.tag in {"template", "noscript"}:
            yield from _said(_text(element), f"stands in <{element.tag}>")
        if element.tag in _NO_TEXT or any(above in done for above in element.iterancestors()):
            continue
        found = _why_unseen(element, by_name)
        if found is not None:
            done.add(element)
            yield from _judged(element, *found, seen)


def _judged(element: HtmlElement, how: str, least: int, dropped: bool, by_class: bool, seen: str) -> Iterator[Unseen]:
    text = _text(element)
    words = len(_WORD.findall(text))
    if words < min(least, _LEAST_WORDS_SAID):
        return
    suspect = (
        words >= least
        # What extraction reads stands in ``visible`` too, seen or not.
        and not (dropped and _letters(text) in seen)
        and not _is_working(element, by_class=by_class)
    )
    yield Unseen(text, how, suspect)


def _why_unseen(element: HtmlElement, by_name: dict[str, str]) -> tuple[str, int, bool, bool] | None:
    """Return how an element is hidden, the least words that matter, and two facts.

    The first is whether extraction leaves it out, the second whether pages hide their own workings so.
    """
    own = element.get("style") or ""
    style = ";".join(
        [element.get("style") or "", *(by_name.get(f".{name}", "") for name in (element.get("class") or "").split())]
    )
    if element.get("id"):
        style += ";" + by_name.get(f"#{element.get('id')}", "")
    if element.get("hidden") is not None or _NEVER_SHOWN.search(style):
        dropped = element.get("hidden") is not None or bool(_NEVER_SHOWN.search(own))
        return "is never shown", _LEAST_WORDS, dropped, True
    if element.get("aria-hidden") == "true":
        # Seen by people and left out by extraction: suspect only for what it says.
        return "is kept from screen readers", 10_000, True, True
    if _TOO_SMALL.search(style) or (_NO_ROOM.search(style) and _CUT_OFF.search(style)):
        return "is too small or too faint to be seen", _LEAST_WORDS, False, False
    if _OFF_SCREEN.search(style):
        return "stands outside the screen", _LEAST_WORDS_OFF_SCREEN, False, False
    if _is_page_coloured(element, style):
        return "has the colour of the page", _LEAST_WORDS, False, False
    return None


def _is_page_coloured(element: HtmlElement, style: str) -> bool:
    said = _COLOUR.search(style)
    colour = _plain(said[1]) if said else _plain(element.get("color") or "") if element.tag == "font" else ""
    if not colour:
        return False
    behind = _BACKGROUND.search(style)
    if behind:
        return _plain(behind[1]) == colour
    if colour not in _WHITE:
        return False
    for above in (element, *element.iterancestors()):
        if _DARK.search(f"{above.get('class') or ''} {above.get('id') or ''}") or above.get("bgcolor"):
            return False
        if above is not element and _BACKGROUND.search(above.get("style") or ""):
            return False
    return True


def _is_working(element: HtmlElement, *, by_class: bool) -> bool:
    """Say whether an element is part of how a page works: a menu, a form, a message that a script shows."""
    for above in (element, *element.iterancestors()):
        if above.tag in _WORKING_TAGS or is_furniture(above):
            return True
        if above.get("role") in {"alert", "status", "dialog", "tooltip", "menu", "tabpanel", "search", "alertdialog"}:
            return True
        names = f"{above.get('class') or ''} {above.get('id') or ''}"
        if by_class and _WORKINGS.search(names) and above.tag not in {"html", "body"}:
            return True
    return element.tag == "a" and (element.get("href") or "").startswith("#")


def _attributes(element: HtmlElement) -> Iterator[Unseen]:
    for name, value in element.attrib.items():
        key = str(name)
        if len(value) > 15 and (key in _READ_ATTRIBUTES or key.startswith("data-")) and " " in value:
            yield from _said(value, f"stands in the attribute {key}")


def _said(text: str, how: str) -> Iterator[Unseen]:
    line = one_line(text)
    if len(_WORD.findall(line)) >= _LEAST_WORDS_SAID or len(line) > 40:
        yield Unseen(line, how, suspect=False)


def _hiding_rules(root: HtmlElement) -> dict[str, str]:
    """Return the declarations of the page's own style sheets for single classes and ids, such as ``.note``."""
    found: dict[str, str] = {}
    for sheet in root.iter("style"):
        if (sheet.get("media") or "").strip().lower() == "print":
            continue
        text = re.sub(r"/\*.*?\*/", "", sheet.text or "", flags=re.DOTALL)
        for selectors, declared in _RULE.findall(_AT_MEDIA.sub("", text)):
            for selector in selectors.split(","):
                simple = _SIMPLE.match(selector.strip())
                if simple:
                    found[simple[1]] = f"{found.get(simple[1], '')};{declared}"
    return found


def _text(element: HtmlElement) -> str:
    return one_line(
        " ".join(
            text
            for part in element.iter()
            if isinstance(part.tag, str) and part.tag not in {"script", "style"}
            for text in (part.text or "", (part.tail or "") if part is not element else "")
        )
    )


def _letters(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


def _plain(colour: str) -> str:
    return "".join(colour.lower().split())


def _parse(markup: str) -> HtmlElement | None:
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup.replace("\x00", ""))
    parser = HTMLParser(huge_tree=True, remove_comments=False, remove_pis=True, encoding="utf-8")
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None
