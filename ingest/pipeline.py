"""From a source to prepared documents: read, segment, cut into passages, encode. It knows nothing of storage."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePath

from ingest.chunk import chunk
from ingest.encode import Encoder
from ingest.errors import IngestError, NoTextError
from ingest.minutes import Document, Failure, Minutes, Passage, Prepared, Raw
from ingest.readers import read
from ingest.segment import segment
from ingest.sources import Source

VERSION = 1
"""Raise it with every change that gives other passages or vectors for the same bytes: all documents are read anew."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A source whose document the index already holds."""

    source: str


def prepare(source: Source, encoder: Encoder, known: Mapping[str, str]) -> Iterator[Prepared | Unchanged | Failure]:
    """Yield what became of each document of a source; one bad document never stops a run.

    Args:
        source: where the documents are found.
        encoder: turns passages into vectors.
        known: the fingerprint of each document that the index holds, by its source.
    """
    for raw in source.files():
        if isinstance(raw, Failure):
            yield raw
        elif known.get(raw.source) == fingerprint(raw):
            yield Unchanged(raw.source)
        else:
            try:
                yield _prepare(raw, encoder)
            except IngestError as error:
                yield Failure(raw.source, "read", str(error))


def fingerprint(raw: Raw) -> str:
    """A digest of all that decides what becomes of a document: its bytes, its facts and the pipeline's version."""
    facts = json.dumps(asdict(raw.facts), default=str, sort_keys=True)
    return hashlib.sha256(f"{VERSION}\0{raw.media_type}\0{facts}\0".encode() + raw.data).hexdigest()


def document_of(raw: Raw) -> Document:
    """Read a document.

    Raises:
        ReadError: the bytes are not what they claim to be.
        NoTextError: there is no text in them.
    """
    blocks = tuple(read(raw))
    if not blocks:
        raise NoTextError("no text was found in it")
    return Document(
        id=hashlib.sha256(raw.source.encode()).hexdigest()[:12],
        source=raw.source,
        title=raw.facts.title or " ".join(PurePath(raw.source).stem.replace("_", " ").replace("-", " ").split()),
        media_type=raw.media_type,
        sha256=hashlib.sha256(raw.data).hexdigest(),
        fingerprint=fingerprint(raw),
        blocks=blocks,
        url=raw.facts.url,
    )


def encoded_text(minutes: Minutes, passage: Passage) -> str:
    """What is encoded for a passage: its text after the title of its item, which often alone names the subject."""
    title = passage.item
    return passage.text if not title or passage.text.startswith(title) else f"{title}\n{passage.text}"


def _prepare(raw: Raw, encoder: Encoder) -> Prepared:
    minutes = segment(document_of(raw), raw.facts)
    passages = chunk(minutes)
    vectors = encoder.encode_passages([encoded_text(minutes, passage) for passage in passages])
    return Prepared(minutes, passages, vectors, raw.data)
