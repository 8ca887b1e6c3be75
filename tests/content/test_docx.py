from __future__ import annotations

import io
import zipfile

import docx
import pytest

from fingerpost.content.docx import MAX_XML_BYTES, read_docx
from fingerpost.errors import ExtractError

URL = "https://council.example/guide.docx"


def made() -> bytes:
    document = docx.Document()
    document.core_properties.title = "Blue Badge"
    document.add_heading("Blue Badge guide", 0)
    document.add_heading("Who can apply", 1)
    document.add_paragraph("You must be a resident.")
    document.add_paragraph("a photo", style="List Bullet")
    document.add_paragraph("Apply online", style="List Number")
    document.add_paragraph("Tell us of changes.", style="Intense Quote")
    table = document.add_table(2, 2)
    for place, text in enumerate(("Badge", "Cost", "New", "£10")):
        table.cell(place // 2, place % 2).paragraphs[0].add_run(text).bold = place < 2
    body = io.BytesIO()
    document.save(body)
    return body.getvalue()


def test_a_word_document_keeps_its_shape() -> None:
    content = read_docx(made(), url=URL)
    assert content.title == "Blue Badge guide"
    assert [(block.kind.value, block.text) for block in content.blocks] == [
        ("heading", "Blue Badge guide"),
        ("heading", "Who can apply"),
        ("paragraph", "You must be a resident."),
        ("item", "a photo"),
        ("step", "Apply online"),
        ("callout", "Tell us of changes."),
        ("table_header", "Badge | Cost"),
        ("row", "New | £10"),
    ]


def test_what_is_not_a_word_document_is_refused_with_the_fix() -> None:
    empty_zip = io.BytesIO()
    with zipfile.ZipFile(empty_zip, "w") as packed:
        packed.writestr("hello.txt", "hello")
    for body in (b"", b"not a zip", b"PK\x03\x04 cut short", made()[:3000], empty_zip.getvalue()):
        with pytest.raises(ExtractError, match="not a Word document") as caught:
            read_docx(body, url=URL)
        assert "save it as .docx" in caught.value.fix


def test_a_locked_document_is_told_from_a_damaged_one() -> None:
    with pytest.raises(ExtractError, match="locked with a password"):
        read_docx(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, url=URL)


def test_a_zip_bomb_is_refused_before_it_is_parsed() -> None:
    body = io.BytesIO(made())
    with zipfile.ZipFile(body, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/bomb.xml", b"<a>" + b" " * (MAX_XML_BYTES + 1))
    assert len(body.getvalue()) < 500_000
    with pytest.raises(ExtractError, match="unpacks to more"):
        read_docx(body.getvalue(), url=URL)


def test_a_damaged_part_is_refused() -> None:
    whole = io.BytesIO(made())
    with zipfile.ZipFile(whole) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as packed:
        for name, part in parts.items():
            packed.writestr(name, part[: len(part) // 2] if name == "word/document.xml" else part)
    with pytest.raises(ExtractError):
        read_docx(broken.getvalue(), url=URL)
