"""Near-copies of a passage: the same minutes filed twice, cut or set a little differently, are one hit."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.sketches import RUN

_WORDS = re.compile(r"\w+")

SHARED = 0.8
"""The share of a passage's shingles that stand in another, of which it is then a copy."""
SAMPLED = 5
"""The least number of sampled shingles by which a passage can be suspected of being a copy."""
Sketches = Sequence[NDArray[np.uint32]]


class Copy(NamedTuple):
    """Passage `at` says nothing that passage `of` does not say; `mutual` where that holds the other way too."""

    at: int
    of: int
    mutual: bool


class _Said(NamedTuple):
    """The words of a text, those with a digit or sign, and its runs of words."""

    words: frozenset[str]
    numbers: frozenset[str]
    runs: frozenset[tuple[str, ...]]


def suspects(sketches: Sketches) -> list[tuple[int, int]]:
    """Pairs (earlier, later) of passages of which one seems to hold the other, by samples of their shingles."""
    sizes = np.array([len(sketch) for sketch in sketches])
    if len(sizes) < 2 or not sizes.sum():
        return []
    common = _common(np.concatenate(list(sketches)), np.repeat(np.arange(len(sizes)), sizes), len(sizes))
    smaller = np.minimum(sizes[:, None], sizes[None, :])
    close = (common >= SHARED * smaller) & (smaller >= SAMPLED)
    earlier, later = np.nonzero(np.triu(close, k=1))
    return list(zip(earlier.tolist(), later.tolist(), strict=True))


def _common(shingles: NDArray[np.uint32], owners: NDArray[np.int64], count: int) -> NDArray[np.float32]:
    """How many shingles each two of `count` passages share (count, count); most shingles are of one passage alone."""
    order = np.argsort(shingles)
    ordered = shingles[order]
    again = ordered[1:] == ordered[:-1]
    shared = np.concatenate((again, [False])) | np.concatenate(([False], again))
    if not shared.any():
        return np.zeros((count, count), dtype=np.float32)
    ordered, owners = ordered[shared], owners[order[shared]]
    columns = np.cumsum(np.concatenate(([0], ordered[1:] != ordered[:-1])))
    held = np.zeros((count, int(columns[-1]) + 1), dtype=np.float32)
    held[owners, columns] = 1.0
    return held @ held.T


def fold(pairs: Sequence[tuple[int, int]], texts: Mapping[int, str]) -> list[Copy]:
    """Which passage is shown as a copy of which earlier one, by their places in the ranking.

    A later passage is folded into the first earlier one that stands for itself and holds it (`is_copy`).
    """
    copies: dict[int, Copy] = {}
    for earlier, later in sorted(pairs, key=lambda pair: (pair[1], pair[0])):
        if earlier not in copies and later not in copies and is_copy(texts[later], texts[earlier]):
            copies[later] = Copy(later, earlier, is_copy(texts[earlier], texts[later]))
    return list(copies.values())


def is_copy(text: str, whole: str) -> bool:
    """Whether `whole` says what `text` says: most of its runs of words, and every number.

    Minutes of two years may differ in nothing but the sums.
    """
    said, held = _said(text), _said(whole)
    return said.numbers <= held.words and len(said.runs & held.runs) >= SHARED * len(said.runs)


@lru_cache(maxsize=2000)
def _said(text: str) -> _Said:
    words = _WORDS.findall(text.casefold())
    runs = frozenset(tuple(words[at : at + RUN]) for at in range(max(len(words) - RUN + 1, 1)))
    return _Said(frozenset(words), frozenset(word for word in words if not word.isalpha()), runs)


def copies_among(sketches: Sketches, read: Callable[[list[int]], Mapping[int, str]]) -> list[Copy]:
    """Which of the passages of these sketches, in order of rank, are copies; `read` gives the texts of some of them."""
    pairs = suspects(sketches)
    return fold(pairs, read(sorted({at for pair in pairs for at in pair}))) if pairs else []
