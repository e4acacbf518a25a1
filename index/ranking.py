"""Two rankings of texts become one: pure functions over scores. A text is named by a number, in document order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from index.backend import Hit, Place, Sort

DEPTH = 100
"""How many passages each ranking contributes, behind those that hold every word."""

FLOOR = 0.15
"""The least cosine at which a passage counts as near; below it lies what has nothing to do with the question."""

K = 20
"""Smooths the first ranks (Cormack, Clarke and Büttcher 2009, "Reciprocal Rank Fusion", SIGIR, with 60)."""

DENSE_WEIGHT = 1.0
KEYWORDS = 3
KEYWORDS_WEIGHT = 1.0
QUESTION_WEIGHT = 0.5
"""What the ranking by words counts: as much as the other for up to three keywords, half for a whole question.

With K = 20 this found 53 of 65 questions in five hits over 239 real documents; equal weights and K = 60 found 48.
"""

CONTEXT_WEIGHT = 0.3
"""What a word in the title, item, committee or date counts beside the same word in the passage."""


class Ranked(NamedTuple):
    """A text that was found: its fused score in (0, 1], and why."""

    text: int
    score: float
    similarity: float | None
    dense_rank: int | None
    lexical_rank: int | None


def distinct(ranking: Iterable[tuple[int, float]]) -> dict[int, float]:
    """A ranking of passages, best first, each given as its text, as one of texts: each stands where its best stood."""
    scores: dict[int, float] = {}
    for text, score in ranking:
        scores.setdefault(text, score)
    return scores


def reciprocal(rank: int | None, weight: float) -> float:
    """What a rank from 1 contributes: weight / (K + rank), and nothing where there is none."""
    return 0.0 if rank is None else weight / (K + rank)


def lexical_weight(words: Sequence[str]) -> float:
    """What the ranking by words counts for a query of these content terms."""
    return KEYWORDS_WEIGHT if len(words) <= KEYWORDS else QUESTION_WEIGHT


def fuse(dense: Mapping[int, float], lexical: Iterable[int], by_words_weight: float) -> list[Ranked]:
    """One ranking of two, each best first: texts with their cosine, and texts as they hold the words.

    score = (w_dense / (K + rank_dense) + w_lexical / (K + rank_lexical)) / ((w_dense + w_lexical) / (K + 1)),
    so that the first of both has 1.0. Texts of equal score stand in document order.
    """
    dense_ranks = {text: rank for rank, text in enumerate(dense, start=1)}
    lexical_ranks = {text: rank for rank, text in enumerate(lexical, start=1)}
    best = reciprocal(1, DENSE_WEIGHT) + reciprocal(1, by_words_weight)
    ranked = []
    for text in dense_ranks | lexical_ranks:
        by_vector, by_words = dense_ranks.get(text), lexical_ranks.get(text)
        score = (reciprocal(by_vector, DENSE_WEIGHT) + reciprocal(by_words, by_words_weight)) / best
        ranked.append(Ranked(text, score, dense.get(text), by_vector, by_words))
    return sorted(ranked, key=lambda found: (-found.score, found.text))


def arrange(
    ranked: Sequence[Ranked], sort: Sort, held_on: Callable[[Sequence[int]], Mapping[int, date | None]]
) -> list[Ranked]:
    """The ranking in the order asked for; by date, undated texts come last and equal dates stay ranked.

    `held_on` tells the dates of texts; it is asked only where they matter.
    """
    if sort is Sort.RELEVANCE:
        return list(ranked)
    sign = -1 if sort is Sort.NEWEST else 1
    days = held_on([found.text for found in ranked])

    def key(found: Ranked) -> tuple[bool, int]:
        day = days[found.text]
        return day is None, sign * day.toordinal() if day else 0

    return sorted(ranked, key=key)


def hit(found: Ranked, places: Sequence[Place]) -> Hit:
    """A ranked text with its places, the record's own first."""
    own, *others = places
    return Hit(own, found.score, found.similarity, found.dense_rank, found.lexical_rank, tuple(others))
