from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from index.backend import Sort
from index.ranking import arrange, distinct, fuse, lexical_weight, reciprocal


def test_reciprocal_rank() -> None:
    assert reciprocal(3, 1.0) == 1 / (20 + 3)
    assert reciprocal(1, 0.5) == 0.5 / (20 + 1)
    assert reciprocal(None, 1.0) == 0.0


def test_fusion() -> None:
    found = fuse({7: 0.9, 8: 0.8, 9: 0.7}, [9, 7, 5], 1.0)
    first = 1 / (20 + 1) + 1 / (20 + 1)
    assert [(hit.text, hit.dense_rank, hit.lexical_rank, hit.similarity) for hit in found] == [
        (7, 1, 2, 0.9),
        (9, 3, 1, 0.7),
        (8, 2, None, 0.8),
        (5, None, 3, None),
    ]
    assert [hit.score for hit in found] == [
        pytest.approx((1 / (20 + 1) + 1 / (20 + 2)) / first),
        pytest.approx((1 / (20 + 3) + 1 / (20 + 1)) / first),
        pytest.approx((1 / (20 + 2)) / first),
        pytest.approx((1 / (20 + 3)) / first),
    ]


def test_words_count_half_in_a_question_and_in_full_among_keywords() -> None:
    assert lexical_weight(["grit", "bin"]) == 1.0
    assert lexical_weight(["grit", "bin", "mill"]) == 1.0
    assert lexical_weight(["grit", "bin", "mill", "lane"]) == 0.5

    (first, second) = fuse({7: 0.9}, [8], 0.5)
    best = 1 / (20 + 1) + 0.5 / (20 + 1)
    assert [first.text, second.text] == [7, 8]
    assert first.score == pytest.approx((1 / (20 + 1)) / best)
    assert second.score == pytest.approx((0.5 / (20 + 1)) / best)


def test_equal_scores_stand_in_document_order() -> None:
    assert [hit.text for hit in fuse({9: 0.5, 2: 0.4}, [2, 9], 1.0)] == [2, 9]
    assert [hit.text for hit in fuse({9: 0.5}, [2], 1.0)] == [2, 9]


def test_nothing_found() -> None:
    assert fuse({}, [], 1.0) == []


def test_a_text_stands_where_its_best_passage_stood() -> None:
    found = distinct([(0, 0.9), (1, 0.8), (0, 0.7), (2, 0.1)])
    assert list(found.items()) == [(0, 0.9), (1, 0.8), (2, 0.1)]


def test_arranged_by_date() -> None:
    ranked = fuse({}, [0, 1, 2, 3], 1.0)
    days = {0: date(2024, 1, 1), 1: None, 2: date(2025, 1, 1), 3: date(2024, 1, 1)}

    def held_on(_: Sequence[int]) -> dict[int, date | None]:
        return days

    def order(sort: Sort) -> list[int]:
        return [hit.text for hit in arrange(ranked, sort, held_on)]

    assert order(Sort.RELEVANCE) == [0, 1, 2, 3]
    assert order(Sort.NEWEST) == [2, 0, 3, 1]
    assert order(Sort.OLDEST) == [0, 3, 2, 1]
