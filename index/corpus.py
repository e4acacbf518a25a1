"""What a query is answered from: passages as columns, how near each is to a question, and a way to read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from index.backend import Filters, Place
from index.catalogue import Catalogue
from ingest.minutes import Vectors

Numbers = NDArray[np.int64]
Truths = NDArray[np.bool_]


class Lexical(NamedTuple):
    """How well each of N places holds the words of a question.

    `scores` float32 (N,), from 0 to about 1; `held` uint8 (N,), how many of the words body or context holds; `idf`
    float64, one a word, without its weight.
    """

    scores: NDArray[np.float32]
    held: NDArray[np.uint8]
    idf: NDArray[np.float64]


class Nearest(NamedTuple):
    """Places with their cosines, highest first."""

    places: Numbers
    cosines: NDArray[np.float32]


class Corpus(Protocol):
    """The passages of one state of an archive; `index.snapshot.Snapshot` says more of each method."""

    @property
    def catalogue(self) -> Catalogue:
        """What is known of every place."""

    def passing(self, filters: Filters) -> Truths:
        """Which places stand and pass the filters, bool (N,)."""

    def lexical(self, words: Sequence[str], weights: Sequence[float] | None = None) -> Lexical:
        """How well each place holds the words."""

    def nearest(self, vector: Vectors, depth: int, allowed: Truths | None = None) -> Nearest:
        """At least the `depth` places nearest to a vector."""

    def cosines(self, vector: Vectors, places: Numbers) -> NDArray[np.float32]:
        """The cosine of each of these places (n,)."""

    def sentence_maxima(self, vector: Vectors, places: Numbers) -> NDArray[np.float32]:
        """The largest cosine of a sentence of each of these places (n,)."""

    def sketch(self, places: Numbers) -> tuple[NDArray[np.uint32], Numbers]:
        """Sampled shingles of these places, flat, and where those of each begin (n + 1,)."""


class Fetch(Protocol):
    """Reads passages by their row numbers in the store."""

    def __call__(self, rows: Sequence[int]) -> Mapping[int, Place]:
        """The passages of these rows."""
