"""One state of an archive, open for searching: its segments, and which of their passages still stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.arrays import spans
from index.backend import Filters
from index.catalogue import Catalogue
from index.corpus import Lexical, Nearest, Numbers, Truths
from index.lexical import Part, lexical, parts
from index.segment import Segment
from index.standing import Standing
from index.vectors import firsts
from index.version import Version
from ingest.minutes import Vectors


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Segments, one after the other; a place is a position 0..N-1 in them. It stays usable when its files are deleted.

    `version` is the generation that the segments were built from and the removals that `alive`, bool (N,), knows of:
    which places still stand.
    """

    version: Version
    segments: tuple[Segment, ...]
    catalogue: Catalogue
    alive: Truths
    _standing: Standing
    _starts: Numbers
    _parts: tuple[Part, ...]

    @classmethod
    def of(cls, version: Version, segments: Sequence[Segment], departed: Sequence[int]) -> Snapshot:
        """Segments of which the documents of these numbers left before the generation of `version`."""
        arrays = [segment.arrays for segment in segments]
        catalogue = Catalogue.of(arrays)
        standing = Standing.of(arrays, catalogue.council_names)
        sizes = np.array([segment.size for segment in segments], dtype=np.int64)
        alive = np.ones(len(catalogue.rows), dtype=np.bool_)
        made = cls(version, tuple(segments), catalogue, alive, standing, np.cumsum(sizes) - sizes, ())
        return made.without(departed, version.removals)

    def without(self, departed: Sequence[int], removals: int) -> Snapshot:
        """The same without these documents, as they are after so many removals; unknown numbers are passed over."""
        gone = [np.repeat(np.isin(s.arrays["documents"], departed), s.arrays["sizes"]) for s in self.segments]
        alive = self.alive & ~np.concatenate([np.empty(0, dtype=np.bool_), *gone])
        held = self._standing.alive(alive)
        catalogue = replace(
            self.catalogue,
            superseded=self._standing.superseded(held),
            translations=self._standing.translations(held),
        )
        standing = [alive[start : start + segment.size] for start, segment in self._each()]
        postings = [segment.postings for segment in self.segments]
        made = parts(postings, [None if part.all() else part for part in standing])
        version = Version(self.version.generation, removals)
        return replace(self, version=version, catalogue=catalogue, alive=alive, _parts=made)

    @property
    def size(self) -> int:
        """N, the number of places, those that do not stand included."""
        return len(self.alive)

    def passing(self, filters: Filters) -> Truths:
        """Which places stand and pass the filters, bool (N,)."""
        return self.alive & self.catalogue.passing(filters)

    def holding(self, words: Sequence[str]) -> Truths:
        """In which places the passage's own text holds all of these terms, bool (N,)."""
        return np.concatenate([np.empty(0, dtype=np.bool_), *(s.postings.holding(words) for s in self.segments)])

    def lexical(self, words: Sequence[str], weights: Sequence[float] | None = None) -> Lexical:
        """How well each place holds these distinct terms, as `index.lexical` says; `weights` multiply their idf.

        Only passages that stand count in idf and average length. Places that do not stand have a score all the same.
        """
        return lexical(self._parts, words, weights)

    def nearest(self, vector: Vectors, depth: int, allowed: Truths | None = None) -> Nearest:
        """At least the `depth` standing places nearest to `vector`, float32 (d,) of length 1, highest cosine first.

        `allowed`, bool (N,), says which may be found, None that all may. All that are as near as the last one are among
        them, as far as FAISS sees (`index.vectors`).
        """
        mask = self.alive if allowed is None else self.alive & allowed
        found = [Nearest(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32))]
        for start, segment in self._each():
            near = segment.vectors.nearest(vector, depth, mask[start : start + segment.size])
            found.append(Nearest(near.places + start, near.cosines))
        places, cosines = (np.concatenate(column) for column in zip(*found, strict=True))
        return firsts(Nearest(places, cosines), depth)

    def cosines(self, vector: Vectors, places: Numbers) -> NDArray[np.float32]:
        """The cosine of each of these places with `vector`: float32 (n,), to 6 decimals."""
        return self._gathered(places, lambda segment, own: segment.vectors.cosines(vector, own))

    def sentence_maxima(self, vector: Vectors, places: Numbers) -> NDArray[np.float32]:
        """The largest cosine of any sentence of each of these places: float32 (n,), to 6 decimals; 0 without any."""
        return self._gathered(places, lambda segment, own: segment.sentence_maxima(vector, own))

    def sketch(self, places: Numbers) -> tuple[NDArray[np.uint32], Numbers]:
        """Sampled shingles of these places (`index.sketches`), flat, and where those of each begin (n + 1,)."""
        found = [(at, *segment.sketch(own)) for at, segment, own in self._split(places)]
        counts = np.zeros(len(places), dtype=np.int64)
        for at, _, own in found:
            counts[at] = own
        offsets = np.concatenate(([0], np.cumsum(counts)))
        flat = np.empty(offsets[-1], dtype=np.uint32)
        for at, values, own in found:
            flat[spans(offsets[at], own)] = values
        return flat, offsets

    def _each(self) -> Iterator[tuple[int, Segment]]:
        return zip(self._starts.tolist(), self.segments, strict=True)

    def _split(self, places: Numbers) -> Iterator[tuple[Numbers, Segment, Numbers]]:
        """Segments that hold any of these places: which of these, the segment, and their places in it."""
        if len(self.segments) == 1:
            yield np.arange(len(places)), self.segments[0], places
            return
        owners = np.searchsorted(self._starts, places, side="right") - 1
        for owner in np.unique(owners).tolist():
            at = np.flatnonzero(owners == owner)
            yield at, self.segments[owner], places[at] - self._starts[owner]

    def _gathered(
        self, places: Numbers, values: Callable[[Segment, Numbers], NDArray[np.float32]]
    ) -> NDArray[np.float32]:
        gathered = np.empty(len(places), dtype=np.float32)
        for at, segment, own in self._split(places):
            gathered[at] = values(segment, own)
        return gathered
