"""Measures of a ranking against what is relevant: pure functions, each with its formula.

`ranking` is what was returned, best first, each once. `relevant` holds what should be found; `gains` says how much
each is worth. k counts from 1.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from math import log2
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def success(ranking: Sequence[T], relevant: Collection[T], k: int) -> float:
    """1 if any of the first k is relevant, else 0."""
    return float(any(found in relevant for found in ranking[:k]))


def reciprocal_rank(ranking: Sequence[T], relevant: Collection[T]) -> float:
    """1 / rank of the first relevant; 0 where none is found."""
    return next((1 / rank for rank, found in enumerate(ranking, start=1) if found in relevant), 0.0)


def recall(ranking: Sequence[T], relevant: Collection[T], k: int) -> float:
    """|relevant among the first k| / |relevant|.

    Raises:
        ValueError: nothing is relevant, so that there is no share of it.
    """
    if not relevant:
        raise ValueError("recall of nothing relevant is undefined")
    return _found(ranking, relevant, k) / len(relevant)


def precision(ranking: Sequence[T], relevant: Collection[T], k: int) -> float:
    """|relevant among the first k| / k."""
    return _found(ranking, relevant, k) / k


def ndcg(ranking: Sequence[T], gains: Mapping[T, float], k: int) -> float:
    """DCG / ideal DCG, where DCG = Σ gain(rank) / log2(rank + 1) over the first k (Järvelin and Kekäläinen 2002).

    Raises:
        ValueError: nothing has a gain, so that no ranking is ideal.
    """
    ideal = _discounted(sorted(gains.values(), reverse=True)[:k])
    if ideal <= 0:
        raise ValueError("nDCG without gains is undefined")
    return _discounted([gains.get(found, 0.0) for found in ranking[:k]]) / ideal


def _found(ranking: Sequence[T], relevant: Collection[T], k: int) -> int:
    return sum(found in relevant for found in ranking[:k])


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, start=1))
