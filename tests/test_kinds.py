from __future__ import annotations

import pytest

from ingest.kinds import (
    block_kinds,
    document_kind,
    first_speech,
    head_kinds,
    is_attendance,
    is_resolution,
    item_kind,
)
from ingest.minutes import Block, BlockKind, Kind

SAID = "The Board was told that the lamps along the harbour wall had been mended in the week before the meeting."


def blocks(*lines: str) -> list[Block]:
    """Blocks of paragraphs; "# " marks a heading, "- " a list item (the mark is no part of the text)."""
    kinds = {"# ": BlockKind.HEADING, "- ": BlockKind.LIST_ITEM}
    return [Block(line[2:], kinds[line[:2]]) if line[:2] in kinds else Block(line) for line in lines]


def kinds(*lines: str, ordinary: Kind = Kind.MINUTES) -> list[str]:
    return [kind.value for kind in block_kinds(blocks(*lines), ordinary, Kind.MINUTES)]


@pytest.mark.parametrize(
    "text",
    [
        "RESOLVED – That the lamps be mended.",
        "RESOLVED: That the lamps be mended.",
        "RESOLVED that the lamps be mended.",
        "Resolved: that the lamps be mended.",
        "Resolved (unanimously): that the lamps be mended.",
        "Resolved unanimously: that the lamps be mended.",
        "UNANIMOUSLY RESOLVED that the lamps be mended.",
        "R E S O L V E D: that the lamps be mended.",
        "AGREED – that the lamps be mended.",
        "Agreed: that the lamps be mended.",
        "Agreed that the lamps be mended.",
        "RECOMMENDED - T H A T the lamps be mended.",
        "RECOMMENDED to Council that the lamps be mended.",
        "Recommended: that the lamps be mended.",
        "NOTED",
        "NOTED.",
        "NOTED the report of the Harbour Master.",
        "APPROVED",
        "RECEIVED.",
        "CARRIED",
        "It was RESOLVED that the lamps be mended.",
        "Following debate it was RESOLVED",
        "it was unanimously resolved that the lamps be mended",
        "It was resolved that the lamps be mended.",
        "It was unanimously agreed that the lamps be mended.",
        "On the motion of Councillor Penrose it was AGREED that the lamps be mended.",
        "PENDERFYNWYD bod y lampau yn cael eu trwsio.",
        "(a) RESOLVED: that the lamps be mended",
    ],
)
def test_resolutions(text: str) -> None:
    assert is_resolution(text)


@pytest.mark.parametrize(
    "text",
    [
        SAID,
        "Members stood for a minute's silence.",
        "There followed a 10 minute period for questions.",
        "The two councils agreed to differ.",
        "The Clerk agreed to write to the owner.",
        "Quality assurance of the works was described.",
        "The works were undertaken by a contractor.",
        "The dispute had been resolved.",
        "It was noted in the press.",
        "To consider whether it be resolved to mend the lamps",
        "Approved contractors were listed.",
        "The recommended dose was small.",
        "The minutes were received late.",
        "Agreed prices were shown.",
    ],
)
def test_what_is_no_resolution(text: str) -> None:
    assert not is_resolution(text)


def test_a_resolution_reaches_over_its_list() -> None:
    assert kinds(
        "# 4. Lamps",
        SAID,
        "RESOLVED – That",
        "- (a) the lamps be mended;",
        "- (b) the wall be painted; and",
        "- (c) the cost be met from reserves.",
        SAID,
        "- a point that was made afterwards",
    ) == ["minutes", "minutes", "resolution", "resolution", "resolution", "resolution", "minutes", "minutes"]


def test_a_resolution_reaches_over_that_on_the_next_line() -> None:
    assert kinds("it was", "RESOLVED", "That the lamps be mended.", SAID) == [
        "minutes",
        "resolution",
        "resolution",
        "minutes",
    ]


def test_a_list_without_a_resolution_is_no_resolution() -> None:
    assert (
        kinds("Members made these points:", "- (a) the lamps were old;", "- (b) the wall was older.") == ["minutes"] * 3
    )


def test_agenda_text_before_the_minutes() -> None:
    assert kinds(
        "# 4. Harbour lamps",
        "To consider the report of the Harbour Master.",
        "Decision:",
        "RESOLVED: that the lamps be mended.",
        "Minutes:",
        SAID,
        "RESOLVED: that the lamps be mended.",
    ) == ["agenda", "agenda", "agenda", "resolution", "minutes", "minutes", "resolution"]


@pytest.mark.parametrize(
    "text",
    [
        "To consider the report.",
        "To receive apologies for absence.",
        "To approve the accounts",
        "To note the letter.",
        "To elect a Chair for the year.",
    ],
)
def test_agenda_text(text: str) -> None:
    assert kinds(text) == ["agenda"]


@pytest.mark.parametrize("text", ["To date nothing had been heard.", "To the Clerk it seemed late."])
def test_no_agenda_text(text: str) -> None:
    assert kinds(text) == ["minutes"]


def test_a_numbered_title_is_no_agenda_text_though_it_says_to_consider() -> None:
    block = Block("2. To approve the minutes", BlockKind.LIST_ITEM, label="2.")
    assert block_kinds([block], Kind.MINUTES, Kind.MINUTES) == [Kind.MINUTES]
    assert kinds("# To approve the minutes") == ["minutes"]


@pytest.mark.parametrize(
    "text",
    [
        "Councillor Penrose declared a personal interest in item 4.",
        "(Note: Before the item in Minute 347, Councillor Penrose declared her pecuniary interest.)",
        "Mr Trewin disclosed an interest, being a trustee.",
        "The Mayor declared a non-pecuniary interest.",
        "Councillor Pugh declared an other registerable interest.",
    ],
)
def test_notes_of_interests(text: str) -> None:
    assert kinds(text) == ["interest"]


