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
from ingest.model import DEFAULT_MODEL, ExportedModel, Precision, exported

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Encoding, Tokenizer

CORES = os.cpu_count() or 1
TOGETHER = 128
"""Tokens of a batch of several texts: sentences take a fifth less time than one by one, and 512 gain 2 % more."""
QUERY_PRECISION = Precision.INT8
"""A question is encoded in half the time in int8, and found as much with it: success@5, MRR@10 and evidence@10 of
0.88, 0.72, 0.70 for 0.86, 0.73, 0.70 on 65 questions, 0.85, 0.72, 0.74 for 0.84, 0.72, 0.74 on 351. This was measured
with the default model; questions to another are encoded as its passages are."""
SLOWER = ["SkipLayerNormFusion"]
"""What ONNX Runtime must not make of a graph: on a processor one SkipLayerNormalization takes five times as long as the
additions and the LayerNormalization that it stands for, a twelfth of a passage's time in float32."""
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
        self._passages = _Graph(exported(model, cache, precision))
        self._together = TOGETHER if precision is Precision.FLOAT32 else 0
        quick = QUERY_PRECISION if model == DEFAULT_MODEL else precision
        self._queries = self._passages if quick is precision else _Graph(exported(model, cache, quick))

    @property
    def name(self) -> str:
        """The model's name, the beginning of its weights' SHA-256, and "-int8" where it computes passages in int8."""
        return self._passages.model.name

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._passages.model.dimension

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode texts of the record: float32 (n, d), each row of length 1."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        prompt = self._passages.model.passage_prompt
        tokens = self._passages.tokenizer.encode_batch([prompt + text for text in texts])
        batches = batched([len(one) for one in tokens], self._together)
        with ThreadPoolExecutor(CORES) as pool:
            runs = pool.map(lambda batch: self._passages.run([tokens[i] for i in batch]), batches)
            for batch, vectors in zip(batches, runs, strict=True):
                rows[batch] = vectors
        return rows

    def encode_query(self, text: str) -> Vectors:
        """Encode a question: float32 (d,), of length 1; with the default model in `QUERY_PRECISION`."""
        row: Vectors = self._queries.run([self._queries.tokenizer.encode(self._queries.model.query_prompt + text)])[0]
        return row


class _Graph:
    """An exported model, loaded when it is first used."""

    def __init__(self, model: ExportedModel) -> None:
        self.model = model
        self._loading = Lock()

    @property
    def tokenizer(self) -> Tokenizer:
        """The model's tokenizer, without padding."""
        with self._loading:
            return self._tokenizer

    def run(self, tokens: Sequence[Encoding]) -> Vectors:
        """Encode texts of one length in tokens: float32 (n, d), each row of length 1."""
        columns = {
            "input_ids": np.array([one.ids for one in tokens], dtype=np.int64),
            "attention_mask": np.array([one.attention_mask for one in tokens], dtype=np.int64),
            "token_type_ids": np.array([one.type_ids for one in tokens], dtype=np.int64),
        }
        with self._loading:
            session = self._session
        try:
            vectors: Vectors = session.run(None, {name: columns[name] for name in self.model.inputs})[0]
        except Exception as error:  # onnxruntime raises classes of its own without a common base
            raise EncoderError(f"the model {self.model.name} cannot encode a text: {error}") from error
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        import onnxruntime

        onnxruntime.set_default_logger_severity(ONLY_FATAL)
        try:
            return _open(str(self.model.graph), providers(onnxruntime.get_available_providers()))
        except Exception as error:  # onnxruntime raises classes of its own without a common base
            raise EncoderError(
                f"the exported graph {self.model.graph} cannot be run ({error}): delete its folder, and the next run "
                "exports it again"
            ) from error

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.model.tokenizer))
        tokenizer.enable_truncation(self.model.max_tokens)
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
        return onnxruntime.InferenceSession(graph, options, chosen, disabled_optimizers=SLOWER, enable_fallback=False)
    except Exception:
        if len(chosen) == 1:
            raise
        return _open(graph, chosen[1:])  # built for a GPU that is not there
