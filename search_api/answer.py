"""What an answer is made of: statements, each a quote with its citation."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from index.backend import Gap, Hit, Place, Record, Stats
from ingest.errors import AnswerError
from ingest.minutes import Meeting, page_at

NOT_STATED = "not stated"
NAMED = 5
"""So many meetings that are not held are named beside an answer; the others are counted."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and where it stands: characters `start` to `end` of the document's text, word for word.

    It begins in the passage of `place`, under whose item, minute number and meeting it is cited.

    Raises:
        AnswerError: the quote is blank or not of that length, or its range lies outside the document.
    """

    place: Place
    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        if not self.quote.strip() or self.end - self.start != len(self.quote):
            raise AnswerError(f"a quote of {len(self.quote)} characters cannot stand at {self.start}-{self.end}")
        if self.start < 0 or self.end > self.record.characters:
            raise AnswerError(f"{self.start}-{self.end} lies outside the text of {self.record.source}")

    @property
    def record(self) -> Record:
        """The document that the quote stands in."""
        return self.place.record

    @property
    def meeting(self) -> Meeting:
        """Whose record it is."""
        return self.place.meeting

    @property
    def item_title(self) -> str | None:
        """The title of the item."""
        return self.place.passage.item

    @property
    def minute_number(self) -> str | None:
        """What may be cited as such."""
        return self.place.passage.minute_number

    @property
    def page(self) -> int | None:
        """The page of the quote's first character; None where the format has no pages."""
        return page_at(self.record.pages, self.start)

    @property
    def page_end(self) -> int | None:
        """The page of its last character."""
        return page_at(self.record.pages, self.end - 1)

    @property
    def pages(self) -> str | None:
        """The pages in words; None where the format has none."""
        if self.page is None or self.page == self.page_end:
            return f"page {self.page}" if self.page else None
        return f"pages {self.page}–{self.page_end}"

    @property
    def by_ocr(self) -> bool:
        """Whether a page of it was read by OCR: its words may then differ from those on the paper."""
        return any((self.page or 0) <= page <= (self.page_end or 0) for page in self.record.ocr_pages)

    @property
    def reference(self) -> str:
        """Council, body, date and minute number, as a report would cite them; a missing part is said to be missing.

        Without a minute number the document is named by its title instead; beside it where the minute stands in a
        document of another meeting, whose pages are then meant. What was read by OCR is said to be.
        """
        meeting = self.meeting
        parts = [meeting.council or f"council {NOT_STATED}"]
        if not _is_council_itself(meeting.council, meeting.committee):
            parts.append(meeting.committee or f"committee {NOT_STATED}")
        parts.append(long_date(meeting.held_on) if meeting.held_on else f"date {NOT_STATED}")
        if self.minute_number:
            parts.append(f"Minute {self.minute_number}")
        if self.place.passage.meeting is not None:
            parts.append(f"in {self.record.title}")
        elif not self.minute_number:
            parts.append(self.record.title)
        if self.pages:
            parts.append(self.pages)
        return ", ".join(parts) + (" (read by OCR)" if self.by_ocr else "")

    @property
    def link(self) -> str:
        """The address of the document's page, opened at the quote; `check` shows when other words stand there."""
        return f"/documents/{self.record.id}?start={self.start}&end={self.end}&check={self.check}#quote"

    @property
    def check(self) -> str:
        """The beginning of the quote's SHA-256."""
        return hashlib.sha256(self.quote.encode()).hexdigest()[:8]


class Mode(StrEnum):
    """How the sentences of an answer were made: taken from the record, or joined and shortened by a language model."""

    EXTRACTIVE = "extractive"
    GENERATED = "generated"


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that the archive says, in its own words.

    `also_at` cites the same words where they stand elsewhere. A sentence that a language model joined rests on further
    quotes beside that of `citation`: `further`.
    """

    text: str
    citation: Citation
    also_at: tuple[Citation, ...] = ()
    further: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the archive says to a question. That it says nothing is a value, not an error.

    `nearest` holds up to three near misses where nothing was found, and `lacking` says what is not recorded where that
    is known better than that the archive does not say; `searched` says what was looked through, and `gaps` which
    meetings of the time asked for are listed by their source and not held. `mode` says how the sentences were made.
    `listed` is the page of the register that comes nearest to what was asked, where promises were.
    """

    question: str
    statements: tuple[Statement, ...]
    nearest: tuple[Hit, ...]
    searched: Stats
    gaps: tuple[Gap, ...] = ()
    lacking: str | None = None
    mode: Mode = Mode.EXTRACTIVE
    listed: str | None = None

    @property
    def found(self) -> bool:
        """Whether the archive says anything to the question."""
        return bool(self.statements)

    @property
    def text(self) -> str:
        """The statements joined, each with its number in brackets."""
        return " ".join(f"{statement.text} [{n}]" for n, statement in enumerate(self.statements, start=1))


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
    return Citation(place, start, end, quote)


def long_date(day: date) -> str:
    """A date as British English writes it: 5 November 2024."""
    return f"{day.day} {day:%B %Y}"


def is_address(source: str) -> bool:
    """Whether a source is an address that a browser opens."""
    return source.startswith(("http://", "https://"))


def count(number: int, noun: str) -> str:
    """A number with its noun: 1 passage, 2,900 passages."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def not_held(gaps: Sequence[Gap]) -> str | None:
    """The gaps of an answer in one sentence; None without any."""
    if not gaps:
        return None
    meetings = [f"{gap.listed.committee or 'a meeting'}, {long_date(gap.listed.held_on)}" for gap in gaps[:NAMED]]
    if len(gaps) > NAMED:
        meetings.append(f"and {len(gaps) - NAMED:,} more")
    are = "is" if len(gaps) == 1 else "are"
    return f"{count(len(gaps), 'meeting')} that the source lists in this period {are} not held: {'; '.join(meetings)}."


def _is_council_itself(council: str | None, committee: str | None) -> bool:
    """Whether the body that met is the whole council: "X Parish Council, Parish Council" says it twice."""
    return bool(council and committee and council.lower().endswith(committee.lower()))
