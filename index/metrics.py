"""Measures of a ranking against what is relevant, and how sure their means are: each with its formula.

`ranking` is what was returned, best first, each once. `relevant` holds what should be found; `gains` says how much
each is worth. k counts from 1.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T", bound=Hashable)
Values = NDArray[np.float64]

RESAMPLES = 10_000
SEED = 1979
"""Of the bootstrap: the same values have the same interval in every run."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure over some questions, and its 95 % confidence interval."""

    value: float
    low: float
    high: float


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


def mean_of(values: Sequence[float]) -> Estimate:
    """The mean of n values, (n,), with its interval.

    Raises:
        ValueError: there is none.
    """
    return _bootstrap(_mean, values)


def median_of(values: Sequence[float]) -> Estimate:
    """The median of n values, (n,), with its interval.

    Raises:
        ValueError: there is none.
    """
    return _bootstrap(lambda sample: np.median(sample, axis=-1), values)


def ratio_of(parts: Sequence[float], wholes: Sequence[float]) -> Estimate:
    """Σ parts / Σ wholes of n pairs, (n,) each, with its interval; every whole is above 0.

    Raises:
        ValueError: there is none.
    """
    return _bootstrap(lambda pairs: pairs[0].sum(axis=-1) / pairs[1].sum(axis=-1), [parts, wholes])


def balance_of(first: Sequence[float], second: Sequence[float]) -> Estimate:
    """The mean of the means of two samples, (n,) and (m,), with its interval; each is drawn from by itself.

    Raises:
        ValueError: one of them is empty.
    """
    return _bootstrap(lambda a, b: (_mean(a) + _mean(b)) / 2, first, second)


def _mean(sample: Values) -> Values:
    mean: Values = sample.mean(axis=-1)
    return mean


def _bootstrap(statistic: Callable[..., Values], *samples: Sequence[float] | Sequence[Sequence[float]]) -> Estimate:
    """The statistic of samples, (…, n) each, with its percentile interval (Efron 1979, "Bootstrap methods").

    From each sample n values are drawn along the last axis, with replacement, `RESAMPLES` times; between the 2.5th
    and the 97.5th percentile of the statistic of what was drawn lie 95 % of it.
    """
    values = [np.asarray(sample, dtype=np.float64) for sample in samples]
    if not all(sample.size for sample in values):
        raise ValueError("a figure of no values is undefined")
    generator = np.random.default_rng(SEED)
    drawn = []
    for sample in values:
        count = sample.shape[-1]
        drawn.append(sample[..., generator.integers(count, size=(RESAMPLES, count))])
    low, high = np.percentile(statistic(*drawn), [2.5, 97.5])
    return Estimate(float(statistic(*values)), float(low), float(high))
