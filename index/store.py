"""SQLite, the one truth of an archive: a document enters or leaves in one transaction, vectors included."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from uuid import uuid4

from index.connecting import connect, connect_reader, connect_sound
from index.reading import Reader
from index.rows import listed_row
from index.schema import MIGRATIONS, migrate, store_errors, version
from index.version import Header
from index.writing import added, advance, delete, insert, link
from ingest.errors import ArchiveMissingError, ModelMismatchError, StoreError, UnknownDocumentError
from ingest.minutes import Failure, Listed, Prepared, Withheld

DATABASE = "archive.db"


class Store:
    """The database of an archive: any number of readers at a time, one writer.

    Every method may be called from any thread. Who writes must hold the archive's writer lock.
    """

    def __init__(self, path: Path, header: Header) -> None:
        self.path = path
        self.header = header
        self._writing = RLock()
        self._writer: sqlite3.Connection | None = None
        self._idle: deque[sqlite3.Connection] = deque()
        self._closed = False

    @classmethod
    def create(cls, folder: Path, encoder: str, dimension: int) -> Store:
        """Open the archive in `folder` for writing, made or brought up to date where needed."""
        path = folder / DATABASE
        with store_errors(path):
            folder.mkdir(parents=True, exist_ok=True)
            connection = connect(path)
            try:
                migrate(connection, path)
                connection.execute(
                    "INSERT OR IGNORE INTO archive (only, id, encoder, dimension, created) VALUES (1, ?, ?, ?, ?)",
                    (uuid4().hex, encoder, dimension, datetime.now(UTC).isoformat(timespec="seconds")),
                )
            finally:
                connection.close()
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path) -> Store:
        """Open the archive in `folder` for reading.

        Raises:
            ArchiveMissingError: there is none.
            ArchiveVersionError: it was written by a newer Minutebook.
            StoreError: the file is damaged or something else.
        """
        path = folder / DATABASE
        if not path.exists():
            raise ArchiveMissingError(f"there is no archive in {folder}: make one with `minutebook ingest SOURCE`")
        with store_errors(path):
            connection, lasting = connect_reader(path)
            try:
                store = cls(path, _header(connection, path))
            except BaseException:
                connection.close()
                raise
        if lasting:
            store._idle.append(connection)
        else:
            connection.close()
        return store

    def check_model(self, encoder: str, dimension: int) -> None:
        """Refuse another model than the archive was written with.

        Raises:
            ModelMismatchError: naming both.
        """
        held = self.header
        if (encoder, dimension) != (held.encoder, held.dimension):
            raise ModelMismatchError(
                f"the archive {self.path.parent} was written with the model {held.encoder} ({held.dimension} "
                f"dimensions), not {encoder} ({dimension} dimensions): use that model, or ingest into another folder"
            )

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """A transaction that sees one generation, whatever is written meanwhile."""
        with store_errors(self.path):
            try:
                connection, lasting = self._idle.pop(), True
            except IndexError:
                connection, lasting = connect_reader(self.path)
            try:
                connection.execute("BEGIN")
                yield Reader(connection)
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                if self._closed or not lasting:
                    connection.close()
                else:
                    self._idle.append(connection)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that is kept whole, on the disk, or not at all."""
        with self._writing, store_errors(self.path):
            if self._writer is None:
                self._writer = connect_sound(self.path)
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                raise

    def put(self, prepared: Prepared) -> bool:
        """Add a document, or replace the one of the same source; True if one was replaced. Durable on return.

        Raises:
            StoreError: it could not be kept; then nothing of it was.
            ValueError: its vectors have another dimension, or its ids are those of another document.
        """
        document = prepared.minutes.document
        if prepared.vectors.shape[1] != self.header.dimension:
            raise ValueError(
                f"{document.source}: vectors of {prepared.vectors.shape[1]} dimensions for an archive of "
                f"{self.header.dimension}"
            )
        try:
            with self.writing() as connection:
                day = added(connection, document.source, document.sha256, datetime.now(UTC).date())
                replaced = delete(connection, "source", document.source)
                insert(connection, prepared, day)
                for table in ("failures", "withheld"):
                    connection.execute(f"DELETE FROM {table} WHERE source = ?", (document.source,))
                advance(connection, removals=replaced)
        except StoreError as error:
            if isinstance(error.__cause__, sqlite3.IntegrityError):
                raise ValueError(f"{document.source}: {error.__cause__}, which another document has") from error
            raise
        except UnicodeEncodeError as error:
            raise StoreError(f"{document.source!a} holds a character that no archive can keep: {error}") from error
        return replaced == 1

    def remove(self, document_ids: Sequence[str]) -> None:
        """Withdraw documents, or none if one of them is not held.

        Raises:
            UnknownDocumentError: naming the first that is not held.
        """
        with self.writing() as connection:
            for document_id in dict.fromkeys(document_ids):
                if not delete(connection, "id", document_id):
                    raise UnknownDocumentError(
                        f"the archive holds no document {document_id}: nothing was removed; "
                        "name it by its path as ingested, or by its id"
                    )
            advance(connection, removals=len(set(document_ids)))
        with self._writing, store_errors(self.path):
            # What was withdrawn must not linger in the write-ahead log either.
            if self._writer is not None:
                self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def link(self) -> None:
        """Draw the links of the commitments of every body whose documents changed."""
        with self.reading() as reader:
            drawn = reader.undrawn_links(self.header.dimension)
        if drawn:
            with self.writing() as connection:
                link(connection, drawn)

    def fail(self, failure: Failure) -> None:
        """Remember that a source could not be ingested, until it is put or forgotten."""
        with self.writing() as connection:
            row = (failure.source, failure.stage, failure.reason)
            connection.execute("INSERT OR REPLACE INTO failures VALUES (?, ?, ?)", row)

    def withhold(self, withheld: Withheld) -> None:
        """Remember that a source keeps something back, until it is put or forgotten."""
        with self.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO withheld VALUES (?, ?)", (withheld.source, withheld.reason))

    def list_meeting(self, listed: Listed) -> None:
        """Remember a meeting of a source's calendar, until it is forgotten."""
        with self.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO calendar VALUES (?, ?, ?, ?, ?, ?)", listed_row(listed))

    def forget(self, sources: Iterable[str]) -> None:
        """Forget the failures of these sources, what of them is withheld, and their meetings in the calendar."""
        gone = [(source,) for source in sources]
        with self.writing() as connection:
            for table in ("failures", "withheld", "calendar"):
                connection.executemany(f"DELETE FROM {table} WHERE source = ?", gone)

    def close(self) -> None:
        """Close every connection; the last one out folds the write-ahead log into the database."""
        self._closed = True
        with self._writing:
            if self._writer is not None:
                self._writer.close()
                self._writer = None
        while self._idle:
            self._idle.pop().close()


def _header(connection: sqlite3.Connection, path: Path) -> Header:
    found = version(connection, path)
    header = Reader(connection).header() if found else None
    if header is None:
        raise ArchiveMissingError(f"the archive in {path.parent} holds nothing yet: run `minutebook ingest SOURCE`")
    if found < len(MIGRATIONS):
        raise StoreError(
            f"{path} was written by an older Minutebook: run `minutebook ingest` once to bring it up to date"
        )
    return header
