from __future__ import annotations

from datetime import date

import pytest

from ingest.header import meeting_of, tidy_capitals
from ingest.minutes import Block, Kind, Meeting, Status

MARCH_4 = date(2025, 3, 4)


def read(*lines: str, kind: Kind = Kind.MINUTES) -> Meeting:
    return meeting_of([Block(line) for line in lines], kind)[0]


def remarks(*lines: str) -> list[str]:
    return meeting_of([Block(line) for line in lines], Kind.MINUTES)[1]


def test_minutes_of_a_committee() -> None:
    assert read(
        "Thornwood Town Council",
        "Minutes of the meeting of the Planning Committee held on Tuesday 4th March 2025 at 7.00 p.m. in the Guildhall",
        "Present: Councillors Penrose (Chair) and Trewin",
    ) == Meeting("Thornwood Town Council", "Planning Committee", MARCH_4, Status.UNKNOWN)


def test_one_sentence_over_several_lines() -> None:
    assert read(
        "HARROW COUNTY COUNCIL",
        "CABINET",
        "MINUTES of a meeting of the Cabinet held in the Council Chamber, County Hall on Tuesday, 4 March 2025.",
        "PRESENT: Ms A Penrose (Chair)",
    ) == Meeting("Harrow County Council", "Cabinet", MARCH_4, Status.UNKNOWN)


def test_a_line_with_committee_weekday_and_time() -> None:
    assert read(
        "Agenda and draft minutes", "Overview and Scrutiny Board - Tuesday, 4th March, 2025 5.30 pm"
    ) == Meeting(None, "Overview and Scrutiny Board", MARCH_4, Status.DRAFT)


def test_a_dash_without_a_space_before_it() -> None:
    assert read("HARBOUR LIGHTING PANEL– 4 March 2025", "MINUTES of the meeting held in the Long Room.") == Meeting(
        None, "Harbour Lighting Panel", MARCH_4
    )


@pytest.mark.parametrize(
    ("printed", "tidied"),
    [
        ("UPTON-CUM-MARLDON PARISH COUNCIL", "Upton-cum-Marldon Parish Council"),
        ("STOKE ON THE HILL TOWN COUNCIL", "Stoke on the Hill Town Council"),
        ("LLANFELYN & SALEM COMMUNITY COUNCIL", "Llanfelyn & Salem Community Council"),
        ("ST. AUBREY’S PARISH COUNCIL", "St. Aubrey’s Parish Council"),
        ("THE PARISH COUNCIL OF MARLDON", None),
        ("Burlow Parish Council", "Burlow Parish Council"),
        ("Minutes of Burlow Parish Council", "Burlow Parish Council"),
        ("Minutes of the Annual Meeting of Burlow Parish Council", "Burlow Parish Council"),
        ("CYNGOR CYMUNED LLANFELYN a SALEM", "Cyngor Cymuned Llanfelyn a Salem"),
        ("Cyngor Tref Llanfelyn", "Cyngor Tref Llanfelyn"),
        ("Clerk to the Council", None),
        ("Council Chamber, Town Hall", None),
        ("Council Tax 2024", None),
        ("County Council", None),
        ("Leader of the Council", None),
    ],
)
def test_names_of_councils(printed: str, tidied: str | None) -> None:
    assert read(printed, "held on 4 March 2025").council == tidied


@pytest.mark.parametrize(
    ("lines", "council"),
    [
        (("LLANFELYN TOWN COUNCIL / CYNGOR TREF LLANFELYN", "Minutes of the meeting"), "Llanfelyn Town Council"),
        (("CYNGOR TREF LLANFELYN / LLANFELYN TOWN COUNCIL", "Cofnodion y cyfarfod"), "Cyngor Tref Llanfelyn"),
        (("THORNWOOD with NESS PARISH COUNCIL",), "Thornwood with Ness Parish Council"),
        (("London Borough of Thornwood", "Cabinet"), "London Borough of Thornwood"),
        (("City of Thornwood Council", "Cabinet"), "City of Thornwood Council"),
        (("Borough of beer and skittles",), None),
    ],
)
def test_names_of_councils_in_two_languages_and_of_boroughs(lines: tuple[str, ...], council: str | None) -> None:
    assert read(*lines).council == council


