from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.vectors import VectorIndex
from tests.index_fixtures import unit


@pytest.fixture
def index() -> VectorIndex:
    made = VectorIndex.empty(2)
    made.add(np.array([10, 20, 30, 40]), np.stack([unit(1, 0), unit(0, 1), unit(1, 1), unit(-1, 0)]))
    return made


def test_nearest_first_with_cosines(index: VectorIndex) -> None:
    assert index.nearest(unit(1, 0), 4) == [(10, 1.0), (30, 0.707107), (20, 0.0), (40, -1.0)]


def test_only_what_is_allowed(index: VectorIndex) -> None:
    assert index.nearest(unit(1, 0), 4, np.array([20, 40])) == [(20, 0.0), (40, -1.0)]
    assert index.nearest(unit(1, 0), 4, np.array([], dtype=np.int64)) == []


def test_depth_is_the_least(index: VectorIndex) -> None:
    assert index.nearest(unit(1, 0), 1)[:1] == [(10, 1.0)]
    assert {row for row, _ in index.nearest(unit(1, 0), 2)} >= {10, 30}


def test_ties_at_the_end_are_all_given(index: VectorIndex) -> None:
    rows = np.arange(100, 150)
    index.add(rows, np.repeat(unit(1, 1).reshape(1, 2), 50, axis=0))
    found = index.nearest(unit(1, 0), 3)
    assert {row for row, cosine in found if cosine == 0.707107} == {30, *rows.tolist()}


def test_an_empty_index_finds_nothing() -> None:
    assert VectorIndex.empty(2).nearest(unit(1, 0), 10) == []


def test_saved_and_loaded(index: VectorIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "v")
    loaded = VectorIndex.load(tmp_path / "v")
    assert loaded.nearest(unit(1, 0), 4) == index.nearest(unit(1, 0), 4)
    loaded.add(np.array([50]), unit(1, 0).reshape(1, 2))
    assert loaded.nearest(unit(1, 0), 4, np.array([40, 50])) == [(50, 1.0), (40, -1.0)]


def test_a_file_that_cannot_be_written_is_an_os_error(index: VectorIndex, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        index.save(tmp_path / "nowhere" / "v")
