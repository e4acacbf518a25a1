"""The public JSON, as `CONTRACT` promises it: the only place where a field's public name is decided."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from index.backend import Hit, Place, Record, Results, Sort
from search_api.answer import Answer, Citation, Statement, cite
from search_api.highlight import matched_ranges


class Public(BaseModel):
    """What is public: made once, never changed."""

    model_config = ConfigDict(frozen=True)


class CitedDocument(Public):
    """The document that a citation names."""

    id: str
    title: str
    source: str
    sha256: str


class CitationOut(Public):
    """A quote and where it stands; `start` and `end` count characters of the document's text."""

    reference: str
    council: str | None
    committee: str | None
    meeting_date: date | None
    status: str
    item_title: str | None
    minute_number: str | None
    page: int | None
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
            council=record.meeting.council,
            committee=record.meeting.committee,
            meeting_date=record.meeting.held_on,
            status=record.meeting.status,
            item_title=citation.item_title,
            minute_number=citation.minute_number,
            page=citation.page,
            document=CitedDocument(id=record.id, title=record.title, source=record.source, sha256=record.sha256),
            start=citation.start,
            end=citation.end,
            quote=citation.quote,
            link=citation.link,
        )


class Why(Public):
    """The rank of a hit by meaning and by words, from 1; null where that list lacks it."""

    dense_rank: int | None
    lexical_rank: int | None


class HitOut(Public):
    """A passage that was found; `highlights` are the ranges of its text that match words of the query."""

    id: str
    score: float
    text: str
    kind: str
    highlights: list[tuple[int, int]]
    why: Why
    also_at: list[CitationOut]
    citation: CitationOut

    @classmethod
    def of(cls, hit: Hit, query: str) -> Self:
        """Publish a hit found for a query."""
        passage = hit.place.passage
        return cls(
            id=passage.id,
            score=round(hit.score, 4),
            text=passage.text,
            kind=passage.kind,
            highlights=matched_ranges(passage.text, query),
            why=Why(dense_rank=hit.dense_rank, lexical_rank=hit.lexical_rank),
            also_at=[CitationOut.of(cite(place)) for place in hit.also_at],
            citation=CitationOut.of(cite(hit.place)),
        )


class SearchOut(Public):
    """The hits asked for; `total` is how many there are in all."""

    query: str
    total: int
    took_ms: float
    sort: Sort
    hits: list[HitOut]

    @classmethod
    def of(cls, query: str, sort: Sort, results: Results, took_ms: float) -> Self:
        """Publish the results of a query."""
        hits = [HitOut.of(hit, query) for hit in results.hits]
        return cls(query=query, total=results.total, took_ms=round(took_ms, 1), sort=sort, hits=hits)


class StatementOut(Public):
    """One thing that the archive says, in its own words."""

    text: str
    citation: CitationOut

    @classmethod
    def of(cls, statement: Statement) -> Self:
        """Publish a statement."""
        return cls(text=statement.text, citation=CitationOut.of(statement.citation))


class SearchedOut(Public):
    """What was looked through."""

    model_config = ConfigDict(frozen=True, serialize_by_alias=True)

    documents: int
    passages: int
    earliest: date | None = Field(serialization_alias="from")
    latest: date | None = Field(serialization_alias="to")


class AnswerOut(Public):
    """An answer of quotes, or `found` false with the nearest misses."""

    question: str
    found: bool
    answer: str
    mode: str
    statements: list[StatementOut]
    nearest: list[HitOut]
    searched: SearchedOut

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """Publish an answer."""
        seen = answer.searched
        return cls(
            question=answer.question,
            found=answer.found,
            answer=answer.text,
            mode="extractive",
            statements=[StatementOut.of(statement) for statement in answer.statements],
            nearest=[HitOut.of(hit, answer.question) for hit in answer.nearest],
            searched=SearchedOut(
                documents=seen.documents, passages=seen.passages, earliest=seen.earliest, latest=seen.latest
            ),
        )


class DocumentOut(Public):
    """A document without its text."""

    id: str
    title: str
    source: str
    sha256: str
    media_type: str
    council: str | None
    committee: str | None
    meeting_date: date | None
    status: str
    passages: int
    characters: int
    remarks: list[str]
    url: str | None
    link: str

    @classmethod
    def of(cls, record: Record) -> Self:
        """Publish a document."""
        return cls(
            id=record.id,
            title=record.title,
            source=record.source,
            sha256=record.sha256,
            media_type=record.media_type,
            council=record.meeting.council,
            committee=record.meeting.committee,
            meeting_date=record.meeting.held_on,
            status=record.meeting.status,
            passages=record.passages,
            characters=record.characters,
            remarks=list(record.remarks),
            url=record.url,
            link=f"/documents/{record.id}",
        )


class DocumentsOut(Public):
    """The documents of the archive."""

    total: int
    documents: list[DocumentOut]


class PassageOut(Public):
    """One passage with its citation; `position` is its place in the document, from 0."""

    id: str
    position: int
    text: str
    kind: str
    citation: CitationOut

    @classmethod
    def of(cls, place: Place) -> Self:
        """Publish a passage."""
        passage = place.passage
        return cls(
            id=passage.id,
            position=passage.position,
            text=passage.text,
            kind=passage.kind,
            citation=CitationOut.of(cite(place)),
        )
