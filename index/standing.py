"""Which places stand behind another record, for all of a snapshot at once: what `index.relations` says, as masks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.arrays import Arrays, spans
from index.catalogue import MEETING, OWN, UNDATED, joined, meeting_column, own_places
from index.corpus import Numbers, Truths
from index.relations import distinctive
from ingest.minutes import Kind, Status

_MINUTES = list(Kind).index(Kind.MINUTES)
_DRAFT = list(Status).index(Status.DRAFT)

Column = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Meetings:
    """Columns of equal length: of a document or passage the day, council, committee and status of its meeting.

    `folders` is the number of the document's folder; `welsh` whether it is in Welsh.
    """

    days: NDArray[np.int32]
    councils: NDArray[np.int32]
    committees: NDArray[np.int32]
    statuses: NDArray[np.uint8]
    folders: NDArray[np.uint64]
    welsh: Truths

    def whose(self) -> NDArray[np.uint64]:
        """Whose meeting each is: the council's that is stated, else that of the folder."""
        return np.where(self.councils >= 0, self.councils.astype(np.uint64), self.folders)


@dataclass(frozen=True, slots=True)
class Standing:
    """The documents of a snapshot, M in order of place, and passages that have a meeting of their own.

    `sizes` (M) counts their passages, `records` (M) is which of `Kind` each is as a whole. `own_places` are the places
    of passages with a meeting of their own, `own` these meetings.
    """

    sizes: NDArray[np.int32]
    records: NDArray[np.uint8]
    meetings: Meetings
    own_places: Numbers
    own: Meetings
    council_names: Sequence[str]

    @classmethod
    def of(cls, segments: Sequence[Arrays], council_names: Sequence[str]) -> Standing:
        """The documents of all segments, one after the other; `council_names` as in their catalogue."""
        sizes = joined(segments, "sizes", np.int32)
        folders, welsh = joined(segments, "folders", np.uint64), joined(segments, "welsh", np.bool_)
        places = own_places(segments)
        holders = np.searchsorted(np.cumsum(sizes, dtype=np.int64), places, side="right")
        held = {name: meeting_column(segments, name) for name in MEETING}
        own = {name: meeting_column(segments, f"{OWN}{name}") for name in MEETING}
        return cls(
            sizes=sizes,
            records=joined(segments, "records", np.uint8),
            meetings=Meetings(**held, folders=folders, welsh=welsh),
            own_places=places,
            own=Meetings(**own, folders=folders[holders], welsh=welsh[holders]),
            council_names=council_names,
        )

    def alive(self, places: Truths) -> Truths:
        """Which documents stand (M,), where it is said of their places."""
        of_first: Truths = places[np.cumsum(self.sizes, dtype=np.int64) - self.sizes]
        return of_first

    def superseded(self, alive: Truths) -> Truths:
        """Which places are of a draft whose minutes are held as well; `alive` (M,) says which documents are."""
        held, own = self.meetings, self.own
        minutes = self.records == _MINUTES
        drafts, own_drafts = minutes & _is_draft(held), _is_draft(own)
        if not drafts.any() and not own_drafts.any():
            return np.zeros(int(self.sizes.sum()), dtype=np.bool_)
        # A committee that is not stated is -1, and of a day that is not known no draft is looked at.
        by = minutes & alive & (held.statuses != _DRAFT) & (held.committees >= 0)
        keys, own_keys = _numbered(held, own)
        gone = np.repeat(drafts & np.isin(keys, keys[by]), self.sizes)
        gone[self.own_places] = own_drafts & np.isin(own_keys, keys[by])
        return gone

    def translations(self, alive: Truths) -> Truths:
        """Which places are of a Welsh record beside which an English one of the meeting stands."""
        held = self.meetings
        dated = held.days != UNDATED
        welsh = np.flatnonzero(held.welsh & dated)
        found = np.zeros(len(self.sizes), dtype=np.bool_)
        english = np.flatnonzero(~held.welsh & dated & alive & np.isin(held.days, held.days[welsh]))
        for record in np.unique(self.records[welsh]):
            own = welsh[self.records[welsh] == record]
            others = english[np.isin(self.records[english], (record, _MINUTES))]
            found[own] = self._in_one_folder(own, others) | self._of_one_place(own, others)
        return np.repeat(found, self.sizes)

    def _in_one_folder(self, welsh: Numbers, english: Numbers) -> Truths:
        """Which of the Welsh documents lie beside an English one of the day, where the council of either is unknown."""
        councils = self.meetings.councils
        unknown = english[councils[english] < 0]
        folders = self.meetings.folders
        beside = self._met(welsh, folders[welsh], english, folders[english])
        beside_unknown = self._met(welsh, folders[welsh], unknown, folders[unknown])
        return np.where(councils[welsh] < 0, beside, beside_unknown)

    def _of_one_place(self, welsh: Numbers, english: Numbers) -> Truths:
        """Of which of the Welsh documents an English one is held of the day and of a council of the same place."""
        councils = self.meetings.councils
        like = self._like(np.unique(councils[welsh]).tolist(), np.unique(councils[english]).tolist())
        ends = np.cumsum([0, *map(len, like)])
        flat = np.array([council for matches in like for council in matches], dtype=np.int64)
        row = np.searchsorted(np.unique(councils[welsh]), councils[welsh])
        counts = np.diff(ends)[row]
        repeated = np.repeat(np.arange(len(welsh)), counts)
        asked = flat[spans(ends[row], counts)]
        met = self._met(welsh[repeated], asked, english, councils[english])
        found = np.zeros(len(welsh), dtype=np.bool_)
        found[repeated[met]] = True
        return found

    def _like(self, welsh: Iterable[int], english: Iterable[int]) -> list[list[int]]:
        """For each Welsh name of a council, by number, the English names that share a word that names a place."""
        words: dict[str, list[int]] = {}
        for council in english:
            for word in distinctive(self.council_names[council]) if council >= 0 else ():
                words.setdefault(word, []).append(council)
        return [
            sorted({like for word in distinctive(self.council_names[council]) for like in words.get(word, ())})
            if council >= 0
            else []
            for council in welsh
        ]

    def _met(self, one: Numbers, mark: Column, other: Numbers, other_mark: Column) -> Truths:
        """Whether for each of these documents there is one of the others of the same day and mark."""
        ranks = np.unique(np.concatenate((mark, other_mark)), return_inverse=True)[1]
        days = self.meetings.days.astype(np.int64) * (len(ranks) + 1)
        met: Truths = np.isin(days[one] + ranks[: len(one)], days[other] + ranks[len(one) :])
        return met


def _is_draft(held: Meetings) -> Truths:
    drafts: Truths = (held.statuses == _DRAFT) & (held.days != UNDATED) & (held.committees >= 0)
    return drafts


def _numbered(one: Meetings, other: Meetings) -> tuple[Numbers, Numbers]:
    """Numbers that are equal for meetings of one day, council, committee and language."""
    whose, ranks = np.unique(np.concatenate((one.whose(), other.whose())), return_inverse=True)
    committees = 1 + max(one.committees.max(initial=0), other.committees.max(initial=0))
    numbers = []
    for held, rank in ((one, ranks[: len(one.days)]), (other, ranks[len(one.days) :])):
        number = (held.days.astype(np.int64) * len(whose) + rank) * committees + held.committees
        numbers.append(2 * number + held.welsh)
    return numbers[0], numbers[1]
