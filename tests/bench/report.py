"""What a run found, as Markdown for people and JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.metrics import Estimate
from search_api.evaluate import Scores
from search_api.scorecard import grid, table
from search_api.scoring import SEARCH_MEASURES
from tests.bench.machine import machine
from tests.bench.quality import OURS, Quality
from tests.bench.speed import Latency, Throughput


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was measured on one collection. `process_seconds` is of `minutebook search` as a whole process."""

    name: str
    documents: int
    passages: int
    windows: int
    questions: int
    quality: Quality
    encoding: Mapping[str, Throughput]
    queries: Mapping[str, Latency]
    process_seconds: float


def markdown(results: Sequence[Measured]) -> Iterator[str]:
    """The report, line by line."""
    yield "# Benchmark"
    yield ""
    yield "; ".join(f"{name} {value}" for name, value in machine().items())
    yield ""
    yield "Figures with their 95 % confidence intervals: percentile bootstrap over questions, 10,000 resamples."
    for measured in results:
        yield ""
        yield f"## {measured.name}"
        yield ""
        yield (
            f"{measured.documents} documents, {measured.passages:,} passages, {measured.windows:,} windows of the "
            f"others, {measured.questions} questions"
        )
        yield from _quality(measured.quality)
        yield from _speed(measured)


def signed(figure: Estimate) -> str:
    """A difference with its interval."""
    return f"{figure.value:+.3f} ({figure.low:+.2f} to {figure.high:+.2f})"


def _quality(quality: Quality) -> Iterator[str]:
    yield ""
    overall = {name: card.overall for name, card in quality.systems.items()}
    yield from table("search", overall, SEARCH_MEASURES, markdown=True)
    yield ""
    yield from grid([f"{OURS} minus", *SEARCH_MEASURES], _signed_rows(quality.differences), markdown=True)
    for measure in ("success@5", "mrr@10", "evidence@10"):
        yield ""
        yield from grid([f"{measure} by kind", "n", *quality.systems], _kind_rows(quality, measure), markdown=True)


def _signed_rows(differences: Mapping[str, Scores]) -> Iterator[list[str]]:
    for name, scores in differences.items():
        yield [name, *(signed(scores.figures[measure]) for measure in SEARCH_MEASURES)]


def _kind_rows(quality: Quality, measure: str) -> Iterator[list[str]]:
    for kind, scores in quality.systems[OURS].by_kind.items():
        values = (card.by_kind[kind].figures[measure].value for card in quality.systems.values())
        yield [kind, str(scores.questions), *(f"{value:.3f}" for value in values)]


def _speed(measured: Measured) -> Iterator[str]:
    last = list(measured.encoding)[-1]
    rows = [[name, f"{t.per_second:.0f}", f"{t.ratio:.2f}"] for name, t in measured.encoding.items()]
    yield ""
    yield from grid(["encoding", "passages a second", f"speed to {last}"], rows, markdown=True)
    last = list(measured.queries)[-1]
    rows = [[name, f"{t.p50:.1f}", f"{t.p95:.1f}", f"{t.ratio:.2f}"] for name, t in measured.queries.items()]
    yield ""
    yield from grid(["query, warm", "p50 ms", "p95 ms", f"time to {last}"], rows, markdown=True)
    yield ""
    yield f"`minutebook search` as a whole process: {measured.process_seconds:.2f} s"
