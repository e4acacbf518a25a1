from __future__ import annotations

import io
import logging
from collections.abc import Sequence

import pytest
from fpdf import FPDF
from PIL import Image
from pypdf import PdfReader, PdfWriter

from ingest import readers
from ingest.errors import ReadError
from ingest.minutes import Block, BlockKind, Raw
from ingest.readers import furniture, pdf_pdfium, pdf_pypdf, spacing
from ingest.readers.lines import Line
from ingest.readers.media import PDF
from ingest.readers.pdf_words import prefer_second
from tests.reading import read

HEADING, ITEM = BlockKind.HEADING, BlockKind.LIST_ITEM
STEP = 14
LEFT = 50


def typed(pages: Sequence[str], *, size: int = 11, broken_up: bool = False) -> bytes:
    """A PDF with the lines of `pages` as typed: a blank line is space, **bold**; `broken_up`: each word by itself."""
    pdf = FPDF(unit="pt", format="A4")
    for page in pages:
        pdf.add_page()
        for row, line in enumerate(page.split("\n")):
            if line.strip():
                pdf.set_font("Helvetica", style="B" if line.startswith("**") else "", size=size)
                write(pdf, line.strip("*"), 60 + row * STEP, broken_up=broken_up)
    return bytes(pdf.output())


def write(pdf: FPDF, line: str, y: float, *, broken_up: bool) -> None:
    x = float(LEFT)
    for word in line.split(" ") if broken_up else [line]:
        pdf.text(x, y, word)
        x += pdf.get_string_width(word + " ")


def blocks(*pages: str) -> list[Block]:
    return read(Raw("x.pdf", PDF, typed(pages)))


def texts(*pages: str) -> list[str]:
    return [block.text for block in blocks(*pages)]


LONG = "The Clerk reported that the new path along the river had been opened by the Mayor on"


def test_minutes_of_one_page() -> None:
    page = (
        f"RIVER BOARD\n\n**84. Apologies\nThere were none.\n\n1.1 {LONG}\nSunday. The Board thanked the volunteers.\n"
        "(a) that it be noted;\n\n(b) that a letter be sent."
    )
    assert blocks(page) == [
        Block("RIVER BOARD", HEADING, 1),
        Block("84. Apologies", HEADING, 1, "84."),
        Block("There were none.", page=1),
        Block(f"1.1 {LONG} Sunday. The Board thanked the volunteers.", ITEM, 1, "1.1"),
        Block("(a) that it be noted;", ITEM, 1, "(a)"),
        Block("(b) that a letter be sent.", ITEM, 1, "(b)"),
    ]


def test_headers_footers_and_page_numbers_are_left_out() -> None:
    pages = [
        f"River Board - 7 May 2024\n\n{body}\n\nSigned ______ Dated ______\n\nAnytown Council\nPage {number} of 3"
        for number, body in enumerate((LONG, "Sunday. The Board rose.", "The Board met again."), 1)
    ]
    assert blocks(*pages) == [
        Block("River Board - 7 May 2024", HEADING, 1),
        Block(LONG, page=1),
        Block("Signed Dated", page=1),
        Block("Sunday. The Board rose.", page=2),
        Block("Signed Dated", page=2),
        Block("The Board met again.", page=3),
        Block("Signed Dated", page=3),
    ]


def test_a_paragraph_runs_over_a_page_with_its_number() -> None:
    assert blocks(f"The Board met.\n\n{LONG}\n\n1", "Sunday.\n\nThe Board rose.\n\n2") == [
        Block("The Board met.", page=1),
        Block(f"{LONG} Sunday.", page=1, turns=(len(LONG) + 1,)),
        Block("The Board rose.", page=2),
    ]


def test_a_bare_number_that_is_not_the_page_stays() -> None:
    assert texts("The number of gates was\n\n12") == ["The number of gates was", "12"]


def test_lines_at_other_places_of_the_page_are_no_furniture() -> None:
    pages = [[Line("Noted.", 1), Line("One.", 1)], [Line("Two.", 2), Line("Noted.", 2)]]
    assert [line.text for line in furniture.removed(pages)] == ["Noted.", "One.", "Two.", "Noted."]


def test_a_header_with_the_number_of_the_page() -> None:
    pages = [[Line("MINUTES", 1)], [Line("7 May – Minutes – Page 2", 2), Line("The Board rose.", 2)]]
    assert [line.text for line in furniture.removed(pages)] == ["MINUTES", "The Board rose."]


def test_a_title_with_a_number_at_the_head_of_each_page_stays() -> None:
    pages = [[Line(f"Question {page - 1}", page), *(Line(f"{page}{n}", page) for n in "abcd")] for page in (2, 3, 4)]
    assert [line.text for line in furniture.removed(pages) if " " in line.text] == [
        "Question 1",
        "Question 2",
        "Question 3",
    ]


def test_a_header_with_the_page_between_other_numbers_is_kept_once() -> None:
    pages = [
        [Line(f"Minute {page} 11/03/2026", page), *(Line(f"{page}{n}", page) for n in "abcd")] for page in (1, 2, 3)
    ]
    assert [line.text for line in furniture.removed(pages) if " " in line.text] == ["Minute 1 11/03/2026"]


@pytest.mark.parametrize("number", ["2", "- 2 -", "Page 2", "page 2 of 9", "2/9", "2 of 9", "2 | Page"])
def test_page_numbers(number: str) -> None:
    pages = [[Line("One.", page), Line(number.replace("2", str(page)), page)] for page in (1, 2, 3)]
    assert [line.text for line in furniture.removed(pages)] == ["One."]


