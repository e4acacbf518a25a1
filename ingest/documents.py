"""A document is read: its bytes become minutes and passages. Nothing here is shared between documents."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from pathlib import PurePath

from ingest import readers
from ingest.chunk import chunk
from ingest.errors import NoTextError
from ingest.found import Raw
from ingest.minutes import Document, Minutes, Passage
from ingest.readers.reading import Reading, Scanned
from ingest.segment import segment

VERSION = 4
"""Raise it with every change that gives other passages, vectors or commitments for the same bytes: all documents are
read anew."""

UNREAD = ":unread"
"""What the fingerprint of a document ends in of which pages could not be read for want of OCR."""


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document that was read and cut into passages."""

    minutes: Minutes
    passages: tuple[Passage, ...]


def fingerprint(raw: Raw) -> str:
    """A digest of all that decides what becomes of a document: its bytes, its facts and the pipeline's version."""
    facts = json.dumps(asdict(raw.facts), default=str, sort_keys=True)
    return hashlib.sha256(f"{VERSION}\0{raw.media_type}\0{facts}\0".encode() + raw.data).hexdigest()


def read_or_ask(raw: Raw, scanned: Scanned) -> ReadDocument | tuple[int, ...]:
    """Read a document, or return the pages that OCR has to read first; none are left when all are in `scanned`.

    Raises:
        ReadError: the bytes are not what they claim to be.
        NoTextError: there is no text in them.
    """
    reading = readers.read(raw, scanned)
    return reading.unread or _finished(raw, reading, "")


def read_without_ocr(raw: Raw, why: str) -> ReadDocument:
    """Read a document of which some pages are scans that nothing here can read; `why` says what to do.

    Raises:
        ReadError: the bytes are not what they claim to be.
        NoTextError: there is no text in them but in scans.
    """
    return _finished(raw, readers.read(raw), why)


def _finished(raw: Raw, reading: Reading, why: str) -> ReadDocument:
    remarks = reading.remarks
    if reading.unread:
        if not reading.blocks:
            raise NoTextError(f"it is a scan of {_count(len(reading.unread), 'page')}, which only OCR can read: {why}")
        remarks = (*remarks, f"{_pages(reading.unread)} not read, being scans: {why}.")
    if not reading.blocks:
        raise NoTextError("no text was found in it")
    minutes = segment(_document(raw, reading), raw.facts)
    minutes = replace(minutes, remarks=(*remarks, *minutes.remarks))
    return ReadDocument(minutes, chunk(minutes))


def _document(raw: Raw, reading: Reading) -> Document:
    return Document(
        id=hashlib.sha256(raw.source.encode()).hexdigest()[:12],
        source=raw.source,
        title=raw.facts.title or _title_from(PurePath(raw.source).stem),
        media_type=raw.media_type,
        sha256=hashlib.sha256(raw.data).hexdigest(),
        fingerprint=fingerprint(raw) + (UNREAD if reading.unread else ""),
        blocks=reading.blocks,
        url=raw.facts.url,
        how=reading.how,
    )


def _title_from(stem: str) -> str:
    return " ".join(stem.replace("_", " ").replace("-", " ").split()) or stem


def _pages(numbers: tuple[int, ...]) -> str:
    """Name pages as a reader would: "Page 3 was", "Pages 3 to 7 were", "Pages 3, 5 and 9 were"."""
    if len(numbers) == 1:
        return f"Page {numbers[0]} was"
    if numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"Pages {numbers[0]} to {numbers[-1]} were"
    shown = [str(number) for number in numbers[:8]]
    rest = len(numbers) - len(shown)
    last = f"{rest} more" if rest else shown.pop()
    return f"Pages {', '.join(shown)} and {last} were"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
