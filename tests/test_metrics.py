from __future__ import annotations

from math import log2

import pytest

from index.metrics import ndcg, precision, recall, reciprocal_rank, success

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
