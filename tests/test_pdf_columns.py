"""Text side by side on a page, typed row by row across the columns as a printer driver writes it."""

from __future__ import annotations

from collections.abc import Sequence

from fpdf import FPDF

from ingest.minutes import Block, Raw
from ingest.readers.media import PDF
from tests.reading import read

LEFT, MIDDLE, MARGIN = 50, 310, 470

FIRST = [
    "The Board met in the hall and heard",
    "the Clerk speak of the river and",
    "of the path beside it, which had",
    "been closed since the storm in the",
    "winter and would be opened again",
    "when the bank had been repaired by",
    "the volunteers of the village. The",
    "Board thanked them and agreed that",
    "a letter should be sent to each of",
    "them before the end of the month.",
]
SECOND = [
    "Members then turned to the mill and",
    "to the sluice that its owner had not",
    "repaired although he was asked to do",
    "so in the spring. It was felt by all",
    "that the danger to the houses below",
    "the mill was real. The Clerk would",
    "write to the owner once more and ask",
    "for an answer by the end of June. If",
    "none came the Board would take the",
    "advice of its solicitor in July.",
]


def blocks(*pages: Sequence[tuple[str, str]], middle: float = MIDDLE) -> list[Block]:
    """The blocks of a PDF with rows of a left and a right text; a row of two empty ones is space."""
    pdf = FPDF(unit="pt", format="A4")
    pdf.set_font("Helvetica", size=11)
    for page in pages:
        pdf.add_page()
        for row, (left, right) in enumerate(page):
            for x, text in ((LEFT, left), (middle, right)):
                if text:
                    pdf.text(x, 80 + 14 * row, text)
    return read(Raw("x.pdf", PDF, bytes(pdf.output())))


def texts(*pages: Sequence[tuple[str, str]], middle: float = MIDDLE) -> list[str]:
    return [block.text for block in blocks(*pages, middle=middle)]


def test_two_columns_of_prose_are_read_one_after_the_other() -> None:
    head = "RIVER BOARD NEWSLETTER AND MINUTES OF THE MEETING OF MAY IN FULL FOR ALL MEMBERS"
    assert texts([(head, ""), ("", ""), *zip(FIRST, SECOND, strict=True)]) == [head, " ".join(FIRST), " ".join(SECOND)]


def test_a_table_of_two_columns_is_read_in_rows() -> None:
    rows = [("Councillor Dace", "Work commitment"), ("Councillor Orrell", "Family illness")] * 6
    assert " ".join(texts(rows)) == " ".join(f"{left} {right}" for left, right in rows)


def test_a_table_of_sums_is_read_in_rows() -> None:
    rows = [(f"Repairs to the bank, part {row}", f"{row},500.00 12,000.00") for row in range(1, 13)]
    assert " ".join(texts(rows)) == " ".join(f"{left} {right}" for left, right in rows)


def test_cells_of_running_text_are_read_in_rows_of_the_table() -> None:
    top = list(zip(FIRST[:5], SECOND[:5], strict=True))
    below = list(zip(FIRST[5:], SECOND[5:], strict=True))
    found = " ".join(texts([*top, ("", ""), *below]))
    assert found == " ".join([*FIRST[:5], *SECOND[:5], *FIRST[5:], *SECOND[5:]])


def test_an_owner_beside_a_paragraph_stands_at_its_end() -> None:
    first = [
        ("1. The Clerk reported that the path along the river had been opened", "Clerk"),
        ("by the Mayor on Sunday and that it was already much in use.", ""),
    ]
    second = [
        ("2. Councillor Dace asked that the key to the gate be given back to", ""),
        ("the Clerk before the summer, and the Board agreed to ask for it.", "Cllr Dace"),
    ]
    third = [
        ("3. The Treasurer would bring the accounts of the last year to the", "JT/"),
        ("next meeting of the Board.", "Treasurer"),
    ]
    space = [("", "")]
    assert texts([*first, *space, *second, *space, *third], middle=MARGIN) == [
        f"{first[0][0]} {first[1][0]} Clerk",
        f"{second[0][0]} {second[1][0]} Cllr Dace",
        f"{third[0][0]} {third[1][0]} JT/ Treasurer",
    ]


def test_the_head_of_the_column_of_owners_is_no_part_of_a_title() -> None:
    line = ("The Clerk reported that the path along the river had been opened", "Clerk")
    rest = ("by the Mayor on Sunday and that it was already much in use.", "")
    found = texts(
        [("REPORTS OF OFFICERS TO THE BOARD IN THE MONTH OF MAY", "ACTION"), *[line, rest, ("", "")] * 3], middle=MARGIN
    )
    text = f"{line[0]} {rest[0]} Clerk"
    assert found == ["REPORTS OF OFFICERS TO THE BOARD IN THE MONTH OF MAY", "ACTION", text, text, text]


def test_a_column_of_yes_and_no_stays_in_its_rows() -> None:
    rows = [(f"The gate at the mill and the path beside it, number {row}, is shut", "no") for row in range(4)]
    assert " ".join(texts(rows, middle=MARGIN)) == " ".join(f"{left} {right}" for left, right in rows)


def test_a_paragraph_with_an_owner_runs_over_the_page() -> None:
    filler = [
        ("The Clerk reported that the path along the river had been opened", "Clerk"),
        ("by the Mayor.", ""),
        ("", ""),
    ]
    last = ("The Treasurer would bring the accounts of the last year and all the", "Treasurer")
    found = blocks([*filler * 3, last], [("papers of the audit to the meeting.", "")], middle=MARGIN)
    assert found[-1].text == f"{last[0]} papers of the audit to the meeting. Treasurer"
    assert (found[-1].page, found[-1].turns) == (1, (len(last[0]) + 1,))