def test_a_word_cut_at_the_end_of_a_line() -> None:
    assert texts(
        f"{LONG} the invitation of Coun-\ncillor Dace. The multi-agency team thanked him and the other multi-"
        "\nagency teams."
    ) == [
        f"{LONG} the invitation of Councillor Dace. The multi-agency team thanked him and the other multi-agency teams."
    ]


def test_wide_space_inside_a_line_keeps_the_action_owner() -> None:
    assert texts("The key would be returned by 20 June.               Clerk") == [
        "The key would be returned by 20 June. Clerk"
    ]


def test_a_pdf_of_single_words_is_read_by_pdfium() -> None:
    page = f"1. {LONG}\nSunday. The Board thanked the volunteers.\n2. The Board rose."
    data = typed([page], broken_up=True)
    assert [block.text for block in read(Raw("x.pdf", PDF, data))] == [
        f"1. {LONG} Sunday. The Board thanked the volunteers.",
        "2. The Board rose.",
    ]


def test_both_libraries_see_the_same_lines_gaps_and_bold_type() -> None:
    data = typed(["**Apologies\nThere were none.\n\nThe Board rose.", "It met."])
    expected = [
        [Line("Apologies", 1, gap=True, bold=True), Line("There were none.", 1), Line("The Board rose.", 1, gap=True)],
        [Line("It met.", 2, gap=True)],
    ]
    assert pdf_pypdf.pages(data) == expected
    assert pdf_pdfium.pages(data) == expected


@pytest.mark.parametrize("library", [pdf_pypdf, pdf_pdfium])
def test_a_superscript_stays_in_its_line(library: object) -> None:
    pdf = FPDF(unit="pt")
    pdf.add_page()
    for x, y, size, text in ((50, 60, 12, "held on the 11"), (127, 56, 8, "th"), (137, 60, 12, "July 2018")):
        pdf.set_font("Helvetica", size=size)
        pdf.text(x, y, text)
    (found,) = getattr(library, "pages")(bytes(pdf.output()))  # noqa: B009
    assert [line.text for line in found] == ["held on the 11th July 2018"]


def test_the_reading_with_words_known_from_the_rest_is_preferred() -> None:
    agreed = ["the report was noted", "it was resolved to do so"]
    assert prefer_second([[*agreed, "Clerk's Rep ort"]], ["\r\n".join([*agreed, "Clerk's Report"])])
    assert prefer_second([[*agreed, "resolvedto"]], ["\r\n".join([*agreed, "resolved to"])])
    assert not prefer_second([[*agreed, "resolved to"]], ["\r\n".join([*agreed, "resolvedto"])])
    assert not prefer_second([agreed], ["\r\n".join(agreed)])
    assert not prefer_second([["the coun-", "cillor"]], ["the coun\x02\r\ncillor"])


def test_the_usual_step_is_that_inside_paragraphs() -> None:
    assert spacing.usual_step([[700, 686, 672, 640, 626, 590]], [11]) == 14
    assert spacing.usual_step([[700]], [11]) == 0
    assert spacing.usual_step([[700, 672, 644]], [12]) == 1.25 * 12
    assert spacing.usual_step([[700, 672, 644]], [1]) == 28
    assert [spacing.is_gap(above, 600, 14) for above in (None, 614, 618, 622, 500)] == [True, False, False, True, True]


def picture(pages: int, text: str = "") -> bytes:
    pdf = FPDF(unit="pt")
    for _ in range(pages):
        pdf.add_page()
        pdf.image(Image.new("L", (20, 30)), 0, 0, 500)
    if text:
        pdf.set_font("Helvetica", size=11)
        pdf.text(50, 60, text)
    return bytes(pdf.output())


def test_a_scan_needs_ocr() -> None:
    reading = readers.read(Raw("x.pdf", PDF, picture(3)))
    assert (reading.blocks, reading.unread) == ((), (1, 2, 3))


def test_a_scan_of_one_page() -> None:
    reading = readers.read(Raw("x.pdf", PDF, picture(1)))
    assert (reading.blocks, reading.unread) == ((), (1,))


def test_pages_without_text_beside_others_are_fine() -> None:
    assert read(Raw("x.pdf", PDF, picture(3, "Noted."))) == [Block("Noted.", page=3)]


def encrypted(data: bytes, user: str) -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(data)))
    writer.encrypt(user_password=user, owner_password="owner", algorithm="AES-256")
    packed = io.BytesIO()
    writer.write(packed)
    return packed.getvalue()


def test_a_pdf_that_needs_a_password() -> None:
    with pytest.raises(ReadError, match="encrypted and needs a password"):
        read(Raw("x.pdf", PDF, encrypted(typed(["Noted."]), "secret")))


def test_a_pdf_that_only_its_owner_may_change_is_read() -> None:
    assert read(Raw("x.pdf", PDF, encrypted(typed(["Noted."]), ""))) == [Block("Noted.", page=1)]


def test_a_pdf_cut_off_is_broken() -> None:
    with pytest.raises(ReadError, match=r"the PDF is broken \(.+\): open it and save or print it as a new PDF"):
        read(Raw("x.pdf", PDF, typed(["Noted."])[:300]))


def test_a_pdf_that_pypdf_refuses_is_read_by_pdfium(caplog: pytest.LogCaptureFixture) -> None:
    data = typed(["The Board rose."])
    damaged = data.replace(b"/Type /Catalog", b"/Type /Catalot").replace(b"/Type /Pages", b"/Type /Pagen")
    with caplog.at_level(logging.WARNING):
        try:
            found = read(Raw("x.pdf", PDF, damaged))
        except ReadError as error:
            assert "broken" in str(error)
        else:
            assert [block.text for block in found] == ["The Board rose."]
    assert not caplog.records
