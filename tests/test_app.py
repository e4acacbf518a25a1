from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from index.backend import Results
from ingest.errors import (
    AnswerError,
    ArchiveBusyError,
    EncoderError,
    MinutebookError,
    ModelMismatchError,
    QueryError,
    StoreError,
    UnknownDocumentError,
)
from search_api.api import content_type, inline
from search_api.app import create_app
from search_api.service import Service
from tests.fakes import ingest, memory_service

HEAD = "Minutes of the Cabinet\n"
CASELOADS = "12. Caseloads\nThe average had fallen to twenty. Nobody was absent.\n"
ROOF = "13. Roof\nIt would be mended by May.\n"
CABINET = HEAD + CASELOADS + ROOF
SIDECAR = """{"council": "Harrow Council", "committee": "Cabinet", "date": "2024-03-12", "title": "Cabinet minutes",
 "status": "draft"}"""
PARISH = "1. Bench\nA bench was bought.\n2. Pond\nThe pond was dry.\n"


@pytest.fixture
def service(tmp_path: Path) -> Service:
    service = memory_service()
    ingest(service, tmp_path, {"cabinet.txt": CABINET, "cabinet.txt.json": SIDECAR, "parish.txt": PARISH})
    return service


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(create_app(service)) as client:
        yield client


def document_id(client: TestClient, title: str) -> str:
    documents = client.get("/api/documents").json()["documents"]
    return str(next(d["id"] for d in documents if d["title"] == title))


def citation(tmp_path: Path, start: int, end: int) -> dict[str, Any]:
    identifier = hashlib.sha256(str(tmp_path / "cabinet.txt").encode()).hexdigest()[:12]
    check = hashlib.sha256(CABINET[start:end].encode()).hexdigest()[:8]
    return {
        "reference": "Harrow Council, Cabinet, 12 March 2024, Minute 12",
        "council": "Harrow Council",
        "committee": "Cabinet",
        "meeting_date": "2024-03-12",
        "status": "draft",
        "item_title": "Caseloads",
        "minute_number": "12",
        "page": None,
        "page_end": None,
        "ocr": False,
        "language": "en",
        "superseded_by": None,
        "document": {
            "id": identifier,
            "title": "Cabinet minutes",
            "source": str(tmp_path / "cabinet.txt"),
            "sha256": hashlib.sha256(CABINET.encode()).hexdigest(),
        },
        "start": start,
        "end": end,
        "quote": CABINET[start:end],
        "link": f"/documents/{identifier}?start={start}&end={end}&check={check}#quote",
    }


def test_search_says_what_was_found_and_why(client: TestClient, tmp_path: Path) -> None:
    found = client.get("/api/search", params={"q": "average caseload"})
    body = found.json()

    assert found.headers["content-type"] == "application/json"
    assert body.pop("took_ms") >= 0
    identifier = body["hits"][0].pop("id")
    assert 0 < body["hits"][0].pop("score") <= 1
    text = CASELOADS.rstrip("\n")
    assert body == {
        "query": "average caseload",
        "total": 1,
        "sort": "relevance",
        "hits": [
            {
                "text": text,
                "kind": "minutes",
                # "12. " has 4 characters and "Caseloads" 9; "12. Caseloads\nThe " has 18, and "average" 7.
                "highlights": [[4, 4 + 9], [18, 18 + 7]],
                "why": {"dense_rank": 1, "lexical_rank": 1},
                "also_at": [],
                "citation": citation(tmp_path, len(HEAD), len(HEAD + text)),
                "commitments": [],
            }
        ],
    }
    passage = client.get(f"/api/passages/{identifier}").json()
    assert passage == {
        "id": identifier,
        "position": 1,
        "text": text,
        "kind": "minutes",
        "citation": citation(tmp_path, len(HEAD), len(HEAD + text)),
    }


def test_ask_quotes_and_cites(client: TestClient, tmp_path: Path) -> None:
    answer = client.get("/api/ask", params={"q": "what was said about the average?"}).json()

    sentence = "The average had fallen to twenty."
    # "Minutes of the Cabinet\n" has 23 characters, "12. Caseloads\n" 14, and the sentence 33.
    assert answer == {
        "question": "what was said about the average?",
        "found": True,
        "answer": f"{sentence} [1]",
        "lacking": None,
        "mode": "extractive",
        "listed": None,
        "statements": [
            {"text": sentence, "citation": citation(tmp_path, 37, 37 + 33), "also_at": [], "further": []},
        ],
        "nearest": [],
        "searched": {"documents": 2, "passages": 5, "from": "2024-03-12", "to": "2024-03-12", "gaps": []},
    }


