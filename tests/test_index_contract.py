"""What every Index promises: the same hits with the same scores, worked out by hand over a few passages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import log
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.backend import Filters, Index, Query, Results, Sort
from index.embedded import EmbeddedIndex
from index.ranking import DEPTH, FLOOR
from ingest.errors import QueryError, UnknownDocumentError
from ingest.minutes import Block, Failure, Kind, Listed, Meeting, Prepared, Sentences, Status, Withheld
from tests.index_fixtures import DIMENSION, ENCODER, embedded, memory, prepared, unit, with_sentences

Maker = Callable[[Path], Index]

FULL = (1 + 0.7 + 0.4) * (1 + 0.3)
"""By what scores are divided: cosine, words and sentences of 1 each, and the share of a document of such passages."""


def worded(length: int, average: float, often: int = 1) -> float:
    """What a single word is worth in a passage of `length` terms, BM25 with k1 = 0.4 and b = 0.5."""
    return often * 1.4 / (often + 0.4 * (0.5 + 0.5 * length / average))


def alone(base: float) -> float:
    """The score of the only passage found of a document."""
    return (base + 0.3 * base / 3) / FULL


NORTH = unit(1, 0, 0, 0)
EAST = unit(0, 1, 0, 0)
NOWHERE = unit(0, 0, 0, 1)

LONG = (
    "The Director of Children's Services told the Board that the average caseload of a social worker had fallen from "
    "thirty to twenty two over the year and that agency staff had been replaced."
)


BOARD = prepared(
    "a.txt",
    ("Caseloads of social workers were above thirty.", (1, 0, 0, 0)),
    ("Members asked about caseloads.", (1, 1, 0, 0)),
    committee="Overview Board",
    held_on=date(2024, 11, 5),
)
CABINET = prepared(
    "b.txt",
    ("The library budget was cut.", (0, 1, 0, 0)),
    ("A budget for roads.", (0, 0, 1, 0)),
    council="Kent County Council",
    held_on=date(2023, 3, 1),
    kind=Kind.REPORT,
)
UNDATED = prepared("c.txt", ("Caseloads fell.", (0, 0, 1, 0)), committee=None)


@pytest.fixture
def filled(index: Index) -> Index:
    for document in (UNDATED, CABINET, BOARD):
        assert index.put(document) is False
    return index


def near(value: float) -> Any:
    return pytest.approx(value, abs=2e-5)  # the cosine of a sentence, kept in 8 bits, is off by so much


def nothing(results: Results) -> bool:
    return (results.total, results.hits) == (0, ())


def shown(results: Results) -> list[tuple[str, float]]:
    return [(hit.place.passage.id, hit.score) for hit in results.hits]


def ids(results: Results) -> list[str]:
    return [hit.place.passage.id for hit in results.hits]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Query(" \n"), "blank"),
        (lambda: Query("!?.,;:-- 🏛️"), "no word or number"),
        (lambda: Query("holes \udcff"), "bytes that are no text"),
        (lambda: Query("x" * 2001), "2,001 characters, 2,000 at most"),
        (lambda: Query("x", limit=0), "limit 0 .* from 1 to 100"),
        (lambda: Query("x", limit=101), "limit 101"),
        (lambda: Query("x", offset=-1), "offset -1"),
        (lambda: Filters(since=date(2024, 1, 2), until=date(2024, 1, 1)), "from 2024-01-02 is after to 2024-01-01"),
    ],
)
def test_what_cannot_be_asked(make: Callable[[], object], says: str) -> None:
    with pytest.raises(QueryError, match=says):
        make()


def test_scores_are_worked_out_by_hand(filled: Index) -> None:
    found = filled.search(Query("What was said about caseloads?"), NORTH)

    # The five passages have 7, 4, 5, 4 and 2 terms: 4.4 on average. a#1 stands beside a#0, which is better.
    first = 1 + 0.7 * worded(7, 4.4)
    second = 0.707107 + 0.7 * worded(4, 4.4)
    third = 0 + 0.7 * worded(2, 4.4)
    document = 0.3 * (first + second) / 3
    assert shown(found) == [
        ("a.txt#0", near((first + document) / FULL)),
        ("a.txt#1", near((second + 0.15 * (first - second) + document) / FULL)),
        ("c.txt#0", near(alone(third))),
    ]
    assert [(hit.dense_rank, hit.lexical_rank) for hit in found.hits] == [(1, 3), (2, 2), (None, 1)]
    assert [hit.similarity for hit in found.hits] == [1.0, near(0.707107), 0.0]
    assert found.total == 3


def test_what_holds_every_word_stands_before_what_repeats_one(index: Index) -> None:
    index.put(prepared("a.txt", ("Grit, grit, grit and grit.", (0, 0, 0, 1))))
    index.put(prepared("b.txt", (f"{LONG} Grit was put into the bins.", (0, 0, 0, 1))))
    index.put(prepared("c.txt", ("Bins and bins and bins.", (0, 0, 0, 1))))
    assert ids(index.search(Query("grit bins"), NORTH))[0] == "b.txt#0"


def test_a_sentence_counts_beside_its_passage(index: Index) -> None:
    index.put(with_sentences(prepared("a.txt", ("One thing. Another.", (0, 1, 0, 0))), (1, 0, 0, 0), (0, 0, 0, 1)))
    found = index.search(Query("zebra"), unit(3, 4, 0, 0))
    # The passage has a cosine of 0.8, its sentences 0.6 and 0.
    assert shown(found) == [("a.txt#0", near(alone(0.8 + 0.4 * 0.6)))]


def test_a_word_of_the_next_passage_counts_a_little(index: Index) -> None:
    index.put(prepared("a.txt", ("Grit was bought.", (1, 0, 0, 0)), ("It came late.", (1, 0, 0, 0))))
    first, second = index.search(Query("grit"), NORTH).hits
    best, other = 1 + 0.7 * worded(3, 3), 1 + 0.7 * 0.2
    assert first.score == near((best + 0.3 * (best + other) / 3) / FULL)
    assert second.score == near((other + 0.15 * (best - other) + 0.3 * (best + other) / 3) / FULL)
    assert (second.place.passage.id, second.lexical_rank) == ("a.txt#1", None)


def test_a_phrase_must_be_held_word_for_word(index: Index) -> None:
    index.put(prepared("a.txt", ("There would be no offload of work.", (1, 0, 0, 0))))
    index.put(prepared("b.txt", ("No work was offloaded.", (1, 0, 0, 0))))
    assert ids(index.search(Query('who promised "NO  offload"'), NORTH)) == ["a.txt#0"]
    assert nothing(index.search(Query('"offload no"'), NORTH))


def test_the_latest_stands_first_among_equals(index: Index) -> None:
    for source, day in (("a.txt", date(2023, 1, 1)), ("b.txt", date(2024, 1, 1)), ("c.txt", None)):
        index.put(prepared(source, (f"Caseloads rose in ward {source[0]}.", (1, 0, 0, 0)), held_on=day))
    assert ids(index.search(Query("caseload"), NORTH)) == ["a.txt#0", "b.txt#0", "c.txt#0"]
    assert ids(index.search(Query("latest caseload"), NORTH)) == ["b.txt#0", "a.txt#0", "c.txt#0"]
    assert ids(index.search(Query("caseload in 2024"), NORTH))[0] == "b.txt#0"


def test_what_is_unlike_the_question_and_shares_no_word_is_not_found(filled: Index) -> None:
    assert nothing(filled.search(Query("zebra"), NOWHERE))


def test_what_is_less_similar_than_the_floor_is_not_found_by_vector(index: Index) -> None:
    above, below = ((cosine, (1 - cosine**2) ** 0.5, 0, 0) for cosine in (FLOOR + 0.01, FLOOR - 0.01))
    index.put(prepared("near.txt", ("One.", above), ("Two.", below)))
    assert ids(index.search(Query("zebra"), NORTH)) == ["near.txt#0"]


def test_a_question_of_stop_words_is_answered_by_vector(filled: Index) -> None:
    assert "b.txt#0" in ids(filled.search(Query("what was that about"), EAST))


def test_title_item_committee_and_date_are_found_by_words(filled: Index) -> None:
    # The contexts of b#0 and b#1 are equal, so they stand in document order.
    either = 0.7 * 0.6
    assert shown(filled.search(Query("Cabinet"), NOWHERE)) == [
        ("b.txt#0", near((either + 0.3 * 2 * either / 3) / FULL)),
        ("b.txt#1", near((either + 0.3 * 2 * either / 3) / FULL)),
    ]
    assert ids(filled.search(Query("5th November 2024"), NOWHERE)) == ["a.txt#0", "a.txt#1"]


def test_a_word_in_the_passage_counts_more_than_in_its_context(index: Index) -> None:
    index.put(prepared("a.txt", ("Noted.", (0, 0, 0, 1)), item="Parking"))
    index.put(prepared("b.txt", ("Parking was free for all.", (0, 0, 0, 1)), item="Car parks"))
    assert ids(index.search(Query("parking"), NORTH)) == ["b.txt#0", "a.txt#0"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ["a.txt#1", "c.txt#0", "a.txt#0"]),
        (Filters(council="torbay  COUNCIL"), ["a.txt#1", "c.txt#0", "a.txt#0"]),
        (Filters(council="Kent County Council"), []),
        (Filters(committee="overview board"), ["a.txt#1", "a.txt#0"]),
        (Filters(since=date(2024, 11, 5)), ["a.txt#1", "a.txt#0"]),
        (Filters(since=date(2024, 11, 6)), []),
        (Filters(until=date(2024, 11, 5)), ["a.txt#1", "a.txt#0"]),
        (Filters(until=date(2024, 11, 4)), []),
        (Filters(since=date(2024, 1, 1), until=date(2024, 12, 31)), ["a.txt#1", "a.txt#0"]),
        (Filters(kind=Kind.REPORT), []),
        (Filters(kind=Kind.MINUTES, committee="Overview Board"), ["a.txt#1", "a.txt#0"]),
        (Filters(council="No Such Council"), []),
    ],
)
def test_filters_of_words(filled: Index, filters: Filters, expected: list[str]) -> None:
    found = filled.search(Query("caseloads", filters=filters), NOWHERE)
    assert (ids(found), found.total) == (expected, len(expected))


def test_filters_hold_for_vectors_too(filled: Index) -> None:
    found = filled.search(Query("zebra", filters=Filters(council="kent county council")), unit(1, 1, 1, 0))
    assert shown(found) == [
        ("b.txt#0", near((0.57735 + 0.3 * 2 * 0.57735 / 3) / FULL)),
        ("b.txt#1", near((0.57735 + 0.3 * 2 * 0.57735 / 3) / FULL)),
    ]
    assert nothing(filled.search(Query("zebra", filters=Filters(council="x")), unit(1, 1, 1, 0)))


def test_sorted_by_date_undated_come_last(filled: Index) -> None:
    everything = "caseloads budget"
    newest = filled.search(Query(everything, sort=Sort.NEWEST), NOWHERE)
    oldest = filled.search(Query(everything, sort=Sort.OLDEST), NOWHERE)
    assert ids(newest) == ["a.txt#1", "a.txt#0", "b.txt#1", "b.txt#0", "c.txt#0"]
    assert ids(oldest) == ["b.txt#1", "b.txt#0", "a.txt#1", "a.txt#0", "c.txt#0"]
    assert newest.total == oldest.total == 5


def test_pages_together_hold_the_total(index: Index) -> None:
    # 200 passages that hold the word, each longer than the one before: more than are weighed one by one.
    index.put(prepared("long.txt", *((f"Budget {'and so on ' * n}.", (0, 0, 0, 1)) for n in range(200))))
    pages = [index.search(Query("budget", limit=60, offset=offset), NORTH) for offset in (0, 60, 120, 180, 240)]

    assert [page.total for page in pages] == [200] * 5
    assert [len(page.hits) for page in pages] == [60, 60, 60, 20, 0]
    hits = [hit for page in pages for hit in page.hits]
    assert [hit.place.passage.position for hit in hits] == list(range(200))
    assert [hit.similarity for hit in hits] == [0.0] * 100 + [None] * 100
    assert [hit.lexical_rank for hit in hits] == list(range(1, 201))
    assert all(one.score >= other.score for one, other in pairwise(hits))


def test_passages_with_any_of_the_words_are_found_so_deep(index: Index) -> None:
    index.put(prepared("long.txt", *((f"Budget {'and so on ' * n}.", (0, 0, 0, 1)) for n in range(200))))
    found = index.search(Query("budget zebra", limit=100), NORTH)
    assert (found.total, len(found.hits)) == (DEPTH, 100)


def test_the_same_text_is_one_hit_at_its_own_record(index: Index) -> None:
    index.put(prepared("a-pack.txt", (LONG, (1, 0, 0, 0)), kind=Kind.AGENDA, held_on=date(2024, 1, 1)))
    index.put(prepared("b-later.txt", (LONG.upper(), (1, 1, 0, 0)), held_on=date(2024, 3, 1)))
    index.put(prepared("c-own.txt", (LONG, (1, 2, 0, 0)), held_on=date(2024, 2, 1)))
    index.put(prepared("d-other.txt", ("Caseloads fell.", (1, 1, 1, 1)), held_on=date(2024, 4, 1)))

    found = index.search(Query("caseloads"), NORTH)

    # Texts by vector: the long one (at its nearest place), then "fell"; by words: "fell", then the long one. The long
    # one has 33 terms and is best in the pack, less what a formality loses.
    assert found.total == 2
    assert shown(found) == [
        ("c-own.txt#0", near(alone(1 + 0.7 * worded(33, 101 / 4) - 0.1))),
        ("d-other.txt#0", near(alone(0.5 + 0.7 * worded(2, 101 / 4)))),
    ]
    first = found.hits[0]
    assert [place.passage.id for place in first.also_at] == ["b-later.txt#0", "a-pack.txt#0"]
    assert (first.similarity, first.dense_rank, first.lexical_rank) == (1.0, 1, 2)
    assert ids(index.search(Query("caseloads", sort=Sort.NEWEST), NORTH)) == ["d-other.txt#0", "c-own.txt#0"]


def test_the_places_of_a_text_obey_the_filters(index: Index) -> None:
    index.put(prepared("a.txt", (LONG, (1, 0, 0, 0)), held_on=date(2024, 1, 1)))
    index.put(prepared("b.txt", (LONG, (1, 0, 0, 0)), held_on=date(2024, 2, 1)))
    found = index.search(Query("caseload", filters=Filters(since=date(2024, 1, 15))), NORTH)
    assert (ids(found), found.total, found.hits[0].also_at) == (["b.txt#0"], 1, ())


def test_equal_formulas_of_two_meetings_are_two_hits(index: Index) -> None:
    formula = ("Resolved that the report be noted.", (1, 0, 0, 0))
    index.put(prepared("a.txt", formula, held_on=date(2024, 1, 1)))
    index.put(prepared("b.txt", formula, held_on=date(2024, 2, 1)))
    assert ids(index.search(Query("report noted"), NORTH)) == ["a.txt#0", "b.txt#0"]


def test_results_do_not_depend_on_the_order_of_ingest(index: Index) -> None:
    same = ("The same words.", (1, 0, 0, 0))
    for source in ("b.txt", "a.txt", "c.txt"):
        index.put(prepared(source, same))
    assert ids(index.search(Query("words"), NORTH)) == ["a.txt#0", "b.txt#0", "c.txt#0"]


def test_a_document_of_the_same_source_is_replaced(filled: Index) -> None:
    again = prepared("a.txt", ("Potholes were filled.", (0, 0, 0, 1)), held_on=date(2025, 1, 1))
    assert filled.put(again) is True

    assert ids(filled.search(Query("caseloads"), NORTH)) == ["c.txt#0"]
    assert ids(filled.search(Query("potholes"), NOWHERE)) == ["a.txt#0"]
    assert filled.text("id-a.txt") == "Potholes were filled."
    assert filled.fingerprints()["a.txt"] == again.minutes.document.fingerprint
    assert filled.stats().passages == 4
    with pytest.raises(UnknownDocumentError, match=r"a\.txt#1"):
        filled.passage("a.txt#1")


def test_scores_after_removal_are_those_of_an_archive_that_never_held_it(filled: Index) -> None:
    filled.remove(["id-b.txt"])
    assert nothing(filled.search(Query("budget"), NOWHERE))
    first, second, third = 1 + 0.7 * worded(7, 13 / 3), 0.707107 + 0.7 * worded(4, 13 / 3), 0.7 * worded(2, 13 / 3)
    document = 0.3 * (first + second) / 3
    assert shown(filled.search(Query("caseloads"), NORTH)) == [
        ("a.txt#0", near((first + document) / FULL)),
        ("a.txt#1", near((second + 0.15 * (first - second) + document) / FULL)),
        ("c.txt#0", near(alone(third))),
    ]
    with pytest.raises(UnknownDocumentError, match="id-b"):
        filled.text("id-b.txt")


def test_removal_of_an_unknown_document_removes_none(filled: Index) -> None:
    with pytest.raises(UnknownDocumentError, match="id-nowhere"):
        filled.remove(["id-a.txt", "id-nowhere"])
    assert len(filled.documents()) == 3


def test_removal_names_a_document_twice(filled: Index) -> None:
    filled.remove(["id-a.txt", "id-a.txt"])
    assert [record.id for record in filled.documents()] == ["id-b.txt", "id-c.txt"]


def test_unknown_ids(filled: Index) -> None:
    for ask in (filled.read, filled.text, filled.original, filled.passages, filled.passage):
        with pytest.raises(UnknownDocumentError, match="nowhere"):
            ask("nowhere")


def test_what_was_put_can_be_read(filled: Index) -> None:
    assert filled.original("id-a.txt") == BOARD.original
    assert filled.text("id-a.txt") == BOARD.minutes.document.text
    assert filled.passages("id-a.txt") == BOARD.passages
    place = filled.passage("a.txt#1")
    assert place.passage == BOARD.passages[1]
    assert place.record == filled.read("id-a.txt")
    assert place.record.meeting == BOARD.minutes.meeting
    assert (place.record.passages, place.record.characters) == (2, len(BOARD.minutes.document.text))


def test_remarks_are_kept(index: Index) -> None:
    index.put(prepared("a.txt", ("Noted.", (1, 0, 0, 0)), remarks=("The text says 5 March.", "Zwölf £")))
    assert index.read("id-a.txt").remarks == ("The text says 5 March.", "Zwölf £")


def test_documents_are_listed_newest_first(filled: Index) -> None:
    assert [record.id for record in filled.documents()] == ["id-a.txt", "id-b.txt", "id-c.txt"]
    assert [record.id for record in filled.documents(Filters(council="TORBAY council"))] == ["id-a.txt", "id-c.txt"]
    assert [record.id for record in filled.documents(Filters(until=date(2023, 3, 1)))] == ["id-b.txt"]
    assert [record.id for record in filled.documents(Filters(kind=Kind.REPORT))] == ["id-a.txt", "id-b.txt", "id-c.txt"]


def test_stats(filled: Index) -> None:
    held = filled.stats()
    assert (held.documents, held.passages, held.undated, held.encoder) == (3, 5, 1, ENCODER)
    assert (held.earliest, held.latest) == (date(2023, 3, 1), date(2024, 11, 5))
    assert held.councils == {"Kent County Council": 1, "Torbay Council": 2}
    assert held.committees == {"Cabinet": 1, "Overview Board": 1}
    part = filled.stats(Filters(council="Kent County Council"))
    assert (part.documents, part.passages, part.earliest, part.undated) == (1, 2, date(2023, 3, 1), 0)
    nothing = filled.stats(Filters(council="x"))
    assert (nothing.documents, nothing.passages, nothing.earliest, nothing.latest) == (0, 0, None, None)


def test_fingerprints(filled: Index) -> None:
    held = {
        document.minutes.document.source: document.minutes.document.fingerprint
        for document in (BOARD, CABINET, UNDATED)
    }
    assert filled.fingerprints() == held


def test_failures_are_remembered_until_put_or_forgotten(filled: Index) -> None:
    broken = [Failure(source, "read", "broken") for source in ("a.txt", "x.pdf", "y.pdf")]
    for failure in reversed(broken):
        filled.fail(failure)
    filled.fail(Failure("y.pdf", "read", "encrypted"))
    assert filled.failures() == (broken[0], broken[1], Failure("y.pdf", "read", "encrypted"))
    assert filled.text("id-a.txt") == BOARD.minutes.document.text

    filled.put(BOARD)
    filled.forget(["y.pdf", "never.pdf"])
    assert filled.failures() == (broken[1],)


def test_what_is_withheld_is_remembered_until_put_or_forgotten(filled: Index) -> None:
    kept = [Withheld(source, "restricted") for source in ("a.txt", "m/7", "m/8")]
    for withheld in reversed(kept):
        filled.withhold(withheld)
    filled.withhold(Withheld("m/8", "exempt"))
    assert filled.withheld() == (kept[0], kept[1], Withheld("m/8", "exempt"))

    filled.put(BOARD)
    filled.forget(["m/8", "m/9"])
    assert filled.withheld() == (kept[1],)


def test_the_calendar_is_kept_until_forgotten(filled: Index) -> None:
    cabinet = Listed("a.txt", "Torbay Council", "Cabinet", date(2024, 11, 5), "00ff")
    called_off = Listed("m/2", None, None, date(2024, 12, 5), expected=False)
    filled.list_meeting(called_off)
    filled.list_meeting(Listed("a.txt", None, None, date(2024, 11, 6)))
    filled.list_meeting(cabinet)
    assert filled.meetings() == (cabinet, called_off)

    filled.put(BOARD)
    assert filled.meetings() == (cabinet, called_off)
    filled.forget(["a.txt"])
    assert filled.meetings() == (called_off,)


def test_what_a_document_is_and_how_it_was_read(index: Index) -> None:
    plain = prepared("a.txt", ("Darllenwyd y cofnodion.", (1, 0, 0, 0)))
    block = Block("Darllenwyd y cofnodion.", page=3, by_ocr=True)
    document = replace(plain.minutes.document, blocks=(block,), how="PDF, 1 of 3 pages by OCR")
    index.put(replace(plain, minutes=replace(plain.minutes, document=document, record=Kind.AGENDA, language="cy")))
    record = index.read("id-a.txt")
    assert (record.how, record.ocr_pages, record.pages) == ("PDF, 1 of 3 pages by OCR", (3,), ((0, 3),))
    assert (record.record, record.language) == (Kind.AGENDA, "cy")


EARLIER = Meeting("Torbay Council", "Cabinet", date(2024, 1, 1), Status.DRAFT)
PACK = prepared(
    "pack.txt",
    ("Agenda of the day.", (1, 0, 0, 0)),
    ("The library was to close.", (1, 0, 0, 0)),
    committee="Board",
    held_on=date(2024, 3, 1),
    record=Kind.AGENDA,
    own={1: EARLIER},
)


def test_a_passage_has_its_own_meeting(index: Index) -> None:
    earlier = Meeting("Torbay Council", None, date(2024, 1, 1), Status.DRAFT)
    pack = (("Agenda.", (1, 0, 0, 0)), ("Minutes.", (0, 1, 0, 0)))
    index.put(prepared("a.txt", *pack, held_on=date(2024, 3, 1), own={1: earlier}))
    own, other = index.passage("a.txt#0"), index.passage("a.txt#1")
    assert (own.passage.meeting, own.meeting) == (None, own.record.meeting)
    assert other.meeting == other.passage.meeting == earlier


def test_filters_order_and_context_go_by_a_passages_own_meeting(index: Index) -> None:
    index.put(PACK)
    index.put(prepared("b.txt", ("The library.", (1, 0, 0, 0)), held_on=date(2024, 2, 1)))
    for filters, expected in (
        (Filters(committee="cabinet"), ["b.txt#0", "pack.txt#1"]),
        (Filters(committee="board"), ["pack.txt#0"]),
        (Filters(until=date(2024, 1, 31)), ["pack.txt#1"]),
        (Filters(since=date(2024, 2, 2)), ["pack.txt#0"]),
    ):
        assert ids(index.search(Query("library", filters=filters), NORTH)) == expected
    assert ids(index.search(Query("zebra", sort=Sort.OLDEST), NORTH)) == ["pack.txt#1", "b.txt#0", "pack.txt#0"]
    assert ids(index.search(Query("in January 2024"), NORTH))[0] == "pack.txt#1"
    (hit, *_) = index.search(Query("cabinet", filters=Filters(until=date(2024, 1, 31))), NORTH).hits
    assert hit.lexical_rank == 1
    assert nothing(index.search(Query("march", filters=Filters(committee="cabinet")), NOWHERE))


def test_of_copies_the_best_record_is_cited(index: Index) -> None:
    text = (LONG, (1, 0, 0, 0))
    index.put(prepared("a.txt", text, held_on=date(2024, 1, 1), status=Status.DRAFT))
    index.put(prepared("b.txt", text, held_on=date(2024, 2, 1), status=Status.UNKNOWN))
    confirmed = Meeting("Torbay Council", "Cabinet", date(2024, 1, 1), Status.CONFIRMED)
    index.put(prepared("c.txt", text, record=Kind.AGENDA, own={0: confirmed}))
    index.put(prepared("d.txt", text, held_on=date(2024, 3, 1)))
    index.put(prepared("e.txt", text, held_on=date(2024, 1, 1), kind=Kind.AGENDA))
    (hit,) = index.search(Query("caseloads"), NORTH).hits
    # Confirmed, confirmed inside of another, not said, an agenda's words, and the draft, for e.txt is of its meeting.
    cited = [place.record.source for place in (hit.place, *hit.also_at)]
    assert cited == ["d.txt", "c.txt", "b.txt", "e.txt", "a.txt"]
    assert [place.superseded_by for place in (hit.place, *hit.also_at)] == [None, None, None, None, "id-e.txt"]
    newest = Filters(until=date(2024, 2, 1))
    assert [hit.place.record.source for hit in index.search(Query("caseloads", filters=newest), NORTH).hits] == [
        "c.txt"
    ]


DRAFT = prepared("a.txt", ("The depot cost £15,000.", (1, 0, 0, 0)), held_on=date(2024, 5, 1), status=Status.DRAFT)
FINAL = prepared("b.txt", ("The depot cost £12,500.", (1, 0, 0, 0)), held_on=date(2024, 5, 1))


def test_what_a_draft_says_else_stands_below_the_minutes_until_they_are_withdrawn(index: Index) -> None:
    index.put(DRAFT)
    (hit,) = index.search(Query("depot"), NORTH).hits
    alone_held = hit.score
    assert (hit.place.superseded_by, alone_held) == (None, near(alone(1 + 0.7 * worded(3, 3))))

    index.put(FINAL)
    confirmed, draft = index.search(Query("depot"), NORTH).hits
    assert (confirmed.place.record.source, confirmed.place.superseded_by) == ("b.txt", None)
    assert (draft.place.record.source, draft.place.superseded_by) == ("a.txt", "id-b.txt")
    assert draft.score == near(alone(1 + 0.7 * worded(3, 3) - 0.15))
    assert index.read("id-a.txt").superseded_by == index.passage("a.txt#0").superseded_by == "id-b.txt"
    assert [record.superseded_by for record in index.documents()] == ["id-b.txt", None]
    assert (index.stats().superseded, index.stats().translations) == (1, 0)

    index.remove(["id-b.txt"])
    (hit,) = index.search(Query("depot"), NORTH).hits
    assert (hit.place.superseded_by, hit.score) == (None, alone_held)
    assert index.read("id-a.txt").superseded_by is None


def of_may(source: str, **stated: Any) -> Prepared:
    return prepared(source, ("The depot cost more.", (1, 0, 0, 0)), **{"held_on": date(2024, 5, 1)} | stated)


@pytest.mark.parametrize(
    "other",
    [
        of_may("b.txt", held_on=date(2024, 5, 2)),
        of_may("b.txt", committee="Board"),
        of_may("b.txt", council="Kent County Council"),
        of_may("b.txt", status=Status.DRAFT),
        of_may("b.txt", record=Kind.AGENDA),
        of_may("b.txt", language="cy"),
        of_may("b.txt", council=None),
    ],
)
def test_a_draft_gives_way_to_nothing_else(index: Index, other: Prepared) -> None:
    index.put(DRAFT)
    index.put(other)
    assert index.read("id-a.txt").superseded_by is None
    assert not any(hit.place.superseded_by for hit in index.search(Query("depot"), NORTH).hits)


@pytest.mark.parametrize("unknown", [{"held_on": None}, {"committee": None}])
def test_unknown_meetings_are_never_the_same(index: Index, unknown: dict[str, None]) -> None:
    index.put(of_may("a.txt", status=Status.DRAFT, **unknown))
    index.put(of_may("b.txt", **unknown))
    assert index.read("id-a.txt").superseded_by is None


def test_where_no_council_is_stated_drafts_and_minutes_lie_in_one_folder(index: Index) -> None:
    index.put(of_may("x/a.txt", council=None, status=Status.DRAFT))
    index.put(of_may("y/b.txt", council=None))
    assert index.read("id-x/a.txt").superseded_by is None
    index.put(of_may("x/c.txt", council=None, status=Status.UNKNOWN))
    assert index.read("id-x/a.txt").superseded_by == "id-x/c.txt"
    index.put(of_may("x/d.txt", council=None))
    assert index.read("id-x/a.txt").superseded_by == "id-x/d.txt"
    (hit,) = index.search(Query("depot"), NORTH).hits
    assert [place.record.source for place in (hit.place, *hit.also_at)] == ["x/d.txt", "y/b.txt", "x/c.txt", "x/a.txt"]


def test_draft_minutes_in_a_pack_give_way_too(index: Index) -> None:
    index.put(PACK)
    assert index.passage("pack.txt#1").superseded_by is None
    index.put(prepared("z.txt", ("The library was to stay open.", (1, 0, 0, 0)), held_on=date(2024, 1, 1)))
    assert index.passage("pack.txt#0").superseded_by is None
    assert index.passage("pack.txt#1").superseded_by == "id-z.txt"
    assert ids(index.search(Query("library"), NORTH)) == ["z.txt#0", "pack.txt#1", "pack.txt#0"]


def meeting_in(source: str, language: str, council: str | None, **stated: Any) -> Prepared:
    text = {"en": "The chapel wall was discussed.", "cy": "Trafodwyd wal y capel."}[language]
    stated = {"held_on": date(2024, 5, 1), "committee": None} | stated
    return prepared(source, (text, (1, 0, 0, 0)), council=council, language=language, **stated)


ENGLISH = meeting_in("x/en.txt", "en", "Llanaber and Bontddu Community Council")
WELSH = meeting_in("x/cy.txt", "cy", "Cyngor Cymuned Llanaber a Bontddu")


def test_a_translation_is_found_by_a_welsh_question(index: Index) -> None:
    index.put(WELSH)
    assert ids(index.search(Query("chapel wall"), NORTH)) == ["x/cy.txt#0"]
    index.put(ENGLISH)
    found = index.search(Query("chapel wall"), NORTH)
    assert (ids(found), found.total, found.hits[0].also_at) == (["x/en.txt#0"], 1, ())
    assert ids(index.search(Query("Beth ddywedwyd am wal y capel?"), NORTH)) == ["x/cy.txt#0", "x/en.txt#0"]
    welsh = Filters(council="Cyngor Cymuned Llanaber a Bontddu")
    assert ids(index.search(Query("chapel wall", filters=welsh), NORTH)) == ["x/cy.txt#0"]
    assert index.read("id-x/cy.txt").translation_of == "id-x/en.txt"
    assert index.read("id-x/en.txt").translation_of is None
    assert index.stats().translations == 1

    index.remove(["id-x/en.txt"])
    assert ids(index.search(Query("chapel wall"), NORTH)) == ["x/cy.txt#0"]
    assert index.read("id-x/cy.txt").translation_of is None


@pytest.mark.parametrize(
    ("welsh", "english", "is_translation"),
    [
        (WELSH, ENGLISH, True),
        (WELSH, meeting_in("y/en.txt", "en", "Bontddu Town Council"), True),
        (WELSH, meeting_in("x/en.txt", "en", "Harlech Community Council"), False),
        (WELSH, meeting_in("x/en.txt", "en", ENGLISH.minutes.meeting.council, held_on=date(2024, 5, 2)), False),
        (WELSH, meeting_in("x/en.txt", "en", ENGLISH.minutes.meeting.council, record=Kind.AGENDA), False),
        (WELSH, meeting_in("x/en.txt", "en", None), True),
        (WELSH, meeting_in("y/en.txt", "en", None), False),
        (meeting_in("x/cy.txt", "cy", None), ENGLISH, True),
        (meeting_in("x/cy.txt", "cy", None, record=Kind.AGENDA), ENGLISH, True),
        (meeting_in("y/cy.txt", "cy", None), ENGLISH, False),
        (meeting_in("x/cy.txt", "cy", None, held_on=None), ENGLISH, False),
    ],
)
def test_what_is_a_translation(index: Index, welsh: Prepared, english: Prepared, is_translation: bool) -> None:
    index.put(welsh)
    index.put(english)
    source = welsh.minutes.document.source
    assert (index.read(f"id-{source}").translation_of is not None) is is_translation
    found = {hit.place.record.source for hit in index.search(Query("wall"), NORTH).hits}
    assert (source not in found) is is_translation


def test_of_two_english_records_the_translation_is_of_the_one_as_long(index: Index) -> None:
    index.put(WELSH)
    longer = ("The chapel wall was discussed at great length by all who were there.", (1, 0, 0, 0))
    index.put(prepared("x/a.txt", longer, council="Llanaber Community Council", held_on=date(2024, 5, 1)))
    index.put(ENGLISH)
    assert index.read("id-x/cy.txt").translation_of == "id-x/en.txt"


def test_what_else_is_held_of_a_meeting(index: Index) -> None:
    def others(source: str) -> list[str]:
        return [record.source for record in index.beside(f"id-{source}")]

    may = Meeting("Torbay Council", "Cabinet", date(2024, 5, 1), Status.UNKNOWN)
    for document in (
        DRAFT,
        FINAL,
        prepared("c.txt", ("Agenda.", (1, 0, 0, 0)), held_on=date(2024, 5, 1), record=Kind.AGENDA),
        prepared("d.txt", ("Pack.", (1, 0, 0, 0)), ("The depot.", (1, 0, 0, 0)), committee="Board", own={1: may}),
        prepared("e.txt", ("The depot cost £15,000.", (1, 0, 0, 0)), council=None),
        prepared("f.txt", ("Depot.", (1, 0, 0, 0)), committee="Board", held_on=date(2024, 5, 1)),
        ENGLISH,
        WELSH,
    ):
        index.put(document)

    assert others("a.txt") == ["b.txt", "c.txt", "d.txt", "e.txt"]  # e.txt has the same bytes
    assert others("d.txt") == ["a.txt", "b.txt", "c.txt"]
    assert others("e.txt") == ["a.txt"]
    assert others("f.txt") == []
    assert others("x/en.txt") == ["x/cy.txt"]
    assert others("x/cy.txt") == ["x/en.txt"]
    assert index.beside("id-b.txt")[0].superseded_by == "id-b.txt"
    with pytest.raises(UnknownDocumentError, match="nowhere"):
        index.beside("nowhere")


TODAY = date(2024, 6, 1)


def listed(source: str, day: date, committee: str = "Cabinet", council: str | None = "Torbay Council") -> Listed:
    return Listed(source, council, committee, day)


def test_gaps_are_what_is_listed_and_not_held(index: Index) -> None:
    index.put(PACK)
    index.put(prepared("m/1", ("Roads.", (1, 0, 0, 0)), committee=None))
    index.put(prepared("c.txt", ("Roads.", (1, 0, 0, 0)), held_on=date(2024, 2, 1), status=Status.DRAFT))
    index.put(prepared("d.txt", ("Roads.", (1, 0, 0, 0)), held_on=date(2024, 4, 2), record=Kind.AGENDA))
    index.fail(Failure("m/7/minutes.pdf", "read", "it is encrypted"))
    index.fail(Failure("m/70", "read", "no text"))
    index.withhold(Withheld("m/8", "restricted"))
    index.withhold(Withheld("m/7/annex.pdf", "restricted"))
    for one in (
        listed("m/1", date(2024, 1, 8)),  # its own document
        listed("m/2", date(2024, 2, 1)),  # a draft
        listed("m/3", date(2024, 1, 1), "CABINET", None),  # minutes in a pack
        listed("m/4", date(2024, 3, 1), "Board"),  # of which there is no more than an agenda
        listed("m/5", date(2024, 4, 2)),
        listed("m/6", TODAY),
        replace(listed("m/9", date(2024, 1, 9)), expected=False),
        listed("m/7", date(2024, 4, 1)),
        listed("m/8", date(2024, 2, 1), council="Kent County Council"),
    ):
        index.list_meeting(one)

    gaps = index.gaps(Filters(), TODAY)
    assert [(gap.listed.source, gap.reason) for gap in gaps] == [
        ("m/8", "withheld: restricted"),
        ("m/4", "no minutes are held of it"),
        ("m/7", "its document failed: it is encrypted"),
        ("m/5", "no minutes are held of it"),
    ]
    assert [gap.listed.source for gap in index.gaps(Filters(since=date(2024, 3, 2)), TODAY)] == ["m/7", "m/5"]
    assert [gap.listed.source for gap in index.gaps(Filters(committee="board"), TODAY)] == ["m/4"]
    assert index.gaps(Filters(council="Leeds"), TODAY) == ()


def test_an_empty_index(index: Index) -> None:
    assert nothing(index.search(Query("caseloads"), NORTH))
    assert (index.documents(), index.fingerprints(), index.failures()) == ((), {}, ())


def test_another_dimension_is_refused(index: Index) -> None:
    document = BOARD.minutes
    wide = Prepared(document, BOARD.passages, BOARD.vectors.repeat(2, axis=1) / 2**0.5, BOARD.original)
    with pytest.raises(ValueError, match="8 dimensions"):
        index.put(wide)
    with pytest.raises(ValueError, match="4 dimensions"):
        index.search(Query("caseloads"), unit(1, 0, 0))
    assert index.documents() == ()


def test_an_id_of_another_document_is_refused(filled: Index) -> None:
    twin = prepared("a.txt", ("Other words.", (1, 0, 0, 0)))
    document = prepared("d.txt", ("Other words.", (1, 0, 0, 0)))
    with pytest.raises(ValueError, match=r"d\.txt"):
        filled.put(Prepared(document.minutes, twin.passages, twin.vectors, twin.original))
    assert len(filled.documents()) == 3


texts = st.lists(
    st.sampled_from("budget roads 24/00109 caseloads the library council agreed".split()), min_size=1, max_size=60
)
# Their cosines have few decimals, so that no rounding can tell two ways of adding them up apart.
vectors = st.sampled_from(
    [(1, 0, 0, 0), (0, 1, 0, 0), (0, 0, -1, 0), (3, 4, 0, 0), (0, 4, 3, 0), (4, 0, 0, -3), (1, 1, 1, 1), (1, -1, 1, 1)]
)
documents = st.builds(
    lambda source, passages, council, committee, held_on, kind, status, language, own: prepared(
        source,
        *((" ".join(words), vector) for words, vector in passages),
        council=council,
        committee=committee,
        held_on=held_on,
        kind=kind,
        record=kind,
        status=status,
        language=language,
        own=own,
    ),
    st.sampled_from(["a.txt", "b.txt", "c.txt", "x/d.txt", "x/e.txt"]),
    st.lists(st.tuples(texts, vectors), min_size=1, max_size=4),
    st.sampled_from([None, "Kent", "Torbay  council"]),
    st.sampled_from([None, "Cabinet"]),
    st.sampled_from([None, date(2020, 1, 31), date(2024, 2, 29)]),
    st.sampled_from([Kind.MINUTES, Kind.AGENDA]),
    st.sampled_from(Status),
    st.sampled_from(["en", "en", "cy"]),
    st.dictionaries(
        st.integers(0, 3),
        st.builds(
            Meeting,
            st.sampled_from([None, "Kent", "cyngor torbay"]),
            st.sampled_from([None, "Cabinet"]),
            st.sampled_from([None, date(2020, 1, 31)]),
            st.sampled_from(Status),
        ),
        max_size=2,
    ),
)
queries = st.builds(
    Query,
    st.lists(
        st.sampled_from("budget roads 24/00109 24 cabinet what was about january beth oedd".split()), min_size=1
    ).map(" ".join),
    limit=st.integers(1, 5),
    offset=st.integers(0, 3),
    filters=st.builds(
        Filters,
        council=st.sampled_from([None, "torbay council"]),
        since=st.sampled_from([None, date(2020, 1, 31)]),
        until=st.sampled_from([None, date(2020, 1, 31)]),
        kind=st.sampled_from([None, Kind.AGENDA]),
    ),
    sort=st.sampled_from(Sort),
)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(documents, min_size=1, max_size=7), st.lists(st.tuples(queries, vectors), min_size=1, max_size=4))
def test_both_indexes_agree_on_any_archive(
    held: list[Prepared], asked: list[tuple[Query, tuple[int, int, int, int]]]
) -> None:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        one, other = embedded(Path(folder)), memory(Path(folder))
        for document in held:
            assert one.put(document) == other.put(document)
        for query, vector in asked:
            found, expected = one.search(query, unit(*vector)), other.search(query, unit(*vector))
            assert found == expected
        assert one.documents() == other.documents()
        assert isinstance(one, EmbeddedIndex)
        one.close()


def test_the_vectors_of_sentences_are_those_of_the_passages_asked_for_in_that_order(index: Index) -> None:
    two = replace(BOARD, sentences=Sentences((2, 1), np.stack([NORTH, EAST, unit(3, 4, 0, 0)])))
    index.put(two)
    index.put(CABINET)
    first, second = (passage.id for passage in BOARD.passages)

    none, last, both, cabinet = index.sentences(["gone", second, first, CABINET.passages[0].id])

    assert (none.shape, cabinet.shape) == ((0, DIMENSION), (0, DIMENSION))
    assert last == pytest.approx(np.array([[0.6, 0.8, 0, 0]]), abs=0.004)  # one step of 8 bits is 0.8 / 127 = 0.006
    assert both == pytest.approx(np.stack([NORTH, EAST]), abs=1e-6)


def test_the_rarity_of_each_word_asked_for_is_told(filled: Index) -> None:
    # Of the five passages three hold "caseload", none "zebra": ln(1 + (N - n + 0.5) / (n + 0.5)).
    assert filled.search(Query("caseloads, zebra"), NORTH).rarity == pytest.approx(
        {"caseload": log(1 + 2.5 / 3.5), "zebra": log(1 + 5.5 / 0.5)}
    )
