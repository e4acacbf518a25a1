"""What a published snapshot is made of, as a file named by its generation beside the segments that it names."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.metadata import version as package_version
from pathlib import Path
from typing import NamedTuple

from index.analysis import ANALYSIS_VERSION
from index.arrays import DamagedError, read_json, write_json

LAYOUT = 3
"""Goes up with every change to what a segment holds, the context of a passage included: older ones are rebuilt."""

_SUFFIX = ".json"


class Held(NamedTuple):
    """A segment of a snapshot: its folder, and the numbers of its documents: over `first`, up to `last`."""

    name: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """A snapshot of an archive: its segments in order, and the documents in them that left before its generation.

    `removals` counts the documents that ever left the archive, `last_document` is the last number that is covered.
    """

    format: str
    archive: str
    generation: int
    removals: int
    last_document: int
    segments: list[Held]
    departed: list[int]

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.generation}{_SUFFIX}"


def cache_format() -> str:
    """What segments depend on beside the archive; those of another format are rebuilt."""
    packages = " ".join(f"{name}-{package_version(name)}" for name in ("faiss-cpu", "snowballstemmer"))
    return f"{LAYOUT}.{ANALYSIS_VERSION} {packages}"


def generations(folder: Path) -> list[int]:
    """The generations published in a folder, newest first."""
    names = (path.stem for path in folder.glob(f"*{_SUFFIX}"))
    return sorted((int(name) for name in names if name.isdecimal()), reverse=True)


def read_manifest(folder: Path, generation: int, archive: str) -> Manifest:
    """The manifest of a generation of the archive of this id.

    Raises:
        DamagedError: it is missing, altered, or of another archive or format.
    """
    path = folder / f"{generation}{_SUFFIX}"
    values = read_json(path)
    if (values["format"], values["archive"]) != (cache_format(), archive):
        raise DamagedError(f"{path} is of another archive or version")
    return Manifest(**{**values, "segments": [Held(*held) for held in values["segments"]]})


def write_manifest(folder: Path, manifest: Manifest, work: str) -> None:
    """Write a manifest at once, by way of a file of the name `work`.

    Raises:
        OSError: it cannot be written.
    """
    write_json(folder / work, asdict(manifest))
    (folder / work).replace(folder / manifest.file)


def drop_newer(folder: Path, published: list[int], generation: int) -> None:
    """Delete those of these manifests that are newer than the archive, as far as that is allowed.

    So it is after an older database was put back in its place: what came after it was another history.
    """
    for newer in published:
        if newer > generation:
            with suppress(OSError):
                (folder / f"{newer}{_SUFFIX}").unlink()
