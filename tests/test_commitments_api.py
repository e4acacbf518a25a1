"""The register of commitments over HTTP: JSON, lists and what a search says of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ingest.minutes import CommitmentType
from search_api.app import create_app
from search_api.service import Service
from tests.commitment_fixtures import (
    APPROVED,
    BINS,
    DONE,
    DRAWN,
    FIGURES,
    LATER,
    LEAF,
    MARCH,
    committed,
    record,
    register_service,
)
from tests.fakes import memory_service


@pytest.fixture
def service() -> Service:
    return register_service()


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(create_app(service)) as client:
        yield client


def found(client: TestClient, query: str = "") -> dict[str, Any]:
    response = client.get(f"/api/commitments?{query}")
    assert response.status_code == 200
    body: dict[str, Any] = response.json()
    return body


def ids(client: TestClient, query: str = "") -> list[str]:
    return [one["id"] for one in found(client, query)["commitments"]]


def test_a_commitment_is_published_whole(client: TestClient) -> None:
    one = client.get("/api/commitments/figures").json()
    by_id = {other["id"]: other for other in found(client)["commitments"]}

    assert one == by_id["figures"]
    later, done = by_id["later"]["citation"], by_id["done"]["citation"]
    may = {"text": "by the end of May 2024", "earliest": "2024-03-05", "latest": "2024-05-31"}
    autumn = {"text": "by 30 September 2024", "earliest": "2024-06-04", "latest": "2024-09-30"}
    citation = one.pop("citation")
    assert one == {
        "id": "figures",
        "type": "undertaking",
        "types": ["undertaking"],
        "who": "The Director of Housing",
        "to": "Members",
        "what": "circulate the caseload figures of each officer by the end of May 2024.",
        "about": "Caseloads",
        "by_when": may,
        "polarity": "positive",
        "modality": "will",
        "condition": None,
        "quoted_earlier": False,
        "state": "done",
        "state_text": "Reported done on 3 September 2024",
        "meetings_since": 2,
        "rests_on": done,
        "moved": {"before": may, "after": autumn, "citation": later},
        "later": [later, done],
        "earlier": [],
        "also_at": [],
        "link": "/commitments/figures",
    }
    assert citation["quote"] == FIGURES
    assert citation["reference"] == "Torbay Council, Cabinet, 5 March 2024, Minute 12"
    assert by_id["later"]["earlier"] == by_id["done"]["earlier"] == [citation]
    assert (by_id["later"]["types"], by_id["later"]["quoted_earlier"]) == (["undertaking", "target"], True)
    assert (by_id["bins"]["condition"], by_id["bins"]["modality"]) == ("subject to funds", "may")
    assert (by_id["leaf"]["polarity"], by_id["leaf"]["what"]) == ("negative", LEAF)


def test_every_quote_is_the_text_that_the_api_serves(client: TestClient) -> None:
    quotes = set()
    for one in found(client)["commitments"]:
        for citation in (one["citation"], *one["later"], *one["earlier"]):
            text = client.get(f"/api/documents/{citation['document']['id']}/text").text
            assert text[citation["start"] : citation["end"]] == citation["quote"]
            quotes.add(citation["quote"])
    assert quotes == {FIGURES, APPROVED, LEAF, LATER, BINS, DONE, DRAWN}


def test_states_are_said_in_words_and_counted(client: TestClient) -> None:
    body = found(client)

    assert {one["id"]: (one["state"], one["state_text"]) for one in body["commitments"]} == {
        "done": (None, "Reports on an earlier commitment"),
        "later": ("not_mentioned", "Not mentioned since: 1 later meeting of the Cabinet is held"),
        "bins": ("not_mentioned", "Not mentioned since: 1 later meeting of the Cabinet is held"),
        "drawn": ("open", "Open: no later meeting of the Board is held"),
        "figures": ("done", "Reported done on 3 September 2024"),
        "approved": (None, "Settled at its own meeting"),
        "leaf": ("not_mentioned", "Not mentioned since: 2 later meetings of the Cabinet are held"),
        "nowhen": ("open", "Open: the date of its meeting is not stated, so that none can be told to be later"),
    }
    nothing = dict.fromkeys(("late", "refused", "superseded", "repeated"), 0)
    assert body["states"] == {"open": 2, "done": 1, "not_mentioned": 3} | nothing
    assert body["types"]["assurance"] == 2
    assert sum(body["types"].values()) == body["total"] == 8


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["done", "later", "bins", "drawn", "figures", "approved", "leaf", "nowhen"]),
        ("sort=oldest", ["drawn", "figures", "approved", "leaf", "later", "bins", "done", "nowhen"]),
        ("sort=due&limit=2", ["figures", "later"]),
        ("limit=2&offset=1", ["later", "bins"]),
        ("q=figures", ["done", "later", "figures"]),
        ("q=figures+caseload+may", ["figures"]),
        ("type=target", ["later"]),
        ("type=followup", ["done"]),
        ("who=director", ["later", "figures"]),
        ("item=matters", ["done"]),
        ("state=done", ["figures"]),
        ("state=refused", []),
        ("council=torbay++council&committee=board", ["drawn", "nowhen"]),
        ("committee=Nowhere", []),
        ("from=2024-06-04&to=2024-06-04", ["later", "bins"]),
        ("q=giraffe", []),
        ("q=&type=&who=&state=&council=&item=&from=&to=&sort=&limit=1&offset=", ["done"]),
        ("limit=500&offset=100", []),
    ],
)
def test_filters_narrow_and_orders_sort(client: TestClient, query: str, expected: list[str]) -> None:
    assert ids(client, query) == expected


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("type=promise", "type='promise' cannot be used: give one of resolution, recommendation, action, "),
        ("state=kept", "state='kept' cannot be used: give one of open, done, late, refused, superseded, "),
        ("limit=501", "limit='501' cannot be used: give a whole number from 1 to 500"),
        ("from=May", "from='May' cannot be used: give the first day"),
        ("from=2024-02-02&to=2024-02-01", "the range of dates is empty"),
        ("q=%3F", "no word or number to look for"),
        ("kind=minutes", "'kind' is no parameter here: known are council, "),
        ("q=a&q=b", "'q' is given 2 times"),
    ],
)
def test_what_cannot_be_asked_is_a_problem(client: TestClient, query: str, detail: str) -> None:
    for path in ("/api/commitments", "/api/commitments/export"):
        refused = client.get(f"{path}?format=csv&{query}" if path.endswith("export") else f"{path}?{query}")
        if path.endswith("export") and query.startswith("limit"):
            detail = "'limit' is no parameter here"
        assert (refused.status_code, refused.headers["content-type"]) == (400, "application/problem+json")
        assert refused.json()["detail"].startswith(detail)


def test_an_unknown_commitment_is_not_found(client: TestClient) -> None:
    missing = client.get("/api/commitments/x")
    assert (missing.status_code, missing.json()["type"]) == (404, "/docs#not-held")
    assert missing.json()["detail"].startswith("the archive holds no commitment x")


def exported(client: TestClient, query: str) -> list[dict[str, str]]:
    response = client.get(f"/api/commitments/export?format=csv&{query}")
    assert response.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def test_a_list_in_csv_has_full_references_of_both_sentences(client: TestClient) -> None:
    (row,) = exported(client, "state=done")
    one = client.get("/api/commitments/figures").json()

    for prefix, citation in (("", one["citation"]), ("state_", one["rests_on"])):
        for name in ("reference", "council", "committee", "meeting_date", "minute_number", "quote", "link"):
            assert row[prefix + name] == citation[name]
        assert row[f"{prefix}source"] == citation["document"]["source"]
        assert (row[f"{prefix}start"], row[f"{prefix}end"]) == (str(citation["start"]), str(citation["end"]))
    assert (row["page"], row["state_page"]) == ("", "")
    assert (row["by_when"], row["latest"], row["moved_to"]) == (
        "by the end of May 2024",
        "2024-05-31",
        "by 30 September 2024",
    )
    assert (row["state"], row["state_text"], row["guarded"]) == ("done", "Reported done on 3 September 2024", "")


def test_a_list_is_of_all_and_no_cell_of_it_is_a_formula(client: TestClient) -> None:
    rows = {row["id"]: row for row in exported(client, "")}

    assert list(rows) == ids(client)
    assert (rows["drawn"]["quote"], rows["drawn"]["guarded"]) == (f"'{DRAWN}", "quote")
    assert (rows["leaf"]["who"], rows["leaf"]["state_quote"]) == ("not stated", "")
    assert rows["nowhen"]["meeting_date"] == "not stated"
    assert [row["id"] for row in exported(client, "sort=oldest&committee=Board")] == ["drawn", "nowhen"]
    assert exported(client, "council=Nowhere") == []


def test_a_list_in_json_is_exact(client: TestClient) -> None:
    response = client.get("/api/commitments/export?format=json&q=figures&sort=oldest")
    body = response.json()

    assert response.headers["content-disposition"] == 'attachment; filename="minutebook-commitments-figures.json"'
    assert (body["total"], [one["id"] for one in body["commitments"]]) == (3, ["figures", "later", "done"])
    assert body["commitments"][0]["state_quote"] == DONE
    assert body["commitments"][1]["state_quote"] is None
    assert client.get("/api/commitments/export?format=json&q=giraffe").json() == {"total": 0, "commitments": []}


def test_a_list_is_written_as_csv_or_json_alone(client: TestClient) -> None:
    for query, detail in (
        ("format=ris", "format='ris' cannot be used: give one of csv, json"),
        ("", "format is missing"),
    ):
        refused = client.get(f"/api/commitments/export?{query}")
        assert (refused.status_code, refused.json()["detail"].startswith(detail)) == (400, True)


def test_the_same_words_in_another_record_of_the_meeting_are_one_commitment(
    client: TestClient, service: Service
) -> None:
    copy = record("copy.txt", MARCH, "12", FIGURES, item="Caseloads")
    service.index.put(replace(copy, commitments=(committed(copy, FIGURES, "copied", CommitmentType.UNDERTAKING),)))

    one = client.get("/api/commitments/copied").json()
    sources = {citation["document"]["source"] for citation in (one["citation"], *one["also_at"])}
    assert (found(client)["total"], len(one["also_at"]), sources) == (8, 1, {"march.txt", "copy.txt"})
    assert one["also_at"][0]["quote"] == FIGURES
    hits = client.get("/api/search?q=caseload+figures").json()["hits"]
    held = {hit["text"]: [one["id"] for one in hit["commitments"]] for hit in hits}
    assert held[FIGURES] == [one["id"]]


def test_a_search_says_which_commitments_its_passages_hold(client: TestClient) -> None:
    hits = client.get("/api/search?q=caseload+figures").json()["hits"]
    held = {hit["text"]: hit["commitments"] for hit in hits}

    assert held[f"Figures. {FIGURES} It was late."] == [
        {
            "id": "figures",
            "type": "undertaking",
            "who": "The Director of Housing",
            "state": "done",
            "link": "/commitments/figures",
        }
    ]
    assert [(one["id"], one["state"]) for one in held[DONE]] == [("done", None)]


def test_an_archive_without_commitments_has_an_empty_register() -> None:
    client = TestClient(create_app(memory_service()))

    body = found(client)
    assert (body["total"], body["commitments"], set(body["states"].values())) == (0, [], {0})
    assert exported(client, "") == []
