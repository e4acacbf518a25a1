"""Files and folders as a source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ingest.errors import SourceError
from ingest.minutes import Facts, Failure, Raw
from ingest.readers import MEDIA_TYPES
from ingest.sources.facts import FactsBeside, is_facts


class Folder:
    """A folder, with all folders below it, or one file."""

    def __init__(self, path: Path, defaults: Facts, max_bytes: int) -> None:
        """Point at a path; `defaults` fill what nothing beside a document states.

        Raises:
            SourceError: there is no such path.
        """
        self.path = path.expanduser().resolve()
        if not self.path.exists():
            raise SourceError(f"no such file or folder: {path}")
        self._beside = FactsBeside(self.path if self.path.is_dir() else self.path.parent, defaults)
        self._max_bytes = max_bytes

    @property
    def name(self) -> str:
        """Its path."""
        return str(self.path)

    def files(self) -> Iterator[Raw | Failure]:
        """Yield each document in the order of its path; a file that cannot be read is a `Failure`."""
        for path in self.paths():
            source = str(path).encode("utf-8", "backslashreplace").decode()
            try:
                if source != str(path):
                    raise SourceError("its name is not in UTF-8: rename it")
                yield self._raw(path)
            except SourceError as error:
                yield Failure(source, "source", str(error))

    def paths(self) -> list[Path]:
        """Every file that may be a document: no hidden file, no lock file of an open office document, no facts.

        A link that leads nowhere is among them, so that it is reported and not passed over.
        """
        if self.path.is_file():
            return [self.path]
        return [
            path
            for path in sorted(self.path.rglob("*"))
            if (path.is_file() or (path.is_symlink() and not path.exists()))
            and not any(part.startswith((".", "~$")) for part in path.relative_to(self.path).parts)
            and not is_facts(path)
        ]

    def speaks_for(self, source: str) -> bool:
        """Whether a document of this source would be found here if it still existed."""
        return self.path.is_dir() and Path(source).is_relative_to(self.path)

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
