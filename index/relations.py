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
    superseded_by = translation_of = None
    if record.record is Kind.MINUTES:
        superseded_by = superseding(record.meeting, record, same_day)
    if record.language == WELSH and record.meeting.held_on is not None:
        translation_of = _original(record, same_day(record.meeting.held_on))
    return replace(record, superseded_by=superseded_by, translation_of=translation_of)


def placed(passage: Passage, record: Record, same_day: SameDay) -> Place:
    """A passage in its record, which `related` gave, with the minutes that took the place of those it is a draft of."""
    if passage.meeting is None:
        return Place(passage, record, record.superseded_by)
    return Place(passage, record, superseding(passage.meeting, record, same_day))


def superseding(meeting: Meeting, record: Record, same_day: SameDay) -> str | None:
    """The id of the minutes that took the place of a draft of this meeting, which stands in `record`; None for none.

    They are of the same council, committee and day, in the same language, and not a draft themselves. A committee that
    is not stated is never the same as another; where no council is, both stand in one folder. Confirmed ones come
    first.
    """
    if meeting.status is not Status.DRAFT or meeting.held_on is None or meeting.committee is None:
        return None
    found = [
        other
        for other in same_day(meeting.held_on)
        if other.record is Kind.MINUTES
        and other.meeting.status is not Status.DRAFT
        and other.language == record.language
        and name_key(other.meeting.committee) == name_key(meeting.committee)
        and _whose(other.meeting, other.source) == _whose(meeting, record.source)
    ]
    return min(found, key=_confirmed_first).id if found else None


def _confirmed_first(record: Record) -> tuple[bool, str]:
    return record.meeting.status is not Status.CONFIRMED, record.source


def _whose(meeting: Meeting, source: str) -> tuple[str | None, str | None]:
    """Whose meeting it is: the council's that is stated, else that of the folder."""
    return (None, folder_of(source)) if meeting.council is None else (name_key(meeting.council), None)


def _original(record: Record, others: Iterable[Record]) -> str | None:
    """The id of the English record of a Welsh one; of several that which is most nearly as long, as translations are.

    It is minutes, or an agenda or report as the Welsh one is, and of a council of the same place.
    """
    found = [
        other
        for other in others
        if other.language != WELSH and other.record in {Kind.MINUTES, record.record} and _of_one_place(other, record)
    ]
    return min(found, key=lambda other: (abs(other.characters - record.characters), other.source)).id if found else None


def _of_one_place(one: Record, other: Record) -> bool:
    councils = one.meeting.council, other.meeting.council
    if None in councils:
        return folder_of(one.source) == folder_of(other.source)
    return not distinctive(councils[0]).isdisjoint(distinctive(councils[1]))
