"""The pages for people: search with its answer, the documents, help and the API's reference. No script is needed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from index.backend import Place
from index.mentions import counted
from ingest.errors import AnswerError, QueryError
from ingest.minutes import Passage
from search_api.answer import Citation, not_held
from search_api.lacking import lacking_of
from search_api.layout import Range, lay_out
from search_api.parameters import CommitmentsAsked, DocumentsAsked, SearchAsked, once
from search_api.problems import NO_SUCH_PAGE, NOT_ALLOWED, TABLE
from search_api.schemas import AnswerOut, CitationOut, DocumentOut, SearchOut
from search_api.service import Service
from search_api.views import Views


class Pages:
    """The pages of one service."""

    def __init__(self, service: Service, views: Views) -> None:
        self._service = service
        self._index = service.index
        self._views = views

    def add_to(self, app: FastAPI) -> None:
        """Add every page."""
        app.add_api_route("/", self.search, include_in_schema=False)
        app.add_api_route("/documents", self.documents, include_in_schema=False)
        app.add_api_route("/documents/{document_id}", self.document, include_in_schema=False)
        app.add_api_route("/gaps", self.gaps, include_in_schema=False)
        app.add_api_route("/help", self.help, include_in_schema=False)
        app.add_api_route("/docs", self.reference, include_in_schema=False)

    def search(self, request: Request) -> HTMLResponse:
        """The search box; with a question what the archive says to it, and the passages found."""
        form = dict(request.query_params)
        shown: dict[str, Any] = {"asked": None, "answer": None, "results": None, "words": None, "message": None}
        if request.query_params.get("q", "").strip():
            try:
                shown |= self._found(SearchAsked.model_validate(once(request.query_params.multi_items())))
            except QueryError as error:
                shown["message"] = str(error)
        elif "q" in form:
            shown["message"] = "Say what to look for: a word, a name, a reference or a question."
        status = HTTPStatus.BAD_REQUEST if shown["message"] else HTTPStatus.OK
        return self._views.page("search.html", status, form=form, stats=self._index.stats(), **shown)

    def _found(self, asked: SearchAsked) -> dict[str, Any]:
        found = self._service.search(asked.query())
        results = SearchOut.of(asked.q, asked.sort, found, 0, self._service.commitments_of(found))
        shown = {"asked": asked, "results": results, "paging": Paging(asked, results.total)}
        if asked.offset:
            return shown
        answer = self._service.ask(asked.q, asked.filters())
        days = sorted(gap.listed.held_on for gap in answer.gaps)
        span = {"from": days[0], "to": days[-1]} if days else {}
        narrowed = asked.query_string(**{"q": None, "kind": None, "limit": None, "sort": None} | span)
        shown |= {"words": counted(asked.q), "mentions": self._index.mentioned(asked.q, asked.filters())}
        shown["listed"] = asked.query_string(limit=None, sort=None)
        return {**shown, "answer": AnswerOut.of(answer), "not_held": not_held(answer.gaps), "narrowed": narrowed}

    def documents(self, request: Request) -> HTMLResponse:
        """The documents held."""
        form = dict(request.query_params)
        shown: dict[str, Any] = {"documents": [], "total": 0, "message": None}
        try:
            asked = DocumentsAsked.model_validate(once(request.query_params.multi_items()))
            held = self._index.documents(asked.filters())
            some = held[asked.offset : asked.offset + asked.limit]
            shown |= {"documents": [DocumentOut.of(record) for record in some], "total": len(held)}
            shown["paging"] = Paging(asked, len(held))
        except QueryError as error:
            shown["message"] = str(error)
        status = HTTPStatus.BAD_REQUEST if shown["message"] else HTTPStatus.OK
        return self._views.page("documents.html", status, form=form, stats=self._index.stats(), **shown)

    def document(self, request: Request, document_id: str) -> HTMLResponse:
        """One document's text, opened at the sentence that is quoted."""
        record, text = self._index.read(document_id), self._index.text(document_id)
        passages = self._index.passages(document_id)
        own = dict.fromkeys(passage.meeting for passage in passages if passage.meeting)
        message, citation = None, None
        try:
            quote = quoted_range(request.query_params.get("start"), request.query_params.get("end"))
            check = request.query_params.get("check")
            citation = self._cited(text, passages, quote, check) if quote else None
        except (QueryError, AnswerError) as error:
            message = f"{error}. The document is shown without a mark."
        marked = (citation.start, citation.end) if citation else None
        lines = lay_out(text, record.pages, passages, marked)
        return self._views.page(
            "document.html",
            HTTPStatus.BAD_REQUEST if message else HTTPStatus.OK,
            record=DocumentOut.of(record),
            embedded=own,
            others=[DocumentOut.of(other) for other in self._index.beside(document_id)],
            citation=CitationOut.of(citation) if citation else None,
            lines=lines,
            headings=[line.heading for line in lines if line.heading],
            message=message,
            today=date.today(),
        )

    def _cited(self, text: str, passages: Sequence[Passage], quote: Range, check: str | None) -> Citation:
        passage = next(p for p in reversed(passages) if p.start <= quote[0] or not p.position)
        return cited(self._index.passage(passage.id), text, quote, check)

    def gaps(self, request: Request) -> HTMLResponse:
        """What is not held: meetings that sources list, files that could not be read, what is withheld."""
        form = dict(request.query_params)
        shown: dict[str, Any] = {"lacking": None, "message": None}
        try:
            asked = DocumentsAsked.model_validate(once(request.query_params.multi_items()))
            lacking = lacking_of(self._index, asked)
            shown |= {"lacking": lacking, "paging": Paging(asked, lacking.total)}
        except QueryError as error:
            shown["message"] = str(error)
        status = HTTPStatus.BAD_REQUEST if shown["message"] else HTTPStatus.OK
        return self._views.page("gaps.html", status, form=form, stats=self._index.stats(), **shown)

    def help(self) -> HTMLResponse:
        """What the archive holds and how to read it."""
        return self._views.page("help.html", stats=self._index.stats(), failures=len(self._index.failures()))

    def reference(self, request: Request) -> HTMLResponse:
        """The API's routes, from its OpenAPI schema."""
        routes = request.app.openapi()["paths"]
        problems = sorted({*TABLE.values(), NO_SUCH_PAGE, NOT_ALLOWED}, key=lambda kind: (kind.status, kind.name))
        return self._views.page("reference.html", routes=routes, ids=self._example_ids(), problems=problems)

    def _example_ids(self) -> dict[str, str]:
        """The ids to fill examples with: of the first document, its first passage, and the first commitment."""
        ids = {}
        for one in self._service.register().commitments[:1]:
            ids["{commitment_id}"] = one.entry.commitment.id
        for record in self._index.documents()[:1]:
            ids |= {"{document_id}": record.id, "{passage_id}": self._index.passages(record.id)[0].id}
        return ids


