"""The routes of the HTTP API."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing, suppress
from time import perf_counter
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, FastAPI
from fastapi import Query as InQuery
from fastapi.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from prometheus_client import CONTENT_TYPE_LATEST

from index.analysis import fold
from index.backend import Query
from ingest.errors import MinutebookError
from search_api.exporting import export, sent
from search_api.formats import MEDIA_TYPES, SUFFIXES
from search_api.lacking import GapsOut, lacking_of
from search_api.monitor import Metrics
from search_api.parameters import DocumentsAsked, ExportAsked, QuestionAsked, SearchAsked, refuse_repeats
from search_api.problems import MEDIA_TYPE
from search_api.schemas import AnswerOut, DocumentOut, DocumentsOut, PassageOut, SearchOut
from search_api.service import Service
from search_api.timeline_schemas import TimelineOut
from search_api.views import file_name

PDF = "application/pdf"
_WORDS_IN_NAME = 6
_WORD_IN_NAME = 30
_SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""An original is someone else's page: on our address it runs nothing and fetches nothing."""
_PDF_POLICY = "frame-ancestors 'none'"
"""Browsers show no PDF under `sandbox` or `default-src 'none'` (crbug 271452); their viewers run nothing of ours."""

_PROBLEM: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "A problem (RFC 9457)",
        "content": {
            MEDIA_TYPE: {
                "schema": {
                    "type": "object",
                    "properties": {
                        "type": {"type": "string"},
                        "title": {"type": "string"},
                        "status": {"type": "integer"},
                        "detail": {"type": "string"},
                    },
                }
            }
        },
    }
}