def test_ask_says_that_the_archive_does_not_say(client: TestClient) -> None:
    answer = client.get("/api/ask", params={"q": "expensive roof", "council": "harrow council"}).json()

    assert (answer["found"], answer["answer"], answer["statements"]) == (False, "", [])
    assert [near["citation"]["item_title"] for near in answer["nearest"]] == ["Roof"]
    held = {"documents": 1, "passages": 3, "from": "2024-03-12", "to": "2024-03-12"}
    assert answer["searched"] == held | {"gaps": []}


def test_quotes_are_the_text_that_the_api_serves(client: TestClient) -> None:
    hits = client.get("/api/search", params={"q": "caseloads roof bench pond"}).json()["hits"]

    assert len(hits) == 4
    for hit in hits:
        cited = hit["citation"]
        text = client.get(f"/api/documents/{cited['document']['id']}/text")
        assert text.headers["content-type"] == "text/plain; charset=utf-8"
        assert text.content.decode()[cited["start"] : cited["end"]] == cited["quote"] == hit["text"]


def test_documents_are_listed_narrowed_and_paged(client: TestClient) -> None:
    every = client.get("/api/documents").json()
    assert (every["total"], [d["title"] for d in every["documents"]]) == (2, ["Cabinet minutes", "parish"])
    second = client.get("/api/documents", params={"limit": 1, "offset": 1}).json()
    assert (second["total"], [d["title"] for d in second["documents"]]) == (2, ["parish"])
    dated = client.get("/api/documents", params={"from": "2024-03-12", "to": "2024-03-12"}).json()
    assert [d["title"] for d in dated["documents"]] == ["Cabinet minutes"]
    assert (
        client.get(every["documents"][0]["link"].replace("/documents", "/api/documents")).json()
        == (every["documents"][0])
    )


@pytest.mark.parametrize(
    "narrowing",
    [
        {"council": "Harow"},
        {"committee": "Planning"},
        {"from": "2024-03-13"},
        {"to": "2024-03-11"},
        {"kind": "interest"},
    ],
)
def test_a_filter_that_matches_nothing_returns_nothing(client: TestClient, narrowing: dict[str, str]) -> None:
    found = client.get("/api/search", params={"q": "caseloads", **narrowing}).json()
    assert (found["total"], found["hits"]) == (0, [])


def test_an_empty_filter_is_no_filter(client: TestClient) -> None:
    empty = {"council": "", "committee": " ", "from": "", "to": "", "kind": "", "sort": "", "limit": ""}
    assert client.get("/api/search", params={"q": "caseloads", **empty}).json()["total"] == 1


def test_pages_of_hits_are_parts_of_one_list(client: TestClient) -> None:
    words = "caseloads roof bench pond"
    every = client.get("/api/search", params={"q": words}).json()
    paged = [client.get("/api/search", params={"q": words, "limit": 1, "offset": n}).json() for n in range(5)]
    assert [page["total"] for page in paged] == [4] * 5
    assert [hit["id"] for page in paged for hit in page["hits"]] == [hit["id"] for hit in every["hits"]]


def test_sorting_by_date_puts_the_undated_last(client: TestClient) -> None:
    for order in ("newest", "oldest"):
        hits = client.get("/api/search", params={"q": "roof bench", "sort": order}).json()["hits"]
        assert [hit["citation"]["meeting_date"] for hit in hits] == ["2024-03-12", None]


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("", "q is missing: give the words or the question to look for"),
        ("q=%20", "q is missing: give the words or the question to look for"),
        ("q=a&limit=0", "limit='0' cannot be used: give a whole number from 1 to 100"),
        ("q=a&limit=101", "limit='101' cannot be used: give a whole number from 1 to 100"),
        ("q=a&offset=-1", "offset='-1' cannot be used: give a whole number from 0: how many to leave out at the start"),
        ("q=a&sort=best", "sort='best' cannot be used: give one of relevance, newest, oldest"),
        (
            "q=a&from=2024",
            "from='2024' cannot be used: give the first day, a date as YYYY-MM-DD, for example 2025-01-30",
        ),
        (
            "q=a&to=2024-02-30",
            "to='2024-02-30' cannot be used: give the last day, a date as YYYY-MM-DD, for example 2025-01-30",
        ),
        ("q=a&from=2024-02-02&to=2024-02-01", "the range of dates is empty: from 2024-02-02 is after to 2024-02-01"),
        ("q=a&comittee=Cabinet", "'comittee' is no parameter here: did you mean committee?"),
        ("q=a&Council=Harrow", "'Council' is no parameter here: did you mean council?"),
        (
            "q=a&since=2024-01-01",
            "'since' is no parameter here: known are council, committee, from, to, q, kind, limit, offset, sort",
        ),
        ("q=a&council=x&council=y", "'council' is given 2 times: give it once"),
        ("q=" + "a" * 2001, "the question has 2,001 characters, 2,000 at most: shorten it"),
    ],
)
def test_bad_parameters_are_named_with_what_to_give(client: TestClient, query: str, detail: str) -> None:
    refused = client.get(f"/api/search?{query}")
    assert refused.headers["content-type"] == "application/problem+json"
    assert (refused.status_code, refused.json()) == (
        400,
        {
            "type": "/docs#bad-request",
            "title": "The request cannot be used as it is",
            "status": 400,
            "detail": detail,
        },
    )


