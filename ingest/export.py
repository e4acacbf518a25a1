"""Export a sentence-transformers model to an ONNX graph: the only module that imports torch."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ingest.errors import EncoderError
from ingest.model import GRAPH, TOKENIZER, WEIGHTS, Precision

PROBES = (
    "caseloads were reduced from more than thirty to approximately twenty per social worker",
    "RESOLVED: That the report be noted.",
    "The officer said that all posts were filled and that no case had been left without a worker. " * 10,
)
"""The first two trace the graph, all of them check it: it must hold for texts of any length."""

LEAST_COSINE = {Precision.FLOAT32: 0.999999, Precision.INT8: 0.95}
"""The least cosine allowed between a vector of the exported graph and the model's own; int8 is at 0.99 with
all-MiniLM-L6-v2."""

QUERY_PROMPTS = ("query", "s2p_query")
PASSAGE_PROMPTS = ("document", "passage")


def export_graph(source: Path, target: Path, precision: Precision) -> dict[str, Any]:
    """Write the model in folder `source` into folder `target`, as `GRAPH`, `WEIGHTS` and `TOKENIZER`.

    Returns:
        What is needed to run the graph: dimension, max_tokens, inputs, query_prompt, passage_prompt.

    Raises:
        EncoderError: the model cannot be loaded or exported, or the graph does not agree with the model.
    """
    with _silence():
        try:
            return _export(source, target, precision)
        except EncoderError:
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise  # of the disk; transformers' own OSErrors, about a model's files, have no number
            raise EncoderError(f"the model in {source} cannot be exported to ONNX: {error}") from error


@contextmanager
def _silence() -> Iterator[None]:
    """Keep back what the libraries say on the way; it is about their own workings."""
    for noisy in ("sentence_transformers", "transformers", "torch.onnx"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    handler = logging.NullHandler()  # without a handler on the root, logging.warning() would leave one there for good
    logging.getLogger().addHandler(handler)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.getLogger().removeHandler(handler)


def _export(source: Path, target: Path, precision: Precision) -> dict[str, Any]:
    import onnx
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    # Attention written out ("eager") is what the fusion below knows; it is the same function.
    model = SentenceTransformer(
        str(source), device="cpu", local_files_only=True, model_kwargs={"attn_implementation": "eager"}
    ).eval()
    whole = target / "whole.onnx"
    _trace(model, whole)
    _fuse(model, whole)
    if precision is Precision.INT8:
        _quantize(whole)
    graph = onnx.load(str(whole))
    whole.unlink()
    onnx.save(graph, str(target / GRAPH), save_as_external_data=True, location=WEIGHTS)
    model.tokenizer.backend_tokenizer.save(str(target / TOKENIZER))
    inputs = tuple(one.name for one in graph.graph.input)
    _check(target / GRAPH, inputs, model, LEAST_COSINE[precision])
    return {
        "dimension": int(model.get_sentence_embedding_dimension()),
        "max_tokens": int(model.max_seq_length or 512),
        "inputs": inputs,
        "query_prompt": _prompt(model.prompts, QUERY_PROMPTS),
        "passage_prompt": _prompt(model.prompts, PASSAGE_PROMPTS),
    }


def _trace(model: Any, graph: Path) -> None:
    """Write the model, from token ids to the text's vector, as PyTorch traces it."""
    import torch

    features = model.preprocess(list(PROBES[:2]))
    inputs = tuple(k for k in ("input_ids", "attention_mask", "token_type_ids") if k in features)
    with torch.no_grad():
        # The older exporter: with the pinned torch it takes a quarter of the newer one's time, for a faster graph.
        torch.onnx.export(
            _whole(model, inputs),
            tuple(features[k] for k in inputs),
            str(graph),
            dynamo=False,
            opset_version=17,
            input_names=list(inputs),
            output_names=["vector"],
            dynamic_axes={name: {0: "texts", 1: "tokens"} for name in inputs},
        )


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


def _fuse(model: Any, graph: Path) -> None:
    """Make attention, embeddings, GELU and normalisations one operator each: of 536 operators 87 are left.

    What ONNX Runtime's optimizer does not know, in models of another build, it leaves as it is.
    """
    from onnxruntime.transformers.fusion_options import FusionOptions
    from onnxruntime.transformers.optimizer import optimize_model

    options = FusionOptions("bert")
    options.enable_skip_layer_norm = options.enable_bias_skip_layer_norm = False  # see SLOWER in encode.py
    config = model[0].auto_model.config
    heads, width = getattr(config, "num_attention_heads", 0), getattr(config, "hidden_size", 0)
    optimize_model(str(graph), "bert", heads, width, options, opt_level=0).save_model_to_file(str(graph))


def _quantize(graph: Path) -> None:
    """Let products be computed in integers: weights in seven bits with a scale for each column, inputs in eight.

    Weights of eight bits overflow on processors without VNNI instructions, and are no faster on those with them.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        str(graph),
        str(graph),
        op_types_to_quantize=["MatMul", "Attention"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT, "MatMulConstBOnly": True},
    )


def _prompt(prompts: dict[str, str], names: tuple[str, ...]) -> str:
    return next((prompts[name] for name in names if prompts.get(name)), "")


def _check(graph: Path, inputs: tuple[str, ...], model: Any, least_cosine: float) -> None:
    import numpy as np
    import onnxruntime

    session = onnxruntime.InferenceSession(str(graph), providers=["CPUExecutionProvider"])
    for probe in PROBES:
        features = model.preprocess([probe])
        got = session.run(None, {name: features[name].numpy() for name in inputs})[0][0]
        cosine = float(got @ model.encode(probe, normalize_embeddings=True) / np.linalg.norm(got))
        if not cosine >= least_cosine:
            raise EncoderError(
                f"the exported graph differs from the model (cosine {cosine:.6f}): it would find other passages"
            )
