"""From a question to a ranking of places: what its words and its vector find, and what stands beside the best."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.analysis import content_terms
from index.asking import Asked, holds_phrase
from index.catalogue import UNDATED, Catalogue
from index.corpus import Corpus, Fetch, Lexical, Nearest, Numbers, Truths
from index.ranking import DEPTH, FLOOR, NEARBY, REFINED, WITHIN, WORDS, Candidates, Reals, scores
from ingest.minutes import Kind, Vectors

FORMAL = np.array([kind in {Kind.HEADER, Kind.ATTENDANCE, Kind.INTEREST, Kind.AGENDA} for kind in Kind])
"""Kinds of passage that are formalities, in the order of `Kind`."""


_APART = np.array([apart for apart in range(-WITHIN, WITHIN + 1) if apart])


@dataclass(frozen=True, slots=True)
class Ranking:
    """Places that were found, best first, as columns of equal length.

    `cosines` is NaN for the last ones, which were found for holding every word of the question and weighed no further.
    `near` and `worded` are the two lists by which places were found, best first; `rarity` has the inverse document
    frequency of each word.
    """

    places: Numbers
    scores: Reals
    cosines: Reals
    near: Numbers
    worded: Numbers
    rarity: Mapping[str, float]


def retrieve(corpus: Corpus, fetch: Fetch, question: Asked, vector: Vectors, allowed: Truths) -> Ranking:
    """Rank all places that are `allowed` (bool (N,)) and bear on a question, whose vector is float32 (d,)."""
    for phrase in question.phrases:
        allowed = allowed & _holding(corpus, fetch, phrase, allowed)
    lexical = corpus.lexical(question.words, question.weights)
    near = _near(corpus, vector, allowed)
    worded = _worded(corpus.catalogue, lexical, allowed)
    found = _candidates(corpus, vector, lexical, _with_neighbours(corpus, vector, near, worded, allowed))
    places = found.places
    weighed = scores(found, question, UNDATED)
    bears = (found.cosines >= FLOOR) | (lexical.held[places] > 0)
    order = _best_first(corpus.catalogue, places, weighed)
    order = order[bears[order]]
    rarity = dict(zip(question.words, lexical.idf.tolist(), strict=True))
    first = Ranking(places[order], weighed[order], found.cosines[order], near.places, worded, rarity)
    return _with_rest(corpus.catalogue, first, _all_words(question, lexical, allowed), lexical)


def _holding(corpus: Corpus, fetch: Fetch, phrase: str, allowed: Truths) -> Truths:
    """Which places hold a phrase word for word."""
    words = content_terms(phrase)
    places = np.flatnonzero(allowed & (corpus.lexical(words).held == len(words)))
    rows = corpus.catalogue.rows[places].tolist()
    held = fetch(rows)
    mask = np.zeros(len(allowed), dtype=np.bool_)
    mask[places] = [row in held and holds_phrase(held[row].passage.text, phrase) for row in rows]
    return mask


def _near(corpus: Corpus, vector: Vectors, allowed: Truths) -> Nearest:
    found = corpus.nearest(vector, DEPTH, None if allowed.all() else allowed)
    order = _best_first(corpus.catalogue, found.places, found.cosines)
    order = order[found.cosines[order] >= FLOOR][:DEPTH]
    return Nearest(found.places[order], found.cosines[order])


def _worded(catalogue: Catalogue, lexical: Lexical, allowed: Truths) -> Numbers:
    places = np.flatnonzero((lexical.held > 0) & allowed)
    if len(places) > DEPTH:
        least = np.partition(lexical.scores[places], -DEPTH)[-DEPTH]
        places = places[lexical.scores[places] >= least]
    return places[_best_first(catalogue, places, lexical.scores[places])][:DEPTH]


def _with_neighbours(corpus: Corpus, vector: Vectors, near: Nearest, worded: Numbers, allowed: Truths) -> Nearest:
    """The places of both lists and those beside the best of each, in order of place."""
    documents = corpus.catalogue.documents
    best = np.concatenate((near.places[:NEARBY], worded[:NEARBY]))
    beside = np.clip(best[:, None] + _APART, 0, len(allowed) - 1)
    found = np.zeros(len(allowed), dtype=np.bool_)
    found[beside[allowed[beside] & (documents[beside] == documents[best][:, None])]] = True
    found[worded] = True
    found[near.places] = False
    others = np.flatnonzero(found)
    places = np.concatenate((near.places, others))
    order = np.argsort(places)
    return Nearest(places[order], np.concatenate((near.cosines, corpus.cosines(vector, others)))[order])


def _candidates(corpus: Corpus, vector: Vectors, lexical: Lexical, near: Nearest) -> Candidates:
    catalogue, places = corpus.catalogue, near.places
    cosines = near.cosines.astype(np.float64)
    worded = lexical.scores[places].astype(np.float64)
    sentences = cosines.copy()
    refined = _best_first(catalogue, places, cosines + WORDS * worded)[:REFINED]
    sentences[refined] = corpus.sentence_maxima(vector, places[refined])
    return Candidates(
        places=places,
        documents=catalogue.documents[places],
        days=catalogue.days[places].astype(np.int64),
        spoken=catalogue.spoken[places],
        formal=FORMAL[catalogue.kinds[places]],
        superseded=catalogue.superseded[places],
        lexical=worded,
        cosines=cosines,
        sentences=sentences,
    )


def _best_first(catalogue: Catalogue, places: Numbers, values: NDArray[np.floating]) -> Numbers:
    """The order of places by falling values; of equal ones the first by document id and position comes first."""
    return np.lexsort((catalogue.order[places], -values))


def _all_words(question: Asked, lexical: Lexical, allowed: Truths) -> Numbers:
    return np.flatnonzero(allowed & (lexical.held == len(question.words)))


def _with_rest(catalogue: Catalogue, first: Ranking, every: Numbers, lexical: Lexical) -> Ranking:
    """The ranking, and behind it what else holds every word, as well as it holds them."""
    rest = np.setdiff1d(every, first.places, assume_unique=True)
    if not len(rest):
        return first
    rest = rest[_best_first(catalogue, rest, lexical.scores[rest])]
    last = first.scores[-1] if len(first.scores) else 1.0
    worth = np.minimum(last, WORDS * lexical.scores[rest].astype(np.float64))
    return Ranking(
        np.concatenate((first.places, rest)),
        np.concatenate((first.scores, worth)),
        np.concatenate((first.cosines, np.full(len(rest), np.nan))),
        first.near,
        np.concatenate((first.worded, rest)),
        first.rarity,
    )
