"""The Atom feed of commitments: valid, stable, and safe whatever a record holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from lxml import etree

from ingest.minutes import CommitmentType
from search_api.app import create_app
from search_api.becoming import Registered
from search_api.feed import NEWEST, newest
from search_api.service import Service
from tests.commitment_fixtures import BINS, MARCH, committed, record, register_service
from tests.fakes import memory_service

ATOM = {"a": "http://www.w3.org/2005/Atom", "x": "http://www.w3.org/1999/xhtml"}
FEED = "/commitments/feed.atom"


@pytest.fixture
def service() -> Service:
    return register_service()


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(create_app(service), base_url="http://minutes.example:8000") as client:
        yield client


def read(client: TestClient, query: str = "") -> etree._Element:
    response = client.get(f"{FEED}{query}")
    assert (response.status_code, response.headers["content-type"]) == (200, "application/atom+xml; charset=utf-8")
    return etree.fromstring(response.content)


def said(root: etree._Element, path: str) -> list[str]:
    return ["".join(found.itertext()) for found in root.xpath(path, namespaces=ATOM)]


def test_a_feed_has_all_that_the_standard_asks_for(client: TestClient, service: Service) -> None:
    root = read(client, "?q=figures&type=")
    added = service.index.read("id-march.txt").added

    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    for path in ("a:id", "a:title", "a:updated", "a:author/a:name"):
        assert len(said(root, path)) == 1
    assert root.xpath("a:link[@rel='self']/@href", namespaces=ATOM) == [f"http://minutes.example:8000{FEED}?q=figures"]
    assert said(root, "a:updated") == [f"{added}T00:00:00Z"]
    entries = root.xpath("a:entry", namespaces=ATOM)
    assert len(entries) == 3
    for entry in entries:
        for path in ("a:id", "a:title", "a:updated", "a:content"):
            assert len(said(entry, path)) == 1
    ids = said(root, "//a:id")
    assert len(set(ids)) == 4
    assert all(UUID(one).urn == one for one in ids)


def test_an_entry_quotes_and_cites(client: TestClient) -> None:
    root = read(client, "?state=not_mentioned&who=neill")

    assert said(root, "a:entry/a:title") == ["Request: Cllr O'Neill <b>& others</b> – Caseloads"]
    assert said(root, "a:entry//x:blockquote") == [BINS]
    assert root.xpath("//x:blockquote/@lang", namespaces=ATOM) == ["en"]
    assert said(root, "a:entry//x:a") == ["Torbay Council, Cabinet, 4 June 2024, Minute 31"]
    (link,) = root.xpath("a:entry//x:a/@href", namespaces=ATOM)
    assert link.startswith("http://minutes.example:8000/documents/id-june.txt?start=")
    (page,) = root.xpath("a:entry/a:link[@rel='alternate']/@href", namespaces=ATOM)
    assert page == "http://minutes.example:8000/commitments/bins"
    assert client.get(urlsplit(link).path).status_code == 200


def test_ids_stay_when_the_archive_grows_and_wherever_it_is_served(client: TestClient, service: Service) -> None:
    before = said(read(client, "?state=done"), "a:entry/a:id")
    more = record("more.txt", date(2024, 12, 3), "50", "The depot would be painted.")
    service.index.put(
        replace(more, commitments=(committed(more, "The depot would be painted.", "paint", CommitmentType.ACTION),))
    )
    elsewhere = TestClient(create_app(service), base_url="https://elsewhere.example")

    assert said(read(elsewhere, "?state=done"), "a:entry/a:id") == before
    assert len(said(read(client), "a:entry/a:id")) == 9


def test_the_newest_come_first_by_the_day_on_which_they_were_added(service: Service) -> None:
    every = list(service.register().commitments)

    def added(one: Registered, day: date | None) -> Registered:
        place = replace(one.entry.place, record=replace(one.entry.place.record, added=day))
        return replace(one, entry=replace(one.entry, place=place))

    days = {"drawn": date(2025, 2, 2), "nowhen": None}
    found = newest(added(one, days.get(one.entry.commitment.id, MARCH)) for one in every)

    order = [one.entry.commitment.id for one in found]
    assert order[0] == "drawn"
    assert order[1] == "done"
    assert set(order[2:4]) == {"later", "bins"}
    assert order[-1] == "nowhen"
    assert len(newest(every * 10)) == NEWEST


def test_a_feed_is_valid_whatever_a_record_holds(service: Service, client: TestClient) -> None:
    words = "It would <cost> £5 & \x00\x0b\ufffe ]]> \U0001f3db\ufe0f \u202e and more."
    strange = record("strange.txt", MARCH, "7", words, item="Roof \x1b[1m <i>")
    service.index.put(
        replace(strange, commitments=(committed(strange, words, "strange", CommitmentType.ACTION, who="Mr\x07 X & Y"),))
    )
    root = read(client, "?type=action&who=y")

    assert said(root, "a:entry/a:title") == ["Action: Mr\ufffd X & Y – Roof \ufffd[1m <i>"]
    assert said(root, "//x:blockquote") == [
        "It would <cost> £5 & \ufffd\ufffd\ufffd ]]> \U0001f3db\ufe0f \u202e and more."
    ]
    assert read(client, "?q=%07cost%26") is not None


def test_what_cannot_be_asked_is_a_problem(client: TestClient) -> None:
    for query in ("?type=promise", "?sort=newest", "?limit=3"):
        refused = client.get(f"{FEED}{query}")
        assert (refused.status_code, refused.headers["content-type"]) == (400, "application/problem+json")


def test_an_empty_feed_is_a_feed() -> None:
    root = read(TestClient(create_app(memory_service())))
    assert said(root, "a:entry") == []
    assert said(root, "a:updated") == ["1970-01-01T00:00:00Z"]
