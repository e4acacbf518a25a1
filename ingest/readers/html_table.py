"""Tables of web pages: which hold data and which only arrange the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from ingest.readers.normalise import clean
from ingest.readers.pieces import LONG_CELL

_PARTS = ("table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6")
_LONGEST_NUMBER = 40


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row; `numbered`: the first holds the number of an agenda item (ModernGov)."""

    cells: tuple[Any, ...]
    numbered: bool
    arranges: bool


def rows_of(table: Any) -> Iterator[Row]:
    """Yield the rows of `table` itself, not those of tables inside it, and a caption as a row of one cell."""
    arranges = table.get("role") in {"presentation", "none"} or "mgItemTable" in (table.get("class") or "")
    for child in table:
        if child.tag == "caption":
            yield Row((child,), numbered=False, arranges=True)
        found = child if child.tag in {"thead", "tbody", "tfoot"} else [child] if child.tag == "tr" else []
        for row in found:
            if row.tag == "tr":
                cells = tuple(cell for cell in row if cell.tag in {"td", "th"})
                numbered = bool(cells) and "mgItemNumberCell" in (cells[0].get("class") or "")
                yield Row(cells, numbered, arranges)


def is_layout(row: Row) -> bool:
    """Whether the cells of `row` hold running text rather than data: titles, lists, tables or much of it."""
    if row.arranges or row.numbered or len(row.cells) < 2:
        return True
    return any(_holds_text(cell) for cell in row.cells)


def _holds_text(cell: Any) -> bool:
    if next(cell.iter(*_PARTS), None) is not None or len(list(islice(cell.iter("p"), 4))) > 3:
        return True
    length = 0
    for text in cell.itertext():
        length += len(text.strip())
        if length > LONG_CELL:
            return True
    return False


def brief(cell: Any) -> str:
    """Return the text of a cell on one line where it is as short as a number, "" where it is longer."""
    found: list[str] = []
    length = 0
    for text in cell.itertext():
        found.append(text)
        length += len(text.strip())
        if length > _LONGEST_NUMBER:
            return ""
    return clean(" ".join(found))
