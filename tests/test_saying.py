"""What is a statement, and what only names, lists or repeats a title."""

from __future__ import annotations

import pytest

from search_api.saying import is_formal, is_heading, says_something


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Four lamps in Mill Lane were out.", None),
        ("The Clerk had reported the four lamps in Mill Lane to the county.", "Lamps in Mill Lane"),
        ("It was agreed to close.", "Lamps"),
    ],
)
def test_a_statement_says_something(text: str, title: str | None) -> None:
    assert says_something(text, title)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("• The caretaker’s hourly rate", None),  # a bullet is no word
        ("Balance 1,200 900 £14.50 3.2%", None),
        ("To consider quotations for the four lamps in Mill Lane", None),
        ("42/23 Repair of the lamps in Mill Lane (Item 5)", "Repair of the lamps in Mill Lane"),
    ],
)
def test_a_scrap_an_agenda_and_a_title_say_nothing(text: str, title: str | None) -> None:
    assert not says_something(text, title)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Repair and Upkeep of the Lamps in Mill Lane", True),
        ("Repair and Upkeep of the Lamps in Mill Lane £450.00", False),
        ("Repair and Upkeep of the Lamps in Mill Lane.", False),
        ("Repair and upkeep of the Lamps in Mill Lane", False),
    ],
)
def test_a_heading_has_capitals_no_stop_and_no_sum(text: str, expected: bool) -> None:
    assert is_heading(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ashby Lighting, Lamps and Columns, Chq No 1216 £450.00", True),
        ("Ashby Lighting was paid £450.00.", True),
        ("Ashby Lighting was paid £450.00 for lamps.", False),
        ("The parish council held its annual meeting in the village hall.", True),
        ("The quotation would be brought to the next meeting.", True),
        ("The quotation would be brought to the meeting after that.", False),
    ],
)
def test_a_list_of_names_and_the_meeting_itself_are_formal(text: str, expected: bool) -> None:
    assert is_formal(text) is expected
