"""The locks of an archive, which the kernel releases when their holder dies."""

from __future__ import annotations

import errno
from pathlib import Path

from filelock import FileLock, Timeout

from index.schema import store_errors
from ingest.errors import ArchiveBusyError

_PATIENCE = 1.0
"""Seconds to wait for the writer lock: a reader that asks whether anyone writes holds it for a moment."""


def lock_writer(folder: Path) -> FileLock:
    """Take the writer lock of the archive in `folder`.

    Raises:
        ArchiveBusyError: another process has it.
        StoreError: the folder cannot be written to.
    """
    lock = FileLock(folder / "writer.lock", timeout=_PATIENCE, thread_local=False)
    with store_errors(Path(lock.lock_file)):
        try:
            lock.acquire()
        except Timeout:
            raise ArchiveBusyError(
                f"another process is writing to the archive {folder}: wait until it is done, "
                "then run the same command again"
            ) from None
    return lock


def may_publish(folder: Path) -> bool:
    """Whether this process may bring the caches up to date: nobody writes to the archive, and it is not read-only."""
    lock = FileLock(folder / "writer.lock", timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        return False
    except OSError as error:
        if forbids_writing(error):
            return False
        raise
    lock.release()
    return True


def forbids_writing(error: OSError) -> bool:
    """Whether `error` says that a folder is read-only, by its file system or for this user."""
    return error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}
