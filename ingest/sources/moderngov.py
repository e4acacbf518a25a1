"""ModernGov, the system of most UK councils, by its web service: committees, their meetings, items and papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from difflib import get_close_matches

from ingest.errors import SourceError
from ingest.found import Facts, Failure, Found, Known, Listed, Raw, Withheld
from ingest.readers.media import HTML
from ingest.sources import moderngov_xml as answers
from ingest.sources.meetings import LOOK_AHEAD, WebOptions, digest, is_settled, named, unchanged
from ingest.sources.moderngov_page import agenda_page, is_minutes, record_page

PREFIX = "moderngov+"
RESTRICTED = "restricted by the council"
OLDEST = date(2000, 1, 1)
_YEAR = timedelta(days=365)
"""Councils' servers are asked for a year at most."""
_QUIET_YEARS = 3
"""A committee that did not meet for so long did not exist before."""


class ModernGov:
    """The public record of one council. A meeting's source is `name/committee id/meeting id`, its papers lie below."""

    def __init__(self, address: str, facts: Facts, options: WebOptions) -> None:
        self._base = address.removeprefix(PREFIX).rstrip("/")
        self._facts = facts
        self._options = options
        self._known = Known()
        self._asked_since: dict[str, date] = {}
        """The earliest day of which the meetings of a committee were listed, by the committee's id."""

    @property
    def name(self) -> str:
        """Its address."""
        return PREFIX + self._base

    def files(self, known: Known) -> Iterator[Found]:
        """Yield of each meeting its papers, its agenda and its record, then that it is listed.

        Raises:
            SourceError: a committee was asked for that the council does not have.
        """
        self._known = known
        try:
            every = answers.committees(self._ask("GetCommittees"))
        except SourceError as error:
            yield Failure(self.name, "source", f"its committees cannot be had: {error}")
            return
        for committee in self._chosen(every):
            yield from self._committee(committee)

    def speaks_for(self, source: str) -> bool:
        """Whether a document is of a committee and a time of which all meetings were listed."""
        if not source.startswith(f"{self.name}/"):
            return False
        committee, _, rest = source.removeprefix(f"{self.name}/").partition("/")
        since = self._asked_since.get(committee)
        meeting = self._known.meetings.get(f"{self.name}/{committee}/{rest.partition('/')[0]}")
        if since is None:
            return False
        return meeting.held_on >= since if meeting else self._options.since is None

    def _ask(self, operation: str, **parameters: str) -> bytes:
        address = f"{self._base}/mgWebService.asmx/{operation}"
        return self._options.web.get(address, parameters).data

    def _chosen(self, every: Sequence[answers.Committee]) -> list[answers.Committee]:
        if not self._options.committees:
            return sorted(every, key=lambda one: int(one.id))
        by_name = {_key(one.title): one for one in every}
        chosen = []
        for name in self._options.committees:
            if _key(name) not in by_name:
                near = get_close_matches(_key(name), by_name, n=3, cutoff=0.4)
                meant = "; ".join(by_name[one].title for one in near) or "none of a name like it"
                raise SourceError(f"{self.name} has no committee {name!r}: it has {meant}")
            chosen.append(by_name[_key(name)])
        return chosen

    def _committee(self, committee: answers.Committee) -> Iterator[Found]:
        source = f"{self.name}/{committee.id}"
        held = [one for one in self._known.meetings.values() if one.source.startswith(f"{source}/")]
        try:
            meetings = self._meetings(committee.id)
            if held and not meetings and not self._options.since:
                raise SourceError(f"it lists no meetings, though {len(held)} are known; all were kept")
        except SourceError as error:
            yield Failure(source, "source", f"{committee.title}: {error}")
            return
        for meeting in sorted(meetings, key=lambda one: (one.held_on, int(one.id))):
            listed = Listed(
                f"{source}/{meeting.id}",
                self._facts.council,
                committee.title,
                meeting.held_on,
                expected=not meeting.cancelled,
            )
            yield from self._meeting(listed, committee.id, meeting.id)

    def _meetings(self, committee: str) -> list[answers.Sitting]:
        """Every meeting of a committee since the day asked for, listed year by year from the newest."""
        found: dict[str, answers.Sitting] = {}
        until, quiet = self._options.day + LOOK_AHEAD, 0
        oldest = self._options.since or OLDEST
        while until >= oldest and quiet < _QUIET_YEARS:
            since = max(until - _YEAR, oldest)
            data = self._ask(
                "GetMeetings",
                lCommitteeId=committee,
                sFromDate=f"{since:%d/%m/%Y}",
                sToDate=f"{until:%d/%m/%Y}",
            )
            some = [one for one in answers.sittings(data) if since <= one.held_on <= until]
            found.update((one.id, one) for one in some)
            quiet = 0 if some else quiet + 1
            self._asked_since[committee] = since
            until = since - timedelta(days=1)
        return list(found.values())

    def _meeting(self, listed: Listed, committee: str, meeting: str) -> Iterator[Found]:
        if is_settled(listed, self._known, self._facts, self._options.day):
            yield from unchanged(listed, self._known)
            return
        try:
            data = self._ask("GetMeeting", lMeetingId=meeting)
            held = answers.proceedings(data)
        except SourceError as error:
            yield Failure(listed.source, "source", f"{listed.committee}, {listed.held_on}: {error}")
            return
        now = digest(data, self._facts)
        before = self._known.meetings.get(listed.source)
        if before is not None and before.digest == now and held.public:
            yield from unchanged(listed, self._known)
            return
        if not held.public:
            yield Withheld(listed.source, RESTRICTED)
        else:
            url = f"{self._base}/ieListDocuments.aspx?CId={committee}&MId={meeting}&Ver=4"
            yield from self._papers(listed, held.items)
            yield from self._pages(listed, held.items, url)
        yield Listed(listed.source, listed.council, listed.committee, listed.held_on, now, listed.expected)

    def _pages(self, listed: Listed, items: Sequence[answers.AgendaItem], url: str) -> Iterator[Raw]:
        facts = Facts(self._facts.council, listed.committee, listed.held_on, url=url)
        public = [item for item in items if not item.restricted]
        for source, page in (
            (f"{listed.source}/agenda", agenda_page(listed, public)),
            (listed.source, record_page(listed, public)),
        ):
            if page:
                yield Raw(source, HTML, page.encode(), facts)

    def _papers(self, listed: Listed, items: Sequence[answers.AgendaItem]) -> Iterator[Raw | Failure | Withheld]:
        seen: set[str] = set()
        for item in items:
            if item.restricted:
                yield Withheld(f"{listed.source}/item-{item.id}", RESTRICTED)
            for paper in item.papers:
                if paper.id in seen:
                    continue
                seen.add(paper.id)
                source = f"{listed.source}/{paper.id}"
                if paper.restricted:
                    yield Withheld(source, RESTRICTED)
                elif not paper.elsewhere:
                    yield self._paper(listed, paper, source)

    def _paper(self, listed: Listed, paper: answers.Paper, source: str) -> Raw | Failure:
        try:
            answer = self._options.web.get(paper.url)
            name, media_type = named(paper.title, answer, paper.url)
        except SourceError as error:
            return Failure(source, "source", f"{paper.title}: {error}")
        # Minutes that are attached are mostly those of the meeting before: their own text says of when they are.
        held_on = None if is_minutes(paper.title) else listed.held_on
        facts = Facts(self._facts.council, listed.committee, held_on, paper.title, url=paper.url)
        return Raw(f"{source}/{name}", media_type, answer.data, facts)


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
