"""Hansard's API over real HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from ingest.documents import read_without_ocr
from ingest.errors import SourceError
from ingest.found import Facts, Failure, Known, Raw, Unchanged
from ingest.sources import hansard
from ingest.sources.hansard import Hansard
from ingest.sources.meetings import WebOptions
from ingest.sources.web import Pace, Web
from tests.council_server import Chosen, CouncilServer, council

TODAY = date(2026, 11, 24)
QUICK = Pace(between=0.0, before_again=0.001, silent=2.0, whole=2.0, tries=2)
DEBATE = {
    "Overview": {
        "ExtId": "AB-1",
        "Title": "Harbour Lamps",
        "Date": "2024-03-05T00:00:00",
        "House": "Commons",
        "Location": "Commons Chamber",
    },
    "Items": [
        {"ItemType": "Contribution", "AttributedTo": "Jo Skerry (Ness) (Ind)", "Value": "<p>Four lamps are out.</p>"},
        {"ItemType": "Contribution", "AttributedTo": "The Minister", "Value": "They will be mended."},
        {"ItemType": "Contribution", "AttributedTo": "Jo Skerry", "Value": "When?"},
        {"ItemType": "Timestamp", "AttributedTo": None, "Value": ""},
    ],
}


def row(identity: str, day: str) -> dict[str, Any]:
    return {"DebateSectionExtId": identity, "SittingDate": f"{day}T00:00:00", "ContributionText": "…"}


@pytest.fixture
def server() -> Iterator[CouncilServer]:
    with council() as made:
        rows = [row("AB-1", "2024-03-05"), row("CD-2", "2026-11-03"), row("AB-1", "2024-03-05")]

        def page(asked: dict[str, str]) -> bytes:
            assert asked["queryParameters.searchTerm"] == "lamps"
            skip, take = (int(asked[f"queryParameters.{name}"]) for name in ("skip", "take"))
            return json.dumps({"TotalResultCount": 3, "Results": rows[skip : skip + take]}).encode()

        made.answers["/search/contributions/Spoken.json"] = Chosen(page)
        made.answers["/debates/debate/AB-1.json"] = json.dumps(DEBATE).encode()
        yield made


def source(server: CouncilServer) -> Hansard:
    return Hansard(
        f"hansard+{server.url}/?searchTerm=lamps", Facts(), WebOptions(Web(100_000, None, QUICK), today=TODAY)
    )


def test_a_debate_is_a_transcript_with_its_date(server: CouncilServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hansard, "PAGE", 2)
    debate, failure = source(server).files(Known())
    assert isinstance(debate, Raw)
    assert debate.source == f"hansard+{server.url}/debates/AB-1"
    read = read_without_ocr(debate, "")
    assert read.minutes.meeting.held_on == date(2024, 3, 5)
    assert (read.minutes.meeting.council, read.minutes.meeting.committee) == ("UK Parliament", "Commons")
    assert [block.text for block in read.minutes.document.blocks] == [
        "Harbour Lamps",
        "Commons Chamber, Tuesday 5 March 2024",
        "Jo Skerry (Ness) (Ind): Four lamps are out.",
        "The Minister: They will be mended.",
        "Jo Skerry: When?",
    ]
    assert {name for passage in read.passages for name in passage.speakers} >= {"The Minister"}
    assert isinstance(failure, Failure)
    assert failure.source == f"hansard+{server.url}/debates/CD-2"


def test_an_old_debate_that_is_held_is_not_fetched_again(server: CouncilServer) -> None:
    known = Known({f"hansard+{server.url}/debates/AB-1": "f"})
    first, _ = source(server).files(known)
    assert first == Unchanged(f"hansard+{server.url}/debates/AB-1")
    assert not any("AB-1.json" in path for path in server.asked)


def test_a_search_of_nothing_is_refused(server: CouncilServer) -> None:
    with pytest.raises(SourceError, match=r"says not what to look for: end it in \?searchTerm=WORDS"):
        Hansard(f"hansard+{server.url}/", Facts(), WebOptions(Web(1000)))


@pytest.mark.parametrize(
    "bad", [b"no json", b"[]", b'{"Results": [{"DebateSectionExtId": "x", "SittingDate": "soon"}]}']
)
def test_what_is_malformed_is_a_failure(server: CouncilServer, bad: bytes) -> None:
    server.answers["/search/contributions/Spoken.json"] = bad
    [failure] = source(server).files(Known())
    assert isinstance(failure, Failure)
    assert failure.reason.startswith("the search cannot be had: ")
