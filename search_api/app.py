"""The web application: routes, pages, errors and what surrounds them, put together around one service."""

from __future__ import annotations

import logging
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from ingest.errors import MinutebookError
from search_api.api import Api
from search_api.commitments_api import CommitmentsApi
from search_api.commitments_page import CommitmentsPage
from search_api.monitor import Guard, Metrics
from search_api.pages import Pages
from search_api.problems import Problem, Problems
from search_api.service import Service
from search_api.timeline_page import TimelinePage
from search_api.views import Views

log = logging.getLogger("minutebook")


def create_app(service: Service) -> FastAPI:
    """Build the application that serves one archive."""
    views, metrics = Views(), Metrics()
    problems = Problems(views)
    app = FastAPI(
        title="Minutebook",
        summary="Search and quoted, cited answers over the minutes and reports of committees.",
        version=version("minutebook"),
        docs_url=None,
        redoc_url=None,
    )
    Api(service, metrics).add_to(app)
    CommitmentsApi(service).add_to(app)
    Pages(service, views).add_to(app)
    TimelinePage(service, views).add_to(app)
    CommitmentsPage(service, views).add_to(app)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    _handle_errors(app, problems)
    app.add_middleware(Guard, metrics=metrics, problems=problems)
    return app


def _handle_errors(app: FastAPI, problems: Problems) -> None:
    def tell(request: Request, error: Exception) -> Response:
        problem = Problem.of(error)
        if problem.kind.status >= 500:
            log.error("%s %s: %s", request.method, request.url.path, error)
        return problems.respond(request, problem)

    def tell_unrouted(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return problems.respond(request, Problem.unrouted(request, error), error.headers)

    app.add_exception_handler(MinutebookError, tell)
    app.add_exception_handler(RequestValidationError, tell)
    app.add_exception_handler(HTTPException, tell_unrouted)
