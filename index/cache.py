"""The folder of snapshots of an archive: one is found, built or published, the others are cleared away."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from filelock import FileLock

from index.locks import forbids_writing
from index.reading import Header, Reader, Version
from index.snapshot import DamagedSnapshotError, Snapshot, build, open_snapshot
from ingest.errors import StoreError

_BUILDING = "building-"


class Cache:
    """Snapshots in `folder`, one folder each, named by generation.

    Two locks, both released by the kernel when their holder dies: one for the moment of opening, publishing and
    clearing, one for as long as a snapshot is being built, so that two processes do not build the same.
    """

    def __init__(self, folder: Path, header: Header) -> None:
        self._folder = folder
        self._header = header

    def newer(self, held: Snapshot | None) -> Snapshot | None:
        """The newest sound snapshot, or `held` where none is newer; unsound ones are cleared away.

        A folder that may not be written to is read without a lock: who may publish there clears an older snapshot
        away only once a newer one stands.
        """
        for generation in self._generations():
            if held is not None and generation <= held.version.generation:
                return held
            try:
                with self._locked("cache.lock"):
                    found = self._open(generation)
                    if found is None:
                        _clear(self._path(generation))
            except OSError as error:
                if not forbids_writing(error):
                    raise
                found = self._open_unlocked(generation)
            if found is not None:
                return found
        return held

    def _open(self, generation: int) -> Snapshot | None:
        try:
            return open_snapshot(self._path(generation), self._header)
        except DamagedSnapshotError:
            return None

    def _open_unlocked(self, generation: int) -> Snapshot | None:
        try:
            return self._open(generation)
        except (OSError, RuntimeError, ValueError):
            if self._path(generation).exists():
                raise
            return None  # cleared away meanwhile by another who may publish

    def build(self, reader: Reader) -> None:
        """Publish the snapshot of the generation that `reader` sees, if it is not there.

        Raises:
            StoreError: it cannot be written; the documents are safe.
        """
        try:
            with self._locked("build.lock"):
                self._build(reader)
        except OSError as error:
            raise StoreError(
                f"the search index in {self._folder} cannot be written ({error}); the documents are safe: "
                "free some space or check the permissions, then run the same command again"
            ) from error

    def _build(self, reader: Reader) -> None:
        now = reader.version()
        for left in self._folder.glob(f"{_BUILDING}*"):
            _clear(left)
        base = self._base(now)
        if base == self._path(now.generation):
            return
        work = Path(mkdtemp(prefix=_BUILDING, dir=self._folder))
        try:
            build(work, reader, self._header, base)
            self._publish(work, self._path(now.generation))
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def _base(self, now: Version) -> Path | None:
        """The newest sound snapshot from which only additions lead to `now`."""
        found = self.newer(None)
        if found is None or found.version.removals != now.removals or found.version.generation > now.generation:
            return None
        return self._path(found.version.generation)

    def _publish(self, work: Path, target: Path) -> None:
        with self._locked("cache.lock"):
            _clear(target)
            work.chmod(0o755)
            work.rename(target)
            newest = max(self._generations(), default=-1)
            for generation in self._generations():
                if generation != newest:
                    _clear(self._path(generation))

    def _generations(self) -> list[int]:
        """The generations published, newest first."""
        if not self._folder.is_dir():
            return []
        return sorted((int(path.name) for path in self._folder.iterdir() if path.name.isdecimal()), reverse=True)

    def _path(self, generation: int) -> Path:
        return self._folder / str(generation)

    @contextmanager
    def _locked(self, name: str) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self._folder / name, thread_local=False):
            yield


def _clear(path: Path) -> None:
    """Delete `path`, whatever it is, as far as that is allowed."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()
