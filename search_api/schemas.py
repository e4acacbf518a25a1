"""The public JSON, as `CONTRACT` promises it: the only place where a field's public name is decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Self

from pydantic import ConfigDict, Field

from index.backend import Gap, Hit, Place, Record, Results, Sort, Stats
from search_api.answer import Answer, Statement, cite
from search_api.becoming import Registered
from search_api.citing import CitationOut as CitationOut  # noqa: PLC0414  # all public JSON is had from here
from search_api.citing import DocumentLink
from search_api.citing import Public as Public  # noqa: PLC0414
from search_api.commitment_schemas import HeldOut
from search_api.highlight import matched_ranges
from search_api.lacking import GapOut

Held = Mapping[str, Sequence[Registered]]
"""The commitments that passages hold, by the id of the passage."""


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


class FoundOut(HitOut):
    """A hit of a search, with the commitments that its passage holds."""

    commitments: list[HeldOut]

    @classmethod
    def holding(cls, hit: Hit, query: str, held: Sequence[Registered]) -> Self:
        """Publish a hit found for a query whose passage holds these commitments."""
        return cls(**dict(HitOut.of(hit, query)), commitments=[HeldOut.of(one) for one in held])


class SearchOut(Public):
    """The hits asked for; `total` is how many there are in all."""

    query: str
    total: int
    took_ms: float
    sort: Sort
    hits: list[FoundOut]

    @classmethod
    def of(cls, query: str, sort: Sort, results: Results, took_ms: float, held: Held) -> Self:
        """Publish the results of a query, and the commitments `held` by the passages found."""
        hits = [FoundOut.holding(hit, query, held.get(hit.place.passage.id, ())) for hit in results.hits]
        return cls(query=query, total=results.total, took_ms=round(took_ms, 1), sort=sort, hits=hits)


class StatementOut(Public):
    """One thing that the archive says, in its own words; `also_at` where else they stand.

    A sentence that a language model joined rests on the quotes of `further` as well.
    """

    text: str
    citation: CitationOut
    also_at: list[CitationOut]
    further: list[CitationOut]

    @classmethod
    def of(cls, statement: Statement) -> Self:
        """Publish a statement."""
        return cls(
            text=statement.text,
            citation=CitationOut.of(statement.citation),
            also_at=[CitationOut.of(citation) for citation in statement.also_at],
            further=[CitationOut.of(citation) for citation in statement.further],
        )


class SearchedOut(Public):
    """What was looked through; `gaps` are meetings of the time asked for that their source lists and are not held."""

    model_config = ConfigDict(frozen=True, serialize_by_alias=True)

    documents: int
    passages: int
    earliest: date | None = Field(serialization_alias="from")
    latest: date | None = Field(serialization_alias="to")
    gaps: list[GapOut]

    @classmethod
    def of(cls, seen: Stats, gaps: Sequence[Gap] = ()) -> Self:
        """Publish what was looked through."""
        return cls(
            documents=seen.documents,
            passages=seen.passages,
            earliest=seen.earliest,
            latest=seen.latest,
            gaps=[GapOut.of(gap) for gap in gaps],
        )


class AnswerOut(Public):
    """An answer of quotes, or `found` false with the nearest misses; `lacking` says what is not recorded, if known.

    `listed` is the page of the register that comes nearest to a question for promises.
    """

    question: str
    found: bool
    answer: str
    lacking: str | None
    mode: str
    listed: str | None
    statements: list[StatementOut]
    nearest: list[HitOut]
    searched: SearchedOut

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """Publish an answer."""
        return cls(
            question=answer.question,
            found=answer.found,
            answer=answer.text,
            lacking=answer.lacking,
            mode=answer.mode,
            listed=answer.listed,
            statements=[StatementOut.of(statement) for statement in answer.statements],
            nearest=[HitOut.of(hit, answer.question) for hit in answer.nearest],
            searched=SearchedOut.of(answer.searched, answer.gaps),
        )


class DocumentOut(Public):
    """A document without its text.

    `record` is what it is as a whole: minutes, an agenda or a report; `how` says how it was read, `ocr_pages` which of
    its pages by OCR. `superseded_by`: the minutes that took the place of this draft; `translation_of`: the English
    record of this Welsh one.
    """

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
    record: str
    language: str
    how: str
    ocr_pages: list[int]
    superseded_by: DocumentLink | None
    translation_of: DocumentLink | None
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
            record=record.record,
            language=record.language,
            how=record.how,
            ocr_pages=list(record.ocr_pages),
            superseded_by=DocumentLink.of(record.superseded_by),
            translation_of=DocumentLink.of(record.translation_of),
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
