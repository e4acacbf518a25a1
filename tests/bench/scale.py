"""`python -m tests.bench.scale --sizes 10000 100000 1000000`: figures of archives of synthetic passages."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import typer

from ingest.encode import SentenceEncoder
from ingest.minutes import Facts
from ingest.sources.folder import Folder
from search_api.questions import read_questions
from search_api.scorecard import grid
from search_api.settings import Settings
from tests.bench.growth import FILTERS, QUERIES, Growth, measure
from tests.bench.machine import machine
from tests.bench.synthetic import Origins


def main() -> None:
    """Build, measure and delete an archive of each size; write `scale.md` and `scale.json`."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scale", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000], help="numbers of passages")
    parser.add_argument(
        "--folder", type=Path, default=Path("corpus/documents"), help="real documents to make them from"
    )
    parser.add_argument(
        "--questions", type=Path, default=Path("corpus/questions.jsonl"), help="questions to search for"
    )
    parser.add_argument("--origins", type=int, default=5000, help="read so many real passages at most")
    parser.add_argument("--results", type=Path, default=Path("bench-results"), help="the folder to write to")
    given = parser.parse_args()
    settings = Settings.from_env(os.environ)
    encoder = SentenceEncoder(settings.model, settings.cache)
    typer.echo("reading the documents", err=True)
    source = Folder(given.folder, Facts(), settings.max_bytes)
    origins = Origins.of(source, encoder, given.origins)
    texts = [question.question for question in read_questions(given.questions)][:QUERIES]
    encoded = np.stack([encoder.encode_query(text) for text in texts])
    given.results.mkdir(parents=True, exist_ok=True)
    grown = []
    for size in given.sizes:
        typer.echo(f"{size:,} passages", err=True)
        grown.append(measure(size, origins, texts, encoded, given.results))
        report = "\n".join(markdown(grown, len(origins.passages)))
        (given.results / "scale.md").write_text(report + "\n", encoding="utf-8")
        figures = {"machine": machine(), "sizes": [asdict(growth) for growth in grown]}
        (given.results / "scale.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    typer.echo(report)


def markdown(grown: Sequence[Growth], origins: int) -> Iterator[str]:
    """The report, line by line: a column for each size."""
    yield f"Synthetic passages made from {origins:,} real ones; " + "; ".join(f"{n} {v}" for n, v in machine().items())
    yield ""
    rows = {
        "documents": [f"{g.documents:,}" for g in grown],
        "build, s": [f"{g.build_s:,.1f}" for g in grown],
        "peak memory of building, MB": [f"{g.build_peak_mb:,.0f}" for g in grown],
        "add one document, s": [f"{g.add_one_s:.2f}" for g in grown],
        "on disk, MB": [f"{g.disk_mb:,.0f}" for g in grown],
        "open and search once, s": [f"{g.open_s:.2f}" for g in grown],
        "peak memory of searching without the model, MB": [f"{g.peak_mb:,.0f}" for g in grown],
        **{
            f"query, filter {name}: p50 / p95 ms": [f"{g.p50_ms[name]:.1f} / {g.p95_ms[name]:.1f}" for g in grown]
            for name in FILTERS
        },
        "recall@10 of the vectors, real questions": [f"{g.recall_questions:.3f}" for g in grown],
        "recall@10 of the vectors, held-out vectors": [f"{g.recall_held_out:.3f}" for g in grown],
    }
    header = ["passages", *(f"{g.passages:,}" for g in grown)]
    yield from grid(header, ([name, *values] for name, values in rows.items()), markdown=True)


if __name__ == "__main__":
    main()
