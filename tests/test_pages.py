from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from fastapi.testclient import TestClient

from ingest.errors import AnswerError, QueryError
from ingest.minutes import Kind, Passage
from search_api.answer import count
from search_api.app import create_app
from search_api.layout import Heading, Line, Piece, lay_out
from search_api.pages import quoted_range
from search_api.service import Service
from search_api.views import file_name, pieces
from tests.fakes import ingest, memory_service

CORPUS = Path(__file__).parent.parent / "corpus"
HTML = {"accept": "text/html,application/xhtml+xml"}
LINES = [
    "Minutes of the Board",
    "21. Caseloads",
    "The average caseload had fallen to twenty.",
    """<script>alert(1)</script> was read out & noted by "Mr O'Neill".""",
    "22. Roof",
    "It would be mended by May.",
]
SIDECAR = """{"council": "Harrow Council", "committee": "Board", "date": "2024-03-12", "status": "draft",
 "title": "<b>Board</b>"}"""
STRANGE = "Minutes\n1. Ñandú 🏛️\nCafé cost £5 — 中文 \u202etext\u202c e\u0301.\n2. Bench\nA bench 🪑 was bought.\n"


@pytest.fixture
def service(tmp_path: Path) -> Service:
    service = memory_service()
    ingest(service, tmp_path, {"board.txt": "\n\n".join(LINES), "board.txt.json": SIDECAR, "strange.txt": STRANGE})
    return service


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(create_app(service), headers=HTML) as client:
        yield client


def page(response: Any, status: int = 200) -> Any:
    assert response.status_code == status
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return lxml.html.document_fromstring(response.text)


def text(element: Any) -> str:
    return " ".join(element.text_content().split())


def texts(document: Any, path: str) -> list[str]:
    return [text(element) for element in document.xpath(path)]


def marked(document: Any) -> str:
    """The marked text: its pieces, with the line break that stands between two paragraphs."""
    lines = ["".join(line.xpath(".//mark/text()")) for line in document.xpath("//article/*[self::p or self::h2]")]
    return "\n".join(line for line in lines if line)


def document_link(client: TestClient, title: str) -> str:
    documents = client.get("/api/documents").json()["documents"]
    return str(next(d["link"] for d in documents if d["title"] == title))


def test_the_first_page_has_one_box_and_says_what_is_held(client: TestClient) -> None:
    home = page(client.get("/"))
    assert home.get("lang") == "en-GB"
    assert home.xpath("//input[@type='search']/@name") == ["q"]
    assert home.xpath("//details/@open") == []
    assert home.xpath("//select[@id='council']/option/text()") == ["All councils", "Harrow Council"]
    assert home.xpath("//select[@id='committee']/option/text()") == ["All committees", "Board"]
    assert (
        "This archive holds 2 documents with 6 passages of 1 council, of meetings from 12 March 2024 to 12 March"
        in (text(home))
    )


def test_a_search_shows_the_answer_then_the_passages(client: TestClient) -> None:
    found = page(client.get("/", params={"q": "average caseload"}))

    assert texts(found, "//h2") == ["What the archive says", "1 passage found"]
    assert texts(found, "//blockquote") == ["The average caseload had fallen to twenty."]
    reference = "Harrow Council, Board, 12 March 2024, Minute 21"
    assert texts(found, "//p[@class='reference']") == [f"{reference} Draft"]
    (hit,) = found.xpath("//article")
    link = document_link(client, "<b>Board</b>")
    check = hashlib.sha256(b"The average caseload had fallen to twenty.").hexdigest()[:8]
    # "Minutes of the Board\n" has 21 characters and "21. Caseloads\n" 14.
    assert found.xpath("//p[@class='reference']/a/@href") == [f"{link}?start=35&end=77&check={check}#quote"]
    assert texts(hit, ".//h3") == ["Caseloads"]
    assert texts(hit, ".//p[@class='facts']") == ["Harrow Council · Board · 12 March 2024 · Minute 21 Draft"]
    assert hit.xpath(".//mark/text()") == ["Caseloads", "average", "caseload"]
    assert texts(hit, ".//ul[@class='links']/li") == ["Read in the document", "Original"]
    assert hit.xpath(".//ul[@class='links']/li/a/@href") == [
        client.get("/api/search", params={"q": "average caseload"}).json()["hits"][0]["citation"]["link"],
        f"/api{link}/original",
    ]


def test_a_passage_is_shown_word_for_word(client: TestClient) -> None:
    found = page(client.get("/", params={"q": "average caseload"}))
    (record,) = found.xpath("//p[@class='record']")
    assert record.text_content() == "\n".join(LINES[1:4])