@pytest.mark.parametrize(
    "text", ["There was great interest in the lamps.", "The bank declared a lower rate of interest."]
)
def test_other_interests(text: str) -> None:
    assert kinds(text) == ["minutes"]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Apologies for absence", Kind.ATTENDANCE),
        ("Present", Kind.ATTENDANCE),
        ("Committee Members Present were", Kind.ATTENDANCE),
        ("Attendance", Kind.ATTENDANCE),
        ("School attendance and exclusions", Kind.MINUTES),
        ("The pier: past, present and future", Kind.MINUTES),
        ("Declarations of interest", Kind.INTEREST),
        ("Disclosures of pecuniary and other interests", Kind.INTEREST),
        ("Ymddiheuriadau", Kind.ATTENDANCE),
        ("Lamps", Kind.MINUTES),
        ("Presentation by the Harbour Master", Kind.MINUTES),
        ("Public interest test", Kind.MINUTES),
        (None, Kind.MINUTES),
    ],
)
def test_kinds_of_items(title: str | None, kind: Kind) -> None:
    assert item_kind(title, Kind.MINUTES) is kind


@pytest.mark.parametrize("record", [Kind.AGENDA, Kind.REPORT])
def test_an_agenda_or_report_is_one_kind_throughout(record: Kind) -> None:
    assert item_kind("Apologies for absence", record) is record
    assert block_kinds(blocks("RESOLVED: that it be so.", SAID), record, record) == [record, record]


@pytest.mark.parametrize(
    "text",
    [
        "Present: Councillors Penrose and Trewin",
        "PRESENT",
        "Also present:",
        "In attendance: the Clerk",
        "Members present:",
        "Apologies were received from Cllr Pugh.",
        "Presennol: Cyng. Pugh",
        "1. Present",
        "Councillors present: Penrose",
    ],
)
def test_attendance(text: str) -> None:
    assert is_attendance(text)


@pytest.mark.parametrize(
    "text", ["Presentation of badges", "The present lamps are old.", "Presenting the report, he said"]
)
def test_no_attendance(text: str) -> None:
    assert not is_attendance(text)


def test_the_head_is_header_and_then_attendance() -> None:
    head = blocks(
        "Harbour Board", "Held on 4 March 2025", "Present:", "Councillor Penrose (Chair)", "Councillor Trewin"
    )
    assert head_kinds(head, Kind.MINUTES) == [Kind.HEADER] * 2 + [Kind.ATTENDANCE] * 3
    assert head_kinds(head, Kind.AGENDA) == [Kind.HEADER] * 5


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (["Harbour Board", "Minutes of the meeting held on 4 March 2025", "Present: Cllr Penrose", SAID], Kind.MINUTES),
        (["Cofnodion cyfarfod y Cyngor", "Presennol: Cyng. Pugh", SAID], Kind.MINUTES),
        (["The Board held its meeting on 4 March 2025", SAID], Kind.MINUTES),
        (["Agenda item", "Harbour lamps", "Minutes:", SAID], Kind.MINUTES),
        (
            ["Agenda and draft minutes", "Harbour Board - 4 March 2025", "Present: Cllr Penrose", "Minutes:"],
            Kind.MINUTES,
        ),
        (
            [
                "AGENDA",
                "A meeting of the Harbour Board will be held on 4 March 2025",
                "1. To receive apologies",
                "2. Minutes",
            ],
            Kind.AGENDA,
        ),
        (["NOTICE OF MEETING", "Harbour Board", "4 March 2025 at 7 pm", "1. Apologies", "2. Lamps"], Kind.AGENDA),
        (["SUMMONS", "You are summoned to a meeting to be held on 4 March 2025", "1. Apologies"], Kind.AGENDA),
        (
            ["From: Ann Penrose", "To: Harbour Board – 4 March 2025", "Subject: Lamps", "Summary: They are old."],
            Kind.REPORT,
        ),
        (["Repair of the harbour wall", SAID, SAID], Kind.REPORT),
        (["Ann Penrose: Good morning.", "Ben Trewin: Good morning.", "Ann Penrose: Shall we begin?"], Kind.MINUTES),
    ],
)
def test_kinds_of_records(lines: list[str], kind: Kind) -> None:
    assert document_kind(blocks(*lines)) is kind


def test_the_first_speech_of_a_transcript() -> None:
    spoken = (
        "The Chair (Ms Ann Penrose, Ness): Order.",
        "Mr Trewin: I rise.",
        "Ms O’Neill: So do I.",
        "Mr Trewin: No.",
    )
    assert first_speech(blocks("Harbour Board", "Date: 4 March 2025", "Venue: the Guildhall", *spoken)) == 3
    assert first_speech(blocks("Harbour Board", "Mr Trewin: I rise.")) is None
    assert first_speech([]) is None


def test_a_list_of_what_every_agenda_has_is_one_without_the_word() -> None:
    listed = ("1. Apologies", "2. Declarations of interest", "3. Minutes of the meeting held on 4 March", "4. Lamps")
    assert document_kind(blocks("Ness Parish Council", "Tuesday 1 April 2025", *listed)) is Kind.AGENDA
    assert document_kind(blocks("Ness Parish Council", "Present: A Penrose", *listed, SAID)) is Kind.MINUTES
    assert document_kind(blocks("Minutes of Ness Parish Council", *listed, SAID)) is Kind.MINUTES


def test_numbered_items_with_text_below_them_are_no_agenda() -> None:
    items = ("1. Apologies", "2. Declarations of interest", "3. Correspondence", "4. Lamps")
    below = [line for item in items for line in (item, SAID, SAID)]
    assert document_kind(blocks("Ness Parish Council", "Tuesday 1 April 2025", *below)) is Kind.REPORT
