from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.errors import NoTextError, ReadError
from ingest.minutes import Block, BlockKind, Raw
from ingest.readers.media import DOCX
from tests.reading import read

HEADING, ITEM, ROW = BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW


def blocks(document: Any) -> list[Block]:
    packed = io.BytesIO()
    document.save(packed)
    return read(Raw("x.docx", DOCX, packed.getvalue()))


def with_body(xml: str) -> Any:
    """A document whose body is `xml`, in the usual namespaces."""
    document = docx.Document()
    body = document.element.body
    for child in list(body):
        if not child.tag.endswith("sectPr"):
            body.remove(child)
    holder = parse_xml(
        f"<w:body {nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' "
        f"xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape' "
        f"xmlns:v='urn:schemas-microsoft-com:vml'>{xml}</w:body>"
    )
    for place, child in enumerate(list(holder)):
        body.insert(place, child)
    return document


def with_list(document: Any, levels: list[tuple[str, str, int]], *, restart: int | None = None) -> None:
    """Put a list of (format, text, start) levels into numbering.xml as number 91, and 92 that starts at `restart`."""
    root = document.part.numbering_part.element
    shown = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text, start) in enumerate(levels)
    )
    root.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="91">{shown}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="91"/></w:num>'))
    if restart is not None:
        root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="92"><w:abstractNumId w:val="91"/><w:lvlOverride w:ilvl="0">'
                f'<w:startOverride w:val="{restart}"/></w:lvlOverride></w:num>'
            )
        )


def item(text: str, level: int = 0, number: int = 91) -> str:
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
    )


def test_paragraphs_and_tables_in_document_order() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Running header"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    document.add_heading("Apologies", 2)
    table = document.add_table(2, 2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells), ("Name", "Vote", "Dace", "For"), strict=True
    ):
        cell.text = text
    document.add_paragraph("The Board\u00a0 met.")
    document.add_paragraph("Page 1 of 3")
    assert blocks(document) == [
        Block("Apologies", HEADING),
        Block("Name | Vote", ROW),
        Block("Dace | For", ROW),
        Block("The Board met."),
    ]


def test_merged_cells_are_read_once() -> None:
    table = (document := docx.Document()).add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Wide"
    table.cell(0, 2).text = "Right"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Tall"
    table.cell(1, 1).text, table.cell(2, 1).text, table.cell(2, 2).text = "b", "c", "d"
    assert [block.text for block in blocks(document)] == ["Wide | Right", "Tall | b", "c | d"]


def test_cells_of_running_text_are_blocks_of_their_own() -> None:
    table = (document := docx.Document()).add_table(2, 2)
    table.cell(0, 0).text = "347"
    table.cell(0, 1).text = "The path was opened. " * 25
    table.cell(1, 0).text = "12."
    table.cell(1, 1).text = "One."
    for text in ("Two.", "Three.", "Four."):
        table.cell(1, 1).add_paragraph(text)
    assert [block.text for block in blocks(document)] == [
        "347",
        ("The path was opened. " * 25).strip(),
        "12. One.",
        "Two.",
        "Three.",
        "Four.",
    ]


def test_a_table_in_a_cell() -> None:
    outer = (document := docx.Document()).add_table(1, 2)
    outer.cell(0, 0).text = "Votes"
    inner = outer.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Dace", "For"
    assert [block.text for block in blocks(document)] == ["Votes", "Dace | For"]


def test_numbers_of_automatic_lists_are_printed() -> None:
    document = with_body(
        item("Minutes")
        + item("of May", 1)
        + item("first", 2)
        + item("second", 2)
        + item("of June", 1)
        + item("Rest")
        + item("Again", number=92)
    )
    with_list(document, [("decimal", "%1.", 84), ("decimal", "%1.%2", 1), ("lowerRoman", "(%3)", 1)], restart=1)
    assert [(block.text, block.label, block.kind) for block in blocks(document)] == [
        ("84. Minutes", "84.", ITEM),
        ("84.1 of May", "84.1", ITEM),
        ("(i) first", "(i)", ITEM),
        ("(ii) second", "(ii)", ITEM),
        ("84.2 of June", "84.2", ITEM),
        ("85. Rest", "85.", ITEM),
        ("1. Again", "1.", ITEM),
    ]


def test_letters_bullets_and_none() -> None:
    document = with_body(item("a", 0) + item("b", 1) + item("c", 2) + item("d", 3))
    with_list(document, [("upperLetter", "%1)", 28), ("bullet", "\uf0b7", 1), ("none", "", 1), ("bullet", "–", 1)])
    assert [(block.text, block.label) for block in blocks(document)] == [
        ("BB) a", "BB)"),
        ("• b", "•"),
        ("c", None),
        ("– d", "–"),
    ]


def test_numbers_in_cells_of_their_own() -> None:
    cell = "<w:tc><w:tcPr/>{}</w:tc>"
    number = item("").replace("<w:r><w:t></w:t></w:r>", "")
    row = "<w:tr>" + cell.format(number) + cell.format("<w:p><w:r><w:t>{}</w:t></w:r></w:p>") + "</w:tr>"
    document = with_body("<w:tbl>" + row.format("Apologies") + row.format("Minutes") + "</w:tbl><w:p/>")
    with_list(document, [("decimal", "%1.", 1)])
    assert [block.text for block in blocks(document)] == ["1. Apologies", "2. Minutes"]