def test_that_the_archive_does_not_say_is_said_with_what_was_searched(client: TestClient) -> None:
    found = page(client.get("/", params={"q": "expensive roof"}))
    answer = text(found.xpath("//section[@class='answer']")[0])
    assert "The archive does not say." in answer
    assert "2 documents with 6 passages were searched, of meetings from 12 March 2024 to 12 March 2024." in answer
    assert "no evidence that it was not said" in answer
    assert texts(found, "//section[@class='answer']//li") == ["Harrow Council, Board, 12 March 2024, Minute 22 Draft"]


def test_filters_that_let_nothing_through_offer_the_way_out(client: TestClient) -> None:
    found = page(client.get("/", params={"q": "roof", "council": "Elsewhere"}))
    assert "No document of the archive passes the filters." in text(found)
    assert "0 passages found" in texts(found, "//h2")
    assert found.xpath("//a[text()='Search without them']/@href") == ["/?q=roof"]
    assert found.xpath("//select[@id='council']/option[@selected]/text()") == ["Elsewhere"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("q=", "Say what to look for: a word, a name, a reference or a question."),
        ("q=roof&limit=0", "limit='0' cannot be used: give a whole number from 1 to 100"),
        ("q=roof&comittee=Board", "'comittee' is no parameter here: did you mean committee?"),
        ("q=roof&q=wall", "'q' is given 2 times: give it once"),
        ("q=roof&from=2024-02-02&to=2024-02-01", "the range of dates is empty: from 2024-02-02 is after to 2024-02-01"),
    ],
)
def test_bad_input_is_told_above_the_form(client: TestClient, query: str, message: str) -> None:
    refused = page(client.get(f"/?{query}"), 400)
    assert texts(refused, "//main/*[1]/p") == [message]
    assert refused.xpath("//main/*[1]/@role") == ["alert"]
    assert refused.xpath("//title/text()")[0].startswith("Error: ")
    assert refused.xpath("//article") == []


def test_a_refused_form_is_still_filled_in(client: TestClient) -> None:
    asked = {"q": '"roof" <i>', "council": "Elsewhere", "from": "2024-13-01", "kind": "minutes", "sort": "newest"}
    refused = page(client.get("/", params=asked), 400)
    assert refused.xpath("//input[@id='q']/@value") == ['"roof" <i>']
    assert refused.xpath("//input[@id='from']/@value") == ["2024-13-01"]
    # A field of type date would not show what is no date.
    assert refused.xpath("//input[@id='from']/@type") == ["text"]
    assert refused.xpath("//option[@selected]/text()") == ["Elsewhere", "Minutes", "Newest first"]
    assert len(refused.xpath("//details[@open]")) == 1


def test_paging_and_sorting_keep_the_question(tmp_path: Path) -> None:
    service = memory_service()
    items = "".join(f"{n}. Roof {n}\nThe roof of house {n} leaks.\n" for n in range(1, 13))
    ingest(service, tmp_path, {"board.txt": f"Minutes\n{items}", "board.txt.json": SIDECAR})
    client = TestClient(create_app(service), headers=HTML)

    first = page(client.get("/?q=roof+leaks&council=harrow+council"))
    assert len(first.xpath("//article")) == 10
    assert first.xpath("//a[@rel='prev']") == []
    (following,) = first.xpath("//a[@rel='next']/@href")
    assert following == "/?council=harrow+council&q=roof+leaks&offset=10"
    second = page(client.get(following))
    assert len(second.xpath("//article")) == 2
    assert "What the archive says" not in texts(second, "//h2")
    assert second.xpath("//a[@rel='prev']/@href") == ["/?council=harrow+council&q=roof+leaks"]
    assert second.xpath("//ol[@class='hits']/@start") == ["11"]
    assert second.xpath("//p[@class='order']/a/@href") == [
        "/?council=harrow+council&q=roof+leaks&sort=newest",
        "/?council=harrow+council&q=roof+leaks&sort=oldest",
    ]
    beyond = page(client.get("/?q=roof+leaks&offset=20"))
    assert beyond.xpath("//a[text()='back to the first']/@href") == ["/?q=roof+leaks"]


