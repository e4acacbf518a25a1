"""Which statements commit, and to what: what says so outright, and else weighted sums of signs and of vectors.

The weights (`weights.json`) are fitted by `python -m tests.bench.commitments` to statements of minutes that readers
labelled. With another model than the default one the signs alone decide, with weights of their own.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from ingest.commitment import CommitmentType
from ingest.commitments.outright import is_formal, is_question, outright
from ingest.commitments.signs import NAMES, signs
from ingest.commitments.statements import LONGEST, Statement
from ingest.minutes import Vectors
from ingest.model import DEFAULT_MODEL, DEFAULT_SHA256

WEIGHTS = Path(__file__).parent / "weights.json"
COMMITS = 0.5
"""A statement commits where the odds say so at least this surely…"""
SECOND = 0.3
"""…and has a second type beside the likeliest where that is at least so likely."""
SCALE = 2.0
"""What a vector is multiplied by, so that its weights are held down no harder than those of the signs."""
_TYPES = tuple(CommitmentType)


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of a model: each column is that of committing at all, then those of the types.

    `signs` is float32 (signs, 10), `vector` float32 (d, 10), or (0, 10) where vectors count for nothing, `bias` (10,).
    """

    signs: Vectors
    vector: Vectors
    bias: Vectors

    def chances(self, signs: Vectors, vectors: Vectors) -> Vectors:
        """How likely each row commits, and is of each type if it does: float32 (n, 10).

        Args:
            signs: 1 where a statement bears a sign, float32 (n, signs).
            vectors: of length 1, or 0 where a statement has none, float32 (n, d).
        """
        sums = signs @ self.signs + self.bias
        if len(self.vector):
            sums = sums + SCALE * vectors @ self.vector
        chances: Vectors = 1 / (1 + np.exp(-sums))
        return chances


def recognised(found: Sequence[Statement], vectors: Vectors, encoder: str) -> list[tuple[CommitmentType, ...]]:
    """The types of each statement, the likeliest first; none of one that does not commit.

    Args:
        found: the statements.
        vectors: the vector of each, float32 (n, d), zero where it has none.
        encoder: the name of the model that made them.
    """
    if not found:
        return []
    weights = _weights("with vectors" if is_default(encoder) else "signs alone")
    chances = weights.chances(matrix([signs(statement) for statement in found]), vectors)
    return [judged(statement, row) for statement, row in zip(found, chances, strict=True)]


def judged(statement: Statement, chances: Vectors) -> tuple[CommitmentType, ...]:
    """The types of a statement by its chances; what it says outright goes before them.

    A question has none, nor has what only says when the next meeting is.
    """
    body = statement.body[:LONGEST]
    if is_question(body) or is_formal(body):
        return ()
    said, types = outright(body), types_of(chances)
    return types if said is None else (said, *(kind for kind in types if kind is not said))[:2]


def is_default(encoder: str) -> bool:
    """Whether a model's name, as archives keep it, is that of the default model, whatever it computes in."""
    return encoder.startswith(f"{DEFAULT_MODEL}@{DEFAULT_SHA256[:12]}")


def matrix(borne: Sequence[frozenset[str]]) -> Vectors:
    """The signs that statements bear as numbers: float32 (n, signs)."""
    return np.array([[name in one for name in NAMES] for one in borne], dtype=np.float32)


def types_of(chances: Vectors) -> tuple[CommitmentType, ...]:
    """The types that a row of chances gives, the likeliest first; none where the statement does not commit."""
    if chances[0] < COMMITS:
        return ()
    order = np.argsort(-chances[1:], kind="stable")
    first, second = int(order[0]), int(order[1])
    return (_TYPES[first], _TYPES[second]) if chances[1 + second] >= SECOND else (_TYPES[first],)


@lru_cache(maxsize=2)
def _weights(which: str) -> Weights:
    kept = json.loads(WEIGHTS.read_text(encoding="utf-8"))[which]
    if sorted(kept["signs"]) != sorted(NAMES):
        raise ValueError(f"{WEIGHTS.name} was fitted to other signs: run python -m tests.bench.commitments")
    columns = 1 + len(_TYPES)
    return Weights(
        np.array([kept["signs"][name] for name in NAMES], dtype=np.float32),
        np.array(kept["vector"], dtype=np.float32).reshape(-1, columns),
        np.array(kept["bias"], dtype=np.float32),
    )
