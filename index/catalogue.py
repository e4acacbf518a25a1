"""What is known of every passage beside its words and vectors: columns in memory, one value a place.

A place is a passage's position in the segments of a snapshot, one after the other. The passages of a document stand
together and in order; documents stand as they came, so nothing that a user sees may depend on a place; `order` is there
to break ties.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from index.arrays import Arrays
from index.backend import Filters
from index.keys import name_key
from ingest.minutes import Kind

UNDATED = np.iinfo(np.int32).max
NAMED = ("councils", "committees")
MEETING: Mapping[str, DTypeLike] = {"days": np.int32, **dict.fromkeys(NAMED, np.int32), "statuses": np.uint8}
"""The columns of meetings in a segment, and what they are made of."""
OWN = "own_"
"""Stands before the names of columns of the meetings that passages have of their own."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Columns of equal length N, one value a place.

    `rows`: the row number in the store. `documents`: the number of its document there. `positions`: where it stands in
    its document, from 0. `order`: its rank by document id and position, by which ties are broken. `texts`: equal for
    equal texts. `days`: the ordinal of the meeting's date, `UNDATED` where there is none. `kinds`: which of `Kind`.
    `councils`, `committees`: which of the names, -1 for an unknown one. `statuses`: which of `Status`. Day, council,
    committee and status are those of the passage's own meeting, where it has one: then `embedded` is True. `spoken`:
    whether anyone speaks in it. `superseded`: whether it is of a draft whose minutes are held as well, `translations`:
    whether it is of a Welsh record whose English one is (`index.relations`).
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
    statuses: NDArray[np.uint8]
    embedded: NDArray[np.bool_]
    spoken: NDArray[np.bool_]
    superseded: NDArray[np.bool_]
    translations: NDArray[np.bool_]
    council_names: tuple[str, ...]
    committee_names: tuple[str, ...]

    @classmethod
    def of(cls, segments: Sequence[Arrays]) -> Catalogue:
        """The columns of all segments, one after the other; nothing stands behind another record yet."""
        sizes = joined(segments, "sizes", np.int32)
        ends = np.cumsum(sizes, dtype=np.int64)
        by_id = np.argsort(joined(segments, "ids", "S1"), kind="stable")
        ranks = np.empty_like(ends)
        ranks[by_id] = np.cumsum(sizes[by_id]) - sizes[by_id]
        places = np.arange(sizes.sum(), dtype=np.int32)
        own = own_places(segments)
        embedded = np.zeros(len(places), dtype=np.bool_)
        embedded[own] = True

        def of_meetings(name: str) -> NDArray[Any]:
            column = np.repeat(meeting_column(segments, name), sizes)
            column[own] = meeting_column(segments, f"{OWN}{name}")
            return column

        return cls(
            rows=joined(segments, "rows", np.int64),
            documents=np.repeat(joined(segments, "documents", np.int64), sizes),
            positions=places - np.repeat(ends - sizes, sizes).astype(np.int32),
            order=places + np.repeat(ranks - ends + sizes, sizes).astype(np.int32),
            texts=joined(segments, "texts", np.uint64),
            days=of_meetings("days"),
            kinds=joined(segments, "kinds", np.uint8),
            councils=of_meetings("councils"),
            committees=of_meetings("committees"),
            statuses=of_meetings("statuses"),
            embedded=embedded,
            spoken=joined(segments, "spoken", np.bool_),
            superseded=np.zeros(len(places), dtype=np.bool_),
            translations=np.zeros(len(places), dtype=np.bool_),
            council_names=tuple(_numbers(segments, "councils")),
            committee_names=tuple(_numbers(segments, "committees")),
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


def joined(segments: Sequence[Arrays], name: str, dtype: DTypeLike) -> NDArray[Any]:
    """An array of all segments, one after the other."""
    return np.concatenate([np.empty(0, dtype=dtype), *(segment[name] for segment in segments)])


def own_places(segments: Sequence[Arrays]) -> NDArray[np.int64]:
    """The places of passages with a meeting of their own."""
    sizes = [len(segment["rows"]) for segment in segments]
    starts = np.cumsum([0, *sizes])[:-1].tolist()
    found = (segment[f"{OWN}places"] + start for segment, start in zip(segments, starts, strict=True))
    return np.concatenate([np.empty(0, dtype=np.int64), *found])


def meeting_column(segments: Sequence[Arrays], name: str) -> NDArray[Any]:
    """A column of the meetings of documents or, with `OWN` before its name, of those that passages have of their own.

    Councils and committees are numbered through all segments: -1 is unknown.
    """
    names = name.removeprefix(OWN)
    if names not in NAMED:
        return joined(segments, name, MEETING[names])
    numbers = _numbers(segments, names)
    columns = [np.empty(0, dtype=np.int32)]
    for segment in segments:
        own = [numbers[known] for known in segment.values[names]]
        columns.append(np.array([*own, -1], dtype=np.int32)[segment[name]])
    return np.concatenate(columns)


def _numbers(segments: Sequence[Arrays], names: str) -> dict[str, int]:
    """The numbers of the names of all segments."""
    numbers: dict[str, int] = {}
    for segment in segments:
        for known in segment.values[names]:
            numbers.setdefault(known, len(numbers))
    return numbers


def _position(names: tuple[str, ...], name: str) -> int:
    key = name_key(name)
    return names.index(key) if key in names else -2
