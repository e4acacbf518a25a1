"""What was found becomes a ranking: pure functions over arrays, one value a passage that was found.

score = base, lifted by near passages, with a share of the best of its document, where
base = cosine + WORDS · lexical + SENTENCE · best cosine of a sentence
       + TIME if held in a time that the question names + LATEST · recency if it asks for the latest
       − FORMALITY if it is a formality that the question does not ask for
       − SUPERSEDED if it is of a draft whose minutes are held as well.

Each constant says what it brought: success@5, MRR@10 and evidence@10 without it → with it, all else as it is, on 65
questions over the files of six councils, then on 351 over 36 transcripts of committees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.asking import Asked, Period
from index.corpus import Numbers, Truths

Reals = NDArray[np.float64]

DEPTH = 100
"""How many passages the words and the vectors contribute each, beside those that hold every word; 300 found no more."""

REFINED = 40
"""Of so many of the best, the sentences are weighed one by one; the sentences of the others count as they do.
300 found no more."""

NEARBY = 10
WITHIN = 2
"""The passages up to two before and after the best ten of either list are weighed too; of sixty they found no more."""

FLOOR = 0.15
"""The least cosine at which a passage counts as near; below it lies what has nothing to do with the question."""

FOLDED = 20
"""So many of the first passages are compared with one another, to show near-copies once."""

WORDS = 0.7
"""0.82, 0.70, 0.61 → 0.86, 0.74, 0.70; transcripts 0.71, 0.56, 0.58 → 0.85, 0.73, 0.74."""

K1 = 0.4
B = 0.5
"""BM25's saturation and its penalty of long passages. Low: that a passage holds a word says more than how often.
With 1.2 and 0.75: 0.83, 0.71, 0.69 → 0.86, 0.74, 0.70; transcripts 0.84, 0.72, 0.73 → 0.85, 0.73, 0.74."""

CONTEXT = 0.6
"""What a word is worth that only the title, the meeting or the speaker holds, where once in the passage is about 1.
0.85, 0.73, 0.69 → 0.86, 0.74, 0.70; transcripts 0.84, 0.72, 0.74 → 0.85, 0.73, 0.74."""

NEIGHBOUR = 0.2
"""The same for a word that only the passage before or after it holds, in the same document.
0.86, 0.73, 0.70 → 0.86, 0.74, 0.70; transcripts 0.85, 0.72, 0.74 → 0.85, 0.73, 0.74."""

SENTENCE = 0.4
"""0.85, 0.69, 0.67 → 0.86, 0.74, 0.70; transcripts 0.85, 0.72, 0.75 → 0.85, 0.73, 0.74."""

LIFT = 0.15
SPOKEN_LIFT = 0.6
DECAY = 0.8
"""How far a passage is lifted towards a better one beside it, in written records and in transcripts, and what is left
of that one's score at two passages' distance.
0.86, 0.74, 0.70 → 0.86, 0.74, 0.70; transcripts 0.84, 0.73, 0.67 → 0.85, 0.73, 0.74."""

DOCUMENT = 0.3
BEST = 3
"""The share of the mean of the three best of its document.
0.88, 0.74, 0.69 → 0.86, 0.74, 0.70; transcripts 0.85, 0.72, 0.73 → 0.85, 0.73, 0.74."""

FORMALITY = 0.1
"""0.85, 0.72, 0.70 → 0.86, 0.74, 0.70; transcripts hold none."""

TIME = 0.15
"""0.85, 0.73, 0.70 → 0.86, 0.74, 0.70, where 5 questions of 65 name a time; transcripts are undated."""

SUPERSEDED = 0.15
"""What the words of a draft lose whose minutes are held as well: where they differ, the minutes come first."""

LATEST = 0.2
"""Not measured: no question of either set asks for the latest. It brings the newest of equals to the top."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages that were found, in order of place, as columns of equal length.

    `lexical`, `cosines` and `sentences` are as `Snapshot` gives them. `spoken` says which are of a transcript, `formal`
    which are formalities: headers, lists of those present, interests, agendas; `superseded` which are of a draft whose
    minutes are held as well.
    """

    places: Numbers
    documents: Numbers
    days: Numbers
    spoken: Truths
    formal: Truths
    superseded: Truths
    lexical: Reals
    cosines: Reals
    sentences: Reals


def scores(found: Candidates, asked: Asked, undated: int) -> Reals:
    """The score of each candidate, float64 (n,), about 0 to 1; `undated` marks a day that is not known."""
    base = found.cosines + WORDS * found.lexical + SENTENCE * found.sentences
    base = base + TIME * _within(found.days, asked.periods)
    if asked.latest:
        base = base + LATEST * recency(found.days, undated)
    if not asked.formal:
        base = base - FORMALITY * found.formal
    base = base - SUPERSEDED * found.superseded
    total = lifted(base, found) + DOCUMENT * document_share(base, found.documents)
    return np.round(total / ((1 + WORDS + SENTENCE) * (1 + DOCUMENT)), 6)


def lifted(base: Reals, found: Candidates) -> Reals:
    """Each score, raised towards that of a better passage near it in the same document, by a share of the difference.

    A passage next to a better one is often its question or its reply. No passage overtakes the one that lifts it.
    """
    best = np.full(len(base), -np.inf)
    last = len(base) - 1
    for apart, reach in ((1, 1.0), (WITHIN, DECAY)):
        behind = np.minimum(np.searchsorted(found.places, found.places + apart), last)
        near = (found.places[behind] == found.places + apart) & (found.documents[behind] == found.documents)
        here, there = np.flatnonzero(near), behind[near]
        best[here] = np.maximum(best[here], reach * base[there])
        best[there] = np.maximum(best[there], reach * base[here])
    share = np.where(found.spoken, SPOKEN_LIFT, LIFT)
    raised: Reals = base + share * np.maximum(0.0, best - base)
    return raised


def document_share(base: Reals, documents: Numbers) -> Reals:
    """For each passage the mean of the `BEST` best scores of its document, of fewer where it has fewer, over `BEST`."""
    order = np.lexsort((-base, documents))
    ordered = documents[order]
    first = np.concatenate(([True], ordered[1:] != ordered[:-1])) if len(base) else np.zeros(0, dtype=np.bool_)
    group = np.cumsum(first) - 1
    rank = np.arange(len(base)) - np.flatnonzero(first)[group]
    sums = np.bincount(group[rank < BEST], weights=np.maximum(base[order][rank < BEST], 0.0))
    share = np.empty(len(base))
    share[order] = sums[group] / BEST
    return share


def recency(days: Numbers, undated: int) -> Reals:
    """From 0 for the oldest meeting to 1 for the newest of these; 0 for what is undated."""
    known = days != undated
    distinct = np.unique(days[known])
    if len(distinct) < 2:
        return np.zeros(len(days))
    return np.where(known, np.searchsorted(distinct, days) / (len(distinct) - 1), 0.0)


def _within(days: Numbers, periods: Sequence[Period]) -> Truths:
    inside = np.zeros(len(days), dtype=np.bool_)
    for period in periods:
        inside |= (days >= period.since.toordinal()) & (days <= period.until.toordinal())
    return inside
