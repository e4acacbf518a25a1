"""`minutebook demo`: the main job on the sample archive, end to end."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

from ingest.minutes import Facts
from ingest.scanned import quietly
from ingest.sources.folder import Folder
from search_api.adding import State
from search_api.settings import Settings, cores
from search_api.terminal import show_answer
from search_api.wiring import open_for_ingest

QUESTIONS = (
    "what was said about caseloads",
    "When will the food waste collection begin?",
    "Will the council build a crematorium?",
)


def demonstrate(settings: Settings) -> Iterator[str]:
    """Ingest `corpus/documents` into a temporary archive and answer three questions; the lines to print."""
    with tempfile.TemporaryDirectory(prefix="minutebook-demo-") as folder, as_file(files("corpus")) as corpus:
        sample = corpus / "documents"
        yield "Reading the sample archive of Harrowmere District Council, which does not exist…"
        with open_for_ingest(replace(settings, archive=Path(folder)), cores(), quietly) as service:
            outcomes = list(service.add(Folder(sample, Facts(), settings.max_bytes)))
            added = [outcome for outcome in outcomes if outcome.state is State.ADDED]
            yield f"{len(added)} documents, {sum(outcome.passages for outcome in added):,} passages."
            for question in QUESTIONS:
                yield f"\n> {question}\n"
                yield from show_answer(service.ask(question))
        yield "\nGo on with the same archive, or with minutes of your own:\n"
        yield f"  .venv/bin/minutebook ingest {_short(sample)}"
        yield '  .venv/bin/minutebook ask "was the target for empty homes met?"'
        yield "  .venv/bin/minutebook serve"


def _short(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
