"""The register of commitments as pages: the list with its form, one commitment, and what a search shows of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import lxml.html
import pytest
from fastapi.testclient import TestClient

from search_api.app import create_app
from tests.commitment_fixtures import BINS, DONE, FIGURES, LATER, register_service
from tests.fakes import memory_service

HTML = {"accept": "text/html,application/xhtml+xml"}


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(create_app(register_service()), headers=HTML) as client:
        yield client


def page(client: TestClient, address: str, status: int = 200) -> Any:
    response = client.get(address)
    assert response.status_code == status
    return lxml.html.document_fromstring(response.text)


def text(element: Any) -> str:
    return " ".join(element.text_content().split())


def texts(document: Any, path: str) -> list[str]:
    return [text(element) for element in document.xpath(path)]


def test_the_list_says_type_who_words_when_and_state(client: TestClient) -> None:
    shown = page(client, "/commitments?state=done")
    (one,) = shown.xpath("//article")

    assert texts(shown, "//h2") == ["1 commitment"]
    assert texts(one, ".//h3") == ["Undertaking: The Director of Housing"]
    assert one.xpath(".//h3/a/@href") == ["/commitments/figures"]
    assert texts(one, "./blockquote") == [FIGURES]
    assert texts(one, "./p[@class='reference']") == ["Torbay Council, Cabinet, 5 March 2024, Minute 12 Confirmed"]
    assert texts(one, ".//div[@class='became']/p")[:2] == [
        "By when “by the end of May 2024”: from 5 March 2024 to 31 May 2024",
        "Reported done on 3 September 2024",
    ]
    assert texts(one, ".//blockquote[@class='rests']") == [DONE]


def test_a_date_that_moved_has_both_sentences_side_by_side(client: TestClient) -> None:
    for address in ("/commitments?state=done", "/commitments/figures"):
        (table,) = page(client, address).xpath("//table[@class='moved']")
        assert text(table.xpath("./caption")[0]) == "What moved: by the end of May 2024 → by 30 September 2024"
        assert texts(table, ".//td/blockquote") == [FIGURES, LATER]
        assert texts(table, ".//mark") == ["by the end of May 2024", "by 30 September 2024"]


def test_every_quote_is_one_click_from_its_sentence(client: TestClient) -> None:
    for address in ("/commitments", "/commitments/figures", "/commitments/done"):
        shown = page(client, address)
        quotes = shown.xpath("//blockquote")
        assert quotes
        for quote in quotes:
            link = quote.xpath("./following-sibling::p[1]/a[1]/@href")[0]
            assert "".join(page(client, link).xpath("//mark//text()")) == quote.text_content()


def test_the_counts_by_state_narrow_the_list(client: TestClient) -> None:
    shown = page(client, "/commitments?committee=cabinet&limit=5")

    assert texts(shown, "//p[@class='order']/a") == ["Reported done: 1", "Not mentioned since: 3"]
    assert shown.xpath("//p[@class='order']/a/@href")[0] == "/commitments?committee=cabinet&limit=5&state=done"
    assert texts(shown, "//section/p[@class='note']")[0].startswith("Of 2 others nothing can become")
    narrowed = page(client, "/commitments?state=done&q=figures")
    assert texts(narrowed, "//p[@class='order']/*[@aria-current]") == ["Reported done"]
    assert narrowed.xpath("//p[@class='order']/a/@href") == ["/commitments?q=figures"]


def test_lists_and_feed_of_what_is_asked_are_linked(client: TestClient) -> None:
    shown = page(client, "/commitments?q=figures&sort=oldest&limit=1&offset=1")
    links = [link for link in shown.xpath("//section/p/a/@href") if "format=" in link]

    assert links == [
        "/api/commitments/export?q=figures&sort=oldest&format=csv",
        "/api/commitments/export?q=figures&sort=oldest&format=json",
    ]
    assert [client.get(link).status_code for link in links] == [200, 200]
    feeds = shown.xpath("//a/@href[contains(., 'feed')] | //head/link[@rel='alternate']/@href")
    assert feeds == ["/commitments/feed.atom?q=figures"] * 2
    assert client.get(feeds[0]).status_code == 200
    assert page(client, "/commitments").xpath("//head/link[@rel='alternate']/@href") == ["/commitments/feed.atom"]


def test_pages_keep_what_is_asked(client: TestClient) -> None:
    first = page(client, "/commitments?sort=oldest&limit=3")
    assert first.xpath("//a[@rel='next']/@href") == ["/commitments?sort=oldest&limit=3&offset=3"]
    second = page(client, first.xpath("//a[@rel='next']/@href")[0])
    assert second.xpath("//ol[@class='hits']/@start") == ["4"]
    assert second.xpath("//a[@rel='prev']/@href") == ["/commitments?sort=oldest&limit=3"]
    beyond = page(client, "/commitments?limit=3&offset=30")
    assert beyond.xpath("//a[text()='back to the first']/@href") == ["/commitments?limit=3"]


def test_the_form_is_filled_in_and_open_where_it_narrows(client: TestClient) -> None:
    asked = "q=bins&type=request&state=not_mentioned&who=neill&item=case&council=Elsewhere&from=2024-01-01&sort=due"
    shown = page(client, f"/commitments?{asked}")

    assert shown.xpath("//input[@id='q']/@value") == ["bins"]
    assert shown.xpath("//input[@id='who']/@value") == ["neill"]
    assert shown.xpath("//input[@id='item']/@value") == ["case"]
    assert texts(shown, "//option[@selected]") == ["Request", "Not mentioned since", "Elsewhere", "First due first"]
    assert len(shown.xpath("//details[@open]")) == 1
    assert "no evidence that nothing was promised" in text(shown)
    assert page(client, "/commitments").xpath("//details/@open") == []


def test_bad_input_is_told_above_the_form(client: TestClient) -> None:
    shown = page(client, "/commitments?from=May&type=promise", 400)

    assert "type='promise' cannot be used" in texts(shown, "//*[@role='alert']/p")[0]
    assert shown.xpath("//input[@id='from']/@value") == ["May"]
    assert shown.xpath("//article") == []


def test_one_commitment_is_shown_with_its_history(client: TestClient) -> None:
    shown = page(client, "/commitments/later")

    assert texts(shown, "//h1") == ["Undertaking: The Director of Housing"]
    assert dict(zip(texts(shown, "//dt"), texts(shown, "//dd"), strict=True)) == {
        "Type": "Undertaking, or target",
        "Who": "The Director of Housing",
        "To whom": "not stated",
        "By when": "“by 30 September 2024”: from 4 June 2024 to 30 September 2024",
        "Condition": "none stated",
        "About": "Caseloads",
        "Reports": "a promise that was made before",
    }
    assert texts(shown, "//ol[@class='timeline']//h3") == ["5 March 2024", "4 June 2024"]
    assert texts(shown, "//ol[@class='timeline']//blockquote") == [FIGURES, LATER]
    assert shown.xpath("//ol[@class='timeline']//p[@class='facts']/a/@href") == ["/commitments/figures"]
    history = page(client, "/commitments/figures")
    assert texts(history, "//ol[@class='timeline']//blockquote") == [FIGURES, LATER, DONE]


def test_what_is_not_to_be_and_conditions_are_said(client: TestClient) -> None:
    assert "Sensethat something is not to be" in texts(page(client, "/commitments/leaf"), "//dl/div")
    assert "Conditionsubject to funds" in texts(page(client, "/commitments/bins"), "//dl/div")
    assert texts(page(client, "/commitments/nowhen"), "//ol[@class='timeline']//h3") == ["Date not stated"]


def test_nothing_of_a_record_becomes_markup(client: TestClient) -> None:
    for address in ("/commitments", "/commitments/bins"):
        shown = page(client, address)
        assert BINS in texts(shown, "//blockquote")
        assert shown.xpath("//b") == []


def test_a_commitment_that_is_not_held_is_a_page_too(client: TestClient) -> None:
    assert texts(page(client, "/commitments/x", 404), "//h1") == ["The archive does not hold that"]


def test_a_hit_names_the_commitments_of_its_passage(client: TestClient) -> None:
    shown = page(client, "/?q=caseload+figures")
    (first,) = [hit for hit in shown.xpath("//article") if FIGURES in text(hit)]

    assert texts(first, ".//div[@class='holds']//li") == ["Undertaking, The Director of Housing: reported done"]
    assert first.xpath(".//div[@class='holds']//a/@href") == ["/commitments/figures"]
    assert not page(client, "/?q=closure").xpath("//div[@class='holds']//li[contains(., 'None')]")


def test_the_pages_are_in_the_navigation_and_the_help(client: TestClient) -> None:
    assert "/commitments" in page(client, "/").xpath("//nav//a/@href")
    assert page(client, "/help").xpath("//h2[@id='commitments']")


def test_an_empty_register_is_no_error() -> None:
    client = TestClient(create_app(memory_service()), headers=HTML)
    shown = page(client, "/commitments")
    assert texts(shown, "//h2") == ["0 commitments"]
    assert not shown.xpath("//a[contains(@href, 'export')]")


def test_the_pages_are_accessible_in_the_ways_that_markup_decides(client: TestClient) -> None:
    for address in ("/commitments", "/commitments?state=done", "/commitments/figures", "/?q=caseload+figures"):
        shown = page(client, address)
        assert len(shown.xpath("//h1")) == len(shown.xpath("//main")) == 1
        ids = shown.xpath("//@id")
        assert len(ids) == len(set(ids))
        for field in shown.xpath("//input | //select"):
            assert len(shown.xpath(f"//label[@for='{field.get('id')}']")) == 1
        assert set(" ".join(shown.xpath("//@aria-labelledby | //@aria-describedby")).split()) <= set(ids)
        assert all(text(link) for link in shown.xpath("//a"))
        assert shown.xpath("//@style | //style | //script | //@*[starts-with(name(), 'on')]") == []
        levels = [int(heading.tag[1]) for heading in shown.xpath("//h1 | //h2 | //h3")]
        assert all(after - before <= 1 for before, after in pairwise(levels))
