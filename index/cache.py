"""The folder of an archive's segments and of the manifest that says which of them make a snapshot."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from tempfile import mkdtemp

import numpy as np
from filelock import FileLock

from index.arrays import Arrays, DamagedError
from index.building import build
from index.corpus import Numbers
from index.locks import forbids_writing
from index.manifest import Held, Manifest, cache_format, generations, read_manifest, write_manifest
from index.planning import MOST_DEPARTED, Range, plan
from index.reading import Reader
from index.segment import Segment
from index.snapshot import Snapshot
from index.version import Header, Version
from ingest.errors import StoreError

_BUILDING = "building-"


class Cache:
    """Segments in `folder`, a folder each, and manifests, named by generation.

    A segment is built under a name of its own and never changed; a manifest that names it is written when all of it
    stands. Two locks, both released by the kernel when their holder dies: one for the moment of opening, publishing and
    clearing, one for as long as segments are being built, so that two processes do not build the same.
    """

    def __init__(self, folder: Path, header: Header) -> None:
        self._folder = folder
        self._header = header

    def newer(self, held: Snapshot | None) -> Snapshot | None:
        """The newest sound snapshot, or `held` where none is newer; segments that `held` has are not opened again.

        A folder that may not be written to is read without a lock: who may publish there clears an older snapshot
        away only once a newer one stands.
        """
        for generation in generations(self._folder):
            if held is not None and generation <= held.version.generation:
                return held
            try:
                with self._locked("cache.lock"):
                    found = self._open(generation, held)
            except OSError as error:
                if not forbids_writing(error):
                    raise
                found = self._open(generation, held)
            if found is not None:
                return found
        return held

    def _open(self, generation: int, held: Snapshot | None) -> Snapshot | None:
        known = {segment.name: segment for segment in held.segments} if held else {}
        try:
            manifest = read_manifest(self._folder, generation, self._header.id)
            segments = [known.get(name) or Segment(self._folder / name) for name, *_ in manifest.segments]
        except DamagedError:
            return None
        return Snapshot.of(Version(manifest.generation, manifest.removals), segments, manifest.departed)

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
        now, base = reader.version(), self._base()
        self._clear_all_but(base)
        departed = np.array([*base.departed, *reader.departed(base.generation)], dtype=np.int64)
        ranges = [self._checked(held, departed, reader) for held in base.segments]
        if base.generation > now.generation or (base.generation == now.generation and all(r.name for r in ranges)):
            return
        fresh = reader.extent(base.last_document)
        last = max(base.last_document, fresh.last)
        segments, gone = [], []
        for planned in plan([*ranges, Range(base.last_document, last, fresh.passages)]):
            segments.append(Held(planned.name or self._built(reader, planned), planned.first, planned.last))
            if planned.name is not None:
                gone += departed[(departed > planned.first) & (departed <= planned.last)].tolist()
        self._publish(Manifest(cache_format(), self._header.id, now.generation, now.removals, last, segments, gone))

    def _base(self) -> Manifest:
        """The newest manifest that can be read; where there is none, one of nothing."""
        for generation in generations(self._folder):
            with suppress(DamagedError):
                return read_manifest(self._folder, generation, self._header.id)
        return Manifest(cache_format(), self._header.id, -1, 0, 0, [], [])

    def _checked(self, held: Held, departed: Numbers, reader: Reader) -> Range:
        """The range of a segment; to be built anew where it is damaged or too many of its passages departed."""
        with suppress(DamagedError):
            arrays = Arrays(self._folder / held.name)
            sizes = arrays["sizes"]
            standing = int(sizes[~np.isin(arrays["documents"], departed)].sum())
            if standing >= (1 - MOST_DEPARTED) * sizes.sum():
                return Range(held.first, held.last, standing, held.name)
        return Range(held.first, held.last, reader.extent(held.first, held.last).passages)

    def _built(self, reader: Reader, planned: Range) -> str:
        """Build the segment of a range; its name."""
        work = Path(mkdtemp(prefix=_BUILDING, dir=self._folder))
        try:
            build(work, reader.entries(planned.first, planned.last))
            name = f"{planned.first}-{planned.last}-{token_hex(4)}"
            work.chmod(0o755)
            work.rename(self._folder / name)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        return name

    def _publish(self, manifest: Manifest) -> None:
        with self._locked("cache.lock"):
            write_manifest(self._folder, manifest, f"{_BUILDING}manifest")
        self._clear_all_but(manifest)

    def _clear_all_but(self, manifest: Manifest) -> None:
        """Delete what no snapshot needs: older ones, and what was left by who was killed."""
        kept = {manifest.file, *(held.name for held in manifest.segments)}
        with self._locked("cache.lock"):
            for path in self._folder.iterdir():
                if path.name not in kept and path.suffix != ".lock":
                    _clear(path)

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
