"""A segment: the passages of a range of documents, open for searching. It never changes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import Arrays, spans
from index.building import VECTORS
from index.corpus import Numbers
from index.postings import Postings
from index.quantise import Codes, cosines, maxima
from index.vectors import VectorIndex
from ingest.minutes import Vectors


class Segment:
    """Places are numbered from 0 within it; it stays usable when its files are deleted."""

    def __init__(self, folder: Path) -> None:
        """Open the segment in a folder.

        Raises:
            DamagedError: it must be built anew.
        """
        self.name = folder.name
        self.arrays = Arrays(folder)
        self.size = len(self.arrays["rows"])
        self.postings = Postings(self.arrays)
        self.vectors = VectorIndex(folder / VECTORS, self.arrays)

    def sentence_maxima(self, vector: Vectors, places: Numbers) -> NDArray[np.float32]:
        """The largest cosine of any sentence of each place: float32 (m,), 0 where it has none."""
        wanted, counts = _gathered(self.arrays["sentence_ends"], places)
        codes = Codes(self.arrays.rows("sentences", wanted), self.arrays["sentence_scales"][wanted])
        return maxima(cosines(codes, vector), counts)

    def sketch(self, places: Numbers) -> tuple[NDArray[np.uint32], Numbers]:
        """The sampled hashes of places, flat, and how many each has (m,)."""
        wanted, counts = _gathered(self.arrays["sketch_ends"], places)
        return self.arrays["sketch"][wanted], counts


def _gathered(ends: Numbers, places: Numbers) -> tuple[Numbers, Numbers]:
    """Where in a ragged array the values of places stand, and how many each has; those of place p end at ends[p]."""
    stops = ends[places]
    starts = np.where(places > 0, ends[places - 1], 0)
    counts = stops - starts
    return spans(starts, counts), counts
