"""What an index is asked: words, filters and an order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from index.analysis import content_terms
from ingest.errors import QueryError
from ingest.minutes import Kind

MAX_LIMIT = 100
MAX_QUERY_CHARACTERS = 2000


class Sort(StrEnum):
    """The order of hits; undated documents come last when sorted by date."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit must satisfy; None asks for nothing. Names compare without regard to case and white space.

    `since` and `until` are inclusive, and let no undated document through.
    """

    council: str | None = None
    committee: str | None = None
    since: date | None = None
    until: date | None = None
    kind: Kind | None = None

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise QueryError(f"the range of dates is empty: from {self.since} is after to {self.until}")


UNFILTERED = Filters()
"""Lets every document through."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question to the index: `limit` hits after the first `offset`.

    Raises:
        QueryError: text that is blank, without a word or over 2,000 characters; a limit outside 1-100; offset < 0.
    """

    text: str
    limit: int = 10
    offset: int = 0
    filters: Filters = Filters()
    sort: Sort = Sort.RELEVANCE

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise QueryError("the question is blank: say what to look for")
        if len(self.text) > MAX_QUERY_CHARACTERS:
            raise QueryError(
                f"the question has {len(self.text):,} characters, {MAX_QUERY_CHARACTERS:,} at most: shorten it"
            )
        if any("\ud800" <= character <= "\udfff" for character in self.text):
            raise QueryError("the question holds bytes that are no text: write it in UTF-8")
        if not content_terms(self.text):
            raise QueryError("the question holds no word or number: say what to look for")
        if not 1 <= self.limit <= MAX_LIMIT:
            raise QueryError(f"limit {self.limit} is out of range: give a number from 1 to {MAX_LIMIT}")
        if self.offset < 0:
            raise QueryError(f"offset {self.offset} is negative: give 0 or more")
