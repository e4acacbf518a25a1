"""`python -m tests.bench --set NAME FOLDER QUESTIONS …`: quality and speed beside what a user would pick instead."""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from dataclasses import asdict
from pathlib import Path

import typer
from sentence_transformers import SentenceTransformer

from index.backend import Query
from ingest.encode import SentenceEncoder
from ingest.errors import MinutebookError
from ingest.model import Precision
from search_api.scoring import Found
from search_api.service import Service
from search_api.settings import Settings
from tests.bench.collection import Collection, opened
from tests.bench.machine import machine
from tests.bench.peers import WINDOW, Bm25, Dense, Fused, Minutebook, System, sentence_transformer, windows_of
from tests.bench.plots import save_plots
from tests.bench.quality import OURS, quality
from tests.bench.report import Measured, markdown
from tests.bench.speed import latency, throughput, whole_process

PASSAGES = 512
QUESTIONS = 100
SEED = 1


def main() -> None:
    """Measure every collection, and write `report.md`, `report.json` and the plots."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--set",
        nargs=3,
        action="append",
        required=True,
        dest="sets",
        metavar=("NAME", "FOLDER", "QUESTIONS"),
        help="documents and questions about them; again for more",
    )
    parser.add_argument("--results", type=Path, default=Path("bench-results"), help="the folder to write to")
    parser.add_argument("--window", type=int, default=WINDOW, help="words of the windows that the others search")
    given = parser.parse_args()
    results: list[Measured] = []
    try:
        for collection in [Collection.of(n, Path(f), Path(q), given.results / "archives") for n, f, q in given.sets]:
            results.append(measure(collection, given.window))
            save(results, given.results)
    except MinutebookError as error:
        typer.echo(f"bench: {error}", err=True)
        sys.exit(1)
    typer.echo("\n".join(markdown(results)))


def save(results: list[Measured], folder: Path) -> None:
    """Write what is measured so far, so that a run which is stopped has not been for nothing."""
    (folder / "report.md").write_text("\n".join(markdown(results)) + "\n", encoding="utf-8")
    figures = {"machine": machine(), "collections": [asdict(measured) for measured in results]}
    (folder / "report.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    for path in save_plots(results[-1], folder):
        typer.echo(f"written: {path}", err=True)


def measure(collection: Collection, window: int) -> Measured:
    """All figures of one collection, the others over windows of so many words."""
    typer.echo(f"{collection.name}: reading the documents", err=True)
    settings = Settings.from_env(os.environ)
    model = sentence_transformer(settings.model)
    with opened(collection) as service:
        windows = windows_of(service, window)
        systems = systems_over(windows, service, model)
        texts = passage_texts(service)
        typer.echo(f"{collection.name}: asking the questions", err=True)
        scores = quality(collection.with_evidence, systems)
        typer.echo(f"{collection.name}: taking the time", err=True)
        asked = sample([question.question for question in collection.questions], QUESTIONS)
        encoders = {
            **{f"{OURS}, {p}": SentenceEncoder(settings.model, settings.cache, p).encode_passages for p in Precision},
            "sentence-transformers": model.encode,
        }
        queries = {
            OURS: lambda question: service.search(Query(question)),
            **{name: system.search for name, system in systems.items() if name != OURS},
            "sentence-transformers, encode alone": model.encode,
        }
        return Measured(
            name=collection.name,
            documents=len(service.index.documents()),
            passages=len(texts),
            windows=len(windows),
            questions=len(collection.questions),
            quality=scores,
            encoding=throughput(encoders, sample(texts, PASSAGES)),
            queries=latency(queries, asked),
            process_seconds=whole_process(collection.archive, asked),
        )


def systems_over(windows: list[Found], service: Service, model: SentenceTransformer) -> dict[str, System]:
    """Ours, then what a user would pick instead."""
    words, meaning = Bm25(windows), Dense(windows, model)
    return {
        OURS: Minutebook(service),
        "BM25": words,
        "sentence-transformers + FAISS": meaning,
        "both, RRF": Fused(windows, words, meaning),
    }


def sample(texts: list[str], count: int) -> list[str]:
    """So many of the texts, or all where there are no more: the same in every run."""
    return random.Random(SEED).sample(texts, min(count, len(texts)))


def passage_texts(service: Service) -> list[str]:
    """The texts of all passages of an archive."""
    return [p.text for record in service.index.documents() for p in service.index.passages(record.id)]


if __name__ == "__main__":
    main()
