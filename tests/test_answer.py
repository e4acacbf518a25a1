from dataclasses import replace
from datetime import date

import pytest

from index.backend import Gap, Place, Record
from ingest.errors import AnswerError
from ingest.minutes import Kind, Listed, Meeting, Passage, Status
from search_api.answer import Citation, cite, not_held

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


def test_a_quote_over_the_end_of_a_page_names_both_pages() -> None:
    pages = ((0, 3), (15, 4), (40, 5))
    citation = cite(place(pages=pages), 0, 20)
    assert (citation.page, citation.page_end) == (3, 4)
    assert citation.reference.endswith("Minute 347, pages 3–4")
    assert cite(place(pages=pages), 0, 15).page_end == 3  # the last character is the one before `end`


def test_what_was_read_by_ocr_is_said_to_be() -> None:
    scan = replace(place(pages=((0, 3), (15, 4))), record=replace(record(pages=((0, 3), (15, 4))), ocr_pages=(4, 9)))
    assert cite(scan, 0, 14).by_ocr is False
    assert cite(scan, 0, 14).reference.endswith("Minute 347, page 3")
    assert cite(scan).by_ocr is True
    assert cite(scan).reference.endswith("Minute 347, pages 3–4 (read by OCR)")


def test_minutes_inside_another_document_are_cited_as_their_own_meetings() -> None:
    pack = place(Meeting("Kent County Council", "Cabinet", date(2025, 3, 1)))
    own = Meeting("Kent County Council", "Scrutiny", date(2025, 1, 30))
    inside = replace(pack, passage=replace(pack.passage, meeting=own))
    assert cite(inside).reference == "Kent County Council, Scrutiny, 30 January 2025, Minute 347, in x"


def test_gaps_in_one_sentence() -> None:
    def gap(day: int, committee: str | None = "Cabinet") -> Gap:
        return Gap(Listed(f"m/{day}", None, committee, date(2025, 1, day)), "no minutes are held of it")

    assert not_held([]) is None
    assert not_held([gap(1)]) == (
        "1 meeting that the source lists in this period is not held: Cabinet, 1 January 2025."
    )
    assert not_held([gap(1), gap(2, None)]) == (
        "2 meetings that the source lists in this period are not held: "
        "Cabinet, 1 January 2025; a meeting, 2 January 2025."
    )
    assert (not_held([gap(day) for day in range(1, 8)]) or "").endswith("Cabinet, 5 January 2025; and 2 more.")
