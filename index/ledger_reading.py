"""The ledger as it is read from the store, and the links that are not yet drawn."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from index.backend import Place
from index.ledger import Bodies, Ledger, LedgerEntry, Link, body_of, by_body, gathered, without_passing
from index.ledger_rows import Drawn, commitments_from, drawn_from
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
    own = by_body(entries, bodies)
    kept, stale = _kept(connection, own, bodies)
    drawn = kept | {body: linked(own[body], sentences) for body in stale & own.keys()}
    ids = {entry.commitment.id for entry in entries}
    standing = tuple(link for link in chain.from_iterable(drawn.values()) if {link.earlier, link.later} <= ids)
    return Ledger(without_passing(entries, standing), standing, bodies)


def undrawn_links(connection: sqlite3.Connection, places: Places, sentences: Sentences) -> Mapping[str, Drawn | None]:
    """The links of each body that changed since they were drawn; None for one that is gone or is another's now."""
    bodies = Bodies(_meetings(connection))
    own = by_body(gathered(_commitments(connection, places), bodies), bodies)
    _, stale = _kept(connection, own, bodies)
    return {
        body: Drawn(stated(own[body]), tuple(linked(own[body], sentences))) if body in own else None for body in stale
    }


def _kept(
    connection: sqlite3.Connection, own: Mapping[str, Sequence[LedgerEntry]], bodies: Bodies
) -> tuple[dict[str, Sequence[Link]], set[str]]:
    """The links that are kept and still hold, by body, and the bodies whose links do not, or are not kept.

    They hold for a body of which nothing changed and which is made up of the same bodies as its records state them.
    """
    held = {body: drawn_from(data) for body, data in connection.execute("SELECT body, data FROM links")}
    changed: set[str] = {body for (body,) in connection.execute("SELECT body FROM unlinked")}
    changed |= {bodies.same(body) for body in changed}
    holding: dict[str, Sequence[Link]] = {
        body: held[body].links
        for body, entries in own.items()
        if body in held and body not in changed and held[body].stated == stated(entries)
    }
    return holding, (own.keys() | held.keys() | changed) - holding.keys()


def stated(entries: Sequence[LedgerEntry]) -> tuple[str, ...]:
    """The bodies of entries as their records state them."""
    places = (entry.place for entry in entries)
    return tuple(sorted({body_of(place.meeting, place.record.id, place.record.source) for place in places}))


def linked(entries: Sequence[LedgerEntry], sentences: Sentences) -> list[Link]:
    """The links of one body's entries."""
    passages = list(dict.fromkeys(entry.commitment.passage for entry in entries))
    rows = dict(zip(passages, sentences(passages), strict=True))
    own = [
        None if entry.commitment.sentence is None else rows[entry.commitment.passage][entry.commitment.sentence]
        for entry in entries
    ]
    return links(entries, own)


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
