from __future__ import annotations

import pytest

from ingest.items import Start, item_starts
from ingest.minutes import Block, BlockKind

SAID = "The Board was told that the lamps along the harbour wall had been mended in the week before the meeting."


def blocks(*lines: str) -> list[Block]:
    """Blocks of paragraphs; "# " marks a heading, "- " a list item (the mark is no part of the text)."""
    kinds = {"# ": BlockKind.HEADING, "- ": BlockKind.LIST_ITEM}
    return [Block(line[2:], kinds[line[:2]]) if line[:2] in kinds else Block(line) for line in lines]


def found(*lines: str) -> list[tuple[int, str | None, str | None]]:
    return [(start.block, start.number, start.title) for start in item_starts(blocks(*lines))]


@pytest.mark.parametrize(
    ("first", "second", "numbers"),
    [
        ("347. Lamps", "348. Boats", ("347", "348")),
        ("7) Lamps", "8) Boats", ("7", "8")),
        ("7: Lamps", "8: Boats", ("7", "8")),
        ("7.. Lamps", "8.. Boats", ("7", "8")),
        ("7 - Lamps", "8 - Boats", ("7", "8")),
        ("77/21 Lamps", "78/21 Boats", ("77/21", "78/21")),
        ("77/21. Lamps", "78/21. Boats", ("77/21", "78/21")),
        ("C 08/042 Lamps", "C 08/043 Boats", ("C 08/042", "C 08/043")),
        ("18.07.1 Lamps", "18.07.2 Boats", ("18.07.1", "18.07.2")),
        ("18.07.09 Lamps", "18.07.10 Boats", ("18.07.09", "18.07.10")),
        ("13.1 Lamps", "13.2 Boats", ("13.1", "13.2")),
        ("(199) Lamps", "(200) Boats", ("199", "200")),
        ("AUD/32 Lamps", "AUD/33 Boats", ("AUD/32", "AUD/33")),
        ("CA.6 Lamps", "CA.7 Boats", ("CA.6", "CA.7")),
        ("Item 4: Lamps", "Item 5: Boats", ("4", "5")),
        ("Minute 4. Lamps", "Minute 5. Boats", ("4", "5")),
        ("Minute No. 4 Lamps", "Minute No. 5 Boats", ("4", "5")),
        ("Agenda Item 4 Lamps", "Agenda Item 5 Boats", ("4", "5")),
        ("Cofnod Rhif 4: Lamps", "Cofnod Rhif 5: Boats", ("4", "5")),
        ("No. 4 Lamps", "No. 5 Boats", ("4", "5")),
        ("[199] Lamps", "[200] Boats", ("199", "200")),
        ("24/25-101 Lamps", "24/25-102 Boats", ("24/25-101", "24/25-102")),
        ("P24/25-012. Lamps", "P24/25-013. Boats", ("P24/25-012", "P24/25-013")),
        ("C.23.101 Lamps", "C.23.102 Boats", ("C.23.101", "C.23.102")),
        ("FC-24-051 Lamps", "FC-24-052 Boats", ("FC-24-051", "FC-24-052")),
        ("24/101/FC Lamps", "24/102/FC Boats", ("24/101/FC", "24/102/FC")),
        ("51-2024/25 Lamps", "52-2024/25 Boats", ("51-2024/25", "52-2024/25")),
    ],
)
@pytest.mark.parametrize("mark", ["# ", ""])
def test_forms_of_numbers(first: str, second: str, numbers: tuple[str, str], mark: str) -> None:
    assert found(mark + first, SAID, mark + second, SAID) == [(0, numbers[0], "Lamps"), (2, numbers[1], "Boats")]


def test_a_bare_number_begins_a_title_only_in_a_heading() -> None:
    assert found("# 347 Lamps", SAID, "# 348 Boats", SAID) == [(0, "347", "Lamps"), (2, "348", "Boats")]
    assert found("347 lamps were mended.", "348 lamps were not.") == []


def test_a_lettered_number_stands_between_its_neighbours() -> None:
    assert found("# 1. Lamps", SAID, "# 1a. Late lamps", SAID, "# 1b. Later lamps", SAID, "# 2. Boats", SAID) == [
        (0, "1", "Lamps"),
        (2, "1a", "Late lamps"),
        (4, "1b", "Later lamps"),
        (6, "2", "Boats"),
    ]


def test_blocks_before_the_first_item_are_left_to_the_head() -> None:
    assert found("# Harbour Board", "Held on 3 May 2023", "1. Apologies", "None.", "2. Lamps", SAID) == [
        (2, "1", "Apologies"),
        (4, "2", "Lamps"),
    ]


def test_a_title_that_runs_into_its_text() -> None:
    assert found(
        "8. Thornwood Roundabout. Following the crash in June, the Clerk had asked for new signs and a lower limit.",
        "9. Allotments: The fence on the north side had been blown down in the gale, and two quotations were awaited.",
        "10. Bus shelter – The glass had been broken again, and the police would be asked to walk past it at night.",
    ) == [(0, "8", "Thornwood Roundabout"), (1, "9", "Allotments"), (2, "10", "Bus shelter")]


