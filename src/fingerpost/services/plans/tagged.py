"""A tagged PDF: text in reading order, each piece marked as heading, paragraph, list or link (ISO 32000-1, 14.8).

ReportLab draws; the structure is built here, because it has none of its own. A screen reader then finds the headings
and lists, knows the language, and reads a link as one.
"""

from __future__ import annotations

import io
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

FONTS = Path(__file__).with_name("fonts")
REGULAR, BOLD = "Fingerpost Sans", "Fingerpost Sans Bold"
_WIDTH, _HEIGHT = 595.28, 841.89
_MARGIN = 56.0
_LINE = 1.4


@dataclass(frozen=True, slots=True)
class _Element:
    """A node of the structure: what it is, its dictionary's reference, and the array its kids stand in."""

    tag: str
    reference: Any
    kids: list[Any]


class TaggedPdf:
    """Writes a document from the top of its first page down. Everything it draws is text.

    Args:
        title: the document's title.
        language: its language, such as ``cy``.
        author: who it is from.
    """

    def __init__(self, title: str, language: str, author: str) -> None:
        pdfdoc, canvas = _untyped("reportlab.pdfbase.pdfdoc"), _untyped("reportlab.pdfgen.canvas")
        _register_fonts()
        self._array, self._dict = pdfdoc.PDFArray, pdfdoc.PDFDictionary
        self._name, self._string = pdfdoc.PDFName, pdfdoc.PDFString
        self._to = io.BytesIO()
        # Compressed, with nothing of the machine or the moment in it: the same plan gives the same file.
        self._canvas: Any = canvas.Canvas(
            self._to, pagesize=(_WIDTH, _HEIGHT), pageCompression=1, invariant=1, lang=language, pdfVersion=(1, 7)
        )
        self._canvas.setCreator("Fingerpost")
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setSubject(title)
        document = self._canvas._doc
        self._document: Any = document
        self._root: Any = self._dict({"Type": self._name("StructTreeRoot")})
        self._root_reference = document.Reference(self._root)
        self._parents: list[tuple[int, Any]] = []
        self._on_page: list[Any] = []
        self._next_parent = 1
        self._page_parent = 0
        self._top = self._element("Document", None)
        self._within = [self._top]
        self._y = _HEIGHT - _MARGIN
        self.unshown = False

    @contextmanager
    def inside(self, tag: str) -> Generator[None]:
        """Put everything within the block into one element, such as ``L`` for a list or ``LI`` for an item of it."""
        self._within.append(self._element(tag, self._within[-1]))
        yield
        self._within.pop()

    def text(
        self, tag: str, words: str, *, size: float = 11, bold: bool = False, indent: float = 0, before: float = 6,
        lead: str = "", language: str = "", url: str = "",
    ) -> None:  # fmt: skip
        """Write words, wrapped, as one element.

        Args:
            tag: what they are, such as ``H1``, ``P`` or ``LBody``.
            words: on one line or several.
            size: in points.
            bold: in bold letters.
            indent: in points from the margin.
            before: the space above, in points.
            lead: what stands left of the first line, such as a box to tick; a part of the element.
            language: of these words, where it is not the document's.
            url: where the words lead.
        """
        font = BOLD if bold else REGULAR
        lines = self._wrapped(words, font, size, _WIDTH - 2 * _MARGIN - indent)
        element = self._element(tag, self._within[-1], language=language)
        held = self._element("Link", element) if url else element
        self._y -= before
        self._room(size * _LINE * min(len(lines), 3))
        part: list[str] = []
        for number, line in enumerate(lines):
            if self._y - size * _LINE < _MARGIN:
                self._drawn(held, part, font, size, indent, url, first=number == len(part), lead=lead)
                part = []
                self._turn()
            part.append(line)
            self._y -= size * _LINE
        self._drawn(held, part, font, size, indent, url, first=len(part) == len(lines), lead=lead)

    def finished(self) -> bytes:
        """Return the file."""
        self._turn()
        catalog, pdf = self._document.Catalog, self._dict
        numbers: list[Any] = []
        for number, held in sorted(self._parents, key=lambda each: each[0]):
            numbers += [number, held]
        self._root.dict["K"] = self._array([self._top.reference])
        self._root.dict["ParentTree"] = self._document.Reference(pdf({"Nums": self._array(numbers)}))
        self._root.dict["ParentTreeNextKey"] = self._next_parent
        catalog.StructTreeRoot = self._root_reference
        catalog.MarkInfo = pdf({"Marked": "true"})
        catalog.ViewerPreferences = pdf({"DisplayDocTitle": "true"})
        self._canvas.save()
        return self._to.getvalue()

    def _wrapped(self, words: str, font: str, size: float, width: float) -> list[str]:
        metrics, split = _untyped("reportlab.pdfbase.pdfmetrics"), _untyped("reportlab.lib.utils").simpleSplit
        known = metrics.getFont(font).face.charToGlyph
        shown = "".join(each if each == "\n" or ord(each) in known else "□" for each in words.replace("\t", " "))
        self.unshown = self.unshown or shown != words.replace("\t", " ")
        lines: list[str] = []
        for line in split(shown, font, size, width) or [""]:
            while metrics.stringWidth(line, font, size) > width:  # a word as long as this is an address
                fits = next(n for n in range(len(line), 0, -1) if metrics.stringWidth(line[:n], font, size) <= width)
                lines.append(line[:fits])
                line = line[fits:]  # noqa: PLW2901 - what is left of it is the line
            lines.append(line)
        return lines

    def _drawn(
        self, element: _Element, lines: Sequence[str], font: str, size: float, indent: float, url: str, *, first: bool,
        lead: str,
    ) -> None:  # fmt: skip
        """Draw lines whose space has been taken, marked as a piece of an element on this page."""
        if not lines:
            return
        canvas, marked = self._canvas, len(self._on_page)
        top = self._y + size * _LINE * len(lines)
        canvas._code.append(f"/{element.tag} <</MCID {marked}>> BDC")
        text = canvas.beginText(_MARGIN + indent, top - size)
        text.setFont(font, size, leading=size * _LINE)
        text.setFillColorRGB(0.04, 0.05, 0.05)
        if first and lead:
            canvas.setFont(font, size)
            canvas.drawString(_MARGIN + indent - size * 1.5, top - size, f"{lead} ")
        for line in lines:
            text.textLine(f"{line} ")  # so that nothing that reads the file runs two lines together
        canvas.drawText(text)
        canvas._code.append("EMC")
        page = self._document.thisPageRef()
        element.kids.append(self._dict({"Type": self._name("MCR"), "Pg": page, "MCID": marked}))
        self._on_page.append(element.reference)
        if url:
            self._link(element, url, (_MARGIN + indent, self._y, _WIDTH - _MARGIN, top), page)

    def _link(self, element: _Element, url: str, box: tuple[float, float, float, float], page: Any) -> None:
        number, self._next_parent = self._next_parent, self._next_parent + 1
        self._canvas.linkURL(url, box, Contents=self._string(url), StructParent=number)
        annotation = self._canvas._annotationrefs[-1]
        element.kids.append(self._dict({"Type": self._name("OBJR"), "Obj": annotation, "Pg": page}))
        self._parents.append((number, element.reference))

    def _element(self, tag: str, parent: _Element | None, language: str = "") -> _Element:
        kids = self._array([])
        fields: dict[str, Any] = {"Type": self._name("StructElem"), "S": self._name(tag), "K": kids}
        fields["P"] = self._root_reference if parent is None else parent.reference
        if language:
            fields["Lang"] = self._string(language)
        element = _Element(tag, self._document.Reference(self._dict(fields)), kids.sequence)
        if parent is not None:
            parent.kids.append(element.reference)
        return element

    def _room(self, height: float) -> None:
        if self._y - height < _MARGIN:
            self._turn()

    def _turn(self) -> None:
        """End this page and begin the next."""
        self._canvas.showPage()
        page = self._document.Pages.pages[-1]
        page = self._document.idToObject.get(getattr(page, "name", ""), page)
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents"]
        page.StructParents, page.Tabs = self._page_parent, self._name("S")
        self._parents.append((self._page_parent, self._array(self._on_page)))
        self._on_page = []
        self._page_parent, self._next_parent = self._next_parent, self._next_parent + 1
        self._y = _HEIGHT - _MARGIN


def _untyped(module: str) -> Any:
    """Return a module of ReportLab, which has no types; imported when a plan is first drawn."""
    return import_module(module)


def _register_fonts() -> None:
    metrics, ttfonts = _untyped("reportlab.pdfbase.pdfmetrics"), _untyped("reportlab.pdfbase.ttfonts")
    for name, file in ((REGULAR, "DejaVuSans.ttf"), (BOLD, "DejaVuSans-Bold.ttf")):
        if name not in metrics.getRegisteredFontNames():
            metrics.registerFont(ttfonts.TTFont(name, str(FONTS / file)))
