"""What an answer is made of: statements, each a quote with its citation."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from index.backend import Hit, Place, Record, Stats
from ingest.errors import AnswerError
from ingest.minutes import page_at

NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and where it stands: characters `start` to `end` of the document's text, word for word.

    Raises:
        AnswerError: the quote is blank or not of that length, or its range lies outside the document.
    """

    record: Record
    item_title: str | None
    minute_number: str | None
    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        if not self.quote.strip() or self.end - self.start != len(self.quote):
            raise AnswerError(f"a quote of {len(self.quote)} characters cannot stand at {self.start}-{self.end}")
        if self.start < 0 or self.end > self.record.characters:
            raise AnswerError(f"{self.start}-{self.end} lies outside the text of {self.record.source}")

    @property
    def page(self) -> int | None:
        """The page of the quote's first character; None where the format has no pages."""
        return page_at(self.record.pages, self.start)

    @property
    def reference(self) -> str:
        """Council, body, date and minute number, as a report would cite them; a missing part is said to be missing.

        Without a minute number the document is named by its title instead.
        """
        meeting = self.record.meeting
        parts = [meeting.council or f"council {NOT_STATED}"]
        if not _is_council_itself(meeting.council, meeting.committee):
            parts.append(meeting.committee or f"committee {NOT_STATED}")
        parts.append(long_date(meeting.held_on) if meeting.held_on else f"date {NOT_STATED}")
        if self.minute_number:
            parts.append(f"Minute {self.minute_number}")
        else:
            parts.append(self.record.title)
        if self.page:
            parts.append(f"page {self.page}")
        return ", ".join(parts)

    @property
    def link(self) -> str:
        """The address of the document's page, opened at the quote; `check` shows when other words stand there."""
        return f"/documents/{self.record.id}?start={self.start}&end={self.end}&check={self.check}#quote"

    @property
    def check(self) -> str:
        """The beginning of the quote's SHA-256."""
        return hashlib.sha256(self.quote.encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that the archive says, in its own words."""

    text: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Answer:
    """What the archive says to a question. That it says nothing is a value, not an error.

    `nearest` holds up to three near misses where nothing was found; `searched` says what was looked through.
    """

    question: str
    statements: tuple[Statement, ...]
    nearest: tuple[Hit, ...]
    searched: Stats

    @property
    def found(self) -> bool:
        """Whether the archive says anything to the question."""
        return bool(self.statements)

    @property
    def text(self) -> str:
        """The statements joined, each with its number in brackets."""
        return " ".join(f"{statement.text} [{n}]" for n, statement in enumerate(self.statements, start=1))


class Answerer(Protocol):
    """Chooses the statements that answer a question from the passages found for it."""

    def answer(self, question: str, hits: Sequence[Hit]) -> tuple[Statement, ...]:
        """Choose statements, the best first; none where the passages do not answer the question."""


def cite(place: Place, start: int | None = None, end: int | None = None) -> Citation:
    """Cite characters `start` to `end` of a document, which must lie in the passage; without them all of it.

    Raises:
        AnswerError: they lie outside the passage.
    """
    passage = place.passage
    start = passage.start if start is None else start
    end = passage.end if end is None else end
    if not passage.start <= start < end <= passage.end:
        raise AnswerError(f"{start}-{end} lies outside passage {passage.id} at {passage.start}-{passage.end}")
    quote = passage.text[start - passage.start : end - passage.start]
    return Citation(place.record, passage.item, passage.minute_number, start, end, quote)


def long_date(day: date) -> str:
    """A date as British English writes it: 5 November 2024."""
    return f"{day.day} {day:%B %Y}"


def _is_council_itself(council: str | None, committee: str | None) -> bool:
    """Whether the body that met is the whole council: "X Parish Council, Parish Council" says it twice."""
    return bool(council and committee and council.lower().endswith(committee.lower()))
