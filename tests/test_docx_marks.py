"""What Word prints once all tracked changes are accepted: changes, fields, notes, controls, boxes, signs."""

from __future__ import annotations

from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.minutes import Block, BlockKind, Raw
from ingest.readers.media import DOCX
from tests.reading import read
from tests.test_docx import blocks, package, with_body

HEADING, ITEM, ROW = BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW
GONE = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"


def texts(body: str) -> list[str]:
    return [block.text for block in blocks(with_body(body))]


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    return f'<w:p>{properties}<w:r>{run}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def field(code: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def begun(merge: str) -> str:
    """The property of a cell that others are merged into."""
    return f'<w:{merge} w:val="restart"/>'


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    assert texts(paragraph("The path ", GONE) + paragraph("was ", GONE) + paragraph("opened.") + paragraph("End.")) == [
        "The path was opened.",
        "End.",
    ]


def test_a_deleted_paragraph_mark_before_a_table_and_at_the_end() -> None:
    table = f"<w:tbl><w:tr>{cell('a')}{cell('b')}</w:tr></w:tbl>"
    assert texts(paragraph("One.", GONE) + table + paragraph("Two.", GONE)) == ["One.", "a | b", "Two."]


def test_moved_paragraphs_are_read_where_they_went() -> None:
    moved = "<w:p><w:pPr><w:rPr><w:{0}/></w:rPr></w:pPr><w:{0}><w:r><w:t>Moved.</w:t></w:r></w:{0}></w:p>"
    assert texts(moved.format("moveFrom") + paragraph("Stays.") + moved.format("moveTo")) == ["Stays.", "Moved."]


def test_deleted_and_inserted_rows_and_cells() -> None:
    rows = (
        f"<w:tr><w:trPr><w:ins/></w:trPr>{cell('a')}{cell('x', '<w:cellDel/>')}{cell('b', '<w:cellIns/>')}</w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell('c')}{cell('d')}</w:tr>"
        f"<w:tr>{cell('e', begun('hMerge'))}{cell('y', '<w:hMerge/>')}{cell('f')}</w:tr>"
    )
    assert texts(f"<w:tbl>{rows}</w:tbl>") == ["a | b", "e | f"]


def test_a_cell_merged_into_a_row_that_was_deleted_keeps_its_text() -> None:
    start = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('x', begun('vMerge'))}</w:tr>"
    rows = f"<w:tr>{cell('Tall', '<w:vMerge/>')}{cell('a')}</w:tr><w:tr>{cell('z', '<w:vMerge/>')}{cell('b')}</w:tr>"
    assert texts(f"<w:tbl>{start}{rows}</w:tbl>") == ["Tall | a", "b"]


def test_a_field_is_its_result() -> None:
    assert texts(
        "<w:p>"
        + run("Held on ")
        + field("DATE", run("7 May"))
        + run(" by ")
        + field(" IF ", field("MERGEFIELD x", run("Anytown")))
        + "<w:fldSimple w:instr='TITLE'>"
        + run(" Board")
        + "</w:fldSimple></w:p>"
    ) == ["Held on 7 May by Anytown Board"]


def test_a_field_inside_the_code_of_another_is_not_printed() -> None:
    inner = field("MERGEFIELD votes", run("5"))
    outer = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>'
        f'{inner}<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run("carried")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert texts(f"<w:p>{run('It was ')}{outer}{run('.')}</w:p>") == ["It was carried."]


def test_a_field_without_an_end_loses_nothing() -> None:
    assert texts(f"<w:p>{run('One ')}<w:r><w:fldChar w:fldCharType='begin'/></w:r>{run('two.')}</w:p>") == ["One two."]


def test_a_table_of_contents_is_left_out() -> None:
    document = with_body(
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        f"<w:sdtContent>{paragraph('Contents')}{paragraph('Gates 3')}</w:sdtContent></w:sdt>"
        + paragraph("Gates 3", "<w:pPr><w:pStyle w:val='TOC1'/></w:pPr>")
        + paragraph("Gates")
    )
    document.styles.element.append(
        parse_xml(f"<w:style {nsdecls('w')} w:type='paragraph' w:styleId='TOC1'><w:name w:val='toc 1'/></w:style>")
    )
    assert [block.text for block in blocks(document)] == ["Gates"]


