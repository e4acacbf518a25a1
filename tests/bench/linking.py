"""Fit what links promises to what became of them (`index.linking`), and say what the links are worth.

python -m tests.bench.linking FOLDER PROMISES.jsonl… [--fit]

FOLDER holds the documents. The first line of PROMISES names the documents that are labelled in full, every other line
is a promise with all that is said of it later. A link is right if the passage that it leads to holds something that is
said of the promise. Prints precision and recall of the links of the promises labelled, the share of them that the
ledger holds, and of their states that are right. `--fit` prints weights fitted to all promises, to be copied, and what
such weights are worth on promises that they were not fitted to.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from index.ledger import LedgerEntry, by_body
from index.matters import Rarity, link_signs, matters
from index.memory import MemoryIndex
from ingest.encode import SentenceEncoder
from ingest.minutes import Facts, Prepared, Vectors
from ingest.pipeline import prepare
from ingest.sources.folder import NOTHING_KNOWN, Folder
from ingest.workers import InProcess
from search_api.becoming import registered
from search_api.settings import Settings
from tests.bench.commitments import same, words

STRENGTH = 0.3
"""Inverse strength of the ridge."""
FOLDS = 7
LEASTS = (-2.0, -1.5, -1.0, -0.5, 0.0)


@dataclass(frozen=True)
class Said:
    """Something that is said later of a promise, and where."""

    document: str
    words: Sequence[str]


@dataclass(frozen=True)
class Promise:
    """A promise that a reader labelled: what is said of it later, its state, and how many meetings were since."""

    document: str
    words: Sequence[str]
    later: tuple[Said, ...]
    state: str
    meetings_since: int | None


@dataclass(frozen=True)
class Pair:
    """A promise and a later statement in a passage: what speaks for a link, and whether it is right."""

    promise: Promise
    passage: str
    signs: Mapping[str, float]
    right: bool


def read_promises(path: Path) -> tuple[list[str], list[Promise]]:
    """The documents that are labelled in full, and the promises in them."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    documents = [document for row in rows if "documents" in row for document in row["documents"]]
    return documents, [_promise(row) for row in rows if "quote" in row]


def _promise(row: Mapping[str, Any]) -> Promise:
    later = tuple(Said(one["document"], words(one["quote"])) for one in row["later"])
    return Promise(row["document"], words(row["quote"]), later, row["state"], row["meetings_since"])


def is_in(entry: LedgerEntry, document: str) -> bool:
    """Whether a statement stands in a document, given by the end of its path."""
    return any(place.record.source.endswith(f"/{document}") for place in _places(entry))


def _places(entry: LedgerEntry) -> Iterator[Any]:
    yield entry.place
    yield from (place for _, place in entry.also_at)


def found(entries: Sequence[LedgerEntry], document: str, said: Sequence[str]) -> list[LedgerEntry]:
    """The statements of a document that are the one labelled."""
    return [one for one in entries if is_in(one, document) and same(words(one.commitment.text), said)]


def score(index: MemoryIndex, documents: Sequence[str], promises: Sequence[Promise]) -> dict[str, float]:
    """How right the links and the states of these promises are."""
    ledger, every = index.ledger(), index.statements()
    held = {one.entry.commitment.id: one for one in registered(ledger)}
    right = taken = wanted = states = meetings = known = 0
    for promise in promises:
        gold = {passage for said in promise.later for passage in _passages(every, said)}
        wanted += len(gold)
        own = [held[one.commitment.id] for one in found(ledger.entries, promise.document, promise.words)]
        if not own:
            continue
        one = max(own, key=lambda one: (one.state is not None, len(one.later)))
        links = {later.commitment.passage for later in one.later if any(is_in(later, d) for d in documents)}
        known += 1
        right += len(links & gold)
        taken += len(links)
        states += str(one.state) == promise.state
        meetings += promise.state != "not_mentioned" or one.meetings_since == promise.meetings_since
    return {
        "promises": len(promises),
        "held": known / len(promises),
        "precision": right / max(1, taken),
        "recall": right / max(1, wanted),
        "state": states / len(promises),
        "meetings": meetings / len(promises),
    }


def _passages(entries: Sequence[LedgerEntry], said: Said) -> set[str]:
    """The passage in which something is said, as its id; one of its own where no statement holds it."""
    held = [one.commitment.passage for one in found(entries, said.document, said.words)][:1]
    return set(held or ["\0".join((said.document, *said.words))])


