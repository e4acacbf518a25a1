"""Footnotes between the halves of a paragraph, in a PDF read by each library."""

from __future__ import annotations

import pytest
from fpdf import FPDF

from ingest.minutes import Block, BlockKind, Raw
from ingest.readers import furniture, lines, pdf_pdfium, pdf_pypdf
from ingest.readers.media import PDF
from tests.reading import read

LONG = "The Clerk reported that the new path along the river had been opened by the Mayor on"
NOTE = "1 The path was closed by the storm of January"
FOOT = "Anytown Council"


def typed(*pages: list[tuple[float, int, str]]) -> bytes:
    """A PDF with the rows of `pages`: their height from the top, size of type and text."""
    pdf = FPDF(unit="pt", format="A4")
    for page in pages:
        pdf.add_page()
        for y, size, text in page:
            pdf.set_font("Helvetica", size=size)
            pdf.text(50, y, text)
    return bytes(pdf.output())


@pytest.mark.parametrize("library", [pdf_pypdf, pdf_pdfium])
def test_a_paragraph_goes_on_behind_the_notes_and_the_footer_of_its_page(library: object) -> None:
    data = typed(
        [
            (60, 12, "The Board met in the hall."),
            (100, 12, LONG),
            (740, 8, NOTE),
            (750, 8, "and has been open since."),
            (800, 9, FOOT),
            (812, 9, "Page 1"),
        ],
        [(60, 12, "the Sunday before."), (100, 12, "The Board rose."), (800, 9, FOOT), (812, 9, "Page 2")],
    )
    pages = getattr(library, "pages")(data)  # noqa: B009
    assert lines.blocks(furniture.removed(pages)) == [
        Block("The Board met in the hall.", page=1),
        Block(f"{NOTE} and has been open since.", page=1),
        Block(f"{LONG} the Sunday before.", page=1, turns=(len(LONG) + 1,)),
        Block("The Board rose.", page=2),
    ]


def test_notes_behind_a_whole_paragraph_stay_where_they_are() -> None:
    data = typed([(60, 12, f"{LONG} Sunday."), (740, 8, NOTE)], [(60, 12, "so that all can use it.")])
    assert [block.text for block in read(Raw("x.pdf", PDF, data))] == [
        f"{LONG} Sunday.",
        NOTE,
        "so that all can use it.",
    ]


def test_small_type_that_is_no_note_parts_nothing() -> None:
    data = typed([(60, 12, f"{LONG}"), (74, 8, "the Sunday before.")])
    assert read(Raw("x.pdf", PDF, data)) == [Block(f"{LONG} the Sunday before.", BlockKind.PARAGRAPH, 1)]
