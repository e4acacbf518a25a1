"""A ranking of places becomes one of texts: the same text and its near-copies are one hit with all its places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from index.backend import Sort
from index.catalogue import UNDATED, Catalogue
from index.copies import copies_among
from index.corpus import Corpus, Fetch, Numbers, Truths
from index.ranking import FOLDED
from index.retrieval import Ranking
from ingest.minutes import Kind, Status

OWN = np.array([kind in {Kind.MINUTES, Kind.RESOLUTION} for kind in Kind])
"""Kinds of a record itself: where the same text also stands in an agenda or a report, it is shown in the record."""

_STATED = np.array([(Status.CONFIRMED, Status.UNKNOWN, Status.DRAFT).index(status) for status in Status])
"""How well the words of a meeting's record stand, best first, for each of `Status`."""


@dataclass(frozen=True, slots=True)
class Folded:
    """The hits of a ranking, best first: `heads` (h,) are the indices of their best places in the ranking.

    `twins` are, by head, texts that are the same set a little differently, of which any may be shown; `parts` are texts
    that the head's holds among others.
    """

    heads: Numbers
    twins: Mapping[int, Sequence[int]]
    parts: Mapping[int, Sequence[int]]


def fold(corpus: Corpus, fetch: Fetch, ranking: Ranking) -> Folded:
    """Take together what is the same text, and near-copies among the first."""
    texts = corpus.catalogue.texts[ranking.places]
    heads = np.sort(np.unique(texts, return_index=True)[1])
    first = heads[:FOLDED]
    flat, offsets = corpus.sketch(ranking.places[first])
    sketches = [flat[start:end] for start, end in pairwise(offsets.tolist())]
    rows = corpus.catalogue.rows[ranking.places[first]].tolist()

    def read(wanted: list[int]) -> dict[int, str]:
        held = fetch([rows[at] for at in wanted])
        return {at: held[rows[at]].passage.text for at in wanted}

    twins: dict[int, list[int]] = {}
    parts: dict[int, list[int]] = {}
    gone = np.zeros(len(heads), dtype=np.bool_)
    for copy in copies_among(sketches, read):
        (twins if copy.mutual else parts).setdefault(int(heads[copy.of]), []).append(int(heads[copy.at]))
        gone[copy.at] = True
    return Folded(heads[~gone], twins, parts)


def ordered(catalogue: Catalogue, ranking: Ranking, found: Folded, sort: Sort, allowed: Truths) -> Numbers:
    """The heads in the order asked for; by date, undated ones come last and equal dates stay ranked."""
    if sort is Sort.RELEVANCE:
        return found.heads
    best = _best(catalogue, ranking.places, allowed)
    for head, twins in found.twins.items():
        of_all = best[[head, *twins]]
        best[head] = of_all[own_first(catalogue, of_all)[0]]
    own = catalogue.days[best[found.heads]]
    return found.heads[np.lexsort((own if sort is Sort.OLDEST else -own, own == UNDATED))]


def _best(catalogue: Catalogue, places: Numbers, allowed: Truths) -> Numbers:
    """The place of which each text is shown, for each place of a ranking."""
    texts = catalogue.texts[places]
    every = np.flatnonzero(np.isin(catalogue.texts, texts) & allowed)
    every = every[own_first(catalogue, every)]
    distinct, first = np.unique(catalogue.texts[every], return_index=True)
    best: Numbers = every[first[np.searchsorted(distinct, texts)]]
    return best


def places_of(catalogue: Catalogue, ranking: Ranking, found: Folded, head: int, allowed: Truths) -> list[int]:
    """All places of a hit, the one to be shown first (`own_first`)."""
    shown = _standing(catalogue, ranking, (head, *found.twins.get(head, ())), allowed)
    parts = found.parts.get(head)
    return shown + _standing(catalogue, ranking, parts, allowed) if parts else shown


def _standing(catalogue: Catalogue, ranking: Ranking, texts: Sequence[int], allowed: Truths) -> list[int]:
    same = allowed & (catalogue.texts == catalogue.texts[ranking.places[texts[0]]])
    for at in texts[1:]:
        same |= allowed & (catalogue.texts == catalogue.texts[ranking.places[at]])
    every = np.flatnonzero(same)
    places: list[int] = (every[own_first(catalogue, every)] if len(every) > 1 else every).tolist()
    return places


def own_first(catalogue: Catalogue, places: Numbers) -> Numbers:
    """The order of places in which they are cited.

    A draft comes last whose minutes are held as well. Then the record's own words come before an agenda's, confirmed
    ones before drafts, a record of its own before one inside another document, and the earliest meeting, the undated
    last.
    """
    return np.lexsort(
        (
            catalogue.order[places],
            catalogue.days[places],
            catalogue.embedded[places],
            _STATED[catalogue.statuses[places]],
            ~OWN[catalogue.kinds[places]],
            catalogue.superseded[places],
        )
    )
