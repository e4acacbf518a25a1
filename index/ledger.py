"""The ledger: the commitments of an archive, each once, and which later ones speak of an earlier one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from index.backend import Place
from index.keys import FORMULA_WORDS, name_key
from ingest.minutes import Commitment, Kind, Meeting

_WORDS = re.compile(r"\w+|[£$€%+]")


class Why(StrEnum):
    """What shows that a statement speaks of an earlier one."""

    MINUTE_NUMBER = "minute number"
    MEETING = "meeting"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A commitment and where it stands; `also_at` are the same words in other records of the meeting."""

    commitment: Commitment
    place: Place
    also_at: tuple[tuple[Commitment, Place], ...] = ()

    @property
    def held_on(self) -> date | None:
        """The day of its meeting."""
        return self.place.meeting.held_on


@dataclass(frozen=True, slots=True)
class Link:
    """The commitment of the id `later` speaks of the one of the id `earlier`."""

    earlier: str
    later: str
    why: Why


@dataclass(frozen=True, slots=True)
class Ledger:
    """All commitments, the oldest meeting first, undated ones last, in the order of their record.

    `meetings` are the days of the meetings of each body (`body_of`) of which minutes are held, ascending.
    """

    entries: tuple[LedgerEntry, ...] = ()
    links: tuple[Link, ...] = ()
    meetings: Mapping[str, tuple[date, ...]] = field(default_factory=dict)


def body_of(meeting: Meeting, document_id: str) -> str:
    """The council and committee of a meeting as one key; a record that states neither is a body of its own."""
    if meeting.council is None and meeting.committee is None:
        return f"document {document_id}"
    return f"{name_key(meeting.council) or ''}\n{name_key(meeting.committee) or ''}"


def body_of_place(place: Place) -> str:
    """The body whose record a passage is of."""
    return body_of(place.meeting, place.record.id)


def gathered(found: Iterable[tuple[Commitment, Place]]) -> tuple[LedgerEntry, ...]:
    """Commitments as entries: the same words of one meeting once, drafts and translations that give way left out."""
    groups: dict[object, list[tuple[Commitment, Place]]] = defaultdict(list)
    for commitment, place in found:
        if place.superseded_by is None and place.record.translation_of is None:
            groups[_key(commitment, place)].append((commitment, place))
    entries = []
    for group in groups.values():
        group.sort(key=_own_first)
        (commitment, place), *others = group
        entries.append(LedgerEntry(commitment, place, tuple(others)))
    return tuple(sorted(entries, key=_order))


def meetings_of(meetings: Iterable[tuple[Meeting, str]]) -> Mapping[str, tuple[date, ...]]:
    """The days of each body's meetings, ascending; each meeting comes with the id of a document that records it."""
    days: dict[str, set[date]] = defaultdict(set)
    for meeting, document_id in meetings:
        if meeting.held_on is not None:
            days[body_of(meeting, document_id)].add(meeting.held_on)
    return {body: tuple(sorted(held)) for body, held in days.items()}


def by_body(entries: Sequence[LedgerEntry]) -> Mapping[str, Sequence[LedgerEntry]]:
    """The entries of each body, in their order."""
    found: dict[str, list[LedgerEntry]] = defaultdict(list)
    for entry in entries:
        found[body_of_place(entry.place)].append(entry)
    return found


def _key(commitment: Commitment, place: Place) -> object:
    words = tuple(_WORDS.findall(commitment.text.casefold()))
    held_on = place.meeting.held_on or place.record.id
    short = len(words) < FORMULA_WORDS
    return body_of_place(place), held_on, words, name_key(place.passage.item) if short else None


def _own_first(found: tuple[Commitment, Place]) -> tuple[bool, bool, str, int]:
    """Minutes under their own meeting before those inside a pack."""
    commitment, place = found
    return (
        place.passage.meeting is not None,
        place.record.record is not Kind.MINUTES,
        place.record.source,
        commitment.start,
    )


def _order(entry: LedgerEntry) -> tuple[bool, date, str, int]:
    return entry.held_on is None, entry.held_on or date.min, entry.place.record.source, entry.commitment.start
