"""Passages become postings: which term stands in which passage, how often, and in which passages' context.

Terms are sorted in blocks of bounded size, which are merged range by range: memory does not grow with the archive.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from index.arrays import ArrayWriter, spans
from index.corpus import Numbers
from index.sketches import Hashes, distinct, sketches, term_hash

BLOCK_TERMS = 2_000_000
"""Terms of passages that are sorted at a time, as far as whole passages go."""
MERGED = 4_000_000
"""Postings that are merged at a time, as far as whole terms go."""
MOST = 255
"""What a count of a term in one passage is cut to."""


class _Block(NamedTuple):
    """A sorted block: its distinct terms, ascending, how many postings each has, and where those begin."""

    terms: Hashes
    counts: Numbers
    start: int


class _Numbered(dict[str, int]):
    """The number of each term, from 0 in order of first appearance."""

    def __missing__(self, term: str) -> int:
        self[term] = number = len(self)
        return number

    def hashes(self) -> Hashes:
        """The hash of each term."""
        return np.fromiter(map(term_hash, self), dtype=np.uint64, count=len(self))


class Inverter:
    """Takes the terms of n passages, in order of place, and writes arrays.

    By ascending hash of T terms: `terms` uint64 (T); `body_ends` int64 (T), where the postings of a term end and the
    next one's begin; `places` int32 and `counts` uint8, in which place it stands, how often; `context_ends` int64 (T),
    `starts` and `stops` int32, the runs of places whose context has it. By place: `lengths` int32 (n), in terms;
    `sketch_ends` int64 (n) and `sketch` uint32.
    """

    def __init__(self, writer: ArrayWriter) -> None:
        self._writer = writer
        self._numbers = _Numbered()
        self._stream = array("i")
        self._lengths = array("i")
        self._places = 0
        self._blocks: list[_Block] = []
        self._postings = self._sketched = 0
        self._around = _Numbered()
        self._open: dict[int, int] = {}
        self._runs = array("i")

    def add(self, body: Sequence[str], context: frozenset[str]) -> None:
        """The next passage: its terms in reading order, and those of its context."""
        at = self._places + len(self._lengths)
        self._stream.extend(map(self._numbers.__getitem__, body))
        self._lengths.append(len(body))
        self._follow(frozenset(map(self._around.__getitem__, context)), at)
        if len(self._stream) >= BLOCK_TERMS:
            self._flush()

    def _follow(self, context: frozenset[int], at: int) -> None:
        """End the runs of terms that this place's context does not have, begin those of new ones."""
        if context == self._open.keys():
            return
        for term in self._open.keys() - context:
            self._runs.extend((term, self._open.pop(term), at))
        for term in context - self._open.keys():
            self._open[term] = at

    def _flush(self) -> None:
        """Sort and write what was added since the last block."""
        stream = np.array(self._stream, dtype=np.int64)
        lengths = np.array(self._lengths, dtype=np.int64)
        hashes = self._numbers.hashes()
        terms, rank = np.unique(hashes, return_inverse=True)
        places = self._places + np.repeat(np.arange(len(lengths)), lengths)
        keys = np.sort(rank[stream] << 32 | places)
        first = np.flatnonzero(np.diff(keys, prepend=-1))
        counts = np.diff(first, append=len(keys))
        postings = np.bincount(keys[first] >> 32, minlength=len(terms))
        self._writer.append("block_places", keys[first].astype(np.int32))
        self._writer.append("block_counts", np.minimum(counts, MOST).astype(np.uint8))
        self._blocks.append(_Block(terms, postings, self._postings))
        self._postings += len(first)
        self._write_places(hashes[stream], lengths)
        self._numbers = _Numbered()
        self._stream, self._lengths = array("i"), array("i")

    def _write_places(self, hashes: Hashes, lengths: Numbers) -> None:
        values, sizes = sketches(hashes, lengths)
        self._writer.append("lengths", lengths.astype(np.int32))
        self._writer.append("sketch", values)
        self._writer.append("sketch_ends", self._sketched + np.cumsum(sizes))
        self._sketched += len(values)
        self._places += len(lengths)

    def finish(self) -> None:
        """Write the postings of all that was added."""
        self._flush()
        self._follow(frozenset(), self._places)
        around = self._around.hashes()
        terms = distinct(np.concatenate([around, *(block.terms for block in self._blocks)]))
        self._writer.append("terms", terms)
        self._merge(terms)
        self._write_runs(terms, around)

    def _merge(self, terms: Hashes) -> None:
        slots = [np.searchsorted(terms, block.terms) for block in self._blocks]
        totals = np.zeros(len(terms), dtype=np.int64)
        for slot, block in zip(slots, self._blocks, strict=True):
            totals[slot] += block.counts
        ends = np.cumsum(totals)
        self._writer.append("body_ends", ends)
        held = [self._writer.written(name) for name in ("block_places", "block_counts")]
        for name, column in zip(("places", "counts"), held, strict=True):
            self._writer.append(name, column[:0])
        for low, high in _ranges(ends):
            sources, targets = self._moves(slots, totals[low:high], low, high)
            for name, column in zip(("places", "counts"), held, strict=True):
                merged = np.empty(len(targets), dtype=column.dtype)
                merged[targets] = np.concatenate([column[start:stop] for start, stop in sources])
                self._writer.append(name, merged)
        for name in ("block_places", "block_counts"):
            self._writer.drop(name)

    def _moves(
        self, slots: Sequence[Numbers], totals: Numbers, low: int, high: int
    ) -> tuple[list[tuple[int, int]], Numbers]:
        """Where the postings of the terms low to high stand in each block, and where each goes, from 0."""
        free = np.cumsum(totals) - totals
        sources, targets = [], []
        for slot, block in zip(slots, self._blocks, strict=True):
            first, last = np.searchsorted(slot, (low, high))
            counts, own = block.counts[first:last], slot[first:last] - low
            start = block.start + int(block.counts[:first].sum())
            sources.append((start, start + int(counts.sum())))
            targets.append(spans(free[own], counts))
            free[own] += counts
        return sources, np.concatenate(targets)

    def _write_runs(self, terms: Hashes, around: Hashes) -> None:
        runs = np.array(self._runs, dtype=np.int32).reshape(-1, 3)
        slots = np.searchsorted(terms, around)[runs[:, 0]]
        order = np.argsort(slots, kind="stable")
        self._writer.append("context_ends", np.cumsum(np.bincount(slots, minlength=len(terms))))
        self._writer.append("starts", runs[order, 1])
        self._writer.append("stops", runs[order, 2])


def _ranges(ends: Numbers) -> Iterator[tuple[int, int]]:
    """Ranges of terms of about `MERGED` postings, together all."""
    low = done = 0
    while low < len(ends):
        high = max(int(np.searchsorted(ends, done + MERGED, side="right")), low + 1)
        yield low, high
        low, done = high, int(ends[high - 1])
