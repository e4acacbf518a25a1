"""How build, memory, speed and recall of an index grow with the archive; each is measured in a process of its own.

Linux only: the peak memory of a process is read from /proc.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import ParamSpec, TypeVar

import numpy as np

from index.backend import MAX_LIMIT, Filters, Query
from index.embedded import EmbeddedIndex
from index.metrics import recall
from index.ranking import FLOOR
from ingest.minutes import Vectors
from tests.bench.synthetic import Extent, Origins, document, extents, near, vectors_of

T = TypeVar("T")
P = ParamSpec("P")

MODEL = "synthetic"
DEPTH = 10
QUERIES = 100
BATCH = 8192
"""Vectors compared at a time in the exact search."""
FILTERS = {
    "none": Filters(),
    "committee": Filters(committee="Cabinet"),
    "dates": Filters(since=date(2023, 1, 1), until=date(2023, 12, 31)),
}
NO_WORD = "zzqxzzq"
"""A word that no document holds, so that only the search by vector finds anything."""


def nearest_passages(index: EmbeddedIndex, vector: Vectors) -> list[str]:
    """The ids of the ten passages that the index's search by vector finds, nearest first."""
    hits = index.search(Query(NO_WORD, limit=MAX_LIMIT), vector).hits
    ranked = sorted((hit.dense_rank, hit.place.passage.id) for hit in hits if hit.dense_rank is not None)
    return [passage for _, passage in ranked[:DEPTH]]


@dataclass(frozen=True, slots=True)
class Built:
    """Seconds from opening the archive until all documents are put and published, and the process's peak memory."""

    seconds: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Searched:
    """A fresh process without the model: seconds to open the archive and search once, peak memory, milliseconds.

    `ms` are of each query with each of `FILTERS`, the question being encoded already; `found` are the ids of the
    passages nearest to each vector.
    """

    open_s: float
    peak_mb: float
    ms: Mapping[str, Sequence[float]]
    found: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Growth:
    """The figures of one size.

    `build_s` and `add_one_s` are seconds until all documents, or one more, are put and published; `open_s` those of a
    fresh process from opening the archive to its first results. `p50_ms` and `p95_ms` are of a hybrid query whose
    vector is given, by filter. `peak_mb` is of the searching process, which holds no model. The recalls are the shares
    of the ten exact neighbours that the search by vector finds, for real questions and for held-out synthetic vectors.
    """

    passages: int
    documents: int
    build_s: float
    build_peak_mb: float
    add_one_s: float
    disk_mb: float
    open_s: float
    peak_mb: float
    p50_ms: Mapping[str, float]
    p95_ms: Mapping[str, float]
    recall_questions: float
    recall_held_out: float


def build(folder: Path, origins: Origins, documents: Sequence[Extent]) -> Built:
    """Put documents into an archive, and publish it; the time in which they are made does not count."""
    started = time.perf_counter()
    making = 0.0
    with EmbeddedIndex.open(folder, encoder=MODEL, dimension=origins.vectors.shape[1], writable=True) as index:
        for extent in documents:
            at = time.perf_counter()
            prepared = document(origins, extent)
            making += time.perf_counter() - at
            index.put(prepared)
    return Built(time.perf_counter() - started - making, peak_mb())


def search(folder: Path, texts: Sequence[str], vectors: Vectors) -> Searched:
    """Open an archive and search it with each text and its vector, and with the vectors alone that are left over."""
    started = time.perf_counter()
    with EmbeddedIndex.open(folder, encoder=MODEL, dimension=vectors.shape[1]) as index:
        index.search(Query(texts[0]), vectors[0])
        opened = time.perf_counter() - started
        ms: dict[str, list[float]] = {name: [] for name in FILTERS}
        for text, vector in zip(texts, vectors, strict=False):
            for name, filters in FILTERS.items():
                started = time.perf_counter()
                index.search(Query(text, filters=filters), vector)
                ms[name].append((time.perf_counter() - started) * 1e3)
        return Searched(opened, peak_mb(), ms, [nearest_passages(index, vector) for vector in vectors])


def peak_mb() -> float:
    """The most memory that this process has had, in MB; its parent's, which `ru_maxrss` may hold, is not counted."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def exact(origins: Origins, documents: Sequence[Extent], queries: Vectors) -> list[set[str]]:
    """The ids of the ten passages nearest to each query, (q, d), by comparing it with every vector.

    Those below the cosine at which the index calls a passage near are left out, as it leaves them out.
    """
    best = np.zeros((len(queries), 0), dtype=np.float32)
    ids = np.zeros((len(queries), 0), dtype=np.int64)
    batch: list[Vectors] = []
    for number, extent in enumerate(documents, start=1):
        batch.append(vectors_of(origins, extent))
        held = sum(map(len, batch))
        if held >= BATCH or number == len(documents):
            cosines = np.hstack([best, queries @ np.concatenate(batch).T])
            numbers = np.broadcast_to(np.arange(extent.stop - held, extent.stop), (len(queries), held))
            order = np.argpartition(-cosines, DEPTH - 1, axis=1)[:, :DEPTH]
            ids = np.take_along_axis(np.hstack([ids, numbers]), order, axis=1)
            best = np.take_along_axis(cosines, order, axis=1)
            batch = []
    near_enough = best >= FLOOR
    return [set(map(str, row[near].tolist())) for row, near in zip(ids, near_enough, strict=True)]


def measure(size: int, origins: Origins, texts: Sequence[str], encoded: Vectors, folder: Path) -> Growth:
    """All figures of an archive of so many passages, which is deleted afterwards."""
    documents = list(extents(size))
    generator = np.random.default_rng(size)
    held_out = near(origins.vectors, generator.integers(len(origins.vectors), size=QUERIES), generator)
    queries = np.concatenate([encoded, held_out])
    with TemporaryDirectory(dir=folder) as name:
        archive = Path(name) / "archive"
        built = fresh(build, archive, origins, documents)
        disk = sum(path.stat().st_size for path in archive.rglob("*") if path.is_file())
        searched = fresh(search, archive, texts, queries)
        added = fresh(build, archive, origins, [Extent(len(documents), size, size + 30)])
    wanted = exact(origins, documents, queries)
    recalls = [recall(f, want, DEPTH) if want else None for f, want in zip(searched.found, wanted, strict=True)]
    ms = {name: np.percentile(taken, [50, 95]).tolist() for name, taken in searched.ms.items()}
    return Growth(
        passages=size,
        documents=len(documents),
        build_s=built.seconds,
        build_peak_mb=built.peak_mb,
        add_one_s=added.seconds,
        disk_mb=disk / 1e6,
        open_s=searched.open_s,
        peak_mb=searched.peak_mb,
        p50_ms={name: p50 for name, (p50, _) in ms.items()},
        p95_ms={name: p95 for name, (_, p95) in ms.items()},
        recall_questions=mean(r for r in recalls[: len(encoded)] if r is not None),
        recall_held_out=mean(r for r in recalls[len(encoded) :] if r is not None),
    )


def fresh(task: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """What a task returns when it is run in a new process."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as processes:
        return processes.submit(task, *given, **named).result()
