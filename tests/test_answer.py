from datetime import date

import pytest

from index.backend import Place, Record
from ingest.errors import AnswerError
from ingest.minutes import Kind, Meeting, Passage, Status
from search_api.answer import Citation, cite

TEXT = "347. Caseloads\nThey had fallen to twenty."


NOTHING_STATED = Meeting()


def record(meeting: Meeting = NOTHING_STATED, pages: tuple[tuple[int, int], ...] = ()) -> Record:
    return Record("d1", "/a/x.pdf", "x", "application/pdf", "00ff", meeting, 1, len(TEXT), pages=pages)


def place(
    meeting: Meeting = NOTHING_STATED, minute: str | None = "347", pages: tuple[tuple[int, int], ...] = ()
) -> Place:
    passage = Passage("p1", "d1", 0, 0, len(TEXT), TEXT, "Caseloads", minute, Kind.MINUTES, None)
    return Place(passage, record(meeting, pages))


def test_a_citation_quotes_its_range_word_for_word() -> None:
    citation = cite(place(), 15, 41)

    assert citation.quote == "They had fallen to twenty."
    assert citation.link == "/documents/d1?start=15&end=41&check=8e4b1244#quote"


def test_the_reference_is_written_as_a_report_would() -> None:
    meeting = Meeting("Kent County Council", "Cabinet", date(2025, 1, 30), Status.CONFIRMED)

    assert cite(place(meeting, "14")).reference == "Kent County Council, Cabinet, 30 January 2025, Minute 14"


def test_what_is_missing_is_written_as_missing() -> None:
    assert cite(place()).reference == "council not stated, committee not stated, date not stated, Minute 347"


def test_a_council_that_met_itself_is_named_once() -> None:
    meeting = Meeting("Ashby Parish Council", "Parish Council", date(2024, 11, 5))

    assert cite(place(meeting, "6")).reference == "Ashby Parish Council, 5 November 2024, Minute 6"


def test_without_a_minute_number_the_document_is_named() -> None:
    meeting = Meeting("Ashby Parish Council", "Finance Committee", date(2024, 11, 5))

    assert cite(place(meeting, None)).reference == "Ashby Parish Council, Finance Committee, 5 November 2024, x"


def test_the_page_is_that_of_the_quote_and_not_of_its_passage() -> None:
    pages = ((0, 3), (15, 4))

    assert cite(place(pages=pages)).page == 3
    assert cite(place(pages=pages), 15, 41).page == 4
    assert cite(place(pages=pages), 15, 41).reference.endswith("Minute 347, page 4")


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 5), (9, 4), (0, len(TEXT) + 1)])
def test_a_range_outside_the_passage_cannot_be_cited(start: int, end: int) -> None:
    with pytest.raises(AnswerError, match="outside passage p1"):
        cite(place(), start, end)


@pytest.mark.parametrize(("start", "end", "quote"), [(0, 4, "    "), (0, 3, "347."), (0, 4, "347"), (40, 44, "ty.!")])
def test_a_quote_that_cannot_stand_there_cannot_be_built(start: int, end: int, quote: str) -> None:
    with pytest.raises(AnswerError):
        Citation(place(), start, end, quote)