def noted(body: str, notes: str, kind: str = "footnotes") -> list[str]:
    """The texts of a document with notes."""
    space = nsdecls("w")
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        f'{kind}" Target="{kind}.xml"/></Relationships>'
    )
    data = package(
        {
            "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>".encode(),
            f"word/{kind}.xml": f"<w:{kind} {space}>{notes}</w:{kind}>".encode(),
            "word/_rels/document.xml.rels": relations.encode(),
        }
    )
    return [block.text for block in read(Raw("x.docx", DOCX, data))]


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_stand_behind_the_paragraph_that_refers_to_them(kind: str) -> None:
    body = f"<w:p>{run('One.')}<w:r><w:{kind}Reference w:id='2'/></w:r></w:p>" + paragraph("Two.")
    notes = f"<w:{kind} w:id='-1'>{paragraph('rule')}</w:{kind}><w:{kind} w:id='2'>{paragraph('A note.')}</w:{kind}>"
    assert noted(body, notes, f"{kind}s") == ["One.", "A note.", "Two."]


def test_a_note_in_a_table_stands_behind_its_row() -> None:
    mark = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    table = f"<w:tbl><w:tr><w:tc><w:p>{run('Dace')}{mark}</w:p></w:tc>{cell('For')}</w:tr></w:tbl>"
    assert noted(table, f"<w:footnote w:id='2'>{paragraph('By proxy.')}</w:footnote>") == ["Dace | For", "By proxy."]


def test_a_note_that_refers_to_itself_is_read_once() -> None:
    mark = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    note = f"<w:footnote w:id='2'><w:p>{run('Again.')}{mark}</w:p></w:footnote>"
    assert noted(f"<w:p>{run('One.')}{mark}{mark}</w:p>", note) == ["One.", "Again."]


def test_content_controls_boxes_to_tick_and_prompts() -> None:
    prompt = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
    ticked = "<w:ffData><w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox></w:ffData>"
    assert texts(
        f"<w:p>{run('Name: ')}<w:sdt>{prompt}<w:sdtContent>{run('Click here')}</w:sdtContent></w:sdt></w:p>"
        f"<w:sdt>{prompt}<w:sdtContent>{paragraph('Choose an item.')}</w:sdtContent></w:sdt>"
        f"<w:p><w:r><w:fldChar w:fldCharType='begin'>{ticked}</w:fldChar></w:r>"
        f"<w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r>"
        f"<w:r><w:fldChar w:fldCharType='end'/></w:r>{run(' Agreed')}</w:p>"
        f"<w:p><w:r><w:sym w:font='Wingdings' w:char='F0A8'/></w:r>{run(' Lost')}</w:p>"
    ) == ["Name:", "☒ Agreed", "☐ Lost"]


def test_signs_struck_out_words_formulas_and_smart_tags() -> None:
    formula = "<m:oMath xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'><m:r><m:t>a=b</m:t></m:r></m:oMath>"
    assert texts(
        f"<w:p>{run('Kept ')}<w:r><w:rPr><w:strike/></w:rPr><w:t>struck</w:t></w:r>"
        f"<w:smartTag><w:smartTagPr/>{run(' tagged ')}</w:smartTag><w:r><w:sym w:font='Symbol' w:char='F0B3'/></w:r>"
        f"{run('5 ')}{formula}</w:p>"
    ) == ["Kept struck tagged ≥5 a=b"]


def test_words_hidden_by_a_style() -> None:
    document = with_body(
        f"<w:p>{run('Seen')}<w:r><w:rPr><w:rStyle w:val='Unseen'/></w:rPr><w:t> hidden</w:t></w:r></w:p>"
        + paragraph("Hidden.", "<w:pPr><w:pStyle w:val='UnseenToo'/></w:pPr>")
    )
    for identity, kind, based in (
        ("Unseen", "character", ""),
        ("UnseenToo", "paragraph", "<w:basedOn w:val='Unseen'/>"),
    ):
        document.styles.element.append(
            parse_xml(
                f"<w:style {nsdecls('w')} w:type='{kind}' w:styleId='{identity}'><w:name w:val='{identity}'/>{based}"
                f"{'' if based else '<w:rPr><w:vanish/></w:rPr>'}</w:style>"
            )
        )
    assert [block.text for block in blocks(document)] == ["Seen"]


def header(document: Any, text: str) -> Any:
    document.sections[0].header.paragraphs[0].text = text
    return document


def test_a_letterhead_is_read_where_nothing_else_names_the_body() -> None:
    document = header(docx.Document(), "Anytown Parish Council")
    document.add_paragraph("The path was opened.")
    assert blocks(document) == [Block("Anytown Parish Council"), Block("The path was opened.")]
    document = header(docx.Document(), "Minutes of the 6th meeting of the River Board")
    document.add_paragraph("The River Board met for the 7th time.")
    assert blocks(document) == [Block("The River Board met for the 7th time.")]
    document = header(docx.Document(), "OFFICIAL")
    document.add_paragraph("The path was opened.")
    assert blocks(document) == [Block("The path was opened.")]
