"""Legistar's web API over real HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from ingest.found import Facts, Failure, Known, Listed, Raw, Unchanged
from ingest.sources import legistar
from ingest.sources.legistar import Legistar
from ingest.sources.meetings import WebOptions
from ingest.sources.web import Pace, Web
from tests import council_server as serving
from tests.council_server import Chosen, CouncilServer, council

TODAY = date(2026, 11, 24)
QUICK = Pace(between=0.0, before_again=0.001, silent=2.0, whole=2.0, tries=2)


def event(number: int, day: str, body: str = "City Council", **more: str) -> dict[str, Any]:
    return {"EventId": number, "EventBodyName": body, "EventDate": f"{day}T00:00:00", **more}


def serve(server: CouncilServer, events: list[dict[str, Any]], items: list[dict[str, Any]]) -> None:
    def page(asked: dict[str, str]) -> bytes:
        skip, top = int(asked["$skip"]), int(asked["$top"])
        return json.dumps(events[skip : skip + top]).encode()

    server.answers["/v1/ness/Events"] = Chosen(page)
    for one in events:
        server.answers[f"/v1/ness/Events/{one['EventId']}/EventItems"] = json.dumps(items).encode()


ITEMS: list[dict[str, Any]] = [
    {"EventItemAgendaNumber": "1.", "EventItemTitle": "Lamps", "EventItemMinutesNote": "Four lamps were < five."},
    {
        "EventItemAgendaNumber": "2.",
        "EventItemTitle": "Boats",
        "EventItemActionText": "Sold.",
        "EventItemPassedFlagName": "Pass",
    },
    {"EventItemTitle": "Nothing was said", "EventItemMinutesNote": None},
]


@pytest.fixture
def server() -> Iterator[CouncilServer]:
    with council() as made:
        serve(made, [event(1, "2024-03-05"), event(2, "2026-11-03", "Harbour Board")], ITEMS)
        yield made


def source(server: CouncilServer, *committees: str, since: date | None = None) -> Legistar:
    options = WebOptions(Web(100_000, None, QUICK), committees, since, TODAY)
    return Legistar(f"legistar+{server.url}/v1/ness/", Facts(council="Ness"), options)


def test_each_meeting_is_its_record_and_is_listed(server: CouncilServer) -> None:
    first, first_listed, second, second_listed = source(server).files(Known())
    name = f"legistar+{server.url}/v1/ness/events"
    assert isinstance(first, Raw)
    assert (first.source, first.facts) == (f"{name}/1", Facts("Ness", "City Council", date(2024, 3, 5)))
    assert b"<h2>1. Lamps</h2><p>Minutes:</p><p>Four lamps were &lt; five.</p>" in first.data
    assert b"<h2>2. Boats</h2><p>Minutes:</p><p>Sold.</p><p>Pass</p>" in first.data
    assert b"Nothing was said" not in first.data
    assert isinstance(second, Raw)
    assert isinstance(first_listed, Listed)
    assert isinstance(second_listed, Listed)
    assert (second_listed.source, second_listed.committee) == (f"{name}/2", "Harbour Board")


def test_pages_are_turned(server: CouncilServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legistar, "ROWS", 2)
    serve(server, [event(number, "2024-03-05") for number in range(1, 6)], [])
    assert [one.source.rpartition("/")[2] for one in source(server).files(Known())] == ["1", "2", "3", "4", "5"]


def test_printed_minutes_are_fetched(server: CouncilServer) -> None:
    serve(server, [event(1, "2024-03-05", EventMinutesFile=f"{server.url}/m.pdf")], [])
    server.answers["/m.pdf"] = serving.body(b"%PDF-1.4 x", "application/octet-stream")
    paper, _ = source(server).files(Known())
    assert isinstance(paper, Raw)
    assert (paper.source.removeprefix(source(server).name), paper.media_type) == (
        "/events/1/minutes/Minutes.pdf",
        "application/pdf",
    )


def test_an_old_meeting_is_not_asked_for_again(server: CouncilServer) -> None:
    listed = {one.source: one for one in source(server).files(Known()) if isinstance(one, Listed)}
    known = Known(dict.fromkeys(listed, "f"), listed)
    server.asked.clear()
    assert [type(one) for one in source(server).files(known)] == [Unchanged, Listed, Unchanged, Listed]
    assert [path for path in server.asked if "/Events/1/" in path] == []
    assert len([path for path in server.asked if "/Events/2/" in path]) == 1


def test_one_body_only_and_since_a_day(server: CouncilServer) -> None:
    made = source(server, "harbour board", since=date(2026, 1, 1))
    assert [one.source.rpartition("/")[2] for one in made.files(Known())] == ["2", "2"]


@pytest.mark.parametrize("bad", [b"no json", b'{"Message": "sorry"}', b'[{"EventId": "x"}]', b"[" * 100_000, b"[1]"])
def test_what_is_malformed_is_a_failure_and_nothing_is_spoken_for(server: CouncilServer, bad: bytes) -> None:
    server.answers["/v1/ness/Events"] = bad
    made = source(server)
    [failure] = made.files(Known())
    assert isinstance(failure, Failure)
    assert failure.reason.startswith("its meetings cannot be had: ")
    assert not made.speaks_for(f"{made.name}/events/1")
