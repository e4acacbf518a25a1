"""MemoryIndex: the whole index in memory, plain, to be right beyond doubt.

It gives the same hits with the same scores as EmbeddedIndex, which the contract tests hold both to. It is there for
tests, and for archives small enough to be built anew each time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypeVar
from uuid import uuid4

import numpy as np

from index.backend import UNFILTERED, Filters, Gap, Mentions, Place, Query, Record, Results, Stats
from index.finding import find
from index.gaps import Holdings, due, missing
from index.keys import meets
from index.ledger import Ledger, LedgerEntry, gathered
from index.mentions import Mentioned, plain_mentions, text_of
from index.plain import PlainCorpus, record_of
from index.plain_ledger import bodies_of, linked_ledger, statements_of
from index.quantise import SENTENCE, quantise, restored
from index.reading import unknown
from index.relations import beside, placed, related
from index.summing import summary
from ingest.minutes import Failure, Listed, Meeting, Passage, Prepared, Vectors, Withheld

T = TypeVar("T")


class MemoryIndex:
    """Documents in a dictionary, searched one passage after the other."""

    def __init__(self, *, encoder: str, dimension: int) -> None:
        self._encoder = encoder
        self._dimension = dimension
        self._id = uuid4().hex
        self._generation = 0
        self._removals = 0
        self._held: dict[str, Prepared] = {}
        self._added: dict[str, date] = {}
        self._failures: dict[str, Failure] = {}
        self._withheld: dict[str, Withheld] = {}
        self._calendar: dict[str, Listed] = {}
        self._ledger: tuple[Mapping[str, Prepared], Ledger] | None = None

    def put(self, prepared: Prepared) -> bool:
        """Add a document, or replace the one of the same source; True if one was replaced."""
        if prepared.vectors.shape[1] != self._dimension:
            raise ValueError(f"vectors of {prepared.vectors.shape[1]} dimensions for {self._dimension}")
        document = prepared.minutes.document
        replaced = document.source in self._held
        others = [held for source, held in self._held.items() if source != document.source]
        taken = {held.minutes.document.id for held in others} | {p.id for held in others for p in held.passages}
        ids = [document.id, *(passage.id for passage in prepared.passages)]
        if len(set(ids)) < len(ids) or taken.intersection(ids):
            raise ValueError(f"{document.source}: an id of it is held by another document or passage")
        held = self._held.get(document.source)
        if held is None or held.minutes.document.sha256 != document.sha256:
            self._added = {**self._added, document.source: datetime.now(UTC).date()}
        # A new dictionary each time: who is searching keeps the old one.
        self._held = {**self._held, document.source: prepared}
        self._generation += 1
        self._removals += replaced
        self._failures = _without(self._failures, [document.source])
        self._withheld = _without(self._withheld, [document.source])
        return replaced

    def remove(self, document_ids: Sequence[str]) -> None:
        """Withdraw documents, or none if one of them is not held."""
        sources = {self._find(document_id).minutes.document.source for document_id in document_ids}
        self._held = {source: held for source, held in self._held.items() if source not in sources}
        self._generation += 1
        self._removals += len(sources)

    def fail(self, failure: Failure) -> None:
        """Remember that a source could not be ingested, until it is put or forgotten; what is held of it stays."""
        self._failures = {**self._failures, failure.source: failure}

    def withhold(self, withheld: Withheld) -> None:
        """Remember that a source keeps something back, until it is put or forgotten."""
        self._withheld = {**self._withheld, withheld.source: withheld}

    def list_meeting(self, listed: Listed) -> None:
        """Remember a meeting of a source's calendar, until it is forgotten; the one of the same source is replaced."""
        self._calendar = {**self._calendar, listed.source: listed}

    def forget(self, sources: Iterable[str]) -> None:
        """Forget the failures of these sources, what of them is withheld, and their meetings in the calendar."""
        gone = list(sources)
        self._failures = _without(self._failures, gone)
        self._withheld = _without(self._withheld, gone)
        self._calendar = _without(self._calendar, gone)

    def failures(self) -> tuple[Failure, ...]:
        """The failures remembered, by source."""
        return tuple(failure for _, failure in sorted(self._failures.items()))

    def withheld(self) -> tuple[Withheld, ...]:
        """What sources keep back, by source."""
        return tuple(withheld for _, withheld in sorted(self._withheld.items()))

    def meetings(self) -> tuple[Listed, ...]:
        """The meetings that sources list, by source."""
        return tuple(listed for _, listed in sorted(self._calendar.items()))

    def gaps(self, filters: Filters, today: date) -> tuple[Gap, ...]:
        """The meetings before `today` that sources list, that pass the filters and are not held, the earliest first."""
        every = (passage.meeting for held in self._held.values() for passage in held.passages)
        embedded = [meeting for meeting in every if meeting]
        held = Holdings(self.documents(), embedded, self.failures(), self.withheld())
        return missing(due(self.meetings(), filters, today), held)

    def search(self, query: Query, vector: Vectors) -> Results:
        """Find passages as EmbeddedIndex does; `vector` is the query encoded, float32 (d,), of length 1."""
        if vector.shape != (self._dimension,):
            raise ValueError(f"a query of shape {vector.shape} for {self._dimension} dimensions")
        corpus = PlainCorpus(list(self._held.values()), self._added)

        def fetch(rows: Sequence[int]) -> dict[int, Place]:
            return {row: corpus.passage(row).place for row in rows}

        return find(corpus, fetch, query, vector)

    @contextmanager
    def mentions(
        self, text: str, filters: Filters = UNFILTERED, only: Collection[str] | None = None
    ) -> Iterator[Mentions]:
        """Every passage that mentions what a text asks for; `only`: as if no other documents were held."""
        documents = [(record_of(held, self._added), held.passages) for held in self._held.values()]
        places = plain_mentions(documents, Mentioned.of(text), filters, only)
        yield Mentions(
            passages=len(places),
            texts=len(set(map(text_of, places))),
            places=iter(places),
            searched={record.id: record for record in self.documents()},
            archive=self._id,
            generation=self._generation,
            encoder=self._encoder,
        )

    def mentioned(self, text: str, filters: Filters = UNFILTERED) -> int | None:
        """How many passages mention what a text asks for."""
        with self.mentions(text, filters) as found:
            return found.passages

    def fingerprints(self) -> Mapping[str, str]:
        """The fingerprint of every document held, by source."""
        return {source: held.minutes.document.fingerprint for source, held in self._held.items()}

    def stats(self, filters: Filters = UNFILTERED) -> Stats:
        """What the index holds, of the documents that pass the filters (kind apart)."""
        return replace(summary(self.documents(filters)), encoder=self._encoder)

    def documents(self, filters: Filters = UNFILTERED) -> tuple[Record, ...]:
        """Every document that passes the filters (kind apart): newest meeting first, undated last, then by source."""
        records = (self._record(held) for _, held in sorted(self._held.items()))
        passing = (record for record in records if meets(record.meeting, filters))
        return tuple(sorted(passing, key=lambda record: -_day(record.meeting, undated=0)))

    def read(self, document_id: str) -> Record:
        """One document."""
        return self._record(self._find(document_id))

    def beside(self, document_id: str) -> tuple[Record, ...]:
        """The other documents with a record, agenda or report of its meetings, and its copies, by source."""
        held = [
            (self._record(one), meeting)
            for one in self._held.values()
            for meeting in {one.minutes.meeting, *(passage.meeting for passage in one.passages if passage.meeting)}
        ]
        own = [meeting for record, meeting in held if record.id == document_id]
        return beside(self.read(document_id), own, held)

    def text(self, document_id: str) -> str:
        """A document's text, into which every offset points."""
        return self._find(document_id).minutes.document.text

    def original(self, document_id: str) -> bytes:
        """A document's bytes as they were ingested."""
        return self._find(document_id).original

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """A document's passages in order."""
        return self._find(document_id).passages

    def passage(self, passage_id: str) -> Place:
        """One passage and its document."""
        for held in self._held.values():
            for passage in held.passages:
                if passage.id == passage_id:
                    return placed(passage, self._record(held), self._same_day)
        raise unknown("passage", passage_id)

    def sentences(self, passage_ids: Sequence[str]) -> tuple[Vectors, ...]:
        """The vectors of the sentences of each of these passages; none for one that is not held, or not any more."""
        by_id = dict(pair for held in self._held.values() for pair in _sentences(held))
        none = np.empty((0, self._dimension), dtype=np.float32)
        return tuple(by_id.get(passage_id, none) for passage_id in passage_ids)

    def ledger(self) -> Ledger:
        """All commitments, and which speak of earlier ones."""
        if self._ledger is None or self._ledger[0] is not self._held:
            self._ledger = self._held, linked_ledger(self.statements(), bodies_of(self._documents()), self.sentences)
        return self._ledger[1]

    def statements(self) -> tuple[LedgerEntry, ...]:
        """Every statement that is kept, those too that commit to nothing."""
        held = self._documents()
        return gathered(statements_of(held, self._same_day), bodies_of(held))

    def removals(self) -> int:
        """How many documents ever left, those that were replaced included."""
        return self._removals

    def _documents(self) -> Sequence[tuple[Record, Prepared]]:
        return [(self._record(one), one) for one in self._held.values()]

    def _record(self, held: Prepared) -> Record:
        return related(record_of(held, self._added), self._same_day)

    def _same_day(self, day: date) -> list[Record]:
        return [record_of(held, self._added) for held in self._held.values() if held.minutes.meeting.held_on == day]

    def _find(self, document_id: str) -> Prepared:
        for held in self._held.values():
            if held.minutes.document.id == document_id:
                return held
        raise unknown("document", document_id)


def _without(held: Mapping[str, T], sources: Iterable[str]) -> dict[str, T]:
    gone = set(sources)
    return {source: one for source, one in held.items() if source not in gone}


def _sentences(held: Prepared) -> Iterator[tuple[str, Vectors]]:
    """The id of each passage of a document and the vectors of its sentences, as near as they are stored."""
    end = 0
    for passage, count in zip(held.passages, held.sentences.counts, strict=True):
        first, end = end, end + count
        yield passage.id, restored(quantise(held.sentences.vectors[first:end], SENTENCE))


def _day(meeting: Meeting, undated: int) -> int:
    return meeting.held_on.toordinal() if meeting.held_on else undated
