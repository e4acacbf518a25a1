"""The lines of a PDF by pypdf."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader

from ingest.readers import hyphens, pdf_page, spacing
from ingest.readers.lines import Line
from ingest.readers.normalise import clean

_BOLD = re.compile(r"bold|black|heavy|cmbx|-bd\b", re.IGNORECASE)


class UnreadableError(Exception):
    """The library cannot read the file; the text says why."""


def pages(data: bytes) -> list[list[Line]]:
    """Return the lines of each page, in the order of the page's content. Raises UnreadableError, whatever is wrong."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("it needs a password")
        if len(reader.pages) > pdf_page.MOST_PAGES:
            raise UnreadableError(f"it has {len(reader.pages):,} pages")
        rows = [_rows(page) for page in reader.pages]
        boxes = [_box(page) for page in reader.pages]
    except UnreadableError:
        raise
    except Exception as error:  # pypdf raises what its parser stumbled on: KeyError, RecursionError, struct.error…
        raise UnreadableError(str(error).splitlines()[0] if str(error) else type(error).__name__) from error
    step = spacing.usual_step(
        ([row.y for row in page if row.y is not None] for page in rows),
        (row.size for page in rows for row in page if row.y is not None),
    )
    return [list(_lines(page, n, step, box)) for n, (page, box) in enumerate(zip(rows, boxes, strict=True), 1)]


def _box(page: PageObject) -> pdf_page.Box:
    """Return what is seen of `page`: its left, bottom, right and top edge."""
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    return left, bottom, right, top


class _Row:
    """One line as it is put together from the pieces that pypdf hands out."""

    __slots__ = ("bold", "letters", "pieces", "size", "x", "y")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.x = 0.0
        self.y: float | None = None
        self.size = 0.0
        self.letters = 0
        self.bold = 0

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def add(self, text: str, at: tuple[float, float], size: float, *, bold: bool) -> None:
        self.pieces.append(text)
        seen = len(text.strip())
        if not seen:
            return
        # A superscript is smaller and higher: the largest piece says where the line stands.
        if self.y is None or size > self.size:
            self.y, self.size = at[1], size
        if not self.letters:
            self.x = at[0]
        self.letters += seen
        self.bold += seen * bold


def _rows(page: PageObject) -> list[_Row]:
    """Return the lines of `page` with their height on it, in the page's units; y is None for a blank line."""
    found = [_Row()]

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        at = (tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5])
        scale = abs(tm[3] * cm[3]) or abs(tm[1] * cm[1]) or 1.0
        bold = bool(_BOLD.search(str((font or {}).get("/BaseFont", ""))))
        parts = text.split("\n")
        for number, part in enumerate(parts):
            if number:
                found.append(_Row())
            if part:
                found[-1].add(part, at, size * scale, bold=bold)

    page.extract_text(visitor_text=visit)
    return found


def _lines(rows: list[_Row], page: int, step: float, box: pdf_page.Box) -> Iterator[Line]:
    """Yield the lines of one page; blank ones, and steps wider than `step`, become the gap above the next."""
    gap, above = True, None
    for row in rows:
        printed = row.text
        text = clean(hyphens.shown(printed))
        if not text:
            gap = gap or not printed.strip()
            continue
        if row.y is not None:
            gap = gap or spacing.is_gap(above, row.y, step)
        place = None if row.y is None else pdf_page.place(row.x, row.y, box)
        yield Line(text, page, gap, row.bold > 0.9 * row.letters, size=row.size or None, place=place)
        gap, above = False, row.y