def pairs(index: MemoryIndex, vectors: Mapping[str, Vectors], promises: Sequence[Promise]) -> Iterator[Pair]:
    """Each promise with each later statement of its body, and whether that speaks of it."""
    for own in by_body(index.statements(), index.ledger().bodies).values():
        dated = [one for one in own if one.held_on]
        compared = matters(dated, [vectors.get(one.commitment.id) for one in dated])
        rarity = Rarity(compared)
        for promise in promises:
            first = next(iter(found(dated, promise.document, promise.words)), None)
            if first is None:
                continue
            earlier = compared[dated.index(first)]
            spoken = {one.commitment.id for said in promise.later for one in found(dated, said.document, said.words)}
            for later in compared:
                if later.entry.held_on and first.held_on and later.entry.held_on > first.held_on:
                    signs = link_signs(earlier, later, rarity)
                    yield Pair(promise, later.entry.commitment.passage, signs, later.entry.commitment.id in spoken)


def fitted(found: Sequence[Pair]) -> tuple[dict[str, float], float]:
    """The weight of each sign, and what they weigh where nothing speaks for a link."""
    names = list(found[0].signs)
    rows = np.array([[pair.signs[name] for name in names] for pair in found])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=5000))
    model.fit(rows, [pair.right for pair in found])
    scaler, ridge = model[0], model[1]
    weights = ridge.coef_[0] / scaler.scale_
    return dict(zip(names, weights.tolist(), strict=True)), float(ridge.intercept_[0] - weights @ scaler.mean_)


def weighed(found: Sequence[Pair], weights: Mapping[str, float], bias: float) -> list[tuple[float, bool]]:
    """The best weight of each passage for each promise, and whether the link is right."""
    best: dict[tuple[int, str], tuple[float, bool]] = defaultdict(lambda: (-np.inf, False))
    for pair in found:
        key = (id(pair.promise), pair.passage)
        weight = bias + sum(weights[name] * value for name, value in pair.signs.items())
        before = best[key]
        best[key] = max(before[0], weight), before[1] or pair.right
    return list(best.values())


def curve(ranked: Sequence[tuple[float, bool]], least: float) -> tuple[float, float]:
    """Precision and recall of the links that weigh so much."""
    taken = [right for weight, right in ranked if weight >= least]
    return sum(taken) / max(1, len(taken)), sum(taken) / max(1, sum(right for _, right in ranked))


def across(found: Sequence[Pair], beside: Sequence[Pair]) -> list[tuple[float, bool]]:
    """The links of each promise weighed by what is fitted to the others, and to those `beside`."""
    promises = list({id(pair.promise): pair.promise for pair in found}.values())
    fold = {id(promise): at % FOLDS for at, promise in enumerate(promises)}
    ranked = []
    for number in range(FOLDS):
        rest = [pair for pair in found if fold[id(pair.promise)] != number]
        own = [pair for pair in found if fold[id(pair.promise)] == number]
        ranked += weighed(own, *fitted([*rest, *beside]))
    return ranked


def main() -> int:
    """Print what the links are worth, and weights where they are asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("promises", type=Path, nargs="+")
    parser.add_argument("--fit", action="store_true")
    asked = parser.parse_args()
    say = sys.stdout.write
    index, vectors = read(asked.folder)
    for path in asked.promises:
        figures = score(index, *read_promises(path))
        say(f"{path.name}: {', '.join(f'{name} {value:.3g}' for name, value in figures.items())}\n")
    if asked.fit:
        sets = [list(pairs(index, vectors, read_promises(path)[1])) for path in asked.promises]
        for line in _fit(sets):
            say(f"{line}\n")
    return 0


def read(folder: Path) -> tuple[MemoryIndex, Mapping[str, Vectors]]:
    """The documents of a folder as an index, and the vector of each of their statements, by its id."""
    settings = Settings.from_env({})
    encoder = SentenceEncoder(settings.model, settings.cache)
    index = MemoryIndex(encoder=encoder.name, dimension=encoder.dimension)
    for one in prepare(Folder(folder, Facts(), settings.max_bytes), encoder, NOTHING_KNOWN, InProcess()):
        if isinstance(one, Prepared):
            index.put(one)
    statements = [one.commitment for one in index.statements() if one.commitment.sentence is not None]
    rows = index.sentences([one.passage for one in statements])
    return index, {one.id: own[one.sentence or 0] for one, own in zip(statements, rows, strict=True)}


def _fit(sets: Sequence[Sequence[Pair]]) -> Iterator[str]:
    every = [pair for one in sets for pair in one]
    weights, bias = fitted(every)
    yield f"weights { ({name: round(value, 2) for name, value in weights.items()}) }"
    yield f"nothing {bias:.2f}"
    for number, one in enumerate(sets):
        beside = [pair for i, other in enumerate(sets) if i != number for pair in other]
        for name, ranked in (("across", across(one, beside)), ("by the others", weighed(one, *fitted(beside)))):
            for least in LEASTS if beside else ():
                precision, recall = curve(ranked, least)
                yield f"set {number} {name}, from {least}: precision {precision:.3f}, recall {recall:.3f}"


if __name__ == "__main__":
    sys.exit(main())
