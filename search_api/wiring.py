"""The only place where concrete classes are chosen: settings become a service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from index.embedded import EmbeddedIndex
from ingest.encode import SentenceEncoder
from ingest.scanned import ScanReader, Told
from ingest.workers import DocumentReader, InProcess, Workers
from search_api.extractive import ExtractiveAnswerer
from search_api.service import Service
from search_api.settings import Settings


@contextmanager
def open_service(settings: Settings) -> Iterator[Service]:
    """Open the archive that the settings name, to be searched.

    Raises:
        EncoderError: the model cannot be used.
        StoreError: the archive cannot be opened; see `ingest.errors` for its branches.
    """
    with _opened(settings, InProcess(), writable=False) as service:
        yield service


@contextmanager
def open_for_ingest(settings: Settings, jobs: int, told: Told) -> Iterator[Service]:
    """Open the archive that the settings name, made where there is none, with so many processes to read documents.

    Raises:
        EncoderError: the model cannot be used.
        StoreError: the archive cannot be opened; see `ingest.errors` for its branches.
    """
    from ingest.readers.ocr import find_engine

    engine = find_engine()
    scans = ScanReader(engine, settings.ocr, told) if engine else None
    with Workers(jobs, settings.read_seconds, scans) as reader, _opened(settings, reader, writable=True) as service:
        yield service


@contextmanager
def _opened(settings: Settings, reader: DocumentReader, writable: bool) -> Iterator[Service]:
    encoder = SentenceEncoder(settings.model, settings.cache, settings.precision)
    with EmbeddedIndex.open(
        settings.archive, encoder=encoder.name, dimension=encoder.dimension, writable=writable
    ) as index:
        yield Service(index, encoder, ExtractiveAnswerer(encoder), reader)


def open_index(settings: Settings, writable: bool = False) -> EmbeddedIndex:
    """Open the archive for what needs no model: its state, its documents, their removal.

    Raises:
        StoreError: the archive cannot be opened.
    """
    return EmbeddedIndex.open(settings.archive, writable=writable)
