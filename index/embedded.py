"""EmbeddedIndex: an archive in a folder. SQLite is the truth; what is searched can be rebuilt from it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self

from filelock import FileLock

from index.backend import UNFILTERED, Filters, Place, Query, Record, Results, Stats
from index.locks import lock_writer, may_publish
from index.manifest import drop_newer, generations
from index.reading import Reader
from index.schema import store_errors
from index.store import DATABASE, Store
from ingest.errors import StoreError
from ingest.minutes import Failure, Passage, Prepared, Vectors

if TYPE_CHECKING:
    from index.cache import Cache
    from index.snapshot import Snapshot


CACHE = "cache"

_ATTEMPTS = 5
"""How often a search begins anew because another thread or process was faster."""


class EmbeddedIndex:
    """The archive in a folder, for one process that writes and any number that read, each with many threads.

    A writer that is left without an error, or closed, publishes the caches of what it wrote; if it is killed, the
    next one to search builds them. A reader follows the archive: it sees what was written as soon as the writer has
    published it or is gone, and until then searches what it has, without passages that were withdrawn meanwhile.
    """

    def __init__(self, folder: Path, store: Store, writer: FileLock | None) -> None:
        self._folder = folder
        self._store = store
        self._writer = writer
        self._snapshot: Snapshot | None = None
        self._catching_up = Lock()

    @classmethod
    def open(
        cls, folder: Path, *, encoder: str | None = None, dimension: int | None = None, writable: bool = False
    ) -> Self:
        """Open the archive in `folder`; a writable one is made where there is none.

        `encoder` and `dimension` name the model whose vectors are put and searched; without them the archive is
        taken as it is, to be read, removed from or described.

        Raises:
            ArchiveBusyError: another process is writing to it.
            ArchiveMissingError: there is none to be read.
            ArchiveVersionError: it was written by a newer Minutebook.
            ModelMismatchError: it was written with another model.
            StoreError: it is damaged, or the folder cannot be used.
        """
        model = None if encoder is None or dimension is None else (encoder, dimension)
        if writable and model:
            with store_errors(folder / DATABASE):
                folder.mkdir(parents=True, exist_ok=True)
        writer = lock_writer(folder) if writable and folder.is_dir() else None
        try:
            store = Store.create(folder, *model) if writable and model else Store.open(folder)
            if model:
                store.check_model(*model)
            published = generations(folder / CACHE)
            with store.reading() as reader:
                drop_newer(folder / CACHE, published, reader.version().generation)
        except BaseException:
            if writer is not None:
                writer.release()
            raise
        return cls(folder, store, writer)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self._release()

    def close(self) -> None:
        """Publish what was written, close every file and give up the writer lock."""
        try:
            self.flush()
        finally:
            self._release()

    def flush(self) -> None:
        """Publish what was written, so that other processes find it; a reader has nothing to publish."""
        if self._writer is not None and self._writer.is_locked:
            with self._store.reading() as reader:
                self._cache().build(reader)

    def _release(self) -> None:
        self._store.close()
        if self._writer is not None:
            self._writer.release()

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

    def forget(self, sources: Iterable[str]) -> None:
        """Forget the failures of these sources."""
        self._check_writable()
        self._store.forget(sources)

    def failures(self) -> tuple[Failure, ...]:
        """The failures remembered, by source."""
        with self._store.reading() as reader:
            return reader.failures()

    def search(self, query: Query, vector: Vectors) -> Results:
        """Find passages (`index.finding`); `vector` is the query encoded, float32 (d,), of length 1."""
        if vector.shape != (self._store.header.dimension,):
            raise ValueError(f"a query of shape {vector.shape} for {self._store.header.dimension} dimensions")
        from index.finding import find

        for _ in range(_ATTEMPTS):
            with self._store.reading() as reader:
                snapshot = self._current(reader)
                if snapshot.version.generation <= reader.version().generation:
                    return find(snapshot, reader.places, query, vector)
        raise StoreError(f"{self._caches} is newer than the archive: delete this folder, then search again")

    def fingerprints(self) -> Mapping[str, str]:
        """The fingerprint of every document held, by source."""
        with self._store.reading() as reader:
            return reader.fingerprints()

    def stats(self, filters: Filters = UNFILTERED) -> Stats:
        """What the archive holds, of the documents that pass the filters (kind apart), and its bytes on the disk."""
        with self._store.reading() as reader:
            held = reader.stats(filters)
        return replace(held, encoder=self._store.header.encoder, bytes_on_disk=_size(self._folder))

    def documents(self, filters: Filters = UNFILTERED) -> tuple[Record, ...]:
        """Every document that passes the filters (kind apart): newest meeting first, undated last, then by source."""
        with self._store.reading() as reader:
            return reader.documents(filters)

    def read(self, document_id: str) -> Record:
        """One document."""
        with self._store.reading() as reader:
            return reader.read(document_id)

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

    def _check_writable(self) -> None:
        if self._writer is None:
            raise ValueError("this archive was opened for reading")

    @property
    def _caches(self) -> Path:
        return self._folder / CACHE

    def _cache(self) -> Cache:
        # FAISS takes a quarter of a second to import, which only searching and publishing is worth.
        from index.cache import Cache

        return Cache(self._caches, self._store.header)

    def _current(self, reader: Reader) -> Snapshot:
        """The snapshot to search: of the generation that `reader` sees, or an older one where it cannot be had now.

        No passage stands in it that does not stand for `reader`. Another thread may have caught up with a generation
        that `reader` came too early to see.
        """
        now, held = reader.version(), self._snapshot
        if held is None or held.version.generation < now.generation:
            held = self._caught_up(reader, held)
        if held.version.removals < now.removals:
            held = held.without(reader.departed(held.version.generation), now.removals)
            self._snapshot = held
        return held

    def _caught_up(self, reader: Reader, held: Snapshot | None) -> Snapshot:
        patient = held is None or self._writer is not None
        if not self._catching_up.acquire(blocking=patient) and held is not None:
            return held
        try:
            self._snapshot = self._catch_up(reader)
            return self._snapshot
        finally:
            self._catching_up.release()

    def _catch_up(self, reader: Reader) -> Snapshot:
        generation, cache = reader.version().generation, self._cache()
        held = cache.newer(self._snapshot)
        behind = held is not None and held.version.generation < generation
        if held is None or (behind and (self._writer is not None or may_publish(self._folder))):
            cache.build(reader)
            held = cache.newer(held)
        if held is None:
            raise StoreError(f"the search index in {self._caches} was deleted while it was read: search again")
        return held


def _size(folder: Path) -> int:
    """The bytes of all files in `folder`; what vanishes meanwhile is left out."""
    size = 0
    for root, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                size += Path(root, name).stat().st_size
    return size
