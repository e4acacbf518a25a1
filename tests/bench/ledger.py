"""What the ledger costs: the same documents ingested with and without it, in turns, in one run.

python -m tests.bench.ledger FOLDER [--rounds N]

Prints the seconds of each and their ratio, and how long the ledger takes to be read and the register to be made.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from unittest.mock import patch

from ingest.minutes import Facts
from ingest.scanned import quietly
from ingest.sources.folder import Folder
from search_api.register import Register
from search_api.settings import Settings, cores
from search_api.wiring import open_for_ingest, open_index


@contextmanager
def without_ledger() -> Iterator[None]:
    """No document has a commitment, so that no link is drawn either."""
    with patch("ingest.pipeline.commitments", lambda *_: ()):
        yield


def ingest(folder: Path, archive: Path) -> float:
    """The seconds that a folder takes to be ingested and published."""
    settings = Settings.from_env({"MINUTEBOOK_ARCHIVE": str(archive)})
    started = perf_counter()
    with open_for_ingest(settings, cores(), quietly) as service:
        for _ in service.add(Folder(folder, Facts(), settings.max_bytes)):
            pass
    return perf_counter() - started


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=2)
    asked = parser.parse_args()
    with_it = without = 0.0
    for number in range(asked.rounds):
        with tempfile.TemporaryDirectory() as scratch:
            archive = Path(scratch)
            with without_ledger():
                without += ingest(asked.folder, archive / "without")
            with_it += ingest(asked.folder, archive / "with")
            sys.stdout.write(f"round {number + 1}: {with_it:.1f} s with, {without:.1f} s without so far\n")
            sys.stdout.write(f"{_read(archive / 'with')}\n")
    sys.stdout.write(f"with the ledger an ingest takes {with_it / without:.3f} times as long\n")
    return 0


def _read(archive: Path) -> str:
    with open_index(Settings.from_env({"MINUTEBOOK_ARCHIVE": str(archive)})) as index:
        started = perf_counter()
        ledger = index.ledger()
        read = perf_counter()
        register = Register(ledger)
        made = perf_counter()
    return (
        f"{len(register.commitments):,} commitments, {len(ledger.links):,} links: read in {read - started:.2f} s, "
        f"registered in {made - read:.2f} s"
    )


if __name__ == "__main__":
    sys.exit(main())
