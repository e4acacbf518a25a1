"""A query against a snapshot: retrieval by words and by vector, fused, folded by text, and one page of it read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np

from index.analysis import content_terms
from index.backend import Filters, Query, Results
from index.catalogue import Selection
from index.ranking import DEPTH, FLOOR, Ranked, arrange, distinct, fuse, hit, lexical_weight
from index.reading import Reader
from index.snapshot import Snapshot
from ingest.minutes import Vectors


def find(snapshot: Snapshot, reader: Reader, query: Query, vector: Vectors) -> Results:
    """Answer a query from `snapshot`, showing only passages that stand where `reader` looks."""
    selection = _select(snapshot, reader, query.filters)
    ranked = _rank(snapshot, selection, query, vector)
    ordered = arrange(ranked, query.sort, selection.held_on)
    page = ordered[query.offset : query.offset + query.limit]
    rows = [selection.text_rows(found.text) for found in page]
    places = reader.places(chain.from_iterable(rows))
    hits = (hit(found, [places[row] for row in group]) for found, group in zip(page, rows, strict=True))
    return Results(len(ranked), tuple(hits))


def _select(snapshot: Snapshot, reader: Reader, filters: Filters) -> Selection:
    catalogue = snapshot.catalogue
    mask = catalogue.passing(filters)
    now = reader.version()
    if now.removals != snapshot.version.removals:
        standing = np.fromiter(reader.rows(), dtype=np.int64)
        mask &= np.isin(catalogue.rows, standing)
    return catalogue.selection(mask)


def _rank(snapshot: Snapshot, selection: Selection, query: Query, vector: Vectors) -> list[Ranked]:
    words = content_terms(query.text)
    near = _texts(selection, snapshot.vectors.nearest(vector, DEPTH, selection.rows()))[:DEPTH]
    best = _texts(selection, snapshot.lexical.best(words, query.filters, DEPTH))[:DEPTH]
    every = _texts(selection, snapshot.lexical.holding_all(words, query.filters))
    dense = distinct((text, cosine) for text, cosine in near if cosine >= FLOOR)
    return fuse(dense, distinct(chain(every, best)), lexical_weight(words))


def _texts(selection: Selection, found: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """Rows with scores as texts with scores, of those that may be found: best first, then in document order."""
    places = selection.catalogue.places([row for row, _ in found])
    scores = np.array([score for _, score in found], dtype=np.float64)
    order = np.lexsort((places, -scores))
    order = order[selection.mask[places[order]]]
    return list(zip(selection.catalogue.texts[places[order]].tolist(), scores[order].tolist(), strict=True))
