"""Text that stands side by side on a page: two columns of prose, and owners of actions at the right margin.

A library hands out what a producer wrote row by row as rows, across both columns. Here it is put in reading order
where the columns are certain; tables, and what its producer wrote column by column, stay as they are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.readers.pdf_rows import Row, is_beside, joined

FEWEST = 3
"""So many owners make a column."""
ROWS = 8
"""So many times the text changes side where two columns of prose are read across."""
_NEAR = 3.0
"""What is flush to the same edge lies within so many points."""
MARGIN = 0.65
"""Owners stand right of this share of the breadth of the text."""
MIDDLE = 0.4
"""The right one of two columns begins right of this share."""
_OWNER_WORDS, _OWNER_LENGTH = 4, 32
_PROSE, _NARROW_PROSE = 40, 18
"""Characters in the usual line of prose beside owners, and in a column."""

Pages = Sequence[Sequence[Row]]


def ordered(pages: Pages) -> list[list[Row]] | None:
    """Return the rows of each page in reading order, owners marked as `aside`; None where there are no columns.

    Args:
        pages: the rows of each page, cut at wide space, in the order of its content.
    """
    edge = _owners_edge(pages)
    found: list[list[Row]] = []
    changed = False
    for page in pages:
        owners = [row for row in page if edge is not None and _is_owner(row, edge)]
        gutter = None if owners else _gutter(page)
        changed = changed or bool(owners) or gutter is not None
        if owners and edge is not None:
            found.append(_with_owners(page, owners))
        elif gutter is not None:
            found.append(_by_column(page, gutter))
        else:
            found.append(joined(page))
    return found if changed else None


def _owners_edge(pages: Pages) -> float | None:
    """Return the left edge of the column of owners, None without one.

    They are a few words without digits, right of all the text beside them, and nothing reaches into their column.
    """
    counts: Counter[int] = Counter()
    rows = [row for page in pages for row in page]
    if not rows:
        return None
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    for page in pages:
        for before, row in pairwise(page):
            if is_beside(before, row) and row.left > left + MARGIN * (right - left) and _is_brief(row):
                counts[round(row.left / _NEAR)] += 1
    if not counts:
        return None
    (place, number), *_ = counts.most_common(1)
    edge = place * _NEAR
    return edge if number >= FEWEST and _is_free(pages, edge) else None


def _is_brief(row: Row) -> bool:
    """Whether a text may name who acts: a few words or initials, not the "yes", "x" or sum of a table."""
    text = row.text.strip()
    if len(text) > _OWNER_LENGTH or len(text.split()) > _OWNER_WORDS or any(map(str.isdigit, text)):
        return False
    return text[0].isupper() and sum(map(str.isalpha, text)) >= 2


def _is_owner(row: Row, edge: float) -> bool:
    return abs(row.left - edge) <= _NEAR and _is_brief(row)


def _is_free(pages: Pages, edge: float) -> bool:
    """Whether prose alone stands left of the column at `edge`, and owners alone in it, on the pages that have it."""
    within = [page for page in pages if any(_is_owner(row, edge) for row in page)]
    beside = [row for page in within for row in page if row.left < edge - _NEAR]
    in_column = [row for page in within for row in page if row.left >= edge - _NEAR]
    owners = sum(_is_owner(row, edge) for row in in_column)
    crossing = sum(row.right > edge - 1 for row in beside)
    if not beside or owners < 0.8 * len(in_column) or crossing > 0.1 * len(beside):
        return False
    alone = sum(not is_beside(one, other) for one, other in pairwise(beside)) + 1
    return alone >= 0.9 * len(beside) and median(len(row.text.strip()) for row in beside) >= _PROSE


def _with_owners(page: Sequence[Row], owners: Sequence[Row]) -> list[Row]:
    """Return the rows of `page`, each owner behind the row that it stands beside, or else below."""
    marked = {id(row) for row in owners}
    body = joined(row for row in page if id(row) not in marked)
    heights = sorted((-row.y, at) for at, row in enumerate(body))
    behind: dict[int, list[Row]] = {}
    for row in owners:
        row.aside = True
        at = max(0, bisect_left(heights, (-row.y + 0.5 * row.size, 0)) - 1)
        behind.setdefault(heights[at][1] if heights else -1, []).append(row)
    first = behind.get(-1, [])
    return first + [one for at, row in enumerate(body) for one in (row, *behind.get(at, ()))]


def _gutter(page: Sequence[Row]) -> float | None:
    """Return the left edge of the right one of two columns of prose that are read across, None without them."""
    if len(page) < 2 * ROWS:
        return None
    left, right = min(row.left for row in page), max(row.right for row in page)
    middle = [row for row in page if MIDDLE < (row.left - left) / max(right - left, 1.0) < 0.65]
    if len(middle) < ROWS:
        return None
    (place, _), *_ = Counter(round(row.left / _NEAR) for row in middle).most_common(1)
    edge = place * _NEAR - _NEAR
    run = _run(page, edge)
    sides = [row.left >= edge for row in page[run.start : run.stop]]
    changes = sum(one != other for one, other in pairwise(sides))
    if changes < 2 * ROWS - 1 or changes < 1.2 * min(sum(sides), len(sides) - sum(sides)):
        return None
    columns = [[row for row in page[run.start : run.stop] if (row.left >= edge) is side] for side in (False, True)]
    return edge if all(map(_is_prose, columns)) else None


def _run(page: Sequence[Row], edge: float) -> range:
    """Return the longest run of rows of which none reaches over `edge`."""
    best, start = range(0), 0
    for at, row in enumerate((*page, None)):
        if row is None or row.left < edge < row.right:
            best = max(best, range(start, at), key=len)
            start = at + 1
    return best


def _is_prose(rows: Sequence[Row]) -> bool:
    """Whether a column is running text: flush left, of some length, mostly letters, with sentences over its lines."""
    texts = [row.text.strip() for row in rows]
    signs = [sign for text in texts for sign in text if not sign.isspace()]
    flush = Counter(round(row.left / _NEAR) for row in rows)
    (_, most), *_ = flush.most_common(1)
    wrapped = sum(text[0].islower() for text in texts)
    return (
        median(map(len, texts)) >= _NARROW_PROSE
        and sum(map(str.isalpha, signs)) > 0.85 * len(signs)
        and most >= 0.6 * len(rows)
        and wrapped >= 0.3 * len(rows)
    )


def _by_column(page: Sequence[Row], edge: float) -> list[Row]:
    """Return the rows of `page` with the left column before the right one; rows of cells one after the other."""
    run = _run(page, edge)
    found = joined(page[: run.start])
    for part in _cells(page[run.start : run.stop], edge):
        for side in (False, True):
            found += joined(row for row in part if (row.left >= edge) is side)
    return found + joined(page[run.stop :])


def _cells(rows: Sequence[Row], edge: float) -> list[Sequence[Row]]:
    """Return `rows` parted where both columns have space at one height, if most of their spaces are such: a table."""
    spaces = [_spaces([row for row in rows if (row.left >= edge) is side]) for side in (False, True)]
    both = [y for y in spaces[0] if any(abs(y - other) < _NEAR for other in spaces[1])]
    if 4 * len(both) <= len(spaces[0]) + len(spaces[1]):
        return [rows]
    cuts = [0]
    for at, row in enumerate(rows):
        if len(cuts) <= len(both) and row.y < both[len(cuts) - 1] + _NEAR:
            cuts.append(at)
    return [rows[start:stop] for start, stop in pairwise([*cuts, len(rows)])]


def _spaces(rows: Sequence[Row]) -> list[float]:
    """Return the heights of the rows that stand below more space than is usual in their column, downwards."""
    steps = [one.y - other.y for one, other in pairwise(rows)]
    usual = median(steps) if steps else 0.0
    return [row.y for row, step in zip(rows[1:], steps, strict=True) if step > 1.3 * usual]
