from __future__ import annotations

from datetime import date

import pytest

from ingest.claims import named_otherwise, out_of_order, stated_date

MARCH_4 = date(2025, 3, 4)
TITLE = "Minutes of the meeting of Burlow Parish Council held on 4 March 2025"


def test_two_dates_that_both_claim_to_be_the_meetings_leave_it_undated() -> None:
    assert stated_date([TITLE, "Parish Council Meeting 6 March 2025"]) == (
        None,
        ["The text dates the meeting 4 March 2025 and 6 March 2025, and nothing in it says which is right: "
         "no date is given."],
    )  # fmt: skip


def test_of_two_dates_the_one_given_most_often_is_used_and_both_are_named() -> None:
    assert stated_date([TITLE, "Parish Council Meeting 6 March 2025", "Council meeting of 4 March 2025"]) == (
        MARCH_4,
        ["The text dates the meeting 4 March 2025 and 6 March 2025; 4 March 2025 is used."],
    )


def test_of_two_dates_the_one_on_its_weekday_is_used_and_both_are_named() -> None:
    assert stated_date(["Council meeting, Tuesday 3 March 2025", "Minutes of the meeting on Tuesday 4 March 2025"]) == (
        MARCH_4,
        ["The text dates the meeting 3 March 2025 and 4 March 2025; 4 March 2025 is used."],
    )


@pytest.mark.parametrize(
    "other",
    [
        "To approve the minutes of the meeting held on 4 February 2025",
        "Date of publication of these minutes: 11 March 2025",
        "Minutes issued 11 March 2025",
        "Clerk to the Council, 11 March 2025",
        "Next meeting 1 April 2025",
        "Cyfarfod nesaf: 1 Ebrill 2025",
        "Council meeting adjourned from 25 February 2025",
        "The council, which had before it a letter of 11 February 2025 from the owner of the mill, thanked the two "
        "clubs and the school for their help",
    ],
)
def test_a_date_that_is_not_the_meetings_contradicts_nothing(other: str) -> None:
    assert stated_date([TITLE, other]) == (MARCH_4, [])


def test_a_date_alone_in_the_head_is_remarked_on_beside_the_meetings() -> None:
    assert stated_date([TITLE, "11 March 2025, 7 pm"]) == (
        MARCH_4,
        ["The text dates the meeting 4 March 2025; its head also bears 11 March 2025."],
    )


def test_of_two_dates_alone_in_the_head_neither_is_used() -> None:
    assert stated_date(["Burlow Community", "4 March 2025", "5 March 2025"])[0] is None
    assert stated_date(["Burlow Community", "Monday 4 March 2025", "Wednesday 5 March 2025"])[0] == date(2025, 3, 5)


@pytest.mark.parametrize(
    "lines",
    [
        ("Summons to the meeting on Tuesday, 4th", "March 2025", "at 7 pm"),
        ("Summons to the meeting on Tuesday, 4th March,", "2025 at 7 pm"),
        ("Meeting of the Council", "Tuesday 4", "March", "2025"),
    ],
)
def test_a_date_broken_over_lines(lines: tuple[str, ...]) -> None:
    assert stated_date(lines) == (MARCH_4, [])


@pytest.mark.parametrize("lines", [("Page 4", "March 2025"), ("Minutes 4", "March 2025"), ("4th", "of 12 pages")])
def test_what_is_no_broken_date(lines: tuple[str, ...]) -> None:
    assert stated_date(lines) == (None, [])


@pytest.mark.parametrize(
    "text",
    [
        "The Clerk reported that the owner of the mill had written on 4 March 2025, and that his letter would be "
        "answered in the course of the week",
        "At the meeting held on 4 March 2025 it had been agreed that the lamps along the harbour wall be mended and "
        "painted",
        "Cllr Penrose said that the council had decided at its meeting on 4 March 2025 to sell the boats and that "
        "nobody had objected",
    ],
)
def test_a_date_that_a_sentence_mentions_is_not_the_meetings(text: str) -> None:
    assert stated_date([text]) == (None, [])


@pytest.mark.parametrize(
    "text",
    [
        "Ness Community Council held their meeting at the Reading Room in the village on the evening of Tuesday the "
        "4th March 2025",
        "MINUTES of a meeting of the Harbour Board held in the Long Room, Harbour House, Quay Street, Ness on Tuesday, "
        "4 March 2025",
    ],
)
def test_the_first_sentence_of_a_record_dates_it(text: str) -> None:
    assert stated_date([text]) == (MARCH_4, [])


@pytest.mark.parametrize("days", ["4 and 5 March 2025", "4th & 5th March 2025", "4-5 March 2025"])
def test_a_meeting_of_two_days_has_no_date_of_its_own(days: str) -> None:
    assert stated_date([f"Minutes of the meeting held on {days}"]) == (None, [])


def test_a_wrong_weekday_is_remarked_on() -> None:
    assert stated_date(["Council meeting, Friday 4 March 2025"]) == (
        MARCH_4,
        ["The text dates the meeting Friday 4 March 2025, which was a Tuesday."],
    )


@pytest.mark.parametrize(
    "text",
    [
        "The minutes of the meeting held on 4 February 2025 were approved and signed.",
        "The next meeting will be held on 1 April 2025.",
        "The minutes of the meeting held on 4 April 2025 are on the website.",
        "The next meeting was held on 1 February 2025.",
        "The survey was to be ready by the next meeting. It had been sent out on 4 February 2025.",
    ],
)
def test_dates_in_order_are_not_remarked_on(text: str) -> None:
    assert out_of_order(MARCH_4, [text]) == []


def test_minutes_approved_before_they_were_made() -> None:
    text = "RESOLVED that the minutes of the annual meeting of the Council held on 4 March 2025 be approved."
    assert out_of_order(MARCH_4, [text, text]) == [
        "The text approves the minutes of 4 March 2025 at a meeting that it dates 4 March 2025."
    ]


def test_a_next_meeting_that_is_past() -> None:
    assert out_of_order(MARCH_4, ["Date of the next meeting: Tuesday, 4 February 2025"]) == [
        "The text names 4 February 2025 as the next meeting after that of 4 March 2025."
    ]


def test_without_a_date_nothing_is_out_of_order() -> None:
    assert out_of_order(None, ["Date of the next meeting: 4 February 2025"]) == []


@pytest.mark.parametrize(
    ("source", "day"),
    [
        ("minutes_2025-03-14_.pdf", "14 March 2025"),
        ("minutes-2025-03-14-DRAFT.pdf", "14 March 2025"),
        ("/council/14th-March-2025---minutes.pdf", "14 March 2025"),
        ("2025-03-04.pdf", None),
        ("2025-03-14/minutes.pdf", None),
        ("minutes-2025-03-04-and-2025-03-14.pdf", None),
        ("14-03-25.pdf", None),
        ("minutes.pdf", None),
    ],
)
def test_another_date_in_the_name_of_the_file_is_remarked_on(source: str, day: str | None) -> None:
    expected = [f"The name of the file gives {day}, the text 4 March 2025; the text's is used."] if day else []
    assert named_otherwise(MARCH_4, source) == expected
    assert named_otherwise(None, source) == []