@pytest.mark.parametrize(
    ("line", "committee"),
    [
        (
            "Minutes of the Planning Committee meeting held at the Guildhall on Monday 3 March 2025",
            "Planning Committee",
        ),
        ("Minutes extract from the Lamps Committee – 4 March 2025", "Lamps Committee"),
        ("Minutes of the Ropes Working Group", "Ropes Working Group"),
        ("Thornwood Town Council: Staffing Committee", "Staffing Committee"),
        ("Cofnodion cyfarfod y Pwyllgor Cynllunio a Ffyrdd a gynhaliwyd", "Pwyllgor Cynllunio a Ffyrdd"),
        ("Minutes of the Lamps Committee Chair", None),
    ],
)
def test_the_body_whose_minutes_they_are(line: str, committee: str | None) -> None:
    assert read(line).committee == committee


def test_a_name_in_mixed_case_goes_before_one_in_capitals() -> None:
    assert read(
        "BURLOW AND NESS PARISH COUNCIL", "Burlow and Ness Parish Council held its meeting on 4 March 2025"
    ) == Meeting("Burlow and Ness Parish Council", "Parish Council", MARCH_4)


@pytest.mark.parametrize(
    ("line", "committee"),
    [
        ("Minutes of the meeting of Thornwood Town Council held on 4 March 2025", "Town Council"),
        ("Minutes of the meeting of the Harbour Sub-Committee held on 4 March 2025", "Harbour Sub-Committee"),
        ("Minutes of the Annual Parish Meeting held on 4 March 2025", "Annual Parish Meeting"),
        ("Minutes of the meeting of the Cabinet, 4 March 2025", "Cabinet"),
        ("Minutes of the meeting of the Health and Wellbeing Board at County Hall", "Health and Wellbeing Board"),
    ],
)
def test_the_body_that_met(line: str, committee: str) -> None:
    assert read("Thornwood Town Council", line).committee == committee


def test_a_member_of_another_body_does_not_name_the_meeting() -> None:
    assert (
        read(
            "Thornwood Town Council",
            "Minutes of the meeting of Thornwood Town Council held on 4 March 2025",
            "Present: Councillor Penrose (Chair of the Harbour Committee)",
            "Harbour Committee",
        ).committee
        == "Town Council"
    )


@pytest.mark.parametrize(
    "decoy",
    [
        "The minutes of the meeting held on 4 February 2025 were confirmed as a correct record.",
        "Minutes of the meeting held on 4 February 2025 were approved and signed.",
        "Minutes of the previous meeting held on 4 February 2025",
        "The minutes of the last meeting of the Board, held on Tuesday 4 February 2025, were taken as read.",
        "To receive the minutes of the meeting held on 4 February 2025.",
        "1. To agree the minutes of the meeting held on 4 February 2025.",
        "Date of next meeting: 4 February 2025",
        "Minutes published on Tuesday 4 February 2025",
        "The minutes of the meeting of 4 February 2025 be signed by the Chair",
    ],
)
def test_a_decoy_date_is_never_taken(decoy: str) -> None:
    assert read("Harbour Board", decoy).held_on is None
    assert read("Harbour Board", decoy, "4 March 2025").held_on == MARCH_4
    assert read("Harbour Board", "Held on 4 March 2025 in the Guildhall", decoy).held_on == MARCH_4


def test_the_date_beside_a_word_for_a_meeting_goes_before_another() -> None:
    assert read("Printed 10 March 2025", "Harbour Board", "Meeting held on 4 March 2025").held_on == MARCH_4


