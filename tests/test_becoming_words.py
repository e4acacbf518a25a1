"""What became of a commitment, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from index.backend import Place, Record
from index.ledger import Bodies, Ledger, LedgerEntry, Link, Why
from ingest.minutes import Commitment as Made
from ingest.minutes import CommitmentType, Deadline, Kind, Meeting, Outcome, Passage
from search_api.becoming import State, registered
from search_api.becoming_words import STATE_LABELS, TYPE_LABELS, cited, told
from tests.commitment_fixtures import JUNE, MARCH, SEPTEMBER

CABINET = Meeting("Torbay Council", "Cabinet", MARCH)
TEXT = "It would be done."
MAY, AUGUST = Deadline("by May", None, MARCH), Deadline("by August", None, SEPTEMBER)


def entry(name: str, meeting: Meeting = CABINET, **stated: Any) -> LedgerEntry:
    types = stated.pop("types", (CommitmentType.UNDERTAKING,))
    document = Record(f"d-{name}", f"{name}.txt", name, "text/plain", "0", meeting, 1, len(TEXT))
    passage = Passage(name, document.id, 0, 0, len(TEXT), TEXT, None, "7", Kind.MINUTES, None)
    return LedgerEntry(Made(name, name, None, 0, len(TEXT), TEXT, types, **stated), Place(passage, document))


def in_june(**stated: Any) -> LedgerEntry:
    return entry("later", Meeting("Torbay Council", "Cabinet", JUNE), **stated)


def words(first: LedgerEntry, *later: LedgerEntry, since: int = 1) -> str:
    days = [MARCH, JUNE, SEPTEMBER][: since + 1]
    links = tuple(Link(first.commitment.id, one.commitment.id, Why.CONTENT, 2.0) for one in later)
    bodies = Bodies((replace(first.place.meeting, held_on=day), "d", "d.txt") for day in days)
    one, *_ = registered(Ledger((first, *later), links, bodies))
    return told(one)


def said() -> Iterator[tuple[LedgerEntry, str]]:
    followup = (CommitmentType.FOLLOWUP,)
    for outcome, told_so in (
        (Outcome.DONE, "Reported done on 4 June 2024"),
        (Outcome.LATE, "Reported late on 4 June 2024"),
        (Outcome.REFUSED, "Reported refused on 4 June 2024"),
        (Outcome.SUPERSEDED, "Reported superseded on 4 June 2024"),
        (Outcome.PROGRESS, "Open: progress was reported on 4 June 2024"),
        (None, "Open: last mentioned on 4 June 2024"),
    ):
        yield in_june(outcome=outcome, types=followup), told_so
    yield in_june(), "Said again on 4 June 2024"
    yield in_june(by_when=AUGUST), "Late: given a later date on 4 June 2024"
    yield in_june(by_when=AUGUST, outcome=Outcome.LATE), "Reported late on 4 June 2024"


@pytest.mark.parametrize(("later", "expected"), list(said()))
def test_what_a_later_statement_says(later: LedgerEntry, expected: str) -> None:
    assert words(entry("first", by_when=MAY), later) == expected


@pytest.mark.parametrize(
    ("meeting", "since", "expected"),
    [
        (CABINET, 2, "Not mentioned since: 2 later meetings of the Cabinet are held"),
        (CABINET, 1, "Not mentioned since: 1 later meeting of the Cabinet is held"),
        (CABINET, 0, "Open: no later meeting of the Cabinet is held"),
        (Meeting("X", "The Board", MARCH), 1, "Not mentioned since: 1 later meeting of The Board is held"),
        (Meeting("Ashby Parish Council", None, MARCH), 0, "Open: no later meeting of Ashby Parish Council is held"),
        (Meeting(None, None, MARCH), 0, "Open: no later meeting of this body is held"),
        (Meeting("X", "Y"), 2, "Open: the date of its meeting is not stated, so that none can be told to be later"),
    ],
)
def test_that_nothing_later_is_held_or_says_so(meeting: Meeting, since: int, expected: str) -> None:
    assert words(entry("first", meeting), since=since) == expected


def test_of_what_nothing_can_become() -> None:
    assert words(entry("first", settled=True)) == "Settled at its own meeting"
    assert words(entry("first", types=(CommitmentType.FOLLOWUP,))) == "Reports on an earlier commitment"


def test_every_type_and_state_has_a_name() -> None:
    assert set(TYPE_LABELS) == set(CommitmentType)
    assert set(STATE_LABELS) == set(State)


def test_a_statement_is_cited_whole() -> None:
    assert cited(entry("first")).quote == TEXT
