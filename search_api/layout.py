"""A document laid out for its page: its lines, where items and pages begin, and the quote that is marked. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.minutes import SEPARATOR, Pages, Passage

Range = tuple[int, int]

_TITLE_LINES = 2
"""An item's title stands in its first line, or below a label such as "Agenda item"."""
_TITLE_ROOM = 40
"""A line that is a title may hold so many characters beside it: its number, "(Agenda item 5)"."""


@dataclass(frozen=True, slots=True)
class Heading:
    """An item's title; `anchor` is its id on the page."""

    anchor: str
    label: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line. `page` is the number of the page that begins with it; `first` is the quote's beginning."""

    text: str
    marked: bool = False
    first: bool = False
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text, whole and unaltered in its pieces.

    `heading` is the item that begins here. `is_title` says that the line itself is the heading; otherwise the
    heading stands above it.
    """

    pieces: tuple[Piece, ...]
    heading: Heading | None = None
    is_title: bool = False


def lay_out(text: str, pages: Pages, passages: Sequence[Passage], quote: Range | None) -> list[Line]:
    """Lay out a document's text; `quote` is the range of characters to mark."""
    starts = dict(pages)
    cuts = sorted({*starts, *(quote or ())})
    lines = [span for span in _lines(text) if text[slice(*span)].strip()]
    headings = _headings(text, lines, passages)
    return [
        Line(tuple(_pieces(text, span, cuts, starts, quote)), *headings.get(number, (None, False)))
        for number, span in enumerate(lines)
    ]


def _lines(text: str) -> Iterator[Range]:
    at = 0
    for line in text.split(SEPARATOR):
        yield at, at + len(line)
        at += len(line) + len(SEPARATOR)


def _headings(text: str, lines: Sequence[Range], passages: Sequence[Passage]) -> Mapping[int, tuple[Heading, bool]]:
    """The heading of each line that has one, and whether the line is that heading itself."""
    headings: dict[int, tuple[Heading, bool]] = {}
    before: tuple[str | None, str | None] = (None, None)
    for passage in passages:
        item = (passage.minute_number, passage.item)
        if item != before and any(item):
            first = bisect_right(lines, passage.start, key=lambda line: line[0]) - 1
            near = range(first, min(first + _TITLE_LINES, len(lines)))
            title = next((n for n in near if _is_title(text[slice(*lines[n])], passage.item)), None)
            label = _label(passage) if title is None else text[slice(*lines[title])]
            heading = Heading(f"item-{len(headings) + 1}", label)
            headings[first if title is None else title] = heading, title is not None
        before = item
    return headings


def _is_title(line: str, title: str | None) -> bool:
    plain, wanted = " ".join(line.split()).lower(), " ".join((title or "").split()).lower()
    return bool(wanted) and wanted in plain and len(plain) <= len(wanted) + _TITLE_ROOM


def _label(passage: Passage) -> str:
    number = f"Minute {passage.minute_number}" if passage.minute_number else None
    return ": ".join(filter(None, (number, passage.item)))


def _pieces(
    text: str, line: Range, cuts: Sequence[int], pages: Mapping[int, int], quote: Range | None
) -> Iterator[Piece]:
    start, end = line
    inside = cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]
    for a, b in zip((start, *inside), (*inside, end), strict=True):
        marked = quote is not None and quote[0] <= a and b <= quote[1]
        first = marked and quote is not None and not text[quote[0] : a].strip()
        yield Piece(text[a:b], marked, first, pages.get(a))
