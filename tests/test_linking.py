"""Which statements speak of an earlier commitment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from index.backend import Place, Record
from index.ledger import Bodies, LedgerEntry, Why, body_of
from index.linking import LEAST, MOST, WEIGHTS, links
from index.matters import Rarity, is_general, link_signs, matters
from ingest.commitment import Commitment, CommitmentType, Outcome, Reference
from ingest.minutes import Kind, Meeting, Passage, Vectors

MARCH, JUNE, SEPTEMBER = date(2024, 3, 5), date(2024, 6, 4), date(2024, 9, 3)
DO = CommitmentType.UNDERTAKING


def entry(
    text: str, day: date | None = MARCH, item: str | None = "Gates", number: str = "7", **stated: Any
) -> LedgerEntry:
    types = stated.pop("types", (DO,))
    document = Record(f"d-{day}", f"{day}.txt", "M", "text/plain", "0", Meeting("C", "Parks", day), 1, 9999)
    passage = Passage(f"{day}-{item}", document.id, 0, 0, len(text), text, item, number, Kind.MINUTES, None)
    name = f"{day} {text}"
    return LedgerEntry(
        Commitment(name, passage.id, None, 0, len(text), text, types, **stated), Place(passage, document)
    )


def east(angle: float = 0.0) -> Vectors:
    return np.array([np.cos(angle), np.sin(angle)], dtype=np.float32)


GATE = entry("The Parks Manager undertook to have a new gate at Mill Lane by the end of May.")
MENDED = entry(
    "The people of Mill Lane had had their new gate since July, as promised.",
    SEPTEMBER,
    types=(CommitmentType.FOLLOWUP,),
    outcome=Outcome.DONE,
    looks_back=True,
)
BUS = entry("A leaflet on the bus to the hospital would be sent to every house.", item="Buses")
POND = entry("The pond would be dredged in the autumn by a contractor.", item="Ponds")


def linked(*entries: LedgerEntry, near: float = 1.0) -> list[tuple[str, str, Why]]:
    vectors = [east() if "gate" in one.commitment.text else east(np.pi / 2) for one in entries]
    return [(link.earlier, link.later, link.why) for link in links(entries, vectors)]


def test_a_report_on_the_same_matter_is_linked_to_it_and_to_no_other() -> None:
    assert linked(GATE, BUS, POND, MENDED) == [(GATE.commitment.id, MENDED.commitment.id, Why.CONTENT)]


def test_a_statement_of_the_same_meeting_or_an_earlier_one_is_not() -> None:
    same = replace(MENDED, place=replace(MENDED.place, record=GATE.place.record))
    assert linked(GATE, BUS, POND, same) == []
    assert linked(MENDED, BUS, POND, entry(GATE.commitment.text, date(2024, 10, 1))) == []


def test_without_a_date_nothing_is_linked() -> None:
    assert linked(entry(GATE.commitment.text, None), BUS, POND, MENDED) == []


@pytest.mark.parametrize("stated", [{"settled": True}, {"passing": True}, {"types": (CommitmentType.FOLLOWUP,)}])
def test_what_awaits_nothing_is_not_followed(stated: dict[str, Any]) -> None:
    assert linked(entry(GATE.commitment.text, **stated), BUS, POND, MENDED) == []


def test_the_minute_that_is_named_is_the_reason() -> None:
    named = entry(MENDED.commitment.text, SEPTEMBER, references=(Reference(minute_number="7"),), looks_back=True)
    assert [why for _, _, why in linked(GATE, BUS, POND, named)] == [Why.MINUTE_NUMBER]
    met = entry(MENDED.commitment.text, SEPTEMBER, references=(Reference(held_on=MARCH),), looks_back=True)
    assert [why for _, _, why in linked(GATE, BUS, POND, met)] == [Why.MEETING]


def test_routine_is_linked_to_the_few_that_are_most_like_it() -> None:
    days = [date(2023, month, 1) for month in range(1, MOST + 4)]
    pay = [entry("The Clerk would be paid for the gate at Mill Lane.", day) for day in days]
    found = [later for _, later, _ in linked(*pay, BUS, POND)]
    assert found.count(pay[-1].commitment.id) == MOST


def test_signs_worked_out_by_hand() -> None:
    first, second = matters(
        [entry("gate bridge"), entry("gate river 38", JUNE, item="Gates")], [east(), east(np.pi / 3)]
    )
    rarity = Rarity([first, second])
    # Of two statements both hold "gate", which stands in the titles too: log(1 + 2/2); the others one: log(1 + 2/1).
    common, rare = np.log(2), np.log(3)
    signs = link_signs(first, second, rarity)
    assert signs["words"] == pytest.approx(common**2 / np.sqrt((common**2 + rare**2) * (common**2 + 2 * rare**2)))
    assert signs["rare"] == pytest.approx(common)
    assert signs["near"] == pytest.approx(0.5)
    assert signs["title"] == pytest.approx(1.0)
    assert (signs["figures"], signs["lone"], signs["looks back"]) == (0.0, 0.0, 0.0)
    assert set(signs) == set(WEIGHTS)
    assert LEAST > 0


@pytest.mark.parametrize(
    "title", ["Matters Arising", "5. Correspondence", "Action tracker", "Clerk's report", "Any other business"]
)
def test_titles_under_which_every_matter_stands(title: str) -> None:
    assert is_general(title)


@pytest.mark.parametrize("title", ["Gates", "Planning", None, "Report on the bridge"])
def test_titles_of_a_matter(title: str | None) -> None:
    assert not is_general(title)


def test_points_under_a_general_title_are_compared_by_themselves() -> None:
    one, two = matters(
        [entry("gate bridge", item="Matters arising"), entry("river", item="Matters arising")], [east(), east()]
    )
    assert (one.lone, one.title, one.near) == (True, frozenset(), one.terms)
    assert two.near == two.terms


def test_the_days_of_a_body_and_what_stands_for_which() -> None:
    council, own = Meeting("C", "Parks", MARCH), Meeting(None, "Parks", JUNE)
    bodies = Bodies(
        [(council, "a", "/x/a.txt"), (own, "b", "/x/b.txt"), (own, "c", "/y/c.txt"), (Meeting(), "d", "/x/d")]
    )
    assert bodies.same(body_of(own, "b", "/x/b.txt")) == body_of(council, "a", "/x/a.txt")
    assert bodies.same(body_of(own, "c", "/y/c.txt")) == body_of(own, "c", "/y/c.txt")
    assert bodies.days(body_of(council, "a", "/x/a.txt")) == (MARCH, JUNE)
    assert bodies.days(body_of(Meeting(), "d", "/x/d")) == ()


def test_a_committee_of_two_councils_in_one_folder_is_neither_s() -> None:
    own = Meeting(None, "Parks", JUNE)
    bodies = Bodies([(Meeting("C", "Parks"), "a", "/x/a"), (Meeting("D", "Parks"), "e", "/x/e"), (own, "b", "/x/b")])
    assert bodies.same(body_of(own, "b", "/x/b")) == body_of(own, "b", "/x/b")
