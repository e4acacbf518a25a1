"""The seam between what was found for a question and the answer made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from index.backend import Hit, Results, Stats
from ingest.minutes import Vectors
from search_api.answer import Mode, Statement


@dataclass(frozen=True, slots=True)
class Material:
    """What an answer is made of.

    `vector` is what was searched for encoded, float32 (d,): the question, with the records' words where it asks for
    promises (`search_api.question.sought`); `found` are the passages found for it, best first, and `sentences`
    the vectors of the sentences of each, float32 (n, d), as `Index.sentences` gives them. `held` is what the whole
    archive holds.
    """

    question: str
    vector: Vectors
    found: Results
    sentences: tuple[Vectors, ...]
    held: Stats

    @property
    def councils(self) -> list[str]:
        """The councils of the archive."""
        return [council for council in self.held.councils if council]

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The passages found, best first."""
        return self.found.hits


@dataclass(frozen=True, slots=True)
class Reply:
    """The statements that answer a question, in the order in which they are read; none where nothing answers it.

    `lacking` says what is not recorded, where that is known better than that the archive does not say.
    """

    statements: tuple[Statement, ...] = ()
    lacking: str | None = None
    mode: Mode = Mode.EXTRACTIVE


class Answerer(Protocol):
    """Makes an answer of what was found."""

    def answer(self, material: Material) -> Reply:
        """Choose statements; none where the passages do not answer the question."""
