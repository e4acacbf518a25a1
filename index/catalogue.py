"""What is known of every passage beside its words and vectors: columns in memory, one value a place.

A place is a passage's position in the segments of a snapshot, one after the other. The passages of a document stand
together and in order; documents stand as they came, so nothing that a user sees may depend on a place; `order` is there
to break ties.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from index.arrays import Arrays
from index.backend import Filters
from index.keys import name_key
from ingest.minutes import Kind

UNDATED = np.iinfo(np.int32).max


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Columns of equal length N, one value a place.

    `rows`: the row number in the store. `documents`: the number of its document there. `positions`: where it stands in
    its document, from 0. `order`: its rank by document id and position, by which ties are broken. `texts`: equal for
    equal texts. `days`: the ordinal of the meeting's date, `UNDATED` where there is none. `kinds`: which of `Kind`.
    `councils`, `committees`: which of the names, -1 for an unknown one. `spoken`: whether anyone speaks in it.
    """

    rows: NDArray[np.int64]
    documents: NDArray[np.int64]
    positions: NDArray[np.int32]
    order: NDArray[np.int32]
    texts: NDArray[np.uint64]
    days: NDArray[np.int32]
    kinds: NDArray[np.uint8]
    councils: NDArray[np.int32]
    committees: NDArray[np.int32]
    spoken: NDArray[np.bool_]
    council_names: tuple[str, ...]
    committee_names: tuple[str, ...]

    @classmethod
    def of(cls, segments: Sequence[Arrays]) -> Catalogue:
        """The columns of all segments, one after the other."""
        sizes = _joined(segments, "sizes", np.int32)
        ends = np.cumsum(sizes, dtype=np.int64)
        by_id = np.argsort(_joined(segments, "ids", "S1"), kind="stable")
        ranks = np.empty_like(ends)
        ranks[by_id] = np.cumsum(sizes[by_id]) - sizes[by_id]
        places = np.arange(sizes.sum(), dtype=np.int32)
        councils, council_names = _names(segments, "councils")
        committees, committee_names = _names(segments, "committees")
        return cls(
            rows=_joined(segments, "rows", np.int64),
            documents=np.repeat(_joined(segments, "documents", np.int64), sizes),
            positions=places - np.repeat(ends - sizes, sizes).astype(np.int32),
            order=places + np.repeat(ranks - ends + sizes, sizes).astype(np.int32),
            texts=_joined(segments, "texts", np.uint64),
            days=np.repeat(_joined(segments, "days", np.int32), sizes),
            kinds=_joined(segments, "kinds", np.uint8),
            councils=np.repeat(councils, sizes),
            committees=np.repeat(committees, sizes),
            spoken=_joined(segments, "spoken", np.bool_),
            council_names=council_names,
            committee_names=committee_names,
        )

    def passing(self, filters: Filters) -> NDArray[np.bool_]:
        """Which places pass the filters, bool (N,)."""
        mask = np.ones(len(self.rows), dtype=np.bool_)
        if filters.council is not None:
            mask &= self.councils == _position(self.council_names, filters.council)
        if filters.committee is not None:
            mask &= self.committees == _position(self.committee_names, filters.committee)
        if filters.kind is not None:
            mask &= self.kinds == list(Kind).index(filters.kind)
        if filters.since is not None:
            mask &= (self.days >= filters.since.toordinal()) & (self.days != UNDATED)
        if filters.until is not None:
            mask &= self.days <= filters.until.toordinal()
        return mask


def numbered(names: dict[str, int], name: str | None) -> int:
    """The number of a name in a list of names, which it joins where it is new; -1 for an unknown one."""
    return -1 if name is None else names.setdefault(name, len(names))


def _joined(segments: Sequence[Arrays], name: str, dtype: DTypeLike) -> NDArray[Any]:
    return np.concatenate([np.empty(0, dtype=dtype), *(segment[name] for segment in segments)])


def _names(segments: Sequence[Arrays], name: str) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """Which name each document has, in a list of the names of all segments, and this list."""
    numbers: dict[str, int] = {}
    columns = [np.empty(0, dtype=np.int32)]
    for segment in segments:
        own = [numbers.setdefault(known, len(numbers)) for known in segment.values[name]]
        columns.append(np.array([*own, -1], dtype=np.int32)[segment[name]])
    return np.concatenate(columns), tuple(numbers)


def _position(names: tuple[str, ...], name: str) -> int:
    key = name_key(name)
    return names.index(key) if key in names else -2
