"""The lines of a PDF by PDFium."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import closing
from dataclasses import dataclass
from typing import Any, TypeVar

import pypdfium2

from ingest.readers import hyphens, pdf_columns, pdf_page, pdf_rows, spacing
from ingest.readers.lines import Line
from ingest.readers.normalise import clean
from ingest.readers.pdf_rows import Row

_NEAR = 0.015
"""What begins at one place does within this share of the breadth of the text."""

T = TypeVar("T")
_Page = tuple[list[Row], pdf_page.Box]


class UnreadableError(Exception):
    """The library cannot read the file; `password`: because it is encrypted."""

    def __init__(self, reason: str, *, password: bool = False) -> None:
        super().__init__(reason)
        self.password = password


def count(data: bytes) -> int:
    """Return the number of pages. Raises UnreadableError."""
    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            return len(document)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(error) from error


@dataclass(frozen=True, slots=True)
class Plain:
    """The text of each page as PDFium orders it, and the pages, from 0, on which it may stand in columns."""

    pages: list[str]
    columned: frozenset[int]


def plain(data: bytes) -> Plain:
    """Return the text of the pages without a look at each character, which takes far longer. Raises UnreadableError."""
    found = _each(data, lambda _, text: (str(text.get_text_bounded()), _starts(text)))
    return Plain([text for text, _ in found], _columned([starts for _, starts in found]))


def pages(data: bytes) -> list[list[Line]]:
    """Return the lines of each page, in the order of the page's content. Raises UnreadableError."""
    return _printed([(pdf_rows.joined(rows), box) for rows, box in _each(data, _parts)])


def in_columns(data: bytes, columned: Set[int]) -> list[list[Line]] | None:
    """Return the lines of each page, columns in reading order; None where text is not certain to stand in any.

    `columned` are the pages that may have columns, from 0. Raises UnreadableError.
    """
    if not columned or pdf_columns.ordered([rows for rows, _ in _each(data, _parts, columned)]) is None:
        return None
    found = _each(data, _parts)
    ordered = pdf_columns.ordered([rows for rows, _ in found])
    if ordered is None:
        return None
    return _printed([(rows, box) for rows, (_, box) in zip(ordered, found, strict=True)])


def _each(data: bytes, take: Callable[[Any, Any], T], only: Set[int] | None = None) -> list[T]:
    """Return what `take` makes of each page (or of `only` some) and its text, with one page open at a time."""
    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            found = []
            for number in range(len(document)) if only is None else sorted(only):
                with closing(document[number]) as page, closing(page.get_textpage()) as text:
                    found.append(take(page, text))
            return found
    except pypdfium2.PdfiumError as error:
        raise _unreadable(error) from error


def _unreadable(error: pypdfium2.PdfiumError) -> UnreadableError:
    return UnreadableError(str(error), password="password" in str(error).lower())


def _parts(page: Any, text: Any) -> _Page:
    return pdf_rows.parts(text), page.get_cropbox()


def _starts(text: Any) -> list[float]:
    """Return where the second part of each row of two parts begins, as a share of the breadth of the text."""
    boxes: list[pdf_page.Box] = [text.get_rect(at) for at in range(text.count_rects())]
    rows: list[list[float]] = []
    last: pdf_page.Box | None = None
    for box in boxes:
        height = box[3] - box[1]
        if last is None or abs(last[1] - box[1]) > 0.5 * height:
            rows.append([])
        elif box[0] - last[2] > pdf_rows.WIDE * height:
            rows[-1].append(box[0])
        last = box
    left, right = min((box[0] for box in boxes), default=0.0), max((box[2] for box in boxes), default=0.0)
    return [(starts[0] - left) / max(right - left, 1.0) for starts in rows if len(starts) == 1]


def _columned(pages: Sequence[Sequence[float]]) -> frozenset[int]:
    """Return the pages where rows have a second part at one place: those of any owners, and of columns of prose."""
    counts = Counter(round(start, 2) for page in pages for start in page if start > pdf_columns.MARGIN)
    (place, number), *_ = counts.most_common(1) or [(0.0, 0)]
    found: set[int] = set()
    for at, page in enumerate(pages):
        owners = number >= pdf_columns.FEWEST and any(abs(start - place) < _NEAR for start in page)
        if owners or sum(start > pdf_columns.MIDDLE for start in page) >= pdf_columns.ROWS:
            found.add(at)
    return frozenset(found)


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
