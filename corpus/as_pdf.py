"""A source as a printed record: pages with a running header, and a footer that counts them."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby

from fpdf import FPDF

from corpus.markup import MERGED, NOTICE, Line, Shape, Source

PRINTED = datetime(2025, 1, 6, 9, 0, tzinfo=UTC)
"""The date inside every file, so that a rebuilt file is the same file."""

SIZES = {Shape.HEADING: 14, Shape.ITEM: 12}
INDENT = 8.0


def render_pdf(source: Source) -> bytes:
    """An A4 document in the core fonts. Raises fpdf's encoding error if a character is outside Latin-1."""
    pdf = _empty(source)
    for shape, group in groupby(source.lines, key=lambda line: line.shape):
        if shape is Shape.PAGE_BREAK:
            pdf.add_page()
        elif shape is Shape.ROW:
            _table(pdf, list(group))
        else:
            for line in group:
                _write(pdf, line)
    _write(pdf, Line(Shape.PARAGRAPH, NOTICE))
    return bytes(pdf.output())


def _empty(source: Source) -> FPDF:
    pdf = FPDF(format="A4")
    pdf.set_creation_date(PRINTED)
    pdf.set_producer("corpus.build")
    pdf.set_title(source.title)
    pdf.set_lang("en-GB")
    pdf.set_margins(25, 22)
    pdf.set_auto_page_break(True, margin=28)

    def furniture(text: str, top: float) -> None:
        pdf.set_xy(pdf.l_margin, top)
        pdf.set_font("Times", "I", 9)
        pdf.cell(pdf.epw, 5, text, align="C")
        pdf.set_xy(pdf.l_margin, pdf.t_margin)

    pdf.header = lambda: furniture(source.running, 10)
    pdf.footer = lambda: furniture(f"Page {pdf.page_no()} of {{nb}}", -15)
    pdf.add_page()
    return pdf


def _write(pdf: FPDF, line: Line) -> None:
    bold = line.shape in {Shape.HEADING, Shape.ITEM, Shape.SUBHEADING}
    pdf.set_font("Times", "B" if bold else "", SIZES.get(line.shape, 11.5))
    indent = INDENT if line.shape in {Shape.BULLET, Shape.LABELLED} else 0.0
    text = f"\xb7 {line.printed}" if line.shape is Shape.BULLET else line.printed
    pdf.set_x(pdf.l_margin + indent)
    pdf.multi_cell(pdf.epw - indent, 5.8, text, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(2.4)


def _table(pdf: FPDF, rows: list[Line]) -> None:
    pdf.set_font("Times", "", 11)
    with pdf.table(first_row_as_headings=False, text_align="L") as table:
        for line in rows:
            row = table.row()
            for at, cell in enumerate(line.cells):
                if cell != MERGED:
                    row.cell(cell, colspan=1 + (line.cells[at + 1 : at + 2] == (MERGED,)))
    pdf.ln(3)
