"""Nearness by words: BM25 of a passage's words, and fixed parts for what only its context or a passage beside it has.

The score of a passage is the mean, weighted by idf, of what each word of the question is worth in it:

    Σ w·idf·worth / Σ w·idf,   worth = max(tf·(K1 + 1) / (tf + norm), CONTEXT if the context has the word,
                                           NEIGHBOUR if the passage before or after it in its document has it)
    idf = ln(1 + (N - df + 0.5) / (df + 0.5)),   norm = K1·(1 - B + B·length / average length)

over the N passages that stand, of which df hold the word in their body (Robertson and Zaragoza 2009, "The Probabilistic
Relevance Framework: BM25 and Beyond"). All of it is float64 in the order of the words, so that a score has the same
bits in however many segments the passages lie.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

from index.corpus import Lexical, Truths
from index.postings import Postings, Term
from index.ranking import CONTEXT, K1, NEIGHBOUR, B, Reals

SMALL = 20_000
"""A segment of so many places is scored for all terms at once, in half the time."""
RARE = 20
"""A term that is in fewer than one place in so many is added place by place, any other in all places at once."""

_AROUND = np.array([0.0, NEIGHBOUR, CONTEXT, max(NEIGHBOUR, CONTEXT)])
"""The worth of a word that is not in the passage: nowhere around it, beside it, in its context, in both."""

Counts = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Part:
    """A segment as it is scored: its postings, which places stand (None for all), and the norm of each place."""

    postings: Postings
    standing: Truths | None
    norms: Reals


def parts(postings: Sequence[Postings], standing: Sequence[Truths | None]) -> tuple[Part, ...]:
    """Segments with the norms that follow from the passages that stand in all of them."""
    total = terms = 0
    for held, alive in zip(postings, standing, strict=True):
        lengths = held.lengths if alive is None else held.lengths[alive]
        total += len(lengths)
        terms += int(lengths.sum(dtype=np.int64))
    average = terms / total if terms else 1.0
    norms = ((K1 * (1 - B + B * held.lengths / average)).astype(np.float64) for held in postings)
    return tuple(Part(*held) for held in zip(postings, standing, norms, strict=True))


def lexical(segments: Sequence[Part], words: Sequence[str], weights: Sequence[float] | None = None) -> Lexical:
    """Score every place of the segments, one after the other, for distinct terms; `weights` multiply their idf."""
    found = [_terms(part, words) for part in segments]
    total = sum(len(part.norms) if part.standing is None else int(part.standing.sum()) for part in segments)
    idf = np.zeros(len(words))
    for number in range(len(words)):
        holding = sum(_holding(part, terms[number]) for part, terms in zip(segments, found, strict=True))
        idf[number] = log(1 + (total - holding + 0.5) / (holding + 0.5))
    weighed = idf if weights is None else idf * np.array(weights)
    shares = (weighed / weighed.sum()).tolist() if len(words) else []
    scored = [_score(part, terms, shares) for part, terms in zip(segments, found, strict=True)]
    scores = [np.zeros(0, dtype=np.float32), *(scores for scores, _ in scored)]
    held = [np.zeros(0, dtype=np.uint8), *(held for _, held in scored)]
    return Lexical(np.concatenate(scores), np.concatenate(held), idf)


def _terms(part: Part, words: Sequence[str]) -> list[Term | None]:
    return [None if slot is None else part.postings.term(slot) for slot in part.postings.slots(words)]


def _holding(part: Part, term: Term | None) -> int:
    """In how many standing places the body holds a term."""
    if term is None:
        return 0
    return len(term.places) if part.standing is None else int(np.count_nonzero(part.standing[term.places]))


def _score(part: Part, terms: Sequence[Term | None], shares: Sequence[float]) -> tuple[NDArray[np.float32], Counts]:
    if len(part.norms) <= SMALL:
        held_here = [(term, share) for term, share in zip(terms, shares, strict=True) if term is not None]
        return _score_small(part, held_here)
    scores = np.zeros(len(part.norms))
    held = np.zeros(len(part.norms), dtype=np.uint8)
    around = np.zeros(len(part.norms))
    for term, share in zip(terms, shares, strict=True):
        if term is None:
            continue
        if term.total * RARE < len(part.norms):
            _add_rare(part, term, share, (scores, held, around))
        else:
            _add_common(part, term, share, (scores, held))
    return scores.astype(np.float32), held


def _score_small(part: Part, terms: Sequence[tuple[Term, float]]) -> tuple[NDArray[np.float32], Counts]:
    """The same with all terms at once: a row of `worth` for each term, a column for each place."""
    size = len(part.norms)
    if not terms:
        return np.zeros(size, dtype=np.float32), np.zeros(size, dtype=np.uint8)
    worth = np.zeros((len(terms), size))
    rows = np.repeat(np.arange(len(terms)), [len(term.places) for term, _ in terms])
    places = np.concatenate([term.places for term, _ in terms])
    worth[rows, places] = _inside(np.concatenate([term.often for term, _ in terms]), part.norms[places])
    holding = worth > 0
    np.maximum(worth, _beside(holding, part.postings.inner) * NEIGHBOUR, out=worth)
    for row, (term, _) in enumerate(terms):
        for start, stop in zip(term.starts.tolist(), term.stops.tolist(), strict=True):
            np.maximum(worth[row, start:stop], CONTEXT, out=worth[row, start:stop])
            holding[row, start:stop] = True
    worth *= np.array([share for _, share in terms])[:, None]
    return worth.sum(axis=0).astype(np.float32), holding.sum(axis=0, dtype=np.uint8)


def _add_rare(part: Part, term: Term, share: float, columns: tuple[Reals, Counts, Reals]) -> None:
    """Add what a term is worth in each place, and one for each place that has it.

    The last column holds what it is worth around the places that hold it; it is zero before and after.
    """
    scores, held, worth = columns
    own, inner = term.places.astype(np.intp), part.postings.inner
    before, after = own[inner[own]] - 1, own[own < len(scores) - 1] + 1
    after = after[inner[after]]
    context = term.around()
    worth[before] = worth[after] = share * NEIGHBOUR
    worth[context] = np.maximum(worth[context], share * CONTEXT)
    scores[own] += np.maximum(share * _inside(term.often, part.norms[own]), worth[own])
    held[own] += 1
    worth[own] = 0.0
    held[context] += worth[context] > 0
    for beside in (context, before, after):
        scores[beside] += worth[beside]
        worth[beside] = 0.0


def _add_common(part: Part, term: Term, share: float, columns: tuple[Reals, Counts]) -> None:
    """Do the same for all places of a block at once."""
    scores, held = columns
    context = term.is_around(len(scores)) if len(term.starts) else None
    bounds = part.postings.bounds
    cuts = np.searchsorted(term.places, bounds).tolist()
    for (low, high), (first, last) in zip(pairwise(bounds.tolist()), pairwise(cuts), strict=True):
        block, own = slice(low, high), term.places[first:last].astype(np.intp) - low
        holding = np.zeros(high - low, dtype=np.bool_)
        holding[own] = True
        around = _beside(holding, part.postings.inner[block])
        if context is not None:
            around |= context[block].view(np.uint8) << 1
            holding |= context[block]
        worth = (share * _AROUND).take(around)
        worth[own] = np.maximum(worth[own], share * _inside(term.often[first:last], part.norms[block][own]))
        scores[block] += worth
        held[block] += holding


def _beside(holding: Truths, inner: Truths) -> Counts:
    """1 where the place before or after is `holding`, (…, n), and of the same document: uint8 (…, n)."""
    beside = np.zeros(holding.shape, dtype=np.bool_)
    np.logical_and(holding[..., :-1], inner[1:], out=beside[..., 1:])
    beside[..., :-1] |= holding[..., 1:] & inner[1:]
    return beside.view(np.uint8)


def _inside(often: Counts, norms: Reals) -> Reals:
    """What a term is worth that stands so often in passages of these norms."""
    counts = often.astype(np.float64)
    return counts * (K1 + 1) / (counts + norms)
