"""Asks a language model behind an OpenAI-compatible address; whatever it does, the time that it may take ends."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Lock, Thread
from typing import TypedDict

import httpx2
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ingest.errors import ModelError

MAX_BYTES = 500_000
"""The size of the largest answer; a thousand tokens are a few kilobytes."""
MAX_TOKENS = 2_000


class Message(TypedDict):
    """What is said to a model, and as whom."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is asked, up to "/v1", by which name and key, and how many seconds it may take in all."""

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    seconds: float = 20.0


class _Message(BaseModel):
    model_config = ConfigDict(strict=True)

    content: str


class _Choice(BaseModel):
    message: _Message


class _Completion(BaseModel):
    choices: list[_Choice] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class ModelClient:
    """Asks one model, once a question: no second try, no redirect, no proxy, nothing kept."""

    endpoint: Endpoint

    def complete(self, messages: Sequence[Message]) -> str:
        """What the model says next.

        Raises:
            ModelError: it did not answer in time, or with something else than a completion.
        """
        body = {
            "model": self.endpoint.model,
            "messages": list(messages),
            "temperature": 0,
            "max_tokens": MAX_TOKENS,
            "stream": False,
        }
        try:
            data = self._in_time(json.dumps(body).encode())
        except TimeoutError as error:
            raise ModelError(f"it did not answer within {self.endpoint.seconds:g} seconds") from error
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
            raise ModelError(f"it cannot be asked ({type(error).__name__})") from error
        try:
            return _Completion.model_validate_json(data).choices[0].message.content
        except ValidationError as error:
            raise ModelError("what it answered is no completion") from error

    def _in_time(self, body: bytes) -> bytes:
        """What is asked in a thread of its own: looking up a name cannot be stopped, so that it may be left behind."""
        answer: Future[bytes] = Future()

        def ask() -> None:
            try:
                answer.set_result(asyncio.run(self._asked(body)))
            except BaseException as error:  # whatever it is, it is raised where the answer is waited for
                answer.set_exception(error)

        Thread(target=ask, daemon=True).start()
        return answer.result(self.endpoint.seconds)

    async def _asked(self, body: bytes) -> bytes:
        """The bytes of the answer; the time runs from the first attempt to connect to the last byte."""
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
        if self.endpoint.key:
            headers["Authorization"] = f"Bearer {self.endpoint.key}"
        url = f"{self.endpoint.url.rstrip('/')}/chat/completions"
        async with (
            asyncio.timeout(self.endpoint.seconds),
            httpx2.AsyncClient(headers=headers, timeout=None, trust_env=False) as client,
            client.stream("POST", url, content=body) as response,
        ):
            if response.status_code != 200:
                raise ModelError(f"it answers {response.status_code}")
            return await _taken(response)


async def _taken(response: httpx2.Response) -> bytes:
    if response.headers.get("content-encoding", "identity") != "identity":
        raise ModelError("its answer is packed, though none was asked for")
    data = bytearray()
    async for some in response.aiter_raw():
        data += some
        if len(data) > MAX_BYTES:
            raise ModelError(f"its answer is over {MAX_BYTES / 1e6:g} MB")
    return bytes(data)


@dataclass(slots=True)
class Breaker:
    """Lets a model that fails rest, so that it does not slow every question; safe for threads.

    After `failures` in a row it is not asked for `rest` seconds, after which one more failure is enough; at most
    `at_once` questions are with it at a time. `now` gives seconds.
    """

    failures: int = 3
    rest: float = 60.0
    at_once: int = 4
    now: Callable[[], float] = time.monotonic
    _failed: int = 0
    _until: float = float("-inf")
    _lock: Lock = field(default_factory=Lock)
    _places: BoundedSemaphore = field(init=False)

    def __post_init__(self) -> None:
        self._places = BoundedSemaphore(self.at_once)

    @contextmanager
    def asking(self) -> Iterator[bool]:
        """Whether the model may be asked inside the block; a `ModelError` that leaves the block is counted."""
        with self._lock:
            resting = self.now() < self._until
        if resting or not self._places.acquire(blocking=False):
            yield False
            return
        try:
            yield True
        except ModelError:
            self._count(failed=True)
            raise
        else:
            self._count(failed=False)
        finally:
            self._places.release()

    def _count(self, failed: bool) -> None:
        with self._lock:
            self._failed = self._failed + 1 if failed else 0
            if self._failed >= self.failures:
                self._until = self.now() + self.rest
