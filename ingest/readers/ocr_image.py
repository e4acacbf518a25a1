"""A page of a PDF as a picture, never larger than what memory is for."""

from __future__ import annotations

from typing import Any

from PIL import Image

_POINTS = 72
_SHORT = 2_000
"""Pixels that the longer side of a page has at least: a scan may lie in a page of a few points."""
_LONGEST = 12_000
"""Pixels that a side has at most."""


def grey(page: Any, resolution: float, pixels: int) -> Image.Image:
    """Return an opened page in shades of grey, at `resolution` dots an inch, in at most some `pixels`.

    The box of a page may say anything: a page of 200 inches is rendered smaller, one of a tenth of an inch larger.
    """
    width, height = page.get_size()
    longest = max(width, height, 1.0)
    scale = max(resolution / _POINTS, min(_SHORT, pixels**0.5) / longest)
    scale = min(scale, (pixels / max(width * height, 1.0)) ** 0.5, _LONGEST / longest)
    picture: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
    return picture.convert("L")
