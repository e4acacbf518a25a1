"""The reading half of the store: rows become the types of the seam, within one transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import numpy as np

from index.backend import Filters, Place, Record, Stats
from index.keys import name_key
from ingest.errors import StoreError, UnknownDocumentError
from ingest.minutes import Failure, Kind, Meeting, Passage, Status, Vectors

_RECORD = (
    "d.id, d.source, d.title, d.media_type, d.sha256, d.council, d.committee, d.held_on, d.status, d.passages, "
    "d.characters, d.remarks, d.url, d.pages"
)
_PASSAGE = 'p.id, d.id, p.position, p.start, p."end", p.text, p.item, p.minute_number, p.kind, p.page'
_PASSAGES = "FROM passages p JOIN documents d ON d.number = p.document"
_FILTERED = """
    (:council IS NULL OR d.council_key = :council) AND (:committee IS NULL OR d.committee_key = :committee)
    AND (:since IS NULL OR d.held_on >= :since) AND (:until IS NULL OR d.held_on <= :until)
"""
_MOST_VARIABLES = 30_000
"""Values in one statement; SQLite allows 32,766."""


@dataclass(frozen=True, slots=True)
class Header:
    """What an archive was made with: its own id, and the name and dimension of its encoder."""

    id: str
    encoder: str
    dimension: int


@dataclass(frozen=True, slots=True)
class Version:
    """Where an archive stands: `generation` counts its changes, `removals` the documents that ever left it."""

    generation: int
    removals: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored document as the caches need it; `rows` and `vectors` run beside `passages`."""

    number: int
    title: str
    meeting: Meeting
    rows: tuple[int, ...]
    passages: tuple[Passage, ...]
    vectors: Vectors


class Reader:
    """What stands in an archive, seen through one connection within a transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

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
        sql = f"SELECT {_RECORD} FROM documents d WHERE {_FILTERED} ORDER BY held_on IS NULL, held_on DESC, source"
        return tuple(_record(row) for row in self._connection.execute(sql, _parameters(filters)))

    def read(self, document_id: str) -> Record:
        """One document."""
        sql = f"SELECT {_RECORD} FROM documents d WHERE d.id = ?"
        return _record(self._one(sql, document_id))

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
        sql = f"SELECT {_PASSAGE} {_PASSAGES} WHERE d.id = ? ORDER BY p.position"
        return tuple(_passage(row) for row in self._connection.execute(sql, (document_id,)))

    def passage(self, passage_id: str) -> Place:
        """One passage and its document."""
        row = self._connection.execute(f"SELECT {_PASSAGE} {_PASSAGES} WHERE p.id = ?", (passage_id,)).fetchone()
        if row is None:
            raise unknown("passage", passage_id)
        passage = _passage(row)
        return Place(passage, self.read(passage.document_id))

    def places(self, rows: Iterable[int]) -> dict[int, Place]:
        """The passages of these row numbers, of those that stand."""
        wanted, found = list(rows), {}
        for at in range(0, len(wanted), _MOST_VARIABLES):
            batch = wanted[at : at + _MOST_VARIABLES]
            marks = ", ".join("?" * len(batch))
            sql = f'SELECT p."row", {_PASSAGE}, {_RECORD} {_PASSAGES} WHERE p."row" IN ({marks})'
            for row in self._connection.execute(sql, batch):
                found[row[0]] = Place(_passage(row[1:11]), _record(row[11:]))
        return found

    def rows(self) -> frozenset[int]:
        """The row number of every passage that stands."""
        return frozenset(row for (row,) in self._connection.execute('SELECT "row" FROM passages'))

    def catalogue(self) -> Iterator[tuple[int, str, str, str | None, str | None, str | None]]:
        """Row, text key, kind, council key, committee key and date of every passage, by source and position."""
        sql = f"""
            SELECT p."row", p.text_key, p.kind, d.council_key, d.committee_key, d.held_on {_PASSAGES}
            ORDER BY d.source, p.position
        """
        return iter(self._connection.execute(sql))

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """The documents whose number is over `after`, in the order in which they came."""
        sql = f"SELECT d.number, v.data, {_RECORD} FROM documents d JOIN vectors v ON v.document = d.number"
        for number, data, *columns in self._connection.execute(f"{sql} WHERE d.number > ? ORDER BY d.number", (after,)):
            record = _record(columns)
            sql_passages = f'SELECT p."row", {_PASSAGE} {_PASSAGES} WHERE p.document = ? ORDER BY p.position'
            found = self._connection.execute(sql_passages, (number,)).fetchall()
            vectors = np.frombuffer(data, dtype="<f4").reshape(len(found), -1).astype(np.float32)
            rows, passages = tuple(row[0] for row in found), tuple(_passage(row[1:]) for row in found)
            yield Entry(number, record.title, record.meeting, rows, passages, vectors)

    def failures(self) -> tuple[Failure, ...]:
        """The failures remembered, by source."""
        rows = self._connection.execute("SELECT source, stage, reason FROM failures ORDER BY source")
        return tuple(Failure(*row) for row in rows)

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


def summary(documents: Sequence[Record]) -> Stats:
    """What these documents come to; the encoder and the size on disk are left to say."""
    dates = [record.meeting.held_on for record in documents if record.meeting.held_on]
    return Stats(
        documents=len(documents),
        passages=sum(record.passages for record in documents),
        earliest=min(dates, default=None),
        latest=max(dates, default=None),
        encoder=None,
        undated=len(documents) - len(dates),
        councils=_tally(record.meeting.council for record in documents),
        committees=_tally(record.meeting.committee for record in documents),
    )


def _tally(names: Iterable[str | None]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in names:
        if name is not None:
            counts[name] = counts.get(name, 0) + 1
    return dict(sorted(counts.items()))


def _parameters(filters: Filters) -> dict[str, str | None]:
    return {
        "council": name_key(filters.council),
        "committee": name_key(filters.committee),
        "since": filters.since.isoformat() if filters.since else None,
        "until": filters.until.isoformat() if filters.until else None,
    }


def _record(row: Sequence[Any]) -> Record:
    council, committee, held_on, status, passages, characters, remarks, url, pages = row[5:]
    return Record(
        id=row[0],
        source=row[1],
        title=row[2],
        media_type=row[3],
        sha256=row[4],
        meeting=Meeting(council, committee, date.fromisoformat(held_on) if held_on else None, Status(status)),
        passages=passages,
        characters=characters,
        remarks=tuple(json.loads(remarks)),
        url=url,
        pages=tuple((start, number) for start, number in json.loads(pages)),
    )


def _passage(row: Sequence[Any]) -> Passage:
    identifier, document, position, start, end, text, item, minute_number, kind, page = row
    return Passage(identifier, document, position, start, end, text, item, minute_number, Kind(kind), page)
