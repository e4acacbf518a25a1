from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index import vectors
from index.arrays import Arrays, ArrayWriter, DamagedError
from index.corpus import Nearest
from index.quantise import PASSAGE, quantise
from index.vectors import VectorIndex, build, firsts
from ingest.minutes import Vectors
from tests.index_fixtures import unit


def made(folder: Path, rows: Vectors) -> VectorIndex:
    codes = quantise(rows, PASSAGE)
    with ArrayWriter(folder) as writer:
        writer.append("vectors", codes.steps)
        writer.append("scales", codes.scales)
        build(codes, folder / "vectors.faiss")
        writer.finish({})
    return VectorIndex(folder / "vectors.faiss", Arrays(folder))


def shown(found: Nearest) -> list[tuple[int, float]]:
    return [
        (place, round(cosine, 6)) for place, cosine in zip(found.places.tolist(), found.cosines.tolist(), strict=True)
    ]


def every(count: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.ones(count, dtype=np.bool_)


@pytest.fixture
def index(tmp_path: Path) -> VectorIndex:
    return made(tmp_path, np.stack([unit(1, 0), unit(0, 1), unit(1, 1), unit(-1, 0)]))


def test_nearest_first_with_cosines(index: VectorIndex) -> None:
    assert shown(index.nearest(unit(1, 0), 4, every(4))) == [(0, 1.0), (2, 0.707107), (1, 0.0), (3, -1.0)]
    assert shown(index.nearest(unit(1, 0), 2, every(4))) == [(0, 1.0), (2, 0.707107)]
    assert index.cosines(unit(0, 1), np.array([2, 3])).tolist() == [np.float32(0.707107), 0.0]


def test_only_what_is_allowed(index: VectorIndex) -> None:
    assert shown(index.nearest(unit(1, 0), 1, np.array([False, True, False, True]))) == [(1, 0.0)]
    assert shown(index.nearest(unit(1, 0), 9, np.array([False, True, False, True]))) == [(1, 0.0), (3, -1.0)]
    assert shown(index.nearest(unit(1, 0), 4, ~every(4))) == []


def test_ties_at_the_end_are_all_given(tmp_path: Path) -> None:
    rows = np.concatenate([np.stack([unit(1, 0), unit(0, 1)]), np.repeat(unit(1, 1).reshape(1, 2), 400, axis=0)])
    found = made(tmp_path, rows).nearest(unit(1, 0), 3, every(402))
    assert shown(found) == [(0, 1.0), *((place, 0.707107) for place in range(2, 402))]


def test_what_half_precision_confuses_is_put_right(tmp_path: Path) -> None:
    # From 0.01 to 0.02 the cosine falls by 0.00015; half precision has steps of 0.0005 there.
    angles = np.linspace(0.02, 0.01, 300)
    rows = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    found = made(tmp_path, rows).nearest(unit(1, 0), 1, every(300))
    assert 299 in found.places
    assert set(found.cosines.tolist()) == {np.float32(0.99995)}


def some(count: int) -> Vectors:
    values = np.random.default_rng(2).normal(size=(count, 8)).astype(np.float32)
    some: Vectors = values / np.linalg.norm(values, axis=1, keepdims=True)
    return some


def test_a_large_segment_is_clustered_and_its_cosines_are_exact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, query = some(3000), unit(1, 2, 3, 4, 5, 6, 7, 8)
    plain = made(tmp_path, rows)
    monkeypatch.setattr(vectors, "FLAT", 1000)
    monkeypatch.setattr(vectors, "FEW", 100)
    monkeypatch.setattr(vectors, "PROBED", 4)
    (tmp_path / "clustered").mkdir()
    clustered = made(tmp_path / "clustered", rows)
    exact = dict(shown(plain.nearest(query, 100, every(3000))))

    found = dict(shown(clustered.nearest(query, 100, every(3000))))
    assert len(found) == 100
    shared = exact.keys() & found.keys()
    assert len(shared) >= 80
    assert {place: found[place] for place in shared} == {place: exact[place] for place in shared}

    # A filter that lets a twentieth through: more clusters are looked through. One that lets 80 through: each of them.
    for step in (20, 3000 // 80):
        allowed = np.arange(3000) % step == 0
        expected = shown(plain.nearest(query, 10, allowed))
        assert len(set(shown(clustered.nearest(query, 10, allowed))) & set(expected)) >= 9
    assert shown(clustered.nearest(query, 10, allowed)) == expected


def test_clusters_are_the_same_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "FLAT", 100)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made(tmp_path / name, some(500))
    assert (tmp_path / "one" / "vectors.faiss").read_bytes() == (tmp_path / "two" / "vectors.faiss").read_bytes()


def test_the_first_ones_of_a_list() -> None:
    found = Nearest(np.array([4, 5, 6, 7]), np.array([0.5, 0.75, 0.5, 0.25], dtype=np.float32))
    assert shown(firsts(found, 2)) == [(5, 0.75), (4, 0.5), (6, 0.5)]
    assert shown(firsts(found, 9)) == [(5, 0.75), (4, 0.5), (6, 0.5), (7, 0.25)]


def test_a_file_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        build(quantise(some(3), PASSAGE), tmp_path / "nowhere" / "v")


def test_a_file_that_is_no_index_is_damaged(tmp_path: Path) -> None:
    made(tmp_path, some(3))
    (tmp_path / "v").write_bytes(b"This is no index.")
    with pytest.raises(DamagedError, match="v"):
        VectorIndex(tmp_path / "v", Arrays(tmp_path))
