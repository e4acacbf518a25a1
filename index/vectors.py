"""Nearness by vector: FAISS proposes passages of a segment, their stored codes say how near they are.

Up to `FLAT` passages FAISS compares every one with the query: 1.3 ms for 50,000 of 384 dimensions. Above that it looks
through an eighth of some hundreds or thousands of clusters: 6 ms for a million made from real passages, of whose true
ten nearest it found all.
"""

from __future__ import annotations

import os
from math import ceil, sqrt
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.arrays import Arrays, DamagedError
from index.corpus import Nearest
from index.quantise import Codes, cosines, restored
from ingest.minutes import Vectors

FLAT = 50_000
PROBED = 8
"""One in so many clusters is looked through."""
WIDENED = 2 / 3
"""A filter that lets a share s through has FAISS look through s^-WIDENED as many clusters: what is nearest among few
lies farther off. Of a million, with a seventh let through, 0.97 of the ten nearest are found; by looking through 1 / s
as many all of them were, in twice the time."""
TRAINING = 64
"""Vectors for each cluster that clusters are found from."""
SEED = 1
SLACK = 50
"""How many more than are wanted FAISS is asked for at first."""
MARGIN = 0.001
"""What a cosine as FAISS has it may be off by: half precision keeps 11 bits of each number."""
FEW = 20_000
"""Where so few of a clustered segment may be found, each is compared: 6 ms."""

_BATCH = 50_000
_MAPPED = faiss.IO_FLAG_MMAP_IFC


def build(codes: Codes, path: Path) -> None:
    """Write the index of vectors, which are numbered from 0, to a file.

    Raises:
        OSError: it cannot be written.
    """
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    count, dimension = codes.steps.shape
    index = _flat(dimension) if count <= FLAT else _clustered(codes)
    for start in range(0, count, _BATCH):
        index.add(restored(Codes(codes.steps[start : start + _BATCH], codes.scales[start : start + _BATCH])))
    try:
        faiss.write_index(index, str(path))
        faiss.read_index(str(path), _MAPPED)  # it is silent about what fails when it closes the file
    except RuntimeError as error:
        raise OSError(f"{path}: {error}") from error


def _flat(dimension: int) -> faiss.Index:
    return faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)


def _clustered(codes: Codes) -> faiss.Index:
    """An empty index of clusters found from a sample, always the same one."""
    count, dimension = codes.steps.shape
    clusters = round(2 * sqrt(count))
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        clusters,
        faiss.ScalarQuantizer.QT_8bit,
        faiss.METRIC_INNER_PRODUCT,
        False,
    )
    index.cp.seed, index.cp.niter, index.cp.spherical = SEED, 10, True
    size = min(TRAINING * clusters, count)
    sample = np.sort(np.random.default_rng(SEED).choice(count, size, replace=False))
    index.train(restored(Codes(codes.steps[sample], codes.scales[sample])))
    return index


class VectorIndex:
    """The vectors of a segment: the file that `build` wrote, and the arrays `vectors` and `scales` of its codes."""

    def __init__(self, path: Path, arrays: Arrays) -> None:
        """Open what `build` wrote.

        Raises:
            DamagedError: it cannot be read.
        """
        self._arrays = arrays
        size = len(arrays["scales"])
        # What is gone through from end to end is read at once, the rest by and by: FAISS maps it for random access.
        try:
            self._index = faiss.read_index(str(path), _MAPPED if size > FLAT else 0)
        except RuntimeError as error:
            raise DamagedError(f"{path}: {error}") from error
        self._exhaustive = not isinstance(self._index, faiss.IndexIVF)

    def nearest(self, vector: Vectors, depth: int, allowed: NDArray[np.bool_]) -> Nearest:
        """At least the `depth` places nearest to `vector`, float32 (d,), of those allowed, bool (n,), highest first.

        All that are as near as the last one are among them, but for those that a clustered index did not look at.
        """
        count = int(np.count_nonzero(allowed))
        if count <= depth or (not self._exhaustive and count <= FEW):
            places = np.flatnonzero(allowed)
            return firsts(Nearest(places, self.cosines(vector, places)), depth)
        wanted = depth + SLACK
        while True:
            places, least = self._proposed(vector, min(wanted, count), allowed, count)
            found = firsts(Nearest(places, self.cosines(vector, places)), depth)
            if not self._exhaustive or wanted >= count or least < found.cosines[-1] - MARGIN:
                return found
            wanted *= 4

    def _proposed(
        self, vector: Vectors, wanted: int, allowed: NDArray[np.bool_], count: int
    ) -> tuple[NDArray[np.int64], float]:
        """The places that FAISS finds nearest, and the least of their cosines as it has them."""
        parameters = faiss.SearchParameters()
        if isinstance(self._index, faiss.IndexIVF):
            parameters = faiss.SearchParametersIVF()
            share = (count / len(allowed)) ** WIDENED
            parameters.nprobe = min(ceil(self._index.nlist / (PROBED * share)), self._index.nlist)
        if count < len(allowed):
            bits = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(len(bits), faiss.swig_ptr(bits))
            parameters.sel = selector
        faiss.omp_set_num_threads(1)  # of this thread: on a busy machine a query waits 16 ms for a second one
        (found,), (places,) = self._index.search(vector.reshape(1, -1), wanted, params=parameters)
        proposed = places >= 0
        return places[proposed], float(found[proposed].min(initial=1.0))

    def cosines(self, vector: Vectors, places: NDArray[np.int64]) -> NDArray[np.float32]:
        """The cosine of each of these places with `vector`: float32 (m,)."""
        return cosines(Codes(self._arrays.rows("vectors", places), self._arrays["scales"][places]), vector)


def firsts(found: Nearest, depth: int) -> Nearest:
    """The first `depth`, highest first and those as high as the last one included."""
    if len(found.places) > depth:
        least = np.partition(found.cosines, -depth)[-depth]
        kept = found.cosines >= least
        found = Nearest(found.places[kept], found.cosines[kept])
    order = np.lexsort((found.places, -found.cosines))
    return Nearest(found.places[order], found.cosines[order])
