"""The postings of one segment, as `index.inverting.Inverter` wrote them: which term stands in which places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.arrays import Arrays, spans
from index.sketches import term_hash

BLOCK = 1 << 16
"""Places that are scored at a time, as far as whole documents go: what is known of them stays in a processor's cache,
and the memory of one block is used again for the next."""


class Term(NamedTuple):
    """Where a term stands: `places` int32, ascending, whose body holds it, and how `often`, uint8.

    The context of the places from starts[i] to stops[i], int32, has it; these runs neither touch nor overlap.
    """

    places: NDArray[np.int32]
    often: NDArray[np.uint8]
    starts: NDArray[np.int32]
    stops: NDArray[np.int32]

    @property
    def total(self) -> int:
        """How many places hold it in their body, and how many in their context, added up."""
        return len(self.places) + int((self.stops - self.starts).sum())

    def around(self) -> NDArray[np.int64]:
        """The places whose context has it, ascending."""
        return spans(self.starts.astype(np.int64), (self.stops - self.starts).astype(np.int64))

    def is_around(self, size: int) -> NDArray[np.bool_]:
        """Which of `size` places have it in their context, bool (size,)."""
        turns = np.stack((self.starts, self.stops), axis=1).ravel()
        inside = np.arange(len(turns) + 1) % 2 == 1
        return np.repeat(inside, np.diff(turns, prepend=0, append=size))


class Postings:
    """All terms of a segment of n places.

    `lengths` int32 (n): the terms of each place's body. `inner` bool (n): which places are not the first of their
    document. `bounds`: where blocks of whole documents, of about `BLOCK` places, begin and the last one ends.
    """

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._terms: NDArray[np.uint64] = arrays["terms"]
        self.lengths: NDArray[np.int32] = arrays["lengths"]
        size, firsts = len(self.lengths), np.cumsum(arrays["sizes"]) - arrays["sizes"]
        self.inner = np.ones(size, dtype=np.bool_)
        self.inner[firsts] = False
        heads = np.searchsorted(firsts, np.arange(0, size, BLOCK))
        self.bounds = np.unique([*firsts[heads[heads < len(firsts)]], size])

    def slots(self, words: Sequence[str]) -> list[int | None]:
        """Where each word stands in the list of terms; None where no passage here has it."""
        hashes = np.array([term_hash(word) for word in words], dtype=np.uint64)
        slots = np.searchsorted(self._terms, hashes)
        last = len(self._terms) - 1
        return [
            slot if slot <= last and self._terms[slot] == wanted else None
            for slot, wanted in zip(slots.tolist(), hashes, strict=True)
        ]

    def holding(self, words: Sequence[str]) -> NDArray[np.bool_]:
        """The body of which places holds all of these terms, bool (n,)."""
        held = np.ones(len(self.lengths), dtype=np.bool_)
        for slot in self.slots(words):
            own = np.zeros_like(held)
            if slot is not None:
                own[self.term(slot).places] = True
            held &= own
        return held

    def term(self, slot: int) -> Term:
        """The postings of the term at a place in the list."""
        body, context = (
            slice(int(ends[slot - 1]) if slot else 0, int(ends[slot]))
            for ends in (self._arrays["body_ends"], self._arrays["context_ends"])
        )
        held = self._arrays
        return Term(held["places"][body], held["counts"][body], held["starts"][context], held["stops"][context])
