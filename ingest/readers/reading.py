"""What a reader makes of a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.minutes import Block
from ingest.readers.lines import Line

Scanned = Mapping[int, Sequence[Line]]
"""The lines that OCR found on pages of a PDF, by the number of the page from 1."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The blocks of a document in reading order.

    `how` says in words how they were read, `remarks` are what a person should know of it. `unread` are pages, from 1,
    ascending, which are pictures of text: OCR can read them. Without blocks there are such pages.
    """

    blocks: tuple[Block, ...]
    how: str
    remarks: tuple[str, ...] = ()
    unread: tuple[int, ...] = ()
