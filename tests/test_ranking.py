"""The ranking, worked out by hand over a few passages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from index.asking import asked
from index.catalogue import UNDATED
from index.ranking import Candidates, document_share, lifted, recency, scores

FULL = (1 + 0.7 + 0.4) * (1 + 0.3)
"""What cosines and words of 1 would come to, in a document of three such passages."""


def found(*cosines: float) -> Candidates:
    """Passages of one document that stand apart, found by their cosines alone."""
    n = len(cosines)
    none = np.zeros(n)
    return Candidates(
        places=np.arange(n) * 10,
        documents=np.zeros(n, dtype=np.int64),
        days=np.full(n, UNDATED, dtype=np.int64),
        spoken=np.zeros(n, dtype=np.bool_),
        formal=np.zeros(n, dtype=np.bool_),
        superseded=np.zeros(n, dtype=np.bool_),
        lexical=none,
        cosines=np.array(cosines),
        sentences=none,
    )


def test_what_a_passage_is_worth() -> None:
    one = replace(found(0.5), lexical=np.array([0.6]), sentences=np.array([0.4]))
    base = 0.5 + 0.7 * 0.6 + 0.4 * 0.4
    assert scores(one, asked("roads"), UNDATED) == pytest.approx([(base + 0.3 * base / 3) / FULL], abs=1e-6)


def test_a_formality_stands_lower_unless_it_is_asked_for() -> None:
    formal = replace(found(0.5), formal=np.array([True]))
    assert scores(formal, asked("roads"), UNDATED) == pytest.approx([0.4 * 1.1 / FULL], abs=1e-6)
    assert scores(formal, asked("who was present"), UNDATED) == pytest.approx([0.5 * 1.1 / FULL], abs=1e-6)


def test_the_time_that_a_question_names() -> None:
    days = np.array([date(2024, 3, 5).toordinal(), UNDATED, date(2025, 3, 5).toordinal()])
    apart = replace(found(0.5, 0.5, 0.5), documents=np.array([1, 2, 3]), days=days)
    named = scores(apart, asked("roads in 2024"), UNDATED)
    assert named == pytest.approx([0.65 * 1.1 / FULL, 0.5 * 1.1 / FULL, 0.5 * 1.1 / FULL], abs=1e-6)


def test_the_latest_of_equals_comes_first() -> None:
    days = np.array([date(2024, 3, 5).toordinal(), UNDATED, date(2025, 3, 5).toordinal()])
    apart = replace(found(0.5, 0.5, 0.5), documents=np.array([1, 2, 3]), days=days)
    latest = scores(apart, asked("latest on roads"), UNDATED)
    assert latest == pytest.approx([0.5 * 1.1 / FULL, 0.5 * 1.1 / FULL, 0.7 * 1.1 / FULL], abs=1e-6)


def test_recency_counts_meetings_and_not_days() -> None:
    assert recency(np.array([10, 1000, 11, UNDATED, 10]), UNDATED).tolist() == [0.0, 1.0, 0.5, 0.0, 0.0]
    assert recency(np.array([10, 10, UNDATED]), UNDATED).tolist() == [0.0, 0.0, 0.0]


def test_a_passage_is_lifted_by_a_better_one_beside_it() -> None:
    beside = replace(found(0.8, 0.2, 0.5, 0.1), places=np.array([4, 5, 6, 8]))
    # 5 stands beside 4; 6 is two from 4, worth 0.8 · 0.8; 8 is two from 6, worth 0.8 · 0.5.
    expected = [0.8, 0.2 + 0.15 * (0.8 - 0.2), 0.5 + 0.15 * (0.64 - 0.5), 0.1 + 0.15 * (0.4 - 0.1)]
    assert lifted(beside.cosines, beside) == pytest.approx(expected)


def test_in_a_transcript_it_is_lifted_further() -> None:
    beside = replace(found(0.8, 0.2), places=np.array([4, 5]), spoken=np.array([True, True]))
    assert lifted(beside.cosines, beside) == pytest.approx([0.8, 0.2 + 0.6 * (0.8 - 0.2)])


def test_no_passage_is_lifted_by_another_document() -> None:
    beside = replace(found(0.8, 0.2), places=np.array([4, 5]), documents=np.array([1, 2]))
    assert lifted(beside.cosines, beside) == pytest.approx([0.8, 0.2])


def test_a_document_is_worth_its_three_best() -> None:
    share = document_share(np.array([0.9, 0.3, 0.6, 0.4, 0.2]), np.array([1, 1, 2, 1, 1]))
    assert share == pytest.approx([1.6 / 3, 1.6 / 3, 0.6 / 3, 1.6 / 3, 1.6 / 3])


def test_nothing_found_is_an_empty_ranking() -> None:
    assert scores(found(), asked("roads"), UNDATED).tolist() == []
