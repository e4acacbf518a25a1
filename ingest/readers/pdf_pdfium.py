"""The lines of a PDF by PDFium."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any, TypeVar

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.readers import hyphens, spacing
from ingest.readers.lines import Line
from ingest.readers.normalise import LINE_BREAK_HYPHENS, clean

_ENDS = "\r\n"
_BOLD = 600
"""The weight of a font from which it counts as bold (400 is regular, 700 bold)."""

T = TypeVar("T")


class UnreadableError(Exception):
    """The library cannot read the file; `password`: because it is encrypted."""

    def __init__(self, reason: str, *, password: bool = False) -> None:
        super().__init__(reason)
        self.password = password


def plain(data: bytes) -> list[str]:
    """Return the text of each page as PDFium orders it. Raises UnreadableError."""
    return _each(data, lambda page: str(page.get_text_bounded()))


def pages(data: bytes) -> list[list[Line]]:
    """Return the lines of each page, in the order of the page's content. Raises UnreadableError."""
    rows = _each(data, _rows)
    usual = spacing.usual_step(([row.y for row in page] for page in rows), (row.size for page in rows for row in page))
    return [list(_lines(page, number, usual)) for number, page in enumerate(rows, 1)]


def _each(data: bytes, take: Callable[[Any], T]) -> list[T]:
    """Return what `take` makes of the text of each page, with one page open at a time."""
    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            found = []
            for number in range(len(document)):
                with closing(document[number]) as page, closing(page.get_textpage()) as text:
                    found.append(take(text))
            return found
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(str(error), password="password" in str(error).lower()) from error


@dataclass(slots=True)
class _Row:
    """One line: its text, height on the page, edges, size of type, and how many of its letters are bold."""

    text: str = ""
    y: float = 0.0
    left: float = 0.0
    right: float = 0.0
    size: float = 0.0
    letters: int = 0
    bold: int = 0

    def take(self, other: _Row) -> None:
        """Put `other` behind this line: a superscript, or what follows it."""
        space = " " if other.left - self.right > 0.2 * max(self.size, other.size) else ""
        self.text = self.text.rstrip() + space + other.text.lstrip()
        if other.size > self.size:
            self.y, self.size = other.y, other.size
        self.right = max(self.right, other.right)
        self.letters += other.letters
        self.bold += other.bold


def _rows(page: Any) -> list[_Row]:
    """Return the lines of a page, superscripts put back into theirs."""
    found: list[_Row] = []
    row = _Row()
    for at in range(page.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(page, at))
        if character not in _ENDS:
            _add(row, page, at, character)
        if character in _ENDS or character in LINE_BREAK_HYPHENS:
            _append(found, row)
            row = _Row()
    _append(found, row)
    return found


def _add(row: _Row, page: Any, at: int, character: str) -> None:
    """Put the character at index `at` of `page` behind the line `row`."""
    row.text += character
    if character.isspace() or pdfium.FPDFText_IsGenerated(page, at) == 1:
        return
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(page, at, x, y)
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(page, at, box)
    size = abs(box.top - box.bottom)
    if not row.letters:
        row.left = x.value
    if size > row.size:
        row.y, row.size = y.value, size
    row.right = box.right
    row.letters += 1
    row.bold += _is_bold(page, at)


def _is_bold(page: Any, at: int) -> bool:
    """Whether a character is in bold type: by the weight of its font, or its name where the file states no weight."""
    weight = pdfium.FPDFText_GetFontWeight(page, at)
    if weight > 0:
        return bool(weight >= _BOLD)
    name = ctypes.create_string_buffer(200)
    pdfium.FPDFText_GetFontInfo(page, at, name, len(name), None)
    return b"bold" in name.value.lower()


def _append(found: list[_Row], row: _Row) -> None:
    """Add `row` to `found`, behind the last line where it stands on the same height to the right of it."""
    if not row.letters:
        return
    if found and abs(found[-1].y - row.y) < 0.5 * max(found[-1].size, row.size) and row.left > found[-1].right - 1:
        found[-1].take(row)
    else:
        found.append(row)


def _lines(rows: list[_Row], page: int, step: float) -> Iterator[Line]:
    """Yield the lines of one page; a step wider than `step` becomes the gap above a line."""
    above: float | None = None
    for row in rows:
        text = clean(hyphens.shown(row.text))
        if text:
            yield Line(text, page, spacing.is_gap(above, row.y, step), row.bold > 0.9 * row.letters)
            above = row.y
