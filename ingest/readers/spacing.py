"""The space between printed lines: what is usual in a document, and what parts paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

_WIDER = 1.3
"""A step down the page that is this many times the usual one parts paragraphs (real ones lie near 1.0 or above 1.5)."""
_SINGLE, _LOOSEST = 1.25, 1.8
"""Single spacing, and the widest within paragraphs (one and a half lines), as multiples of the size of type."""
_SMALLEST = 5.0
"""A smaller size of type is an extractor's guess."""
_LOWEST, _HIGHEST = 2.0, 60.0
"""Steps in points that can be those from one line to the next: 6-point type to double-spaced 24-point type."""


def usual_step(pages: Iterable[Sequence[float]], sizes: Iterable[float]) -> float:
    """Return the distance of lines within a paragraph; 0 without two lines.

    Args:
        pages: the heights of the lines on each page, in points.
        sizes: the sizes of type of the lines, in points.

    It is the lower quartile of all steps, since in a record of short paragraphs most steps are wider, and where that
    is too wide for the type (each paragraph is one line), what single spacing would be.
    """
    steps = sorted(one - other for page in pages for one, other in pairwise(page) if _LOWEST < one - other < _HIGHEST)
    if not steps:
        return 0.0
    step, size = steps[len(steps) // 4], median(sizes)
    return _SINGLE * size if _SMALLEST < size < step / _LOOSEST else step


def is_gap(above: float | None, height: float, step: float) -> bool:
    """Whether a line at `height` is parted from the one `above` (None: the head of the page), by space or by order."""
    if above is None:
        return True
    down = above - height
    return down > _WIDER * step or down < -step
