"""Make the demo service's PDF leaflet and Word page, the same each time.

Run it after changing the words below: ``python scripts/build_demo_pdf.py``. With ``--check`` nothing is written and the
exit status is 1 when a committed file is not what this script makes. Needs reportlab and python-docx, which the
package itself does not. The figures must agree with ``content/benefits/cost-of-living-help.md``; a test holds that.
"""

from __future__ import annotations

import argparse
import io
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, ListFlowable, ListItem, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

CONTENT = Path(__file__).resolve().parent.parent / "src" / "fingerpost" / "demo" / "sampleford" / "content"
NOTE = "Demonstration page: Sampleford is an invented council."
WRITTEN = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)

TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=22, leading=27, spaceAfter=10)
HEADING = ParagraphStyle("heading", fontName="Helvetica-Bold", fontSize=15, leading=19, spaceBefore=12, spaceAfter=5)
BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=11.5, leading=16, spaceAfter=6)
CELL = ParagraphStyle("cell", parent=BODY, spaceAfter=0)
HEAD_CELL = ParagraphStyle("head", parent=CELL, fontName="Helvetica-Bold")


def leaflet() -> bytes:
    """Return the leaflet on crisis payments as a PDF of two A4 pages, byte for byte the same each time."""
    out = io.BytesIO()
    template = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=22 * mm,
        rightMargin=22 * mm,
        topMargin=20 * mm,
        bottomMargin=20 * mm,
        title="Help with food and energy in Sampleford",
        author="Sampleford Council (an invented council)",
        subject="A leaflet about crisis payments from October 2026",
        lang="en-GB",
        invariant=1,
        # Compressed streams differ between builds of zlib; plain ones do not, and the file is small.
        pageCompression=0,
    )
    story: list[Flowable] = [
        Paragraph("Help with food and energy in Sampleford", TITLE),
        Paragraph("Have you run out of money for food or heating? You may get a crisis payment from us.", BODY),
        Paragraph("It is not a loan. You do not pay it back. You do not have to be on benefits.", BODY),
        Paragraph("How much you can get", HEADING),
        _table(
            [
                ("What it is for", "How much"),
                ("Food: single person", "£80"),
                ("Food: couple", "£120"),
                ("Food: family with children", "£160"),
                ("Gas and electricity", "£60"),
            ]
        ),
        Spacer(1, 6),
        Paragraph("You can get help 2 times in 12 months.", BODY),
        Paragraph("Who can apply", HEADING),
        Paragraph("You can apply if you:", BODY),
        _bullets(
            "are 16 or over",
            "live in Sampleford, or have no fixed home and are staying here",
            "have less than £500 you can get at",
            "have had a shock to your money, or have run out",
        ),
        Paragraph("How to apply", HEADING),
        _steps(
            "Call 0808 157 0110. It is free, from mobiles too.",
            "Tell us what you have and what you need.",
            "Send a bank statement if you can.",
        ),
        Paragraph(
            "We decide within 2 working days. If you have no food or heating today, call before 2pm and we decide the "
            "same day.",
            BODY,
        ),
        Paragraph("If you have a prepayment meter", HEADING),
        Paragraph(
            "Tell us if your meter is about to run out. We can send a code to your phone. Take it to a shop with "
            "your meter card or key. The code works for 28 days.",
            BODY,
        ),
        Paragraph(
            "Your supplier may also lend you a little credit when the meter is empty. You pay that back when you "
            "next top up. Ask your supplier to put you on its Priority Services Register if you are ill, disabled, "
            "over State Pension age or have a child under 5.",
            BODY,
        ),
        Paragraph("Keep warm", HEADING),
        Paragraph("From November to March all our libraries are warm spaces. There are free hot drinks.", BODY),
        Paragraph("Free winter coats", HEADING),
        Paragraph(
            "The Coat Rail at Hope Hall, Market Square, gives away clean winter coats. It is open on Mondays "
            "and Thursdays, from 10am to 1pm, until 31 March 2027. You do not need a voucher.",
            BODY,
        ),
        Paragraph("Contact us", HEADING),
        Paragraph(
            "Telephone: 0808 157 0110<br/>Email: crisis@sampleford.example<br/>"
            "Town Hall, 1 Market Square, Sampleford, SF1 1AA",
            BODY,
        ),
    ]
    template.build(story, onFirstPage=_footer, onLaterPages=_footer)
    return out.getvalue()


