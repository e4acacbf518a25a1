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

from index.arrays import Arrays
from index.corpus import Lexical
from index.ranking import CONTEXT, K1, NEIGHBOUR, B
from index.sketches import term_hash

BLOCK = 1 << 16
"""Places that are scored at a time, as far as whole documents go: arrays of them stay in a processor's cache, and the
memory of one block is used again for the next."""

_AROUND = np.array([0.0, NEIGHBOUR, CONTEXT, max(NEIGHBOUR, CONTEXT)])
"""The worth of a word that is not in the passage: nowhere around it, beside it, in its context, in both."""

Places = NDArray[np.int32]
Reals = NDArray[np.float64]
Truths = NDArray[np.bool_]


class Postings:
    """The postings of one segment, as `index.inverting.Inverter` wrote them."""

    def __init__(self, arrays: Arrays) -> None:
        self.lengths: NDArray[np.int32] = arrays["lengths"]
        self.inner = np.ones(len(self.lengths), dtype=np.bool_)
        """Which places are not the first of their document."""
        firsts = np.cumsum(arrays["sizes"]) - arrays["sizes"]
        self.inner[firsts] = False
        cuts = np.searchsorted(firsts, np.arange(0, len(self.lengths), BLOCK))
        self.bounds = np.unique([*firsts[cuts[cuts < len(firsts)]], len(self.lengths)])
        """Where blocks of whole documents begin and end."""
        self._terms = arrays["terms"]
        self._body = arrays["body_ends"], arrays["places"], arrays["counts"]
        self._context = arrays["context_ends"], arrays["starts"], arrays["stops"]

    def slots(self, words: Sequence[str]) -> list[int | None]:
        """Where each word stands in the list of terms; None where no passage here has it."""
        hashes = np.array([term_hash(word) for word in words], dtype=np.uint64)
        slots = np.searchsorted(self._terms, hashes)
        found = self._terms[np.minimum(slots, len(self._terms) - 1)] == hashes if len(self._terms) else slots < 0
        return [slot if known else None for slot, known in zip(slots.tolist(), found.tolist(), strict=True)]

    def body(self, slot: int) -> tuple[Places, NDArray[np.uint8]]:
        """The places whose body holds a term, ascending, and how often."""
        ends, places, counts = self._body
        start, stop = int(ends[slot - 1]) if slot else 0, int(ends[slot])
        return places[start:stop], counts[start:stop]

    def context(self, slot: int) -> Truths | None:
        """Which places have a term in their context, bool (n,); None where none has."""
        ends, starts, stops = self._context
        runs = slice(int(ends[slot - 1]) if slot else 0, int(ends[slot]))
        if runs.start == runs.stop:
            return None
        turns = np.stack((starts[runs], stops[runs]), axis=1).ravel()
        inside = np.arange(len(turns) + 1) % 2 == 1
        return np.repeat(inside, np.diff(turns, prepend=0, append=len(self.lengths)))


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
    slots = [part.postings.slots(words) for part in segments]
    total = sum(len(part.norms) if part.standing is None else int(part.standing.sum()) for part in segments)
    idf = np.zeros(len(words))
    for number in range(len(words)):
        holding = sum(_holding(part, held[number]) for part, held in zip(segments, slots, strict=True))
        idf[number] = log(1 + (total - holding + 0.5) / (holding + 0.5))
    weighed = idf if weights is None else idf * np.array(weights)
    shares = (weighed / weighed.sum()).tolist() if len(words) else []
    scored = [_score(part, held, shares) for part, held in zip(segments, slots, strict=True)]
    scores = [np.zeros(0, dtype=np.float32), *(scores for scores, _ in scored)]
    held = [np.zeros(0, dtype=np.uint8), *(held for _, held in scored)]
    return Lexical(np.concatenate(scores), np.concatenate(held), idf)


def _holding(part: Part, slot: int | None) -> int:
    if slot is None:
        return 0
    places, _ = part.postings.body(slot)
    return len(places) if part.standing is None else int(np.count_nonzero(part.standing[places]))


def _score(
    part: Part, slots: Sequence[int | None], shares: Sequence[float]
) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    scores = np.zeros(len(part.norms))
    held = np.zeros(len(part.norms), dtype=np.uint8)
    around = np.zeros(len(part.norms))
    for slot, share in zip(slots, shares, strict=True):
        if slot is None:
            continue
        if part.postings.count(slot) * RARE < len(part.norms):
            _add_rare(part, slot, share, (scores, held, around))
        else:
            _add_common(part, slot, share, (scores, held))
    return scores.astype(np.float32), held


def _add_rare(part: Part, slot: int, share: float, columns: tuple[Reals, NDArray[np.uint8], Reals]) -> None:
    """Add what a term is worth in each place, and one for each place that holds it, place by place.

    The last column, what it is worth around the places that hold it, is zero before and after.
    """
    scores, held, around = columns
    places, counts = part.postings.body(slot)
    own, inner = places.astype(np.intp), part.postings.inner
    before, after = own[inner[own]] - 1, own[own < len(scores) - 1] + 1
    after = after[inner[after]]
    context = np.flatnonzero(part.postings.context(slot)) if part.postings.context(slot) is not None else own[:0]
    around[before] = around[after] = share * NEIGHBOUR
    around[context] = np.maximum(around[context], share * CONTEXT)
    scores[own] += np.maximum(share * _inside(counts, part.norms[own]), around[own])
    held[own] += 1
    around[own] = 0.0
    held[context] += around[context] > 0
    for beside in (context, before, after):
        scores[beside] += around[beside]
        around[beside] = 0.0


def _add_common(part: Part, slot: int, share: float, columns: tuple[Reals, NDArray[np.uint8]]) -> None:
    """Do the same block by block, for all places of a block at once."""
    scores, held = columns
    places, counts = part.postings.body(slot)
    context = part.postings.context(slot)
    bounds = part.postings.bounds
    cuts = np.searchsorted(places, bounds).tolist()
    for (low, high), (first, last) in zip(pairwise(bounds.tolist()), pairwise(cuts), strict=True):
        block, own = slice(low, high), places[first:last].astype(np.intp) - low
        holding = np.zeros(high - low, dtype=np.bool_)
        holding[own] = True
        around = _beside(holding, part.postings.inner[block])
        if context is not None:
            around |= context[block].view(np.uint8) << 1
            holding |= context[block]
        worth = (share * _AROUND).take(around)
        worth[own] = np.maximum(worth[own], share * _inside(counts[first:last], part.norms[block][own]))
        scores[block] += worth
        held[block] += holding


def _inside(counts: NDArray[np.uint8], norms: Reals) -> Reals:
    often = counts.astype(np.float64)
    return often * (K1 + 1) / (often + norms)


def _beside(holding: Truths, inner: Truths) -> NDArray[np.uint8]:
    """1 where the place before or after is `holding` and of the same document: uint8 (n,)."""
    beside = np.zeros(len(holding), dtype=np.bool_)
    np.logical_and(holding[:-1], inner[1:], out=beside[1:])
    beside[:-1] |= holding[1:] & inner[1:]
    return beside.view(np.uint8)
