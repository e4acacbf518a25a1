"""Connectors: each yields the documents of one place as `Raw`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from ingest.minutes import Failure, Raw


class Source(Protocol):
    """A place where documents are found."""

    @property
    def name(self) -> str:
        """What the place is called: a path or an address."""

    def files(self) -> Iterator[Raw | Failure]:
        """Yield every document of the place, in a stable order; what cannot be fetched is a `Failure`.

        A folder that cannot be listed is a `Failure` of that folder, and nothing below it is taken for gone.
        """

    def speaks_for(self, source: str) -> bool:
        """Whether a document of this source would be among `files()` if it still existed."""
