"""Small archives for the tests of the index: documents whose passages and vectors are written out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256

import numpy as np

from ingest.minutes import Block, Document, Item, Kind, Meeting, Minutes, Passage, Prepared, Sentences, Status, Vectors

DIMENSION = 4
ENCODER = "fake-4"


def unit(*values: float) -> Vectors:
    """These values as a vector of length 1."""
    vector = np.array(values, dtype=np.float32)
    return vector / np.linalg.norm(vector)


def prepared(
    source: str,
    *passages: tuple[str, Sequence[float]],
    council: str | None = "Torbay Council",
    committee: str | None = "Cabinet",
    held_on: date | None = None,
    kind: Kind = Kind.MINUTES,
    title: str | None = None,
    item: str | None = None,
    minute_number: str | None = None,
    remarks: tuple[str, ...] = (),
) -> Prepared:
    """A document of one item; each passage is one paragraph, given with its vector."""
    texts = [text for text, _ in passages]
    original = "\n".join(texts).encode()
    digest = sha256(original).hexdigest()
    document = Document(
        id=f"id-{source}",
        source=source,
        title=source if title is None else title,
        media_type="text/plain",
        sha256=digest,
        fingerprint=f"print-{digest}",
        blocks=tuple(Block(text) for text in texts),
    )
    meeting = Meeting(council, committee, held_on, Status.CONFIRMED)
    count = len(texts)
    minutes = Minutes(document, meeting, (Item(minute_number, item, kind, 0, count),), (kind,) * count, remarks)
    found = tuple(
        Passage(f"{source}#{position}", document.id, position, start, end, text, item, minute_number, kind, None)
        for position, (text, (start, end)) in enumerate(zip(texts, document.spans, strict=True))
    )
    vectors = np.stack([unit(*values) for _, values in passages])
    return Prepared(minutes, found, vectors, original)


def with_sentences(held: Prepared, *vectors: Sequence[float]) -> Prepared:
    """A document of one passage, with the vectors of its sentences."""
    return replace(held, sentences=Sentences((len(vectors),), np.stack([unit(*values) for values in vectors])))
