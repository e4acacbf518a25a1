"""Connectors: each yields the documents of one place as `Raw`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from ingest.found import Found, Known


class Source(Protocol):
    """A place where documents are found."""

    @property
    def name(self) -> str:
        """What the place is called: a path or an address."""

    def files(self, known: Known) -> Iterator[Found]:
        """Yield every document of the place, in a stable order; what cannot be fetched is a `Failure`.

        `known` is what the index holds already: what a source knows not to have changed it may yield as `Unchanged`.
        A folder that cannot be listed is a `Failure` of that folder, and nothing below it is taken for gone.
        """

    def speaks_for(self, source: str) -> bool:
        """Whether a document of this source would be among `files()` if it still existed."""
