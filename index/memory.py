"""MemoryIndex: the whole index in memory, brute force and plain, to be right beyond doubt.

It gives the same hits with the same scores as EmbeddedIndex, which the contract tests hold both to. It is there for
tests, and for archives small enough to be built anew each time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import log

from index.analysis import content_terms, terms
from index.backend import UNFILTERED, Filters, Place, Query, Record, Results, Stats
from index.catalogue import OWN_KINDS
from index.keys import context, name_key, text_key
from index.ranking import CONTEXT_WEIGHT, DEPTH, FLOOR, arrange, distinct, fuse, hit, lexical_weight
from index.reading import summary, unknown
from ingest.minutes import Failure, Meeting, Passage, Prepared, Vectors

K1 = 1.2
B = 0.75


@dataclass(frozen=True, slots=True)
class _Stored:
    """A passage with its document, its text's key, its vector and the counts of its terms."""

    place: Place
    key: str
    vector: Vectors
    body: Counter[str]
    context: Counter[str]


class MemoryIndex:
    """Documents in a dictionary, searched one passage after the other."""

    def __init__(self, *, encoder: str, dimension: int) -> None:
        self._encoder = encoder
        self._dimension = dimension
        self._held: dict[str, Prepared] = {}
        self._failures: dict[str, Failure] = {}

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
        # A new dictionary each time: who is searching keeps the old one.
        self._held = {**self._held, document.source: prepared}
        self.forget([document.source])
        return replaced

    def remove(self, document_ids: Sequence[str]) -> None:
        """Withdraw documents, or none if one of them is not held."""
        sources = {self._find(document_id).minutes.document.source for document_id in document_ids}
        self._held = {source: held for source, held in self._held.items() if source not in sources}

    def fail(self, failure: Failure) -> None:
        """Remember that a source could not be ingested, until it is put or forgotten; what is held of it stays."""
        self._failures = {**self._failures, failure.source: failure}

    def forget(self, sources: Iterable[str]) -> None:
        """Forget the failures of these sources."""
        gone = set(sources)
        self._failures = {source: failure for source, failure in self._failures.items() if source not in gone}

    def failures(self) -> tuple[Failure, ...]:
        """The failures remembered, by source."""
        return tuple(failure for _, failure in sorted(self._failures.items()))

    def search(self, query: Query, vector: Vectors) -> Results:
        """Find passages as EmbeddedIndex does; `vector` is the query encoded, float32 (d,), of length 1."""
        if vector.shape != (self._dimension,):
            raise ValueError(f"a query of shape {vector.shape} for {self._dimension} dimensions")
        stored = self._stored()
        allowed = [at for at, passage in enumerate(stored) if _passes(passage.place, query.filters)]
        numbers: dict[str, int] = {}
        texts = [numbers.setdefault(passage.key, len(numbers)) for passage in stored]

        words = content_terms(query.text)
        cosines = _best_first({at: round(float(stored[at].vector @ vector), 6) for at in allowed})
        dense = [(texts[at], cosine) for at, cosine in cosines[:DEPTH] if cosine >= FLOOR]
        weights = _bm25(stored, words)
        scored = _best_first({at: weights[at] for at in allowed if weights[at] > 0})
        every = [(at, score) for at, score in scored if all(_holds(stored[at], word) for word in words)]
        lexical = distinct((texts[at], score) for at, score in [*every, *scored[:DEPTH]])
        ranked = fuse(distinct(dense), lexical, lexical_weight(words))

        places = {
            found.text: _own_first([stored[at].place for at in allowed if texts[at] == found.text]) for found in ranked
        }
        days = {text: standing[0].record.meeting.held_on for text, standing in places.items()}
        ordered = arrange(ranked, query.sort, lambda _: days)[query.offset : query.offset + query.limit]
        return Results(len(ranked), tuple(hit(found, places[found.text]) for found in ordered))

    def fingerprints(self) -> Mapping[str, str]:
        """The fingerprint of every document held, by source."""
        return {source: held.minutes.document.fingerprint for source, held in self._held.items()}

    def stats(self, filters: Filters = UNFILTERED) -> Stats:
        """What the index holds, of the documents that pass the filters (kind apart)."""
        return replace(summary(self.documents(filters)), encoder=self._encoder)

    def documents(self, filters: Filters = UNFILTERED) -> tuple[Record, ...]:
        """Every document that passes the filters (kind apart): newest meeting first, undated last, then by source."""
        records = (_record(held) for _, held in sorted(self._held.items()))
        passing = (record for record in records if _meets(record.meeting, filters))
        return tuple(sorted(passing, key=lambda record: -_day(record.meeting, undated=0)))

    def read(self, document_id: str) -> Record:
        """One document."""
        return _record(self._find(document_id))

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
                    return Place(passage, _record(held))
        raise unknown("passage", passage_id)

    def _find(self, document_id: str) -> Prepared:
        for held in self._held.values():
            if held.minutes.document.id == document_id:
                return held
        raise unknown("document", document_id)

    def _stored(self) -> list[_Stored]:
        return [
            _store(Place(passage, _record(held)), vector)
            for _, held in sorted(self._held.items())
            for passage, vector in zip(held.passages, held.vectors, strict=True)
        ]


