"""ModernGov's web service over real HTTP: what is read, what is kept back, what is read again and what goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html import escape
from itertools import islice
from typing import TypeVar

import pytest

from ingest.documents import read_without_ocr
from ingest.errors import SourceError
from ingest.found import Facts, Failure, Found, Known, Listed, Raw, Unchanged, Withheld
from ingest.minutes import Kind
from ingest.sources.addresses import source_of
from ingest.sources.meetings import WebOptions
from ingest.sources.moderngov import RESTRICTED, ModernGov
from ingest.sources.web import Pace, Web
from search_api.adding import State
from search_api.service import Service
from tests import council_server as serving
from tests.council_server import Chosen, CouncilServer, council
from tests.fakes import memory_service

TODAY = date(2026, 11, 24)
QUICK = Pace(between=0.0, before_again=0.001, silent=2.0, whole=2.0, tries=2)
SERVICE = "/council/mgWebService.asmx"
SAID = "<p class='MsoNormal'>The Harbour Master said that\nfour lamps were out.</p>"


def item(number: str, title: str, minutes: str = "", agenda: str = "", papers: str = "", **flags: str) -> str:
    restricted, shown = flags.get("restricted", "False"), flags.get("shown", "True")
    return (
        f"<agendaitem><agendaitemid>{900 + int(number)}</agendaitemid><agendaitemtitle>{title}</agendaitemtitle>"
        f"<agendatext>{escape(agenda)}</agendatext><fulldisplaynumberformat>{number}.</fulldisplaynumberformat>"
        f"<minutesnonemptyhtmlbody>{escape(minutes)}</minutesnonemptyhtmlbody><isrestricted>{restricted}</isrestricted>"
        f"<isdisplayallowed>{shown}</isdisplayallowed><minutesitemnumber>{number}</minutesitemnumber>"
        f"<minutesitemsubnumber>\n</minutesitemsubnumber><linkeddocuments>{papers}</linkeddocuments></agendaitem>"
    )


def paper(number: int, title: str, url: str, restricted: str = "False", elsewhere: str = "False") -> str:
    return (
        f"<linkeddoc><attachmentid>{number}</attachmentid><title>{title}</title><isurl>{elsewhere}</isurl>"
        f"<url>{url}</url><isrestricted>{restricted}</isrestricted></linkeddoc>"
    )


@dataclass
class Council:
    """A council with its committees, calendar and meetings, as a server hands them out."""

    server: CouncilServer
    committees: dict[str, str] = field(default_factory=lambda: {"144": "Audit Committee", "150": "Harbour Board"})
    calendar: dict[str, dict[str, tuple[date, str]]] = field(default_factory=dict)
    meetings: dict[str, list[str]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)

    def serve(self) -> None:
        self.server.answers |= {
            f"{SERVICE}/GetCommittees": Chosen(lambda asked: self._committees()),
            f"{SERVICE}/GetMeetings": Chosen(self._listed),
            f"{SERVICE}/GetMeeting": Chosen(lambda asked: self._meeting(asked["lMeetingId"])),
        }

    def _committees(self) -> bytes:
        found = "".join(
            f"<committee><committeeid>{key}</committeeid><committeetitle>{title}</committeetitle>"
            "<committeedeleted>False</committeedeleted></committee>"
            for key, title in self.committees.items()
        )
        count = f"<committeescount> {len(self.committees)}</committeescount>"
        return f"<?xml version='1.0' encoding='utf-8'?><committees>{count}{found}</committees>".encode()

    def _listed(self, asked: dict[str, str]) -> bytes:
        since, until = (date(*map(int, reversed(asked[key].split("/")))) for key in ("sFromDate", "sToDate"))
        assert (until - since).days <= 366
        found = "".join(
            f"<meeting><meetingid>{key}</meetingid><meetingdate>{day:%d/%m/%Y}</meetingdate>"
            f"<meetingstatus>{status}</meetingstatus></meeting>"
            for key, (day, status) in self.calendar.get(asked["lCommitteeId"], {}).items()
            if since <= day <= until
        )
        return (
            f"<getmeetings><committee><committeemeetings>{found}</committeemeetings></committee></getmeetings>".encode()
        )

    def _meeting(self, key: str) -> bytes | None:
        if key not in self.meetings:
            return None
        shown = "False" if key in self.hidden else "True"
        items = "".join(self.meetings[key])
        return (
            f"<meeting><meetingid>{key}</meetingid><isdisplayallowed>{shown}</isdisplayallowed>"
            f"<agendaitems>{items}</agendaitems></meeting>"
        ).encode()


@pytest.fixture
def ness() -> Iterator[Council]:
    with council() as server:
        made = Council(server)
        made.calendar = {
            "144": {"1": (date(2024, 3, 5), "Confirmed"), "2": (date(2026, 11, 3), "Confirmed")},
            "150": {"3": (date(2025, 6, 10), "Cancelled")},
        }
        budget = paper(71, "Budget../../x", f"{server.url}/mgConvert2PDF.aspx?ID=71")
        made.meetings = {
            "1": [item("1", "Lamps", SAID, agenda="<p>To consider the lamps.</p>", papers=budget)],
            "2": [item("1", "Boats", "<p>RESOLVED: That the boats be sold.</p>")],
            "3": [],
        }
        server.answers["/mgConvert2PDF.aspx"] = serving.body(b"The budget was balanced.", "text/plain")
        made.serve()
        yield made


def source(ness: Council, *committees: str, since: date | None = None, facts: Facts | None = None) -> ModernGov:
    options = WebOptions(Web(1_000_000, None, QUICK), committees, since, TODAY)
    made = source_of(f"moderngov+{ness.server.url}/council/", facts or Facts(council="Ness"), options)
    assert isinstance(made, ModernGov)
    return made


def asked(ness: Council, operation: str) -> int:
    return sum(operation in path.partition("?")[0] for path in ness.server.asked)


def held(service: Service) -> dict[str, str]:
    return {
        record.source.partition("/council/")[2]: service.index.text(record.id) for record in service.index.documents()
    }


def run(service: Service, ness: Council, *committees: str, since: date | None = None) -> dict[str, State]:
    ness.server.asked.clear()
    outcomes = service.add(source(ness, *committees, since=since))
    return {one.source.partition("/council/")[2]: one.state for one in outcomes}


T = TypeVar("T", bound=Found)


def only(found: list[Found], kind: type[T]) -> list[T]:
    return [one for one in found if isinstance(one, kind)]


def test_a_meeting_is_its_papers_its_agenda_and_its_record(ness: Council) -> None:
    found = list(source(ness).files(Known()))
    base = f"moderngov+{ness.server.url}/council"
    raws = only(found, Raw)
    assert [one.source.removeprefix(base) for one in raws] == [
        "/144/1/71/Budget.. .. x.txt",
        "/144/1/agenda",
        "/144/1",
        "/144/2",
    ]
    assert [*only(found, Failure), *only(found, Withheld)] == []
    assert [(one.source.removeprefix(base), one.held_on, one.expected) for one in only(found, Listed)] == [
        ("/144/1", date(2024, 3, 5), True),
        ("/144/2", date(2026, 11, 3), True),
        ("/150/3", date(2025, 6, 10), False),
    ]
    url = f"{ness.server.url}/council/ieListDocuments.aspx?CId=144&MId=1&Ver=4"
    assert raws[2].facts == Facts("Ness", "Audit Committee", date(2024, 3, 5), url=url)


def test_the_record_is_read_as_minutes_with_its_numbers(ness: Council) -> None:
    ness.meetings["1"].append(item("2", "Boats", "<p>The boats were in.</p>"))
    record = next(one for one in source(ness).files(Known()) if isinstance(one, Raw) and one.source.endswith("/144/1"))
    read = read_without_ocr(record, "")
    assert read.minutes.record is Kind.MINUTES
    [passage] = [one for one in read.passages if "four lamps" in one.text]
    assert (passage.item, passage.minute_number, passage.kind) == ("Lamps", "1", Kind.MINUTES)
    assert "The Harbour Master said that four lamps were out." in passage.text
    assert "To consider" not in read.minutes.document.text


def test_an_agenda_is_no_record_of_the_meeting(ness: Council) -> None:
    agenda = next(one for one in source(ness).files(Known()) if isinstance(one, Raw) and one.source.endswith("/agenda"))
    read = read_without_ocr(agenda, "")
    assert read.minutes.record is Kind.AGENDA
    assert {passage.minute_number for passage in read.passages} == {None}


def test_items_keep_their_numbers_where_restricted_ones_are_left_out(ness: Council) -> None:
    ness.meetings["1"] = [item("1", "Lamps", SAID), item("9", "Boats", "<p>The boats were in.</p>")]
    record = next(one for one in source(ness).files(Known()) if isinstance(one, Raw) and one.source.endswith("/144/1"))
    read = read_without_ocr(record, "")
    assert [(one.minute_number, one.item) for one in read.passages[1:]] == [("1", "Lamps"), ("9", "Boats")]


def test_attached_minutes_are_not_dated_by_the_meeting_that_they_are_put_to(ness: Council) -> None:
    ness.meetings["2"] = [
        item("1", "Minutes", papers=paper(72, "Minutes of last time", f"{ness.server.url}/mgConvert2PDF.aspx"))
    ]
    attached = [one for one in source(ness).files(Known()) if isinstance(one, Raw) and "/2/72/" in one.source]
    assert [one.facts.held_on for one in attached] == [None]


@pytest.mark.parametrize(
    "flags", [{"restricted": "True"}, {"restricted": ""}, {"restricted": "maybe"}, {"shown": "False"}]
)
def test_a_restricted_item_is_never_read_and_is_counted(ness: Council, flags: dict[str, str]) -> None:
    secret = paper(80, "Secret", f"{ness.server.url}/secret.pdf")
    ness.meetings["2"].append(item("2", "The sale of land", "<p>The price is £5.</p>", papers=secret, **flags))
    found = list(source(ness).files(Known()))
    base = f"moderngov+{ness.server.url}/council/144/2"
    assert only(found, Withheld) == [Withheld(f"{base}/item-902", RESTRICTED), Withheld(f"{base}/80", RESTRICTED)]
    assert not any(b"price" in one.data for one in found if isinstance(one, Raw))
    assert not any("secret" in path for path in ness.server.asked)


def test_a_restricted_paper_of_a_public_item_is_not_fetched(ness: Council) -> None:
    secret = paper(80, "Secret", f"{ness.server.url}/secret.pdf", restricted="True")
    ness.meetings["2"] = [item("1", "Boats", "<p>Noted.</p>", papers=secret)]
    found = list(source(ness).files(Known()))
    assert [one.source.rpartition("/")[2] for one in only(found, Withheld)] == ["80"]
    assert not any("secret" in path for path in ness.server.asked)


def test_a_meeting_that_is_not_public_is_kept_back_whole(ness: Council) -> None:
    ness.hidden.add("2")
    found = list(source(ness).files(Known()))
    assert [one.source.rpartition("/")[2] for one in only(found, Withheld)] == ["2"]
    assert not any("/144/2" in one.source for one in only(found, Raw))


def test_links_to_other_sites_and_odd_addresses_are_not_followed(ness: Council) -> None:
    papers = paper(81, "Elsewhere", "http://elsewhere.example/", elsewhere="True") + paper(
        82, "Odd", "file:///etc/passwd"
    )
    ness.meetings["2"] = [item("1", "Boats", "<p>Noted.</p>", papers=papers)]
    [failure] = only(list(source(ness).files(Known())), Failure)
    assert failure == Failure(
        f"moderngov+{ness.server.url}/council/144/2/82", "source", "Odd: file:///etc/passwd is no address of the web"
    )


def test_a_second_run_asks_only_for_what_may_have_changed(ness: Council) -> None:
    service = memory_service()
    assert set(run(service, ness).values()) == {State.ADDED}
    assert asked(ness, "GetMeeting") - asked(ness, "GetMeetings") == 3
    states = run(service, ness)
    assert set(states.values()) == {State.UNCHANGED}
    assert len(states) == 4
    # Meetings 1 and 3 are older than 90 days and were read whole; 2 is asked for, and is as it was.
    assert [path for path in ness.server.asked if "GetMeeting?" in path] == [f"{SERVICE}/GetMeeting?lMeetingId=2"]
    assert asked(ness, "mgConvert2PDF") == 0


def test_what_changed_within_ninety_days_is_read_again(ness: Council) -> None:
    service = memory_service()
    run(service, ness)
    ness.meetings["2"] = [item("1", "Boats", "<p>RESOLVED: That the boats be kept.</p>")]
    ness.meetings["1"] = [item("1", "Lamps", "<p>All changed, and too late.</p>")]
    states = run(service, ness)
    assert states["144/2"] is State.REPLACED
    assert "be kept" in held(service)["144/2"]
    assert states["144/1"] is State.UNCHANGED


def test_what_the_council_withdraws_goes(ness: Council) -> None:
    service = memory_service()
    run(service, ness)
    del ness.calendar["144"]["1"]
    states = run(service, ness)
    assert [name for name, state in states.items() if state is State.REMOVED] == [
        "144/1",
        "144/1/71/Budget.. .. x.txt",
        "144/1/agenda",
    ]
    assert set(held(service)) == {"144/2"}


def test_what_becomes_restricted_goes_at_once(ness: Council) -> None:
    service = memory_service()
    run(service, ness)
    ness.meetings["2"] = [item("1", "Boats", "<p>RESOLVED: That the boats be sold.</p>", restricted="True")]
    run(service, ness)
    assert "144/2" not in held(service)
    assert [one.reason for one in service.index.withheld()] == [RESTRICTED]
    run(service, ness)
    assert len(service.index.withheld()) == 1


def test_one_committee_only_leaves_the_others_alone(ness: Council) -> None:
    service = memory_service()
    run(service, ness)
    del ness.calendar["144"]["2"]
    assert run(service, ness, "  harbour BOARD ") == {}
    assert "144/2" in held(service)
    assert not any("lCommitteeId=144" in path for path in ness.server.asked)


def test_an_unknown_committee_is_an_error_that_names_the_near_ones(ness: Council) -> None:
    with pytest.raises(SourceError, match=r"has no committee 'Audit Comittee': it has Audit Committee"):
        list(source(ness, "Audit Comittee").files(Known()))


def test_since_a_day_only_later_meetings_are_read_and_earlier_ones_kept(ness: Council) -> None:
    service = memory_service()
    run(service, ness)
    del ness.calendar["144"]["1"]
    ness.calendar["144"]["4"] = ness.calendar["144"].pop("2")
    ness.meetings["4"] = ness.meetings.pop("2")
    states = run(service, ness, since=date(2026, 1, 1))
    assert {name for name, state in states.items() if state is State.REMOVED} == {"144/2"}
    assert "144/1" in held(service)


def test_an_empty_calendar_is_taken_for_a_mistake(ness: Council) -> None:
    service = memory_service()
    run(service, ness)
    ness.calendar["144"] = {}
    states = run(service, ness)
    assert states == {"144": State.FAILED}
    assert len(held(service)) == 4


@pytest.mark.parametrize(
    ("operation", "kept"), [("GetCommittees", "the whole"), ("GetMeetings", "a committee"), ("GetMeeting", "a meeting")]
)
@pytest.mark.parametrize(
    "bad",
    [
        serving.status(500),
        serving.half_closed,
        serving.cut_off(b"<committees>"),
        serving.body(b"<html>We are sorry</html>", "text/html"),
        serving.body(b"<committees><committee>"),
        serving.body(b"<!DOCTYPE x [<!ENTITY a 'b'>]><committees>&a;</committees>"),
        serving.body(
            b"<meeting><agendaitems><agendaitem><agendaitemid>x</agendaitemid></agendaitem></agendaitems></meeting>"
        ),
        serving.body(b""),
        serving.packed(b"\x00" * 3_000_000),
    ],
)
def test_whatever_a_server_does_nothing_is_lost(ness: Council, operation: str, kept: str, bad: serving.Reply) -> None:
    service = memory_service()
    run(service, ness)
    before = held(service)
    ness.server.answers[f"{SERVICE}/{operation}"] = serving.first(bad)
    states = run(service, ness)
    assert State.FAILED in states.values(), kept
    assert State.REMOVED not in states.values()
    assert held(service) == before


def test_a_paper_that_is_gone_is_named_and_asked_for_again(ness: Council) -> None:
    service = memory_service()
    budget = ness.server.answers.pop("/mgConvert2PDF.aspx")
    states = run(service, ness)
    assert states["144/1/71"] is State.FAILED
    [failure] = service.index.failures()
    assert "answers 404: it is not there, or not for the public" in failure.reason
    ness.server.answers["/mgConvert2PDF.aspx"] = budget
    states = run(service, ness)
    assert states["144/1/71/Budget.. .. x.txt"] is State.ADDED
    assert service.index.failures() == ()


@pytest.mark.parametrize("after", range(1, 8))
def test_an_interrupted_run_is_completed_by_the_next(ness: Council, after: int) -> None:
    whole = memory_service()
    run(whole, ness)
    service = memory_service()
    first = service.add(source(ness))
    list(islice(first, after))
    first.close()  # type: ignore[attr-defined]
    run(service, ness)
    assert held(service) == held(whole)
    assert len(service.index.meetings()) == 3


def test_another_council_given_by_the_user_is_taken_though_nothing_changed(ness: Council) -> None:
    service = memory_service()
    run(service, ness)
    list(service.add(source(ness, facts=Facts(council="Ness Town Council"))))
    assert {record.meeting.council for record in service.index.documents()} == {"Ness Town Council"}


def test_what_is_known_and_old_is_told_of_without_asking(ness: Council) -> None:
    base = f"moderngov+{ness.server.url}/council"
    fresh = list(source(ness).files(Known()))
    listed = {one.source: one for one in fresh if isinstance(one, Listed)}
    known = Known(dict.fromkeys([f"{base}/144/1", f"{base}/144/1/agenda", f"{base}/144/2"], "f"), listed)
    again = list(source(ness).files(known))
    assert only(again, Unchanged) == [
        Unchanged(f"{base}/144/1"),
        Unchanged(f"{base}/144/1/agenda"),
        Unchanged(f"{base}/144/2"),
    ]
    assert only(again, Listed) == list(listed.values())


@pytest.mark.parametrize(
    "address", ["https://ness.example/", "gopher+https://x/", "moderngov+ftp://x/", "moderngov+https://"]
)
def test_an_address_of_no_system_is_refused(address: str) -> None:
    with pytest.raises(SourceError, match=r"is of no system that can be read: put one of moderngov\+https://…"):
        source_of(address, Facts(), WebOptions(Web(1000)))


def test_a_path_is_no_address() -> None:
    assert source_of("/minutes/2024", Facts(), WebOptions(Web(1000))) is None
