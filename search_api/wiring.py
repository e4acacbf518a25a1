"""The only place where concrete classes are chosen: settings become a service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from index.embedded import EmbeddedIndex
from ingest.encode import Encoder, SentenceEncoder
from ingest.scanned import ScanReader, Told
from ingest.workers import DocumentReader, InProcess, Workers
from search_api.answering import Answerer
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
        yield Service(index, encoder, _answerer(settings, encoder), reader)


def _answerer(settings: Settings, encoder: Encoder) -> Answerer:
    """Quotes; joined and shortened by a language model where the settings name one."""
    extractive = ExtractiveAnswerer(encoder)
    if not settings.llm_url or not settings.llm_model:
        return extractive
    from search_api.generated import GeneratedAnswerer
    from search_api.model_client import Breaker, Endpoint, ModelClient

    endpoint = Endpoint(settings.llm_url, settings.llm_model, settings.llm_key, settings.llm_seconds)
    return GeneratedAnswerer(extractive, ModelClient(endpoint), Breaker())


def open_index(settings: Settings, writable: bool = False) -> EmbeddedIndex:
    """Open the archive for what needs no model: its state, its documents, their removal.

    Raises:
        StoreError: the archive cannot be opened.
    """
    return EmbeddedIndex.open(settings.archive, writable=writable)
