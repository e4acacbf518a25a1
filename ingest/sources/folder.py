"""Files and folders as a source."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ingest.errors import SourceError
from ingest.found import Facts, Failure, Known, Listed, Raw
from ingest.part_names import is_hidden
from ingest.readers.media import MEDIA_TYPES
from ingest.sources.facts import LIST_NAME, FactsBeside, is_facts

ARCHIVE_MARKER = "archive.db"
"""The file that makes a folder one of Minutebook's own archives: `DATABASE` of index/store.py, which is not imported
here since imports never go back."""


NOTHING_KNOWN = Known()


class Folder:
    """A folder, with all folders below it, or one file."""

    def __init__(self, path: Path, defaults: Facts, max_bytes: int) -> None:
        """Point at a path; `defaults` fill what nothing beside a document states.

        Raises:
            SourceError: there is no such path, or it cannot be reached.
        """
        try:
            self.path = path.expanduser().resolve()
            exists = self.path.exists()
        except (OSError, RuntimeError) as error:  # a loop of links and an unknown ~user are a RuntimeError
            raise SourceError(f"{path} cannot be reached ({error}): name the file or folder by another path") from error
        if not exists:
            raise SourceError(f"no such file or folder: {path}")
        self._beside = FactsBeside(defaults)
        self._max_bytes = max_bytes

    @property
    def name(self) -> str:
        """Its path."""
        return str(self.path)

    def files(self, known: Known = NOTHING_KNOWN) -> Iterator[Raw | Failure | Listed]:
        """Yield each document in the order of its path; a file or folder that cannot be read is a `Failure`.

        Last come the meetings that an `archive.csv` dates and of which the document that it names is missing.
        """
        for path, fault in self._found():
            source = str(path).encode("utf-8", "backslashreplace").decode()
            try:
                if fault:
                    raise SourceError(fault)
                if source != str(path):
                    raise SourceError("its name is not in UTF-8: rename it")
                yield self._raw(path)
            except SourceError as error:
                yield Failure(source, "source", str(error))
        for found in sorted(self.path.rglob(LIST_NAME)):
            if not any(map(is_hidden, found.relative_to(self.path).parts)):
                yield from self._beside.missing(found.parent)

    def paths(self) -> list[Path]:
        """What `files()` will tell of: every file that may be a document, and every folder that cannot be gone through.

        Passed over are hidden files and folders, lock files of open office documents, facts, archives of Minutebook,
        and links to folders, which may lead round in a circle. A link that leads nowhere is told of.
        """
        return [path for path, _ in self._found()]

    def _found(self) -> list[tuple[Path, str | None]]:
        """Every path to tell of, in order; one that cannot be a document has its fault beside it."""
        if self.path.is_file():
            return [(self.path, None)]
        found: list[tuple[Path, str | None]] = []

        def unlisted(error: OSError) -> None:
            reason = (
                f"the folder cannot be listed ({error.strerror}), so what is in it is unknown: mend its permissions"
            )
            found.append((Path(error.filename), reason))

        for name, below, names in os.walk(self.path, onerror=unlisted):
            folder = Path(name)
            documents = [path for path in map(folder.joinpath, names) if _may_be_document(path)]
            if ARCHIVE_MARKER in names:
                below.clear()
                if folder == self.path or any(path.suffix.lower() in MEDIA_TYPES for path in documents):
                    found.append((folder, "an archive of Minutebook is in it: move that to a folder of its own"))
            else:
                below[:] = [name for name in below if not is_hidden(name)]
                found.extend((path, None) for path in documents)
        return sorted(found, key=lambda one: one[0])

    def speaks_for(self, source: str) -> bool:
        """Whether a document of this source would be found if it still existed, below the folder or in the file."""
        return Path(source).is_relative_to(self.path) and (self.path.is_dir() or source != str(self.path))

    def _raw(self, path: Path) -> Raw:
        media_type = MEDIA_TYPES.get(path.suffix.lower())
        if media_type is None:
            raise SourceError(
                f"{path.suffix or 'a file without a suffix'} is not a type that can be read; "
                f"known are {' '.join(sorted(MEDIA_TYPES))}"
            )
        try:
            size = path.stat().st_size
            if size > self._max_bytes:
                raise SourceError(
                    f"{size / 1e6:,.0f} MB is over the limit of {self._max_bytes / 1e6:,.0f} MB for one file: split "
                    "it, or raise MINUTEBOOK_MAX_FILE_MB"
                )
            return Raw(str(path), media_type, path.read_bytes(), self._beside.of(path))
        except OSError as error:
            raise SourceError(f"cannot be read: {error.strerror}") from error


def _may_be_document(path: Path) -> bool:
    if is_hidden(path.name) or is_facts(path):
        return False
    try:
        return path.is_file() or (path.is_symlink() and not path.exists())
    except OSError:
        return True  # reading it will say why it cannot be reached
