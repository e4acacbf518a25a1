"""The printed rows of a page by PDFium, from its characters."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from ingest.readers.normalise import LINE_BREAK_HYPHENS

_ENDS = "\r\n"
_BOLD = 600
"""The weight of a font from which it counts as bold (400 is regular, 700 bold)."""
WIDE = 1.5
"""A space of so many sizes of type inside a row may part two columns."""


@dataclass(slots=True)
class Row:
    """A row, or a part of it that wide space parts from the rest.

    Its text, baseline, edges, size of type, and how many of its letters are bold; lengths in the page's units.
    `head` is the first part of the row of which this is another. `aside`: it stands beside the text in a column of
    its own.
    """

    pieces: list[str] = field(default_factory=list)
    y: float = 0.0
    left: float = 0.0
    right: float = 0.0
    size: float = 0.0
    letters: int = 0
    bold: int = 0
    head: Row | None = None
    aside: bool = False

    @property
    def text(self) -> str:
        """What is printed."""
        return "".join(self.pieces)

    def take(self, other: Row) -> None:
        """Put `other` behind this row: a superscript, or what follows it."""
        space = " " if other.left - self.right > 0.2 * max(self.size, other.size) else ""
        self.pieces = [self.text.rstrip(), space, other.text.lstrip()]
        if other.size > self.size:
            self.y, self.size = other.y, other.size
        self.right = max(self.right, other.right)
        self.letters += other.letters
        self.bold += other.bold


def parts(page: Any) -> list[Row]:
    """Return the rows of a page of text in the order of its content, each cut at wide space."""
    found = [Row()]
    for at in range(page.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(page, at))
        if character not in _ENDS:
            _add(found, page, at, character)
        if character in _ENDS or character in LINE_BREAK_HYPHENS:
            found.append(Row())
    return [row for row in found if row.letters]


def joined(rows: Iterable[Row]) -> list[Row]:
    """Return `rows` with those that follow another at its height put behind it, such as superscripts."""
    found: list[Row] = []
    for row in rows:
        last = found[-1] if found else None
        if last and not (last.aside or row.aside) and (row.head is last or _follows(last, row)):
            last.take(row)
        else:
            found.append(row)
    return found


def _follows(last: Row, row: Row) -> bool:
    return is_beside(last, row) and row.left > last.right - 1


def is_beside(one: Row, other: Row) -> bool:
    """Whether two rows stand at one height."""
    return abs(one.y - other.y) < 0.5 * max(one.size, other.size)


def _add(found: list[Row], page: Any, at: int, character: str) -> None:
    """Put the character at index `at` of `page` behind the last row, or behind wide space into a new one."""
    row = found[-1]
    if character.isspace() or pdfium.FPDFText_IsGenerated(page, at) == 1:
        row.pieces.append(character)
        return
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(page, at, x, y)
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(page, at, box)
    size = abs(box.top - box.bottom)
    if row.letters and x.value - row.right > WIDE * max(size, row.size):
        row = Row(head=row.head or row)
        found.append(row)
    row.pieces.append(character)
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
