"""The ledger of documents in memory: what that of an archive on disk is held to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from index.backend import Place, Record
from index.ledger import Ledger, by_body, gathered, meetings_of
from index.ledger_reading import Sentences, linked
from index.relations import SameDay, placed
from ingest.minutes import Commitment, Kind, Meeting, Prepared


def plain_ledger(held: Sequence[tuple[Record, Prepared]], same_day: SameDay, sentences: Sentences) -> Ledger:
    """The ledger of documents in memory."""

    def commitments() -> Iterator[tuple[Commitment, Place]]:
        for record, one in held:
            passages = {passage.id: passage for passage in one.passages}
            for commitment in one.commitments:
                yield commitment, placed(passages[commitment.passage], record, same_day)

    def meetings() -> Iterator[tuple[Meeting, str]]:
        for record, one in held:
            inside = {passage.meeting for passage in one.passages if passage.meeting}
            own = {record.meeting} if record.record is Kind.MINUTES else set[Meeting]()
            yield from ((meeting, record.id) for meeting in own | inside)

    entries = gathered(commitments())
    links = chain.from_iterable(linked(some, sentences) for some in by_body(entries).values())
    return Ledger(entries, tuple(links), meetings_of(meetings()))
