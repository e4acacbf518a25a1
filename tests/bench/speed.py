"""How fast each system is, always beside the others in the same minutes: on a shared machine only ratios keep."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")

ROUND = 128
"""Texts that one encoder is given before it is the other's turn."""

PAUSE = 0.01
"""Seconds between two measurements, in which the threads of the library before stop spinning."""

PROCESSES = 5


@dataclass(frozen=True, slots=True)
class Throughput:
    """Passages encoded a second, and this encoder's speed to the last one's: medians over rounds."""

    per_second: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of a query, and the median over queries of this one's time to the last one's."""

    p50: float
    p95: float
    ratio: float


def throughput(encoders: Mapping[str, Callable[[list[str]], object]], texts: Sequence[str]) -> dict[str, Throughput]:
    """Have each encoder encode all texts, a round each in turn; the last is what the others are compared to."""
    rounds = [list(texts[first : first + ROUND]) for first in range(0, len(texts), ROUND)]
    seconds = interleaved(encoders, rounds, [some[:8] for some in rounds])
    sizes = np.array([len(some) for some in rounds])
    last = seconds[list(seconds)[-1]]
    return {
        name: Throughput(float(np.median(sizes / taken)), float(np.median(last / taken)))
        for name, taken in seconds.items()
    }


def latency(queries: Mapping[str, Callable[[str], object]], questions: Sequence[str]) -> dict[str, Latency]:
    """Ask every question in each way, one after the other; the last is what the others are compared to."""
    before = [*questions[1:], questions[0]]
    taken = {name: seconds * 1e3 for name, seconds in interleaved(queries, questions, before).items()}
    last = taken[list(taken)[-1]]
    return {
        name: Latency(float(np.median(ms)), float(np.percentile(ms, 95)), float(np.median(ms / last)))
        for name, ms in taken.items()
    }


def interleaved(
    ways: Mapping[str, Callable[[T], object]], inputs: Sequence[T], before: Sequence[T]
) -> dict[str, NDArray[np.float64]]:
    """Seconds that each way takes for each input, (n,), all ways in turn before the next input.

    Each is first given what stands at the same place in `before`, which is not timed: it then finds its own threads
    awake and its own data in the processor's caches, and not those of the library before it.
    """
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for given, other in zip(inputs, before, strict=True):
        for name, way in ways.items():
            time.sleep(PAUSE)
            way(other)
            started = time.perf_counter()
            way(given)
            taken[name].append(time.perf_counter() - started)
    return {name: np.array(seconds) for name, seconds in taken.items()}


def whole_process(archive: Path, questions: Sequence[str]) -> float:
    """Median seconds of `minutebook search` as a process, from its start to its end."""
    seconds = []
    for question in questions[:PROCESSES]:
        started = time.perf_counter()
        command = [sys.executable, "-m", "search_api", "search", question, "--archive", str(archive)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - started)
    return median(seconds)
