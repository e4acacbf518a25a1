"""How tests read a document: its blocks alone."""

from __future__ import annotations

from ingest import readers
from ingest.minutes import Block, Raw


def read(raw: Raw) -> list[Block]:
    """The blocks of a document."""
    return list(readers.read(raw).blocks)
