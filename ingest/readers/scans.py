"""Which pages of a PDF are pictures of text, and what becomes of the few words that are printed on such a page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import closing
from difflib import SequenceMatcher
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from ingest.readers.lines import Line
from ingest.readers.ocr_image import grey

_LITTLE = 200
"""Fewer characters over a picture can be a stamp, a header and a page number; more are a page's own text."""
_COVERED = 0.5
"""The part of a page that its pictures cover where it is a scan."""
_LOOK = 350_000
"""Pixels at which a page is looked at: 60 to the inch, so that specks fade and strokes of letters do not."""
_CONTRAST = 64
"""A pixel differs so much from the paper, of 255, that it is ink."""
_INK = 5e-4
"""The part of a page that is ink. Scanned blank pages with specks have at most 2e-5, one line of small type 1e-3."""
_SAME = 0.75
"""Two readings of one line are at least so similar."""


def unread(data: bytes, pages: Sequence[Sequence[Line]], known: Collection[int]) -> tuple[int, ...]:
    """Return the pages, from 1, ascending, that show text which the file does not hold as text.

    Args:
        data: the PDF.
        pages: the lines that are printed on each page.
        known: pages that need no look.

    They are pages without text that are not blank, and those with a few words over a picture of the whole page.
    """
    suspects = [
        n for n, page in enumerate(pages, 1) if n not in known and sum(len(line.text) for line in page) < _LITTLE
    ]
    if not suspects:
        return ()
    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            return tuple(
                n for n in suspects if _shows_text(document, n, printed=any(line.text for line in pages[n - 1]))
            )
    except pypdfium2.PdfiumError:
        # Nobody can look at them: they stay on the list of what could not be read.
        return tuple(n for n in suspects if not any(line.text for line in pages[n - 1]))


def _shows_text(document: Any, number: int, *, printed: bool) -> bool:
    """Whether page `number` is a picture with ink on it; where words are `printed` on it, one of the whole page."""
    with closing(document[number - 1]) as page:
        if printed and _covered(page) < _COVERED:
            return False
        return _ink(page) > _INK


def _covered(page: Any) -> float:
    """Return the part of `page` that its pictures cover; a scan may be many strips."""
    width, height = page.get_bbox()[2] - page.get_bbox()[0], page.get_bbox()[3] - page.get_bbox()[1]
    left, bottom, right, top = page.get_bbox()
    area = 0.0
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        x0, y0, x1, y1 = picture.get_bounds()
        area += max(0.0, min(x1, right) - max(x0, left)) * max(0.0, min(y1, top) - max(y0, bottom))
    return float(area / max(width * height, 1.0))


def _ink(page: Any) -> float:
    """Return the part of `page` that is ink: as different from the paper, its commonest shade, as print is."""
    shades = np.asarray(grey(page, 60, _LOOK), dtype=np.int16)
    return float(np.mean(np.abs(shades - np.median(shades)) > _CONTRAST))


def merged(printed: Sequence[Line], scanned: Sequence[Line]) -> list[Line]:
    """Return the lines of a page of which a part is printed and the rest was `scanned`, in its order.

    OCR reads what is printed as well: such a line is kept once, as printed. One that it did not find stands first.
    """
    found, missing = list(scanned), []
    for line in printed:
        at = _likest(line, found) if line.text else None
        if at is None:
            missing += [line] if line.text else []
        else:
            found[at] = line
    return missing + found


def _likest(line: Line, among: Sequence[Line]) -> int | None:
    """Return the place of the line recognised `among` others that is a reading of `line`."""
    key = _key(line.text)
    ratios = [SequenceMatcher(None, key, _key(one.text)).ratio() if one.by_ocr else 0.0 for one in among]
    best = max(range(len(ratios)), key=ratios.__getitem__, default=None)
    return best if best is not None and ratios[best] >= _SAME else None


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))
