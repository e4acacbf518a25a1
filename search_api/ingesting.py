"""What `minutebook ingest` needs beside the service: its sources from the command line, and a view of its progress."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

import typer
from tqdm import tqdm

from ingest.errors import SourceError
from ingest.found import Facts
from ingest.sources import Source
from ingest.sources.addresses import source_of
from ingest.sources.folder import Folder
from ingest.sources.meetings import WebOptions
from ingest.sources.web import Web
from search_api.adding import Outcome, State
from search_api.service import Service
from search_api.settings import Settings

TOLD_EVERY = 10
"""So many scanned pages are read between two lines where there is no progress bar."""


def sources_from(
    names: Sequence[str], facts: Facts, committees: Sequence[str], since: date | None, settings: Settings
) -> list[Source]:
    """The sources that a command line names: folders, files, and addresses of connectors.

    Raises:
        SourceError: one cannot be had, or --committee or --since makes no sense for it.
    """
    options = WebOptions(Web(settings.max_bytes, settings.contact), tuple(committees), since)
    return [source_of(name, facts, options) or _folder(name, facts, options) for name in names]


def _folder(name: str, facts: Facts, options: WebOptions) -> Folder:
    if options.since:
        raise SourceError(f"--since is for the address of a council's system, not for {name}: leave it out")
    if len(options.committees) > 1:
        raise SourceError(f"{name} can be of one committee: name --committee once")
    committee = options.committees[0] if options.committees else None
    stated = Facts(council=facts.council, committee=committee, held_on=facts.held_on)
    return Folder(Path(name), stated, options.web.max_bytes)


class Progress:
    """Tells stderr of each document: a bar with speed and time left on a terminal, else a line for what changed."""

    def __init__(self, total: int | None) -> None:
        self._terminal = sys.stderr.isatty()
        self._bar = tqdm(
            total=total, unit=" documents", disable=not self._terminal, leave=False, smoothing=0.1, dynamic_ncols=True
        )
        self._started = time.monotonic()
        self._passages = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._bar.close()

    def scanned(self, source: str, done: int, of: int) -> None:
        """Tell how far OCR is with a document."""
        name = PurePosixPath(source.replace("\\", "/")).name
        if self._terminal:
            self._bar.set_description(f"{name}: page {done} of {of} by OCR" if done < of else "")
        elif done == of or done % TOLD_EVERY == 0:
            typer.echo(f"read {done} of {of} scanned pages of {source}", err=True)

    def take(self, outcome: Outcome) -> None:
        """Tell what became of a document."""
        self._passages += outcome.passages
        seconds = time.monotonic() - self._started
        self._bar.set_postfix_str(f"{self._passages / seconds:,.0f} passages/s", refresh=False)
        self._bar.update(outcome.state is not State.REMOVED)
        if outcome.state is State.FAILED:
            self._bar.write(f"failed {outcome.source}: {outcome.reason}", file=sys.stderr)
        elif not self._terminal and outcome.state is not State.UNCHANGED:
            typer.echo(f"{outcome.state} {outcome.source}", err=True)


def reported(service: Service, source: Source, keep_missing: bool, progress: Progress) -> Iterator[Outcome]:
    """Ingest a source, and tell of each document."""
    for outcome in service.add(source, keep_missing):
        progress.take(outcome)
        yield outcome


def expected(sources: Sequence[Source]) -> int | None:
    """How many documents the sources hold, as far as can be told without reading them; None where it cannot."""
    folders = [source for source in sources if isinstance(source, Folder)]
    return sum(len(folder.paths()) for folder in folders) if len(folders) == len(sources) else None
