"""The only place where concrete classes are chosen: settings become a service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from index.embedded import EmbeddedIndex
from ingest.encode import SentenceEncoder
from search_api.extractive import ExtractiveAnswerer
from search_api.service import Service
from search_api.settings import Settings


@contextmanager
def open_service(settings: Settings, writable: bool = False) -> Iterator[Service]:
    """Open the archive that the settings name; a writable one is made where there is none.

    Raises:
        EncoderError: the model cannot be used.
        StoreError: the archive cannot be opened; see `ingest.errors` for its branches.
    """
    encoder = SentenceEncoder(settings.model, settings.cache, settings.precision)
    with EmbeddedIndex.open(
        settings.archive, encoder=encoder.name, dimension=encoder.dimension, writable=writable
    ) as index:
        yield Service(index, encoder, ExtractiveAnswerer(encoder))


def open_index(settings: Settings, writable: bool = False) -> EmbeddedIndex:
    """Open the archive for what needs no model: its state, its documents, their removal.

    Raises:
        StoreError: the archive cannot be opened.
    """
    return EmbeddedIndex.open(settings.archive, writable=writable)
