"""The ledger as it is read from the store, and the links that are not yet drawn."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from index.backend import Place
from index.ledger import Ledger, LedgerEntry, Link, by_body, gathered, meetings_of
from index.ledger_rows import commitments_from, links_from
from index.linking import links
from index.rows import RECORD, meeting_from, record_from
from ingest.minutes import Commitment, Meeting, Vectors

Places = Callable[[Iterable[int]], Mapping[int, Place]]
"""The passages of row numbers."""
Sentences = Callable[[Sequence[str]], Sequence[Vectors]]
"""The vectors of the sentences of passages, by id."""


def stored_ledger(connection: sqlite3.Connection, places: Places, sentences: Sentences) -> Ledger:
    """All commitments and links; those of bodies that changed since are drawn anew, and not kept."""
    entries = gathered(_commitments(connection, places))
    held = dict(connection.execute("SELECT body, data FROM links"))
    drawn = {body: links_from(data) for body, data in held.items()} | dict(_drawn(connection, entries, sentences))
    ids = {entry.commitment.id for entry in entries}
    standing = (link for link in chain.from_iterable(drawn.values()) if {link.earlier, link.later} <= ids)
    return Ledger(entries, tuple(standing), meetings_of(_meetings(connection)))


def undrawn_links(connection: sqlite3.Connection, places: Places, sentences: Sentences) -> Mapping[str, Sequence[Link]]:
    """The links of each body that changed since its links were drawn; none for one of which nothing is left."""
    if not connection.execute("SELECT EXISTS (SELECT * FROM unlinked)").fetchone()[0]:
        return {}
    return dict(_drawn(connection, gathered(_commitments(connection, places)), sentences))


def linked(entries: Sequence[LedgerEntry], sentences: Sentences) -> list[Link]:
    """The links of one body's entries."""
    passages = list(dict.fromkeys(entry.commitment.passage for entry in entries))
    rows = dict(zip(passages, sentences(passages), strict=True))
    own = [
        None if entry.commitment.sentence is None else rows[entry.commitment.passage][entry.commitment.sentence]
        for entry in entries
    ]
    return links(entries, own)


def _drawn(
    connection: sqlite3.Connection, entries: Sequence[LedgerEntry], sentences: Sentences
) -> Iterator[tuple[str, Sequence[Link]]]:
    bodies = by_body(entries)
    for (body,) in connection.execute("SELECT body FROM unlinked ORDER BY body").fetchall():
        yield body, linked(bodies.get(body, ()), sentences)


def _commitments(connection: sqlite3.Connection, places: Places) -> Iterator[tuple[Commitment, Place]]:
    sql = 'SELECT id, "row" FROM passages WHERE document IN (SELECT document FROM commitments)'
    rows = dict(connection.execute(sql))
    stored = connection.execute("SELECT data FROM commitments ORDER BY document").fetchall()
    found = [commitment for (data,) in stored for commitment in commitments_from(data)]
    standing = places({rows[commitment.passage] for commitment in found})
    for commitment in found:
        yield commitment, standing[rows[commitment.passage]]


def _meetings(connection: sqlite3.Connection) -> Iterator[tuple[Meeting, str]]:
    """Each meeting of which minutes are held, with a document that holds them."""
    sql = f"SELECT {RECORD} FROM documents d WHERE d.record = 'minutes'"
    for row in connection.execute(sql):
        yield record_from(tuple(row)).meeting, row[0]
    embedded = """
        SELECT DISTINCT p.meeting, d.id FROM passages p JOIN documents d ON d.number = p.document
        WHERE p.meeting IS NOT NULL
    """
    for meeting, document_id in connection.execute(embedded):
        yield meeting_from(meeting), document_id
