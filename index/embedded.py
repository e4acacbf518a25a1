"""EmbeddedIndex: an archive in a folder. SQLite is the truth; what is searched can be rebuilt from it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self

from filelock import FileLock

from index.backend import UNFILTERED, Filters, Mentions, Query, Results
from index.holding import Holding
from index.locks import lock_writer, may_publish
from index.manifest import drop_newer, generations
from index.mentions import Mentioned, published_mentions, stored_mentions
from index.reading import Reader
from index.schema import store_errors
from index.store import DATABASE, Store
from ingest.errors import StoreError
from ingest.minutes import Vectors

if TYPE_CHECKING:
    from index.cache import Cache
    from index.snapshot import Snapshot


CACHE = "cache"

_ATTEMPTS = 5
"""How often a search begins anew because another thread or process was faster."""


class EmbeddedIndex(Holding):
    """The archive in a folder, for one process that writes and any number that read, each with many threads.

    A writer that is left without an error, or closed, publishes the caches of what it wrote; if it is killed, the
    next one to search builds them. A reader follows the archive: it sees what was written as soon as the writer has
    published it or is gone, and until then searches what it has, without passages that were withdrawn meanwhile.
    """

    def __init__(self, folder: Path, store: Store, writer: FileLock | None) -> None:
        super().__init__(folder, store, writer)
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
            self._store.link()
            with self._store.reading() as reader:
                self._cache().build(reader)

    def _release(self) -> None:
        self._store.close()
        if self._writer is not None:
            self._writer.release()

    def search(self, query: Query, vector: Vectors) -> Results:
        """Find passages (`index.finding`); `vector` is the query encoded, float32 (d,), of length 1."""
        if vector.shape != (self._store.header.dimension,):
            raise ValueError(f"a query of shape {vector.shape} for {self._store.header.dimension} dimensions")
        from index.finding import find

        with self._searching() as (snapshot, reader):
            return find(snapshot, reader.places, query, vector)

    @contextmanager
    def mentions(
        self, text: str, filters: Filters = UNFILTERED, only: Collection[str] | None = None
    ) -> Iterator[Mentions]:
        """Every passage that mentions what a text asks for; `only`: as if no other documents were held."""
        mentioned = Mentioned.of(text)
        with self._searching() as (snapshot, reader):
            yield stored_mentions(snapshot, reader, self._store.header, mentioned, filters, only)

    def mentioned(self, text: str, filters: Filters = UNFILTERED) -> int | None:
        """How many passages mention it; None while another process adds documents, which would have to be read."""
        mentioned = Mentioned.of(text)
        with self._searching() as (snapshot, reader):
            return published_mentions(snapshot, reader, mentioned, filters)

    @contextmanager
    def _searching(self) -> Iterator[tuple[Snapshot, Reader]]:
        """A snapshot that is no newer than what the reader sees: another thread may have brought it up to date."""
        for _ in range(_ATTEMPTS):
            with self._store.reading() as reader:
                snapshot = self._current(reader)
                if snapshot.version.is_within(reader.version()):
                    yield snapshot, reader
                    return
        raise StoreError(f"{self._caches} is newer than the archive: delete this folder, then search again")

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
