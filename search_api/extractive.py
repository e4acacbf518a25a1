"""Answers made of the record's own sentences: nothing is written, everything is quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.analysis import only_stop_words
from ingest.encode import Encoder
from ingest.minutes import Kind
from search_api.answering import Material, Reply
from search_api.candidates import Candidate, candidates
from search_api.composing import compose
from search_api.question import Question, read
from search_api.wanted import Wanted, tells
from search_api.weighing import ANSWER, BEST, LEAST, SENTENCE, agrees, answer_signs, sentence_signs, weighed

NEAR = 0.6
MOST_WORDS = 0.8
"""A sentence as near as that, with such a share of the question's words around it, answers what is asked in the
record's own words: of 237 questions with an answer 25 have one, of 117 without 6."""
NO_DECISION = "No decision is recorded."
_POINT = re.compile(r"\W*(?:(?:[a-z]|[ivx]{1,4})[.)]|that\b)", re.I)


class ExtractiveAnswerer:
    """Weighs the sentences of the passages found, and answers with the best, or not at all (`search_api.weighing`).

    A draft whose minutes are held as well answers nothing: the minutes do, and where they differ the draft is wrong. A
    question that names a council of the archive is not answered from the records of another one. What was decided is
    told by decisions alone.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def answer(self, material: Material) -> Reply:
        """Choose statements in the order in which they are read; none where the passages do not answer."""
        question = read(material.question, material.councils)
        ranked = [] if only_stop_words(material.question) else self._ranked(question, material)
        if Wanted.DECISION in question.wanted and ranked:
            ranked = _telling(Wanted.DECISION, ranked)
            if not ranked:
                return Reply(lacking=NO_DECISION)
        if question.of_promises:
            ranked = _telling(Wanted.PROMISE, ranked)
        found, weights = [one for one, _ in ranked], [weight for _, weight in ranked]
        if not found or not _answers(question, found, weights):
            return Reply()
        return Reply(compose(question, found, weights))

    def _ranked(self, question: Question, material: Material) -> Sequence[tuple[Candidate, float]]:
        same = question.matter == material.question or question.of_promises
        matter = material.vector if same else self._encoder.encode_query(question.matter)
        own = [one for one in candidates(question, matter, material) if one.own]
        weighted = [(one, weighed(sentence_signs(question, one), SENTENCE)) for one in own]
        return sorted(weighted, key=lambda pair: -pair[1])


def _telling(kind: Wanted, ranked: Sequence[tuple[Candidate, float]]) -> list[tuple[Candidate, float]]:
    return [(one, weight) for one, weight in ranked if tells(one.text, kind) or _is_resolution(one, kind)]


def _is_resolution(one: Candidate, kind: Wanted) -> bool:
    """Whether it is a point of a resolution: "(a) both clubs stay open" needs no verb of deciding."""
    resolved = kind is Wanted.DECISION and one.hit.place.passage.kind is Kind.RESOLUTION
    return resolved and bool(_POINT.match(one.text))


def _answers(question: Question, found: Sequence[Candidate], weights: Sequence[float]) -> bool:
    """Whether sentences, the best first, answer at all.

    They do where one that agrees with the question has all of its words around it, or most and is near to it, and where
    the signs are enough.
    """
    signs = answer_signs(question, found, weights)
    repeats = any(one.near >= NEAR and one.around >= MOST_WORDS and agrees(question, one) for one in found[:BEST])
    return bool(signs["whole"]) or repeats or question.of_promises or weighed(signs, ANSWER) >= LEAST
