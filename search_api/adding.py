"""An archive is brought up to date with a source, and every document is accounted for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import PurePath

from index.backend import Index
from ingest.documents import UNREAD
from ingest.encode import Encoder
from ingest.found import Failure, Known, Listed, Unchanged, Withheld
from ingest.minutes import Prepared
from ingest.pipeline import Outcome as Result
from ingest.pipeline import prepare
from ingest.sources import Source
from ingest.workers import DocumentReader


class State(StrEnum):
    """What became of a document in an ingest."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"
    REMOVED = "removed"
    FAILED = "failed"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document; `added`, `replaced` and `removed` are durable when it is reported.

    `how` says how an added or replaced one was read. One that its source withholds is not held any more, if it was.
    """

    source: str
    state: State
    passages: int = 0
    reason: str | None = None
    how: str | None = None


@dataclass(slots=True)
class Run:
    """One run over one source, and what it met on the way."""

    index: Index
    source: Source
    keep_missing: bool
    _documents: set[str] = field(default_factory=set)
    _told: set[str] = field(default_factory=set)
    _failed: set[str] = field(default_factory=set)

    def outcomes(self, encoder: Encoder, reader: DocumentReader) -> Iterator[Outcome]:
        """Bring the archive up to date, and say what became of each document."""
        known = self._known(reader.has_ocr)
        for result in prepare(self.source, encoder, known, reader):
            outcome = self._take(result, known)
            if outcome is not None:
                yield outcome
        yield from self._withdraw_missing()

    def _known(self, has_ocr: bool) -> Known:
        """What is held already; a meeting of which something failed, or waited for OCR, is read again."""
        held = self.index.fingerprints()
        waiting = [source for source, made in held.items() if has_ocr and made.endswith(UNREAD)]
        again = [PurePath(source) for source in (*waiting, *(one.source for one in self.index.failures()))]
        above = {path for one in again for path in (one, *one.parents)}
        meetings = {
            one.source: replace(one, digest=None) if PurePath(one.source) in above else one
            for one in self.index.meetings()
        }
        return Known(held, meetings, self.index.withheld())

    def _take(self, result: Result, known: Known) -> Outcome | None:
        if isinstance(result, Prepared):
            document = result.minutes.document
            self._documents.add(document.source)
            state = State.REPLACED if self.index.put(result) else State.ADDED
            return Outcome(document.source, state, len(result.passages), how=document.how)
        if isinstance(result, Unchanged):
            self._documents.add(result.source)
            return Outcome(result.source, State.UNCHANGED)
        self._told.add(result.source)
        if isinstance(result, Listed):
            self.index.list_meeting(result)
            return None
        if isinstance(result, Withheld):
            self.index.withhold(result)
            if result.source in known.fingerprints:
                self.index.remove([one.id for one in self.index.documents() if one.source == result.source])
            return Outcome(result.source, State.WITHHELD, reason=result.reason)
        self.index.fail(result)
        self._failed.add(result.source)
        return Outcome(result.source, State.FAILED, reason=result.reason)

    def _withdraw_missing(self) -> Iterator[Outcome]:
        """Withdraw what the source speaks for and no longer has, unless it has nothing left or failed there."""
        failed = {PurePath(source) for source in self._failed}

        def would_be_told(source: str) -> bool:
            """Whether the source tells of a document if it is there; below what failed, nothing is known."""
            return self.source.speaks_for(source) and failed.isdisjoint(PurePath(source).parents)

        remembered: list[Failure | Withheld | Listed] = [
            *self.index.failures(),
            *self.index.withheld(),
            *self.index.meetings(),
        ]
        self.index.forget(
            one.source for one in remembered if one.source not in self._told and would_be_told(one.source)
        )
        known = self._documents | self._failed
        gone = [one for one in self.index.documents() if one.source not in known and would_be_told(one.source)]
        if self.keep_missing or not gone:
            return
        if not self._documents and not self._told:
            reason = (
                f"nothing is found there any more, though the archive holds {len(gone)} documents of it; they were "
                "kept (to withdraw them, use minutebook remove)"
            )
            yield Outcome(self.source.name, State.FAILED, reason=reason)
            return
        for record in gone:
            self.index.remove([record.id])
            yield Outcome(record.source, State.REMOVED)
