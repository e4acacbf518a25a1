"""Connections to the database of an archive: to write, to read, and to read where nothing may be written."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from index.schema import damaged
from ingest.errors import StoreError

LOOKED_THROUGH = 512 << 20
"""Bytes of a database up to which all of it is looked through before it is written to: half a second when cached."""

_NOT_WRITABLE = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}


def connect(path: Path) -> sqlite3.Connection:
    """Open the database at `path`, which is made if missing; may be used by one thread after another."""
    return _set_up(sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False))


def connect_sound(path: Path) -> sqlite3.Connection:
    """Open the database at `path` to write to it, after a look at all of it, or at its documents where it is large.

    Raises:
        StoreError: it is damaged, and what is written into it would be lost too.
    """
    connection = connect(path)
    try:
        part = "1" if path.stat().st_size <= LOOKED_THROUGH else "documents"
        (found,) = connection.execute(f"PRAGMA quick_check({part})").fetchone()
        if found != "ok":
            raise StoreError(damaged(path, found.splitlines()[-1]))
    except BaseException:
        connection.close()
        raise
    return connection


def connect_reader(path: Path) -> tuple[sqlite3.Connection, bool]:
    """Open the database at `path` to read it, and say whether the connection may be kept for another transaction.

    Readers too write to the write-ahead log's files. Where the folder forbids it, and no log holds anything, the file
    is read as one that nobody changes, which is only safe for a moment: someone else may be allowed to write to it.
    """
    connection = None
    try:
        connection = connect(path)
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _NOT_WRITABLE or _has_log(path):
            raise
        name = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        return _set_up(sqlite3.connect(name, uri=True, isolation_level=None, check_same_thread=False)), False
    return connection, True


def _has_log(path: Path) -> bool:
    """Whether what was written last still stands in the write-ahead log alone."""
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def _set_up(connection: sqlite3.Connection) -> sqlite3.Connection:
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
