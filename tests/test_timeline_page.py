"""The timeline as JSON, as a page and on a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from fastapi.testclient import TestClient

from search_api.app import create_app
from search_api.frequency import Mention
from search_api.service import Service
from search_api.terminal import show_timeline
from search_api.timeline_page import HEIGHT, WIDTH, bars
from tests.fakes import ingest, memory_service

HTML = {"accept": "text/html,application/xhtml+xml"}
MARCH = "The Engineer reported that the repairs to the Salt Quay bridge would take six months."
JULY = "The Engineer reported that the repairs to the Salt Quay bridge would take at least two years."
MARKED = "Repairs to the Salt Quay bridge <b>would</b> be costly & slow, said Mr O'Neill of the quay."
DIARY = "Nobody at the Salt Quay bridge had been told when the repairs would be begun at all."


def document(text: str, number: int) -> str:
    return f"Minutes of the Board\n{number}. Salt Quay bridge\n{text}\n{number + 1}. Roof\nIt was dry.\n"


def facts(date: str | None, status: str = "confirmed") -> str:
    stated = {"council": "Harrow Council", "committee": "Board", "date": date, "status": status}
    return json.dumps({name: value for name, value in stated.items() if value})


@pytest.fixture
def service(tmp_path: Path) -> Service:
    service = memory_service()
    files = {
        "july.txt": document(JULY, 31),
        "july.txt.json": facts("2030-07-02"),
        "march.txt": document(MARCH, 12),
        "march.txt.json": facts("2030-03-05"),
        "may.txt": document(MARKED, 21),
        "may.txt.json": facts("2030-05-07", "draft"),
        "undated.txt": document(DIARY, 2),
        "roof.txt": "Minutes of the Board\n\n7. Roof\n\nThe roof of the library would be mended with slate.\n",
        "roof.txt.json": facts("2030-09-03"),
    }
    ingest(service, tmp_path, files)
    return service


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(create_app(service)) as client:
        yield client


def page(client: TestClient, address: str, status: int = 200) -> Any:
    response = client.get(address, headers=HTML)
    assert response.status_code == status
    return lxml.html.document_fromstring(response.text)


def text(element: Any) -> str:
    return " ".join(element.text_content().split())


ASKED = "q=repairs+to+the+bridge"


def test_the_json_has_the_entries_in_order_with_the_change_and_the_latest(client: TestClient) -> None:
    found = client.get(f"/api/timeline?{ASKED}").json()

    assert sorted(found) == ["entries", "latest", "mentions", "searched", "topic"]
    assert found["topic"] == "repairs to the bridge"
    assert [(entry["date"], entry["text"]) for entry in found["entries"]] == [
        ("2030-03-05", MARCH),
        ("2030-05-07", MARKED),
        ("2030-07-02", JULY),
        (None, DIARY),
    ]
    assert [entry["change"] for entry in found["entries"][:2]] == [None, None]
    assert found["latest"] == found["entries"][2]
    assert [(one["period"], one["passages"]) for one in found["mentions"]] == [
        ("2030-03", 1),
        ("2030-04", 0),
        ("2030-05", 1),
        ("2030-06", 0),
        ("2030-07", 1),
        (None, 1),
    ]
    assert (found["searched"]["documents"], found["searched"]["from"], found["searched"]["to"]) == (
        5,
        "2030-03-05",
        "2030-09-03",
    )


def test_both_sides_of_a_change_are_quoted_and_cited(client: TestClient) -> None:
    change = client.get(f"/api/timeline?{ASKED}").json()["latest"]["change"]

    assert sorted(change) == ["from", "kind", "to"]
    assert change["kind"] == "duration"
    for side, words, quote, reference in (
        ("from", "six months", MARCH, "Harrow Council, Board, 5 March 2030, Minute 12"),
        ("to", "at least two years", JULY, "Harrow Council, Board, 2 July 2030, Minute 31"),
    ):
        assert (change[side]["text"], change[side]["quote"]) == (words, quote)
        assert change[side]["citation"]["reference"] == reference
        citation = change[side]["citation"]
        held = client.get(f"/api/documents/{citation['document']['id']}/text").text
        assert held[citation["start"] : citation["end"]] == quote


def test_filters_narrow_it_and_nothing_found_is_no_error(client: TestClient) -> None:
    found = client.get(f"/api/timeline?{ASKED}&from=2030-05-01").json()
    none = client.get(f"/api/timeline?{ASKED}&council=Nowhere").json()

    assert [entry["date"] for entry in found["entries"]] == ["2030-05-07", "2030-07-02"]
    assert (none["entries"], none["latest"], none["mentions"], none["searched"]["documents"]) == ([], None, [], 0)


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("", "q is missing: give the words or the question to look for"),
        ("q=x&sort=newest", "'sort' is no parameter here"),
        ("q=x&from=May", "from='May' cannot be used: give the first day"),
        ("q=x&q=y", "'q' is given 2 times"),
    ],
)
def test_what_cannot_be_asked_is_refused(client: TestClient, query: str, detail: str) -> None:
    response = client.get(f"/api/timeline?{query}")

    assert response.status_code == 400
    assert response.json()["detail"].startswith(detail)


def test_the_page_leads_with_the_latest_position(client: TestClient) -> None:
    shown = page(client, f"/timeline?{ASKED}")

    assert [text(heading) for heading in shown.xpath("//h1 | //h2 | //h3")] == [
        "Follow a topic from meeting to meeting",
        "The latest position",
        "Meeting by meeting",
        "5 March 2030",
        "7 May 2030",
        "2 July 2030",
        "Date not stated",
        "How often it comes up",
    ]
    assert text(shown.xpath("//section[@aria-labelledby='latest']//blockquote")[0]) == JULY
    assert shown.xpath("//input[@name='q']/@value") == ["repairs to the bridge"]
    assert shown.xpath("//title")[0].text == "repairs to the bridge – timeline – Minutebook"


def test_every_quote_is_linked_to_its_place_and_a_draft_is_marked(client: TestClient) -> None:
    shown = page(client, f"/timeline?{ASKED}")
    entries = shown.xpath("//ol[@class='timeline']/li")

    assert len(shown.xpath("//blockquote")) == len(shown.xpath("//blockquote/following-sibling::p[1]/a")) == 7
    for link in shown.xpath("//blockquote/following-sibling::p[1]/a/@href"):
        assert page(client, link).xpath("//mark[@id='quote']")
    assert [text(tag) for tag in entries[1].xpath(".//*[@class='tag']")] == ["Draft"]
    assert text(entries[1].xpath("./blockquote")[0]) == MARKED
    assert not shown.xpath("//ol//b")


def test_what_moved_stands_side_by_side(client: TestClient) -> None:
    (table,) = page(client, f"/timeline?{ASKED}").xpath("//table[@class='moved']")

    assert text(table.xpath("./caption")[0]) == "What moved: six months → at least two years"
    assert [text(head) for head in table.xpath(".//th[@scope='col']")] == ["Earlier", "Later"]
    assert [text(quote) for quote in table.xpath(".//td/blockquote")] == [MARCH, JULY]
    assert [text(mark) for mark in table.xpath(".//mark")] == ["six months", "at least two years"]


def test_the_picture_has_the_numbers_of_the_table(client: TestClient) -> None:
    shown = page(client, f"/timeline?{ASKED}")
    (svg,) = shown.xpath("//svg")
    rows = [[text(cell) for cell in row] for row in shown.xpath("//table[@class='counts']/tbody/tr")]

    assert rows == [
        ["2030-03", "1"],
        ["2030-04", "0"],
        ["2030-05", "1"],
        ["2030-06", "0"],
        ["2030-07", "1"],
        ["date not stated", "1"],
    ]
    assert svg.get("role") == "img"
    named = [text(svg.xpath(f".//*[@id='{one}']")[0]) for one in svg.get("aria-labelledby").split()]
    assert named[0] == "Passages that speak of repairs to the bridge, by the date of their meeting"
    assert [rect.get("height") for rect in svg.xpath(".//rect")] == ["114.0", "0.0", "114.0", "0.0", "114.0"]
    assert [one.text for one in svg.xpath(".//text")] == [
        words for period, number in rows[:5] for words in (number, period)
    ]


def test_no_page_of_it_has_inline_style_or_script(client: TestClient) -> None:
    shown = page(client, f"/timeline?{ASKED}")

    assert shown.xpath("//@style | //script | //style | //@*[starts-with(name(), 'on')]") == []


def test_ids_are_unique_and_every_field_has_a_label(client: TestClient) -> None:
    shown = page(client, f"/timeline?{ASKED}")
    ids = shown.xpath("//@id")

    assert len(ids) == len(set(ids))
    assert set(shown.xpath("//input/@id | //select/@id")) <= set(shown.xpath("//label/@for"))
    assert set(" ".join(shown.xpath("//@aria-labelledby | //@aria-describedby")).split()) <= set(ids)


def test_without_a_topic_there_is_only_the_form(client: TestClient) -> None:
    assert [text(one) for one in page(client, "/timeline").xpath("//h1 | //h2")] == [
        "Follow a topic from meeting to meeting"
    ]


def test_bad_input_is_explained_and_kept(client: TestClient) -> None:
    blank = page(client, "/timeline?q=", 400)
    shown = page(client, "/timeline?q=bridge&from=May", 400)

    assert "Say which topic to follow" in text(blank.xpath("//*[@role='alert']")[0])
    assert "from='May' cannot be used" in text(shown.xpath("//*[@role='alert']")[0])
    assert shown.xpath("//input[@name='from']/@value") == ["May"]


def test_where_the_archive_does_not_say_it_is_said(client: TestClient) -> None:
    shown = page(client, "/timeline?q=giraffes")

    assert text(shown.xpath("//p[@class='lead']")[0]) == "The archive does not say."
    assert "5 documents" in text(shown.xpath("//section")[0])
    assert not shown.xpath("//svg")


def test_without_a_date_no_position_is_the_latest(client: TestClient) -> None:
    shown = page(client, "/timeline?q=nobody+had+been+told")

    assert "No dated meeting speaks of this" in text(shown.xpath("//section[@aria-labelledby='latest']")[0])
    assert not shown.xpath("//svg")
    assert [text(row) for row in shown.xpath("//table[@class='counts']/tbody/tr")] == ["date not stated1"]


def test_the_search_leads_to_the_timeline_of_its_question(client: TestClient) -> None:
    shown = page(client, "/?q=bridge&committee=Board&limit=3&sort=newest")

    assert shown.xpath("//a[starts-with(@href, '/timeline?')]/@href") == ["/timeline?committee=Board&q=bridge"]
    assert shown.xpath("//nav//a/@href")[0] == "/timeline"


def test_a_terminal_shows_the_latest_the_entries_and_what_moved(service: Service, tmp_path: Path) -> None:
    lines = (
        "\n".join(show_timeline(service.timeline("repairs to the bridge")))
        .replace("\x1b[1m", "")
        .replace("\x1b[0m", "")
    )

    assert lines.startswith(
        "The latest position:\n2 July 2030: Harrow Council, Board, 2 July 2030, Minute 31 — Salt Quay bridge\n   “The"
    )
    assert lines.count("   moved: six months → at least two years\n      from: “The Engineer reported") == 2
    assert "7 May 2030: Harrow Council, Board, 7 May 2030, Minute 21 (draft) — Salt Quay bridge" in lines
    assert lines.index("\n5 March 2030: ") < lines.index("\n7 May 2030: ") < lines.index("\nDate not stated: ")
    assert lines.endswith("Passages that speak of it: 2030-03: 1, 2030-05: 1, 2030-07: 1, date not stated: 1.")
    assert list(show_timeline(service.timeline("giraffes"))) == [
        "The archive does not say.",
        "Searched: 5 documents, 14 passages, 5 March 2030 to 3 September 2030.",
    ]


def test_bars_lie_within_the_picture_and_few_of_many_are_named() -> None:
    drawn = bars([Mention(str(year), year % 5) for year in range(1980, 2021)])

    assert len(drawn) == 41
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH and 0 < bar.y <= HEIGHT for bar in drawn)
    assert [bar.label for bar in drawn if bar.label] == ["1980", "1987", "1994", "2001", "2008", "2015"]
    assert {bar.number for bar in drawn} == {""}
    assert bars([Mention(None, 3)]) == []
