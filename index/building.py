"""A segment is built: documents, read from the store one after the other, become arrays in a folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from index import vectors
from index.analysis import indexed
from index.arrays import ArrayWriter
from index.catalogue import UNDATED, numbered
from index.inverting import Inverter
from index.keys import about, name_key, text_number
from index.quantise import PASSAGE, Codes, quantise
from index.rows import Entry
from ingest.minutes import Kind

VECTORS = "vectors.faiss"

_KINDS = {kind: number for number, kind in enumerate(Kind)}


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
        writer.finish({"councils": list(documents.councils), "committees": list(documents.committees)})


class _Documents:
    """The columns of documents, and the names that they use."""

    def __init__(self) -> None:
        self.councils: dict[str, int] = {}
        self.committees: dict[str, int] = {}
        self._ids: list[bytes] = []
        self._rows: list[tuple[int, int, int, int, int]] = []

    def add(self, entry: Entry) -> None:
        """The next document."""
        meeting = entry.meeting
        day = meeting.held_on.toordinal() if meeting.held_on else UNDATED
        council = numbered(self.councils, name_key(meeting.council))
        committee = numbered(self.committees, name_key(meeting.committee))
        self._ids.append(entry.id.encode())
        self._rows.append((entry.number, len(entry.passages), day, council, committee))

    def write(self, writer: ArrayWriter) -> None:
        """Write the columns of all documents."""
        columns = np.array(self._rows, dtype=np.int64).T
        writer.append("ids", np.array(self._ids))
        writer.append("documents", columns[0])
        for name, column in zip(("sizes", "days", "councils", "committees"), columns[1:], strict=True):
            writer.append(name, column.astype(np.int32))


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
        beside = about(passage, entry.title, entry.meeting)
        if beside != said:
            said, context = beside, frozenset(indexed(beside).split())
        inverter.add(indexed(passage.text).split(), context)
