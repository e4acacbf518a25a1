"""Packages that are odd, and packages made to do harm: read, or refused with a reason, within seconds."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx.oxml.ns import nsdecls

from ingest.errors import ReadError
from ingest.minutes import Block, Raw
from ingest.readers.docx import read as read_docx
from ingest.readers.media import DOCX
from tests.reading import read
from tests.test_docx import package

SPACE = nsdecls("w")
WORD = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
LAUGHS = (
    "<!DOCTYPE l ["
    + '<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
)
OUTSIDE = '<!DOCTYPE l [<!ENTITY j SYSTEM "file:///etc/passwd">'


def text_of(body: str, **parts: bytes) -> str:
    main = f"<w:document {SPACE}><w:body>{body}</w:body></w:document>".encode()
    named = {f"word/{name}.xml": data for name, data in parts.items()}
    return "\n".join(block.text for block in read(Raw("x.docx", DOCX, package({"word/document.xml": main, **named}))))


@pytest.mark.parametrize("declared", [LAUGHS + "]>", OUTSIDE + "]>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize(
    ("part", "root"),
    [
        ("word/document.xml", f"<w:document {SPACE}><w:body>{WORD.format('&j;')}</w:body></w:document>"),
        ("word/styles.xml", f'<w:styles {SPACE} w:x="&j;"/>'),
        ("word/numbering.xml", f"<w:numbering {SPACE}>&j;</w:numbering>"),
        ("word/_rels/document.xml.rels", '<Relationships xmlns="x">&j;</Relationships>'),
        ("_rels/.rels", '<Relationships xmlns="x">&j;</Relationships>'),
    ],
)
def test_entities_are_refused_in_any_part(declared: str, encoding: str, part: str, root: str) -> None:
    xml = (f'<?xml version="1.0" encoding="{encoding[:6].rstrip("-")}"?>{declared}{root}').encode(encoding)
    with pytest.raises(ReadError, match=r"\.(?:xml|rels) declares entities, which Word never does: open it in Word"):
        read(Raw("x.docx", DOCX, package({part: xml}, noted="Noted.")))


def test_parts_that_text_does_not_need_are_not_opened() -> None:
    assert read(Raw("x.docx", DOCX, package({"word/theme/theme1.xml": b"<!DOCTYPE x>"}, noted="Noted."))) == [
        Block("Noted.")
    ]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<w:tbl><w:tr><w:tc>" * 10_000 + WORD.format("x") + "</w:tc></w:tr></w:tbl>" * 10_000, "nested too deep"),
        ("<w:p/>" * 4_000_001, "more than 4 million tags"),
        (WORD.format("word " * 2_100_000), "longer than 10 MB"),
    ],
    ids=["tables", "paragraphs", "line"],
)
def test_parts_made_to_fill_the_memory_are_refused(body: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        text_of(body)


SPAN = '<w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>' + WORD.format("{}") + "</w:tc>"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<w:tbl><w:tr>" + SPAN.format("a") + SPAN.format("b") + "</w:tr></w:tbl>", "a | b"),
        ("<w:p><w:r>" + "<w:t>a</w:t><w:br/>" * 100_000 + "</w:r></w:p>", "a " * 99_999 + "a"),
        ("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 100_000 + "</w:p>", "a" * 100_000),
        (
            "<w:tbl><w:tr><w:tc>" * 60 + WORD.format("a") * 20_000 + "</w:tc></w:tr></w:tbl>" * 60,
            "a\n" * 19_999 + "a",
        ),
        (
            ("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>") * 50_000,
            "a" * 50_000,
        ),
        (WORD.format("word " * 1_900_000), ("word " * 1_900_000).strip()),
    ],
    ids=["spans", "breaks", "runs", "nested", "marks", "line"],
)
def test_tiny_parts_by_the_thousand_are_read_in_linear_time(body: str, found: str) -> None:
    assert text_of(body) == found


def test_a_hundred_thousand_styles_in_a_circle() -> None:
    styles = "".join(
        f"<w:style w:type='paragraph' w:styleId='{n}'><w:basedOn w:val='{(n + 1) % 100_000}'/></w:style>"
        for n in range(100_000)
    )
    body = "<w:p><w:pPr><w:pStyle w:val='7'/></w:pPr><w:r><w:t>Noted.</w:t></w:r></w:p>"
    assert text_of(body, styles=f"<w:styles {SPACE}>{styles}</w:styles>".encode()) == "Noted."


def test_patterns_of_numbers_without_end() -> None:
    levels = f'<w:lvl w:ilvl="0"><w:lvlText w:val="{"%1" * 1_000_000}"/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    body = "<w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>"
    found = text_of(body, numbering=f"<w:numbering {SPACE}>{numbering}</w:numbering>".encode())
    assert found == "0" * 30 + " a"


STRICT = "http://purl.oclc.org/ooxml/"


def test_strict_open_xml() -> None:
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
        f'Type="{STRICT}officeDocument/relationships/officeDocument" Target="/text/main.xml"/></Relationships>'
    )
    main = f'<w:document xmlns:w="{STRICT}wordprocessingml/main"><w:body>{WORD.format("Noted.")}</w:body></w:document>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("_rels/.rels", relation)
        archive.writestr("text/main.xml", main)
    assert read_docx(Raw("x.docx", DOCX, packed.getvalue())) == [Block("Noted.")]


def test_parts_outside_the_package_are_not_looked_up() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="a" Type="x/styles" TargetMode="External" Target="http://127.0.0.1:9/styles.xml"/>'
        '<Relationship Id="b" Type="x/numbering" Target="../../../etc/passwd"/></Relationships>'
    )
    data = package({"word/_rels/document.xml.rels": relations.encode()}, noted="Noted.")
    assert read(Raw("x.docx", DOCX, data)) == [Block("Noted.")]


def test_a_spreadsheet_by_the_name_of_a_document() -> None:
    with pytest.raises(ReadError, match="no text of Word's"):
        text = b"<workbook/>"
        read_docx(Raw("x.docx", DOCX, package({"word/document.xml": text})))


def test_a_locked_package() -> None:
    data = bytearray(package({}, noted="Noted."))
    at = data.index(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 1)
    with pytest.raises(ReadError, match="locked with a password: save it without one"):
        read_docx(Raw("x.docx", DOCX, bytes(data)))
