"""Which statements of a body speak of an earlier commitment: by its minute number, its meeting, or its matter. Pure.

The weights are fitted (`python -m tests.bench.linking`) to the promises of the sample archive.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from index.keys import name_key
from index.ledger import LedgerEntry, Link, Why
from index.matters import Matter, Rarity, link_signs, matters
from ingest.minutes import Commitment, CommitmentType, Vectors

WEIGHTS: Mapping[str, float] = {
    "words": -11.54,
    "rare": 0.33,
    "near": 5.99,
    "wider": 1.32,
    "around": 2.93,
    "with title": 8.75,
    "with before": 3.12,
    "title": 1.4,
    "looks back": 0.5,
    "lone": 1.86,
    "figures": 0.46,
}
LEAST = 7.8
"""A statement speaks of an earlier one if its signs weigh this much."""
MOST = 4
"""A statement speaks of so many earlier ones at most: what is like many more is routine, as a monthly payment is."""
NAMED = 2.0
"""What it gains where it names the minute or the meeting."""
CANDIDATES = 30
"""So many earlier commitments that share the most words are weighed, and as many that are nearest in meaning."""
EVERYWHERE = 0.1
FEW = 20
"""Words that more than this share of the commitments holds, and more than these few, find none."""


def links(entries: Sequence[LedgerEntry], vectors: Sequence[Vectors | None]) -> list[Link]:
    """Draw the links of one body.

    Args:
        entries: its statements, the oldest meeting first; those without a date are linked to nothing.
        vectors: the vector of each, float32 (d,), of length 1; None where it has none.

    Returns:
        For each statement the earlier commitments that it speaks of, in the order of the entries.
    """
    dated = [i for i, entry in enumerate(entries) if entry.held_on is not None]
    compared = matters([entries[i] for i in dated], [vectors[i] for i in dated])
    rarity = Rarity(compared)
    before = _Before(rarity)
    found: list[Link] = []
    for meeting in _by_meeting(compared):
        for matter in (matter for matter in meeting if not matter.entry.commitment.settled):
            found += _links_of(matter, before.candidates(matter), rarity)
        for matter in meeting:
            if awaits(matter.entry.commitment):
                before.add(matter)
    return found


def awaits(commitment: Commitment) -> bool:
    """Whether something may become of a commitment: nothing does of a report, or of what its meeting settled."""
    promises = any(kind is not CommitmentType.FOLLOWUP for kind in commitment.types)
    return promises and not commitment.passing and not commitment.settled


def names(later: Commitment, earlier: LedgerEntry) -> Why | None:
    """Whether a statement names the minute or the meeting of an earlier one, and which of the two."""
    number = name_key(earlier.place.passage.minute_number)
    if number is not None and any(name_key(reference.minute_number) == number for reference in later.references):
        return Why.MINUTE_NUMBER
    if any(reference.held_on is not None and reference.held_on == earlier.held_on for reference in later.references):
        return Why.MEETING
    return None


def _by_meeting(compared: Sequence[Matter]) -> Iterator[Sequence[Matter]]:
    """The statements of each day, in order."""
    days: dict[object, list[Matter]] = defaultdict(list)
    for matter in compared:
        days[matter.entry.held_on].append(matter)
    yield from days.values()


def _links_of(matter: Matter, earlier: Sequence[Matter], rarity: Rarity) -> Iterator[Link]:
    """The links of a statement to earlier commitments, those that weigh most."""
    found = []
    for one in earlier:
        why = names(matter.entry.commitment, one.entry)
        signs = link_signs(one, matter, rarity)
        over = sum([WEIGHTS[name] * value for name, value in signs.items()]) + (NAMED if why else 0.0) - LEAST
        if over >= 0:
            link = Link(one.entry.commitment.id, matter.entry.commitment.id, why or Why.CONTENT, round(over, 2))
            found.append(link)
    yield from sorted(found, key=lambda link: -link.weight)[:MOST]


class _Before:
    """The commitments of earlier meetings, to be found by what they share with a later statement."""

    def __init__(self, rarity: Rarity) -> None:
        self._rarity = rarity
        self._matters: list[Matter] = []
        self._holders: dict[str, list[int]] = defaultdict(list)
        self._rows: list[Vectors] = []
        self._with_vector: list[int] = []
        self._stacked: Vectors | None = None

    def add(self, matter: Matter) -> None:
        """Add one."""
        for term in matter.near:
            self._holders[term].append(len(self._matters))
        self._matters.append(matter)
        if matter.vector is not None:
            self._rows.append(matter.vector)
            self._with_vector.append(len(self._matters) - 1)
            self._stacked = None

    def candidates(self, matter: Matter) -> Sequence[Matter]:
        """The commitments that share most with a statement, by rarity, and those whose minute or meeting it names."""
        common = max(FEW, EVERYWHERE * len(self._matters))
        shared: Counter[int] = Counter()
        for term in matter.around:
            holders = self._holders.get(term, ())
            if len(holders) <= common:
                for at in holders:
                    shared[at] += self._rarity.of[term]  # type: ignore[assignment]
        best = {at for at, _ in shared.most_common(CANDIDATES)} | self._nearest(matter.vector)
        if matter.entry.commitment.references:
            best |= {at for at, one in enumerate(self._matters) if names(matter.entry.commitment, one.entry)}
        return [self._matters[at] for at in sorted(best)]

    def _nearest(self, vector: Vectors | None) -> set[int]:
        if vector is None or not self._rows:
            return set()
        if self._stacked is None:
            self._stacked = np.stack(self._rows)
        near = self._stacked @ vector
        return {self._with_vector[row] for row in np.argsort(-near)[:CANDIDATES]}
