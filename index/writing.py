"""The writing half of the store: a document becomes rows, within one transaction that the caller holds."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from index.keys import name_key, text_key
from index.ledger import body_of
from index.ledger_rows import NOT_DRAWN, Drawn, bodies_of, commitments_row, drawn_from, drawn_row
from index.quantise import SENTENCE, quantise
from index.rows import RECORD, meeting_from, meeting_row, record_from
from ingest.minutes import Minutes, Prepared


def delete(connection: sqlite3.Connection, column: str, value: str) -> int:
    """Take out the document whose unique `column` has this value; how many went, 0 or 1.

    Its passages, vectors, text and items go with it, and its original unless another document has the same bytes. Its
    number is noted as departed with the next generation, which `advance` begins in the same transaction.
    """
    row = connection.execute(f"SELECT number, sha256 FROM documents WHERE {column} = ?", (value,)).fetchone()
    if row is None:
        return 0
    number, sha256 = row
    _unlink(connection, _bodies_held(connection, number))
    connection.execute("INSERT INTO departed SELECT ?, generation + 1 FROM archive", (number,))
    connection.execute("DELETE FROM documents WHERE number = ?", (number,))
    connection.execute(
        "DELETE FROM originals WHERE sha256 = ?1 AND NOT EXISTS (SELECT * FROM documents WHERE sha256 = ?1)", (sha256,)
    )
    return 1


def added(connection: sqlite3.Connection, source: str, sha256: str, today: date) -> date | None:
    """The day on which these bytes were first taken from a source: what is recorded of them, else `today`."""
    held = "SELECT added FROM documents WHERE source = ? AND sha256 = ?"
    row = connection.execute(held, (source, sha256)).fetchone()
    if row is None:
        return today
    return date.fromisoformat(row[0]) if row[0] else None


def insert(connection: sqlite3.Connection, prepared: Prepared, day: date | None) -> None:
    """Put in a document with all that belongs to it; `day` is when it was taken from its source."""
    number = _insert_document(connection, prepared, day)
    _insert_parts(connection, number, prepared)
    if prepared.commitments:
        connection.execute("INSERT INTO commitments VALUES (?, ?)", (number, commitments_row(prepared.commitments)))
        _unlink(connection, bodies_of(prepared))


def _insert_document(connection: sqlite3.Connection, prepared: Prepared, day: date | None) -> int:
    minutes, document, meeting = prepared.minutes, prepared.minutes.document, prepared.minutes.meeting
    connection.execute("INSERT OR IGNORE INTO originals VALUES (?, ?)", (document.sha256, prepared.original))
    values = {
        "id": document.id,
        "source": document.source,
        "title": document.title,
        "media_type": document.media_type,
        "sha256": document.sha256,
        "fingerprint": document.fingerprint,
        "url": document.url,
        "council": meeting.council,
        "committee": meeting.committee,
        "council_key": name_key(meeting.council),
        "committee_key": name_key(meeting.committee),
        "held_on": meeting.held_on.isoformat() if meeting.held_on else None,
        "status": str(meeting.status),
        "remarks": json.dumps(minutes.remarks, ensure_ascii=False),
        "pages": json.dumps(document.pages),
        "characters": len(document.text),
        "passages": len(prepared.passages),
        "how": document.how,
        "ocr_pages": json.dumps(document.ocr_pages),
        "language": minutes.language,
        "record": str(minutes.record),
        "added": day.isoformat() if day else None,
    }
    names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
    (number,) = connection.execute(
        f"INSERT INTO documents ({names}) VALUES ({marks}) RETURNING number", values
    ).fetchone()
    return int(number)


def _insert_parts(connection: sqlite3.Connection, number: int, prepared: Prepared) -> None:
    minutes = prepared.minutes
    connection.execute("INSERT INTO texts VALUES (?, ?)", (number, minutes.document.text))
    connection.execute("INSERT INTO vectors VALUES (?, ?)", (number, prepared.vectors.astype("<f4").tobytes()))
    codes = quantise(prepared.sentences.vectors, SENTENCE)
    sentences = (number, codes.steps.tobytes(), codes.scales.astype("<f4").tobytes())
    connection.execute("INSERT INTO sentences VALUES (?, ?, ?)", sentences)
    connection.executemany("INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?)", _items(number, minutes))
    rows = _passages(number, prepared)
    connection.executemany("INSERT INTO passages VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _passages(number: int, prepared: Prepared) -> Iterator[tuple[int | str | None, ...]]:
    for passage, sentences in zip(prepared.passages, prepared.sentences.counts, strict=True):
        yield (
            passage.id,
            number,
            passage.position,
            passage.start,
            passage.end,
            passage.text,
            passage.item,
            passage.minute_number,
            str(passage.kind),
            passage.page,
            text_key(passage, passage.meeting or prepared.minutes.meeting),
            json.dumps(passage.speakers, ensure_ascii=False),
            sentences,
            meeting_row(passage.meeting),
        )


def _items(number: int, minutes: Minutes) -> Iterator[tuple[int | str | None, ...]]:
    for position, item in enumerate(minutes.items):
        start, end = minutes.document.spans[item.start][0], minutes.document.spans[item.stop - 1][1]
        yield number, position, item.number, item.title, str(item.kind), start, end


def _unlink(connection: sqlite3.Connection, bodies: Iterable[str]) -> None:
    """Note that the links of these bodies' commitments are to be drawn anew."""
    connection.executemany("INSERT OR IGNORE INTO unlinked VALUES (?)", [(body,) for body in bodies])


def link(connection: sqlite3.Connection, drawn: Mapping[str, Drawn | None]) -> None:
    """Keep the links of these bodies' commitments as they were drawn; a change of the archive where they are others."""
    before = {body: drawn_from(data) for body, data in connection.execute("SELECT body, data FROM links")}
    now = {body: links for body, links in drawn.items() if links is not None}
    for body in drawn:
        connection.execute("DELETE FROM links WHERE body = ?", (body,))
        connection.execute("DELETE FROM unlinked WHERE body = ?", (body,))
    connection.executemany("INSERT INTO links VALUES (?, ?)", [(body, drawn_row(one)) for body, one in now.items()])
    if any(before.get(body, NOT_DRAWN).links != now.get(body, NOT_DRAWN).links for body in drawn):
        advance(connection, removals=0)


def _bodies_held(connection: sqlite3.Connection, number: int) -> set[str]:
    """The bodies whose meetings a stored document records; none of one without commitments."""
    if not connection.execute("SELECT EXISTS (SELECT * FROM commitments WHERE document = ?)", (number,)).fetchone()[0]:
        return set()
    own = connection.execute(f"SELECT {RECORD} FROM documents d WHERE d.number = ?", (number,)).fetchone()
    sql = "SELECT DISTINCT meeting FROM passages WHERE document = ? AND meeting IS NOT NULL"
    record = record_from(tuple(own))
    others = [meeting_from(row) for (row,) in connection.execute(sql, (number,))]
    return {body_of(meeting, record.id, record.source) for meeting in (record.meeting, *others)}


def advance(connection: sqlite3.Connection, removals: int) -> None:
    """Count one change of the archive, in which this many documents left it."""
    connection.execute("UPDATE archive SET generation = generation + 1, removals = removals + ?", (removals,))
