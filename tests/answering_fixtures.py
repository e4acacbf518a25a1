"""Made by hand for tests of answers: hits, an encoder that points where the test plots, and candidates."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import numpy as np

from index.backend import Hit, Place, Record, Results, Stats
from ingest.minutes import Kind, Meeting, Passage, Vectors
from ingest.sentences import is_encoded, sentences
from search_api.answer import Statement
from search_api.answering import Material
from search_api.candidates import Candidate, candidates
from search_api.question import read

NORTH, EAST, BETWEEN, SOUTH = (1.0, 0.0), (0.0, 1.0), (0.8, 0.6), (-1.0, 0.0)
NOVEMBER = Meeting("Ashby Parish Council", "Works Committee", date(2024, 11, 5))


class Plotted:
    """Encodes each text as the vector that the test plots for it; any other points south."""

    name = "plotted"
    dimension = 2

    def __init__(self, plot: Mapping[str, Sequence[float]]) -> None:
        self._plot = plot

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode texts: float32 (n, 2)."""
        return np.array([self._plot.get(text, SOUTH) for text in texts], dtype=np.float32).reshape(-1, 2)

    def encode_query(self, text: str) -> Vectors:
        """Encode a text: float32 (2,)."""
        row: Vectors = self.encode_passages([text])[0]
        return row


def hit(
    text: str,
    meeting: Meeting = NOVEMBER,
    *,
    at: int = 0,
    document: str = "d1",
    kind: Kind = Kind.MINUTES,
    item: str | None = "Lamps",
    similarity: float | None = 0.5,
    superseded_by: str | None = None,
    also_at: tuple[Place, ...] = (),
) -> Hit:
    """A passage found, from character `at` of its document on."""
    return Hit(place(text, meeting, at, document, kind, item, superseded_by), 0.9, similarity, also_at=also_at)


def place(
    text: str,
    meeting: Meeting = NOVEMBER,
    at: int = 0,
    document: str = "d1",
    kind: Kind = Kind.MINUTES,
    item: str | None = "Lamps",
    superseded_by: str | None = None,
) -> Place:
    """A passage and its document."""
    passage = Passage(f"{document}.{at}", document, 0, at, at + len(text), text, item, "347", kind, None)
    record = Record(document, f"/a/{document}.txt", document, "text/plain", "00ff", meeting, 1, 10_000)
    return Place(passage, record, superseded_by)


def material(
    question: str,
    hits: Sequence[Hit],
    plot: Mapping[str, Sequence[float]],
    *,
    rarity: Mapping[str, float] | None = None,
    councils: Collection[str] = (),
) -> Material:
    """What is found for a question. Without a rarity each of the question's words is as rare as another."""
    encoder = Plotted(plot)
    words = read(question, councils).words
    found = Results(len(hits), tuple(hits), dict.fromkeys(words, 1.0) if rarity is None else rarity)
    vectors = tuple(encoder.encode_passages(encoded(one)) for one in hits)
    held = Stats(len(hits), len(hits), None, None, None, councils=dict.fromkeys(councils, 1))
    return Material(question, encoder.encode_query(question), found, vectors, held)


def encoded(found: Hit) -> list[str]:
    """The sentences of a passage that have a vector."""
    text = found.place.passage.text
    return [text[start:end] for start, end in sentences(text) if is_encoded(text[start:end])]


def candidates_of(given: Material) -> list[Candidate]:
    """The candidates for a question that names no council, or whose matter is plotted like the whole of it."""
    return candidates(read(given.question, given.councils), given.vector, given)


def texts(said: Sequence[Candidate] | Sequence[Statement]) -> list[str]:
    """Their words."""
    return [one.text for one in said]
