"""Which record stands in the way of another: confirmed minutes before their draft, an English record before its Welsh.

Nothing of this is stored: it holds as long as both documents are held. `index.standing` says the same of whole columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from index.analysis import fold
from index.backend import Place, Record
from index.keys import folder_of, name_key
from ingest.minutes import Kind, Meeting, Passage, Status

WELSH = "cy"

_GENERIC = frozenset(
    fold(
        "council community town city county borough district parish metropolitan royal unitary authority national park "
        "the of and in with upon by cyngor gyngor chyngor cymuned gymuned chymuned tref dref dinas ddinas sir sirol "
        "bwrdeistref fwrdeistref plwyf awdurdod parc cenedlaethol y yr a ac o"
    ).split()
)
"""Words that say what a council is and not of which place."""

SameDay = Callable[[date], Sequence[Record]]
"""The records of the meetings of a day."""


def distinctive(council: str | None) -> frozenset[str]:
    """The words of a council's name that name its place, which its Welsh and its English name share."""
    return frozenset(re.findall(r"\w+", fold(council or ""))) - _GENERIC


def related(record: Record, same_day: SameDay) -> Record:
    """A record with what stands before it."""
    superseded_by = superseding(record.meeting, record, same_day) if record.record is Kind.MINUTES else None
    return replace(record, superseded_by=superseded_by, translation_of=_original(record, same_day))


def placed(passage: Passage, record: Record, same_day: SameDay) -> Place:
    """A passage in its record, which `related` gave, with the minutes that took the place of those it is a draft of."""
    if passage.meeting is None:
        return Place(passage, record, record.superseded_by)
    return Place(passage, record, superseding(passage.meeting, record, same_day))


def superseding(meeting: Meeting, record: Record, same_day: SameDay) -> str | None:
    """The id of the minutes that took the place of a draft of this meeting, which stands in `record`; None for none.

    They are of the same meeting, in the same language, and not a draft themselves. Confirmed ones come first.
    """
    if meeting.status is not Status.DRAFT or meeting.held_on is None:
        return None
    found = [
        other
        for other in same_day(meeting.held_on)
        if other.record is Kind.MINUTES
        and other.meeting.status is not Status.DRAFT
        and other.language == record.language
        and _is_of(other.meeting, other.source, meeting, record.source)
    ]
    return min(found, key=_confirmed_first).id if found else None


def beside(record: Record, meetings: Iterable[Meeting], held: Iterable[tuple[Record, Meeting]]) -> tuple[Record, ...]:
    """The other documents that hold a record, agenda or report of one of these meetings of a document, by source.

    `held` are documents with each of the meetings of which they hold something. Translations are among them, and files
    of the same bytes.
    """
    own = list(meetings)
    found = {
        other.id: other
        for other, meeting in held
        if other.sha256 == record.sha256
        or (_is_translation(other, record) or _is_translation(record, other))
        or any(_is_of(meeting, other.source, one, record.source) for one in own)
    }
    found.pop(record.id, None)
    return tuple(sorted(found.values(), key=lambda other: other.source))


def _is_of(one: Meeting, source: str, other: Meeting, other_source: str) -> bool:
    """Whether two meetings, stated in documents of these sources, are the same: of one council, committee and day.

    A committee or day that is not stated is never the same as another; where no council is, both must be stated in one
    folder.
    """
    return (
        one.held_on is not None
        and one.held_on == other.held_on
        and one.committee is not None
        and name_key(one.committee) == name_key(other.committee)
        and _whose(one, source) == _whose(other, other_source)
    )


def _confirmed_first(record: Record) -> tuple[bool, str]:
    return record.meeting.status is not Status.CONFIRMED, record.source


def _whose(meeting: Meeting, source: str) -> tuple[str | None, str | None]:
    """Whose meeting it is: the council's that is stated, else that of the folder."""
    return (None, folder_of(source)) if meeting.council is None else (name_key(meeting.council), None)


def _original(record: Record, same_day: SameDay) -> str | None:
    """The id of the English record of a Welsh one; of several that of the most like length, as translations have."""
    if record.language != WELSH or record.meeting.held_on is None:
        return None
    found = [other for other in same_day(record.meeting.held_on) if _is_translation(record, other)]
    return min(found, key=lambda other: (abs(other.characters - record.characters), other.source)).id if found else None


def _is_translation(record: Record, other: Record) -> bool:
    """Whether a record is Welsh and the other one the English of its day and of a council of the same place.

    The other one is minutes, or an agenda or report as the Welsh one is.
    """
    day, councils = record.meeting.held_on, (record.meeting.council, other.meeting.council)
    if record.language != WELSH or other.language == WELSH or day is None or day != other.meeting.held_on:
        return False
    if other.record not in {Kind.MINUTES, record.record}:
        return False
    if None in councils:
        return folder_of(record.source) == folder_of(other.source)
    return not distinctive(councils[0]).isdisjoint(distinctive(councils[1]))