def test_a_wrong_weekday_is_remarked_on_and_the_date_kept() -> None:
    lines = ("Harbour Board", "Held on Monday 4 March 2025")
    assert read(*lines).held_on == MARCH_4
    assert remarks(*lines) == ["The text dates the meeting Monday 4 March 2025, which was a Tuesday."]


def test_a_right_weekday_is_not_remarked_on() -> None:
    assert remarks("Harbour Board", "Held on TUESDAY, 4th March 2025") == []


@pytest.mark.parametrize(
    ("line", "committee", "day"),
    [
        ("To: Cabinet – 13 March 2025", "Cabinet", date(2025, 3, 13)),
        ("To: Cabinet – Thursday 13th March 2025", "Cabinet", date(2025, 3, 13)),
        ("To: County Council, 13 March 2025", "County Council", date(2025, 3, 13)),
        ("Report to: Harbour Board", "Harbour Board", None),
        ("Report to the Harbour Board on 13 March 2025", "Harbour Board", date(2025, 3, 13)),
        ("REPORT TO: HARBOUR BOARD", "Harbour Board", None),
        ("To: Mr A Penrose, 13 March 2025", None, None),
        ("Meeting date: 13 March 2025", None, date(2025, 3, 13)),
        ("Date of meeting: 13/03/2025", None, date(2025, 3, 13)),
        ("Date: 13 March 2025", None, None),
    ],
)
def test_a_report_states_the_meeting_that_it_is_addressed_to(
    line: str, committee: str | None, day: date | None
) -> None:
    assert read("Repair of the harbour wall", line, kind=Kind.REPORT) == Meeting(None, committee, day)


def test_the_date_line_of_an_addressed_report_is_the_meetings() -> None:
    assert read("To: Harbour Board", "Date: 13 March 2025", kind=Kind.REPORT) == Meeting(
        None, "Harbour Board", date(2025, 3, 13)
    )


def test_a_report_that_mentions_bodies_and_dates_states_none() -> None:
    assert read(
        "Repair of the harbour wall",
        "From: Ann Penrose, Harbour Master",
        "Past pathway: Harbour Board, 4 February 2025",
        "On 13 March 2025 the Cabinet of Thornwood Town Council will be asked to agree.",
        kind=Kind.REPORT,
    ) == Meeting(None, None, None)


def test_a_report_below_the_name_of_its_council() -> None:
    assert read("Thornwood Town Council", "To: Cabinet – 13 March 2025", kind=Kind.REPORT) == Meeting(
        "Thornwood Town Council", "Cabinet", date(2025, 3, 13)
    )


def test_what_is_not_stated_is_none() -> None:
    assert meeting_of([Block("Notes"), Block("We met again and talked about the wall.")], Kind.MINUTES) == (
        Meeting(None, None, None, Status.UNKNOWN),
        [],
    )
    assert meeting_of([], Kind.MINUTES) == (Meeting(), [])
    assert meeting_of([], Kind.REPORT) == (Meeting(), [])


@pytest.mark.parametrize(
    ("capitals", "tidied"),
    [
        ("UPTON-CUM-MARLDON", "Upton-cum-Marldon"),
        ("THE ISLE OF NESS", "The Isle of Ness"),
        ("O’NEILL HOUSE", "O’Neill House"),
        ("ST MARY’S", "St Mary’s"),
    ],
)
def test_capitals_are_tidied(capitals: str, tidied: str) -> None:
    assert tidy_capitals(capitals) == tidied


@pytest.mark.parametrize("word", ["County ", "Penrose Council ", "minutes ", "meeting of the ", "4 March "])
def test_a_block_without_end_is_looked_at_only_at_its_beginning(word: str) -> None:
    endless = word * 40 + "Minutes of the meeting of the Harbour Board held on 4 March 2025. " + word * 50_000
    assert read("Port Panel", endless).committee == "Port Panel"
    assert read("x" * 600 + " Minutes of the meeting of the Harbour Board held on 4 March 2025") == Meeting()
