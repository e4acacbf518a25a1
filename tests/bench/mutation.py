"""Reads real files after damaging them, again and again: each must be read or be refused with its reason.

    python -m tests.bench.mutation FOLDER… [--rounds N] [--seconds S] [--seed K]

A round damages every file once. Reported are what came of it, the slowest, and everything that must not happen: a
process that died or did not end, an error that is not one of ours, anything run, fetched or written outside of scratch.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random

import typer

from ingest.documents import read_without_ocr
from ingest.errors import IngestError
from ingest.found import Facts, Raw
from ingest.sources.folder import Folder
from ingest.unpack import opened
from ingest.workers import Workers
from search_api.settings import cores
from tests.bench.machine import machine
from tests.mutating import mutated
from tests.watching import Watch

MOST_BYTES = 3_000_000
"""Larger files are passed over: their rounds would take the time of many others."""
MOST_PARTS = 50
EXPECTED = "unread, with a reason"


def damaged(folders: list[Path], rounds: int, seed: int) -> Iterator[Raw]:
    """Every file of the folders, damaged once a round; the same for the same seed."""
    found = [one for folder in folders for one in Folder(folder, Facts(), MOST_BYTES).files() if isinstance(one, Raw)]
    others = [one.data for one in found]
    for number in range(rounds):
        for raw in found:
            draw = Random(f"{seed} {number} {raw.source}")
            yield Raw(f"{raw.source} (round {number})", raw.media_type, mutated(raw.data, others, draw))


def attempt(raw: Raw) -> str:
    """Read a damaged file and its parts, if it has any; what came of it, beginning with ! if it must not be."""
    watch = Watch()
    with watch.watching() as seen:
        result = _attempt(raw)
    return f"! did what it must not: {seen[0]}" if seen else result


def _attempt(raw: Raw) -> str:
    results = set()
    for part in islice(opened(raw), MOST_PARTS):
        if not isinstance(part, Raw):
            results.add(EXPECTED)
            continue
        try:
            read_without_ocr(part, "")
            results.add("read")
        except IngestError:
            results.add(EXPECTED)
    return " and ".join(sorted(results)) or EXPECTED


def measured(raw: Raw, workers: Workers) -> tuple[str, str, float]:
    """The source of a damaged file, what came of it, and the seconds that it took."""
    started = time.perf_counter()
    try:
        result = workers.run(partial(attempt, raw))
    except IngestError as error:
        result = f"! {error}"
    return raw.source, result, time.perf_counter() - started


def main() -> None:
    """Run and report; exit status 1 if anything happened that must not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=60, help="limit for one file")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    results: Counter[str] = Counter()
    slowest: list[tuple[float, str]] = []
    with Workers(cores(), arguments.seconds, None) as workers, ThreadPoolExecutor(cores()) as threads:
        files = damaged(arguments.folders, arguments.rounds, arguments.seed)
        while batch := list(islice(files, 64)):
            for source, result, seconds in threads.map(partial(measured, workers=workers), batch):
                results[result] += 1
                slowest = sorted([*slowest, (seconds, source)], reverse=True)[:5]
                if result.startswith("!"):
                    typer.echo(f"{source}: {result}")
    typer.echo(f"{results.total():,} damaged files, seed {arguments.seed}; {machine()['cores']} cores")
    for result, count in results.most_common():
        typer.echo(f"{count:8,} {result}")
    for seconds, source in slowest:
        typer.echo(f"{seconds:7.1f} s {source}")
    raise SystemExit(any(result.startswith("!") for result in results))


if __name__ == "__main__":
    main()
