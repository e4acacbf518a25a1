"""What a statement refers back to."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.commitment import Reference
from ingest.commitments.referring import looks_back, references

JUNE = date(2024, 6, 4)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Further to Minute 12, the gate was mended.", ["12"]),
        ("The gate (Minute PC/7) was mended.", ["PC/7"]),
        ("In accordance with minute H 23/028 the bus would run.", ["H 23/028"]),
        ("Minutes 77/21 and minute no. 78/21 were recalled.", ["77/21", "78/21"]),
        ("Each spoke for 10 minutes 30 seconds.", []),
        ("There was a minute's silence, and a 5 minute break.", []),
        ("The minutes of the last meeting were approved.", []),
    ],
)
def test_minutes_by_their_number(text: str, numbers: list[str]) -> None:
    assert [found.minute_number for found in references(text, JUNE)] == numbers


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("As promised at the meeting of 9 March, the swings were back.", [date(2024, 3, 9)]),
        ("It had been agreed on 5 December that it be sold.", [date(2023, 12, 5)]),
        ("The Board, at its meeting on 2 May 2023, asked for a report.", [date(2023, 5, 2)]),
        ("The swings were taken away on 9 March.", []),
        ("It would be agreed at the meeting on 3 September 2024.", []),
        ("It was promised on 31 June that it would be done.", []),
    ],
)
def test_meetings_by_their_day(text: str, days: list[date]) -> None:
    assert [found.held_on for found in references(text, JUNE)] == days


def test_a_day_without_a_year_says_nothing_where_the_meeting_has_no_date() -> None:
    assert references("As promised at the meeting of 9 March.", None) == ()
    assert references("As agreed at the meeting of 9 March 2023.", None) == (Reference(held_on=date(2023, 3, 9)),)


@pytest.mark.parametrize(
    "text", ["as promised", "It had been asked for.", "The work was still to do.", "It was overdue."]
)
def test_what_looks_back(text: str) -> None:
    assert looks_back(text)


@pytest.mark.parametrize("text", ["The Clerk would write.", "A gate was bought."])
def test_what_does_not(text: str) -> None:
    assert not looks_back(text)
