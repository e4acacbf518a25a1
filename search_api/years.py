"""The years and quarters that a text names, as questions and records print them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_YEAR = re.compile(r"\b((?:19|20)\d\d)(?:[-/–]((?:19|20)?\d\d))?\b(?![-/–.]?\d)")
_QUARTER = re.compile(r"\b(?:quarter |q)([1-4])\b|\b(first|second|third|fourth) quarter\b", re.I)
_ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4"}


def years(text: str) -> frozenset[str]:
    """The years that a text names: 2024, and 2024-25 for a financial year however it is printed."""
    return frozenset(year for found in _YEAR.findall(text) for year in _named(*found))


def _named(first: str, second: str) -> Iterator[str]:
    if second and int(second[-2:]) == (int(first) + 1) % 100:
        yield f"{first}-{second[-2:]}"
    else:
        yield first
        yield from (second,) if len(second) == len(first) else ()


def quarters(text: str) -> frozenset[str]:
    """The quarters of a year that a text names, as digits."""
    found = (digit or _ORDINALS[ordinal.lower()] for digit, ordinal in _QUARTER.findall(text))
    return frozenset(found)


def is_within(day: date, year: str) -> bool:
    """Whether a day is in a year as `years` gives it; a financial one runs from April to March."""
    if len(year) == len("2024"):
        return day.year == int(year)
    first = int(year[:4])
    return date(first, 4, 1) <= day <= date(first + 1, 3, 31)