def test_the_same_text_elsewhere_is_shown_beneath(tmp_path: Path) -> None:
    service = memory_service()
    # A text of fewer than 25 words is a formula, which each meeting repeats anew.
    long = (
        "The roof of the library leaks over the whole of its northern side, and it was noted that it has leaked. " * 2
    )
    for name, day in (("a", "2024-01-01"), ("b", "2024-02-01")):
        sidecar = f'{{"council": "Harrow Council", "committee": "Board", "date": "{day}"}}'
        ingest(service, tmp_path, {f"{name}.txt": f"Minutes\n{long}\n", f"{name}.txt.json": sidecar})
    found = page(TestClient(create_app(service), headers=HTML).get("/?q=library+roof"))
    assert texts(found, "//summary")[1:] == ["The same text stands at 1 other place"]
    (other,) = texts(found, "//details[@class='also']//li")
    assert other.startswith("Harrow Council, Board, 1 February 2024")


def test_every_citation_leads_to_its_quote_marked(client: TestClient) -> None:
    questions = ("average caseload", "read out and noted", "roof mended", "bench", "café", "ñandú")
    cited = []
    for question in questions:
        answer = client.get("/api/ask", params={"q": question}).json()
        cited += [statement["citation"] for statement in answer["statements"]]
        cited += [hit["citation"] for hit in client.get("/api/search", params={"q": question}).json()["hits"]]
    assert len(cited) >= 2 * len(questions)
    for citation in cited:
        shown = page(client.get(citation["link"]))
        assert marked(shown) == citation["quote"]
        assert len(shown.xpath("//mark[@id='quote']")) == 1
        assert shown.xpath("(//mark)[1]/@id") == ["quote"]


def test_a_document_is_shown_whole_and_as_it_is(client: TestClient) -> None:
    shown = page(client.get(document_link(client, "<b>Board</b>")))
    lines = shown.xpath("//article/*[self::p or self::h2]")
    assert [line.text_content() for line in lines] == LINES
    assert shown.xpath("//article/h2/@id") == ["item-1", "item-2"]
    assert texts(shown, "//nav[@class='contents']//a") == ["21. Caseloads", "22. Roof"]
    assert shown.xpath("//nav[@class='contents']//a/@href") == ["#item-1", "#item-2"]
    assert [text(fact) for fact in shown.xpath("//dl/div")][:4] == [
        "CouncilHarrow Council",
        "CommitteeBoard",
        "Date of the meeting12 March 2024",
        "Status Draft",
    ]
    assert shown.xpath("//mark") == []


def test_nothing_of_a_document_or_question_becomes_markup(client: TestClient) -> None:
    link = document_link(client, "<b>Board</b>")
    for address in (
        link,
        f"{link}?start=78&end=103",
        "/documents",
        "/?q=read+out+noted",
        "/?q=<script>alert(1)</script>",
    ):
        shown = page(client.get(address))
        assert shown.xpath("//script") == []
        assert shown.xpath("//h1/b | //td/b | //th/b") == []
    assert page(client.get(f"{link}?start=78&end=103")).xpath("//mark/text()") == ["<script>alert(1)</script>"]


def test_a_quote_over_two_paragraphs_is_marked_in_both(client: TestClient) -> None:
    link = document_link(client, "<b>Board</b>")
    shown = page(client.get(f"{link}?start=25&end=46"))
    assert shown.xpath("//mark/text()") == ["Caseloads", "The average"]
    assert shown.xpath("//mark/@id") == ["quote"]
    cite = texts(shown, "//section[@class='cite']/p")
    assert cite[0] == "“Caseloads The average”"
    assert cite[1].startswith(
        "Harrow Council, Board, 12 March 2024, Minute 21 (draft minutes). board.txt, characters 25 to 46. Consulted on "
    )


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("start=5&end=5", "Characters 5 to 5 are no part of this document, which has 177."),
        ("start=170&end=999", "Characters 170 to 999 are no part of this document, which has 177."),
        ("start=20&end=21", "Characters 20 to 21 are no part of this document, which has 177."),
        ("start=x&end=9", "start=x and end=9 are no range: both must be whole numbers."),
        ("start=4", "start=4 and end=None are no range: both must be whole numbers."),
        ("start=-4&end=9", "start=-4 and end=9 are no range: both must be whole numbers."),
    ],
)
def test_a_range_that_is_none_is_told_and_the_document_shown(client: TestClient, query: str, message: str) -> None:
    shown = page(client.get(f"{document_link(client, '<b>Board</b>')}?{query}"), 400)
    assert texts(shown, "//div[@role='alert']/p") == [f"{message} The document is shown without a mark."]
    assert len(shown.xpath("//article/*")) == len(LINES)
    assert shown.xpath("//mark") == []


