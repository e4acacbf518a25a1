"""Answers made of the record's own sentences: nothing is written, everything is quoted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.analysis import content_terms, terms
from index.backend import Hit
from ingest.encode import Encoder
from ingest.kinds import is_agenda
from ingest.minutes import Kind, Vectors
from ingest.sentences import sentences
from search_api.answer import Statement, cite, long_date
from search_api.answering import Material, Reply

PASSAGES = 10
"""Of so many passages the sentences are weighed; twice as many found no more and took twice as long."""
MIN_WORDS = 5
COMMON = frozenset(
    content_terms(
        "council councillor county district borough city parish community town committee board cabinet meeting member "
        "minute report"
    )
)
"""Words that every record holds: that a passage shares them with a question shows nothing."""

SAYS_NOTHING = frozenset({Kind.HEADER, Kind.AGENDA})
"""Kinds of passage that name or propose, and record nothing that was said or done."""
MAX_NUMBER = 24
"""Characters that the numbers around an item's title may have: "42/23 … (Item 5)"."""
MAX_STATEMENTS = 5

THRESHOLD = 1.0
"""The least weight at which the best sentence counts as an answer."""
SHARE = 0.75
"""A further statement must weigh at least this share of the best one…"""
LIKE_BEST = 0.6
LIKE_QUESTION = 0.25
"""…or be on the same matter: with such cosines to the best statement and to the question."""

SENTENCE_WORDS = 0.1
PASSAGE_WORDS = 0.4
PASSAGE_COSINE = 0.6
PASSAGE_SCORE = 0.2
"""The weights of the parts, tuned on 80 questions of readers over 239 real documents."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence as a candidate: how well it answers, and its vector and cosine to the question."""

    statement: Statement
    weight: float
    cosine: float
    vector: Vectors


class ExtractiveAnswerer:
    """Chooses sentences that are near to the question, out of passages that hold its words and are near to it.

    weight = cosine(question, sentence) + 0.1 · share of the question's content words in the sentence
    + 0.4 · their share in the passage with its item, council, committee and date
    + 0.6 · cosine(question, passage) + 0.2 · score of the passage.

    A draft whose minutes are held as well answers nothing: the minutes do, and where they differ the draft is wrong.

    Numbers are not to be had by likeness: where a question names years, sums or references, a passage answers only if
    it holds one of them.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def answer(self, material: Material) -> Reply:
        """Choose up to five statements, the best first; none where the best weighs less than the threshold."""
        weighed = sorted(self.weigh(material.question, material.hits), key=lambda candidate: -candidate.weight)
        if not weighed or weighed[0].weight < THRESHOLD:
            return Reply()
        best = weighed[0]
        chosen: dict[str, Statement] = {}
        for candidate in weighed:
            likeness = float(candidate.vector @ best.vector)
            same_matter = likeness >= LIKE_BEST and candidate.cosine >= LIKE_QUESTION
            if len(chosen) < MAX_STATEMENTS and (candidate.weight >= SHARE * best.weight or same_matter):
                chosen.setdefault(_plain(candidate.statement.text), candidate.statement)
        return Reply(tuple(chosen.values()))

    def weigh(self, question: str, hits: Sequence[Hit]) -> list[Weighed]:
        """Weigh every sentence of the first passages that hold the question's numbers."""
        every = frozenset(content_terms(question))
        asked = every - COMMON or every
        numbers = _numbers(question)
        held = [(hit, about) for hit in hits if not numbers.isdisjoint(about := _terms_about(hit)) or not numbers]
        candidates = [(hit, about, statement) for hit, about in held[:PASSAGES] for statement in _statements(hit)]
        if not candidates:
            return []
        vectors = self._encoder.encode_passages([statement.text for _, _, statement in candidates])
        cosines = vectors @ self._encoder.encode_query(question)
        weighed = []
        for (hit, about, statement), vector, cosine in zip(candidates, vectors, cosines.tolist(), strict=True):
            said = {term.term for term in terms(statement.text)}
            weight = (
                cosine
                + SENTENCE_WORDS * len(asked & said) / len(asked)
                + PASSAGE_WORDS * len(asked & about) / len(asked)
                + PASSAGE_COSINE * (hit.similarity or 0.0)
                + PASSAGE_SCORE * hit.score
            )
            weighed.append(Weighed(statement, weight, cosine, vector))
        return weighed


def _numbers(question: str) -> frozenset[str]:
    """The years, sums and references that a question names, each as a whole: 2020-21, and not its parts."""
    found, end = set(), 0
    for term in terms(question):
        if term.start >= end and any(character.isdigit() for character in term.term):
            found.add(term.term)
        end = max(end, term.end)
    return frozenset(found)


def _terms_about(hit: Hit) -> frozenset[str]:
    """The terms of a passage, its item and minute number, its council and committee, and the date of its meeting."""
    meeting, passage = hit.place.meeting, hit.place.passage
    day = long_date(meeting.held_on) if meeting.held_on else None
    said = " ".join(
        filter(None, (passage.text, passage.item, passage.minute_number, meeting.council, meeting.committee, day))
    )
    return frozenset(term.term for term in terms(said))


def _statements(hit: Hit) -> Iterator[Statement]:
    passage = hit.place.passage
    if passage.kind in SAYS_NOTHING or hit.place.superseded_by:
        return
    for start, end in sentences(passage.text):
        text = passage.text[start:end]
        if len(text.split()) >= MIN_WORDS and not is_agenda(text) and not _is_heading(text, passage.item):
            yield Statement(text, cite(hit.place, passage.start + start, passage.start + end))


def _is_heading(text: str, title: str | None) -> bool:
    """Whether a sentence only names its item, with numbers at most."""
    return bool(title and title in text and len(text) - len(title) <= MAX_NUMBER)


def _plain(text: str) -> str:
    return " ".join(term.term for term in terms(text))
