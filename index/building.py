"""A segment is built: documents, read from the store one after the other, become arrays in a folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from index import vectors
from index.analysis import indexed
from index.arrays import ArrayWriter
from index.catalogue import MEETING, NAMED, OWN, UNDATED, numbered
from index.inverting import Inverter
from index.keys import about, folder_number, name_key, text_number
from index.quantise import PASSAGE, Codes, quantise
from index.relations import WELSH
from index.rows import Entry
from ingest.minutes import Kind, Meeting, Status

VECTORS = "vectors.faiss"

_KINDS = {kind: number for number, kind in enumerate(Kind)}
_STATUSES = {status: number for number, status in enumerate(Status)}


def build(folder: Path, entries: Iterable[Entry]) -> None:
    """Write the segment of these documents, of which there is at least one, into `folder`, which is empty.

    Memory is needed for a block of their terms and a sample of their vectors, not for all of them.

    Raises:
        OSError: it cannot be written.
    """
    with ArrayWriter(folder) as writer:
        inverter = Inverter(writer)
        documents = _Documents()
        sentences = 0
        for entry in entries:
            documents.add(entry)
            _write_passages(writer, entry)
            sentences = _write_sentences(writer, entry, sentences)
            _invert(inverter, entry)
        inverter.finish()
        documents.write(writer)
        vectors.build(Codes(writer.written("vectors"), writer.written("scales")), folder / VECTORS)
        writer.finish({name: list(names) for name, names in documents.names.items()})


class _Meetings:
    """Columns of meetings, and the names that they share with others."""

    def __init__(self, names: Mapping[str, dict[str, int]]) -> None:
        self._names = names
        self._rows: list[tuple[int, int, int, int]] = []

    def add(self, meeting: Meeting) -> None:
        """The next meeting."""
        day = meeting.held_on.toordinal() if meeting.held_on else UNDATED
        council = numbered(self._names["councils"], name_key(meeting.council))
        committee = numbered(self._names["committees"], name_key(meeting.committee))
        self._rows.append((day, council, committee, _STATUSES[meeting.status]))

    def write(self, writer: ArrayWriter, before: str = "") -> None:
        """Write the columns, with something before their names."""
        columns = np.array(self._rows, dtype=np.int64).reshape(-1, len(MEETING)).T
        for (name, dtype), column in zip(MEETING.items(), columns, strict=True):
            writer.append(before + name, column.astype(dtype))


class _Documents:
    """The columns of documents, those of the meetings that their passages have of their own, and the names used."""

    def __init__(self) -> None:
        self.names: dict[str, dict[str, int]] = {name: {} for name in NAMED}
        self._meetings, self._own = _Meetings(self.names), _Meetings(self.names)
        self._ids: list[bytes] = []
        self._rows: list[tuple[int, int, int, bool]] = []
        self._folders: list[int] = []
        self._own_places: list[int] = []
        self._places = 0

    def add(self, entry: Entry) -> None:
        """The next document."""
        record = entry.record
        self._meetings.add(record.meeting)
        self._ids.append(record.id.encode())
        self._rows.append((entry.number, len(entry.passages), _KINDS[record.record], record.language == WELSH))
        self._folders.append(folder_number(record.source))
        for place, passage in enumerate(entry.passages, start=self._places):
            if passage.meeting is not None:
                self._own.add(passage.meeting)
                self._own_places.append(place)
        self._places += len(entry.passages)

    def write(self, writer: ArrayWriter) -> None:
        """Write the columns of all documents."""
        numbers, sizes, records, welsh = np.array(self._rows, dtype=np.int64).T
        writer.append("ids", np.array(self._ids))
        writer.append("documents", numbers)
        writer.append("sizes", sizes.astype(np.int32))
        writer.append("records", records.astype(np.uint8))
        writer.append("welsh", welsh.astype(np.bool_))
        writer.append("folders", np.array(self._folders, dtype=np.uint64))
        writer.append(f"{OWN}places", np.array(self._own_places, dtype=np.int64))
        self._meetings.write(writer)
        self._own.write(writer, OWN)


def _write_passages(writer: ArrayWriter, entry: Entry) -> None:
    codes = quantise(entry.vectors, PASSAGE)
    writer.append("rows", np.array(entry.rows, dtype=np.int64))
    writer.append("texts", np.array([text_number(key) for key in entry.keys], dtype=np.uint64))
    writer.append("kinds", np.array([_KINDS[passage.kind] for passage in entry.passages], dtype=np.uint8))
    writer.append("spoken", np.array([bool(passage.speakers) for passage in entry.passages]))
    writer.append("vectors", codes.steps)
    writer.append("scales", codes.scales)


def _write_sentences(writer: ArrayWriter, entry: Entry, before: int) -> int:
    """Write the codes of sentences, of which some came before; how many there are now."""
    ends = before + np.cumsum(entry.counts, dtype=np.int64)
    writer.append("sentence_ends", ends)
    writer.append("sentences", entry.sentences.steps)
    writer.append("sentence_scales", entry.sentences.scales)
    return int(ends[-1])


def _invert(inverter: Inverter, entry: Entry) -> None:
    said, context = None, frozenset[str]()
    for passage in entry.passages:
        beside = about(passage, entry.record.title, passage.meeting or entry.record.meeting)
        if beside != said:
            said, context = beside, frozenset(indexed(beside).split())
        inverter.add(indexed(passage.text).split(), context)
