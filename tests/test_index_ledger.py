"""What every index promises of commitments: each once, with their links, as long as their records are held."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.backend import Index
from index.embedded import EmbeddedIndex
from index.ledger import Ledger, Why
from index.store import DATABASE
from ingest.commitment import Commitment, CommitmentType, Deadline, Modality, Outcome, Polarity, Reference
from ingest.minutes import Kind, Meeting, Prepared, Sentences, Status
from tests.index_fixtures import DIMENSION, ENCODER, embedded, prepared, unit

MARCH, JUNE, SEPTEMBER = date(2024, 3, 5), date(2024, 6, 4), date(2024, 9, 3)
GATE = "The Parks Manager undertook to have a new gate at Mill Lane by the end of May."
MENDED = "The people of Mill Lane had had their new gate since July, as the Parks Manager promised."
POND = "The pond would be dredged in the autumn by a contractor from Oxenhithe."


def record(source: str, held_on: date | None, *texts: str, **stated: Any) -> Prepared:
    """Minutes of one item, each passage one statement: an undertaking, or what is done."""
    held = prepared(source, *((text, (1, 0, 0, 0)) for text in texts), held_on=held_on, item=None, **stated)
    vectors = [unit(1, 0, 0, 0) if "gate" in text else unit(0, 1, 0, 0) for text in texts]
    own = Sentences((1,) * len(texts), np.stack(vectors))
    return replace(held, sentences=own, commitments=tuple(_commitments(held, texts)))


def _commitments(held: Prepared, texts: Sequence[str]) -> list[Commitment]:
    return [
        Commitment(
            f"{held.minutes.document.id} {text[:12]}",
            passage.id,
            0,
            passage.start,
            passage.end,
            text,
            (CommitmentType.FOLLOWUP,) if text == MENDED else (CommitmentType.UNDERTAKING,),
            outcome=Outcome.DONE if text == MENDED else None,
            looks_back=text == MENDED,
            passing=text == MENDED,
        )
        for passage, text in zip(held.passages, texts, strict=True)
    ]


def shown(ledger: Ledger) -> list[tuple[str, str, int]]:
    """The entries: their document, the beginning of their words, and how many other places they have."""
    return [(e.place.record.source, e.commitment.text[:8], len(e.also_at)) for e in ledger.entries]


def linked(ledger: Ledger) -> list[tuple[str, str, Why]]:
    return [(link.earlier, link.later, link.why) for link in ledger.links]


FIRST, LAST = record("a.txt", MARCH, GATE, POND), record("b.txt", SEPTEMBER, MENDED)
LINKED = [("id-a.txt The Parks Ma", "id-b.txt The people o", Why.CONTENT)]


def test_commitments_come_in_time_with_what_speaks_of_them(index: Index) -> None:
    for one in (LAST, FIRST, record("c.txt", None, GATE)):
        index.put(one)
    ledger = index.ledger()
    assert shown(ledger) == [
        ("a.txt", "The Park", 0),
        ("a.txt", "The pond", 0),
        ("b.txt", "The peop", 0),
        ("c.txt", "The Park", 0),
    ]
    assert linked(ledger) == LINKED
    assert ledger.bodies.later(ledger.entries[0].place) == 1
    assert ledger.bodies.later(ledger.entries[3].place) is None
    assert index.ledger() is ledger


def test_an_archive_without_any_has_none(index: Index) -> None:
    index.put(prepared("a.txt", (GATE, (1, 0, 0, 0)), held_on=MARCH))
    assert (index.ledger().entries, index.ledger().links) == ((), ())


def test_what_is_withdrawn_takes_its_word_back(index: Index) -> None:
    for one in (FIRST, LAST):
        index.put(one)
    assert linked(index.ledger()) == LINKED
    index.remove(["id-b.txt"])
    assert linked(index.ledger()) == []
    assert shown(index.ledger()) == [("a.txt", "The Park", 0), ("a.txt", "The pond", 0)]
    assert index.removals() == 1
    index.put(LAST)
    assert linked(index.ledger()) == LINKED
    index.put(LAST)
    assert index.removals() == 2


def test_a_record_that_is_replaced_speaks_anew(index: Index) -> None:
    for one in (FIRST, LAST):
        index.put(one)
    assert index.put(record("b.txt", SEPTEMBER, POND)) is True
    assert [later for _, later, _ in linked(index.ledger())] == ["id-b.txt The pond wou"]


def test_what_only_speaks_of_nothing_held_is_left_out(index: Index) -> None:
    index.put(LAST)
    assert index.ledger().entries == ()


def test_the_same_words_of_one_meeting_are_one_with_all_their_places(index: Index) -> None:
    own = {0: Meeting("Torbay Council", "Cabinet", MARCH)}
    pack = record("0-pack.txt", JUNE, GATE, own=own)
    for one in (pack, FIRST, record("z.txt", MARCH, GATE)):
        index.put(one)
    entry = index.ledger().entries[0]
    assert (entry.place.record.source, [place.record.source for _, place in entry.also_at]) == (
        "a.txt",
        ["z.txt", "0-pack.txt"],
    )


def test_drafts_and_translations_give_way(index: Index) -> None:
    draft = record("draft.txt", MARCH, GATE.replace("May", "April"), status=Status.DRAFT)
    index.put(draft)
    assert shown(index.ledger()) == [("draft.txt", "The Park", 0)]
    index.put(FIRST)
    assert [source for source, _, _ in shown(index.ledger())] == ["a.txt", "a.txt"]
    index.remove(["id-a.txt"])
    assert shown(index.ledger()) == [("draft.txt", "The Park", 0)]


def test_a_report_is_no_meeting_and_another_body_s_meeting_is_not_its(index: Index) -> None:
    for one in (
        FIRST,
        prepared("report.txt", (POND, (1, 0, 0, 0)), held_on=JUNE, record=Kind.REPORT),
        record("board.txt", JUNE, MENDED, committee="Board"),
        record("other.txt", JUNE, MENDED, council="Kent County Council"),
    ):
        index.put(one)
    ledger = index.ledger()
    assert (ledger.bodies.later(ledger.entries[0].place), linked(ledger)) == (0, [])


def test_a_folder_s_council_that_becomes_known_or_unknown_loses_and_doubles_no_link(tmp_path: Path) -> None:
    first, last = (
        record("/x/a.txt", MARCH, GATE, POND, council=None),
        record("/x/b.txt", SEPTEMBER, MENDED, council=None),
    )
    stated = prepared("/x/s.txt", (POND, (1, 0, 0, 0)), held_on=JUNE)
    wanted = [("id-/x/a.txt The Parks Ma", "id-/x/b.txt The people o", Why.CONTENT)]

    def opened() -> EmbeddedIndex:
        return EmbeddedIndex.open(tmp_path, encoder=ENCODER, dimension=DIMENSION, writable=True)

    with opened() as index:
        for one in (stated, first, last):
            index.put(one)
        assert linked(index.ledger()) == wanted
    with opened() as index:
        assert linked(index.ledger()) == wanted
        index.remove(["id-/x/s.txt"])
        assert linked(index.ledger()) == wanted
    with opened() as index:
        assert linked(index.ledger()) == wanted
        index.put(stated)
        assert linked(index.ledger()) == wanted
    with EmbeddedIndex.open(tmp_path) as reader:
        assert linked(reader.ledger()) == wanted


def test_links_are_kept_when_the_archive_is_published(tmp_path: Path) -> None:
    with EmbeddedIndex.open(tmp_path, encoder=ENCODER, dimension=DIMENSION, writable=True) as index:
        for one in (FIRST, LAST):
            index.put(one)
        drawn = index.ledger()
    kept = sqlite3.connect(tmp_path / DATABASE)
    assert kept.execute("SELECT count(*) FROM unlinked").fetchone() == (0,)
    assert kept.execute("SELECT body FROM links").fetchall() == [("council torbay council\ncabinet",)]
    kept.close()
    with EmbeddedIndex.open(tmp_path) as index:
        assert index.ledger().links == drawn.links
        assert shown(index.ledger()) == shown(drawn)


def test_a_writer_that_was_killed_leaves_links_that_are_drawn_when_they_are_read(tmp_path: Path) -> None:
    index = embedded(tmp_path)
    assert isinstance(index, EmbeddedIndex)
    for one in (FIRST, LAST):
        index.put(one)
    index._release()
    with EmbeddedIndex.open(tmp_path / "archive") as reader:
        assert linked(reader.ledger()) == LINKED


def test_a_publication_without_change_of_the_links_changes_nothing(tmp_path: Path) -> None:
    def generation() -> int:
        kept = sqlite3.connect(tmp_path / DATABASE)
        (found,) = kept.execute("SELECT generation FROM archive").fetchone()
        kept.close()
        return int(found)

    with EmbeddedIndex.open(tmp_path, encoder=ENCODER, dimension=DIMENSION, writable=True) as index:
        index.put(FIRST)
    assert generation() == 1
    with EmbeddedIndex.open(tmp_path, encoder=ENCODER, dimension=DIMENSION, writable=True) as index:
        index.put(LAST)
    assert generation() == 3  # the document, and its link
    with EmbeddedIndex.open(tmp_path, encoder=ENCODER, dimension=DIMENSION, writable=True) as index:
        index.put(LAST)
    assert generation() == 4


def test_every_field_is_kept(tmp_path: Path) -> None:
    one = prepared("a.txt", (GATE, (1, 0, 0, 0)), held_on=MARCH)
    full = Commitment(
        "full",
        one.passages[0].id,
        None,
        0,
        len(GATE),
        GATE,
        (CommitmentType.TARGET, CommitmentType.ACTION),
        who="The Parks Manager",
        to="Members",
        what=(4, 20),
        by_when=Deadline("by May", MARCH, date(2024, 5, 31)),
        polarity=Polarity.NEGATIVE,
        modality=Modality.AIM,
        condition="if funds allow",
        quoted_earlier=True,
        outcome=Outcome.LATE,
        references=(Reference("12"), Reference(held_on=MARCH)),
        looks_back=True,
        settled=True,
    )
    with EmbeddedIndex.open(tmp_path, encoder=ENCODER, dimension=DIMENSION, writable=True) as index:
        index.put(replace(one, commitments=(full,)))
        assert index.ledger().entries[0].commitment == full


@pytest.mark.parametrize("stated", [{"types": ()}, {"end": 3}])
def test_a_commitment_that_cannot_be(stated: dict[str, Any]) -> None:
    made = {
        "id": "x",
        "passage": "p",
        "sentence": None,
        "start": 0,
        "end": 2,
        "text": "ab",
        "types": (CommitmentType.ACTION,),
    }
    with pytest.raises(ValueError, match="commitment x"):
        Commitment(**{**made, **stated})
    with pytest.raises(ValueError, match="ends before it begins"):
        Deadline("by May", JUNE, MARCH)
