"""Vectors of length 1, and those of the sentences of a document's passages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


def check_unit(vectors: NDArray[np.float32], count: int, what: str) -> None:
    """Refuse vectors that are not float32 (count, d), or of which one does not have length 1.

    Raises:
        ValueError: naming the shape, and `what` they are of.
    """
    if vectors.dtype != np.float32 or vectors.ndim != 2 or len(vectors) != count:
        raise ValueError(f"{vectors.dtype} vectors {vectors.shape} for {count} {what}")
    if not np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3):
        raise ValueError("a vector does not have length 1")


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of a document's passages: `counts` says how many each passage has, in order.

    Row i of `vectors`, float32 (sum(counts), d), is sentence i of the document and has length 1.
    """

    counts: tuple[int, ...]
    vectors: NDArray[np.float32]

    def __post_init__(self) -> None:
        if min(self.counts, default=0) < 0:
            raise ValueError("a passage has fewer than no sentences")
        check_unit(self.vectors, sum(self.counts), "sentences")

    def beside(self, passages: NDArray[np.float32]) -> Sentences:
        """These sentences, of the passages of these vectors (n, d); where nothing was given, none for each.

        Raises:
            ValueError: they are of more or fewer passages, or of another dimension.
        """
        count, dimension = passages.shape
        if self is NO_SENTENCES:
            return Sentences((0,) * count, np.empty((0, dimension), dtype=np.float32))
        if len(self.counts) != count or self.vectors.shape[1] != dimension:
            raise ValueError(
                f"sentences of {len(self.counts)} passages in {self.vectors.shape[1]} dimensions "
                f"for {count} passages in {dimension}"
            )
        return self


NO_SENTENCES = Sentences((), np.empty((0, 0), dtype=np.float32))
"""Stands for none in any passage."""