class Paging:
    """Where a list stands among its pages, and the way to the others."""

    def __init__(self, asked: SearchAsked | DocumentsAsked | CommitmentsAsked, total: int) -> None:
        self.first = asked.offset + 1
        self.last = min(asked.offset + asked.limit, total)
        self.page = asked.offset // asked.limit + 1
        self.pages = -(-total // asked.limit)
        before, after = max(asked.offset - asked.limit, 0), asked.offset + asked.limit
        self.start = asked.query_string(offset=None)
        self.previous = asked.query_string(offset=before or None) if asked.offset else None
        self.next = asked.query_string(offset=after) if after < total else None


def quoted_range(start: str | None, end: str | None) -> Range | None:
    """The range that an address asks to mark; None where it asks for none.

    Raises:
        QueryError: it is no range of whole numbers.
    """
    if start is None and end is None:
        return None
    if not all(re.fullmatch(r"\d{1,12}", value or "", re.ASCII) for value in (start, end)):
        raise QueryError(f"start={start} and end={end} are no range: both must be whole numbers")
    return int(start or 0), int(end or 0)


def cited(place: Place, text: str, quote: Range, check: str | None = None) -> Citation:
    """Cite a range of a document's text, of which `place` is the passage in which it begins.

    Raises:
        AnswerError: the range is empty or reaches outside the text, or `check` is that of other words.
    """
    start, end = quote
    if not start < end <= len(text) or not text[start:end].strip():
        raise AnswerError(f"Characters {start} to {end} are no part of this document, which has {len(text):,}")
    citation = Citation(place, start, end, text[start:end])
    if check not in (None, citation.check):
        raise AnswerError("This document has been replaced since it was quoted, and other words stand there now")
    return citation
