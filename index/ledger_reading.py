"""The ledger as it is read from the store, and the links that are not yet drawn."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from index.backend import Place
from index.ledger import Bodies, Ledger, LedgerEntry, Link, by_body, gathered, without_passing
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
    bodies = Bodies(_meetings(connection))
    entries = gathered(_commitments(connection, places), bodies)
    held = dict(connection.execute("SELECT body, data FROM links"))
    kept = {body: links_from(data) for body, data in held.items()}
    drawn = {**kept, **_drawn(connection, entries, bodies, sentences)}
    ids = {entry.commitment.id for entry in entries}
    standing = tuple(link for link in chain.from_iterable(drawn.values()) if {link.earlier, link.later} <= ids)
    return Ledger(without_passing(entries, standing), standing, bodies)


def undrawn_links(connection: sqlite3.Connection, places: Places, sentences: Sentences) -> Mapping[str, Sequence[Link]]:
    """The links of each body that changed since they were drawn; none for one that is gone or is another's."""
    if not connection.execute("SELECT EXISTS (SELECT * FROM unlinked)").fetchone()[0]:
        return {}
    bodies = Bodies(_meetings(connection))
    return _drawn(connection, gathered(_commitments(connection, places), bodies), bodies, sentences)


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
    connection: sqlite3.Connection, entries: Sequence[LedgerEntry], bodies: Bodies, sentences: Sentences
) -> Mapping[str, Sequence[Link]]:
    own = by_body(entries, bodies)
    changed = [body for (body,) in connection.execute("SELECT body FROM unlinked ORDER BY body")]
    drawn: dict[str, Sequence[Link]] = dict.fromkeys(changed, ())
    return drawn | {body: linked(own.get(body, ()), sentences) for body in map(bodies.same, changed)}


def _commitments(connection: sqlite3.Connection, places: Places) -> Iterator[tuple[Commitment, Place]]:
    sql = 'SELECT id, "row" FROM passages WHERE document IN (SELECT document FROM commitments)'
    rows = dict(connection.execute(sql))
    stored = connection.execute("SELECT data FROM commitments ORDER BY document").fetchall()
    found = [commitment for (data,) in stored for commitment in commitments_from(data)]
    standing = places({rows[commitment.passage] for commitment in found})
    for commitment in found:
        yield commitment, standing[rows[commitment.passage]]


def _meetings(connection: sqlite3.Connection) -> Iterator[tuple[Meeting, str, str]]:
    """Each meeting of which minutes are held, with the id and the source of a document that holds them."""
    sql = f"SELECT {RECORD} FROM documents d WHERE d.record = 'minutes'"
    for row in connection.execute(sql):
        record = record_from(tuple(row))
        yield record.meeting, record.id, record.source
    embedded = """
        SELECT DISTINCT p.meeting, d.id, d.source FROM passages p JOIN documents d ON d.number = p.document
        WHERE p.meeting IS NOT NULL
    """
    for meeting, document_id, source in connection.execute(embedded):
        yield meeting_from(meeting), document_id, source
