"""Passages that were found, for tests: each of one sentence or more, with vectors written out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

import numpy as np

from index.backend import Hit, Place, Record
from ingest.minutes import Kind, Meeting, Passage, Vectors
from search_api.said import Said
from tests.index_fixtures import unit

COUNCIL = "Ashby Council"


def place(
    text: str,
    held_on: date | None = None,
    council: str | None = COUNCIL,
    committee: str | None = "Board",
    item: str | None = None,
    kind: Kind = Kind.MINUTES,
    document: str = "",
    superseded_by: str | None = None,
) -> Place:
    """A passage that is all of its document, which is named by its text unless `document` says otherwise."""
    digest = sha256(f"{text} {held_on} {council}".encode()).hexdigest()
    document = document or digest[:12]
    meeting = Meeting(council, committee, held_on)
    record = Record(document, f"{document}.txt", document, "text/plain", digest, meeting, 1, len(text))
    passage = Passage(f"{document}#0", document, 0, 0, len(text), text, item, "7", kind, None)
    return Place(passage, record, superseded_by)


def said(text: str, words: str = "", at: Place | None = None, vector: Sequence[float] = (1, 0)) -> Said:
    """A sentence that is all of its passage and holds these words of a topic."""
    at = at or place(text)
    return Said(at, 0, len(text), unit(*vector), 1.0, 1.0, frozenset(words.split()), ())


def hit(at: Place, *also_at: Place) -> Hit:
    """A passage that was found."""
    return Hit(at, 0.5, also_at=also_at)


def rows(*vectors: Sequence[float]) -> Vectors:
    """The vectors of the sentences of a passage."""
    return np.stack([unit(*vector) for vector in vectors])
