"""Text becomes vectors: the Encoder protocol, and the one that runs a sentence-transformers model.

The model's graph is exported to ONNX once (`model.py`) and kept, so that encoding needs ONNX Runtime and a
tokenizer, and never imports torch.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np

from ingest.errors import EncoderError
from ingest.minutes import Vectors
from ingest.model import ExportedModel, Precision, exported

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Encoding, Tokenizer

CORES = os.cpu_count() or 1
TOGETHER = 128
"""Tokens of a batch of several texts: sentences take a fifth less time than one by one, and 512 gain 2 % more."""
ONLY_FATAL = 4
"""What ONNX Runtime may say on stderr: not that there is no GPU after all."""


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

    Texts are encoded on one core each, on all cores at once: no core waits for another within a text. Only texts of
    one length are encoded together, so that nothing is padded, and a vector is the same within 1e-6 whatever it is
    encoded with; in int8 each text is encoded by itself, since there a product takes its scale from all that it is of.
    The graph is loaded at the first encoding, so that a command that encodes nothing does not wait for it.
    """

    def __init__(self, model: str, cache: Path, precision: Precision = Precision.FLOAT32) -> None:
        """Name the model, by sentence-transformers name or folder, and the folder that keeps exported graphs.

        Raises:
            EncoderError: the model is not on this machine, or its weights are not the ones that it is known by.
        """
        self._model: ExportedModel = exported(model, cache, precision)
        self._together = TOGETHER if precision is Precision.FLOAT32 else 0
        self._loading = Lock()

    @property
    def name(self) -> str:
        """The model's name, the beginning of its weights' SHA-256, and "-int8" where it computes in int8."""
        return self._model.name

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._model.dimension

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode texts of the record: float32 (n, d), each row of length 1."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        tokens = self._loaded()[1].encode_batch([self._model.passage_prompt + text for text in texts])
        batches = batched([len(one) for one in tokens], self._together)
        with ThreadPoolExecutor(CORES) as pool:
            runs = pool.map(lambda batch: self._run([tokens[i] for i in batch]), batches)
            for batch, vectors in zip(batches, runs, strict=True):
                rows[batch] = vectors
        return rows

    def encode_query(self, text: str) -> Vectors:
        """Encode a question: float32 (d,), of length 1."""
        row: Vectors = self._run([self._loaded()[1].encode(self._model.query_prompt + text)])[0]
        return row

    def _loaded(self) -> tuple[onnxruntime.InferenceSession, Tokenizer]:
        with self._loading:
            return self._session, self._tokenizer

    def _run(self, tokens: Sequence[Encoding]) -> Vectors:
        """Encode texts of one length in tokens."""
        columns = {
            "input_ids": np.array([one.ids for one in tokens], dtype=np.int64),
            "attention_mask": np.array([one.attention_mask for one in tokens], dtype=np.int64),
            "token_type_ids": np.array([one.type_ids for one in tokens], dtype=np.int64),
        }
        try:
            vectors: Vectors = self._session.run(None, {name: columns[name] for name in self._model.inputs})[0]
        except Exception as error:  # onnxruntime raises classes of its own without a common base
            raise EncoderError(f"the model {self.name} cannot encode a text: {error}") from error
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        import onnxruntime

        onnxruntime.set_default_logger_severity(ONLY_FATAL)
        try:
            return _open(str(self._model.graph), providers(onnxruntime.get_available_providers()))
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
        tokenizer.no_padding()
        return tokenizer


def batched(lengths: Sequence[int], together: int) -> list[list[int]]:
    """Put texts of one length together, up to so many tokens, the longest texts first.

    Args:
        lengths: the tokens of each text.
        together: the most tokens of a batch of several texts.

    Returns:
        Batches of positions in `lengths`, each position once.
    """
    by_length = sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True)
    batches: list[list[int]] = []
    for length, texts in groupby(by_length, key=lengths.__getitem__):
        alike, count = list(texts), max(1, together // max(1, length))
        batches += [alike[first : first + count] for first in range(0, len(alike), count)]
    return batches


def providers(available: Sequence[str]) -> list[tuple[str, dict[str, str]]]:
    """What ONNX Runtime is to compute on, with its options: a GPU where it was built for one, else the processor."""
    # TF32 would round a GPU's vectors to ten bits, and questions may be encoded on another machine.
    chosen: list[tuple[str, dict[str, str]]] = [
        ("CUDAExecutionProvider", {"use_tf32": "0"}),
        ("CPUExecutionProvider", {}),
    ]
    return [(name, options) for name, options in chosen if name in available]


def _open(graph: str, chosen: list[tuple[str, dict[str, str]]]) -> onnxruntime.InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    try:
        return onnxruntime.InferenceSession(graph, options, chosen, enable_fallback=False)
    except Exception:
        if len(chosen) == 1:
            raise
        return _open(graph, chosen[1:])  # built for a GPU that is not there
