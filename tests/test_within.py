from __future__ import annotations

from datetime import date

import pytest

from ingest.chunk import chunk
from ingest.minutes import Block, BlockKind, Document, Facts, Item, Kind, Meeting, Minutes, Status
from ingest.segment import segment
from ingest.within import Within, inherited, records_within

AGENDA = ("AGENDA", "HARBOUR BOARD", "Tuesday, 4 March 2025, at 7 pm", "1. Apologies", "2. Minutes of the last meeting")
RECORD = (
    "HARROW TOWN COUNCIL",
    "HARBOUR BOARD",
    "MINUTES of a meeting of the Harbour Board held in the Long Room on Tuesday, 4 February 2025.",
    "PRESENT: Ms A Penrose (Chair), Mr B Trewin",
    "84. Lamps",
    "The lamps along the wall had been mended.",
    "85. Boats",
    "RESOLVED that two boats be sold.",
)
REPORT = ("From: A Penrose, Harbour Master", "To: Harbour Board, 4 March 2025", "Subject: Ropes", "Ropes wear out.")
FEBRUARY = Meeting("Harrow Town Council", "Harbour Board", date(2025, 2, 4))
MARCH_4 = date(2025, 3, 4)


def blocks(*pages: tuple[str, ...]) -> tuple[Block, ...]:
    """Blocks of paragraphs, one tuple of them a page; "# " marks a heading, "84. " a number printed before a title."""
    return tuple(_block(text, number) for number, page in enumerate(pages, start=1) for text in page)


def _block(text: str, page: int | None) -> Block:
    heading = text.startswith("# ")
    first = text.split(maxsplit=1)[0]
    label = first if first.rstrip(".").isdigit() and first.endswith(".") else None
    kind = BlockKind.HEADING if heading or label else BlockKind.PARAGRAPH
    return Block(text.removeprefix("# "), kind, page, label)


def read(*pages: tuple[str, ...], facts: Facts | None = None) -> Minutes:
    return segment(Document("pack", "pack.pdf", "Pack", "application/pdf", "0", "0", blocks(*pages)), facts or Facts())


def inside(minutes: Minutes) -> list[Item]:
    return [item for item in minutes.items if item.meeting]


def test_minutes_in_an_agenda_pack_have_their_own_meeting_and_numbers() -> None:
    minutes = read(AGENDA, RECORD, REPORT)
    assert (minutes.record, minutes.meeting) == (Kind.AGENDA, Meeting(None, "Harbour Board", MARCH_4))
    assert inside(minutes) == [
        Item(None, None, Kind.HEADER, 5, 9, FEBRUARY),
        Item("84", "Lamps", Kind.MINUTES, 9, 11, FEBRUARY),
        Item("85", "Boats", Kind.MINUTES, 11, 13, FEBRUARY),
    ]
    assert [(item.number, item.start, item.stop) for item in minutes.items if item.meeting is None] == [
        (None, 0, 3),
        ("1", 3, 4),
        ("2", 4, 5),
        (None, 13, 17),
    ]
    assert minutes.kinds[8:13] == (
        Kind.ATTENDANCE, Kind.MINUTES, Kind.MINUTES, Kind.MINUTES, Kind.RESOLUTION
    )  # fmt: skip


def test_their_passages_carry_the_meeting_and_may_be_cited_by_number() -> None:
    passages = chunk(read(AGENDA, RECORD, REPORT))
    cited = {p.text.splitlines()[-1]: (p.meeting, p.minute_number) for p in passages}
    assert cited["RESOLVED that two boats be sold."] == (FEBRUARY, "85")
    assert cited["Ropes wear out."] == (None, None)
    assert cited["2. Minutes of the last meeting"] == (None, None)


def test_minutes_filed_by_themselves_have_none_inside_them() -> None:
    minutes = read(RECORD)
    assert minutes.meeting == FEBRUARY
    assert inside(minutes) == []


