"""What the calendars of sources list and the index does not hold: pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.asking import asked
from index.backend import Filters, Gap, Record
from index.keys import meets, name_key
from ingest.minutes import Failure, Kind, Listed, Meeting, Withheld

NOT_HELD = "no minutes are held of it"


@dataclass(frozen=True, slots=True)
class Holdings:
    """What is held: the documents, the meetings of which records stand inside of others, and why others are not."""

    documents: Iterable[Record]
    embedded: Iterable[Meeting]
    failures: Sequence[Failure]
    withheld: Sequence[Withheld]


def due(calendar: Iterable[Listed], filters: Filters, today: date) -> list[Listed]:
    """The meetings before `today` of which a record is to be expected and that pass the filters, the earliest first."""
    listed = (one for one in calendar if one.expected and one.held_on < today)
    passing = (one for one in listed if meets(Meeting(one.council, one.committee, one.held_on), filters))
    return sorted(passing, key=lambda one: (one.held_on, one.source))


def missing(listed: Iterable[Listed], held: Holdings) -> tuple[Gap, ...]:
    """Those meetings of which nothing is held, in order, and why.

    A meeting is held when a document of its source is, or minutes of its committee and day, drafts and minutes inside
    of another document included. A council that is not stated is taken for the one that is.
    """
    sources: set[str] = set()
    meetings = {(name_key(m.committee), m.held_on, name_key(m.council)) for m in held.embedded}
    for record in held.documents:
        sources.add(record.source)
        if record.record is Kind.MINUTES:
            meeting = record.meeting
            meetings.add((name_key(meeting.committee), meeting.held_on, name_key(meeting.council)))
    bodies = {(committee, held_on) for committee, held_on, _ in meetings if committee}

    def is_held(one: Listed) -> bool:
        body, council = (name_key(one.committee), one.held_on), name_key(one.council)
        if one.source in sources:
            return True
        return body in bodies and (council is None or (*body, council) in meetings or (*body, None) in meetings)

    return tuple(Gap(one, _reason(one, held)) for one in listed if not is_held(one))


def _reason(listed: Listed, held: Holdings) -> str:
    """Why a meeting is not held: what befell its own document is said before what befell one below."""
    below = f"{listed.source}/"
    for is_own in (True, False):
        for failure in held.failures:
            if failure.source == listed.source if is_own else failure.source.startswith(below):
                return f"its document failed: {failure.reason}"
        for withheld in held.withheld:
            if withheld.source == listed.source if is_own else withheld.source.startswith(below):
                return f"withheld: {withheld.reason}"
    return NOT_HELD


def spans_asked(question: str, filters: Filters) -> tuple[Filters, ...]:
    """The filters narrowed to each time that a question names; none where neither names a time."""
    periods = asked(question).periods
    if not periods:
        return (filters,) if filters.since or filters.until else ()
    narrowed = []
    for period in periods:
        since = max(period.since, filters.since or date.min)
        until = min(period.until, filters.until or date.max)
        if since <= until:
            narrowed.append(
                replace(
                    filters,
                    since=None if since == date.min else since,
                    until=None if until == date.max else until,
                )
            )
    return tuple(narrowed)
