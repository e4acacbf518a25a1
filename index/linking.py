"""Which statements of a body speak of an earlier commitment: by its minute number, its meeting, or its matter. Pure.

The weights are fitted (`python -m tests.bench.linking`) to the promises of the sample archive.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

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
FORGOTTEN = 0.8
"""What a link loses for each meeting in which nobody spoke of the promise…"""
LONGEST = 10
"""…up to so many: what was not spoken of for long is seldom spoken of again, and its like is another matter."""
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
    before = _Before(Rarity(compared))
    return [link for meeting in _by_meeting(compared) for link in before.linked(meeting)]


def awaits(commitment: Commitment) -> bool:
    """Whether something may become of a commitment: nothing does of a report, or of what its meeting settled."""
    promises = any(kind is not CommitmentType.FOLLOWUP for kind in commitment.types)
    return promises and not commitment.passing and not commitment.settled


def _by_meeting(compared: Sequence[Matter]) -> Iterator[Sequence[Matter]]:
    """The statements of each day, in order."""
    days: dict[object, list[Matter]] = defaultdict(list)
    for matter in compared:
        days[matter.entry.held_on].append(matter)
    yield from days.values()


class _Before:
    """The commitments of earlier meetings, to be found by what they share with a later statement."""

    def __init__(self, rarity: Rarity) -> None:
        self._rarity = rarity
        self._matters: list[Matter] = []
        self._holders: dict[str, list[int]] = defaultdict(list)
        self._rows: list[Vectors] = []
        self._with_vector: list[int] = []
        self._stacked: Vectors | None = None
        self._met = 0
        self._spoken_of: list[int] = []
        self._numbered: dict[str | None, date | None] = {}

    def linked(self, meeting: Sequence[Matter]) -> Iterator[Link]:
        """The links of the statements of the next meeting, which is of the earlier ones from then on."""
        self._met += 1
        spoken_of: set[int] = set()
        for matter in meeting:
            for at, link in self._links_of(matter) if not matter.entry.commitment.settled else ():
                spoken_of.add(at)
                yield link
        for at in spoken_of:
            self._spoken_of[at] = self._met
        for matter in meeting:
            self._numbered[name_key(matter.entry.place.passage.minute_number)] = matter.entry.held_on
            if awaits(matter.entry.commitment):
                self._add(matter)

    def _links_of(self, matter: Matter) -> Sequence[tuple[int, Link]]:
        """The links of a statement to earlier commitments, those that weigh most, and which these are."""
        found = []
        for at in self._candidates(matter):
            earlier = self._matters[at]
            why = self._names(matter.entry.commitment, earlier.entry)
            signs = link_signs(earlier, matter, self._rarity)
            silent = min(LONGEST, self._met - self._spoken_of[at] - 1)
            weight = sum([WEIGHTS[name] * value for name, value in signs.items()]) + (NAMED if why else 0.0)
            over = round(weight - FORGOTTEN * silent - LEAST, 2)
            if over >= 0:
                ids = earlier.entry.commitment.id, matter.entry.commitment.id
                found.append((at, Link(*ids, why or Why.CONTENT, over)))
        return sorted(found, key=lambda one: -one[1].weight)[:MOST]

    def _names(self, later: Commitment, earlier: LedgerEntry) -> Why | None:
        """Whether a statement names the minute or the meeting of an earlier one, and which of the two.

        Where every meeting counts its minutes from 1, a number names that of the last meeting that has it.
        """
        number, day = name_key(earlier.place.passage.minute_number), earlier.held_on
        numbers = {name_key(reference.minute_number) for reference in later.references} - {None}
        if number in numbers and self._numbered.get(number) == day:
            return Why.MINUTE_NUMBER
        return Why.MEETING if day in {reference.held_on for reference in later.references} else None

    def _add(self, matter: Matter) -> None:
        for term in matter.near:
            self._holders[term].append(len(self._matters))
        if matter.vector is not None:
            self._rows.append(matter.vector)
            self._with_vector.append(len(self._matters))
            self._stacked = None
        self._matters.append(matter)
        self._spoken_of.append(self._met)

    def _candidates(self, matter: Matter) -> Sequence[int]:
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
            best |= {at for at, one in enumerate(self._matters) if self._names(matter.entry.commitment, one.entry)}
        return sorted(best)

    def _nearest(self, vector: Vectors | None) -> set[int]:
        if vector is None or not self._rows:
            return set()
        if self._stacked is None:
            self._stacked = np.stack(self._rows)
        near = self._stacked @ vector
        return {self._with_vector[row] for row in np.argsort(-near)[:CANDIDATES]}
