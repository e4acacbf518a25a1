"""How well each system finds what answers the questions, scored by the same functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search_api.evaluate import Scorecard, Scores, scorecard, search_figures
from search_api.questions import Question
from search_api.scoring import SEARCH_MEASURES, gold, score_ranking
from tests.bench.peers import System

OURS = "Minutebook"


@dataclass(frozen=True, slots=True)
class Quality:
    """Scores by system, ours first, and what ours has more than each other one, question by question."""

    systems: Mapping[str, Scorecard]
    differences: Mapping[str, Scores]


def quality(asked: Sequence[Question], systems: Mapping[str, System]) -> Quality:
    """Ask every system every question; each has evidence.

    The interval of a difference is that of the differences of single questions, so that questions which are hard for
    both do not widen it.
    """
    passages = [gold(question) for question in asked]
    kinds = [question.kind for question in asked]
    rows = {
        name: [score_ranking(system.search(q.question), p) for q, p in zip(asked, passages, strict=True)]
        for name, system in systems.items()
    }
    return Quality(
        {name: scorecard(kinds, scored, search_figures) for name, scored in rows.items()},
        {name: difference(rows[OURS], scored) for name, scored in rows.items() if name != OURS},
    )


def difference(ours: Sequence[Mapping[str, float]], theirs: Sequence[Mapping[str, float]]) -> Scores:
    """The mean of ours minus theirs over the same questions."""
    rows = [{m: a[m] - b[m] for m in SEARCH_MEASURES} for a, b in zip(ours, theirs, strict=True)]
    return Scores(len(rows), search_figures(rows))
