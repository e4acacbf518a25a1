"""What Minutebook does: add documents, search, and answer. The two halves of the house meet here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from index.backend import UNFILTERED, Filters, Index, Query, Results
from ingest.encode import Encoder
from ingest.found import Failure, Known, Unchanged
from ingest.minutes import Prepared
from ingest.pipeline import prepare
from ingest.sources import Source
from search_api.answer import Answer, Answerer

ANSWER_DEPTH = 20
"""How many passages an answer is chosen from."""
NEAREST = 3


class State(StrEnum):
    """What became of a document in an ingest."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"
    REMOVED = "removed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document; `added`, `replaced` and `removed` are durable when it is reported."""

    source: str
    state: State
    passages: int = 0
    reason: str | None = None


class Service:
    """One archive, with a model that encodes for it and an answerer."""

    def __init__(self, index: Index, encoder: Encoder, answerer: Answerer) -> None:
        self.index = index
        self._encoder = encoder
        self._answerer = answerer

    def add(self, source: Source, keep_missing: bool = False) -> Iterator[Outcome]:
        """Bring the archive up to date with a source, and say what became of each document.

        Documents that the source speaks for and no longer has are withdrawn, unless `keep_missing`. A source that has
        nothing left at all is taken for a mistake (a disk that is not mounted): nothing is withdrawn then. Nor is what
        lies below a folder that failed, since what is there now is unknown.
        """
        known = Known(self.index.fingerprints())
        seen: set[str] = set()
        failed: set[PurePath] = set()
        for result in prepare(source, self._encoder, known):
            if isinstance(result, Unchanged):
                outcome = Outcome(result.source, State.UNCHANGED)
            elif isinstance(result, Failure):
                self.index.fail(result)
                failed.add(PurePath(result.source))
                outcome = Outcome(result.source, State.FAILED, reason=result.reason)
            elif isinstance(result, Prepared):
                state = State.REPLACED if self.index.put(result) else State.ADDED
                outcome = Outcome(result.minutes.document.source, state, len(result.passages))
            else:
                continue
            seen.add(outcome.source)
            yield outcome
        yield from self._withdraw_missing(source, seen, failed, keep_missing)

    def _withdraw_missing(
        self, source: Source, seen: set[str], failed: set[PurePath], keep_missing: bool
    ) -> Iterator[Outcome]:
        def is_gone(name: str) -> bool:
            return source.speaks_for(name) and name not in seen and failed.isdisjoint(PurePath(name).parents)

        self.index.forget(failure.source for failure in self.index.failures() if is_gone(failure.source))
        gone = [record for record in self.index.documents() if is_gone(record.source)]
        if keep_missing or not gone:
            return
        if not seen:
            reason = (
                f"nothing is found there any more, though the archive holds {len(gone)} documents of it; they were "
                "kept (to withdraw them, use minutebook remove)"
            )
            yield Outcome(source.name, State.FAILED, reason=reason)
            return
        for record in gone:
            self.index.remove([record.id])
            yield Outcome(record.source, State.REMOVED)

    def search(self, query: Query) -> Results:
        """Find passages."""
        return self.index.search(query, self._encoder.encode_query(query.text))

    def ask(self, question: str, filters: Filters = UNFILTERED) -> Answer:
        """Answer a question with quotes, or with the nearest passages where the archive does not say."""
        hits = self.search(Query(question, limit=ANSWER_DEPTH, filters=filters)).hits
        statements = self._answerer.answer(question, hits)
        nearest = () if statements else hits[:NEAREST]
        return Answer(question, statements, nearest, self.index.stats(filters))
