"""The types that a document passes through on its way to passages with vectors."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from ingest.commitment import Commitment as Commitment  # noqa: PLC0414  # index/ takes all its types from here
from ingest.commitment import CommitmentType as CommitmentType  # noqa: PLC0414
from ingest.commitment import Deadline as Deadline  # noqa: PLC0414
from ingest.commitment import Outcome as Outcome  # noqa: PLC0414
from ingest.found import Facts as Facts  # noqa: PLC0414
from ingest.found import Failure as Failure  # noqa: PLC0414
from ingest.found import Listed as Listed  # noqa: PLC0414
from ingest.found import Raw as Raw  # noqa: PLC0414
from ingest.found import Status as Status  # noqa: PLC0414
from ingest.found import Withheld as Withheld  # noqa: PLC0414
from ingest.vectors import NO_SENTENCES, check_unit
from ingest.vectors import Sentences as Sentences  # noqa: PLC0414

Vectors = NDArray[np.float32]

Pages = tuple[tuple[int, int], ...]
"""Each page that has text: its first character in the document's text, and its number from 1."""

SEPARATOR = "\n"
"""What stands between two blocks in `Document.text`."""


class BlockKind(StrEnum):
    """What a block is in the layout of its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"


class Kind(StrEnum):
    """What a stretch of a record is to its reader."""

    HEADER = "header"
    ATTENDANCE = "attendance"
    INTEREST = "interest"
    AGENDA = "agenda"
    MINUTES = "minutes"
    RESOLUTION = "resolution"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item or table row, in reading order.

    `text` is never blank and has no line break; it includes `label`, the list marker or number that it begins with,
    as printed ("(a)", "•", "84."). The cells of a table row are joined by " | ". `page` counts from 1; None where
    the format has no pages. `turns` are the characters of `text` at which a next page begins, in a paragraph that
    runs over the end of its page. `by_ocr`: its characters were recognised in a picture, and may be wrong.
    """

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    page: int | None = None
    label: str | None = None
    turns: tuple[int, ...] = ()
    by_ocr: bool = False

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a block without text")
        if SEPARATOR in self.text:
            raise ValueError(f"a block holds a line break: {self.text[:60]!r}")


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read. `text` is its blocks joined by line breaks; every offset in the system is into it.

    `fingerprint` covers the data, the facts and the pipeline's version: while it stays, nothing need be read again.
    `how` says in words how it was read ("PDF", "PDF, 3 of 19 pages by OCR", "old Word by LibreOffice").
    """

    id: str
    source: str
    title: str
    media_type: str
    sha256: str
    fingerprint: str
    blocks: tuple[Block, ...]
    url: str | None = None
    how: str = ""
    text: str = field(init=False, repr=False)
    spans: tuple[tuple[int, int], ...] = field(init=False, repr=False)
    """Start and end of each block in `text`, in characters."""

    def __post_init__(self) -> None:
        spans, at = [], 0
        for block in self.blocks:
            spans.append((at, at + len(block.text)))
            at += len(block.text) + len(SEPARATOR)
        object.__setattr__(self, "text", SEPARATOR.join(block.text for block in self.blocks))
        object.__setattr__(self, "spans", tuple(spans))

    @property
    def pages(self) -> Pages:
        """The pages of the document; none where the format has no pages."""
        starts: list[tuple[int, int]] = []
        for block, (start, _) in zip(self.blocks, self.spans, strict=True):
            if block.page is None:
                continue
            if not starts or starts[-1][1] != block.page:
                starts.append((start, block.page))
            starts += [(start + turn, block.page + n) for n, turn in enumerate(block.turns, start=1)]
        return tuple(starts)

    @property
    def ocr_pages(self) -> tuple[int, ...]:
        """The pages of which some text was recognised in a picture, ascending."""
        read = {
            block.page + n for block in self.blocks if block.by_ocr and block.page for n in range(len(block.turns) + 1)
        }
        return tuple(sorted(read))


def page_at(pages: Pages, offset: int) -> int | None:
    """The page on which the character at `offset` stands; None where the format has no pages."""
    at = bisect_right(pages, offset, key=itemgetter(0)) - 1
    return pages[at][1] if at >= 0 else None


@dataclass(frozen=True, slots=True)
class Meeting:
    """Whose record it is, and of when. What the source does not state is None, never a guess."""

    council: str | None = None
    committee: str | None = None
    held_on: date | None = None
    status: Status = Status.UNKNOWN


@dataclass(frozen=True, slots=True)
class Item:
    """One agenda item or section: `document.blocks[start:stop]`. `number` is text, as printed ("347", "77/21").

    `meeting` is whose record it is where that is not the document's own: minutes of another meeting inside a pack.
    """

    number: str | None
    title: str | None
    kind: Kind
    start: int
    stop: int
    meeting: Meeting | None = None


@dataclass(frozen=True, slots=True)
class Minutes:
    """A document segmented: its meeting, its items, and one kind for each of its blocks.

    The items are in order, cover every block once and never overlap. `remarks` are sentences for the reader, such
    as a disagreement between the source's date and the text's. `record` is what the document as a whole is: minutes,
    an agenda or a report. `language` is "en" or "cy" (Welsh).
    """

    document: Document
    meeting: Meeting
    items: tuple[Item, ...]
    kinds: tuple[Kind, ...]
    remarks: tuple[str, ...] = ()
    record: Kind = Kind.MINUTES
    language: str = "en"

    def __post_init__(self) -> None:
        if len(self.kinds) != len(self.document.blocks):
            raise ValueError(f"{len(self.kinds)} kinds for {len(self.document.blocks)} blocks")
        at = 0
        for item in self.items:
            if item.start != at or item.stop <= item.start:
                raise ValueError(f"items leave a gap or overlap at block {at}")
            at = item.stop
        if at != len(self.document.blocks):
            raise ValueError(f"items end at block {at} of {len(self.document.blocks)}")


@dataclass(frozen=True, slots=True)
class Passage:
    """A verbatim stretch of a document: `text` is `document.text[start:end]`.

    Those of a document are in order and lose nothing but white space. The `id` survives a re-ingest of unchanged text.
    `minute_number` is what may be cited as such; None where the document is no record of minutes. `page` is that of the
    first character. `speakers` are who speaks in it, as printed, in order. `meeting` is whose record it is, where not
    the document's own.
    """

    id: str
    document_id: str
    position: int
    start: int
    end: int
    text: str
    item: str | None
    minute_number: str | None
    kind: Kind
    page: int | None
    speakers: tuple[str, ...] = ()
    meeting: Meeting | None = None

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.text):
            raise ValueError(f"passage {self.id}: {len(self.text)} characters for the range {self.start}-{self.end}")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready for the index: row i of `vectors`, float32 (n, d), is passage i and has length 1."""

    minutes: Minutes
    passages: tuple[Passage, ...]
    vectors: Vectors
    original: bytes = field(repr=False)
    sentences: Sentences = NO_SENTENCES
    commitments: tuple[Commitment, ...] = ()

    def __post_init__(self) -> None:
        check_unit(self.vectors, len(self.passages), "passages")
        object.__setattr__(self, "sentences", self.sentences.beside(self.vectors))
        text = self.minutes.document.text
        at = 0
        for passage in self.passages:
            if text[passage.start : passage.end] != passage.text or text[at : passage.start].strip():
                raise ValueError(f"passage {passage.id} is not verbatim, or text before it is lost")
            if passage.start < at:
                raise ValueError(f"passage {passage.id} overlaps the one before it")
            at = passage.end
        if text[at:].strip():
            raise ValueError("text after the last passage is lost")
