"""The ledger: the commitments of an archive, each once, and which later ones speak of an earlier one."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from index.backend import Place
from index.keys import FORMULA_WORDS, folder_of, name_key, words_of
from ingest.minutes import Commitment, Kind, Meeting


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

    @property
    def in_time(self) -> tuple[date, str, int]:
        """What entries sort by: the oldest meeting first, undated ones last, in the order of their record."""
        return self.held_on or date.max, self.place.record.source, self.commitment.start


@dataclass(frozen=True, slots=True)
class Link:
    """The commitment of the id `later` speaks of the one of the id `earlier`.

    `weight` is by how much its signs weigh more than they must (`index.linking`).
    """

    earlier: str
    later: str
    why: Why
    weight: float = 0.0


def body_of(meeting: Meeting, document_id: str, source: str) -> str:
    """The council and committee of a meeting as one key.

    Where no council is stated it is the committee of the folder of its source; a record that states neither council nor
    committee is a body of its own.
    """
    if meeting.council is None and meeting.committee is None:
        return f"document\n{document_id}"
    whose = f"folder {folder_of(source)}" if meeting.council is None else f"council {name_key(meeting.council)}"
    return f"{whose}\n{name_key(meeting.committee) or ''}"


class Bodies:
    """The bodies of an archive, and the days of their meetings of which minutes are held.

    The committee of a folder whose council is not stated is that of the one council which has such a committee in the
    same folder, if there is one.
    """

    def __init__(self, meetings: Iterable[tuple[Meeting, str, str]]) -> None:
        """Take every meeting of which minutes are held, with the id and the source of a document that holds them."""
        days: dict[str, set[date]] = defaultdict(set)
        councils: dict[str, set[str]] = defaultdict(set)
        for meeting, document_id, source in meetings:
            body = body_of(meeting, document_id, source)
            days[body] |= {meeting.held_on} if meeting.held_on else set()
            if meeting.council is not None:
                councils[body_of(replace(meeting, council=None), "", source)].add(body)
        self._same = {
            body: next(iter(councils[body]))
            for body in days
            if len(councils.get(body, ())) == 1 and body not in councils[body]
        }
        joined: dict[str, set[date]] = defaultdict(set)
        for body, held in days.items():
            joined[self.same(body)] |= held
        self._days = {body: tuple(sorted(held)) for body, held in joined.items()}

    def same(self, body: str) -> str:
        """The body that a key of `body_of` stands for."""
        return self._same.get(body, body)

    def of(self, place: Place) -> str:
        """The body whose record a passage is of."""
        return self.same(body_of(place.meeting, place.record.id, place.record.source))

    def days(self, body: str) -> tuple[date, ...]:
        """The days of a body's meetings, ascending."""
        return self._days.get(body, ())

    def later(self, place: Place) -> int | None:
        """How many later meetings of its body a passage has; None where its own has no date."""
        held_on, days = place.meeting.held_on, self.days(self.of(place))
        return None if held_on is None else len(days) - bisect_right(days, held_on)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All commitments, the oldest meeting first, undated ones last, in the order of their record."""

    entries: tuple[LedgerEntry, ...]
    links: tuple[Link, ...]
    bodies: Bodies


def gathered(found: Iterable[tuple[Commitment, Place]], bodies: Bodies) -> tuple[LedgerEntry, ...]:
    """Commitments as entries: the same words of one meeting once, drafts and translations that give way left out."""
    groups: dict[object, list[tuple[Commitment, Place]]] = defaultdict(list)
    for commitment, place in found:
        if place.superseded_by is None and place.record.translation_of is None:
            groups[_key(commitment, place, bodies)].append((commitment, place))
    entries = []
    for group in groups.values():
        group.sort(key=_own_first)
        (commitment, place), *others = group
        entries.append(LedgerEntry(commitment, place, tuple(others)))
    return tuple(sorted(entries, key=lambda entry: entry.in_time))


def without_passing(entries: Iterable[LedgerEntry], links: Iterable[Link]) -> tuple[LedgerEntry, ...]:
    """The entries without the statements that commit to nothing and speak of no earlier commitment."""
    speaking = {link.later for link in links}
    return tuple(one for one in entries if not one.commitment.passing or one.commitment.id in speaking)


def by_body(entries: Sequence[LedgerEntry], bodies: Bodies) -> Mapping[str, Sequence[LedgerEntry]]:
    """The entries of each body, in their order."""
    found: dict[str, list[LedgerEntry]] = defaultdict(list)
    for entry in entries:
        found[bodies.of(entry.place)].append(entry)
    return found


def _key(commitment: Commitment, place: Place, bodies: Bodies) -> object:
    words = tuple(words_of(commitment.text))
    held_on = place.meeting.held_on or place.record.id
    short = len(words) < FORMULA_WORDS
    return bodies.of(place), held_on, words, name_key(place.passage.item) if short else None


def _own_first(found: tuple[Commitment, Place]) -> tuple[bool, bool, str, int]:
    """Minutes under their own meeting before those inside a pack."""
    commitment, place = found
    return (
        place.passage.meeting is not None,
        place.record.record is not Kind.MINUTES,
        place.record.source,
        commitment.start,
    )
