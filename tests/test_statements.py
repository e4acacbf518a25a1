"""The statements of a record, and what surrounds each: its list's lead, its owner, its neighbour."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.chunk import chunk
from ingest.commitments.statements import Statement, is_owner, statements
from ingest.commitments.trackers import columns
from ingest.minutes import Block, BlockKind, Facts, Kind
from ingest.segment import segment
from tests.passages import document_of, segmented

HEAD = ("Minutes of the Meeting of the Parks Committee held on 4 June 2024", "Present: Councillors Ash and Elm.")


def of(*lines: str) -> list[Statement]:
    minutes = segmented(*HEAD, *lines)
    return statements(minutes, chunk(minutes))


def texts(*lines: str) -> list[str]:
    return [statement.text for statement in of(*lines)]


def test_each_sentence_is_a_statement_headings_and_attendance_are_none() -> None:
    assert texts("# 12. Gates", "The gate was broken. The Clerk would have it mended.", "Noted") == [
        "The gate was broken.",
        "The Clerk would have it mended.",
    ]


def test_agenda_text_says_nothing() -> None:
    assert texts("# 12. Gates", "To consider a report on the gates.", "The report was noted by all.") == [
        "The report was noted by all."
    ]


def test_a_list_stands_under_its_lead_and_a_bare_lead_is_no_statement() -> None:
    first, second = of(
        "# 12. Gates", "RESOLVED that the Committee:", "- (a) mend the gate now", "- (b) paint the gate green"
    )
    lead = "RESOLVED that the Committee:"
    assert (first.text, first.lead, first.listed, first.kind) == ("(a) mend the gate now", lead, True, Kind.RESOLUTION)
    assert (second.lead, second.before) == (lead, "(a) mend the gate now")


def test_what_only_leads_to_a_list_is_the_lead_of_its_points() -> None:
    (point,) = of(
        "# 12. Gates", "Members raised a number of points in the long debate, including:", "- the need for gates"
    )
    assert point.lead == "Members raised a number of points in the long debate, including:"


def test_a_line_with_an_owner_is_his_who_is_to_do_what_stands_before_it() -> None:
    first, second = of(
        "# 12. Gates", "i) The gate was broken. A letter to be sent.", "Clerk", "ii) The seat was sound."
    )[1:]
    assert (first.text, first.owner) == ("A letter to be sent.", "Clerk")
    assert (second.text, second.owner) == ("ii) The seat was sound.", None)


def test_an_owner_at_the_end_of_the_line() -> None:
    (statement,) = of("# 12. Gates", "The gate to be mended by June. Clerk")
    assert statement.owner == "Clerk"


@pytest.mark.parametrize("line", ["Clerk", "Cllr. J. Elm", "Cllrs. P. Ash and W. Elm", "Cllr. P. Ash/Clerk", "All"])
def test_what_names_an_owner(line: str) -> None:
    assert is_owner(line)


@pytest.mark.parametrize(
    "line", ["Feb 2019", "Website", "Mr Oak to write to the bank", "Noted", "The Clerk thanked them"]
)
def test_what_names_no_owner(line: str) -> None:
    assert not is_owner(line)


def test_a_row_of_a_tracker_is_one_statement_with_its_owner_and_its_day() -> None:
    rows = (
        "Action | Owner | Due | Progress",
        "New gate at Elm Lane | Parks Manager | End of May 2024 | Overdue. The posts were split.",
        "Paint the seats | – | None | Complete",
    )
    blocks = (
        *map(Block, HEAD),
        Block("12. Gates", BlockKind.HEADING),
        *(Block(row, BlockKind.TABLE_ROW) for row in rows),
    )
    minutes = segment(document_of(blocks), Facts())
    gate, seats = statements(minutes, chunk(minutes))
    assert (gate.text, gate.owner, gate.due) == (rows[1], "Parks Manager", "End of May 2024")
    assert (seats.text, seats.owner, seats.due) == (rows[2], None, None)


def test_what_heads_a_table_of_actions() -> None:
    found = columns("Action | By whom | Deadline")
    assert found is not None
    assert (found.owner_of("Write | Clerk | May"), found.due_of("Write | Clerk | May")) == ("Clerk", "May")
    assert found.owner_of("Write | Clerk") is None
    assert columns("Name | Address | Officer") is None
    assert columns("The action was for the owner of the field to mend the gate | Clerk") is None


def test_a_statement_says_which_vector_is_its_own() -> None:
    first, short, last = of(
        "# 12. Gates", "The old gate was broken. It was agreed. The Clerk would have it mended soon."
    )
    assert [first.vector, short.vector, last.vector] == [first.vector, None, (first.vector or 0) + 1]


def test_what_is_no_record_of_a_meeting_has_none() -> None:
    minutes = replace(segmented(*HEAD, "The Clerk would have the gate mended."), record=Kind.REPORT)
    assert statements(minutes, chunk(minutes)) == []