def test_an_agenda_that_no_heading_calls_one_still_goes_before_the_record() -> None:
    agenda = (
        "Harrow Town Council",
        "Tuesday, 4 March 2025",
        "1. Apologies.",
        "2. Minutes of the meeting held on 4 February 2025.",
        "3. Lamps.",
        "4. Correspondence.",
    )
    minutes = read(agenda, RECORD)
    assert (minutes.record, minutes.meeting.held_on) == (Kind.AGENDA, MARCH_4)
    assert [item.number for item in inside(minutes)] == [None, "84", "85"]


def test_a_cover_with_its_contents_does_not_make_its_minutes_anothers() -> None:
    cover = ("Harrow Town Council", "Harbour Board, 4 February 2025", "Contents")
    assert read(cover, RECORD).meeting.held_on == date(2025, 2, 4)
    assert inside(read(cover, RECORD)) == []


def test_a_page_stamp_above_minutes_makes_no_pack_of_them() -> None:
    assert records_within(blocks(("Agenda Item 3", *RECORD))) == []
    assert records_within(blocks(("Agenda and draft minutes", *RECORD))) == []


@pytest.mark.parametrize(
    "following",
    [
        REPORT,
        ("Agenda Item 5", "Ropes", "Ropes wear out."),
        ("# Appendix A", "Ropes wear out."),
        ("AGENDA", "1. Apologies"),
        ("Notice of meeting", "To be held on 1 April 2025"),
    ],
)
def test_where_they_end(following: tuple[str, ...]) -> None:
    assert records_within(blocks(AGENDA, RECORD, following)) == [Within(5, 13)]


def test_they_end_on_the_page_after_the_meeting_closed() -> None:
    closed = (*RECORD, "The meeting closed at 8.15 pm.", "Signed", "Chair")
    assert records_within(blocks(AGENDA, closed, ("Ropes", "Ropes wear out."))) == [Within(5, 16)]


def test_closing_a_part_of_the_meeting_ends_nothing() -> None:
    page = (*RECORD, "The Chair closed the public session.")
    assert records_within(blocks(AGENDA, page, ("86. Ropes", "Ropes wear out."))) == [Within(5, 16)]


def test_a_meeting_that_went_on_is_not_over() -> None:
    page = (*RECORD, "The meeting was adjourned at 7.30 pm.", "It resumed at 7.45 pm.")
    assert records_within(blocks(AGENDA, page, ("86. Ropes", "Ropes wear out."))) == [Within(5, 17)]


def test_an_agenda_item_named_in_the_middle_of_a_page_ends_nothing() -> None:
    page = (*RECORD, "Agenda Item 5", "AGENDA", "Noted.")
    assert records_within(blocks(AGENDA, page)) == [Within(5, 16)]


def test_two_records_one_after_the_other() -> None:
    other = ("Minutes of the meeting of the Lamps Panel held on 5 February 2025", "Present: Mr B Trewin", "1. Wicks", "Noted.")  # fmt: skip # noqa: E501
    minutes = read(AGENDA, RECORD, other)
    assert [item.meeting.committee for item in inside(minutes) if item.meeting] == ["Harbour Board"] * 3 + [
        "Lamps Panel"
    ] * 2


def test_a_committee_of_the_council_has_its_name_and_a_joint_body_has_not() -> None:
    pack = Meeting("Harrow Town Council", None, MARCH_4)
    assert inherited(Meeting(None, "Lamps Panel"), pack).council == "Harrow Town Council"
    assert inherited(Meeting(None, "Joint Lamps Board"), pack).council is None
    assert inherited(Meeting("Ness Parish Council"), pack).council == "Ness Parish Council"


def test_minutes_below_the_head_of_a_report() -> None:
    minutes = read(REPORT, RECORD)
    assert (minutes.record, minutes.meeting.held_on) == (Kind.REPORT, MARCH_4)
    assert [item.number for item in inside(minutes)] == [None, "84", "85"]


def test_minutes_of_a_committee_behind_the_minutes_of_the_council() -> None:
    own = ("Harrow Town Council", "Minutes of the meeting held on 4 March 2025", "Present: Ms A Penrose", "1. Ropes")
    text = tuple(f"Rope {n} was looked at by the harbour master and his men." for n in range(40))
    minutes = read((*own, *text), RECORD)
    assert (minutes.record, minutes.meeting.held_on) == (Kind.MINUTES, MARCH_4)
    assert {item.meeting for item in inside(minutes)} == {FEBRUARY}
    assert minutes.items[1].stop == 44


