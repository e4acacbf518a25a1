"""What an archive in a folder holds, apart from searching it: documents are put, removed and read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from filelock import FileLock

from index.backend import UNFILTERED, Filters, Gap, Place, Record, Stats
from index.gaps import Holdings, due, missing
from index.ledger import Ledger
from index.reading import Reader
from index.store import Store
from index.version import Version
from ingest.minutes import Failure, Listed, Passage, Prepared, Vectors, Withheld


class Holding:
    """The documents of an archive in `folder`; with the lock `writer` it may be written to."""

    def __init__(self, folder: Path, store: Store, writer: FileLock | None) -> None:
        self._folder = folder
        self._store = store
        self._writer = writer
        self._counted: tuple[Version, Stats] | None = None
        self._ledger: tuple[Version, Ledger] | None = None

    def put(self, prepared: Prepared) -> bool:
        """Add a document, or replace the one of the same source; True if one was replaced. Durable on return."""
        self._check_writable()
        return self._store.put(prepared)

    def remove(self, document_ids: Sequence[str]) -> None:
        """Withdraw documents everywhere, or none if one of them is not held."""
        self._check_writable()
        self._store.remove(document_ids)

    def fail(self, failure: Failure) -> None:
        """Remember that a source could not be ingested, until it is put or forgotten; what is held of it stays."""
        self._check_writable()
        self._store.fail(failure)

    def withhold(self, withheld: Withheld) -> None:
        """Remember that a source keeps something back, until it is put or forgotten."""
        self._check_writable()
        self._store.withhold(withheld)

    def list_meeting(self, listed: Listed) -> None:
        """Remember a meeting of a source's calendar, until it is forgotten; the one of the same source is replaced."""
        self._check_writable()
        self._store.list_meeting(listed)

    def forget(self, sources: Iterable[str]) -> None:
        """Forget the failures of these sources, what of them is withheld, and their meetings in the calendar."""
        self._check_writable()
        self._store.forget(sources)

    def failures(self) -> tuple[Failure, ...]:
        """The failures remembered, by source."""
        with self._store.reading() as reader:
            return reader.failures()

    def withheld(self) -> tuple[Withheld, ...]:
        """What sources keep back, by source."""
        with self._store.reading() as reader:
            return reader.withheld()

    def meetings(self) -> tuple[Listed, ...]:
        """The meetings that sources list, by source."""
        with self._store.reading() as reader:
            return reader.meetings()

    def gaps(self, filters: Filters, today: date) -> tuple[Gap, ...]:
        """The meetings before `today` that sources list, that pass the filters and are not held, the earliest first."""
        with self._store.reading() as reader:
            listed = due(reader.meetings(), filters, today)
            if not listed:
                return ()
            documents = reader.documents(UNFILTERED)
            return missing(listed, Holdings(documents, reader.embedded(), reader.failures(), reader.withheld()))

    def fingerprints(self) -> Mapping[str, str]:
        """The fingerprint of every document held, by source."""
        with self._store.reading() as reader:
            return reader.fingerprints()

    def stats(self, filters: Filters = UNFILTERED) -> Stats:
        """What the archive holds, of the documents that pass the filters (kind apart), and its bytes on the disk."""
        with self._store.reading() as reader:
            held = self._count(reader) if filters == UNFILTERED else reader.stats(filters)
        return replace(held, encoder=self._store.header.encoder, bytes_on_disk=_size(self._folder))

    def documents(self, filters: Filters = UNFILTERED) -> tuple[Record, ...]:
        """Every document that passes the filters (kind apart): newest meeting first, undated last, then by source."""
        with self._store.reading() as reader:
            return reader.documents(filters)

    def read(self, document_id: str) -> Record:
        """One document."""
        with self._store.reading() as reader:
            return reader.read(document_id)

    def beside(self, document_id: str) -> tuple[Record, ...]:
        """The other documents with a record, agenda or report of its meetings, and its copies, by source."""
        with self._store.reading() as reader:
            return reader.beside(document_id)

    def text(self, document_id: str) -> str:
        """A document's text, into which every offset points."""
        with self._store.reading() as reader:
            return reader.text(document_id)

    def original(self, document_id: str) -> bytes:
        """A document's bytes as they were ingested."""
        with self._store.reading() as reader:
            return reader.original(document_id)

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """A document's passages in order."""
        with self._store.reading() as reader:
            return reader.passages(document_id)

    def passage(self, passage_id: str) -> Place:
        """One passage and its document."""
        with self._store.reading() as reader:
            return reader.passage(passage_id)

    def sentences(self, passage_ids: Sequence[str]) -> tuple[Vectors, ...]:
        """The vectors of the sentences of each of these passages; none for one that is not held, or not any more."""
        with self._store.reading() as reader:
            return reader.sentences(passage_ids, self._store.header.dimension)

    def removals(self) -> int:
        """How many documents ever left the archive, those that were replaced included."""
        with self._store.reading() as reader:
            return reader.version().removals

    def ledger(self) -> Ledger:
        """All commitments and which speak of earlier ones; the same object as long as the archive does not change."""
        with self._store.reading() as reader:
            now, kept = reader.version(), self._ledger
            if kept is None or kept[0] != now:
                kept = self._ledger = (now, reader.ledger(self._store.header.dimension))
        return kept[1]

    def _count(self, reader: Reader) -> Stats:
        """What the whole archive holds, counted once for each state of it: every answer says what was searched."""
        now, counted = reader.version(), self._counted
        if counted is None or counted[0] != now:
            counted = self._counted = (now, reader.stats(UNFILTERED))
        return counted[1]

    def _check_writable(self) -> None:
        if self._writer is None:
            raise ValueError("this archive was opened for reading")


def _size(folder: Path) -> int:
    """The bytes of all files in `folder`; what vanishes meanwhile is left out."""
    size = 0
    for root, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                size += Path(root, name).stat().st_size
    return size
