"""Rows of the store as the types of the seam."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from index.backend import Filters, Record
from index.keys import name_key
from index.quantise import SENTENCE, Codes
from ingest.minutes import Kind, Listed, Meeting, Passage, Status, Vectors

RECORD = (
    "d.id, d.source, d.title, d.media_type, d.sha256, d.council, d.committee, d.held_on, d.status, d.passages, "
    "d.characters, d.remarks, d.url, d.pages, d.how, d.ocr_pages, d.language, d.record, d.added"
)
"""The columns of `record_from`, where d are documents."""

PASSAGE = (
    'p.id, d.id, p.position, p.start, p."end", p.text, p.item, p.minute_number, p.kind, p.page, p.speakers, p.meeting'
)
"""The columns of `passage_from`, where p are passages and d their documents."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored document as the caches need it: `rows`, `keys` (of the texts) and `vectors` run beside `passages`.

    `sentences` are the codes of its sentences, passage by passage; `counts` says how many each passage has.
    """

    number: int
    record: Record
    rows: tuple[int, ...]
    keys: tuple[str, ...]
    passages: tuple[Passage, ...]
    vectors: Vectors
    counts: tuple[int, ...]
    sentences: Codes


@lru_cache(maxsize=10_000)
def record_from(row: tuple[Any, ...]) -> Record:
    """A document from its columns; the same columns are parsed once."""
    council, committee, held_on, status, passages, characters, remarks, url, pages, *read = row[5:]
    how, ocr_pages, language, record, added = read
    return Record(
        id=row[0],
        source=row[1],
        title=row[2],
        media_type=row[3],
        sha256=row[4],
        meeting=_meeting(council, committee, held_on, status),
        passages=passages,
        characters=characters,
        remarks=tuple(json.loads(remarks)),
        url=url,
        pages=tuple((start, number) for start, number in json.loads(pages)),
        how=how,
        ocr_pages=tuple(json.loads(ocr_pages)),
        language=language,
        record=Kind(record),
        added=date.fromisoformat(added) if added else None,
    )


def passage_from(row: Sequence[Any]) -> Passage:
    """A passage from its columns."""
    identifier, document, position, start, end, text, item, minute_number, kind, page, speakers, meeting = row
    return Passage(
        id=identifier,
        document_id=document,
        position=position,
        start=start,
        end=end,
        text=text,
        item=item,
        minute_number=minute_number,
        kind=Kind(kind),
        page=page,
        speakers=tuple(json.loads(speakers)),
        meeting=meeting_from(meeting) if meeting else None,
    )


def meeting_row(meeting: Meeting | None) -> str | None:
    """A passage's own meeting as it is stored."""
    if meeting is None:
        return None
    held_on = meeting.held_on.isoformat() if meeting.held_on else None
    return json.dumps((meeting.council, meeting.committee, held_on, meeting.status), ensure_ascii=False)


def meeting_from(row: str) -> Meeting:
    """A passage's own meeting from what is stored."""
    return _meeting(*json.loads(row))


def _meeting(council: str | None, committee: str | None, held_on: str | None, status: str) -> Meeting:
    return Meeting(council, committee, date.fromisoformat(held_on) if held_on else None, Status(status))


def vectors_from(data: bytes, rows: int) -> Vectors:
    """The vectors of a document's passages, float32 (rows, d), from what is stored."""
    return np.frombuffer(data, dtype="<f4").reshape(rows, -1).astype(np.float32)


def sentences_from(steps: bytes, scales: bytes, dimension: int) -> Codes:
    """The codes of a document's sentences from what is stored."""
    return Codes(
        np.frombuffer(steps, dtype=SENTENCE).reshape(-1, dimension),
        np.frombuffer(scales, dtype="<f4").astype(np.float32),
    )


def listed_row(listed: Listed) -> tuple[str | bool | None, ...]:
    """A meeting of a calendar as it is stored."""
    held_on = listed.held_on.isoformat()
    return listed.source, listed.council, listed.committee, held_on, listed.digest, listed.expected


def listed_from(row: Sequence[Any]) -> Listed:
    """A meeting of a calendar from its columns."""
    source, council, committee, held_on, digest, expected = row
    return Listed(source, council, committee, date.fromisoformat(held_on), digest, bool(expected))


def filter_row(filters: Filters) -> dict[str, str | None]:
    """Filters (kind apart) as a statement takes them."""
    return {
        "council": name_key(filters.council),
        "committee": name_key(filters.committee),
        "since": filters.since.isoformat() if filters.since else None,
        "until": filters.until.isoformat() if filters.until else None,
    }
