"""Nearness by vector: FAISS, exact inner product over every vector.

Exact, not approximate: 100,000 passages of 384 dimensions take some ten milliseconds a query, and an answer never
misses a passage for the sake of an index's structure.
"""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from ingest.minutes import Vectors

DIGITS = 6
"""Decimals of a cosine that count: what float32 can tell apart, so that equal vectors tie on every machine."""


class VectorIndex:
    """Unit vectors by row number (`IndexIDMap2` over `IndexFlatIP`), held in memory."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def empty(cls, dimension: int) -> VectorIndex:
        """An index of no vectors."""
        return cls(faiss.IndexIDMap2(faiss.IndexFlatIP(dimension)))

    @classmethod
    def load(cls, path: Path) -> VectorIndex:
        """Read what `save` wrote."""
        return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        """Write the index to one file.

        Raises:
            OSError: it cannot be written.
        """
        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:
            raise OSError(f"{path}: {error}") from error

    def add(self, rows: NDArray[np.int64], vectors: Vectors) -> None:
        """Add vectors, float32 (n, d), under n row numbers."""
        self._index.add_with_ids(np.ascontiguousarray(vectors), rows)

    def nearest(self, vector: Vectors, depth: int, allowed: NDArray[np.int64] | None = None) -> list[tuple[int, float]]:
        """At least the `depth` row numbers nearest to `vector`, float32 (d,), with their cosines, nearest first.

        `allowed` are the row numbers that may be found, None for all. Where several are equally near at the end of
        the list, all of them are in it.
        """
        total = self._index.ntotal if allowed is None else len(allowed)
        parameters = faiss.SearchParameters()
        if allowed is not None:
            selector = faiss.IDSelectorBatch(allowed)
            parameters.sel = selector
        wanted = depth + 1
        while total:
            cosines, rows = self._index.search(vector.reshape(1, -1), min(wanted, total), params=parameters)
            found = [(int(row), round(float(cosine), DIGITS)) for row, cosine in zip(rows[0], cosines[0], strict=True)]
            if wanted >= total or found[-1][1] < found[depth - 1][1]:
                return found
            wanted *= 4
        return []
