"""The benchmarks' own arithmetic, and one small run of each: that files come out, not how fast."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from index.metrics import Estimate
from search_api.scoring import SEARCH_MEASURES, Found
from tests.bench.growth import build, exact, search
from tests.bench.load import Load, markdown
from tests.bench.peers import Bm25, reciprocal_rank_fusion, windows
from tests.bench.quality import difference
from tests.bench.report import signed
from tests.bench.speed import interleaved
from tests.bench.synthetic import Extent, Origins, document, extents, near, vectors_of

ROOT = Path(__file__).parent.parent
DIMENSION = 16


@pytest.fixture
def origins() -> Origins:
    vectors = np.random.default_rng(1).normal(size=(30, DIMENSION))
    unit = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    passages = tuple((f"Sentence one of {n}.", f"Sentence two of {n}.") for n in range(30))
    return Origins(passages, tuple(f"Item {n}" for n in range(30)), unit)


def test_windows_are_cut_after_so_many_words_and_are_verbatim() -> None:
    text = " one two\n three  four\u00a0five\n"

    assert windows(text, 2) == ["one two", "three  four", "five"]
    assert windows(text, 5) == ["one two\n three  four\u00a0five"]
    assert windows(" \n", 2) == []


def test_reciprocal_rank_fusion() -> None:
    # 7 has 1/(60+2) + 1/(60+1), 5 has 1/(60+1), 9 and 8 have 1/(60+2) and 1/(60+3).
    assert reciprocal_rank_fusion([[5, 7, 8], [7, 9]]) == [7, 5, 9, 8]
    assert reciprocal_rank_fusion([[3], [2]]) == [2, 3]


def test_bm25_finds_word_forms_and_nothing_where_no_word_is_held() -> None:
    texts = ["The lamp was out.", "Four potholes were filled.", "Lamps, lamps and lamps."]
    peer = Bm25([Found(text, ("a.txt",)) for text in texts])

    assert [found.text for found in peer.search("lamps")] == [texts[2], texts[0]]
    assert peer.search("giraffe") == []


def test_a_difference_is_taken_question_by_question() -> None:
    ours = [dict.fromkeys(SEARCH_MEASURES, value) for value in (1.0, 0.5)]
    theirs = [dict.fromkeys(SEARCH_MEASURES, value) for value in (0.75, 0.25)]

    scores = difference(ours, theirs)

    assert scores.questions == 2
    assert dict(scores.figures) == dict.fromkeys(SEARCH_MEASURES, Estimate(0.25, 0.25, 0.25))


def test_a_difference_is_shown_with_its_sign() -> None:
    assert signed(Estimate(0.125, -0.05, 0.3)) == "+0.125 (-0.05 to +0.30)"


def test_ways_are_timed_in_turn_each_after_an_untimed_call() -> None:
    calls: list[tuple[str, str]] = []
    ways = {name: lambda given, name=name: calls.append((name, given)) for name in "ab"}

    taken = interleaved(ways, ["1", "2"], ["x", "y"])

    assert calls == [(n, g) for pair in ("x1", "y2") for n in "ab" for g in pair]
    assert {name: len(seconds) for name, seconds in taken.items()} == {"a": 2, "b": 2}


def test_synthetic_documents_have_the_passages_asked_for() -> None:
    found = list(extents(1000))

    assert (found[0].first, found[-1].stop) == (0, 1000)
    assert [extent.number for extent in found] == list(range(len(found)))
    assert all(before.stop == after.first for before, after in pairwise(found))
    assert all(20 <= extent.stop - extent.first <= 50 for extent in found[:-1])


def test_a_synthetic_vector_is_near_to_its_origin(origins: Origins) -> None:
    chosen = np.array([3, 3, 17])

    made = near(origins.vectors, chosen, np.random.default_rng(2))

    assert np.linalg.norm(made, axis=1) == pytest.approx([1.0, 1.0, 1.0])
    assert (made * origins.vectors[chosen]).sum(axis=1) == pytest.approx([0.8, 0.8, 0.8])
    assert abs(float(made[0] @ made[1])) < 0.99


def test_a_synthetic_document_is_the_same_whenever_it_is_made(origins: Origins) -> None:
    extent = Extent(7, 100, 125)
    made, again = document(origins, extent), document(origins, extent)

    assert made.minutes == again.minutes
    assert [passage.id for passage in made.passages] == [str(n) for n in range(100, 125)]
    assert np.array_equal(made.vectors, vectors_of(origins, extent))


def test_the_exact_search_is_that_of_all_vectors_at_once(origins: Origins) -> None:
    documents = list(extents(200))
    queries = near(origins.vectors, np.array([1, 2]), np.random.default_rng(3))
    every = np.concatenate([vectors_of(origins, extent) for extent in documents])
    best = np.argsort(-(queries @ every.T), axis=1)[:, :10]

    assert exact(origins, documents, queries) == [set(map(str, row)) for row in best.tolist()]


def test_an_archive_is_grown_and_its_nearest_passages_are_found(origins: Origins, tmp_path: Path) -> None:
    documents = list(extents(60))
    queries = near(origins.vectors, np.array([4, 5]), np.random.default_rng(4))

    built = build(tmp_path, origins, documents)
    searched = search(tmp_path, ["sentence one"], queries)

    assert min(built.peak_mb, searched.peak_mb) > 1
    assert {name: len(ms) for name, ms in searched.ms.items()} == {"none": 1, "committee": 1, "dates": 1}
    assert [set(found) for found in searched.found] == exact(origins, documents, queries)


def test_a_load_is_compared_to_one_client() -> None:
    loads = {"1 client": Load(1, 100, 0, 10.0, 20.0), "16 clients": Load(16, 2000, 1, 40.0, 85.0)}

    lines = list(markdown(loads, lasted=True))

    assert lines[2:6] == [
        "| search     | requests | errors | p50 ms | p95 ms | p95 / p50 of 1 client |",
        "|------------|----------|--------|--------|--------|-----------------------|",
        "| 1 client   |      100 |      0 |   10.0 |   20.0 |                   2.0 |",
        "| 16 clients |    2,000 |      1 |   40.0 |   85.0 |                   8.5 |",
    ]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents of the sample archive, and two questions that they answer."""
    folder = tmp_path_factory.mktemp("small")
    name = "overview-and-scrutiny-board"
    (folder / name).mkdir()
    for file in ("2023-06-14-minutes.pdf", "2024-06-19-minutes.pdf"):
        shutil.copy(ROOT / "corpus" / "documents" / name / file, folder / name)
    lines = (ROOT / "corpus" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    (folder / "questions.jsonl").write_text("\n".join(lines[:2]), encoding="utf-8")
    return folder


def test_the_benchmark_writes_its_report_and_plots(small: Path) -> None:
    results = small / "results"
    given = ["--set", "small", str(small / "overview-and-scrutiny-board"), str(small / "questions.jsonl")]

    subprocess.run(
        [sys.executable, "-m", "tests.bench", *given, "--results", str(results)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )

    (held,) = json.loads((results / "report.json").read_text(encoding="utf-8"))["collections"]
    systems = ["Minutebook", "BM25", "sentence-transformers + FAISS", "both, RRF"]
    assert (held["documents"], held["questions"], list(held["quality"]["systems"])) == (2, 2, systems)
    assert held["quality"]["systems"]["BM25"]["overall"]["figures"]["success@5"]["value"] == 1.0
    assert list(held["quality"]["differences"]) == systems[1:]
    assert held["encoding"]["sentence-transformers"]["ratio"] == 1.0
    assert "| Minutebook minus" in (results / "report.md").read_text(encoding="utf-8")
    assert sorted(path.name for path in results.glob("*.png")) == ["quality-small.png", "speed-small.png"]


def test_the_load_is_measured_on_a_server(small: Path) -> None:
    results = small / "load"
    given = ["--folder", str(small / "overview-and-scrutiny-board"), "--questions", str(small / "questions.jsonl")]

    subprocess.run(
        [sys.executable, "-m", "tests.bench.load", "--clients", "2", "--seconds", "0.3", *given, "--results", results],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )

    loads = json.loads((results / "load.json").read_text(encoding="utf-8"))["loads"]
    assert list(loads) == ["1 client", "2 clients", "2 clients, an ingest beside them"]
    assert [load["errors"] for load in loads.values()] == [0, 0, 0]
