"""Every error of the HTTP side, as RFC 9457 problem details or as a page: one table from exception to status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from ingest.errors import (
    ArchiveBusyError,
    EncoderError,
    MinutebookError,
    QueryError,
    StoreError,
    UnknownDocumentError,
)
from search_api.views import Views

MEDIA_TYPE = "application/problem+json"
_MACHINE_PATHS = ("/api/", "/healthz", "/readyz", "/metrics", "/openapi.json")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its status, the last part of its `type`, and its title."""

    status: HTTPStatus
    name: str
    title: str


BROKEN = Kind(HTTPStatus.INTERNAL_SERVER_ERROR, "internal-error", "Something went wrong here")
NOT_ALLOWED = Kind(HTTPStatus.METHOD_NOT_ALLOWED, "method-not-allowed", "That method is not possible here")
NO_SUCH_PAGE = Kind(HTTPStatus.NOT_FOUND, "no-such-page", "There is no such page")
BAD_REQUEST = Kind(HTTPStatus.BAD_REQUEST, "bad-request", "The request cannot be used as it is")

TABLE: Mapping[type[Exception], Kind] = {
    QueryError: BAD_REQUEST,
    RequestValidationError: BAD_REQUEST,
    UnknownDocumentError: Kind(HTTPStatus.NOT_FOUND, "not-held", "The archive does not hold that"),
    ArchiveBusyError: Kind(HTTPStatus.SERVICE_UNAVAILABLE, "archive-busy", "The archive is busy"),
    StoreError: Kind(HTTPStatus.SERVICE_UNAVAILABLE, "archive-unavailable", "The archive cannot be used"),
    EncoderError: Kind(HTTPStatus.SERVICE_UNAVAILABLE, "model-unavailable", "The language model cannot be used"),
    MinutebookError: BROKEN,
    Exception: BROKEN,
}
"""The status of an error is that of the nearest of its classes named here."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem as it is told: its kind, and what happened and what to do."""

    kind: Kind
    detail: str

    @classmethod
    def of(cls, error: Exception) -> Problem:
        """Tell an error; what is no error of ours is told without its inside."""
        kind = next(TABLE[c] for c in type(error).__mro__ if c in TABLE)
        if isinstance(error, MinutebookError):
            return cls(kind, str(error))
        if isinstance(error, RequestValidationError):
            return cls(kind, "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()))
        return cls(kind, "The server met an error that it did not expect; its log has the details.")

    @classmethod
    def unrouted(cls, request: Request, error: HTTPException) -> Problem:
        """Tell that a path or a method is unknown."""
        path = request.url.path
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            return cls(NOT_ALLOWED, f"{request.method} is not possible on {path}: use GET")
        if error.status_code == HTTPStatus.NOT_FOUND:
            return cls(NO_SUCH_PAGE, f"there is nothing at {path}: /docs lists every address of the API")
        status = HTTPStatus(error.status_code)
        return cls(Kind(status, "http-error", status.phrase), str(error.detail))

    def json(self) -> dict[str, str | int]:
        """The members of RFC 9457; the type is explained at its own address."""
        kind = self.kind
        return {"type": f"/docs#{kind.name}", "title": kind.title, "status": kind.status, "detail": self.detail}


class Problems:
    """Answers with problems: a page to browsers that ask for one, problem details to everyone else."""

    def __init__(self, views: Views) -> None:
        self._views = views

    def respond(self, request: Request, problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
        """Build the response."""
        status = problem.kind.status
        if wants_page(request):
            return self._views.page("error.html", status, headers=headers, problem=problem)
        return JSONResponse(problem.json(), status, headers=headers, media_type=MEDIA_TYPE)


def wants_page(request: Request) -> bool:
    """Whether the answer to a request is for a person's eyes."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith(_MACHINE_PATHS)