def test_a_numbered_paragraph_without_a_title_has_none() -> None:
    text = "The Clerk said that the fence had been blown down in the gale and that two quotations for it were awaited"
    assert found(f"8. {text}", f"9. {text}") == [(0, "8", None), (1, "9", None)]


def test_numbered_points_that_restart_inside_an_item_do_not_continue_the_chain() -> None:
    assert found(
        "# 1. Lamps",
        "It was resolved:",
        "- 1. that the lamps be mended;",
        "- 2. that the wall be painted;",
        "- 3. that the ropes be kept dry.",
        "# 2. Boats",
        "- 1. The ferry would sail at noon.",
        "- 2. The tug would not.",
        "# 3. Close",
    ) == [(0, "1", "Lamps"), (5, "2", "Boats"), (8, "3", "Close")]


def test_points_under_points_are_no_items() -> None:
    assert found("# 4. Lamps", "- 4.1 " + SAID, "- 4.2 " + SAID, "# 5. Boats", "- 5.1 " + SAID) == [
        (0, "4", "Lamps"),
        (3, "5", "Boats"),
    ]


@pytest.mark.parametrize("second", [6, 7])
def test_a_gap_of_one_or_two_numbers_is_passed_over(second: int) -> None:
    assert found("# 4. Lamps", SAID, f"# {second}. Boats", SAID) == [(0, "4", "Lamps"), (2, str(second), "Boats")]


def test_a_gap_of_three_numbers_breaks_the_chain() -> None:
    assert found("4. Lamps", SAID, "8. Boats", SAID) == []


def test_the_agenda_item_in_brackets_is_no_part_of_the_title() -> None:
    assert found(
        "84. Apologies (Item 1)", "None.", "85. Budget (Agenda Item 2)", SAID, "86. Lamps PDF 153 KB", SAID
    ) == [(0, "84", "Apologies"), (2, "85", "Budget"), (4, "86", "Lamps")]


def test_the_agenda_item_in_brackets_on_the_next_line_marks_the_title() -> None:
    assert found(
        "84. Apologies",
        "(Item 1)",
        "- 1. a first point that was made;",
        "- 2. a second point that was made.",
        "85. Budget",
        "(Item 2)",
    ) == [(0, "84", "Apologies"), (4, "85", "Budget")]


def test_headings_above_agenda_items_go_before_the_numbers_of_points() -> None:
    assert found(
        "# Harbour Board",
        "# Apologies",
        "(Item 1)",
        "- 1. There were none to be read out.",
        "# Lamps",
        "(Item 2)",
        "- 1. The Harbour Master gave his report",
        "- 2. RESOLVED that it be noted",
        "- 3. Members thanked him",
    ) == [(1, None, "Apologies"), (4, None, "Lamps")]


def page(*notes: str) -> list[Start]:
    lines = ("Agenda item", "Harbour Lighting Plan", "Meeting of Harbour Board (Item 6)", "Minutes:", SAID)
    return item_starts(blocks(*lines, *(f"(Note: {note})" for note in notes)))


def test_an_item_page_has_its_minute_number_from_its_note_of_interests() -> None:
    assert page("Before the item in Minute 347, Councillor Penrose declared a personal interest.") == [
        Start(0, "347", "Harbour Lighting Plan")
    ]


@pytest.mark.parametrize(
    ("printed", "number"),
    [("77/21.", "77/21"), ("C 08/042,", "C 08/042"), ("No. 12", "12"), ("AUD/32", "AUD/32"), ("book 4", None)],
)
def test_forms_of_the_number_in_a_note(printed: str, number: str | None) -> None:
    note = f"Councillor Penrose left the room for the item in Minute {printed} and did not vote."
    assert page(note) == [Start(0, number, "Harbour Lighting Plan")]


def test_one_number_named_twice_is_one() -> None:
    note = "Councillor {} declared an interest in the item in Minute 347."
    assert page(note.format("Penrose"), note.format("Trewin")) == [Start(0, "347", "Harbour Lighting Plan")]


def test_two_different_numbers_leave_it_unknown() -> None:
    note = "Councillor Penrose declared an interest in the item in Minute {}."
    assert page(note.format("347"), note.format("351")) == [Start(0, None, "Harbour Lighting Plan")]


def test_an_item_page_without_notes_has_no_number() -> None:
    assert page() == [Start(0, None, "Harbour Lighting Plan")]


def test_the_agenda_number_of_an_item_page_is_not_taken_for_the_minute_number() -> None:
    assert item_starts(blocks("Agenda item", "6. Harbour Lighting Plan PDF 153 KB", "Minutes:", SAID)) == [
        Start(0, None, "Harbour Lighting Plan")
    ]


def test_an_item_page_that_breaks_off_is_none() -> None:
    assert found("Agenda item") == []


def test_headings_alone_begin_items_without_numbers() -> None:
    assert found("Harbour Board", "# Apologies:", "None.", "# Lamps", SAID) == [
        (1, None, "Apologies"),
        (3, None, "Lamps"),
    ]


