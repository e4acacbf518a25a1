"""The public JSON of a timeline."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import ConfigDict, Field

from search_api.citing import CitationOut, Public
from search_api.frequency import Mention
from search_api.moved import Change, Side
from search_api.schemas import SearchedOut
from search_api.timeline import Entry, Timeline


class SideOut(Public):
    """One side of a change: the words that moved, from which character of its `quote`, and where that stands."""

    text: str
    at: int
    quote: str
    citation: CitationOut

    @classmethod
    def of(cls, side: Side) -> Self:
        """Publish one side."""
        return cls(text=side.text, at=side.at, quote=side.citation.quote, citation=CitationOut.of(side.citation))


class ChangeOut(Public):
    """What was said earlier (`from`) and later (`to`) on the same matter; `kind` is that of the quantity."""

    model_config = ConfigDict(frozen=True, serialize_by_alias=True)

    kind: str
    before: SideOut = Field(serialization_alias="from")
    after: SideOut = Field(serialization_alias="to")

    @classmethod
    def of(cls, change: Change) -> Self:
        """Publish a change."""
        return cls(kind=change.measure, before=SideOut.of(change.before), after=SideOut.of(change.after))


class EntryOut(Public):
    """What one meeting said; `date` is its own, null where it is not stated, `change` null where nothing moved."""

    date: date | None
    text: str
    citation: CitationOut
    also_at: list[CitationOut]
    change: ChangeOut | None

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """Publish an entry."""
        return cls(
            date=entry.held_on,
            text=entry.text,
            citation=CitationOut.of(entry.citation),
            also_at=[CitationOut.of(citation) for citation in entry.also_at],
            change=ChangeOut.of(entry.change) if entry.change else None,
        )


class MentionOut(Public):
    """How many passages of a period ("2024", "2024 Q3", "2024-09") speak of the topic; null: without a date."""

    period: str | None
    passages: int

    @classmethod
    def of(cls, mention: Mention) -> Self:
        """Publish a count."""
        return cls(period=mention.period, passages=mention.passages)


class TimelineOut(Public):
    """What was said on a topic, the oldest meeting first, undated last; `latest` is the newest position of all."""

    topic: str
    entries: list[EntryOut]
    latest: EntryOut | None
    mentions: list[MentionOut]
    searched: SearchedOut

    @classmethod
    def of(cls, timeline: Timeline) -> Self:
        """Publish a timeline."""
        return cls(
            topic=timeline.topic,
            entries=[EntryOut.of(entry) for entry in timeline.entries],
            latest=EntryOut.of(timeline.latest) if timeline.latest else None,
            mentions=[MentionOut.of(mention) for mention in timeline.mentions.periods],
            searched=SearchedOut.of(timeline.searched),
        )
