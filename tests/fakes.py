"""Stand-ins that are good enough to run the whole product: an encoder and an answerer without a model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from zlib import crc32

import numpy as np

from index.analysis import content_terms, terms
from index.backend import Hit
from index.memory import MemoryIndex
from ingest.minutes import Facts, Vectors
from ingest.sentences import sentences
from ingest.sources.folder import Folder
from ingest.workers import InProcess
from search_api.adding import Outcome
from search_api.answer import Statement, cite
from search_api.answering import Material, Reply
from search_api.service import Service

DIMENSION = 1024
NO_FACTS = Facts()


class HashingEncoder:
    """Counts each term at a place that its CRC-32 picks: texts that share words are near to each other."""

    name = "hashing-1024"
    dimension = DIMENSION

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode texts: float32 (n, 1024)."""
        return np.stack([self.encode_query(text) for text in texts])

    def encode_query(self, text: str) -> Vectors:
        """Encode a text: float32 (1024,), of length 1; a text without words points nowhere in particular."""
        counts = np.zeros(DIMENSION, dtype=np.float32)
        for term in terms(text):
            counts[crc32(term.term.encode()) % DIMENSION] += 1
        if not counts.any():
            counts[0] = 1
        unit: Vectors = counts / np.linalg.norm(counts)
        return unit


class QuotingAnswerer:
    """Answers with every sentence that holds all content words of the question."""

    def answer(self, material: Material) -> Reply:
        """Choose statements in the order of the hits."""
        return Reply(tuple(self._statements(frozenset(content_terms(material.question)), material.hits)))

    def _statements(self, asked: frozenset[str], hits: Sequence[Hit]) -> Iterator[Statement]:
        for hit in hits:
            passage = hit.place.passage
            for start, end in sentences(passage.text):
                text = passage.text[start:end]
                if asked <= {term.term for term in terms(text)}:
                    yield Statement(text, cite(hit.place, passage.start + start, passage.start + end))


def memory_service() -> Service:
    """A service over an empty index in memory."""
    encoder = HashingEncoder()
    return Service(
        MemoryIndex(encoder=encoder.name, dimension=encoder.dimension), encoder, QuotingAnswerer(), InProcess()
    )


def ingest(service: Service, folder: Path, files: Mapping[str, str | bytes], facts: Facts = NO_FACTS) -> list[Outcome]:
    """Write files into a folder and ingest it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(service.add(Folder(folder, facts, max_bytes=1_000_000)))