def test_a_link_to_words_that_were_replaced_says_so(client: TestClient, service: Service, tmp_path: Path) -> None:
    link = client.get("/api/search", params={"q": "average caseload"}).json()["hits"][0]["citation"]["link"]
    assert page(client.get(link)).xpath("//mark[@id='quote']")

    changed = "\n\n".join(LINES).replace("twenty", "thirty")
    ingest(service, tmp_path, {"board.txt": changed})

    shown = page(client.get(link), 400)
    assert texts(shown, "//div[@role='alert']/p") == [
        "This document has been replaced since it was quoted, and other words stand there now. "
        "The document is shown without a mark."
    ]
    assert shown.xpath("//mark") == []


def test_a_pdf_shows_its_pages_and_opens_at_the_right_one(tmp_path: Path) -> None:
    service = memory_service()
    pdf = (CORPUS / "documents/overview-and-scrutiny-board/2022-10-19-minutes.pdf").read_bytes()
    ingest(service, tmp_path, {"minutes.pdf": pdf})
    client = TestClient(create_app(service), headers=HTML)
    hits = client.get("/api/search", params={"q": "highest caseload", "limit": "100"}).json()["hits"]
    cited = next(hit["citation"] for hit in hits if hit["citation"]["page"] == 2)

    shown = page(client.get(cited["link"]))
    assert texts(shown, "//*[contains(@class, 'page')]")[0] == "Page 1"
    assert [label.lower() for label in texts(shown, "//article//*[@class='page']")] == ["page 1", "page 2"]
    assert marked(shown).replace("\n", " ") == cited["quote"].replace("\n", " ")
    original = f"/api/documents/{cited['document']['id']}/original#page=2"
    assert shown.xpath("//ul[@class='links']//a/@href")[1] == original
    found = page(client.get("/", params={"q": cited["quote"][:200]}))
    assert original in found.xpath("//article//ul[@class='links']//a/@href")


def test_documents_are_listed_with_filters_and_pages(client: TestClient) -> None:
    listed = page(client.get("/documents"))
    assert texts(listed, "//tbody/tr/th") == ["<b>Board</b> Draft", "strange"]
    assert texts(listed, "//tbody/tr[1]/td") == ["Harrow Council", "Board", "12 March 2024"]
    assert texts(listed, "//tbody/tr[2]/td") == ["not stated", "not stated", "not stated"]
    one = page(client.get("/documents?limit=1"))
    assert one.xpath("//a[@rel='next']/@href") == ["/documents?limit=1&offset=1"]
    dated = page(client.get("/documents?from=2024-01-01&to=&council=&committee="))
    assert texts(dated, "//h2") == ["1 document"]
    refused = page(client.get("/documents?from=yesterday"), 400)
    assert texts(refused, "//div[@role='alert']/p")[0].startswith("from='yesterday' cannot be used")


def test_help_says_what_is_held(client: TestClient) -> None:
    shown = text(page(client.get("/help")))
    assert "2 documents with 6 passages. The dated ones are of meetings from 12 March 2024 to 12 March 2024." in shown
    assert "The date of 1 document is not stated." in shown
    assert "no evidence" in shown


def test_an_empty_archive_is_no_error() -> None:
    client = TestClient(create_app(memory_service()), headers=HTML)
    assert "This archive holds 0 documents with 0 passages." in text(page(client.get("/")))
    for address in ("/?q=roof", "/documents", "/gaps", "/help", "/docs"):
        page(client.get(address))


def test_the_reference_lists_every_route_with_an_example_that_works(client: TestClient) -> None:
    shown = page(client.get("/docs"))
    assert texts(shown, "//section/h2") == [f"GET {path}" for path in client.get("/openapi.json").json()["paths"]]
    examples = shown.xpath("//section/p/a/@href")
    # There is none of one commitment where the archive holds none.
    missing = 0 if client.get("/api/commitments").json()["total"] else 1
    assert len(examples) == len(shown.xpath("//section")) - missing
    assert [client.get(example).status_code for example in examples] == [200] * len(examples)
    assert texts(shown, "//section[1]//tbody/tr[1]/*") == [
        "q",
        "the words or the question to look for",
        "it must be given",
    ]
    problem = client.get("/api/documents/x").json()["type"]
    assert shown.xpath(f"//*[@id='{problem.removeprefix('/docs#')}']")


@pytest.mark.parametrize(
    ("address", "status", "title"),
    [("/documents/x", 404, "The archive does not hold that"), ("/nope", 404, "There is no such page")],
)
def test_errors_are_pages_for_people_and_problems_for_programs(
    client: TestClient, address: str, status: int, title: str
) -> None:
    assert texts(page(client.get(address), status), "//h1") == [title]
    told = client.get(address, headers={"accept": "*/*"})
    assert (told.headers["content-type"], told.json()["title"]) == ("application/problem+json", title)
    assert client.get("/api/documents/x").headers["content-type"] == "application/problem+json"


