from __future__ import annotations

from math import log2

import pytest

from index.metrics import (
    Estimate,
    balance_of,
    mean_of,
    median_of,
    ndcg,
    precision,
    ratio_of,
    recall,
    reciprocal_rank,
    success,
)

RANKING = ["a", "b", "c", "d", "e"]


def test_success() -> None:
    assert success(RANKING, {"c"}, 3) == 1.0
    assert success(RANKING, {"c"}, 2) == 0.0
    assert success([], {"c"}, 5) == 0.0


def test_reciprocal_rank() -> None:
    assert reciprocal_rank(RANKING, {"c", "e"}) == 1 / 3
    assert reciprocal_rank(RANKING, {"z"}) == 0.0


def test_recall() -> None:
    assert recall(RANKING, {"a", "c", "z"}, 3) == 2 / 3
    assert recall(RANKING, {"e"}, 3) == 0.0


def test_recall_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="recall"):
        recall(RANKING, set(), 3)


def test_precision() -> None:
    assert precision(RANKING, {"a", "c"}, 3) == 2 / 3
    assert precision(["a"], {"a"}, 5) == 1 / 5


def test_ndcg() -> None:
    gains = {"b": 3.0, "d": 1.0, "z": 2.0}
    found = 3 / log2(2 + 1) + 1 / log2(4 + 1)
    ideal = 3 / log2(1 + 1) + 2 / log2(2 + 1) + 1 / log2(3 + 1)
    assert ndcg(RANKING, gains, 5) == pytest.approx(found / ideal)
    assert ndcg(RANKING, gains, 1) == 0.0
    assert ndcg(["b", "z"], gains, 2) == pytest.approx(1.0)


def test_ndcg_without_gains_is_refused() -> None:
    with pytest.raises(ValueError, match="nDCG"):
        ndcg(RANKING, {}, 5)


def test_values_that_are_all_equal_have_no_uncertainty() -> None:
    assert mean_of([0.5] * 7) == Estimate(0.5, 0.5, 0.5)
    assert median_of([3.0]) == Estimate(3.0, 3.0, 3.0)


def test_the_interval_of_a_mean_is_that_of_the_binomial() -> None:
    # The sum of 100 draws of a sample of which half is 1 is binomial(100, 1/2): 2.5 % lie below 40, 2.5 % above 60.
    estimate = mean_of([0.0, 1.0] * 50)

    assert estimate.value == 0.5
    assert estimate.low == pytest.approx(0.40, abs=0.01)
    assert estimate.high == pytest.approx(0.60, abs=0.01)
    assert mean_of([0.0, 1.0] * 50) == estimate


def test_the_interval_of_two_values_is_both() -> None:
    # Of two draws both are the lower one, or both the higher one, in a quarter of all cases.
    assert median_of([1.0, 2.0]) == Estimate(1.5, 1.0, 2.0)


def test_a_ratio_is_of_sums() -> None:
    # Draws give 1/2 (twice the first), 3/8 (the second) or 4/10 (one of each).
    assert ratio_of([1, 3], [2, 8]) == Estimate(4 / 10, 3 / 8, 1 / 2)


def test_the_two_sides_of_a_balance_count_the_same() -> None:
    # The first side is always 1; the second is 0, 1/2 or 1.
    assert balance_of([1, 1, 1], [0, 1]) == Estimate((1 + 1 / 2) / 2, 1 / 2, 1.0)


def test_a_figure_of_no_values_is_refused() -> None:
    with pytest.raises(ValueError, match="no values"):
        mean_of([])
    with pytest.raises(ValueError, match="no values"):
        balance_of([1.0], [])