class Api:
    """The API of one service."""

    def __init__(self, service: Service, metrics: Metrics) -> None:
        self._service = service
        self._metrics = metrics

    def add_to(self, app: FastAPI) -> None:
        """Add every route; `x-example` is what the reference page links to."""
        for path, endpoint, example in (
            ("/api/search", self.search, "/api/search?q=caseloads&limit=3"),
            ("/api/export", self.export, "/api/export?q=caseloads&format=csv"),
            ("/api/export/receipt", self.receipt, "/api/export/receipt?q=caseloads&format=csv"),
            ("/api/ask", self.ask, "/api/ask?q=what+was+said+about+caseloads"),
            ("/api/timeline", self.timeline, "/api/timeline?q=caseloads"),
            ("/api/documents", self.documents, "/api/documents?limit=5"),
            ("/api/documents/{document_id}", self.document, "/api/documents/{document_id}"),
            ("/api/documents/{document_id}/text", self.text, "/api/documents/{document_id}/text"),
            ("/api/documents/{document_id}/original", self.original, "/api/documents/{document_id}/original"),
            ("/api/gaps", self.gaps, "/api/gaps?limit=5"),
            ("/api/passages/{passage_id}", self.passage, "/api/passages/{passage_id}"),
            ("/healthz", self.healthz, "/healthz"),
            ("/readyz", self.readyz, "/readyz"),
            ("/metrics", self.metrics, "/metrics"),
        ):
            add_route(app, path, endpoint, example)

    def search(self, asked: Annotated[SearchAsked, InQuery()]) -> SearchOut:
        """Find passages, each with its citation, and how many there are in all."""
        started = perf_counter()
        results = self._service.search(asked.query())
        held = self._service.commitments_of(results)
        return SearchOut.of(asked.q, asked.sort, results, 1000 * (perf_counter() - started), held)

    def export(self, asked: Annotated[ExportAsked, InQuery()]) -> StreamingResponse:
        """Every passage that mentions what is asked, the oldest meeting first, as CSV, JSON, BibTeX or RIS."""
        made = export(self._service.index, asked.q, asked.filters(), asked.form)
        headers = {
            "content-type": MEDIA_TYPES[asked.form],
            "content-disposition": attachment(asked.q, SUFFIXES[asked.form]),
            "content-length": str(made.size),
        }
        return StreamingResponse(sent(made), headers=headers)

    def receipt(self, asked: Annotated[ExportAsked, InQuery()]) -> Response:
        """The receipt of that list: `minutebook reproduce` makes it again from this, byte for byte."""
        with closing(export(self._service.index, asked.q, asked.filters(), asked.form)) as made:
            headers = {"content-disposition": attachment(asked.q, f"{SUFFIXES[asked.form]}.receipt.json")}
            return Response(made.receipt.text(), media_type="application/json", headers=headers)

    def ask(self, asked: Annotated[QuestionAsked, InQuery()]) -> AnswerOut:
        """Answer a question in the record's own words, each with its citation, or say that the archive does not say."""
        return AnswerOut.of(self._service.ask(asked.q, asked.filters()))

    def timeline(self, asked: Annotated[QuestionAsked, InQuery()]) -> TimelineOut:
        """What was said on a topic meeting by meeting, the oldest first, what moved, and the latest position."""
        return TimelineOut.of(self._service.timeline(asked.q, asked.filters()))

    def documents(self, asked: Annotated[DocumentsAsked, InQuery()]) -> DocumentsOut:
        """List documents: the newest meeting first, those without a date last."""
        held = self._service.index.documents(asked.filters())
        shown = held[asked.offset : asked.offset + asked.limit]
        return DocumentsOut(total=len(held), documents=[DocumentOut.of(record) for record in shown])

    def document(self, document_id: str) -> DocumentOut:
        """What is known of one document."""
        return DocumentOut.of(self._service.index.read(document_id))

    def gaps(self, asked: Annotated[DocumentsAsked, InQuery()]) -> GapsOut:
        """What is not held: meetings that sources list, the earliest first, files that could not be read, and counts of
        what is withheld.
        """
        return lacking_of(self._service.index, asked)

    def text(self, document_id: str) -> PlainTextResponse:
        """A document's text, into which a citation's start and end count Unicode characters."""
        return PlainTextResponse(self._service.index.text(document_id))

    def original(self, document_id: str) -> Response:
        """A document as it was ingested, byte for byte."""
        record = self._service.index.read(document_id)
        data = self._service.index.original(document_id)
        headers = {
            "content-type": content_type(record.media_type, data),
            "content-disposition": inline(file_name(record.source)),
            "content-security-policy": _PDF_POLICY if record.media_type == PDF else _SANDBOX,
        }
        return Response(data, headers=headers)

    def passage(self, passage_id: str) -> PassageOut:
        """One passage with its citation."""
        return PassageOut.of(self._service.index.passage(passage_id))

    def healthz(self) -> dict[str, str]:
        """Whether the process is alive."""
        return {"status": "alive"}

    def readyz(self) -> JSONResponse:
        """Whether searches can be answered: the archive opens and the model runs; else 503 and the reason."""
        try:
            self._service.search(Query("ready", limit=1))
        except MinutebookError as error:
            return JSONResponse({"status": "not ready", "reason": str(error)}, 503)
        return JSONResponse({"status": "ready"})

    def metrics(self) -> Response:
        """Counts for Prometheus."""
        return Response(self._metrics.expose(self._service.index), headers={"content-type": CONTENT_TYPE_LATEST})


def add_route(app: FastAPI, path: str, endpoint: Callable[..., Any], example: str) -> None:
    """Add a route of the API; `example` is the address that the reference page shows for it."""
    app.add_api_route(
        path,
        endpoint,
        methods=["GET"],
        dependencies=[Depends(refuse_repeats)],
        responses=_PROBLEM,
        openapi_extra={"x-example": example},
    )


def content_type(media_type: str, data: bytes) -> str:
    """The media type, with the encoding of a text in UTF-8; of any other text the browser finds it."""
    if media_type.startswith("text/"):
        with suppress(UnicodeDecodeError):
            data.decode("utf-8")
            return f"{media_type}; charset=utf-8"
    return media_type


def inline(name: str) -> str:
    """A Content-Disposition (RFC 6266) that shows a file and names it, also to clients that know ASCII alone."""
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", name)
    return f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='', errors='replace')}"


def attachment(query: str, suffix: str) -> str:
    """A Content-Disposition that saves a list under a name made of what was asked."""
    words = re.findall(r"[a-z0-9]+", fold(query))[:_WORDS_IN_NAME]
    name = "-".join(["minutebook", *(word[:_WORD_IN_NAME] for word in words)])
    return f'attachment; filename="{name}.{suffix}"'
