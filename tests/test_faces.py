"""How OCR, drafts, translations, packs and gaps are shown: JSON, pages and terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import lxml.html
import pytest
from fastapi.testclient import TestClient

from index.backend import Filters, Query
from index.memory import MemoryIndex
from ingest.minutes import Block, Failure, Kind, Listed, Meeting, Prepared, Status, Withheld
from ingest.workers import InProcess
from search_api.answer import Answer
from search_api.app import create_app
from search_api.service import Service
from search_api.terminal import show_answer, show_gaps, show_results, show_status
from search_api.views import page_list
from tests.fakes import HashingEncoder, QuotingAnswerer
from tests.index_fixtures import prepared

MAY = date(2024, 5, 1)
WORDS = {
    "draft.txt": "The depot cost fifteen thousand pounds.",
    "final.txt": "The depot cost twelve thousand pounds.",
    "scan.pdf": "The depot was painted green.",
    "cy.txt": "Paentiwyd wal y capel.",
    "en.txt": "The chapel wall was painted.",
    "pack.txt": "The depot roof was mended.",
}


def made(source: str, **stated: Any) -> Prepared:
    one = prepared(source, (WORDS[source], (1, 0, 0, 0)), minute_number="7", **stated)
    return Prepared(one.minutes, one.passages, HashingEncoder().encode_passages([WORDS[source]]), one.original)


def scanned() -> Prepared:
    one = made("scan.pdf", committee="Board", held_on=date(2024, 2, 1))
    block = Block(WORDS["scan.pdf"], page=3, turns=(10,), by_ocr=True)
    document = replace(one.minutes.document, blocks=(block,), how="PDF, 2 of 4 pages by OCR")
    return replace(one, minutes=replace(one.minutes, document=document))


@pytest.fixture
def service() -> Service:
    encoder = HashingEncoder()
    index = MemoryIndex(encoder=encoder.name, dimension=encoder.dimension)
    own = Meeting("Torbay Council", "Audit", date(2024, 1, 5), Status.UNKNOWN)
    for document in (
        made("draft.txt", held_on=MAY, status=Status.DRAFT),
        made("final.txt", held_on=MAY),
        scanned(),
        made("cy.txt", held_on=MAY, council="Cyngor Tref Rhydfach", language="cy"),
        made("en.txt", held_on=MAY, council="Rhydfach Town Council", committee="Town Council"),
        made("pack.txt", held_on=date(2024, 3, 1), committee="Board", record=Kind.AGENDA, own={0: own}),
    ):
        index.put(document)
    index.list_meeting(Listed("https://example.org/1", "Torbay Council", "Cabinet", date(2024, 5, 8)))
    index.list_meeting(Listed("m/2", "Torbay Council", None, date(2023, 5, 8)))
    index.fail(Failure("m/3.pdf", "read", "it is encrypted"))
    for source in ("m/4", "m/5"):
        index.withhold(Withheld(source, "restricted"))
    return Service(index, encoder, QuotingAnswerer(), InProcess())


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(create_app(service)) as client:
        yield client


def shown(client: TestClient, address: str) -> Any:
    response = client.get(address, headers={"accept": "text/html"})
    assert response.status_code == 200
    return lxml.html.document_fromstring(response.text)


def text(element: Any) -> str:
    return " ".join(element.text_content().split())


def cited(client: TestClient, words: str) -> dict[str, Any]:
    """The citations found, by source."""
    hits = client.get("/api/search", params={"q": words}).json()["hits"]
    return {hit["citation"]["document"]["source"]: hit["citation"] for hit in hits}


def test_citations_say_what_they_are(client: TestClient) -> None:
    found = cited(client, "depot")
    link = {"id": "id-final.txt", "link": "/documents/id-final.txt"}
    assert (found["draft.txt"]["superseded_by"], found["final.txt"]["superseded_by"]) == (link, None)
    scan = found["scan.pdf"]
    assert (scan["page"], scan["page_end"], scan["ocr"], scan["language"]) == (3, 4, True, "en")
    assert scan["reference"] == "Torbay Council, Board, 1 February 2024, Minute 7, pages 3–4 (read by OCR)"
    pack = found["pack.txt"]
    assert (pack["committee"], pack["meeting_date"], pack["status"]) == ("Audit", "2024-01-05", "unknown")
    assert pack["reference"] == "Torbay Council, Audit, 5 January 2024, Minute 7, in pack.txt"
    assert cited(client, "beth oedd wal y capel")["cy.txt"]["language"] == "cy"


def test_documents_say_how_they_were_read_and_what_stands_before_them(client: TestClient) -> None:
    scan = client.get("/api/documents/id-scan.pdf").json()
    assert (scan["how"], scan["ocr_pages"], scan["record"]) == ("PDF, 2 of 4 pages by OCR", [3, 4], "minutes")
    draft = client.get("/api/documents/id-draft.txt").json()
    assert draft["superseded_by"] == {"id": "id-final.txt", "link": "/documents/id-final.txt"}
    welsh = client.get("/api/documents/id-cy.txt").json()
    assert (welsh["language"], welsh["translation_of"]["id"]) == ("cy", "id-en.txt")


def test_what_is_found_is_tagged_in_words(client: TestClient) -> None:
    found = shown(client, "/?q=depot")
    facts = {
        text(hit.xpath(".//h3")[0]): text(hit.xpath(".//p[@class='facts']")[0]) for hit in found.xpath("//article")
    }
    assert facts["draft.txt"].endswith("Minute 7 Superseded draft see the minutes that replaced it")
    assert facts["final.txt"].endswith("Minute 7 Confirmed")
    assert facts["scan.pdf"].endswith("Minute 7 · pages 3–4 Confirmed Read by OCR")
    assert "/documents/id-final.txt" in found.xpath("//p[@class='facts']/a/@href")


def test_welsh_words_are_marked_as_welsh(client: TestClient) -> None:
    found = shown(client, "/?q=beth+oedd+wal+y+capel")
    assert [text(words) for words in found.xpath("//p[@lang='cy']")] == [WORDS["cy.txt"]]
    page = shown(client, "/documents/id-cy.txt")
    assert page.xpath("//article/@lang") == ["cy"]
    (notice,) = page.xpath("//p[@class='notice']")
    assert text(notice).startswith("This is the Welsh record of a meeting. The English record is held too.")
    assert notice.xpath(".//a/@href") == ["/documents/id-en.txt"]


def test_the_page_of_a_document_says_what_it_is_and_what_else_is_held(client: TestClient) -> None:
    draft = shown(client, "/documents/id-draft.txt?start=0&end=9")
    assert text(draft.xpath("//p[@class='notice']")[0]).startswith("This draft is superseded. See the minutes that")
    assert [text(one) for one in draft.xpath("//section[@aria-labelledby='others']//li")] == [
        "final.txt, minutes Confirmed"
    ]
    assert "Minute 7 (draft, superseded by the minutes)." in text(draft.xpath("//section[@class='cite']")[0])
    scan = shown(client, "/documents/id-scan.pdf")
    assert text(scan.xpath("//p[@class='notice']")[0]).startswith("Read by OCR: pages 3–4.")
    assert [text(page) for page in scan.xpath("//article//*[@class='page']")] == [
        "Page 3, read by OCR",
        "page 4, read by OCR",
    ]
    facts = [text(fact) for fact in shown(client, "/documents/id-pack.txt").xpath("//dl/div")]
    assert "KindAgenda" in facts
    assert "Also holdsMinutes of Audit, 5 January 2024" in facts


def test_what_is_not_held_is_listed(client: TestClient) -> None:
    gap = {
        "council": "Torbay Council",
        "committee": "Cabinet",
        "date": "2024-05-08",
        "reason": "no minutes are held of it",
        "source": "https://example.org/1",
    }
    older = gap | {"committee": None, "date": "2023-05-08", "source": "m/2"}
    assert client.get("/api/gaps").json() == {
        "total": 2,
        "gaps": [older, gap],
        "unread": [{"source": "m/3.pdf", "reason": "it is encrypted"}],
        "withheld": {"restricted": 2},
    }
    one = client.get("/api/gaps", params={"from": "2024-01-01", "limit": "1"}).json()
    assert (one["total"], one["gaps"]) == (1, [gap])

    page = shown(client, "/gaps")
    assert [text(heading) for heading in page.xpath("//h2")] == [
        "2 meetings listed and not held",
        "1 document that could not be read",
        "2 documents withheld",
    ]
    assert page.xpath("//tbody//a/@href") == ["https://example.org/1"]
    assert [text(cell) for cell in page.xpath("//tbody/tr[2]/*")] == [
        "8 May 2024",
        "Cabinet",
        "no minutes are held of it",
        "Torbay Council",
    ]
    assert "/gaps" in shown(client, "/documents").xpath("//main//a/@href")
    assert client.get("/gaps?from=yesterday", headers={"accept": "text/html"}).status_code == 400


SINCE_MAY = Filters(since=MAY)


def answered(service: Service, question: str) -> Answer:
    return replace(service.ask(question), gaps=service.index.gaps(SINCE_MAY, date(2024, 6, 1)))


def test_an_answer_says_what_is_not_held(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = answered(service, "depot painted green")
    sentence = "1 meeting that the source lists in this period is not held: Cabinet, 8 May 2024."
    assert list(show_answer(answer))[-1] == sentence
    monkeypatch.setattr(service, "ask", lambda *_: answer)
    client = TestClient(create_app(service))
    gaps = client.get("/api/ask?q=depot").json()["searched"]["gaps"]
    assert [(gap["committee"], gap["date"], gap["source"]) for gap in gaps] == [
        ("Cabinet", "2024-05-08", "https://example.org/1")
    ]
    (told,) = shown(client, "/?q=depot").xpath("//p[@class='lacking']")
    assert text(told) == f"{sentence} What is not held"
    assert told.xpath(".//a/@href") == ["/gaps?from=2024-05-08&to=2024-05-08"]


def test_the_terminal_says_the_same(service: Service) -> None:
    lines = "\n".join(show_results(service.search(Query("depot")), "depot"))
    assert "(superseded draft: see the minutes, document id-final.txt)" in lines
    assert "pages 3–4 (read by OCR)" in lines
    welsh = "\n".join(show_results(service.search(Query("beth oedd wal y capel")), "wal"))
    assert "(Welsh translation)" in welsh

    index = service.index
    status = list(show_status(index.stats(), index.failures(), gaps=3, withheld=2, commitments=4))
    assert "commitments 4" in status
    assert "read as     PDF: 1" in status
    assert "gaps        3 meetings that a source lists are not held: see minutebook status --gaps" in status
    assert "withheld    2 as restricted" in status
    assert "read by OCR 2 pages" in status
    assert "drafts      1 whose minutes are held as well" in status
    assert "Welsh       1 beside their English record" in status
    gaps = index.gaps(SINCE_MAY, date(2024, 6, 1))
    assert list(show_gaps(gaps, index.failures(), index.withheld())) == [
        "1 meeting that a source lists, not held",
        "  2024-05-08  Cabinet: no minutes are held of it",
        "              https://example.org/1",
        "1 document that could not be read",
        "  m/3.pdf: it is encrypted",
        "2 documents withheld: restricted",
    ]


def test_numbers_of_pages_in_words() -> None:
    assert page_list([3]) == "page 3"
    assert page_list([3, 5, 6, 7, 9]) == "pages 3, 5–7, 9"
