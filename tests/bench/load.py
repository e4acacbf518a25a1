"""`python -m tests.bench.load --clients 16`: `minutebook serve` under many clients, with an ingest beside it."""

from __future__ import annotations

import argparse
import itertools
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import numpy as np
import typer

from ingest.minutes import Facts
from ingest.sources.folder import Folder
from search_api.questions import read_questions
from search_api.scorecard import grid
from search_api.settings import Settings
from tests.bench.machine import machine

START_SECONDS = 60
OK = 200
HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Load:
    """Requests answered and failed, and their milliseconds as the clients saw them."""

    clients: int
    requests: int
    errors: int
    p50_ms: float
    p95_ms: float


def main() -> None:
    """Measure one client, many, and many with an ingest beside them; write `load.md` and `load.json`."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.load", description=__doc__)
    parser.add_argument("--clients", type=int, default=16, help="clients at once")
    parser.add_argument("--seconds", type=float, default=8, help="how long each measurement takes")
    parser.add_argument("--folder", type=Path, default=Path("corpus/documents"), help="documents")
    parser.add_argument("--questions", type=Path, default=Path("corpus/questions.jsonl"), help="what the clients ask")
    parser.add_argument("--results", type=Path, default=Path("bench-results"), help="the folder to write to")
    given = parser.parse_args()
    questions = [question.question for question in read_questions(given.questions)]
    paths = Folder(given.folder, Facts(), Settings.from_env(os.environ).max_bytes).paths()
    given.results.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=given.results) as name:
        archive = Path(name) / "archive"
        typer.echo("ingesting half of the documents", err=True)
        ingest(archive, paths[::2]).wait()
        with serving(archive) as port:
            loads = {
                "1 client": ask(port, questions, 1, given.seconds),
                f"{given.clients} clients": ask(port, questions, given.clients, given.seconds),
            }
            beside = ingest(archive, paths[1::2])
            loads[f"{given.clients} clients, an ingest beside them"] = ask(
                port, questions, given.clients, given.seconds
            )
            lasted = beside.poll() is None
            beside.wait()
    report = "\n".join(markdown(loads, lasted))
    (given.results / "load.md").write_text(report + "\n", encoding="utf-8")
    figures = {"machine": machine(), "ingest_lasted": lasted, "loads": {n: asdict(load) for n, load in loads.items()}}
    (given.results / "load.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    typer.echo(report)


def ingest(archive: Path, paths: Sequence[Path]) -> subprocess.Popen[bytes]:
    """Start to ingest these files in a process."""
    command = [sys.executable, "-m", "search_api", "ingest", "--archive", str(archive), *map(str, paths)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextmanager
def serving(archive: Path) -> Iterator[int]:
    """Serve an archive from a process, and wait until it is ready; the port.

    Raises:
        TimeoutError: it is not ready within a minute.
    """
    with socket.create_server((HOST, 0)) as free:
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "search_api", "serve", "--archive", str(archive), "--port", str(port)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not is_ready(port):
            if time.monotonic() > deadline:
                raise TimeoutError("the server is not ready")
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait()


def is_ready(port: int) -> bool:
    """Whether the server says that it is ready."""
    connection = HTTPConnection(HOST, port, timeout=START_SECONDS)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == OK
    except OSError:
        return False
    finally:
        connection.close()


def ask(port: int, questions: Sequence[str], clients: int, seconds: float) -> Load:
    """Have so many clients ask one question after the other, each over a connection of its own, for some seconds."""
    until = time.monotonic() + seconds
    turns = [[*questions[first:], *questions[:first]] for first in range(clients)]
    with ThreadPoolExecutor(max_workers=clients) as threads:
        replies = [reply for some in threads.map(lambda turn: client(port, turn, until), turns) for reply in some]
    taken = [ms for ms in replies if ms is not None]
    p50, p95 = np.percentile(taken, [50, 95])
    return Load(clients, len(taken), len(replies) - len(taken), float(p50), float(p95))


def client(port: int, questions: Sequence[str], until: float) -> list[float | None]:
    """Milliseconds of each request of one client, the first apart, which opens the connection; None for an error."""
    connection = HTTPConnection(HOST, port, timeout=START_SECONDS)
    taken: list[float | None] = []
    for question in itertools.cycle(questions):
        started = time.perf_counter()
        try:
            connection.request("GET", f"/api/search?q={quote(question)}")
            reply = connection.getresponse()
            reply.read()
            failed = reply.status != OK
        except (OSError, HTTPException):
            connection.close()
            failed = True
        taken.append(None if failed else (time.perf_counter() - started) * 1e3)
        if time.monotonic() > until:
            break
    connection.close()
    return taken if taken[0] is None else taken[1:]


def markdown(loads: Mapping[str, Load], lasted: bool) -> Iterator[str]:
    """The report, line by line."""
    yield "; ".join(f"{name} {value}" for name, value in machine().items())
    yield ""
    single = next(iter(loads.values()))
    rows = (
        [
            name,
            f"{load.requests:,}",
            str(load.errors),
            f"{load.p50_ms:.1f}",
            f"{load.p95_ms:.1f}",
            f"{load.p95_ms / single.p50_ms:.1f}",
        ]
        for name, load in loads.items()
    )
    yield from grid(["search", "requests", "errors", "p50 ms", "p95 ms", "p95 / p50 of 1 client"], rows, markdown=True)
    yield ""
    yield "The ingest lasted longer than the measurement." if lasted else "The ingest ended before the measurement did."


if __name__ == "__main__":
    main()