def test_pages_are_accessible_in_the_ways_that_markup_decides(client: TestClient) -> None:
    link = document_link(client, "<b>Board</b>")
    for address in ("/", "/?q=roof", "/?q=", "/documents", "/gaps", f"{link}?start=0&end=7", "/help", "/docs", "/nope"):
        shown = lxml.html.document_fromstring(client.get(address).text)
        assert len(shown.xpath("//h1")) == len(shown.xpath("//main")) == 1
        assert shown.xpath("//body/*[1]/@href") == ["#main"]
        ids = shown.xpath("//@id")
        assert len(ids) == len(set(ids))
        for field in shown.xpath("//input | //select"):
            assert len(shown.xpath(f"//label[@for='{field.get('id')}']")) == 1
        for name in shown.xpath("//@aria-labelledby | //@aria-describedby"):
            assert name in ids
        for target in shown.xpath("//a/@href[starts-with(., '#')]"):
            assert target[1:] in ids
        assert all(text(a) for a in shown.xpath("//a"))
        assert shown.xpath("//@style | //style | //script | //@*[starts-with(name(), 'on')]") == []
        levels = [int(heading.tag[1]) for heading in shown.xpath("//h1 | //h2 | //h3")]
        assert all(after - before <= 1 for before, after in pairwise(levels))
        for asset in shown.xpath("//link/@href"):
            assert client.get(asset).status_code == 200


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_have_enough_contrast(scheme: str) -> None:
    style = Path("search_api/static/style.css").read_text()
    blocks = re.findall(r":root \{(.*?)\}", style, re.S)
    colours = dict(re.findall(r"--([\w-]+): (#\w{6})", blocks[0]))
    if scheme == "dark":
        colours |= dict(re.findall(r"--([\w-]+): (#\w{6})", blocks[1]))
    for ground in ("ground", "panel"):
        for ink in ("ink", "soft", "link", "link-hover", "alarm"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
        assert contrast(colours["focus"], colours[ground]) >= 3
    for ink, ground in (("bar-ink", "bar"), ("button-ink", "button"), ("mark-ink", "mark")):
        assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2: (L1 + 0.05) / (L2 + 0.05)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def passage(start: int, whole: str, item: str | None, number: str | None = None) -> Passage:
    return Passage("p", "d", 0, start, len(whole), whole[start:], item, number, Kind.MINUTES, None)


def test_lay_out_cuts_lines_at_pages_and_at_the_quote() -> None:
    whole = "One two three\n\nfour"
    assert lay_out(whole, ((0, 1), (8, 2)), [], (4, 19)) == [
        Line((Piece("One ", page=1), Piece("two ", marked=True, first=True), Piece("three", marked=True, page=2))),
        Line((Piece("four", marked=True),)),
    ]


def test_lay_out_finds_the_title_of_an_item_or_adds_it() -> None:
    whole = (
        "Agenda item\nThe  Roof (Item 4)\nIt leaks.\n5. Pond: it is dry and nobody knows why it is so, since it rained."
    )
    at = whole.index("5.")
    lines = lay_out(whole, (), [passage(0, whole, "The Roof", "4"), passage(at, whole, "Pond", "5")], None)
    assert [(line.heading, line.is_title) for line in lines] == [
        (None, False),
        (Heading("item-1", "The  Roof (Item 4)"), True),
        (None, False),
        (Heading("item-2", "Minute 5: Pond"), False),
    ]


def test_pieces_lose_nothing() -> None:
    assert list(pieces("abcdef", [(0, 1), (3, 5)])) == [
        ("", False),
        ("a", True),
        ("bc", False),
        ("de", True),
        ("f", False),
    ]


def test_quoted_range_takes_plain_numbers_alone() -> None:
    assert quoted_range(None, None) is None
    assert quoted_range("3", "5") == (3, 5)
    with pytest.raises(QueryError):
        quoted_range("٣", "5")


def test_words_of_the_pages() -> None:
    assert [count(n, "passage") for n in (0, 1, 2900)] == ["0 passages", "1 passage", "2,900 passages"]
    assert file_name("/a/b c/d.pdf") == "d.pdf"
    assert file_name("https://x.gov.uk/doc/Minutes%201.pdf?v=2") == "Minutes%201.pdf"


def test_an_answer_that_cannot_be_built_is_a_page_too(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AnswerError("no quote")

    monkeypatch.setattr(service, "ask", fail)
    client = TestClient(create_app(service), headers=HTML)
    assert texts(page(client.get("/?q=roof"), 500), "//h1") == ["Something went wrong here"]