def test_ask_and_documents_know_their_own_parameters(client: TestClient) -> None:
    refused = client.get("/api/ask", params={"q": "a", "limit": "5"})
    assert (refused.status_code, refused.json()["detail"]) == (
        400,
        "'limit' is no parameter here: known are council, committee, from, to, q, kind",
    )
    assert client.get("/api/documents", params={"kind": "report"}).status_code == 400


def test_all_that_is_wrong_is_told_at_once(client: TestClient) -> None:
    detail = client.get("/api/search?limit=x&kind=y").json()["detail"]
    assert [part.split(" ")[0] for part in detail.split("; ")] == ["q", "kind='y'", "limit='x'"]


@pytest.mark.parametrize("path", ["/api/documents/x", "/api/documents/x/text", "/api/documents/x/original"])
def test_an_unknown_document_is_not_found(client: TestClient, path: str) -> None:
    missing = client.get(path)
    assert (missing.status_code, missing.json()["type"]) == (404, "/docs#not-held")
    assert missing.json()["detail"].startswith("the archive holds no document x")


def test_an_unknown_passage_path_or_method_is_a_problem_too(client: TestClient) -> None:
    assert client.get("/api/passages/x").json()["detail"].startswith("the archive holds no passage x")
    lost = client.get("/api/serch")
    assert (lost.status_code, lost.json()["type"]) == (404, "/docs#no-such-page")
    posted = client.post("/api/search")
    assert (posted.status_code, posted.json()["type"]) == (405, "/docs#method-not-allowed")
    assert (posted.headers["allow"], posted.json()["detail"]) == ("GET", "POST is not possible on /api/search: use GET")


@pytest.mark.parametrize(
    ("error", "status", "name"),
    [
        (QueryError("say what"), 400, "bad-request"),
        (UnknownDocumentError("no such"), 404, "not-held"),
        (ArchiveBusyError("wait"), 503, "archive-busy"),
        (StoreError("damaged"), 503, "archive-unavailable"),
        (ModelMismatchError("other model"), 503, "archive-unavailable"),
        (EncoderError("no model"), 503, "model-unavailable"),
        (AnswerError("no quote"), 500, "internal-error"),
        (MinutebookError("anything"), 500, "internal-error"),
    ],
)
def test_each_error_has_its_status(
    service: Service, monkeypatch: pytest.MonkeyPatch, error: MinutebookError, status: int, name: str
) -> None:
    def fail(*_: object) -> Results:
        raise error

    monkeypatch.setattr(service, "search", fail)
    told = TestClient(create_app(service)).get("/api/search?q=a")
    assert (told.status_code, told.json()["status"], told.json()["type"]) == (status, status, f"/docs#{name}")
    assert told.json()["detail"] == str(error)


