"""Fit what recognises commitments (`ingest/commitments/weights.json`), and say by cross-validation what it is worth.

python -m tests.bench.commitments FOLDER LABELS.jsonl… [--write]

FOLDER holds the documents. The first line of LABELS names the documents that are labelled in full, every other line is
a labelled statement: {"doc", "quote", "type", "note"}. Prints precision, recall and F1 of finding, and the share of
right types, where the statements of each document are judged with weights fitted to the others: from the signs alone,
and with the vectors beside them.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from ingest.commitment import CommitmentType
from ingest.commitments.recognise import SCALE, WEIGHTS, Weights, matrix
from ingest.commitments.recognise import judged as with_outright
from ingest.commitments.signs import NAMES, signs
from ingest.commitments.statements import Statement, statements
from ingest.encode import SentenceEncoder
from ingest.minutes import Facts, Raw, Vectors
from ingest.sources.folder import Folder
from ingest.workers import InProcess
from search_api.settings import Settings

RUN = 8
"""A statement and a label are the same if they share a run of so many words, or all of the shorter one."""
WAYS = ("signs alone", "with vectors")
STRENGTH = 0.3
"""Inverse strength of the ridge of committing at all…"""
STRENGTH_OF_TYPES = 1.0
"""…and of each type; 0.1 to 3 give figures that differ by less than 0.02."""
UNSURE = 0.5
"""What a statement counts whose label its reader called borderline."""
_WORDS = re.compile(r"[a-z0-9£%]+")
_ALTERNATIVE = re.compile(r"alt[=:]\s*(\w+)")

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Label:
    """A statement that a reader labelled: `types` are the readings that are equally good."""

    document: str
    words: Sequence[str]
    types: frozenset[str]
    sure: bool


@dataclass(frozen=True)
class Case:
    """A statement of a labelled document, with its vector (0 where it has none) and the labels on it."""

    document: str
    statement: Statement
    vector: Vectors
    labels: tuple[Label, ...]

    @property
    def sure(self) -> bool:
        """Whether a reader was sure of it, in either way."""
        return not self.labels or any(label.sure for label in self.labels)


def read_labels(path: Path) -> tuple[list[str], list[Label]]:
    """The documents that a file of labels names, and its labels."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    documents = [document for row in rows if "documents" in row for document in row["documents"]]
    return documents, [_label(row) for row in rows if row.get("doc") in documents]


def _label(row: Mapping[str, Any]) -> Label:
    note = row.get("note") or ""
    types = frozenset({row["type"], *_ALTERNATIVE.findall(note)})
    return Label(row["doc"], words(row["quote"]), types, "borderline" not in note)