def _store(place: Place, vector: Vectors) -> _Stored:
    passage, meeting = place.passage, place.record.meeting
    about = context(passage.item, passage.minute_number, place.record.title, meeting)
    body, around = (Counter(term for term, _, _ in terms(text)) for text in (passage.text, about))
    return _Stored(place, text_key(passage, meeting), vector, body, around)


def _record(held: Prepared) -> Record:
    minutes, document = held.minutes, held.minutes.document
    return Record(
        id=document.id,
        source=document.source,
        title=document.title,
        media_type=document.media_type,
        sha256=document.sha256,
        meeting=minutes.meeting,
        passages=len(held.passages),
        characters=len(document.text),
        remarks=minutes.remarks,
        url=document.url,
        pages=document.pages,
    )


def _meets(meeting: Meeting, filters: Filters) -> bool:
    names = ((filters.council, meeting.council), (filters.committee, meeting.committee))
    if any(asked is not None and name_key(asked) != name_key(held) for asked, held in names):
        return False
    if filters.since is None and filters.until is None:
        return True
    return meeting.held_on is not None and (
        (filters.since or date.min) <= meeting.held_on <= (filters.until or date.max)
    )


def _passes(place: Place, filters: Filters) -> bool:
    return _meets(place.record.meeting, filters) and filters.kind in {None, place.passage.kind}


def _day(meeting: Meeting, undated: int) -> int:
    return meeting.held_on.toordinal() if meeting.held_on else undated


def _own_first(places: Sequence[Place]) -> list[Place]:
    def key(place: Place) -> tuple[bool, int]:
        return place.passage.kind not in OWN_KINDS, _day(place.record.meeting, undated=date.max.toordinal() + 1)

    return sorted(places, key=key)


def _best_first(scores: Mapping[int, float]) -> list[tuple[int, float]]:
    return sorted(scores.items(), key=lambda found: (-found[1], found[0]))


def _holds(stored: _Stored, word: str) -> bool:
    return word in stored.body or word in stored.context


def _bm25(stored: Sequence[_Stored], words: Sequence[str]) -> list[float]:
    """The score of each passage: Σ over its words of BM25(body) + CONTEXT_WEIGHT · BM25(context), to 4 decimals."""
    body = _field([passage.body for passage in stored], words)
    around = _field([passage.context for passage in stored], words)
    return [round(inner + CONTEXT_WEIGHT * outer, 4) for inner, outer in zip(body, around, strict=True)]


def _field(counts: Sequence[Counter[str]], words: Sequence[str]) -> list[float]:
    """BM25 of one field, as tantivy has it (src/query/bm25.rs).

    Σ ln(1 + (N - n + 0.5) / (n + 0.5)) · tf · (k1 + 1) / (tf + k1 · (1 - b + b · length / average length)).
    """
    total = len(counts)
    average = sum(count.total() for count in counts) / total if total else 0.0
    holding = {word: sum(word in count for count in counts) for word in words}
    idf = {word: log(1 + (total - n + 0.5) / (n + 0.5)) for word, n in holding.items()}

    def score(count: Counter[str]) -> float:
        held = [word for word in words if word in count]
        length = kept_length(count.total()) / average if held else 0.0
        return sum(idf[word] * count[word] * (K1 + 1) / (count[word] + K1 * (1 - B + B * length)) for word in held)

    return [score(count) for count in counts]


def kept_length(length: int) -> int:
    """The length of a field as tantivy keeps it, in one byte: exact to 40, above that the next lower step.

    A number over 24 keeps its four highest bits (src/fieldnorm/code.rs, the table of Lucene's SmallFloat.byte4ToInt).
    """
    lowest = max((length - 24).bit_length() - 4, 0) if length > 40 else 0
    return ((length - 24) >> lowest << lowest) + 24
