"""Where things stand on the page of a PDF, and how many pages one may have."""

from __future__ import annotations

MOST_PAGES = 10_000
"""A PDF with more is refused: it is the longest that a document may be, and to look at each page takes its time."""

Box = tuple[float, float, float, float]
"""The left, bottom, right and top edge of a page or of a piece of text on it, in the units of the page."""


def place(x: float, y: float, box: Box) -> tuple[float, float] | None:
    """Return a point as shares of the page's width from its left and height from its top; None outside of the page."""
    left, bottom, right, top = box
    if not (left <= x <= right and bottom <= y <= top) or left == right or bottom == top:
        return None
    return (x - left) / (right - left), (top - y) / (top - bottom)
