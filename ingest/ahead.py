"""Make the next items of an iteration while the one before is worked on."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar, cast

T = TypeVar("T")

_END = object()


def ahead(items: Generator[T, None, None], depth: int) -> Generator[T, None, None]:
    """Yield what a generator yields, in its order, and let it run up to `depth` items ahead in a thread of its own.

    What the generator raises is raised here, after the items before it. When this iteration is closed, the generator
    is closed too, as soon as it has made the item that it is at.
    """
    waiting: deque[Future[object]] = deque()
    with ThreadPoolExecutor(1) as worker:
        try:
            while True:
                while len(waiting) <= depth:
                    waiting.append(worker.submit(next, items, _END))
                item = waiting.popleft().result()
                if item is _END:
                    return
                yield cast(T, item)
        finally:
            for future in waiting:
                future.cancel()
            worker.shutdown()
            items.close()
