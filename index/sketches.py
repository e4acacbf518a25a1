"""A sample of the runs of terms of each passage, by which near-copies are suspected without reading them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

RUN = 4
"""Terms in a row that are hashed together; fewer are common to texts that are no copies."""
SAMPLE = 4
"""One of so many runs is kept, the same ones in every passage: those with the smallest hashes."""
LEAST = 4
"""So many runs of a passage are kept in any case."""

_ORDER = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


@lru_cache(maxsize=100_000)
def term_hash(term: str) -> int:
    """A term as 64 bits, the same on every machine. Of ten million terms, two are the same with a chance of 3e-6."""
    return int.from_bytes(blake2b(term.encode(), digest_size=8).digest(), "little")


def sketch(terms: Sequence[str]) -> NDArray[np.uint32]:
    """The kept runs of a passage of these terms, as hashes: distinct, ascending."""
    hashes = np.array([term_hash(term) for term in terms], dtype=np.uint64)
    return sketches(hashes, np.array([len(terms)]))[0]


def sketches(hashes: Hashes, lengths: NDArray[np.int64]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The sketches of n passages, flat, and the size of each (n,).

    `hashes` are those of all their terms in reading order, `lengths` the number of terms of each passage. One that
    has fewer than `RUN` terms is one run.
    """
    runs = np.where(lengths > 0, np.maximum(lengths - (RUN - 1), 1), 0)
    owners = np.repeat(np.arange(len(lengths)), runs)
    padding = np.arange(len(lengths)) * (RUN - 1)
    starts = np.arange(len(owners)) + np.repeat(np.cumsum(lengths) - lengths + padding - np.cumsum(runs) + runs, runs)
    spread = _spread(hashes, lengths)
    values = np.zeros(len(owners), dtype=np.uint64)
    for step in range(RUN):
        values = values * _ORDER + spread[starts + step]
    keys = owners.astype(np.uint64) << np.uint64(32) | _mixed(values) >> np.uint64(32)
    sampled = distinct(keys[keys.astype(np.uint32) < (1 << 32) // SAMPLE])
    few = np.bincount(_owners(sampled), minlength=len(lengths)) < LEAST
    others = distinct(keys[few[owners]])
    kept = np.sort(np.concatenate((sampled[~few[_owners(sampled)]], _firsts(others))))
    return kept.astype(np.uint32), np.bincount(_owners(kept), minlength=len(lengths))


def _owners(keys: Hashes) -> NDArray[np.int64]:
    return (keys >> np.uint64(32)).astype(np.int64)


def distinct(hashes: Hashes) -> Hashes:
    """The distinct ones, ascending; `np.unique` takes eight times as long."""
    ordered: Hashes = np.sort(hashes)
    first: NDArray[np.bool_] = np.diff(ordered, prepend=~ordered[:1]) != 0
    return ordered[first]


def _firsts(keys: Hashes) -> Hashes:
    """The first `LEAST` keys of each owner."""
    counts = np.bincount(_owners(keys))
    rank = np.arange(len(keys)) - np.repeat(np.cumsum(counts) - counts, counts)
    return keys[rank < LEAST]


def _spread(hashes: Hashes, lengths: NDArray[np.int64]) -> Hashes:
    """The hashes with RUN - 1 zeros after each passage, so that no run reaches into the next."""
    spread = np.zeros(len(hashes) + len(lengths) * (RUN - 1), dtype=np.uint64)
    owners = np.repeat(np.arange(len(lengths)), lengths)
    spread[np.arange(len(hashes)) + owners * (RUN - 1)] = hashes
    return spread


def _mixed(values: Hashes) -> Hashes:
    """Every bit of a value brought to bear on every other (Steele, Lea and Flood 2014, SplitMix64)."""
    for shift, factor in zip((30, 27), _MIX, strict=True):
        values = (values ^ values >> np.uint64(shift)) * factor
    return values ^ values >> np.uint64(31)
