"""The caches of one generation of an archive: what can be rebuilt from the store, and therefore may be lost."""

from __future__ import annotations

import json
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version as package_version
from pathlib import Path

import numpy as np

from index.analysis import ANALYSIS_VERSION
from index.catalogue import Catalogue
from index.keys import context, name_key
from index.lexical import Entry as Words
from index.lexical import LexicalIndex, append
from index.reading import Entry, Header, Reader, Version
from index.vectors import VectorIndex

LAYOUT = 1
"""Goes up with every change to what a snapshot holds, the context of a passage included: older ones are rebuilt."""

MANIFEST = "manifest.json"
VECTORS = "vectors.faiss"
CATALOGUE = "catalogue.npz"
LEXICAL = "lexical"

_CHUNK = 1 << 20


class DamagedSnapshotError(Exception):
    """A snapshot that is incomplete, altered, or of another archive or version; never shown to a user."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot was built from. `files` holds the size and CRC-32 of every file beside the manifest."""

    format: str
    archive: str
    generation: int
    removals: int
    last_document: int
    files: dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One generation, open for searching; it stays usable when its files are deleted."""

    manifest: Manifest
    catalogue: Catalogue
    lexical: LexicalIndex
    vectors: VectorIndex

    @property
    def version(self) -> Version:
        """Where the archive stood when this was built."""
        return Version(self.manifest.generation, self.manifest.removals)


def cache_format() -> str:
    """What the files of a snapshot depend on beside the archive; a snapshot of another format is rebuilt."""
    packages = ("faiss-cpu", "snowballstemmer", "tantivy")
    return " ".join((f"{LAYOUT}.{ANALYSIS_VERSION}", *(f"{name}-{package_version(name)}" for name in packages)))


def build(folder: Path, reader: Reader, header: Header, base: Path | None) -> None:
    """Write the snapshot of the generation that `reader` sees into `folder`, which is empty.

    `base` is an earlier snapshot from whose generation only additions lead here; without it all is built anew.
    """
    now = reader.version()
    last = 0
    vectors = VectorIndex.empty(header.dimension)
    if base is not None:
        last = read_manifest(base).last_document
        vectors = VectorIndex.load(base / VECTORS)
        shutil.copytree(base / LEXICAL, folder / LEXICAL)
    (folder / LEXICAL).mkdir(exist_ok=True)

    def words() -> Iterator[Words]:
        nonlocal last
        for entry in reader.entries(after=last):
            vectors.add(np.array(entry.rows, dtype=np.int64), entry.vectors)
            last = entry.number
            yield from _words(entry)

    append(folder / LEXICAL, words())
    for path in (folder / LEXICAL).iterdir():
        path.chmod(0o644)  # tantivy keeps some to their owner; who may read the archive may search it
    vectors.save(folder / VECTORS)
    Catalogue.build(reader.catalogue()).save(folder / CATALOGUE)
    manifest = Manifest(cache_format(), header.id, now.generation, now.removals, last, _sums(folder))
    held = json.dumps(asdict(manifest))
    (folder / MANIFEST).write_text(f"{zlib.crc32(held.encode()):08x} {held}", encoding="utf-8")


def open_snapshot(folder: Path, header: Header) -> Snapshot:
    """Open a snapshot after checking every byte of it.

    Raises:
        DamagedSnapshotError: it must be built anew.
    """
    manifest = read_manifest(folder)
    if (manifest.format, manifest.archive) != (cache_format(), header.id):
        raise DamagedSnapshotError(f"{folder} is of another archive or version")
    if _sums(folder) != manifest.files:
        raise DamagedSnapshotError(f"{folder} is incomplete or altered")
    return Snapshot(
        manifest,
        Catalogue.load(folder / CATALOGUE),
        LexicalIndex.open(folder / LEXICAL),
        VectorIndex.load(folder / VECTORS),
    )


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a snapshot.

    Raises:
        DamagedSnapshotError: there is none, or it was altered.
    """
    try:
        crc, _, held = (folder / MANIFEST).read_text(encoding="utf-8").partition(" ")
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedSnapshotError(f"{folder}: {error}") from error
    if crc != f"{zlib.crc32(held.encode()):08x}":
        raise DamagedSnapshotError(f"{folder}: its manifest is altered")
    values = json.loads(held)
    files = {name: (size, crc) for name, (size, crc) in values.pop("files").items()}
    return Manifest(**values, files=files)


def _words(entry: Entry) -> Iterator[Words]:
    meeting = entry.meeting
    council, committee = name_key(meeting.council), name_key(meeting.committee)
    for row, passage in zip(entry.rows, entry.passages, strict=True):
        about = context(passage.item, passage.minute_number, entry.title, meeting)
        yield Words(row, passage.text, about, str(passage.kind), council, committee, meeting.held_on)


def _sums(folder: Path) -> dict[str, tuple[int, int]]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".lock")
    return {str(path.relative_to(folder)): _sum(path) for path in files if path.name != MANIFEST}


def _sum(path: Path) -> tuple[int, int]:
    size = crc = 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                size, crc = size + len(chunk), zlib.crc32(chunk, crc)
    except OSError as error:
        raise DamagedSnapshotError(f"{path}: {error}") from error
    return size, crc
