"""Legistar, the system of many American councils, by its web API: a proof that the seam fits other systems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from html import escape
from typing import Any

from ingest.errors import SourceError
from ingest.found import Facts, Failure, Found, Known, Listed, Raw
from ingest.readers.media import HTML
from ingest.sources.answers import listing, text
from ingest.sources.meetings import LOOK_AHEAD, WebOptions, digest, is_settled, named, spelled_day, unchanged

PREFIX = "legistar+"
ROWS = 1000
"""The most that the API hands out at a time."""


class Legistar:
    """The meetings of one client of Legistar. A meeting's source is `name/events/id`, its papers lie below."""

    def __init__(self, address: str, facts: Facts, options: WebOptions) -> None:
        self._base = address.removeprefix(PREFIX).rstrip("/")
        self._facts = facts
        self._options = options
        self._known = Known()
        self._listed = False

    @property
    def name(self) -> str:
        """Its address."""
        return PREFIX + self._base

    def files(self, known: Known) -> Iterator[Found]:
        """Yield of each meeting its papers and its record, then that it is listed."""
        self._known = known
        try:
            events = list(self._events())
            listed = [(event, self._listing(event)) for event in events]
        except SourceError as error:
            yield Failure(self.name, "source", f"its meetings cannot be had: {error}")
            return
        self._listed = True
        for event, meeting in listed:
            if self._is_asked_for(meeting):
                yield from self._meeting(event, meeting)

    def speaks_for(self, source: str) -> bool:
        """Whether a document is of a meeting that was asked for, once all were listed."""
        if not self._listed or not source.startswith(f"{self.name}/events/"):
            return False
        number = source.removeprefix(f"{self.name}/events/").partition("/")[0]
        meeting = self._known.meetings.get(f"{self.name}/events/{number}")
        if meeting is None:
            return not (self._options.committees or self._options.since)
        return self._is_asked_for(meeting)

    def _is_asked_for(self, meeting: Listed) -> bool:
        names = {name.casefold() for name in self._options.committees}
        since = self._options.since
        return (not names or (meeting.committee or "").casefold() in names) and (not since or meeting.held_on >= since)

    def _events(self) -> Iterator[Mapping[str, Any]]:
        until = self._options.day + LOOK_AHEAD
        asked = f"EventDate lt datetime'{until}'"
        if self._options.since:
            asked += f" and EventDate ge datetime'{self._options.since}'"
        at = 0
        while True:
            page: dict[str, str | int] = {"$filter": asked, "$orderby": "EventDate,EventId", "$top": ROWS, "$skip": at}
            rows = listing(self._options.web.get(f"{self._base}/Events", page).data)
            yield from rows
            at += ROWS
            if len(rows) < ROWS:
                return

    def _listing(self, event: Mapping[str, Any]) -> Listed:
        try:
            held_on = date.fromisoformat(text(event, "EventDate")[:10])
            number = int(event["EventId"])
        except (KeyError, TypeError, ValueError):
            raise SourceError(f"a meeting without EventId or EventDate: {str(event)[:80]}") from None
        cancelled = "cancel" in text(event, "EventAgendaStatusName").lower()
        body = text(event, "EventBodyName") or None
        return Listed(f"{self.name}/events/{number}", self._facts.council, body, held_on, expected=not cancelled)

    def _meeting(self, event: Mapping[str, Any], meeting: Listed) -> Iterator[Found]:
        if is_settled(meeting, self._known, self._facts, self._options.day):
            yield from unchanged(meeting, self._known)
            return
        number = meeting.source.rpartition("/")[2]
        asked = {"AgendaNote": 1, "MinutesNote": 1, "Attachments": 1}
        try:
            data = self._options.web.get(f"{self._base}/Events/{number}/EventItems", asked).data
            items = listing(data)
        except SourceError as error:
            yield Failure(meeting.source, "source", f"{meeting.committee}, {meeting.held_on}: {error}")
            return
        now = digest(repr(sorted(event.items())).encode() + data, self._facts)
        before = self._known.meetings.get(meeting.source)
        if before is not None and before.digest == now:
            yield from unchanged(meeting, self._known)
            return
        for kind in ("Agenda", "Minutes"):
            if url := text(event, f"Event{kind}File"):
                yield self._paper(meeting, kind, url)
        yield from self._record(meeting, items, text(event, "EventInSiteURL") or None)
        yield Listed(meeting.source, meeting.council, meeting.committee, meeting.held_on, now, meeting.expected)

    def _paper(self, meeting: Listed, kind: str, url: str) -> Raw | Failure:
        source = f"{meeting.source}/{kind.lower()}"
        try:
            answer = self._options.web.get(url)
            name, media_type = named(kind, answer, url)
        except SourceError as error:
            return Failure(source, "source", f"{kind}: {error}")
        facts = Facts(self._facts.council, meeting.committee, meeting.held_on, f"{kind}, {meeting.committee}", url=url)
        return Raw(f"{source}/{name}", media_type, answer.data, facts)

    def _record(self, meeting: Listed, items: list[Mapping[str, Any]], url: str | None) -> Iterator[Raw]:
        """The minutes of the items, where they are published item by item."""
        noted = [item for item in items if text(item, "EventItemMinutesNote") or text(item, "EventItemActionText")]
        if noted:
            day = spelled_day(meeting.held_on)
            head = f"<h1>{escape(meeting.committee or '')}</h1><p>Minutes of the meeting held on {day}</p>"
            page = f"<main>{head}{''.join(map(_item, noted))}</main>"
            facts = Facts(self._facts.council, meeting.committee, meeting.held_on, url=url)
            yield Raw(meeting.source, HTML, page.encode(), facts)


def _item(item: Mapping[str, Any]) -> str:
    number = text(item, "EventItemAgendaNumber").rstrip(".")
    title = text(item, "EventItemTitle") or text(item, "EventItemActionName")
    said = [text(item, name) for name in ("EventItemMinutesNote", "EventItemActionText", "EventItemPassedFlagName")]
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in said if part)
    return f"<h2>{escape(f'{number}. ' if number else '')}{escape(title)}</h2><p>Minutes:</p>{paragraphs}"
