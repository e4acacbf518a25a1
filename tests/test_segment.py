from __future__ import annotations

from datetime import date

import pytest

from corpus.build import DOCUMENTS, PLAIN
from corpus.markup import Shape, Source, read_sources
from ingest.documents import read_without_ocr
from ingest.minutes import Facts, Item, Kind, Meeting, Minutes, Raw, Status
from ingest.sources.folder import Folder
from tests.passages import segmented

SAID = "The Board was told that the lamps along the harbour wall had been mended in the week before the meeting."
MARCH_4 = date(2025, 3, 4)


def test_minutes_with_head_items_and_kinds() -> None:
    minutes = segmented(
        "# THORNWOOD TOWN COUNCIL",
        "# HARBOUR BOARD",
        "Minutes of the meeting of the Harbour Board held on Tuesday 4 March 2025",
        "Present: Councillors Penrose (Chair) and Trewin",
        "In attendance: the Harbour Master",
        "# 346. Apologies",
        "There were none.",
        "# 347. Lamps",
        SAID,
        "RESOLVED: that",
        "- (a) they be kept lit;",
        "- (b) a spare be bought.",
        "Councillor Trewin declared a personal interest as a lamp maker.",
    )
    assert minutes.meeting == Meeting("Thornwood Town Council", "Harbour Board", MARCH_4, Status.UNKNOWN)
    assert minutes.items == (
        Item(None, None, Kind.HEADER, 0, 5),
        Item("346", "Apologies", Kind.ATTENDANCE, 5, 7),
        Item("347", "Lamps", Kind.MINUTES, 7, 13),
    )
    assert [kind.value for kind in minutes.kinds] == (
        ["header"] * 3 + ["attendance"] * 4 + ["minutes"] * 2 + ["resolution"] * 3 + ["interest"]
    )
    assert minutes.remarks == ()


def test_headings_at_the_top_name_the_record_and_are_no_items() -> None:
    minutes = segmented(
        "# Minutes",
        "# Harbour Board",
        "Meeting held on Tuesday 4 March 2025",
        "Present: Councillor Penrose",
        "# Lamps",
        SAID,
        "# Boats",
        SAID,
    )
    assert minutes.meeting == Meeting(None, "Harbour Board", MARCH_4)
    assert [(item.title, item.start) for item in minutes.items] == [(None, 0), ("Lamps", 4), ("Boats", 6)]


def test_a_record_whose_only_headings_are_at_the_top() -> None:
    minutes = segmented(
        "# MINUTES", "# HARBOUR BOARD", "Meeting held on 4 March 2025", "Present: Councillor Penrose", SAID
    )
    assert minutes.meeting == Meeting(None, "Harbour Board", MARCH_4)


def test_an_extract_that_begins_with_an_item_states_no_meeting() -> None:
    minutes = segmented(
        "84. Minutes of the meeting held on 4 February 2025", "They were signed.", "85. Lamps", SAID, "Minutes:", SAID
    )
    assert minutes.meeting == Meeting(None, None, None, Status.UNKNOWN)
    assert [item.number for item in minutes.items] == ["84", "85"]


def test_an_item_page_states_no_meeting() -> None:
    minutes = segmented(
        "Agenda item",
        "Harbour Lighting Plan",
        "Minutes:",
        "The Board recalled its meeting of Thornwood Town Council held on Tuesday 4 February 2025.",
        "(Note: Before the item in Minute 347, Councillor Penrose declared a personal interest.)",
    )
    assert minutes.meeting == Meeting(None, None, None, Status.UNKNOWN)
    assert minutes.items == (Item("347", "Harbour Lighting Plan", Kind.MINUTES, 0, 5),)


def test_a_transcript_is_one_item_and_its_speeches_state_no_meeting() -> None:
    minutes = segmented(
        "The Chair (Ms Penrose): I open the meeting of the Lamps Committee of Thornwood Town Council on 4 March 2025.",
        "# Mr Trewin: Is it not the Harbour Board?",
        "The Chair: It is not.",
        "# Mr Trewin: Are you sure?",
    )
    assert minutes.meeting == Meeting(None, None, None, Status.UNKNOWN)
    assert minutes.items == (Item(None, None, Kind.MINUTES, 0, 4),)


def test_text_without_any_structure_is_one_item() -> None:
    minutes = segmented(SAID, SAID)
    assert minutes.items == (Item(None, None, Kind.REPORT, 0, 2),)
    assert minutes.meeting == Meeting()


def test_facts_beside_the_document_go_before_its_text() -> None:
    lines = ("Harbour Board", "Draft minutes of the meeting held on 4 March 2025", "1. Lamps", SAID, "2. Boats", SAID)
    facts = Facts("Ness Council", "Port Board", date(2025, 3, 5), None, Status.CONFIRMED)
    minutes = segmented(*lines, facts=facts)
    assert minutes.meeting == Meeting("Ness Council", "Port Board", date(2025, 3, 5), Status.CONFIRMED)
    assert minutes.remarks == (
        "The source dates the meeting 5 March 2025, the text 4 March 2025; the source's date is used.",
    )


def test_facts_that_agree_are_not_remarked_on() -> None:
    minutes = segmented("Harbour Board", "Meeting held on 4 March 2025", SAID, facts=Facts(held_on=MARCH_4))
    assert minutes.meeting.held_on == MARCH_4
    assert minutes.remarks == ()


def test_facts_fill_what_the_text_does_not_state() -> None:
    minutes = segmented(SAID, facts=Facts(council="Ness Council", held_on=MARCH_4))
    assert minutes.meeting == Meeting("Ness Council", None, MARCH_4, Status.UNKNOWN)


def test_a_wrong_weekday_in_the_text_is_remarked_on_before_the_disagreement() -> None:
    minutes = segmented(
        "Harbour Board",
        "Minutes of the meeting held on Monday 4 March 2025",
        SAID,
        facts=Facts(held_on=date(2025, 3, 3)),
    )
    assert minutes.remarks == (
        "The text dates the meeting Monday 4 March 2025, which was a Tuesday.",
        "The source dates the meeting 3 March 2025, the text 4 March 2025; the source's date is used.",
    )


SOURCES = read_sources(PLAIN)
MINUTES = [source for source in SOURCES if source.kind == "minutes"]
RAWS = {
    raw.source.removeprefix(f"{DOCUMENTS}/"): raw
    for raw in Folder(DOCUMENTS, Facts(), 10_000_000).files()
    if isinstance(raw, Raw)
}


def of_sample(source: Source) -> Minutes:
    raw = RAWS[source.file]
    return read_without_ocr(raw, "").minutes


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.file)
def test_the_meetings_of_the_sample_archive(source: Source) -> None:
    meeting = of_sample(source).meeting
    stated = source.facts != "none"
    assert meeting.committee == (source.committee or None if stated else None)
    assert meeting.held_on == (date.fromisoformat(source.date) if stated and source.date else None)
    assert meeting.council in ({source.council, None} if stated else {None})


@pytest.mark.parametrize("source", MINUTES, ids=lambda source: source.file)
def test_the_items_of_the_sample_archive(source: Source) -> None:
    printed = [line.number.strip(".()") for line in source.lines if line.shape is Shape.ITEM]
    found = [item.number for item in of_sample(source).items if item.number is not None]
    assert found == printed
