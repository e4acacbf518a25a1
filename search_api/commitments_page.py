"""The pages of the register of commitments: the list with its form, and one commitment. No script is needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from index.ledger import LedgerEntry
from ingest.errors import QueryError
from search_api.becoming import Registered
from search_api.becoming_words import cited
from search_api.citing import CitationOut
from search_api.commitment_schemas import CommitmentOut, CommitmentsOut, link_of
from search_api.pages import Paging
from search_api.parameters import CommitmentsAsked, once
from search_api.service import Service
from search_api.views import Views


@dataclass(frozen=True, slots=True)
class Said:
    """One statement in the history of a commitment; `link` is the page of what it commits to itself."""

    relation: str
    citation: CitationOut
    link: str | None


class CommitmentsPage:
    """The register's pages of one service."""

    def __init__(self, service: Service, views: Views) -> None:
        self._service = service
        self._views = views

    def add_to(self, app: FastAPI) -> None:
        """Add the pages; that of one commitment comes last, since it takes any word for an id."""
        app.add_api_route("/commitments", self.commitments, include_in_schema=False)
        app.add_api_route("/commitments/{commitment_id}", self.commitment, include_in_schema=False)

    def commitments(self, request: Request) -> HTMLResponse:
        """The form, and the commitments that it asks for: all of them until it is filled in."""
        form = dict(request.query_params)
        shown: dict[str, Any] = {"found": None, "message": None}
        try:
            asked = CommitmentsAsked.model_validate(once(request.query_params.multi_items()))
            found = CommitmentsOut.of(self._service.register().find(asked.wish()))
            listed = asked.query_string(sort=asked.sort, limit=None, offset=None)
            followed = asked.query_string(sort=None, limit=None, offset=None)
            shown |= {"found": found, "asked": asked, "paging": Paging(asked, found.total)}
            shown |= {"listed": listed, "followed": followed}
        except QueryError as error:
            shown["message"] = str(error)
        status = HTTPStatus.BAD_REQUEST if shown["message"] else HTTPStatus.OK
        return self._views.page("commitments.html", status, form=form, stats=self._service.index.stats(), **shown)

    def commitment(self, commitment_id: str) -> HTMLResponse:
        """One commitment: its words, its source, and what was said of it from meeting to meeting."""
        one = self._service.register().get(commitment_id)
        return self._views.page("commitment.html", one=CommitmentOut.of(one), history=list(_history(one)))


def _history(one: Registered) -> Iterator[Said]:
    """What was said, in the order of the meetings."""
    for entry in one.earlier:
        yield _said("Earlier commitment, of which this speaks", entry)
    yield Said("This commitment", CitationOut.of(cited(one.entry)), None)
    for entry in one.later:
        yield _said("Later statement, which speaks of this", entry)


def _said(relation: str, entry: LedgerEntry) -> Said:
    return Said(relation, CitationOut.of(cited(entry)), link_of(entry.commitment.id))
