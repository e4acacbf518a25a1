"""Rows of the store as the types of the seam."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from index.backend import Record
from index.quantise import SENTENCE, Codes
from ingest.minutes import Kind, Meeting, Passage, Status, Vectors

RECORD = (
    "d.id, d.source, d.title, d.media_type, d.sha256, d.council, d.committee, d.held_on, d.status, d.passages, "
    "d.characters, d.remarks, d.url, d.pages"
)
"""The columns of `record_from`, where d are documents."""

PASSAGE = 'p.id, d.id, p.position, p.start, p."end", p.text, p.item, p.minute_number, p.kind, p.page, p.speakers'
"""The columns of `passage_from`, where p are passages and d their documents."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored document as the caches need it: `rows`, `keys` (of the texts) and `vectors` run beside `passages`.

    `sentences` are the codes of its sentences, passage by passage; `counts` says how many each passage has.
    """

    number: int
    id: str
    title: str
    meeting: Meeting
    rows: tuple[int, ...]
    keys: tuple[str, ...]
    passages: tuple[Passage, ...]
    vectors: Vectors
    counts: tuple[int, ...]
    sentences: Codes


@lru_cache(maxsize=10_000)
def record_from(row: tuple[Any, ...]) -> Record:
    """A document from its columns; the same columns are parsed once."""
    council, committee, held_on, status, passages, characters, remarks, url, pages = row[5:]
    return Record(
        id=row[0],
        source=row[1],
        title=row[2],
        media_type=row[3],
        sha256=row[4],
        meeting=Meeting(council, committee, date.fromisoformat(held_on) if held_on else None, Status(status)),
        passages=passages,
        characters=characters,
        remarks=tuple(json.loads(remarks)),
        url=url,
        pages=tuple((start, number) for start, number in json.loads(pages)),
    )


def passage_from(row: Sequence[Any]) -> Passage:
    """A passage from its columns."""
    identifier, document, position, start, end, text, item, minute_number, kind, page, speakers = row
    said = tuple(json.loads(speakers))
    return Passage(identifier, document, position, start, end, text, item, minute_number, Kind(kind), page, said)


def vectors_from(data: bytes, rows: int) -> Vectors:
    """The vectors of a document's passages, float32 (rows, d), from what is stored."""
    return np.frombuffer(data, dtype="<f4").reshape(rows, -1).astype(np.float32)


def sentences_from(steps: bytes, scales: bytes, dimension: int) -> Codes:
    """The codes of a document's sentences from what is stored."""
    return Codes(
        np.frombuffer(steps, dtype=SENTENCE).reshape(-1, dimension),
        np.frombuffer(scales, dtype="<f4").astype(np.float32),
    )
