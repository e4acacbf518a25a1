"""A council's server on this machine: it answers in the real shapes, or misbehaves in the ways that real ones do."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Reply = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True)
class Chosen:
    """An answer that depends on what is asked, by the parameters of the question."""

    by: Callable[[dict[str, str]], Reply | bytes | None]


DRIP = 200
"""Bytes that a dripping answer has, one every hundredth of a second."""


class CouncilServer(ThreadingHTTPServer):
    """Answers by a table of paths: bytes, or what does the answering. Every question is noted."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, Reply | bytes | Chosen] = {}
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.times: list[float] = []

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: CouncilServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # the name that http.server asks for
        """Answer by the table."""
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        self.server.asked.append(self.path)
        self.server.times.append(time.monotonic())
        self.server.agents.add(self.headers.get("User-Agent", ""))
        answer = self.server.answers.get(url.path)
        if isinstance(answer, Chosen):
            answer = answer.by(query)
        if answer is None:
            status(404)(self)
        elif isinstance(answer, bytes):
            body(answer)(self)
        else:
            answer(self)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # its name there
        """Say nothing."""


@contextmanager
def council() -> Iterator[CouncilServer]:
    """A server that runs as long as the block does."""
    with CouncilServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def body(data: bytes, media_type: str = "text/xml; charset=utf-8", **headers: str) -> Reply:
    """Answer with these bytes."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", media_type)
        handler.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return reply


def status(number: int, **headers: str) -> Reply:
    """Answer with a status and no more."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(number)
        for name, value in {"Content-Length": "0", **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()

    return reply


def silent(seconds: float) -> Reply:
    """Say nothing for so long, then hang up."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        handler.close_connection = True

    return reply


def dripping(handler: BaseHTTPRequestHandler) -> None:
    """Answer a byte at a time."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(DRIP))
    handler.end_headers()
    for _ in range(DRIP):
        try:
            handler.wfile.write(b"x")
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(0.01)


def cut_off(data: bytes) -> Reply:
    """Promise twice as much as comes, and hang up."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(2 * len(data) + 2))
        handler.end_headers()
        handler.wfile.write(data)
        handler.close_connection = True

    return reply


def half_closed(handler: BaseHTTPRequestHandler) -> None:
    """Hang up in the middle of the head."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Ty")
    handler.close_connection = True


def packed(data: bytes) -> Reply:
    """Answer with these bytes, packed by gzip."""
    return body(gzip.compress(data), Content_Encoding="gzip")


def first(*replies: Reply | bytes) -> Chosen:
    """Answer each question with the next of these, and all further ones with the last."""
    left = list(replies)
    return Chosen(lambda query: left.pop(0) if len(left) > 1 else left[0])
