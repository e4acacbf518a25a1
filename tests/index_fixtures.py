"""Small archives for the tests of the index: documents whose passages and vectors are written out by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np

from index.backend import Index
from index.embedded import EmbeddedIndex
from index.memory import MemoryIndex
from ingest.minutes import Block, Document, Item, Kind, Meeting, Minutes, Passage, Prepared, Sentences, Status, Vectors

DIMENSION = 4
ENCODER = "fake-4"


def embedded(folder: Path) -> Index:
    """An empty archive in a folder."""
    return EmbeddedIndex.open(folder / "archive", encoder=ENCODER, dimension=DIMENSION, writable=True)


def memory(_: Path) -> Index:
    """An empty archive in memory."""
    return MemoryIndex(encoder=ENCODER, dimension=DIMENSION)


NONE: Mapping[int, Meeting] = {}


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
    status: Status = Status.CONFIRMED,
    record: Kind = Kind.MINUTES,
    language: str = "en",
    own: Mapping[int, Meeting] = NONE,
) -> Prepared:
    """A document of one item; each passage is one paragraph, given with its vector. `own`: meetings of passages."""
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
    meeting = Meeting(council, committee, held_on, status)
    count = len(texts)
    items = (Item(minute_number, item, kind, 0, count),)
    minutes = Minutes(document, meeting, items, (kind,) * count, remarks, record, language)
    found = tuple(
        Passage(
            id=f"{source}#{position}",
            document_id=document.id,
            position=position,
            start=start,
            end=end,
            text=text,
            item=item,
            minute_number=minute_number,
            kind=kind,
            page=None,
            meeting=own.get(position),
        )
        for position, (text, (start, end)) in enumerate(zip(texts, document.spans, strict=True))
    )
    vectors = np.stack([unit(*values) for _, values in passages])
    return Prepared(minutes, found, vectors, original)


def with_sentences(held: Prepared, *vectors: Sequence[float]) -> Prepared:
    """A document of one passage, with the vectors of its sentences."""
    return replace(held, sentences=Sentences((len(vectors),), np.stack([unit(*values) for values in vectors])))
