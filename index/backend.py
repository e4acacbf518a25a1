"""The seam between the product and its index: what an index is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol

from index.query import MAX_LIMIT as MAX_LIMIT  # noqa: PLC0414  # what is asked and answered is had from here
from index.query import UNFILTERED as UNFILTERED  # noqa: PLC0414
from index.query import Filters as Filters  # noqa: PLC0414
from index.query import Query as Query  # noqa: PLC0414
from index.query import Sort as Sort  # noqa: PLC0414
from ingest.minutes import Failure, Kind, Listed, Meeting, Pages, Passage, Prepared, Vectors, Withheld

if TYPE_CHECKING:
    from index.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Record:
    """A stored document without its text.

    `how` says in words how it was read, `ocr_pages` which pages hold text recognised in a picture, `record` what it is
    as a whole: minutes, an agenda or a report. `language` is "en" or "cy" (Welsh). `superseded_by` is the id of the
    minutes that took the place of a draft, `translation_of` that of the English record of the meeting of a Welsh one;
    both hold as long as that document does (`index.relations`).
    """

    id: str
    source: str
    title: str
    media_type: str
    sha256: str
    meeting: Meeting
    passages: int
    characters: int
    remarks: tuple[str, ...] = ()
    url: str | None = None
    pages: Pages = ()
    """Each page that has text: its first character in the document's text, and its number from 1."""
    how: str = ""
    ocr_pages: tuple[int, ...] = ()
    language: str = "en"
    record: Kind = Kind.MINUTES
    superseded_by: str | None = None
    translation_of: str | None = None
    added: date | None = None
    """The day, in UTC, on which these bytes were first taken from this source; None where that was not recorded."""


@dataclass(frozen=True, slots=True)
class Place:
    """A passage and the document that it stands in.

    `superseded_by` is the id of the minutes that took the place of those which it is a draft of.
    """

    passage: Passage
    record: Record
    superseded_by: str | None = None

    @property
    def meeting(self) -> Meeting:
        """Whose record it is: a pack holds minutes of other meetings than its own."""
        return self.passage.meeting or self.record.meeting


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, and why: its rank from 1 by vector and by words, None where that list lacks it.

    `similarity` is the cosine of query and passage, None where the passage was found by words alone and not among
    the nearest. `also_at` holds the other places of the same text.
    """

    place: Place
    score: float
    similarity: float | None = None
    dense_rank: int | None = None
    lexical_rank: int | None = None
    also_at: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """The hits asked for, and the true total of hits that further offsets would show.

    `rarity` is the inverse document frequency of each content term of the query, as `index.lexical` has it.
    """

    total: int
    hits: tuple[Hit, ...]
    rarity: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mentions:
    """Every passage that mentions something, to be gone through once, while the index holds still for it.

    `places` are in the order of `index.mentions.order`: oldest meeting first, undated last. There are `passages` of
    them, of so many distinct `texts`. `searched` is every document that was looked through, by id; `archive` and
    `generation` say in which state of which archive, and `encoder` with which model it was made.
    """

    passages: int
    texts: int
    places: Iterator[Place]
    searched: Mapping[str, Record]
    archive: str
    generation: int
    encoder: str


@dataclass(frozen=True, slots=True)
class Stats:
    """What an index holds. `earliest` and `latest` are of the dated documents.

    `how` counts the documents by how they were read ("PDF"), `ocr_pages` the pages read by OCR, `superseded` the drafts
    that confirmed minutes took the place of, `translations` the Welsh records beside an English one.
    """

    documents: int
    passages: int
    earliest: date | None
    latest: date | None
    encoder: str | None
    undated: int = 0
    councils: Mapping[str, int] = field(default_factory=dict)
    committees: Mapping[str, int] = field(default_factory=dict)
    bytes_on_disk: int = 0
    how: Mapping[str, int] = field(default_factory=dict)
    ocr_pages: int = 0
    superseded: int = 0
    translations: int = 0


@dataclass(frozen=True, slots=True)
class Gap:
    """A meeting that its source lists and of which no record is held, and why not."""

    listed: Listed
    reason: str


class Index(Protocol):
    """A store of documents that finds their passages by words and by meaning."""

    def put(self, prepared: Prepared) -> bool:
        """Add a document, or replace the one of the same source; True if one was replaced. Durable on return."""

    def remove(self, document_ids: Sequence[str]) -> None:
        """Withdraw documents everywhere.

        Raises:
            UnknownDocumentError: one of them is not held; then none is removed.
        """

    def fail(self, failure: Failure) -> None:
        """Remember that a source could not be ingested, until it is put or forgotten; what is held of it stays."""

    def withhold(self, withheld: Withheld) -> None:
        """Remember that a source keeps something back, until it is put or forgotten."""

    def list_meeting(self, listed: Listed) -> None:
        """Remember a meeting of a source's calendar, until it is forgotten; the one of the same source is replaced."""

    def forget(self, sources: Iterable[str]) -> None:
        """Forget the failures of these sources, what of them is withheld, and their meetings in the calendar."""

    def failures(self) -> tuple[Failure, ...]:
        """The failures remembered, by source."""

    def withheld(self) -> tuple[Withheld, ...]:
        """What sources keep back, by source."""

    def meetings(self) -> tuple[Listed, ...]:
        """The meetings that sources list, by source."""

    def gaps(self, filters: Filters, today: date) -> tuple[Gap, ...]:
        """The meetings before `today` that sources list, that pass the filters and are not held, the earliest first."""

    def search(self, query: Query, vector: Vectors) -> Results:
        """Find passages; `vector` is the query encoded, float32 (d,), of length 1."""

    def mentions(
        self, text: str, filters: Filters = UNFILTERED, only: Collection[str] | None = None
    ) -> AbstractContextManager[Mentions]:
        """Every passage that mentions what a text asks for (`index.mentions`), drafts and translations included.

        `only`: as if no other documents than those of these ids were held.

        Raises:
            QueryError: the text is nothing that can be asked.
        """

    def mentioned(self, text: str, filters: Filters = UNFILTERED) -> int | None:
        """How many passages those are; None where that cannot be said at once, since documents are being added."""

    def fingerprints(self) -> Mapping[str, str]:
        """The fingerprint of every document held, by source."""

    def stats(self, filters: Filters = UNFILTERED) -> Stats:
        """What the index holds, of the documents that pass the filters (their kind apart)."""

    def documents(self, filters: Filters = UNFILTERED) -> tuple[Record, ...]:
        """Every document that passes the filters (kind apart): newest meeting first, undated last, then by source."""

    def read(self, document_id: str) -> Record:
        """One document.

        Raises:
            UnknownDocumentError: it is not held.
        """

    def beside(self, document_id: str) -> tuple[Record, ...]:
        """The other documents with a record, agenda or report of its meetings, and its copies, by source."""

    def text(self, document_id: str) -> str:
        """A document's text, into which every offset points."""

    def original(self, document_id: str) -> bytes:
        """A document's bytes as they were ingested."""

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """A document's passages in order."""

    def passage(self, passage_id: str) -> Place:
        """One passage and its document."""

    def sentences(self, passage_ids: Sequence[str]) -> tuple[Vectors, ...]:
        """The vectors of the sentences of each of these passages, float32 (n, d), as near as 8 bits are.

        A passage that is not held, or not any more, has none.
        """

    def removals(self) -> int:
        """How many documents ever left the archive, those that were replaced included."""

    def ledger(self) -> Ledger:
        """All commitments, and which speak of earlier ones; the same object as long as the archive does not change."""
