"""The tables of an archive, how they came to be, and what SQLite's errors mean to a user."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import ArchiveVersionError, StoreError

APPLICATION_ID = 0x4D4E424B
"""Marks an SQLite file as an archive of ours ("MNBK"), https://www.sqlite.org/pragma.html#pragma_application_id."""

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE archive (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        id TEXT NOT NULL,
        encoder TEXT NOT NULL,
        dimension INTEGER NOT NULL CHECK (dimension > 0),
        created TEXT NOT NULL,
        generation INTEGER NOT NULL DEFAULT 0,
        removals INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE TABLE originals (sha256 TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT;
    CREATE TABLE documents (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        source TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        media_type TEXT NOT NULL,
        sha256 TEXT NOT NULL REFERENCES originals (sha256),
        fingerprint TEXT NOT NULL,
        url TEXT,
        council TEXT,
        committee TEXT,
        council_key TEXT,
        committee_key TEXT,
        held_on TEXT,
        status TEXT NOT NULL,
        remarks TEXT NOT NULL,
        pages TEXT NOT NULL,
        characters INTEGER NOT NULL,
        passages INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX documents_of_original ON documents (sha256);
    CREATE TABLE texts (document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE, text TEXT NOT NULL) STRICT;
    CREATE TABLE vectors (
        document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
        data BLOB NOT NULL
    ) STRICT;
    CREATE TABLE items (
        document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        position INTEGER NOT NULL,
        number TEXT,
        title TEXT,
        kind TEXT NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        PRIMARY KEY (document, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE passages (
        "row" INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        position INTEGER NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        text TEXT NOT NULL,
        item TEXT,
        minute_number TEXT,
        kind TEXT NOT NULL,
        page INTEGER,
        text_key TEXT NOT NULL,
        UNIQUE (document, position)
    ) STRICT;
    CREATE INDEX passages_of_text ON passages (text_key);
    CREATE TABLE failures (source TEXT PRIMARY KEY, stage TEXT NOT NULL, reason TEXT NOT NULL) STRICT, WITHOUT ROWID;
    """,
    """
    ALTER TABLE passages ADD COLUMN speakers TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE passages ADD COLUMN sentences INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE sentences (
        document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
        steps BLOB NOT NULL,
        scales BLOB NOT NULL
    ) STRICT;
    CREATE TABLE departed (number INTEGER PRIMARY KEY, generation INTEGER NOT NULL) STRICT;
    CREATE INDEX departed_by_generation ON departed (generation);
    DROP INDEX passages_of_text;
    """,
    """
    ALTER TABLE documents ADD COLUMN how TEXT NOT NULL DEFAULT '';
    ALTER TABLE documents ADD COLUMN ocr_pages TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE documents ADD COLUMN language TEXT NOT NULL DEFAULT 'en';
    ALTER TABLE documents ADD COLUMN record TEXT NOT NULL DEFAULT 'minutes';
    CREATE INDEX documents_of_day ON documents (held_on);
    ALTER TABLE passages ADD COLUMN meeting TEXT;
    CREATE INDEX passages_of_meeting ON passages (meeting, document) WHERE meeting IS NOT NULL;
    CREATE TABLE withheld (source TEXT PRIMARY KEY, reason TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE calendar (
        source TEXT PRIMARY KEY,
        council TEXT,
        committee TEXT,
        held_on TEXT NOT NULL,
        digest TEXT,
        expected INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """,
    """
    ALTER TABLE documents ADD COLUMN added TEXT;
    """,
    """
    CREATE TABLE commitments (
        document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
        data TEXT NOT NULL
    ) STRICT;
    CREATE TABLE links (body TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE unlinked (body TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    """,
)
"""Entry n brings an archive of version n to version n + 1. Entries are never edited once released, only added.

A document, its text and its vectors (float32, one row a passage, in order) stand in tables of their own, so that lists
of documents and of passages are read without them. Row numbers are never used twice (AUTOINCREMENT). Since version 2,
`sentences` holds the vectors of a document's sentences as `index.quantise` makes them (int8 and float32), passage by
passage, and `departed` which document left in which generation. Since version 3, documents say how they were read, in
which language and as what; a passage has its own meeting, as JSON, where it is not its document's; `calendar` holds
the meetings that sources list, and `withheld` what they keep back. Since version 4, a document has the day, in UTC, on
which these bytes were first taken from this source; it is not known of those that were held before. Since version 5,
`commitments` holds those of a document, as JSON, `links` which of those of a body speak of an earlier one, and
`unlinked` the bodies whose documents changed since their links were drawn.
"""


def version(connection: sqlite3.Connection, path: Path) -> int:
    """The version of the archive's tables, 0 for a new file.

    Raises:
        ArchiveVersionError: it was written by a newer Minutebook.
        StoreError: it is the database of another program.
    """
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if application != APPLICATION_ID and (application or tables):
        raise StoreError(f"{path} is the database of another program: name another folder for the archive")
    if found > len(MIGRATIONS):
        raise ArchiveVersionError(
            f"{path} was written by a newer Minutebook (version {found} of the archive; this one knows "
            f"{len(MIGRATIONS)}): install the newer Minutebook to use it"
        )
    return int(found)


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Make the tables or bring them up to date; each step is committed together with the record that it was done."""
    before = version(connection, path)
    connection.execute("PRAGMA journal_mode = WAL")
    for number in range(before, len(MIGRATIONS)):
        record = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {number + 1};"
        try:
            connection.executescript(f"BEGIN IMMEDIATE; {MIGRATIONS[number]} {record} COMMIT;")
        except sqlite3.Error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def store_errors(path: Path) -> Iterator[None]:
    """Translate what SQLite and the file system raise about the archive at `path` into a StoreError."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(_explain(error, path)) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StoreError(_disk_full(path)) from error
        raise StoreError(f"the archive {path.parent} cannot be used: {error.strerror or error}") from error


def damaged(path: Path, reason: str) -> str:
    """What to say of an archive whose database is damaged."""
    return (
        f"{path} is damaged or no archive ({reason}): restore it from a copy, "
        "or move the folder away and ingest the documents again"
    )


def _explain(error: sqlite3.Error, path: Path) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return _disk_full(path)
    if code in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
        return damaged(path, str(error))
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return f"{path} is in use by another program: close it and run the same command again"
    return f"{path} cannot be read or written ({error}): check the disk and the permissions of the folder"


def _disk_full(path: Path) -> str:
    return (
        f"the disk is full: {path.parent} has no room for this document and nothing of it was kept; "
        "free some space and run the same command again"
    )
