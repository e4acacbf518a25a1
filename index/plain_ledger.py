"""The ledger of documents in memory: what that of an archive on disk is held to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from index.backend import Place, Record
from index.ledger import Bodies, Ledger, LedgerEntry, by_body, without_passing
from index.ledger_reading import Sentences, linked
from index.relations import SameDay, placed
from ingest.minutes import Commitment, Kind, Prepared


def linked_ledger(entries: Sequence[LedgerEntry], bodies: Bodies, sentences: Sentences) -> Ledger:
    """The ledger of statements."""
    links = tuple(chain.from_iterable(linked(some, sentences) for some in by_body(entries, bodies).values()))
    return Ledger(without_passing(entries, links), links, bodies)


def bodies_of(held: Sequence[tuple[Record, Prepared]]) -> Bodies:
    """The bodies whose minutes these documents hold."""
    return Bodies(
        (meeting, record.id, record.source)
        for record, one in held
        for meeting in {
            *((record.meeting,) if record.record is Kind.MINUTES else ()),
            *(passage.meeting for passage in one.passages if passage.meeting),
        }
    )


def statements_of(held: Sequence[tuple[Record, Prepared]], same_day: SameDay) -> Iterator[tuple[Commitment, Place]]:
    """Every statement of the documents held, and its passage."""
    for record, one in held:
        passages = {passage.id: passage for passage in one.passages}
        for commitment in one.commitments:
            yield commitment, placed(passages[commitment.passage], record, same_day)