def test_a_list_that_comes_with_a_style() -> None:
    document = docx.Document()
    document.add_paragraph("one", style="List Number")
    document.add_paragraph("two", style="List Number")
    document.add_paragraph("three", style="List Bullet")
    assert [block.text for block in blocks(document)] == ["1. one", "2. two", "• three"]


def test_tracked_changes_read_as_accepted() -> None:
    document = with_body(
        '<w:p><w:r><w:t xml:space="preserve">The path was </w:t></w:r>'
        '<w:del w:id="1"><w:r><w:delText>shut</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t>opened</w:t></w:r></w:ins>'
        '<w:moveFrom w:id="3"><w:r><w:t>moved</w:t></w:r></w:moveFrom>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:t>.</w:t></w:r></w:p>"
        '<w:tbl><w:tr><w:trPr><w:del w:id="4"/></w:trPr>'
        "<w:tc><w:p><w:r><w:t>gone</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert blocks(document) == [Block("The path was opened.")]


def test_marks_inside_a_line() -> None:
    document = with_body(
        "<w:p><w:r><w:t>Crow</w:t><w:noBreakHyphen/><w:t>Brown</w:t><w:tab/><w:t>co</w:t><w:softHyphen/><w:t>op</w:t>"
        '<w:sym w:font="Symbol" w:char="F0B7"/></w:r><w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink>'
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    assert blocks(document) == [Block("Crow-Brown coop•link")]


def test_line_breaks_inside_a_paragraph() -> None:
    document = docx.Document()
    document.add_paragraph("It was\nRESOLVED that it\nbe noted.\nCarried.")
    assert [block.text for block in blocks(document)] == ["It was RESOLVED that it be noted.", "Carried."]


def test_a_text_box_is_read_once_and_after_its_paragraph() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>In the box.</w:t></w:r></w:p></w:txbxContent>"
    document = with_body(
        f'<w:p><w:r><w:t>Around it.</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        f"<wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict>"
        f"</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert [block.text for block in blocks(document)] == ["Around it.", "In the box."]


def test_content_controls_are_opened() -> None:
    document = with_body("<w:sdt><w:sdtContent><w:p><w:r><w:t>Inside.</w:t></w:r></w:p></w:sdtContent></w:sdt>")
    assert blocks(document) == [Block("Inside.")]


def test_bold_lines_and_capitals_are_headings() -> None:
    document = docx.Document()
    for text in ("River Path", "RESOLVED:", "• Gate", "The path was opened."):
        document.add_paragraph().add_run(text).bold = True
    document.add_paragraph("APOLOGIES")
    assert [block.kind for block in blocks(document)] == [
        HEADING,
        BlockKind.PARAGRAPH,
        ITEM,
        BlockKind.PARAGRAPH,
        HEADING,
    ]


def test_a_document_without_text() -> None:
    with pytest.raises(NoTextError, match="OCR"):
        blocks(docx.Document())


def package(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED, **text: str) -> bytes:
    """A Word document that holds the paragraphs `text` and these parts, which may take the place of its own."""
    document = docx.Document()
    for words in text.values():
        document.add_paragraph(words)
    whole, packed = io.BytesIO(), io.BytesIO()
    document.save(whole)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(packed, "w", method) as target:
        for name in source.namelist():
            target.writestr(name, parts.get(name, source.read(name)))
        for name in parts.keys() - set(source.namelist()):
            target.writestr(name, parts[name])
    return packed.getvalue()


HALF = b" " * (33 << 20)


PADDED = f"<w:document {nsdecls('w')}>".encode() + (b" " * (5 << 20) + b"<w:p/>") * 7 + b"</w:document>"


@pytest.mark.parametrize(
    "parts", [{"word/document.xml": HALF + HALF}, {"word/document.xml": PADDED, "word/styles.xml": HALF}]
)
def test_text_that_unpacks_to_more_than_64_mb(parts: dict[str, bytes]) -> None:
    data = package(parts)
    assert len(data) < 200_000
    with pytest.raises(ReadError, match=r"text unpacks to more than 64 MB, .* split it"):
        read(Raw("x.docx", DOCX, data))


def test_pictures_are_not_unpacked() -> None:
    data = package({"word/media/image1.bmp": HALF + HALF}, noted="Noted.")
    assert read(Raw("x.docx", DOCX, data)) == [Block("Noted.")]


def test_a_size_that_the_package_understates() -> None:
    size = (33 << 20).to_bytes(4, "little")
    data = package({"word/document.xml": HALF})
    assert data.count(size) == 2
    with pytest.raises(ReadError, match="not a whole Word document"):
        read(Raw("x.docx", DOCX, data.replace(size, (5).to_bytes(4, "little"))))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_package_that_word_would_not_write(method: int) -> None:
    with pytest.raises(ReadError, match="packed in a way that Word does not use"):
        read(Raw("x.docx", DOCX, package({}, method, noted="Noted.")))
