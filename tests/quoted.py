"""Statements made of a text alone, for tests of what may be done with them."""

from __future__ import annotations

from datetime import date

from index.backend import Place, Record
from ingest.minutes import Kind, Meeting, Passage
from search_api.answer import Statement, cite

BOARD = Meeting("Ashby Borough Council", "Overview and Scrutiny Board", date(2024, 3, 5))


def statement(text: str, before: str = "", document: str = "d1", meeting: Meeting = BOARD) -> Statement:
    """A statement that quotes all of a text; `before` stands before it in its passage."""
    whole = before + text
    passage = Passage(f"p-{document}", document, 0, 0, len(whole), whole, "Caseloads", "347", Kind.MINUTES, None)
    record = Record(document, f"/a/{document}.txt", document, "text/plain", "00ff", meeting, 1, 100_000)
    return Statement(text, cite(Place(passage, record), len(before), len(whole)))