def words(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return _WORDS.findall(re.sub("[’'\u00ad\ufffe]", "", text.lower()))


def same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether a statement and a label are the same."""
    size = min(RUN, len(one), len(other))
    runs = {tuple(one[i : i + size]) for i in range(len(one) - size + 1)}
    return size > 0 and any(tuple(other[i : i + size]) in runs for i in range(len(other) - size + 1))


def read_cases(folder: Path, documents: Sequence[str], labels: Sequence[Label]) -> Iterator[Case]:
    """The statements of the labelled documents."""
    reader = InProcess()
    settings = Settings.from_env({})
    encoder = SentenceEncoder(settings.model, settings.cache)
    for raw in Folder(folder, Facts(), settings.max_bytes).files():
        document = next((d for d in documents if isinstance(raw, Raw) and raw.source.endswith(f"/{d}")), None)
        if document is None or not isinstance(raw, Raw):
            continue
        read = reader.read(raw)
        found = statements(read.minutes, read.passages)
        vectors = encoder.encode_passages([statement.text for statement in found])
        own = [label for label in labels if label.document == document]
        for statement, vector in zip(found, vectors, strict=True):
            said = words(statement.text)
            on = tuple(label for label in own if same(said, label.words))
            yield Case(document, statement, vector if statement.vector is not None else 0 * vector, on)


def features(cases: Sequence[Case], which: str) -> tuple[Vectors, Vectors]:
    """The signs and the vectors of statements; vectors of no dimension where the signs alone count."""
    vectors = np.stack([case.vector for case in cases])
    return matrix([signs(case.statement) for case in cases]), vectors if which == "with vectors" else vectors[:, :0]


def fit(cases: Sequence[Case], found: tuple[Vectors, Vectors]) -> Weights:
    """Fit the weights: one ridge for committing at all, and one for each type over what commits."""
    one = np.hstack([found[0], SCALE * found[1]])
    commits = np.array([bool(case.labels) for case in cases])
    weight = np.array([1.0 if case.sure else UNSURE for case in cases])
    columns = [_column(one, commits, weight, STRENGTH)]
    for kind in CommitmentType:
        own = np.array([any(kind in label.types for label in case.labels) for case in cases])
        columns.append(_column(one[commits], own[commits], weight[commits], STRENGTH_OF_TYPES))
    coefficients = np.stack([column[0] for column in columns], axis=1)
    count = len(NAMES)
    return Weights(
        coefficients[:count].astype(np.float32),
        coefficients[count:].astype(np.float32),
        np.array([column[1] for column in columns], dtype=np.float32),
    )


def _column(one: Vectors, right: NDArray[np.bool_], weight: Numbers, strength: float) -> tuple[Numbers, float]:
    model = LogisticRegression(C=strength, max_iter=5000).fit(one, right, sample_weight=weight)
    return model.coef_[0], float(model.intercept_[0])


def judged(cases: Sequence[Case], which: str) -> list[tuple[CommitmentType, ...]]:
    """The types of every statement, by weights fitted to the other documents."""
    found = features(cases, which)
    of = np.array([case.document for case in cases])
    types: list[tuple[CommitmentType, ...]] = [()] * len(cases)
    for document in dict.fromkeys(of.tolist()):
        own = np.flatnonzero(of == document)
        rest = np.flatnonzero(of != document)
        weights = fit([cases[int(i)] for i in rest], (found[0][rest], found[1][rest]))
        for i, row in zip(own, weights.chances(found[0][own], found[1][own]), strict=True):
            types[i] = with_outright(cases[int(i)].statement, row)
    return types


def scores(cases: Sequence[Case], labels: Sequence[Label], types: Sequence[Sequence[str]]) -> dict[str, float]:
    """Precision, recall and F1 of finding, and the share of the labels found that have one of their types."""
    taken = [(case, own) for case, own in zip(cases, types, strict=True) if own]
    sure = [label for label in labels if label.sure]
    found = {id(label): False for case, _ in taken for label in case.labels if label.sure}
    for case, own in taken:
        for label in case.labels:
            if label.sure:
                found[id(label)] |= not label.types.isdisjoint(own)
    precision = sum(bool(case.labels) for case, _ in taken) / max(1, len(taken))
    recall = len(found) / max(1, len(sure))
    both = 2 * precision * recall / max(1e-9, precision + recall)
    right = sum(found.values()) / max(1, len(found))
    return {"precision": precision, "recall": recall, "f1": both, "type": right, "entries": len(taken)}


def kept(weights: Weights) -> dict[str, Any]:
    """Weights as they are kept."""
    return {
        "bias": [round(float(value), 3) for value in weights.bias],
        "signs": {name: [round(float(v), 3) for v in row] for name, row in zip(NAMES, weights.signs, strict=True)},
        "vector": [[round(float(v), 3) for v in row] for row in weights.vector],
    }


def write(cases: Sequence[Case]) -> None:
    """Fit the weights to all cases and keep them, a line for each sign and each dimension."""
    parts = []
    for which in WAYS:
        one = kept(fit(cases, features(cases, which)))
        named = ",\n".join(f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in one["signs"].items())
        rows = ",\n".join(f"  {json.dumps(row)}" for row in one["vector"])
        bias = json.dumps(one["bias"])
        parts.append(f'"{which}": {{\n "bias": {bias},\n "signs": {{\n{named}\n }},\n "vector": [\n{rows}\n ]}}')
    WEIGHTS.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def _shown(figures: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:.3g}" for name, value in figures.items())


def main() -> int:
    """Print what the weights are worth, and keep them where that is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("labels", type=Path, nargs="+")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    read = [read_labels(path) for path in asked.labels]
    documents, labels = [d for one, _ in read for d in one], [label for _, own in read for label in own]
    cases = list(read_cases(asked.folder, documents, labels))
    say = sys.stdout.write
    say(f"{len(documents)} documents, {len(labels)} labels, {len(cases)} statements\n")
    for which in WAYS:
        types = judged(cases, which)
        say(f"{which}: {_shown(scores(cases, labels, types))}\n")
        for one in documents:
            own = [(c, t) for c, t in zip(cases, types, strict=True) if c.document == one]
            figures = scores([c for c, _ in own], [lb for lb in labels if lb.document == one], [t for _, t in own])
            say(f"  {one}: {_shown(figures)}\n")
    if asked.write:
        write(cases)
    return 0


if __name__ == "__main__":
    sys.exit(main())
