"""A source as a Word document: headings, lists, and tables whose merged cells are merged."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from itertools import groupby

import docx
from docx.document import Document

from corpus.markup import MERGED, NOTICE, Line, Shape, Source

SAVED = datetime(2025, 1, 6, 9, 0)
"""The date inside every file; the format knows no time zones."""

STYLES = {
    Shape.HEADING: "Title",
    Shape.ITEM: "Heading 1",
    Shape.SUBHEADING: "Heading 2",
    Shape.BULLET: "List Bullet",
    Shape.LABELLED: "List Paragraph",
    Shape.AGENDA: "Intense Quote",
    Shape.PARAGRAPH: "Normal",
}


def render_docx(source: Source) -> bytes:
    """A document that is the same, byte for byte, each time that it is built with the same library."""
    document = docx.Document()
    _describe(document, source)
    for shape, group in groupby(source.lines, key=lambda line: line.shape):
        if shape is Shape.ROW:
            _table(document, list(group))
        elif shape is not Shape.PAGE_BREAK:
            for line in group:
                document.add_paragraph(line.printed, style=STYLES[shape])
    document.add_paragraph(NOTICE)
    saved = io.BytesIO()
    document.save(saved)
    return _without_clock(saved)


def _describe(document: Document, source: Source) -> None:
    properties = document.core_properties
    properties.title = source.title
    properties.author = "Democratic Services"
    properties.comments = ""
    properties.language = "en-GB"
    properties.created = properties.modified = SAVED


def _table(document: Document, rows: list[Line]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0].cells), style="Table Grid")
    for line, row in zip(rows, table.rows, strict=True):
        for at, cell in enumerate(line.cells):
            if cell == MERGED:
                row.cells[at - 1].merge(row.cells[at])
            else:
                row.cells[at].text = cell


def _without_clock(saved: io.BytesIO) -> bytes:
    """The same zip archive with every member dated alike; the library stamps them with the present time."""
    dated = io.BytesIO()
    with zipfile.ZipFile(saved) as before, zipfile.ZipFile(dated, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(zipfile.ZipInfo(name, SAVED.timetuple()[:6]), before.read(name), zipfile.ZIP_DEFLATED)
    return dated.getvalue()
