"""Text becomes vectors: the Encoder protocol, and the one that runs a sentence-transformers model.

The model's graph is exported to ONNX once (`model.py`) and kept, so that encoding needs ONNX Runtime and a
tokenizer, and never imports torch.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np

from ingest.errors import EncoderError
from ingest.minutes import Vectors
from ingest.model import ExportedModel, exported

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

BATCH = 8
"""Texts of like length encoded together: on two cores as fast as any larger batch, with less memory."""


class Encoder(Protocol):
    """Turns texts into vectors of length 1, so that their inner product is the cosine."""

    @property
    def name(self) -> str:
        """The model and its weights; stored in the archive, which refuses any other."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode texts of the record: float32 (n, d)."""

    def encode_query(self, text: str) -> Vectors:
        """Encode a question: float32 (d,)."""


class SentenceEncoder:
    """Runs a sentence-transformers model through ONNX Runtime; safe to share between threads.

    The graph is loaded at the first encoding, so that a command that encodes nothing does not wait for it.
    """

    def __init__(self, model: str, cache: Path) -> None:
        """Name the model, by sentence-transformers name or folder, and the folder that keeps exported graphs.

        Raises:
            EncoderError: the model is not on this machine, or its weights are not the ones that it is known by.
        """
        self._model: ExportedModel = exported(model, cache)
        self._loading = Lock()

    @property
    def name(self) -> str:
        """The model's name and the beginning of its weights' SHA-256."""
        return self._model.name

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._model.dimension

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode texts of the record: float32 (n, d), each row of length 1."""
        prompted = [self._model.passage_prompt + text for text in texts]
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        by_length = sorted(range(len(texts)), key=lambda i: len(prompted[i]))
        for first in range(0, len(texts), BATCH):
            some = by_length[first : first + BATCH]
            rows[some] = self._run([prompted[i] for i in some])
        return rows

    def encode_query(self, text: str) -> Vectors:
        """Encode a question: float32 (d,), of length 1."""
        row: Vectors = self._run([self._model.query_prompt + text])[0]
        return row

    def _run(self, texts: list[str]) -> Vectors:
        with self._loading:
            session, tokenizer = self._session, self._tokenizer
        encodings = tokenizer.encode_batch(texts)
        columns = {
            "input_ids": np.array([e.ids for e in encodings], dtype=np.int64),
            "attention_mask": np.array([e.attention_mask for e in encodings], dtype=np.int64),
            "token_type_ids": np.array([e.type_ids for e in encodings], dtype=np.int64),
        }
        try:
            vectors: Vectors = session.run(None, {name: columns[name] for name in self._model.inputs})[0]
        except Exception as error:  # onnxruntime raises classes of its own without a common base
            raise EncoderError(f"the model {self.name} cannot encode a text: {error}") from error
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        import onnxruntime

        try:
            return onnxruntime.InferenceSession(str(self._model.graph), providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime raises classes of its own without a common base
            raise EncoderError(
                f"the exported graph {self._model.graph} cannot be run ({error}): delete its folder, and the next run "
                "exports it again"
            ) from error

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._model.tokenizer))
        tokenizer.enable_truncation(self._model.max_tokens)
        tokenizer.enable_padding(pad_id=self._model.pad_id, pad_token=self._model.pad_token)
        return tokenizer