def test_a_heading_of_many_words_is_no_title() -> None:
    assert found("# " + "word " * 17, "# Lamps", SAID) == [(1, None, "Lamps")]


def test_one_number_alone_is_no_chain() -> None:
    assert found("# 1. Lamps", SAID, "# Boats", SAID) == [(0, None, "1. Lamps"), (2, None, "Boats")]


def test_text_without_numbers_or_headings_has_no_items() -> None:
    assert found(SAID, SAID) == []
    assert found() == []


LONG = (
    "of the matters raised by residents about the lane, which had been discussed at some length by all who were there"
)


def test_a_missing_number_begins_an_item_though_no_title_can_be_told() -> None:
    blocks = [
        Block("1. Apologies"),
        Block("2. Police Report. A report was received."),
        Block(f"3. Councillor reports the clerk spoke {LONG} and asked for more, with thanks {LONG}"),
        Block("4. Office Bearers"),
    ]

    assert [(start.block, start.number) for start in item_starts(blocks)] == [(0, "1"), (1, "2"), (2, "3"), (3, "4")]
    assert item_starts(blocks)[2].title is None


def test_a_list_that_passes_the_number_of_its_item_fills_no_gap() -> None:
    points = [Block(f"{n}. that the clerk should write {LONG} and report, and so on {LONG}") for n in range(1, 5)]
    blocks = [Block("1. Apologies"), Block("2. Minutes"), Block("3. Roads"), *points, Block("5. Date of next meeting")]

    assert [start.number for start in item_starts(blocks)] == ["1", "2", "3", "5"]


def test_a_dash_between_number_and_title_is_no_other_form() -> None:
    blocks = [Block("16.07.11 Correspondence"), Block("16.07.12 Public"), Block("16.07.13 - Any Other Business")]

    assert [(start.number, start.title) for start in item_starts(blocks)] == [
        ("16.07.11", "Correspondence"),
        ("16.07.12", "Public"),
        ("16.07.13", "Any Other Business"),
    ]


def test_a_number_misprinted_in_front_counts_by_its_last_part() -> None:
    assert [n for _, n, _ in found("# 16.3.13 Lamps", SAID, "# 6.3.14 Boats", SAID, "# 16.3.15 Steps", SAID)] == [
        "16.3.13",
        "6.3.14",
        "16.3.15",
    ]


def test_a_number_misprinted_at_the_end_begins_the_last_item() -> None:
    lines = ("# 16.3.13 Lamps", SAID, "# 16.3.14 Boats", SAID, "# 16.5.15 Steps", SAID, "# 16.7.19 Ropes")
    assert [n for _, n, _ in found(*lines)] == ["16.3.13", "16.3.14", "16.5.15"]


def test_a_number_of_another_meeting_in_the_text_is_no_misprint() -> None:
    lines = ("# 16.3.13 Lamps", SAID, "15.11.14 was settled.", "# 16.3.15 Steps", SAID)
    assert [n for _, n, _ in found(*lines)] == ["16.3.13", "16.3.15"]


@pytest.mark.parametrize("stop", ["", "."])
def test_a_row_of_a_table_begins_an_item_with_its_second_cell_as_title(stop: str) -> None:
    rows = (f"101{stop} | Lamps | RESOLVED That they be mended.", f"102{stop} | Boats | Noted.", f"103{stop} | Steps")
    assert found(*rows) == [
        (0, "101", "Lamps"),
        (1, "102", "Boats"),
        (2, "103", "Steps"),
    ]


def test_resolutions_that_are_numbered_through_the_year_begin_items_below_headings() -> None:
    moved = [
        f"R2019-{n} T. Marron, L. Moss: That the lamps and the boats of the year be mended and painted."
        for n in (64, 65, 66)
    ]
    assert [n for _, n, _ in found("# MINUTES", "# TOWN OF NESS", *moved)] == ["R2019-64", "R2019-65", "R2019-66"]


def test_a_mention_of_an_item_begins_none() -> None:
    assert found("Item 4 was put off.", "Minute 5 was read again.") == []


def test_years_and_ranges_are_no_numbers_of_items() -> None:
    assert found("2023-24 budget of the council", SAID, "2024-25 budget of the council", SAID) == []


def test_a_stop_behind_a_number_of_several_parts_is_no_other_form() -> None:
    lines = ("R24-05 Lamps", SAID, "R24-06: Boats", SAID, "R24-07. Steps", SAID)
    assert [n for _, n, _ in found(*lines)] == ["R24-05", "R24-06", "R24-07"]


def test_a_heading_without_its_stop_fills_the_gap() -> None:
    lines = ("# 4. Lamps", SAID, "# 5 Boats", SAID, "# 6. Steps", SAID)
    assert [n for _, n, _ in found(*lines)] == ["4", "5", "6"]
    assert [n for _, n, _ in found("# 4. Lamps", SAID, "5) boats", SAID, "# 6. Steps", SAID)] == ["4", "6"]
