from __future__ import annotations

import io
import zlib
from typing import Any

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import ListFlowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from fingerpost.content import pdf as pdf_module
from fingerpost.content.pdf import read_pdf
from fingerpost.errors import ExtractError

URL = "https://council.example/guide.pdf"
STYLES = getSampleStyleSheet()
BODY = STYLES["Normal"]
PROSE = (
    "You can apply for a Blue Badge if you have a health condition that affects how you move about. You must be a resi-"
    "<br/>dent of Sampleford, and self-<br/>employed people can apply too."
)


def furniture(canvas: Canvas, document: Any) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(50, 20, "Sampleford Council")
    canvas.drawString(500, 20, f"Page {document.page}")
    canvas.drawString(50, 820, "Blue Badge guide 2026")


def made(pages: int = 3, **settings: Any) -> bytes:
    story: list[Any] = [Paragraph("Blue Badge", STYLES["Title"])]
    for number in range(pages):
        story += [
            Paragraph(f"Part {number + 1}", STYLES["Heading2"]),
            Paragraph(PROSE, BODY),
            Spacer(1, 8),
            Paragraph("You need:", BODY),
            ListFlowable(
                [
                    Paragraph("proof of who you are, such as a passport or a driving licence " * 2, BODY),
                    Paragraph("a photo", BODY),
                ],
                bulletType="bullet",
                start="•",
            ),
            ListFlowable([Paragraph("Apply.", BODY), Paragraph("Pay £10.", BODY)], bulletType="1", bulletFormat="%s."),
            Spacer(1, 8),
            Paragraph("Blue Badge team<br/>Telephone: 01632 960 100<br/>Town Hall, Sampleford", BODY),
            Spacer(1, 8),
            Table([["Badge", "Cost"], ["New", "£10"]], style=[("GRID", (0, 0), (-1, -1), 1, colors.black)]),
            PageBreak(),
        ]
    body = io.BytesIO()
    SimpleDocTemplate(body, pagesize=A4, **settings).build(story, onFirstPage=furniture, onLaterPages=furniture)
    return body.getvalue()


def test_a_pdf_keeps_its_headings_lists_and_tables_in_order() -> None:
    content = read_pdf(made(1), url=URL)
    found = [(block.kind.value, block.text) for block in content.blocks]
    proof = " ".join(["proof of who you are, such as a passport or a driving licence"] * 2)
    prose = PROSE.replace("resi-<br/>dent", "resident").replace("<br/>", "")
    assert [shape for shape in found if "2026" not in shape[1] and "Council" not in shape[1]] == [
        ("heading", "Blue Badge"),
        ("heading", "Part 1"),
        ("paragraph", prose),
        ("paragraph", "You need:"),
        ("item", proof),
        ("item", "a photo"),
        ("step", "Apply."),
        ("step", "Pay £10."),
        ("contact", "Blue Badge team\nTelephone: 01632 960 100\nTown Hall, Sampleford"),
        ("table_header", "Badge | Cost"),
        ("row", "New | £10"),
    ]
    assert [block.number for block in content.blocks if block.kind.value == "step"] == [1, 2]
    levels = {block.text: block.level for block in content.blocks if block.kind.value == "heading"}
    assert levels == {"Blue Badge": 1, "Part 1": 2}


def test_what_is_on_every_page_is_said_on_none() -> None:
    text = "\n".join(block.text for block in read_pdf(made(4), url=URL).blocks)
    assert "Part 4" in text
    assert "Sampleford Council" not in text
    assert "guide 2026" not in text
    assert "Page" not in text


def test_a_pdf_is_called_by_its_title_unless_that_is_a_file_name() -> None:
    assert read_pdf(made(1, title="Blue Badges in Sampleford"), url=URL).title == "Blue Badges in Sampleford"
    assert read_pdf(made(1, title="Microsoft Word - bb_v3.docx"), url=URL).title == "Blue Badge"
    assert read_pdf(made(1), url=URL).updated_at is not None


@pytest.mark.parametrize("body", [b"", b"junk", b"%PDF-1.7\njunk", made(1)[:2000], made(1).replace(b"obj", b"jbo")])
def test_a_corrupt_pdf_is_refused_with_the_fix(body: bytes) -> None:
    with pytest.raises(ExtractError) as caught:
        read_pdf(body, url=URL)
    assert caught.value.where == URL
    assert caught.value.fix


def test_a_locked_pdf_is_refused_with_the_fix() -> None:
    body = made(1, encrypt=StandardEncryption("secret", ownerPassword="more secret"))
    with pytest.raises(ExtractError, match="locked with a password") as caught:
        read_pdf(body, url=URL)
    assert "without one" in caught.value.fix


def test_a_pdf_of_pictures_is_refused_with_the_fix() -> None:
    body = io.BytesIO()
    canvas = Canvas(body)
    canvas.rect(100, 100, 200, 200, fill=1)
    canvas.save()
    with pytest.raises(ExtractError, match="only pictures") as caught:
        read_pdf(body.getvalue(), url=URL)
    assert "text recognition" in caught.value.fix


def test_a_pdf_that_unpacks_to_far_more_is_refused_before_it_is_read() -> None:
    packed = zlib.compress(b" " * (pdf_module.MAX_STREAM_BYTES + 1), 9)
    body = b"%PDF-1.4\n1 0 obj\n<</Length " + str(len(packed)).encode() + b"/Filter/FlateDecode>>\nstream\n" + packed
    with pytest.raises(ExtractError, match="unpacks to more"):
        read_pdf(body + b"\nendstream\nendobj\n", url=URL)


def test_reading_a_pdf_ends_when_its_time_is_up() -> None:
    with pytest.raises(ExtractError, match="too long"):
        read_pdf(made(2), url=URL, max_seconds=0)


def test_more_pages_than_any_document_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, "MAX_PAGES", 1)
    with pytest.raises(ExtractError, match="more than 1 pages"):
        read_pdf(made(2), url=URL)
