"""Furniture by its place: each line is given with its place on the page, as the readers of PDFs do."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.readers import furniture
from ingest.readers.lines import Line

Placed = tuple[float, float, str]


def page(number: int, *rows: Placed) -> list[Line]:
    return [Line(text, number, place=(across, down)) for across, down, text in rows]


def body(number: int, rows: int = 8) -> list[Placed]:
    return [(0.1, 0.2 + 0.05 * row, f"Text {chr(96 + number)}{row} of the record") for row in range(rows)]


def kept(pages: Sequence[Sequence[Line]]) -> list[str]:
    return [line.text for line in furniture.removed(pages) if not line.text.startswith("Text ")]


def test_a_footer_in_the_middle_of_the_content_is_known_by_its_height() -> None:
    pages = [
        page(n, *body(n)[:4], (0.1, 0.94, "Anytown Council minutes"), (0.9, 0.95, str(n + 6)), *body(n)[4:])
        for n in (1, 2)
    ]
    assert kept(pages) == []
    assert len(furniture.removed(pages)) == 16


def test_a_footer_of_three_lines_with_a_page_number() -> None:
    footer = [
        (0.1, 0.92, "Town Hall, High Street"),
        (0.1, 0.94, "Telephone 01234 567890"),
        (0.1, 0.96, "www.any.example"),
    ]
    pages = [page(n, *body(n), *footer, (0.5, 0.98, f"Page {n} of 2")) for n in (1, 2)]
    assert kept(pages) == []


def test_running_heads_of_the_parts_of_a_pack_are_each_kept_once() -> None:
    pages = [
        page(n, (0.1, 0.04, "Audit Committee report" if n < 4 else "Finance Committee report"), *body(n))
        for n in range(1, 11)
        if n < 4 or n > 7
    ]
    assert kept([*pages, *[page(n, *body(n)) for n in range(11, 20)]]) == [
        "Audit Committee report",
        "Finance Committee report",
    ]


def test_heads_on_odd_and_even_pages() -> None:
    pages = [page(n, (0.1, 0.04, "River Board" if n % 2 else "Minutes of May"), *body(n)) for n in range(1, 8)]
    assert kept(pages) == ["River Board", "Minutes of May"]


@pytest.mark.parametrize("text", ["£m", "2024-25 2025-26", "Working"])
def test_the_head_of_a_table_is_no_running_head(text: str) -> None:
    pages = [page(n, *body(n)[:4], (0.6, 0.06, text), *body(n)[4:]) for n in (1, 2, 3)]
    assert kept(pages) == [text] * 3


def test_text_at_one_height_within_the_page_stays() -> None:
    pages = [page(n, *body(n)[:4], (0.1, 0.5, "NOTED by the Board"), *body(n)[4:]) for n in (1, 2, 3)]
    assert kept(pages) == ["NOTED by the Board"] * 3


@pytest.mark.parametrize("stamp", ["Agenda Item 5", "Minute Item 12", "Minute Annex 3a"])
def test_the_stamp_on_a_paper_of_a_pack_is_left_out(stamp: str) -> None:
    assert kept([page(1, *body(1), (0.8, 0.03, stamp)), page(2, *body(2))]) == []


def test_what_only_reads_like_a_stamp_stays() -> None:
    rows = [(0.1, 0.03, "Agenda Item 5"), (0.8, 0.5, "Agenda Item 6"), (0.8, 0.04, "Agenda Item 7 was deferred")]
    assert kept([page(1, *body(1), *rows)]) == [text for _, _, text in rows]
    assert [line.text for line in furniture.removed([[Line("Agenda Item 8", 1)]])] == ["Agenda Item 8"]


def test_the_note_that_a_page_is_blank_is_left_out() -> None:
    blank = page(2, (0.3, 0.5, "This page is intentionally left blank"), (0.5, 0.95, "Page 2"))
    assert kept([page(1, *body(1)), blank, page(3, *body(3))]) == []


def test_signatures_and_list_items_stay_wherever_they_repeat() -> None:
    rows = [(0.1, 0.93, "Signed Chairman"), (0.1, 0.95, "(a) to note the report")]
    pages = [page(n, *body(n), *rows) for n in (1, 2, 3)]
    assert kept(pages) == ["Signed Chairman", "(a) to note the report"] * 3
