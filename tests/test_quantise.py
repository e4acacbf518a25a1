from __future__ import annotations

import numpy as np
import pytest

from index.quantise import PASSAGE, SENTENCE, Codes, cosines, maxima, quantise, restored
from ingest.minutes import Vectors
from tests.index_fixtures import unit


def some(count: int, dimension: int = 384) -> Vectors:
    values = np.random.default_rng(3).normal(size=(count, dimension)).astype(np.float32)
    some: Vectors = values / np.linalg.norm(values, axis=1, keepdims=True)
    return some


def test_the_largest_number_of_a_row_uses_the_whole_range() -> None:
    codes = quantise(np.stack([unit(0, -1, 0), unit(3, 4, 0)]), SENTENCE)
    assert codes.steps.tolist() == [[0, -127, 0], [95, 127, 0]]  # 0.6 / 0.8 · 127 = 95.25
    assert codes.scales.tolist() == [pytest.approx(1 / 127), pytest.approx(0.8 / 127)]
    assert restored(codes)[1].tolist() == [pytest.approx(95 / 127 * 0.8), pytest.approx(0.8), 0.0]
    assert quantise(np.stack([unit(0, -1, 0)]), PASSAGE).steps.tolist() == [[0, -32767, 0]]


def test_nothing_and_zeros_can_be_kept() -> None:
    assert cosines(quantise(np.empty((0, 4), dtype=np.float32), PASSAGE), unit(1, 0, 0, 0)).tolist() == []
    assert cosines(quantise(np.zeros((1, 4), dtype=np.float32), SENTENCE), unit(1, 0, 0, 0)).tolist() == [0.0]


def test_cosines_of_plain_vectors_are_exact() -> None:
    codes = quantise(np.stack([unit(1, 0, 0, 0), unit(1, 1, 0, 0), unit(-1, 0, 0, 0), unit(0, 1, 0, 0)]), PASSAGE)
    assert cosines(codes, unit(1, 0, 0, 0)).tolist() == [1.0, np.float32(0.707107), -1.0, 0.0]


@pytest.mark.parametrize(("kind", "worst", "mean"), [(PASSAGE, 0.00002, 0.000003), (SENTENCE, 0.003, 0.0006)])
def test_how_far_cosines_are_off(kind: np.dtype[np.signedinteger], worst: float, mean: float) -> None:
    vectors = some(2000)
    off = np.abs(cosines(quantise(vectors, kind), vectors[0]) - vectors.astype(np.float64) @ vectors[0])
    assert (off.max() < worst, off.mean() < mean) == (True, True)


@pytest.mark.parametrize("kind", [PASSAGE, SENTENCE])
@pytest.mark.parametrize("dimension", [4, 384, 1024])
def test_a_cosine_has_the_same_bits_wherever_it_is_computed(kind: np.dtype[np.signedinteger], dimension: int) -> None:
    vectors = some(700, dimension)
    query = some(3, dimension)[2]
    codes = quantise(vectors, kind)
    together = cosines(codes, query)
    alone = [cosines(Codes(codes.steps[at : at + 1], codes.scales[at : at + 1]), query)[0] for at in range(700)]
    mirrored = cosines(Codes(codes.steps[:, ::-1], codes.scales), query[::-1])
    assert together.tolist() == [float(cosine) for cosine in alone] == mirrored.tolist()


def test_maxima_of_groups() -> None:
    values = np.array([0.5, -0.5, 0.25, -0.75], dtype=np.float32)
    assert maxima(values, np.array([0, 3, 0, 1, 0])).tolist() == [0.0, 0.5, 0.0, -0.75, 0.0]
    assert maxima(values[:0], np.array([0, 0])).tolist() == [0.0, 0.0]