def allotments() -> bytes:
    """Return the page on allotments as a Word document."""
    word = docx.Document()
    word.core_properties.title = "Rent an allotment"
    word.core_properties.author = "Sampleford Council (an invented council)"
    word.core_properties.subject = "How to get an allotment plot, what it costs and the rules."
    word.core_properties.language = "en-GB"
    word.core_properties.created = word.core_properties.modified = WRITTEN.replace(tzinfo=None)
    word.add_heading("Rent an allotment", level=1)
    word.add_paragraph("You can rent a plot of land from us to grow fruit, vegetables and flowers.")
    word.add_paragraph("You must be 18 or over and live in Sampleford. Each household can have 1 plot.")
    word.add_heading("What it costs", level=2)
    _word_table(
        word,
        [
            ("Plot", "Rent for a year", "If you get Council Tax Reduction"),
            ("Full plot", "£64", "£32"),
            ("Half plot", "£36", "£18"),
            ("Raised bed for a disabled gardener", "£12", "£6"),
        ],
    )
    word.add_paragraph("The year starts on 1 October. Water is included. You also pay a deposit of £50 for the key.")
    word.add_heading("Join the waiting list", level=2)
    for step in (
        "Choose up to 2 sites: Mill Lane, Northgate or Pond Field.",
        "Fill in the form, or call 01632 960 290.",
        "We write to you when a plot is free. You have 14 days to look at it and say yes.",
    ):
        word.add_paragraph(step, style="List Number")
    word.add_paragraph("Most people wait 18 months for Mill Lane. There is often no wait at Pond Field.")
    word.add_heading("Rules", level=2)
    word.add_paragraph("You must:")
    for rule in (
        "work at least half of your plot in the first year",
        "keep paths clear",
        "keep no animals but hens, and no more than 6 of them",
    ):
        word.add_paragraph(rule, style="List Bullet")
    word.add_paragraph("You can put up a shed of up to 2.4 by 1.8 metres. Bonfires are allowed only in November.")
    word.add_heading("Give up your plot", level=2)
    word.add_paragraph("Tell us in writing, 4 weeks before. You get your deposit back when you return the key.")
    word.add_paragraph(NOTE)
    out = io.BytesIO()
    word.save(out)
    return _steady(out.getvalue())


def same(one: bytes, other: bytes) -> bool:
    """Whether two files hold the same: for Word files their parts, because compressed bytes vary with the zlib used."""
    if one[:2] != b"PK" or other[:2] != b"PK":
        return one == other
    with zipfile.ZipFile(io.BytesIO(one)) as first, zipfile.ZipFile(io.BytesIO(other)) as second:
        names = first.namelist()
        return names == second.namelist() and all(first.read(name) == second.read(name) for name in names)


def _footer(canvas: Canvas, _template: SimpleDocTemplate) -> None:
    canvas.saveState()
    canvas.setFont("Helvetica", 9)
    canvas.drawString(22 * mm, 12 * mm, NOTE)
    canvas.restoreState()


def _table(rows: list[tuple[str, str]]) -> Table:
    cells = [[Paragraph(cell, HEAD_CELL if row == 0 else CELL) for cell in line] for row, line in enumerate(rows)]
    table = Table(cells, colWidths=[100 * mm, 60 * mm], hAlign="LEFT", repeatRows=1)
    table.setStyle(
        TableStyle(
            [("GRID", (0, 0), (-1, -1), 0.6, colors.HexColor("#505a5f")), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
        )
    )
    return table


def _bullets(*items: str) -> ListFlowable:
    return ListFlowable([ListItem(Paragraph(item, BODY)) for item in items], bulletType="bullet", start="–")


def _steps(*items: str) -> ListFlowable:
    return ListFlowable([ListItem(Paragraph(item, BODY)) for item in items], bulletType="1", bulletFormat="%s.")


def _word_table(word: WordDocument, rows: list[tuple[str, ...]]) -> None:
    table = word.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    # Word's own mark for a header row: without it neither a screen reader nor a program knows that there is one.
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _steady(document: bytes) -> bytes:
    """Return the same Word file with fixed times on its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            part = zipfile.ZipInfo(name, date_time=(2026, 10, 12, 9, 0, 0))
            part.create_system = 3
            after.writestr(part, before.read(name), compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


MADE = {"benefits/cost-of-living-leaflet.pdf": leaflet, "leisure/allotments.docx": allotments}


def main() -> int:
    """Write both files, or compare them with ``--check``. Returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a file would change")
    check = parser.parse_args().check
    stale: list[str] = []
    for name, make in MADE.items():
        file = CONTENT / name
        made = make()
        if not file.exists() or not same(file.read_bytes(), made):
            stale.append(name)
            if not check:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(made)
                print(f"wrote {file} ({len(made):,} bytes)")
    if check and stale:
        print(f"not what this script makes: {', '.join(stale)}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
