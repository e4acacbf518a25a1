"""Vectors as whole numbers with one scale a row: small to keep, and compared alike by every index on every machine.

A query is rounded to whole numbers too, so that a sum of products is exact in floating point whatever the order in
which it is added up: equal vectors have equal cosines, however they are stored.
"""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from ingest.minutes import Vectors

PASSAGE = np.dtype(np.int16)
"""A cosine of two passages of 384 dimensions is off by 0.00001 at most; with int8 it was by 0.003."""

SENTENCE = np.dtype(np.int8)
"""A third of the bytes of all vectors are of sentences: with int8 a cosine is off by 0.0005 on average."""

_QUERY_STEPS = {PASSAGE: 1 << 24, SENTENCE: 1 << 11}
"""Whole numbers to 1.0 of a query. A row of codes is no longer than 127 · √d or 32,767 · √d, and a sum of products no
larger than both lengths multiplied: below 2^24 in float32, to 4,000 dimensions, and below 2^53 in float64, up to which
every whole number is exact."""

_SUMS = {PASSAGE: np.float64, SENTENCE: np.float32}

_AT_A_TIME = 400_000
"""Numbers that are multiplied at a time: they fit a processor's cache, and OpenBLAS waits for no second thread."""

DIGITS = 6
"""Decimals of a cosine that count."""

Number = TypeVar("Number", np.int16, np.int8)


class Codes(NamedTuple):
    """Vectors: `steps` int16 or int8 (n, d), times `scales` float32 (n,)."""

    steps: NDArray[np.signedinteger]
    scales: NDArray[np.float32]


def quantise(vectors: Vectors, kind: np.dtype[np.signedinteger]) -> Codes:
    """Vectors, float32 (n, d), as whole numbers of `kind`: the largest of a row uses all of its range."""
    largest = np.abs(vectors).max(axis=1, initial=0.0)
    scales = (np.maximum(largest, np.finfo(np.float32).tiny) / np.iinfo(kind).max).astype(np.float32)
    return Codes(np.rint(vectors / scales[:, None]).astype(kind), scales)


def restored(codes: Codes) -> Vectors:
    """The vectors, float32 (n, d), as near as the codes are."""
    return codes.steps * codes.scales[:, None]


def cosines(codes: Codes, vector: Vectors) -> NDArray[np.float32]:
    """The cosine of each row with `vector`, float32 (d,) of length 1: float32 (n,), to `DIGITS` decimals."""
    count, dimension = codes.steps.shape
    kind = codes.steps.dtype
    query = np.rint(vector.astype(np.float64) * _QUERY_STEPS[kind]).astype(_SUMS[kind])
    sums = np.empty(count)
    batch = max(_AT_A_TIME // dimension, 1)
    for start in range(0, count, batch):
        sums[start : start + batch] = codes.steps[start : start + batch].astype(_SUMS[kind]) @ query
    return np.round(sums * codes.scales / _QUERY_STEPS[kind], DIGITS).astype(np.float32)


def maxima(values: NDArray[np.float32], counts: NDArray[np.int64]) -> NDArray[np.float32]:
    """The largest of the first counts[0] values, of the next counts[1] and so on: float32 (n,); 0 of none."""
    largest = np.zeros(len(counts), dtype=np.float32)
    held = counts > 0
    starts = np.cumsum(counts) - counts
    if held.any():
        largest[held] = np.maximum.reduceat(values, starts[held])
    return largest
