"""How well a sentence answers, and whether anything found answers at all: two weighted sums.

The weights are fitted (`python -m tests.bench.answers`) to 298 questions of readers over 239 real documents, 106 of
them without an answer, and the 55 of the sample archive. Every sign is a share, a cosine or a yes or no: none grows
with the archive.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.minutes import Kind
from search_api.candidates import Candidate
from search_api.question import Form, Question
from search_api.wanted import FIGURES, QUANTITIES

BEST = 5
"""So many of the best sentences show whether there is an answer."""
REPEATED = 0.3
"""What a sentence that shares all of the question's words is nearer to it, whatever it says."""
SHORT = 8
"""What has fewer words seldom says anything by itself."""
WHOLE = 0.999
"""A share that is all but for rounding."""

SENTENCE: Mapping[str, float] = {
    "near": 4.02,
    "asked": 0.64,
    "similarity": 0.75,
    "held": 1.88,
    "around": 0.84,
    "first": 1.3,
    "short": -3.7,
    "report": -1.07,
    "agrees": 0.25,
    "figure": 0.34,
}
ANSWER: Mapping[str, float] = {
    "beyond": 1.89,
    "agreeing": 2.86,
    "loss": -0.27,
    "similarity": 3.01,
    "whole": 1.6,
    "keywords": 1.91,
    "yes or no": -1.54,
    "yes or no near": 4.85,
    "several": 1.29,
}
LEAST = 3.6
"""An answer is given from this sum on: seven in ten of the questions without an answer stay below it."""


def sentence_signs(question: Question, candidate: Candidate) -> dict[str, float]:
    """What speaks for a sentence: its cosines, the question's words in and around it, and the place of its passage.

    `agrees` counts only where a figure or date is asked for.
    """
    return {
        "near": candidate.near,
        "asked": candidate.asked,
        "similarity": candidate.hit.similarity or 0.0,
        "held": candidate.held,
        "around": candidate.around,
        "first": 1 / (1 + candidate.rank),
        "short": float(candidate.words < SHORT),
        "report": float(candidate.hit.place.passage.kind is Kind.REPORT),
        "agrees": float(bool(question.wanted & QUANTITIES) and agrees(question, candidate)),
        "figure": float(any(character.isdigit() for character in candidate.text)),
    }


def answer_signs(question: Question, ranked: Sequence[Candidate], weights: Sequence[float]) -> dict[str, float]:
    """What speaks for there being an answer among sentences, the best first, that weigh so much.

    `beyond` is how near the best are beyond what shared words bring; `agreeing` the same of those sentences that agree
    with the question in years and names and tell what it wants, and `loss` how much less the best of these weighs than
    the best of all.
    """
    agreeing = [at for at, candidate in enumerate(ranked) if agrees(question, candidate)]
    telling = question.form is not Form.DETAIL or len(question.words) > 1
    whole = telling and any(ranked[at].around > WHOLE for at in agreeing)
    near = sum(sorted((candidate.near for candidate in ranked), reverse=True)[:BEST]) / min(BEST, len(ranked))
    keywords = question.form is Form.KEYWORDS and any(candidate.about > WHOLE for candidate in ranked)
    yes_no = question.form is Form.YES_NO
    return {
        "beyond": max(candidate.near - REPEATED * candidate.around for candidate in ranked[:BEST]),
        "agreeing": max((ranked[at].near - REPEATED * ranked[at].held for at in agreeing), default=0.0),
        "loss": weights[0] - weights[agreeing[0]] if agreeing else BEST,
        "similarity": max(candidate.hit.similarity or 0.0 for candidate in ranked),
        "whole": float(whole),
        "keywords": float(keywords),
        "yes or no": float(yes_no),
        "yes or no near": near if yes_no else 0.0,
        "several": float(question.several),
    }


def agrees(question: Question, candidate: Candidate) -> bool:
    """Whether a sentence is of the years asked for, has every name around it, and tells what is wanted in figures."""
    told = (question.wanted & FIGURES) <= candidate.told and (question.wanted & QUANTITIES) <= candidate.told_around
    return candidate.dated and candidate.names >= 1 and told


def weighed(signs: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The weighted sum of signs."""
    return sum(weight * signs[name] for name, weight in weights.items())
