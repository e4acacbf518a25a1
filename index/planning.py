"""Which segments of an archive stay as they are, and which ranges of documents are built: pure.

A new segment takes in those before it that are not at least twice as large. So sizes fall from each segment to the
next, there are no more of them than the number of passages has binary digits, and no passage is written anew more often
than that, however many small additions there are; a large segment is left alone by them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MOST_DEPARTED = 0.25
"""The share of a segment's passages that may have left it before it is built anew."""


@dataclass(frozen=True, slots=True)
class Range:
    """Documents of the numbers over `first`, up to `last`, and how many of their passages stand.

    `name` is that of the segment which holds them; None where they are to be built.
    """

    first: int
    last: int
    standing: int
    name: str | None = None


def plan(ranges: Iterable[Range]) -> list[Range]:
    """What a snapshot of these ranges, in order, is to be made of; ranges without a passage are left out."""
    planned: list[Range] = []
    for current in ranges:
        if not current.standing:
            continue
        joined = current
        while joined.name is None and planned and planned[-1].standing < 2 * joined.standing:
            before = planned.pop()
            joined = Range(before.first, joined.last, before.standing + joined.standing)
        planned.append(joined)
    return planned
