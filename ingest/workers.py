"""Who reads documents: processes of their own, so that none can take more than its time and memory, or end the run."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import get_all_start_methods
from threading import Lock
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar
from weakref import WeakSet

from pebble import ProcessExpired, ProcessPool

from ingest.documents import ReadDocument, read_or_ask, read_without_ocr
from ingest.errors import IngestError, ReadError
from ingest.found import Raw
from ingest.readers.lines import Line
from ingest.readers.ocr import MISSING
from ingest.scanned import ScanReader, forget

T = TypeVar("T")

MEMORY = 4 << 30
"""Bytes of address space that reading one document may take; the longest text allowed needs some 1.5 GB."""
PAGE_SECONDS = 120
"""What one scanned page may take."""
_STARTED = "forkserver"
"""A process forked from one that has threads may hang; this one has none. Windows knows only "spawn"."""
TASKS = 200
"""Documents and pages that a process reads before another takes its place, in case a library loses memory."""


class DocumentReader(Protocol):
    """Reads documents; `read` is called from several threads at a time."""

    jobs: int
    has_ocr: bool

    def read(self, raw: Raw) -> ReadDocument:
        """Read a document.

        Raises:
            IngestError: it cannot be read.
        """

    def forget(self, digests: Iterable[str]) -> None:
        """Forget what was read of documents with these SHA-256, which left the archive."""

    def close(self) -> None:
        """Give up what it holds; what is being read is left off."""


class InProcess:
    """Reads documents where it is called, without limits and without OCR: for small, trusted archives and tests."""

    jobs = 1
    has_ocr = False

    def __init__(self) -> None:
        self._one = Lock()
        """PDFium must not be called from two threads at a time."""

    def read(self, raw: Raw) -> ReadDocument:
        """Read a document, without its scanned pages."""
        with self._one:
            return read_without_ocr(raw, MISSING)

    def forget(self, digests: Iterable[str]) -> None:
        """Nothing was kept."""

    def close(self) -> None:
        """There is nothing to give up."""


class Workers:
    """Reads `jobs` documents or scanned pages at a time, each in a process with limits of time and memory."""

    def __init__(self, jobs: int, seconds: int, scans: ScanReader | None, memory: int = MEMORY) -> None:
        self.jobs = jobs
        self.has_ocr = scans is not None
        self._seconds = seconds
        self._memory = memory
        self._scans = scans
        self._pool: ProcessPool | None = None
        self._starting = Lock()
        self._closed = False
        self._unfinished: WeakSet[Future[Any]] = WeakSet()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def read(self, raw: Raw) -> ReadDocument:
        """Read a document, with OCR where it needs it and there is an engine.

        Raises:
            IngestError: it cannot be read, or not within the time and memory allowed.
        """
        if self._scans is None:
            return self.run(partial(read_without_ocr, raw, MISSING))
        found = self.run(partial(read_or_ask, raw, {}))
        if not isinstance(found, ReadDocument):
            with self._translated(PAGE_SECONDS, "a scanned page of it"):
                scanned = self._scans.read(raw, found, self._page)
            found = self.run(partial(read_or_ask, raw, scanned))
        if not isinstance(found, ReadDocument):
            raise ValueError(f"{raw.source}: pages {found} are asked for after they were read")
        return found

    def run(self, work: Callable[[], T]) -> T:
        """Do some work in one of the processes, and return what it comes to.

        Raises:
            IngestError: whatever goes wrong there.
        """
        with self._translated(self._seconds, "it"):
            return self._begun(work, self._seconds).result()

    def forget(self, digests: Iterable[str]) -> None:
        """Forget what OCR read of documents with these SHA-256."""
        if self._scans is not None:
            forget(self._scans.folder, digests)

    def close(self) -> None:
        """Stop the processes for good; who waits for what is being read is told that it was left off."""
        with self._starting:
            self._closed = True
            if self._pool is not None:
                self._pool.stop()  # type: ignore[no-untyped-call]
                self._pool.join()
            # The pool forgets those that it was about to hand out, and who waits for them would wait for ever.
            for future in self._unfinished:
                future.cancel()

    @contextmanager
    def _translated(self, seconds: int, what: str) -> Iterator[None]:
        """Translate what becomes of a process that takes too long or dies into an IngestError.

        When all are stopped, whatever comes of that is no news of a document.
        """
        try:
            yield
        except Exception as error:
            if self._closed:
                raise CancelledError from error
            if isinstance(error, TimeoutError):
                reason = f"{what} was not read within {seconds} seconds: split it, or save it anew"
                raise ReadError(reason) from error
            if isinstance(error, ProcessExpired | BrokenProcessPool):
                reason = f"{what} ended the process that read it, by its size or by damage: save it anew"
                raise ReadError(reason) from error
            raise

    def _page(self, work: Callable[[], list[Line]]) -> Future[list[Line]]:
        return self._begun(work, PAGE_SECONDS)

    def _begun(self, work: Callable[[], T], seconds: int) -> Future[T]:
        with self._starting:
            if self._closed:
                raise CancelledError
            if self._pool is None:
                context = multiprocessing.get_context(_STARTED if _STARTED in get_all_start_methods() else "spawn")
                self._pool = ProcessPool(self.jobs, TASKS, _limit, (self._memory,), context)
            future: Future[T] = self._pool.submit(_guarded, seconds, work)
            self._unfinished.add(future)
            return future


def _limit(memory: int) -> None:
    """Bound the memory of a process that reads; Ctrl-C is for the one that it works for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(ImportError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _guarded(work: Callable[[], T]) -> T:
    """Do some work; what it raises beside an IngestError becomes one, so that it can be told."""
    try:
        return work()
    except IngestError:
        raise
    except MemoryError as error:
        raise ReadError("reading it takes more memory than one document may: split it") from error
    except Exception as error:
        raise ReadError(f"it cannot be read ({type(error).__name__}: {error}): please report this document") from error
