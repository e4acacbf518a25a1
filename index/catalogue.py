"""What must be known of every passage to filter, fold and sort: columns in memory, one place a passage.

A place is numbered by its order in the archive: by source, then by position in the document. Nothing here depends on
when a document was ingested, so the same documents give the same results whatever their history.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.backend import Filters
from index.keys import name_key
from ingest.minutes import Kind

Numbers = NDArray[np.int64]

OWN_KINDS = (Kind.MINUTES, Kind.RESOLUTION)
"""Kinds of a record itself: where the same text also stands in an agenda or a report, it is shown in the record."""

UNDATED = np.iinfo(np.int32).max


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Columns of equal length n, one value a place.

    `rows`: the row number in the store. `texts`: the number of its text, from 0 in order of first appearance; equal
    texts have equal numbers. `days`: the ordinal of the meeting's date, `UNDATED` where there is none. `kinds`,
    `councils`, `committees`: an index into the list of names of the same place, -1 for an unknown name.
    `own_first`: all places, by text, and those of a text with the record's own place first.
    """

    rows: Numbers
    texts: Numbers
    days: Numbers
    kinds: Numbers
    councils: Numbers
    committees: Numbers
    own_first: Numbers
    by_row: Numbers
    council_names: tuple[str, ...]
    committee_names: tuple[str, ...]

    @classmethod
    def build(cls, passages: Iterable[tuple[int, str, str, str | None, str | None, str | None]]) -> Catalogue:
        """From row, text key, kind, council key, committee key and ISO date of every passage, in order of place."""
        texts: dict[str, int] = {}
        councils: dict[str, int] = {}
        committees: dict[str, int] = {}
        kinds = {kind.value: number for number, kind in enumerate(Kind)}
        table = [
            (
                row,
                texts.setdefault(key, len(texts)),
                date.fromisoformat(held_on).toordinal() if held_on else UNDATED,
                kinds[kind],
                _number(councils, council),
                _number(committees, committee),
            )
            for row, key, kind, council, committee, held_on in passages
        ]
        columns = np.ascontiguousarray(np.array(table, dtype=np.int64).reshape(-1, 6).T)
        return cls._of(columns, tuple(councils), tuple(committees))

    @classmethod
    def _of(cls, columns: Numbers, council_names: tuple[str, ...], committee_names: tuple[str, ...]) -> Catalogue:
        rows, texts, days, kinds, councils, committees = columns
        own = np.isin(kinds, [list(Kind).index(kind) for kind in OWN_KINDS])
        own_first = np.lexsort((days, ~own, texts))
        by_row = np.argsort(rows)
        return cls(rows, texts, days, kinds, councils, committees, own_first, by_row, council_names, committee_names)

    def save(self, path: Path) -> None:
        """Write the columns to `path` (.npz)."""
        columns = np.stack((self.rows, self.texts, self.days, self.kinds, self.councils, self.committees))
        names = {
            "councils": np.array(self.council_names, dtype=str),
            "committees": np.array(self.committee_names, dtype=str),
        }
        np.savez(path, allow_pickle=False, columns=columns, **names)

    @classmethod
    def load(cls, path: Path) -> Catalogue:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as held:
            return cls._of(held["columns"], tuple(held["councils"].tolist()), tuple(held["committees"].tolist()))

    def places(self, rows: Sequence[int]) -> Numbers:
        """The place of each row number, which must be of this catalogue."""
        return self.by_row[np.searchsorted(self.rows, np.array(rows, dtype=np.int64), sorter=self.by_row)]

    def passing(self, filters: Filters) -> NDArray[np.bool_]:
        """Which places pass the filters, bool (n,)."""
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

    def selection(self, mask: NDArray[np.bool_]) -> Selection:
        """The places of `mask`, gathered by text."""
        places = self.own_first[mask[self.own_first]]
        texts = self.texts[places]
        counts = np.bincount(texts, minlength=int(self.texts.max(initial=-1)) + 1)
        starts = np.concatenate(([0], np.cumsum(counts)))
        return Selection(self, mask, places, starts)


@dataclass(frozen=True, slots=True)
class Selection:
    """Places that may be found: `places[starts[t]:starts[t + 1]]` are those of text t, the record's own first."""

    catalogue: Catalogue
    mask: NDArray[np.bool_]
    places: Numbers
    starts: Numbers

    def rows(self) -> Numbers | None:
        """The row numbers that may be found, None where all may."""
        return None if self.mask.all() else self.catalogue.rows[self.mask]

    def text_rows(self, text: int) -> list[int]:
        """The row numbers of a text, the record's own first."""
        places = self.places[self.starts[text] : self.starts[text + 1]]
        return [int(row) for row in self.catalogue.rows[places]]

    def held_on(self, texts: Sequence[int]) -> dict[int, date | None]:
        """The meeting's date of each text, at the record's own place."""
        wanted = np.array(texts, dtype=np.int64)
        days = self.catalogue.days[self.places[self.starts[wanted]]]
        dates = (None if day == UNDATED else date.fromordinal(day) for day in days.tolist())
        return dict(zip(wanted.tolist(), dates, strict=True))


def _number(names: dict[str, int], name: str | None) -> int:
    return -1 if name is None else names.setdefault(name, len(names))


def _position(names: tuple[str, ...], name: str) -> int:
    key = name_key(name)
    return names.index(key) if key in names else -2
