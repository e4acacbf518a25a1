"""Footnotes, which stand between the two halves of a paragraph that runs over the end of its page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.readers.lines import Line

_MARK = re.compile(r"(?:\d{1,3}|[*†‡§])(?=\s|$|[A-Z(])")
_SMALLER = 0.92
"""Notes are set in type smaller than this share of the text's."""


def begins(last: Line, line: Line) -> bool:
    """Whether `line` is the first of a note below the text of its page."""
    return line.page == last.page and _is_smaller(line, last) and bool(_MARK.match(line.text))


def ends(last: Line, line: Line) -> bool:
    """Whether the notes of a page end with `last`, and `line` is text on the next page."""
    return line.page != last.page and _is_smaller(last, line)


def passed(groups: Sequence[list[Line]], is_open: Callable[[Line], bool]) -> list[list[Line]]:
    """Return `groups` with each paragraph that goes on behind the notes of its page in one, the notes in front of it.

    Args:
        groups: the lines of each block, in order.
        is_open: whether a line stops in the middle of its sentence.
    """
    found: list[list[Line]] = []
    at = 0
    while at < len(groups):
        stop = _stop(groups, at)
        if stop > at + 1 and stop < len(groups) and _goes_on(groups[at][-1], groups[stop][0], is_open):
            found += groups[at + 1 : stop]
            found.append(groups[at] + groups[stop])
            at = stop
        else:
            found.append(groups[at])
        at += 1
    return found


def _stop(groups: Sequence[list[Line]], at: int) -> int:
    """Return the index of the first group behind the notes that follow the group at `at`."""
    last = groups[at][-1]
    stop = at + 1
    if stop < len(groups) and begins(last, groups[stop][0]):
        while stop < len(groups) and all(line.page == last.page and _is_smaller(line, last) for line in groups[stop]):
            stop += 1
    return stop


def _goes_on(last: Line, line: Line, is_open: Callable[[Line], bool]) -> bool:
    following = (line.page or 0) == (last.page or 0) + 1
    same = not _is_smaller(line, last) and not _is_smaller(last, line)
    return following and same and line.text[0].islower() and is_open(last)


def _is_smaller(one: Line, other: Line) -> bool:
    return one.size is not None and other.size is not None and one.size < _SMALLER * other.size
