"""The public JSON of citations, which all other public JSON is made with."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict

from search_api.answer import Citation


class Public(BaseModel):
    """What is public: made once, never changed."""

    model_config = ConfigDict(frozen=True)


class DocumentLink(Public):
    """Another document and the address of its page."""

    id: str
    link: str

    @classmethod
    def of(cls, document_id: str | None) -> Self | None:
        """Publish the way to a document; None where there is none."""
        return None if document_id is None else cls(id=document_id, link=f"/documents/{document_id}")


class CitedDocument(Public):
    """The document that a citation names."""

    id: str
    title: str
    source: str
    sha256: str


class CitationOut(Public):
    """A quote and where it stands; `start` and `end` count characters of the document's text.

    It runs from `page` to `page_end`. `ocr`: a page of it was read by OCR, and its words may differ from the paper's.
    `superseded_by`: the minutes that took the place of this draft.
    """

    reference: str
    council: str | None
    committee: str | None
    meeting_date: date | None
    status: str
    item_title: str | None
    minute_number: str | None
    page: int | None
    page_end: int | None
    ocr: bool
    language: str
    superseded_by: DocumentLink | None
    document: CitedDocument
    start: int
    end: int
    quote: str
    link: str

    @classmethod
    def of(cls, citation: Citation) -> Self:
        """Publish a citation."""
        record = citation.record
        return cls(
            reference=citation.reference,
            council=citation.meeting.council,
            committee=citation.meeting.committee,
            meeting_date=citation.meeting.held_on,
            status=citation.meeting.status,
            item_title=citation.item_title,
            minute_number=citation.minute_number,
            page=citation.page,
            page_end=citation.page_end,
            ocr=citation.by_ocr,
            language=record.language,
            superseded_by=DocumentLink.of(citation.place.superseded_by),
            document=CitedDocument(id=record.id, title=record.title, source=record.source, sha256=record.sha256),
            start=citation.start,
            end=citation.end,
            quote=citation.quote,
            link=citation.link,
        )