def test_an_unexpected_error_is_logged_and_not_shown(
    service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> Results:
        raise RuntimeError("secret inside")

    monkeypatch.setattr(service, "search", fail)
    client = TestClient(create_app(service))
    with caplog.at_level(logging.ERROR, "minutebook"):
        told = client.get("/api/search?q=a")
    assert (told.status_code, told.json()["type"]) == (500, "/docs#internal-error")
    assert "secret" not in told.text
    assert "secret inside" in caplog.text
    assert told.headers["x-content-type-options"] == "nosniff"
    assert 'minutebook_requests_total{method="GET",route="/api/search",status="500"} 1.0' in client.get("/metrics").text


def test_the_original_is_served_as_found_and_kept_from_running(client: TestClient, tmp_path: Path) -> None:
    original = client.get(f"/api/documents/{document_id(client, 'Cabinet minutes')}/original")
    assert original.content == (tmp_path / "cabinet.txt").read_bytes()
    assert original.headers["content-type"] == "text/plain; charset=utf-8"
    assert original.headers["content-disposition"] == "inline; filename=\"cabinet.txt\"; filename*=UTF-8''cabinet.txt"
    assert original.headers["x-content-type-options"] == "nosniff"
    assert original.headers["content-security-policy"].startswith("sandbox;")


def test_an_html_original_in_another_encoding_says_its_own(tmp_path: Path) -> None:
    service = memory_service()
    page = '<html><head><meta charset="windows-1252"><title>t</title></head><body><p>Café paid £5.</p></body></html>'
    ingest(service, tmp_path, {"page.html": page.encode("cp1252")})
    client = TestClient(create_app(service))
    original = client.get(f"/api/documents/{client.get('/api/documents').json()['documents'][0]['id']}/original")
    assert original.headers["content-type"] == "text/html"
    assert original.content == page.encode("cp1252")


def test_a_pdf_is_not_sandboxed_since_browsers_would_not_show_it(tmp_path: Path) -> None:
    service = memory_service()
    pdf = next(Path("corpus/documents/cabinet").glob("*.pdf")).read_bytes()
    ingest(service, tmp_path / "pdf", {"minutes.pdf": pdf})
    client = TestClient(create_app(service))
    original = client.get(f"/api/documents/{client.get('/api/documents').json()['documents'][0]['id']}/original")
    assert original.headers["content-type"] == "application/pdf"
    assert original.headers["content-security-policy"] == "frame-ancestors 'none'"
    assert original.content == pdf


def test_a_file_name_cannot_break_out_of_its_header() -> None:
    assert inline('Señor "x"\r\n.pdf') == (
        "inline; filename=\"Se_or _x___.pdf\"; filename*=UTF-8''Se%C3%B1or%20%22x%22%0D%0A.pdf"
    )


def test_only_a_text_in_utf_8_is_declared_as_such() -> None:
    assert content_type("text/plain", "£5".encode()) == "text/plain; charset=utf-8"
    assert content_type("text/plain", "£5".encode("cp1252")) == "text/plain"
    assert content_type("application/pdf", b"%PDF") == "application/pdf"


def test_health_and_readiness(client: TestClient, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready"}

    def fail(*_: object) -> Results:
        raise StoreError("the disk is gone")

    monkeypatch.setattr(service, "search", fail)
    unready = client.get("/readyz")
    assert (unready.status_code, unready.json()) == (503, {"status": "not ready", "reason": "the disk is gone"})
    assert client.get("/healthz").status_code == 200


def test_metrics_count_by_route_and_gauge_the_archive(client: TestClient) -> None:
    identifier = document_id(client, "parish")
    for path in (f"/api/documents/{identifier}", f"/documents/{identifier}", "/static/style.css", "/wp-login.php"):
        client.get(path)
    metrics = client.get("/metrics")
    assert metrics.headers["content-type"].startswith("text/plain; version=")
    for line in (
        'minutebook_requests_total{method="GET",route="/api/documents/{document_id}",status="200"} 1.0',
        'minutebook_requests_total{method="GET",route="/documents/{document_id}",status="200"} 1.0',
        'minutebook_requests_total{method="GET",route="/static",status="200"} 1.0',
        'minutebook_requests_total{method="GET",route="unknown",status="404"} 1.0',
        'minutebook_request_seconds_count{route="/api/documents/{document_id}"} 1.0',
        "minutebook_documents 2.0",
        "minutebook_passages 5.0",
    ):
        assert line in metrics.text.splitlines()
    assert identifier not in metrics.text


def test_metrics_outlive_the_archive(client: TestClient, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise StoreError("the disk is gone")

    monkeypatch.setattr(service.index, "stats", fail)
    assert "minutebook_documents NaN" in client.get("/metrics").text


def test_two_applications_count_apart(service: Service) -> None:
    one, other = TestClient(create_app(service)), TestClient(create_app(service))
    one.get("/healthz")
    assert 'route="/healthz"' not in other.get("/metrics").text


def test_every_response_carries_the_safety_headers(client: TestClient) -> None:
    for path in ("/", "/api/search?q=a", "/nope", "/static/style.css", "/openapi.json"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


def test_the_schema_names_every_parameter_once(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    names = [parameter["name"] for parameter in schema["paths"]["/api/search"]["get"]["parameters"]]
    assert names == ["council", "committee", "from", "to", "q", "kind", "limit", "offset", "sort"]
    assert all("422" not in methods["get"]["responses"] for methods in schema["paths"].values())


@pytest.mark.parametrize(
    "words", ["\x00", "\ufeff", "🏛️ 中文", "a\u0301", "' OR 1=1 --", 'title:"x" AND (', "\u202e", "?!"]
)
def test_any_words_can_be_asked(client: TestClient, words: str) -> None:
    for path in ("/api/search", "/api/ask", "/"):
        assert client.get(path, params={"q": words}).status_code in {200, 400}


def test_a_very_large_offset_finds_nothing_more(client: TestClient) -> None:
    found = client.get("/api/search", params={"q": "caseloads", "offset": str(10**30)})
    assert (found.status_code, found.json()["total"], found.json()["hits"]) == (200, 1, [])
