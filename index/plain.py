"""A corpus in plain Python, passage by passage: what the arrays of an archive on disk are held to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import log

import numpy as np
from numpy.typing import NDArray

from index import quantise
from index.analysis import terms
from index.backend import Filters
from index.catalogue import UNDATED, Catalogue, numbered
from index.corpus import Lexical, Nearest, Numbers, Truths
from index.inverting import MOST
from index.keys import about, name_key, text_key, text_number
from index.quantise import PASSAGE, SENTENCE, Codes
from index.ranking import CONTEXT, K1, NEIGHBOUR, B
from index.sketches import sketch
from ingest.minutes import Kind, Meeting, Passage, Prepared, Vectors


@dataclass(frozen=True, slots=True)
class Stored:
    """A passage with its document, its vector, those of its sentences, and the counts of its terms."""

    held: Prepared
    passage: Passage
    vector: Codes
    sentences: Codes
    body: Counter[str]
    context: frozenset[str]


class PlainCorpus:
    """Passages in order of document id and position, looked at one after the other."""

    def __init__(self, documents: Sequence[Prepared]) -> None:
        ordered = sorted(documents, key=lambda held: held.minutes.document.id)
        self._stored = [stored for held in ordered for stored in _stored(held)]
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
        return any(other.held is self._stored[place].held and word in other.body for other in others)

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
        found = [sketch([term.term for term in terms(self._stored[place].passage.text)]) for place in places.tolist()]
        offsets = np.cumsum([0, *map(len, found)], dtype=np.int64)
        return np.concatenate([np.zeros(0, dtype=np.uint32), *found]), offsets


def _stored(held: Prepared) -> list[Stored]:
    document, meeting = held.minutes.document, held.minutes.meeting
    ends = np.cumsum(held.sentences.counts).tolist()
    made = []
    for at, passage in enumerate(held.passages):
        sentences = held.sentences.vectors[ends[at] - held.sentences.counts[at] : ends[at]]
        made.append(
            Stored(
                held,
                passage,
                quantise.quantise(held.vectors[at : at + 1], PASSAGE),
                quantise.quantise(sentences, SENTENCE),
                Counter(term.term for term in terms(passage.text)),
                frozenset(term.term for term in terms(about(passage, document.title, meeting))),
            )
        )
    return made


def _catalogue(stored: Sequence[Stored]) -> Catalogue:
    councils: dict[str, int] = {}
    committees: dict[str, int] = {}
    documents: dict[str, int] = {}
    meetings = [one.held.minutes.meeting for one in stored]
    return Catalogue(
        rows=np.arange(len(stored)),
        documents=np.array([numbered(documents, one.passage.document_id) for one in stored], dtype=np.int64),
        positions=np.array([one.passage.position for one in stored], dtype=np.int32),
        order=np.arange(len(stored), dtype=np.int32),
        texts=np.array(
            [text_number(text_key(one.passage, one.held.minutes.meeting)) for one in stored], dtype=np.uint64
        ),
        days=np.array([m.held_on.toordinal() if m.held_on else UNDATED for m in meetings], dtype=np.int32),
        kinds=np.array([list(Kind).index(one.passage.kind) for one in stored], dtype=np.uint8),
        councils=np.array([numbered(councils, name_key(m.council)) for m in meetings], dtype=np.int32),
        committees=np.array([numbered(committees, name_key(m.committee)) for m in meetings], dtype=np.int32),
        spoken=np.array([bool(one.passage.speakers) for one in stored], dtype=np.bool_),
        council_names=tuple(councils),
        committee_names=tuple(committees),
    )


def _passes(stored: Stored, filters: Filters) -> bool:
    meeting = stored.held.minutes.meeting
    return meets(meeting, filters) and filters.kind in {None, stored.passage.kind}


def meets(meeting: Meeting, filters: Filters) -> bool:
    """Whether a meeting passes the filters (kind apart)."""
    names = ((filters.council, meeting.council), (filters.committee, meeting.committee))
    if any(asked is not None and name_key(asked) != name_key(held) for asked, held in names):
        return False
    if filters.since is None and filters.until is None:
        return True
    return meeting.held_on is not None and (
        (filters.since or date.min) <= meeting.held_on <= (filters.until or date.max)
    )
