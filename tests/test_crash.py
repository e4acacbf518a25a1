"""Killed at any moment, an archive opens again with every document that was acknowledged and no half of one."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from random import Random

import numpy as np

from index.backend import UNFILTERED, Query
from index.embedded import EmbeddedIndex
from tests.index_fixtures import DIMENSION, ENCODER, unit

ROOT = Path(__file__).parent.parent
ROUNDS = 20
SOURCES = 12

WRITER = """
import sys
from pathlib import Path
from index.embedded import EmbeddedIndex
from tests.index_fixtures import DIMENSION, ENCODER, prepared

folder, edition = Path(sys.argv[1]), int(sys.argv[2])
index = EmbeddedIndex.open(folder, encoder=ENCODER, dimension=DIMENSION, writable=True)
while True:
    edition += 1
    source = f"{edition % %SOURCES%}.txt"
    texts = [f"Edition {edition} of passage {n}. " + "Caseloads fell. " * 50 for n in range(5)]
    index.put(prepared(source, *((text, (1, n, 0, 0)) for n, text in enumerate(texts))))
    print(edition, flush=True)
    if edition % 7 == 0:
        index.flush()
""".replace("%SOURCES%", str(SOURCES))


def killed_writer(folder: Path, edition: int, patience: float) -> int:
    """Let a writer put editions after `edition`, kill it some time after the first; the last it acknowledged."""
    command = [sys.executable, "-c", WRITER, str(folder), str(edition)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(patience)
        process.kill()
        return int((first + process.stdout.read()).split()[-1])


def editions_held(index: EmbeddedIndex) -> set[int]:
    """The edition of every document, after checking that all of each document is there."""
    found = set()
    for record in index.documents():
        text = index.text(record.id)
        edition = int(text.split()[1])
        passages = index.passages(record.id)
        assert [passage.text for passage in passages] == text.split("\n")
        assert [passage.text.split()[1] for passage in passages] == [str(edition)] * 5
        assert index.original(record.id) == text.encode()
        found.add(edition)
    with index._store.reading() as reader:
        for entry in reader.entries():
            assert entry.vectors.shape == (5, DIMENSION)
            assert np.array_equal(entry.vectors, np.stack([unit(1, n, 0, 0) for n in range(5)]))
    return found


def test_killed_at_random_moments(tmp_path: Path) -> None:
    random, last = Random(20), 0
    for _ in range(ROUNDS):
        last = killed_writer(tmp_path, last, random.uniform(0, 0.4))
        with EmbeddedIndex.open(tmp_path, encoder=ENCODER, dimension=DIMENSION) as index:
            held = editions_held(index)
            acknowledged = set(range(max(last - SOURCES, 0) + 1, last + 1))
            # One more may have been kept in the moment before its acknowledgement.
            extra = held - acknowledged
            assert extra <= {last + 1}
            assert acknowledged - held <= {last + 1 - SOURCES if extra else None}
            found = index.search(Query("caseloads", limit=100), unit(1, 0, 0, 0))
            assert found.total == 5 * len(held) == index.stats(UNFILTERED).passages
            assert {int(hit.place.passage.text.split()[1]) for hit in found.hits} == held
        last += len(extra)
