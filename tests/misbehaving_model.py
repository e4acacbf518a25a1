"""A language model's server on this machine: honest, lying or broken in the ways that real ones are."""

from __future__ import annotations

import gzip
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.council_server import Reply, body

SECRET = "sk-ashby-0123456789"


@dataclass(frozen=True)
class Asked:
    """A question as it came in."""

    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def system(self) -> str:
        """What the model is told."""
        return str(self.body["messages"][0]["content"])

    @property
    def user(self) -> str:
        """What it is shown."""
        return str(self.body["messages"][1]["content"])

    @property
    def data(self) -> Mapping[str, Any]:
        """What stands between the marks, read as JSON."""
        _, data, _ = self.user.split("\n")
        return dict(json.loads(data))

    @property
    def passages(self) -> list[str]:
        """The passages that it is shown."""
        return [passage["text"] for passage in self.data["passages"]]


class ModelServer(ThreadingHTTPServer):
    """Answers every question in the same way, at whatever address. Every question is noted."""

    daemon_threads = True

    def __init__(self, answer: Reply) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.asked: list[Asked] = []
        self.over = threading.Event()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a caller that has hung up."""


class _Handler(BaseHTTPRequestHandler):
    server: ModelServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:  # the name that http.server asks for
        """Note the question and answer it."""
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(Asked(self.path, dict(self.headers.items()), sent))
        self.server.answer(self)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # its name there
        """Say nothing."""


@contextmanager
def model(answer: Reply) -> Iterator[ModelServer]:
    """A server that runs as long as the block does."""
    with ModelServer(answer) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()


def replying(content: str) -> Reply:
    """Answer with a completion that says this."""
    message = {"role": "assistant", "content": content}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return body(json.dumps({"object": "chat.completion", "choices": [choice]}).encode(), "application/json")


def sentences(*said: tuple[str, Mapping[int, str] | list[tuple[int, str]]]) -> str:
    """The JSON that is asked for: each sentence with its quotes by passage."""
    return json.dumps(
        {
            "sentences": [
                {
                    "text": text,
                    "quotes": [
                        {"passage": passage, "quote": quote}
                        for passage, quote in (quotes.items() if isinstance(quotes, Mapping) else quotes)
                    ],
                }
                for text, quotes in said
            ]
        }
    )


def saying(*said: tuple[str, Mapping[int, str] | list[tuple[int, str]]]) -> Reply:
    """Answer with these sentences."""
    return replying(sentences(*said))


def thinking(of: Callable[[Asked], str]) -> Reply:
    """Answer with what depends on the question."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        assert isinstance(handler.server, ModelServer)
        replying(of(handler.server.asked[-1]))(handler)

    return reply


def never(handler: BaseHTTPRequestHandler) -> None:
    """Say nothing until the server ends."""
    assert isinstance(handler.server, ModelServer)
    handler.server.over.wait()
    handler.close_connection = True


def late(handler: BaseHTTPRequestHandler) -> None:
    """Answer well, a second late."""
    assert isinstance(handler.server, ModelServer)
    handler.server.over.wait(1.0)
    try:
        replying("Good day")(handler)
    except OSError:
        handler.close_connection = True


def dripping_head(handler: BaseHTTPRequestHandler) -> None:
    """Begin to answer, and send one more header line every hundredth of a second until the caller hangs up."""
    _drip(handler, b"HTTP/1.1 200 OK\r\n", b"X-Wait: 1\r\n")


def dripping_body(handler: BaseHTTPRequestHandler) -> None:
    """Answer with a space every hundredth of a second until the caller hangs up."""
    _drip(handler, b"HTTP/1.1 200 OK\r\nContent-Length: 400000\r\n\r\n", b" ")


def endless(handler: BaseHTTPRequestHandler) -> None:
    """Answer without end, as fast as it goes."""
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while True:
            handler.wfile.write(b" " * 65_536)
    except OSError:
        handler.close_connection = True


def reset(handler: BaseHTTPRequestHandler) -> None:
    """Hang up without a word, and without a goodbye."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def packed(handler: BaseHTTPRequestHandler) -> None:
    """Answer with 100 MB of spaces, packed to a hundred thousand bytes that nobody asked to be packed."""
    body(gzip.compress(b" " * 100_000_000, 1), "application/json", Content_Encoding="gzip")(handler)


def redirecting(to: str) -> Reply:
    """Send the caller elsewhere."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(307)
        handler.send_header("Location", to)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return reply


def _drip(handler: BaseHTTPRequestHandler, first: bytes, more: bytes) -> None:
    assert isinstance(handler.server, ModelServer)
    try:
        handler.wfile.write(first)
        while not handler.server.over.wait(0.01):
            handler.wfile.write(more)
    except OSError:
        pass
    handler.close_connection = True
