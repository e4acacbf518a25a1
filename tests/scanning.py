"""Scans made for tests: text is set, shown as a picture, and put into a PDF as a scanner would."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pypdfium2
from fpdf import FPDF
from PIL import Image

DOTS = 200

TEXT = """Harbour Board
Minutes of the meeting held on 5 March 2024

1. Lamps
The Harbour Master said that four lamps were out and would be mended in June.

2. Boats
RESOLVED: That the boats be sold for 1,250 pounds."""


def typed(text: str, size: tuple[float, float] = (210, 297)) -> bytes:
    """A PDF of one page with text, its size in millimetres."""
    made = FPDF(format=size)
    made.set_font("helvetica", size=12)
    made.add_page()
    made.multi_cell(0, 6, text)
    return bytes(made.output())


def picture(text: str) -> Image.Image:
    """A page of text as a picture."""
    with pypdfium2.PdfDocument(typed(text)) as document:
        shown: Image.Image = document[0].render(scale=DOTS / 72, grayscale=True).to_pil()
    return shown.convert("L")


def as_it_is(image: Image.Image) -> Image.Image:
    """The picture unchanged."""
    return image


def scan(
    pages: Sequence[str | None], stamp: str | None = None, as_scanned: Callable[[Image.Image], Image.Image] = as_it_is
) -> bytes:
    """A PDF of scanned pages, None for a blank one; `stamp` is printed on each as text."""
    made = FPDF()
    made.set_font("helvetica", size=8)
    for text in pages:
        made.add_page()
        if text is not None:
            packed = io.BytesIO()
            as_scanned(picture(text)).save(packed, "PNG")
            made.image(packed, 0, 0, 210, 297)
        if stamp:
            made.text(150, 8, stamp)
    return bytes(made.output())
