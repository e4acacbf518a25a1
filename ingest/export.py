"""Export a sentence-transformers model to an ONNX graph: the only module that imports torch."""

from __future__ import annotations

import logging
import warnings
from pathlib import Path
from typing import Any

from ingest.errors import EncoderError

PROBES = (
    "caseloads were reduced from more than thirty to approximately twenty per social worker",
    "RESOLVED: That the report be noted.",
)
TOLERANCE = 1e-4
"""The greatest difference allowed in any component between the exported graph and the model itself."""

QUERY_PROMPTS = ("query", "s2p_query")
PASSAGE_PROMPTS = ("document", "passage")


def export_graph(source: Path, target: Path) -> dict[str, Any]:
    """Write `graph.onnx` and `tokenizer.json` of the model in folder `source` into folder `target`.

    Returns:
        What is needed to run the graph: dimension, max_tokens, inputs, query_prompt, passage_prompt, pad_id, pad_token.

    Raises:
        EncoderError: the model cannot be loaded or exported, or the graph does not agree with the model.
    """
    for noisy in ("sentence_transformers", "transformers", "torch.onnx"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _export(source, target)
        except EncoderError:
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise  # of the disk; transformers' own OSErrors, about a model's files, have no number
            raise EncoderError(f"the model in {source} cannot be exported to ONNX: {error}") from error


def _export(source: Path, target: Path) -> dict[str, Any]:
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    model = SentenceTransformer(str(source), device="cpu", local_files_only=True).eval()
    features = model.preprocess(list(PROBES))
    inputs = tuple(k for k in ("input_ids", "attention_mask", "token_type_ids") if k in features)
    columns = tuple(features[k] for k in inputs)
    with torch.no_grad():
        # The older exporter: with the pinned torch it takes a quarter of the newer one's time, for a faster graph.
        torch.onnx.export(
            _whole(model, inputs),
            columns,
            str(target / "graph.onnx"),
            dynamo=False,
            opset_version=17,
            input_names=list(inputs),
            output_names=["vector"],
            dynamic_axes={name: {0: "texts", 1: "tokens"} for name in inputs},
        )
    model.tokenizer.backend_tokenizer.save(str(target / "tokenizer.json"))
    _check(target / "graph.onnx", inputs, columns, model.encode(list(PROBES), normalize_embeddings=True))
    return {
        "dimension": int(model.get_sentence_embedding_dimension()),
        "max_tokens": int(model.max_seq_length or 512),
        "inputs": inputs,
        "query_prompt": _prompt(model.prompts, QUERY_PROMPTS),
        "passage_prompt": _prompt(model.prompts, PASSAGE_PROMPTS),
        "pad_id": int(model.tokenizer.pad_token_id),
        "pad_token": str(model.tokenizer.pad_token),
    }


def _whole(model: Any, inputs: tuple[str, ...]) -> Any:
    """All modules of the model in one: token ids in, the text's vector out."""
    import torch

    class Sentence(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *columns: Any) -> Any:
            return self.model(dict(zip(inputs, columns, strict=True)))["sentence_embedding"]

    return Sentence()


def _prompt(prompts: dict[str, str], names: tuple[str, ...]) -> str:
    return next((prompts[name] for name in names if prompts.get(name)), "")


def _check(graph: Path, inputs: tuple[str, ...], columns: tuple[Any, ...], expected: Any) -> None:
    import numpy as np
    import onnxruntime

    session = onnxruntime.InferenceSession(str(graph), providers=["CPUExecutionProvider"])
    got = session.run(None, {name: c.numpy() for name, c in zip(inputs, columns, strict=True)})[0]
    got = got / np.linalg.norm(got, axis=1, keepdims=True)
    worst = float(np.abs(got - expected).max())
    if worst > TOLERANCE:
        raise EncoderError(f"the exported graph differs from the model by {worst:.2g}: it would find other passages")
