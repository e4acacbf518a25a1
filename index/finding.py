"""A query against a corpus: what bears on it, ranked, each text once, and one page of it read."""

from __future__ import annotations

from math import isnan

from index.asking import asked
from index.backend import Hit, Query, Results
from index.catalogue import Catalogue
from index.corpus import Corpus, Fetch, Numbers
from index.folding import fold, ordered, places_of
from index.retrieval import retrieve
from index.welsh import is_welsh
from ingest.minutes import Vectors


def find(corpus: Corpus, fetch: Fetch, query: Query, vector: Vectors) -> Results:
    """Answer a query; `vector` is its text encoded, float32 (d,) of length 1.

    What a Welsh translation says is found by a Welsh question; any other finds the English record, unless the filters
    let nothing but translations through.
    """
    allowed = corpus.passing(query.filters)
    originals = allowed & ~corpus.catalogue.translations
    if originals.any() and not is_welsh(query.text):
        allowed = originals
    ranking = retrieve(corpus, fetch, asked(query.text), vector, allowed)
    found = fold(corpus, fetch, ranking)
    page = ordered(corpus.catalogue, ranking, found, query.sort, allowed)[query.offset : query.offset + query.limit]
    groups = [places_of(corpus.catalogue, ranking, found, head, allowed) for head in page.tolist()]
    rows = [corpus.catalogue.rows[places].tolist() for places in groups]
    held = fetch([row for group in rows for row in group])
    near, worded = (_ranks(corpus.catalogue, places) for places in (ranking.near, ranking.worded))

    def hit(head: int, standing: list[int]) -> Hit:
        own, *others = (held[row] for row in standing)
        text = int(corpus.catalogue.texts[ranking.places[head]])
        cosine = float(ranking.cosines[head])
        return Hit(
            place=own,
            score=float(ranking.scores[head]),
            similarity=None if isnan(cosine) else round(cosine, 6),
            dense_rank=near.get(text),
            lexical_rank=worded.get(text),
            also_at=tuple(others),
        )

    hits = tuple(hit(head, group) for head, group in zip(page.tolist(), rows, strict=True))
    return Results(len(found.heads), hits, ranking.rarity)


def _ranks(catalogue: Catalogue, places: Numbers) -> dict[int, int]:
    """The rank, from 1, of each text in a list of places, best first."""
    texts = dict.fromkeys(catalogue.texts[places].tolist())
    return {text: rank for rank, text in enumerate(texts, start=1)}
