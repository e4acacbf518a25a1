"""Answers made of the record's own sentences: nothing is written, everything is quoted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.analysis import content_terms, terms
from index.backend import Hit
from ingest.encode import Encoder
from ingest.sentences import sentences
from search_api.answer import Statement, cite

PASSAGES = 10
"""Of so many passages the sentences are weighed; the answer is nearly always in the first few."""
MIN_WORDS = 5
MAX_NUMBER = 12
"""Characters that the number before an item's title may have, with what stands between them."""
MAX_STATEMENTS = 5

THRESHOLD = 0.62
"""The least weight at which the best sentence counts as an answer."""
SHARE = 0.8
"""A further statement must weigh at least this share of the best one."""

COVERAGE_WEIGHT = 0.3
PASSAGE_WEIGHT = 0.1


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence as a candidate: its statement, and how well it answers."""

    statement: Statement
    weight: float


class ExtractiveAnswerer:
    """Chooses sentences that are near to the question and share its words.

    weight = cosine(question, sentence) + 0.3 · share of the question's content words in the sentence, its item's
    title, its council and committee + 0.1 · score of the passage.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def answer(self, question: str, hits: Sequence[Hit]) -> tuple[Statement, ...]:
        """Choose up to five statements, the best first; none where the best weighs less than the threshold."""
        weighed = sorted(self.weigh(question, hits), key=lambda w: -w.weight)
        if not weighed or weighed[0].weight < THRESHOLD:
            return ()
        least = max(THRESHOLD, SHARE * weighed[0].weight)
        chosen: dict[str, Statement] = {}
        for candidate in weighed:
            if candidate.weight < least or len(chosen) == MAX_STATEMENTS:
                break
            chosen.setdefault(_plain(candidate.statement.text), candidate.statement)
        return tuple(chosen.values())

    def weigh(self, question: str, hits: Sequence[Hit]) -> list[Weighed]:
        """Weigh every sentence of the first passages."""
        candidates = [(hit, statement) for hit in hits[:PASSAGES] for statement in _statements(hit)]
        if not candidates:
            return []
        vectors = self._encoder.encode_passages([statement.text for _, statement in candidates])
        cosines = vectors @ self._encoder.encode_query(question)
        asked = frozenset(content_terms(question))
        return [
            Weighed(
                statement,
                float(cosine) + COVERAGE_WEIGHT * _coverage(asked, hit, statement) + PASSAGE_WEIGHT * hit.score,
            )
            for (hit, statement), cosine in zip(candidates, cosines, strict=True)
        ]


def _statements(hit: Hit) -> Iterator[Statement]:
    passage = hit.place.passage
    for start, end in sentences(passage.text):
        text = passage.text[start:end]
        if len(text.split()) >= MIN_WORDS and not _is_heading(text, passage.item):
            yield Statement(text, cite(hit.place, passage.start + start, passage.start + end))


def _is_heading(text: str, title: str | None) -> bool:
    """Whether a sentence only names its item, with a number at most: it says nothing."""
    return bool(title and text.endswith(title) and len(text) - len(title) <= MAX_NUMBER)


def _coverage(asked: frozenset[str], hit: Hit, statement: Statement) -> float:
    meeting = hit.place.record.meeting
    said = " ".join(filter(None, (statement.text, hit.place.passage.item, meeting.council, meeting.committee)))
    return len(asked & {term.term for term in terms(said)}) / len(asked)


def _plain(text: str) -> str:
    return " ".join(term.term for term in terms(text))
