"""The routes of the HTTP API to the register of commitments."""

from __future__ import annotations

from typing import Annotated

from fastapi import FastAPI, Request
from fastapi import Query as InQuery
from fastapi.responses import Response

from search_api.api import add_route, attachment
from search_api.commitment_rows import listed
from search_api.commitment_schemas import CommitmentOut, CommitmentsOut
from search_api.feed import MEDIA_TYPE, feed, newest
from search_api.formats import MEDIA_TYPES, SUFFIXES
from search_api.parameters import CommitmentsAsked, CommitmentsExportAsked, RegisterAsked
from search_api.service import Service


class CommitmentsApi:
    """The register of one service."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def add_to(self, app: FastAPI) -> None:
        """Add every route; that to one commitment comes last, since it takes any word for an id."""
        for path, endpoint, example in (
            ("/api/commitments", self.commitments, "/api/commitments?q=caseloads&limit=3"),
            ("/api/commitments/export", self.export, "/api/commitments/export?state=late&format=csv"),
            ("/commitments/feed.atom", self.feed, "/commitments/feed.atom?type=undertaking"),
            ("/api/commitments/{commitment_id}", self.commitment, "/api/commitments/{commitment_id}"),
        ):
            add_route(app, path, endpoint, example)

    def commitments(self, asked: Annotated[CommitmentsAsked, InQuery()]) -> CommitmentsOut:
        """What was promised, asked for or decided, by whom, by when, and what became of it."""
        return CommitmentsOut.of(self._service.register().find(asked.wish()))

    def export(self, asked: Annotated[CommitmentsExportAsked, InQuery()]) -> Response:
        """All commitments that are asked for, with full references, as CSV or JSON."""
        found = self._service.register().every(asked.wish())
        headers = {
            "content-type": MEDIA_TYPES[asked.form],
            "content-disposition": attachment(f"commitments {asked.q or ''}", SUFFIXES[asked.form]),
        }
        return Response(listed(asked.form, found), headers=headers)

    def feed(self, request: Request, asked: Annotated[RegisterAsked, InQuery()]) -> Response:
        """The newest commitments as an Atom feed, by the day on which their document was added, then by meeting."""
        found = newest(self._service.register().every(asked.wish()))
        query = asked.query_string()
        path = f"{request.url.path}{f'?{query}' if query else ''}"
        made = feed(found, str(request.base_url).rstrip("/"), path)
        return Response(made, headers={"content-type": MEDIA_TYPE})

    def commitment(self, commitment_id: str) -> CommitmentOut:
        """One commitment and what became of it."""
        return CommitmentOut.of(self._service.register().get(commitment_id))
