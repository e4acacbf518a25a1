"""A corpus in plain Python, passage by passage: what the arrays of an archive on disk are held to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from index import quantise
from index.analysis import terms
from index.backend import Filters, Place, Record
from index.catalogue import UNDATED, Catalogue, numbered
from index.corpus import Lexical, Nearest, Numbers, Truths
from index.inverting import MOST
from index.keys import about, meets, name_key, text_key, text_number
from index.quantise import PASSAGE, SENTENCE, Codes
from index.ranking import CONTEXT, K1, NEIGHBOUR, B
from index.relations import SameDay, placed, related
from index.sketches import sketch
from ingest.minutes import Kind, Prepared, Status, Vectors


@dataclass(frozen=True, slots=True)
class Stored:
    """A passage with its document, its vector, those of its sentences, and the counts of its terms."""

    place: Place
    vector: Codes
    sentences: Codes
    body: Counter[str]
    context: frozenset[str]


class PlainCorpus:
    """Passages in order of document id and position, looked at one after the other."""

    def __init__(self, documents: Sequence[Prepared], added: Mapping[str, date]) -> None:
        ordered = sorted(documents, key=lambda held: held.minutes.document.id)
        records = [record_of(held, added) for held in ordered]

        def same_day(day: date) -> list[Record]:
            return [record for record in records if record.meeting.held_on == day]

        own = [_stored(held, record, same_day) for held, record in zip(ordered, records, strict=True)]
        self._stored = [stored for of_one in own for stored in of_one]
        self.catalogue = _catalogue(self._stored)
        self._average = sum(stored.body.total() for stored in self._stored) / max(len(self._stored), 1) or 1.0

    def passage(self, place: int) -> Stored:
        """What stands at a place."""
        return self._stored[place]

    def passing(self, filters: Filters) -> Truths:
        """Which places pass the filters, bool (N,)."""
        return np.array([_passes(stored, filters) for stored in self._stored], dtype=np.bool_)

    def lexical(self, words: Sequence[str], weights: Sequence[float] | None = None) -> Lexical:
        """How well each place holds the words; the formula is at `index.snapshot.Snapshot.lexical`."""
        idf = np.array([self._idf(word) for word in words])
        shares = idf * np.array([1.0] * len(words) if weights is None else weights)
        shares = shares / shares.sum() if len(words) else shares
        scores = np.zeros(len(self._stored))
        held = np.zeros(len(self._stored), dtype=np.uint8)
        for place, stored in enumerate(self._stored):
            for word, share in zip(words, shares, strict=True):
                scores[place] += share * max(self._worth(stored, word), NEIGHBOUR * self._beside(place, word))
                held[place] += word in stored.body or word in stored.context
        return Lexical(scores.astype(np.float32), held, idf)

    def _idf(self, word: str) -> float:
        """ln(1 + (N − df + 0.5) / (df + 0.5)), df of N passages holding the word."""
        df = sum(word in stored.body for stored in self._stored)
        return log(1 + (len(self._stored) - df + 0.5) / (df + 0.5))

    def _worth(self, stored: Stored, word: str) -> float:
        tf = min(stored.body[word], MOST)
        norm = K1 * (1 - B + B * stored.body.total() / self._average)
        return max(tf * (K1 + 1) / (tf + norm), CONTEXT * (word in stored.context))

    def _beside(self, place: int, word: str) -> bool:
        """Whether the passage before or after it, in the same document, holds the word."""
        others = (self._stored[at] for at in (place - 1, place + 1) if 0 <= at < len(self._stored))
        own = self._stored[place].place.record
        return any(other.place.record.id == own.id and word in other.body for other in others)

    def nearest(self, vector: Vectors, depth: int, allowed: Truths | None = None) -> Nearest:
        """The places nearest to a vector, all of equal cosine at the end included."""
        places = np.arange(len(self._stored)) if allowed is None else np.flatnonzero(allowed)
        cosines = self.cosines(vector, places)
        order = np.argsort(-cosines, kind="stable")
        if len(order) > depth:
            order = order[cosines[order] >= cosines[order[depth - 1]]]
        return Nearest(places[order], cosines[order])

    def cosines(self, vector: Vectors, places: Numbers) -> NDArray[np.float32]:
        """The cosine of each of these places (n,)."""
        found = [quantise.cosines(self._stored[place].vector, vector)[0] for place in places.tolist()]
        return np.array(found, dtype=np.float32)

    def sentence_maxima(self, vector: Vectors, places: Numbers) -> NDArray[np.float32]:
        """The largest cosine of a sentence of each of these places (n,), 0 where it has none."""
        found = [quantise.cosines(self._stored[place].sentences, vector).max(initial=0.0) for place in places.tolist()]
        return np.array(found, dtype=np.float32)

    def sketch(self, places: Numbers) -> tuple[NDArray[np.uint32], Numbers]:
        """Sampled shingles of these places, flat, and where those of each begin (n + 1,)."""
        found = [
            sketch([term.term for term in terms(self._stored[place].place.passage.text)]) for place in places.tolist()
        ]
        offsets = np.cumsum([0, *map(len, found)], dtype=np.int64)
        return np.concatenate([np.zeros(0, dtype=np.uint32), *found]), offsets


def record_of(held: Prepared, added: Mapping[str, date]) -> Record:
    """A document without its text, `added` on the day noted of its source; what stands before it is left to say."""
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
        how=document.how,
        ocr_pages=document.ocr_pages,
        language=minutes.language,
        record=minutes.record,
        added=added[document.source],
    )


def _stored(held: Prepared, record: Record, same_day: SameDay) -> list[Stored]:
    record = related(record, same_day)
    ends = np.cumsum(held.sentences.counts).tolist()
    made = []
    for at, passage in enumerate(held.passages):
        place = placed(passage, record, same_day)
        sentences = held.sentences.vectors[ends[at] - held.sentences.counts[at] : ends[at]]
        made.append(
            Stored(
                place,
                quantise.quantise(held.vectors[at : at + 1], PASSAGE),
                quantise.quantise(sentences, SENTENCE),
                Counter(term.term for term in terms(passage.text)),
                frozenset(term.term for term in terms(about(passage, record.title, place.meeting))),
            )
        )
    return made


def _catalogue(stored: Sequence[Stored]) -> Catalogue:
    names: dict[str, dict[str, int]] = {name: {} for name in ("documents", "councils", "committees")}
    places = [one.place for one in stored]
    meetings = [place.meeting for place in places]

    def number(name: str, values: Iterable[str | None], dtype: DTypeLike) -> NDArray[Any]:
        return np.array([numbered(names[name], value) for value in values], dtype=dtype)

    def which(values: Iterable[object]) -> NDArray[np.bool_]:
        return np.array([value is not None for value in values], dtype=np.bool_)

    return Catalogue(
        rows=np.arange(len(stored)),
        documents=number("documents", (place.record.id for place in places), np.int64),
        positions=np.array([place.passage.position for place in places], dtype=np.int32),
        order=np.arange(len(stored), dtype=np.int32),
        texts=np.array([text_number(text_key(place.passage, place.meeting)) for place in places], dtype=np.uint64),
        days=np.array([m.held_on.toordinal() if m.held_on else UNDATED for m in meetings], dtype=np.int32),
        kinds=np.array([list(Kind).index(place.passage.kind) for place in places], dtype=np.uint8),
        councils=number("councils", (name_key(m.council) for m in meetings), np.int32),
        committees=number("committees", (name_key(m.committee) for m in meetings), np.int32),
        statuses=np.array([list(Status).index(m.status) for m in meetings], dtype=np.uint8),
        embedded=which(place.passage.meeting for place in places),
        spoken=np.array([bool(place.passage.speakers) for place in places], dtype=np.bool_),
        superseded=which(place.superseded_by for place in places),
        translations=which(place.record.translation_of for place in places),
        council_names=tuple(names["councils"]),
        committee_names=tuple(names["committees"]),
    )


def _passes(stored: Stored, filters: Filters) -> bool:
    return meets(stored.place.meeting, filters) and filters.kind in {None, stored.place.passage.kind}