@pytest.mark.parametrize(
    "told",
    [
        ("A meeting with the owner of the mill was held on 3 February 2025.", "Present: Ms A Penrose"),
        ("A meeting of the Lamps Panel was held on 3 February 2025.", "Present: Ms A Penrose"),
    ],
)
def test_a_meeting_that_minutes_tell_of_is_no_record_in_them(told: tuple[str, ...]) -> None:
    own = ("Harrow Town Council", "Minutes of the meeting held on 4 March 2025", "Present: Ms A Penrose", "1. Ropes")
    text = tuple(f"Rope {n} was looked at by the harbour master and his men." for n in range(40))
    assert inside(read((*own, *text, *told, *text))) == []


def test_a_meeting_that_a_report_tells_of_is_no_record_in_it() -> None:
    told = ("A meeting with the owner of the mill was held on 3 February 2025.", "Present: Ms A Penrose")
    assert inside(read((*REPORT, *told))) == []


def test_a_second_head_of_the_same_meeting_is_no_other() -> None:
    head = ("Harrow Town Council", "Minutes of the meeting held on 4 March 2025", "Present: Ms A Penrose", "1. Ropes")
    text = tuple(f"Rope {n} was looked at by the harbour master and his men." for n in range(40))
    assert inside(read((*head, *text), head)) == []


@pytest.mark.parametrize(
    "line",
    [
        "Minutes of the meeting held on 4 February 2025, if in order, to be approved as a correct record",
        "The minutes of the last meeting were read.",
        "To receive the minutes of the meeting held on 4 February 2025",
        "2. Minutes of the meeting held on 4 February 2025",
        "Minutes:",
    ],
)
def test_an_item_on_other_minutes_is_not_their_record(line: str) -> None:
    assert records_within(blocks(AGENDA, (line, "Noted.", "Present: Ms A Penrose"))) == []


@pytest.mark.parametrize(
    "head",
    [
        ("Ness Parish Council - 4 February 2025", "Present"),
        ("Ness Parish Council", "4 February 2025", "Present"),
        ("Ness Parish Council", "Ness Parish Council held its meeting on 4 February 2025", "Present: Mr B Trewin"),
        ("Draft", "Minutes of Ness Parish Council, 4 February 2025", "Members present: Mr B Trewin"),
        ("CYNGOR TREF NESS", "COFNODION y cyfarfod ar 4 Chwefror 2025", "PRESENNOL: B Trewin"),
        (
            "MINUTES",
            "TOWNSHIP OF NESS",
            "Tuesday, February 4, 2025",
            "A meeting of the Township was held.",
            "Present: A",
        ),
        ("Meeting (no. 4) of", "Ness Parish Council", "4 February 2025", "Present were: Mr B Trewin"),
    ],
)
def test_forms_of_heads(head: tuple[str, ...]) -> None:
    assert records_within(blocks(AGENDA, (*head, "Lamps were mended."))) == [Within(5, 6 + len(head))]
    minutes = read(AGENDA, (*head, "Lamps were mended."))
    assert {item.meeting.held_on for item in inside(minutes) if item.meeting} == {date(2025, 2, 4)}


def test_their_status_and_their_remarks_are_theirs() -> None:
    record = ("DRAFT", *RECORD[:2], RECORD[2].replace("Tuesday", "Friday"), *RECORD[3:])
    minutes = read(AGENDA, record)
    assert {item.meeting.status for item in inside(minutes) if item.meeting} == {Status.DRAFT}
    assert minutes.meeting.status is Status.UNKNOWN
    assert minutes.remarks == (
        "Of minutes inside it: The text dates the meeting Friday 4 February 2025, which was a Tuesday.",
    )


def test_facts_are_the_packs_and_its_council_the_committees() -> None:
    minutes = read(AGENDA, RECORD[1:], facts=Facts(council="Ness Town Council", held_on=date(2025, 3, 5)))
    assert minutes.meeting.held_on == date(2025, 3, 5)
    assert {item.meeting for item in inside(minutes)} == {
        Meeting("Ness Town Council", "Harbour Board", date(2025, 2, 4))
    }
