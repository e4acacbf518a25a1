"""The lines of a PDF by PDFium."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import Any, TypeVar

import pypdfium2

from ingest.readers import hyphens, pdf_columns, pdf_page, pdf_rows, spacing
from ingest.readers.lines import Line
from ingest.readers.normalise import clean
from ingest.readers.pdf_rows import Row

T = TypeVar("T")
_Page = tuple[list[Row], pdf_page.Box]


class UnreadableError(Exception):
    """The library cannot read the file; `password`: because it is encrypted."""

    def __init__(self, reason: str, *, password: bool = False) -> None:
        super().__init__(reason)
        self.password = password


def plain(data: bytes) -> list[str]:
    """Return the text of each page as PDFium orders it. Raises UnreadableError."""
    return _each(data, lambda _, text: str(text.get_text_bounded()))


def pages(data: bytes) -> list[list[Line]]:
    """Return the lines of each page, in the order of the page's content. Raises UnreadableError."""
    return _printed([(pdf_rows.joined(rows), box) for rows, box in _each(data, _parts)])


def in_columns(data: bytes) -> list[list[Line]] | None:
    """Return the lines of each page with those in columns in reading order; None where nothing stands in columns.

    Raises UnreadableError.
    """
    if not _may_have_columns(_each(data, _starts)):
        return None
    found = _each(data, _parts)
    ordered = pdf_columns.ordered([rows for rows, _ in found])
    if ordered is None:
        return None
    return _printed([(rows, box) for rows, (_, box) in zip(ordered, found, strict=True)])


def _each(data: bytes, take: Callable[[Any, Any], T]) -> list[T]:
    """Return what `take` makes of each page and its text, with one page open at a time."""
    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            found = []
            for number in range(len(document)):
                with closing(document[number]) as page, closing(page.get_textpage()) as text:
                    found.append(take(page, text))
            return found
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(str(error), password="password" in str(error).lower()) from error


def _parts(page: Any, text: Any) -> _Page:
    return pdf_rows.parts(text), page.get_cropbox()


def _starts(_: Any, text: Any) -> list[int]:
    """Return where runs of text begin behind wide space in their row, in units of four points from the left."""
    found: list[int] = []
    last: pdf_page.Box | None = None
    for at in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(at)
        height = top - bottom
        if last and abs(last[1] - bottom) < 0.5 * height and left - last[2] > pdf_rows.WIDE * height:
            found.append(round(left / 4))
        last = (left, bottom, right, top)
    return found


def _may_have_columns(starts: Sequence[Sequence[int]]) -> bool:
    """Whether text begins behind wide space at one place in so many rows that it may stand in columns.

    It can be seen without a look at each character, which would take most of the time of reading.
    """
    counts = Counter(start for page in starts for start in page)
    return any(counts[start] + counts[start + 1] >= pdf_columns.FEWEST for start in counts)


def _printed(found: Sequence[_Page]) -> list[list[Line]]:
    step = spacing.usual_step(
        ([row.y for row in page if not row.aside] for page, _ in found), (row.size for page, _ in found for row in page)
    )
    return [list(_lines(page, number, step, box)) for number, (page, box) in enumerate(found, 1)]


def _lines(rows: Sequence[Row], page: int, step: float, box: pdf_page.Box) -> Iterator[Line]:
    """Yield the lines of one page; a step wider than `step` becomes the gap above a line."""
    above: float | None = None
    for row in rows:
        text = clean(hyphens.shown(row.text))
        if text:
            gap = spacing.is_gap(above, row.y, step)
            place = pdf_page.place(row.left, row.y, box)
            yield Line(text, page, gap, row.bold > 0.9 * row.letters, size=row.size, place=place, aside=row.aside)
            above = above if row.aside else row.y
