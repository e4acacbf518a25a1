"""A page of a PDF as a picture, never larger than what memory is for."""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image

_POINTS = 72
_SHORT = 2_000
"""Pixels that the longer side of a page has at least: a scan may lie in a page of a few points."""
_LONGEST = 12_000
"""Pixels that a side has at most."""

_PROFILE = 900
"""Pixels of the longer side at which the slant of a page is measured."""
_STEEPEST, _COARSE, _FINE = 6.0, 0.5, 0.125
"""Degrees: the slant looked for, and the steps in which it is."""
_LEVEL = 0.2
"""Degrees of slant that do no harm."""


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


def straightened(picture: Image.Image) -> Image.Image:
    """Return a page with its lines level, turned by up to `_STEEPEST` degrees; one that is level as it is.

    The angle is that at which the rows of pixels differ most in ink: lines of text and the white between them. (The
    projection profile of Postl, 1986.)
    """
    small = picture.copy()
    small.thumbnail((_PROFILE, _PROFILE))
    best = max(_coarse(), key=lambda angle: _contrast(small, angle))
    angle = max((best + step * _FINE for step in range(-4, 5)), key=lambda angle: _contrast(small, angle))
    if abs(angle) < _LEVEL:
        return picture
    return picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)


def _coarse() -> list[float]:
    steps = int(_STEEPEST / _COARSE)
    return [step * _COARSE for step in range(-steps, steps + 1)]


def _contrast(picture: Image.Image, angle: float) -> float:
    """How much the rows of a picture, turned by an angle, differ in ink from the next."""
    turned = picture.rotate(angle, resample=Image.Resampling.BILINEAR, fillcolor=255)
    rows = 255.0 - np.asarray(turned, dtype=np.float32).mean(axis=1)
    return float(np.square(np.diff(rows)).sum())
