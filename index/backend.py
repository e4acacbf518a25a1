"""The seam between the product and its index: what an index is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from index.analysis import content_terms
from ingest.errors import QueryError
from ingest.minutes import Failure, Kind, Listed, Meeting, Pages, Passage, Prepared, Vectors, Withheld

MAX_LIMIT = 100
MAX_QUERY_CHARACTERS = 2000


class Sort(StrEnum):
    """The order of hits; undated documents come last when sorted by date."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit must satisfy; None asks for nothing. Names compare without regard to case and white space.

    `since` and `until` are inclusive, and let no undated document through.
    """

    council: str | None = None
    committee: str | None = None
    since: date | None = None
    until: date | None = None
    kind: Kind | None = None

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise QueryError(f"the range of dates is empty: from {self.since} is after to {self.until}")


UNFILTERED = Filters()
"""Lets every document through."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question to the index: `limit` hits after the first `offset`.

    Raises:
        QueryError: text that is blank, without a word or over 2,000 characters; a limit outside 1-100; offset < 0.
    """

    text: str
    limit: int = 10
    offset: int = 0
    filters: Filters = Filters()
    sort: Sort = Sort.RELEVANCE

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise QueryError("the question is blank: say what to look for")
        if len(self.text) > MAX_QUERY_CHARACTERS:
            raise QueryError(
                f"the question has {len(self.text):,} characters, {MAX_QUERY_CHARACTERS:,} at most: shorten it"
            )
        if any("\ud800" <= character <= "\udfff" for character in self.text):
            raise QueryError("the question holds bytes that are no text: write it in UTF-8")
        if not content_terms(self.text):
            raise QueryError("the question holds no word or number: say what to look for")
        if not 1 <= self.limit <= MAX_LIMIT:
            raise QueryError(f"limit {self.limit} is out of range: give a number from 1 to {MAX_LIMIT}")
        if self.offset < 0:
            raise QueryError(f"offset {self.offset} is negative: give 0 or more")


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
    """The hits asked for, and the true total of hits that further offsets would show."""

    total: int
    hits: tuple[Hit, ...]


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

    def fingerprints(self) -> Mapping[str, str]:
        """The fingerprint of every document held, by source."""

    def stats(self, filters: Filters = Filters()) -> Stats:
        """What the index holds, of the documents that pass the filters (their kind apart)."""

    def documents(self, filters: Filters = Filters()) -> tuple[Record, ...]:
        """Every document that passes the filters (kind apart): newest meeting first, undated last, then by source."""

    def read(self, document_id: str) -> Record:
        """One document.

        Raises:
            UnknownDocumentError: it is not held.
        """

    def text(self, document_id: str) -> str:
        """A document's text, into which every offset points."""

    def original(self, document_id: str) -> bytes:
        """A document's bytes as they were ingested."""

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """A document's passages in order."""

    def passage(self, passage_id: str) -> Place:
        """One passage and its document."""
