"""The layer around every request: it counts, sets the headers that keep readers safe, and lets no error through."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from time import perf_counter

from fastapi import Request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.backend import Index
from ingest.errors import MinutebookError
from search_api.problems import Problem, Problems

log = logging.getLogger("minutebook")

HEADERS: Mapping[str, str] = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    # A document that is withdrawn must not live on in a cache.
    "cache-control": "no-store",
}
"""Set on every response that does not set them itself."""

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """What one application counts, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "minutebook_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "minutebook_request_seconds", "Time to answer a request.", ("route",), registry=self.registry
        )
        self._documents = Gauge("minutebook_documents", "Documents in the archive.", registry=self.registry)
        self._passages = Gauge("minutebook_passages", "Passages in the archive.", registry=self.registry)

    def observe(self, scope: Scope, status: int, seconds: float) -> None:
        """Count a request under the template of its route: its path would make a series of every document."""
        route = getattr(scope.get("route"), "path", None) or _mounted(scope)
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def expose(self, index: Index) -> bytes:
        """Everything in Prometheus's text format; without an archive its gauges are NaN."""
        try:
            stats = index.stats()
        except MinutebookError:
            documents = passages = float("nan")
        else:
            documents, passages = stats.documents, stats.passages
        self._documents.set(documents)
        self._passages.set(passages)
        return generate_latest(self.registry)


def _mounted(scope: Scope) -> str:
    return "/static" if scope["path"].startswith("/static/") else "unknown"


class Guard:
    """ASGI middleware; it must be the outermost, so that its headers are on every response."""

    def __init__(self, app: ASGIApp, metrics: Metrics, problems: Problems) -> None:
        self._app = app
        self._metrics = metrics
        self._problems = problems

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = perf_counter(), 0

        async def guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, receive, guarded)
        except Exception as error:
            log.exception("%s %s failed", scope["method"], scope["path"])
            if status:
                raise
            request = Request(scope)
            await self._problems.respond(request, Problem.of(error))(scope, receive, guarded)
        finally:
            self._metrics.observe(scope, status or 500, perf_counter() - started)
