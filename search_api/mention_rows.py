"""A mention as a row of a list: the one place where the columns of exports are decided."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Self

from index.backend import Place
from index.mentions import text_of
from search_api.answer import cite, is_address

SUPERSEDED = "superseded"
"""The status of a draft whose minutes are held as well."""

Value = str | int | bool | date | None


@dataclass(frozen=True, slots=True)
class Row:
    """A passage with all that a reader needs to cite and to check it; None is what is not stated or not known.

    `key` names it for good: in the archive, and in a bibliography. `record` is what its document is as a whole, `kind`
    what the passage is. `quote` is characters `start` to `end` of the document's text. `ocr`: its words were read by
    OCR. `superseded_by` and `translation_of` are ids of documents. `url` is the address that its source states, `link`
    its place in Minutebook, below whatever address that is served at. `retrieved` is the day on which the document was
    taken from its source, `sha256` the checksum of its bytes. Rows of the same `text_id` say the same.
    """

    key: str
    reference: str
    council: str | None
    committee: str | None
    meeting_date: date | None
    status: str
    superseded_by: str | None
    record: str
    kind: str
    item: str | None
    minute_number: str | None
    page: int | None
    page_end: int | None
    language: str
    translation_of: str | None
    ocr: bool
    quote: str
    start: int
    end: int
    title: str
    source: str
    url: str | None
    link: str
    retrieved: date | None
    sha256: str
    document_id: str
    text_id: str

    @classmethod
    def of(cls, place: Place, retrieved: date | None) -> Self:
        """The row of a passage, whose document was taken from its source on the day `retrieved`."""
        citation, record, passage = cite(place), place.record, place.passage
        return cls(
            key=f"minutebook-{passage.id}",
            reference=citation.reference,
            council=citation.meeting.council,
            committee=citation.meeting.committee,
            meeting_date=citation.meeting.held_on,
            status=SUPERSEDED if place.superseded_by else str(citation.meeting.status),
            superseded_by=place.superseded_by,
            record=str(record.record),
            kind=str(passage.kind),
            item=passage.item,
            minute_number=passage.minute_number,
            page=citation.page,
            page_end=citation.page_end,
            language=record.language,
            translation_of=record.translation_of,
            ocr=citation.by_ocr,
            quote=citation.quote,
            start=citation.start,
            end=citation.end,
            title=record.title,
            source=record.source,
            url=record.url or (record.source if is_address(record.source) else None),
            link=citation.link,
            retrieved=retrieved,
            sha256=record.sha256,
            document_id=record.id,
            text_id=text_of(place),
        )

    def values(self) -> dict[str, Value]:
        """Its values by the name of their column."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = tuple(field.name for field in fields(Row))
