"""Archives of any size, made from real passages: never more than one document of them is in memory."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.encode import Encoder
from ingest.found import Known
from ingest.minutes import Block, Document, Item, Kind, Meeting, Minutes, Passage, Prepared, Vectors
from ingest.pipeline import prepare
from ingest.sentences import sentences
from ingest.sources import Source
from ingest.vectors import Sentences
from ingest.workers import InProcess

COUNCILS = tuple(f"{name} Council" for name in ("Ashby", "Brent", "Calder", "Dale", "Eskdale", "Fenland"))
COMMITTEES = ("Cabinet", "Planning Committee", "Licensing Committee", "Audit Committee", "Scrutiny Board", "Council")
FIRST_DAY = date(2005, 1, 1)
DAYS = 20 * 365
CLOSENESS = 0.8
"""Cosine of a synthetic vector and the real one that it is made from."""
EVERYWHERE = 0.02
"""Standard deviation, in each dimension, of the part of the noise that points in no particular direction."""
REPLACED = 0.5
"""Share of a passage's sentences that are exchanged for sentences of others."""


class Extent(NamedTuple):
    """A synthetic document: its number, and the numbers of its passages in the archive, first to stop."""

    number: int
    first: int
    stop: int


@dataclass(frozen=True, slots=True)
class Origins:
    """Real passages: the sentences of each, its item's title, and its vector, float32 (n, d)."""

    passages: tuple[tuple[str, ...], ...]
    titles: tuple[str | None, ...]
    vectors: Vectors

    @classmethod
    def of(cls, source: Source, encoder: Encoder, most: int) -> Origins:
        """Read and encode documents until there are so many passages."""
        passages: list[tuple[str, ...]] = []
        titles: list[str | None] = []
        vectors: list[Vectors] = []
        for result in prepare(source, encoder, Known(), InProcess()):
            if isinstance(result, Prepared):
                passages += [_sentences(passage.text) for passage in result.passages]
                titles += [passage.item for passage in result.passages]
                vectors.append(result.vectors)
            if len(passages) >= most:
                break
        return cls(tuple(passages), tuple(titles), np.concatenate(vectors))


def extents(passages: int) -> Iterator[Extent]:
    """Documents of 20 to 50 passages, until there are so many passages."""
    draw = random.Random(passages)
    number = first = 0
    while first < passages:
        stop = min(first + draw.randint(20, 50), passages)
        yield Extent(number, first, stop)
        number, first = number + 1, stop


def vectors_of(origins: Origins, extent: Extent) -> Vectors:
    """The vectors of a document, float32 (n, d): the same whenever they are asked for."""
    return near(origins.vectors, _origins_of(origins, extent), np.random.default_rng(extent))


def near(real: Vectors, chosen: NDArray[np.int64], generator: np.random.Generator) -> Vectors:
    """Vectors of length 1 whose cosine with the chosen rows of `real`, (n,), is `CLOSENESS`: float32 (n, d).

    They lie towards what other real passages differ in, and not only in directions that no text points to.
    """
    origin = real[chosen].astype(np.float64)
    one, other = (real[generator.integers(len(real), size=len(chosen))] for _ in range(2))
    noise = one - other + generator.normal(scale=EVERYWHERE, size=origin.shape)
    noise -= (noise * origin).sum(axis=1, keepdims=True) * origin
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    made: Vectors = (CLOSENESS * origin + np.sqrt(1 - CLOSENESS**2) * noise).astype(np.float32)
    return made


def document(origins: Origins, extent: Extent) -> Prepared:
    """A document of which each passage is one block, made of the sentences of one real passage and of others.

    Its number stands at its end, so that no two texts are equal and the vocabulary grows as that of real archives does.
    """
    draw = random.Random(extent.number)
    chosen = _origins_of(origins, extent)
    blocks = tuple(Block(f"{_mixed(origins, o, draw)} Reference {extent.first + n}.") for n, o in enumerate(chosen))
    titles = [origins.titles[origin] for origin in chosen]
    source = f"synthetic/{extent.number}.txt"
    original = "\n".join(block.text for block in blocks).encode()
    digest = hashlib.sha256(original).hexdigest()
    made = Document(
        id=hashlib.sha256(source.encode()).hexdigest()[:12],
        source=source,
        title=f"Synthetic minutes {extent.number}",
        media_type="text/plain",
        sha256=digest,
        fingerprint=digest,
        blocks=blocks,
    )
    items = tuple(Item(str(n), title, Kind.MINUTES, n, n + 1) for n, title in enumerate(titles))
    held_on = FIRST_DAY + timedelta(days=draw.randrange(DAYS))
    meeting = Meeting(COUNCILS[extent.number % len(COUNCILS)], draw.choice(COMMITTEES), held_on)
    minutes = Minutes(made, meeting, items, (Kind.MINUTES,) * len(blocks))
    vectors = vectors_of(origins, extent)
    said = _sentence_vectors(vectors, [len(origins.passages[origin]) + 1 for origin in chosen], extent.number)
    return Prepared(minutes, _passages(minutes, extent.first), vectors, original, said)


def _passages(minutes: Minutes, first: int) -> tuple[Passage, ...]:
    """A passage for each block, with their numbers in the archive for ids."""
    made = minutes.document
    return tuple(
        Passage(
            id=str(first + n),
            document_id=made.id,
            position=n,
            start=start,
            end=end,
            text=made.blocks[n].text,
            item=item.title,
            minute_number=item.number,
            kind=item.kind,
            page=None,
        )
        for n, ((start, end), item) in enumerate(zip(made.spans, minutes.items, strict=True))
    )


def _sentence_vectors(passages: Vectors, counts: list[int], seed: int) -> Sentences:
    """The vectors of so many sentences of each passage, each as near to its passage as that is to its origin."""
    rows = np.repeat(np.arange(len(passages)), counts)
    return Sentences(tuple(counts), near(passages, rows, np.random.default_rng(seed)))


def _origins_of(origins: Origins, extent: Extent) -> NDArray[np.int64]:
    count = extent.stop - extent.first
    return np.random.default_rng(extent.number).integers(len(origins.passages), size=count)


def _mixed(origins: Origins, origin: int, draw: random.Random) -> str:
    """The sentences of a passage, about half of them exchanged for those of others."""
    said = origins.passages[origin]
    return " ".join(draw.choice(draw.choice(origins.passages)) if draw.random() < REPLACED else one for one in said)


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(" ".join(text[start:end].split()) for start, end in sentences(text))
