"""The reading half of the store: rows become the types of the seam, within one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from functools import partial
from hashlib import sha256
from typing import Any

from index.backend import Filters, Place, Record, Stats
from index.ledger import Ledger
from index.ledger_reading import stored_ledger, undrawn_links
from index.ledger_rows import Drawn
from index.quantise import restored
from index.relations import beside, placed, related
from index.rows import (
    PASSAGE,
    RECORD,
    Entry,
    filter_row,
    listed_from,
    meeting_from,
    passage_from,
    record_from,
    sentences_from,
    vectors_from,
)
from index.summing import summary
from index.version import Extent, Header, Version
from ingest.errors import StoreError, UnknownDocumentError
from ingest.minutes import Failure, Listed, Meeting, Passage, Vectors, Withheld

_PASSAGES = "FROM passages p JOIN documents d ON d.number = p.document"
_EMBEDDED = "(SELECT DISTINCT meeting, document FROM passages WHERE meeting IS NOT NULL)"
_FILTERED = """
    (:council IS NULL OR d.council_key = :council) AND (:committee IS NULL OR d.committee_key = :committee)
    AND (:since IS NULL OR d.held_on >= :since) AND (:until IS NULL OR d.held_on <= :until)
"""
_MOST_VARIABLES = 30_000
"""Values in one statement; SQLite allows 32,766."""
_LAST = (1 << 63) - 1
"""The largest number that a document can have."""


class Reader:
    """What stands in an archive, seen through one connection within a transaction."""

    def __init__(self, connection: sqlite3.Connection, only: Set[str] | None = None) -> None:
        self._connection = connection
        self._only = only
        self._days: dict[date, tuple[Record, ...]] = {}

    def among(self, only: Set[str]) -> Reader:
        """The same, where only documents of these ids can stand before another."""
        return Reader(self._connection, only)

    def header(self) -> Header | None:
        """What the archive was made with; None where that was not yet written."""
        row = self._connection.execute("SELECT id, encoder, dimension FROM archive").fetchone()
        return Header(*row) if row else None

    def version(self) -> Version:
        """The generation that this transaction sees."""
        return Version(*self._connection.execute("SELECT generation, removals FROM archive").fetchone())

    def fingerprints(self) -> Mapping[str, str]:
        """The fingerprint of every document, by source."""
        return dict(self._connection.execute("SELECT source, fingerprint FROM documents"))

    def stats(self, filters: Filters) -> Stats:
        """What the archive holds, of the documents that pass the filters (kind apart), without its size on disk."""
        return summary(self.documents(filters))

    def documents(self, filters: Filters) -> tuple[Record, ...]:
        """Every document that passes the filters (kind apart): newest first, undated last, then by source."""
        sql = f"SELECT {RECORD} FROM documents d WHERE {_FILTERED} ORDER BY held_on IS NULL, held_on DESC, source"
        return tuple(self._record(row) for row in self._connection.execute(sql, filter_row(filters)))

    def read(self, document_id: str) -> Record:
        """One document."""
        sql = f"SELECT {RECORD} FROM documents d WHERE d.id = ?"
        return self._record(self._one(sql, document_id))

    def _record(self, row: Sequence[Any]) -> Record:
        return related(record_from(tuple(row)), self._same_day)

    def _same_day(self, day: date) -> tuple[Record, ...]:
        """The documents of the meetings of a day, what stands before them left out."""
        if day not in self._days:
            sql = f"SELECT {RECORD} FROM documents d WHERE d.held_on = ?"
            found = map(record_from, self._connection.execute(sql, (day.isoformat(),)).fetchall())
            self._days[day] = tuple(record for record in found if self._only is None or record.id in self._only)
        return self._days[day]

    def beside(self, document_id: str) -> tuple[Record, ...]:
        """The other documents with a record, agenda or report of its meetings, and its copies, by source."""
        record = self.read(document_id)
        embedded = f"SELECT p.meeting, {RECORD} FROM {_EMBEDDED} p JOIN documents d ON d.number = p.document"
        inside = [(meeting_from(row[0]), self._record(row[1:])) for row in self._connection.execute(embedded)]
        own = [record.meeting, *(meeting for meeting, other in inside if other.id == document_id)]
        copies = f"SELECT {RECORD} FROM documents d WHERE d.sha256 = ?"
        others = [self._record(row) for row in self._connection.execute(copies, (record.sha256,))]
        for day in {meeting.held_on for meeting in own if meeting.held_on}:
            others += [related(other, self._same_day) for other in self._same_day(day)]
        held = [(other, other.meeting) for other in others] + [(other, meeting) for meeting, other in inside]
        return beside(record, own, held)

    def text(self, document_id: str) -> str:
        """A document's text."""
        sql = "SELECT t.text FROM texts t JOIN documents d ON d.number = t.document WHERE d.id = ?"
        return str(self._one(sql, document_id)[0])

    def original(self, document_id: str) -> bytes:
        """A document's bytes as they were ingested.

        Raises:
            StoreError: they are not, by their SHA-256.
            UnknownDocumentError: there is no such document.
        """
        sql = "SELECT o.data, o.sha256, d.source FROM originals o JOIN documents d USING (sha256) WHERE d.id = ?"
        data, digest, source = self._one(sql, document_id)
        if sha256(data).hexdigest() != digest:
            raise StoreError(
                f"the original of {source} is damaged in the archive: restore the archive from a copy, "
                "or remove this document and ingest it again"
            )
        return bytes(data)

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """A document's passages in order."""
        self.read(document_id)
        sql = f"SELECT {PASSAGE} {_PASSAGES} WHERE d.id = ? ORDER BY p.position"
        return tuple(passage_from(row) for row in self._connection.execute(sql, (document_id,)))

    def passage(self, passage_id: str) -> Place:
        """One passage and its document."""
        row = self._connection.execute(f"SELECT {PASSAGE} {_PASSAGES} WHERE p.id = ?", (passage_id,)).fetchone()
        if row is None:
            raise unknown("passage", passage_id)
        passage = passage_from(row)
        return placed(passage, self.read(passage.document_id), self._same_day)

    def places(self, rows: Iterable[int]) -> dict[int, Place]:
        """The passages of these row numbers, of those that stand."""
        wanted, found = list(rows), {}
        for at in range(0, len(wanted), _MOST_VARIABLES):
            batch = wanted[at : at + _MOST_VARIABLES]
            marks = ", ".join("?" * len(batch))
            sql = f'SELECT p."row", {PASSAGE}, {RECORD} {_PASSAGES} WHERE p."row" IN ({marks})'
            for row in self._connection.execute(sql, batch):
                found[row[0]] = placed(passage_from(row[1:13]), self._record(row[13:]), self._same_day)
        return found

    def sentences(self, passage_ids: Sequence[str], dimension: int) -> tuple[Vectors, ...]:
        """The vectors of the sentences of each of these passages; none for one that does not stand."""
        sql = """
            SELECT substr(s.steps, own.first * :d + 1, own.many * :d), substr(s.scales, own.first * 4 + 1, own.many * 4)
            FROM (
                SELECT p.document, p.sentences AS many, coalesce((
                    SELECT sum(before.sentences) FROM passages before
                    WHERE before.document = p.document AND before.position < p.position
                ), 0) AS first FROM passages p WHERE p.id = :id
            ) own JOIN sentences s ON s.document = own.document
        """
        wanted = [{"id": passage_id, "d": dimension} for passage_id in passage_ids]
        rows = [self._connection.execute(sql, one).fetchone() or (None, None) for one in wanted]
        # substr of an empty blob is NULL.
        return tuple(restored(sentences_from(steps or b"", scales or b"", dimension)) for steps, scales in rows)

    def ledger(self, dimension: int) -> Ledger:
        """All commitments and which speak of earlier ones."""
        return stored_ledger(self._connection, self.places, partial(self.sentences, dimension=dimension))

    def undrawn_links(self, dimension: int) -> Mapping[str, Drawn | None]:
        """The links of the bodies that changed since they were drawn."""
        return undrawn_links(self._connection, self.places, partial(self.sentences, dimension=dimension))

    def departed(self, after: int) -> tuple[int, ...]:
        """The numbers of the documents that left since generation `after`, in order."""
        sql = "SELECT number FROM departed WHERE generation > ? ORDER BY number"
        return tuple(number for (number,) in self._connection.execute(sql, (after,)))

    def extent(self, first: int = 0, last: int = _LAST) -> Extent:
        """What stands of the documents of the numbers over `first`, up to `last`."""
        sql = """
            SELECT count(*), coalesce(sum(passages), 0), coalesce(max(number), 0) FROM documents
            WHERE number > ? AND number <= ?
        """
        return Extent(*self._connection.execute(sql, (first, last)).fetchone())

    def entries(self, first: int = 0, last: int = _LAST) -> Iterator[Entry]:
        """The documents of the numbers over `first`, up to `last`, in the order in which they came."""
        sql = f"""
            SELECT d.number, v.data, s.steps, s.scales, {RECORD} FROM documents d
            JOIN vectors v ON v.document = d.number LEFT JOIN sentences s ON s.document = d.number
            WHERE d.number > ? AND d.number <= ? ORDER BY d.number
        """
        for number, data, steps, scales, *columns in self._connection.execute(sql, (first, last)):
            yield self._entry(number, record_from(tuple(columns)), data, (steps or b"", scales or b""))

    def _entry(self, number: int, record: Record, vectors: bytes, sentences: tuple[bytes, bytes]) -> Entry:
        sql = f'SELECT p."row", p.text_key, p.sentences, {PASSAGE} {_PASSAGES} WHERE p.document = ? ORDER BY p.position'
        found = self._connection.execute(sql, (number,)).fetchall()
        held = vectors_from(vectors, len(found))
        return Entry(
            number=number,
            record=record,
            rows=tuple(row[0] for row in found),
            keys=tuple(row[1] for row in found),
            passages=tuple(passage_from(row[3:]) for row in found),
            vectors=held,
            counts=tuple(row[2] for row in found),
            sentences=sentences_from(*sentences, held.shape[1]),
        )

    def failures(self) -> tuple[Failure, ...]:
        """The failures remembered, by source."""
        found = self._connection.execute("SELECT source, stage, reason FROM failures ORDER BY source")
        return tuple(Failure(*row) for row in found)

    def withheld(self) -> tuple[Withheld, ...]:
        """What sources keep back, by source."""
        found = self._connection.execute("SELECT source, reason FROM withheld ORDER BY source")
        return tuple(Withheld(*row) for row in found)

    def embedded(self) -> tuple[Meeting, ...]:
        """The meetings of which records stand inside of documents of other meetings, each once."""
        found = self._connection.execute(f"SELECT DISTINCT meeting FROM {_EMBEDDED}")
        return tuple(meeting_from(row) for (row,) in found)

    def meetings(self) -> tuple[Listed, ...]:
        """The meetings that sources list, by source."""
        columns = "source, council, committee, held_on, digest, expected"
        found = self._connection.execute(f"SELECT {columns} FROM calendar ORDER BY source")
        return tuple(listed_from(row) for row in found)

    def _one(self, sql: str, document_id: str) -> Any:
        row = self._connection.execute(sql, (document_id,)).fetchone()
        if row is None:
            raise unknown("document", document_id)
        return row


def unknown(what: str, identifier: str) -> UnknownDocumentError:
    """The error that says that there is no such document or passage."""
    return UnknownDocumentError(
        f"the archive holds no {what} {identifier}: it may have been withdrawn or replaced; search again"
    )
