from __future__ import annotations

import pytest

from ingest.found import Status
from ingest.status import status_of


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("DRAFT MINUTES", Status.DRAFT),
        ("Draft Minutes of the meeting held on 4 March 2025", Status.DRAFT),
        ("Minutes (draft) of the meeting held on 4 March 2025", Status.DRAFT),
        ("UNCONFIRMED MINUTES", Status.DRAFT),
        ("Unconfirmed minutes of the Harbour Board", Status.DRAFT),
        ("DRAFT", Status.DRAFT),
        ("Draft", Status.DRAFT),
        ("Confirmed minutes", Status.CONFIRMED),
        ("APPROVED MINUTES", Status.CONFIRMED),
        ("APPROVED", Status.CONFIRMED),
        ("Minutes (approved)", Status.CONFIRMED),
        ("These minutes were approved on 1 April 2025", Status.CONFIRMED),
        ("Minutes – subject to approval at the next meeting", Status.DRAFT),
        ("Agenda and draft minutes", Status.DRAFT),
        ("Cofnodion DRAFFT", Status.DRAFT),
        ("Agenda and minutes", Status.UNKNOWN),
        ("The minutes were approved", Status.UNKNOWN),
        ("Approved budget", Status.UNKNOWN),
        ("Minutes", Status.UNKNOWN),
        ("Draft Budget 2025", Status.UNKNOWN),
        ("To approve the draft minutes of the meeting held on 4 February 2025", Status.UNKNOWN),
        ("The draft minutes of the previous meeting were confirmed", Status.UNKNOWN),
        ("To approve the minutes", Status.UNKNOWN),
    ],
)
def test_status(line: str, status: Status) -> None:
    assert status_of(["Harbour Board", line, "Meeting of 4 March 2025"]) is status


def test_a_word_far_below_the_head_says_nothing() -> None:
    assert status_of(["Harbour Board"] * 12 + ["DRAFT"]) is Status.UNKNOWN
