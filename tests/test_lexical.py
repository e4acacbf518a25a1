from __future__ import annotations

from datetime import date
from math import log
from pathlib import Path
from typing import Any

import pytest

from index.backend import UNFILTERED, Filters
from index.lexical import Entry, LexicalIndex, append
from index.memory import kept_length
from ingest.minutes import Kind


def entry(row: int, body: str, context: str = "", council: str | None = None, held_on: date | None = None) -> Entry:
    return Entry(row, body, context, "minutes", council, None, held_on)


def near(score: float) -> Any:
    return pytest.approx(score, abs=1e-4)


def made(folder: Path, *entries: Entry) -> LexicalIndex:
    folder.mkdir(exist_ok=True)
    append(folder, entries)
    return LexicalIndex.open(folder)


def test_the_score_is_bm25_of_the_body_and_a_part_of_that_of_the_context(tmp_path: Path) -> None:
    index = made(
        tmp_path,
        entry(7, "Roads and roads", "Cabinet budget"),
        entry(8, "Budget", "Cabinet"),
        entry(9, "Library fees for all", "Cabinet"),
    )
    # Body: lengths 3, 1, 4, average 8/3; both words stand in one body of three.
    rare = log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    roads = rare * 2 * 2.2 / (2 + 1.2 * (1 - 0.75 + 0.75 * 3 / (8 / 3)))
    budget = rare * 1 * 2.2 / (1 + 1.2 * (1 - 0.75 + 0.75 * 1 / (8 / 3)))
    # Context: lengths 2, 1, 1, average 4/3; the word stands in one of three.
    around = rare * 1 * 2.2 / (1 + 1.2 * (1 - 0.75 + 0.75 * 2 / (4 / 3)))

    assert index.best(("road", "budget"), UNFILTERED, 10) == [
        (7, near(roads + 0.3 * around)),
        (8, near(budget)),
    ]
    assert index.holding_all(("road", "budget"), UNFILTERED) == [(7, near(roads + 0.3 * around))]


def test_a_filter_does_not_change_scores(tmp_path: Path) -> None:
    index = made(
        tmp_path,
        entry(1, "Roads", council="kent", held_on=date(2024, 1, 1)),
        entry(2, "Roads again", council="torbay", held_on=date(2024, 2, 1)),
        entry(3, "Roads", council="kent"),
    )
    every = dict(index.best(("road",), UNFILTERED, 10))
    assert set(every) == {1, 2, 3}
    for filters, rows in [
        (Filters(council="Kent"), {1, 3}),
        (Filters(since=date(2024, 2, 1)), {2}),
        (Filters(until=date(2024, 1, 31)), {1}),
        (Filters(council="Kent", since=date(2023, 1, 1), kind=Kind.MINUTES), {1}),
        (Filters(kind=Kind.AGENDA), set()),
        (Filters(committee="Cabinet"), set()),
    ]:
        expected = {row: every[row] for row in rows}
        assert dict(index.best(("road",), filters, 10)) == expected
        assert dict(index.holding_all(("road",), filters)) == expected


def test_ties_at_the_end_are_all_given(tmp_path: Path) -> None:
    index = made(tmp_path, entry(1, "road"), *(entry(row, "road works") for row in range(2, 30)))
    assert {row for row, _ in index.best(("road",), UNFILTERED, 3)} == set(range(1, 30))
    assert index.best(("road",), UNFILTERED, 1)[0][0] == 1


def test_scores_do_not_depend_on_segments(tmp_path: Path) -> None:
    entries = [entry(row, "road " * (row % 7) + "works " * (row % 3 + 1), "cabinet") for row in range(50)]
    whole = made(tmp_path / "whole", *entries)
    for start in range(0, 50, 10):
        parts = made(tmp_path / "parts", *entries[start : start + 10])
    words = ("road", "work", "cabinet")
    assert dict(whole.best(words, UNFILTERED, 100)) == dict(parts.best(words, UNFILTERED, 100))


def test_no_words_find_nothing(tmp_path: Path) -> None:
    index = made(tmp_path, entry(1, "road"))
    assert index.best((), UNFILTERED, 10) == index.holding_all((), UNFILTERED) == []


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    index = made(tmp_path)
    assert index.best(("road",), UNFILTERED, 10) == index.holding_all(("road",), UNFILTERED) == []


@pytest.mark.parametrize(
    ("length", "kept"),
    [(0, 0), (1, 1), (24, 24), (39, 39), (40, 40), (41, 40), (57, 56), (59, 56), (60, 60), (1000, 984)],
)
def test_lengths_are_kept_in_steps(length: int, kept: int) -> None:
    assert kept_length(length) == kept


def test_a_folder_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        append(tmp_path / "nowhere", [entry(1, "road")])
