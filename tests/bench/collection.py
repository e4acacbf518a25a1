"""What is measured on: a folder of documents with questions about them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import typer

from ingest.minutes import Facts
from ingest.scanned import quietly
from ingest.sources.folder import Folder
from search_api.adding import State
from search_api.questions import Question, read_questions
from search_api.service import Service
from search_api.settings import Settings, cores
from search_api.wiring import open_for_ingest, open_service


@dataclass(frozen=True, slots=True)
class Collection:
    """A folder of documents, the questions about them, and the archive made of the folder."""

    name: str
    folder: Path
    questions: tuple[Question, ...]
    archive: Path

    @classmethod
    def of(cls, name: str, folder: Path, questions: Path, archives: Path) -> Collection:
        """Name a collection; its archive lies in `archives` and is used again by the next run.

        Raises:
            SourceError: the questions cannot be read.
        """
        folder = folder.resolve()
        known_as = hashlib.sha256(str(folder).encode()).hexdigest()[:8]
        return cls(name, folder, tuple(read_questions(questions)), archives / f"{name}-{known_as}")

    @property
    def with_evidence(self) -> list[Question]:
        """The questions by which search is scored."""
        return [question for question in self.questions if question.answerable and question.evidence]


@contextmanager
def opened(collection: Collection) -> Iterator[Service]:
    """Bring the archive of a collection up to date and open it to be searched."""
    settings = replace(Settings.from_env(os.environ), archive=collection.archive)
    with open_for_ingest(settings, cores(), quietly) as service:
        for outcome in service.add(Folder(collection.folder, Facts(), settings.max_bytes)):
            if outcome.state is State.FAILED:
                typer.echo(f"failed {outcome.source}: {outcome.reason}", err=True)
    with open_service(settings) as service:
        yield service
